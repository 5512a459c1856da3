# %% sequential
import tensorflow as tf


def preferred_model(n_features, n_classes):
    model = tf.keras.Sequential(
        [
            tf.keras.Input(shape=(n_features,)),
            tf.keras.layers.Dense(25, activation="relu"),
            tf.keras.layers.Dense(15, activation="relu"),
            tf.keras.layers.Dense(n_classes, activation="linear"),
        ]
    )
    model.compile(
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        optimizer=tf.keras.optimizers.Adam(0.001),
    )
    return model


# %% functional
import tensorflow as tf


def preferred_model(n_features, n_classes):
    inputs = tf.keras.Input((n_features,))
    x = tf.keras.layers.Dense(25, "relu")(inputs)
    x = tf.keras.layers.Dense(15, "relu")(x)
    model = tf.keras.Model(inputs, tf.keras.layers.Dense(n_classes)(x))
    model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model


# %% layer by layer with names
import tensorflow as tf
from tensorflow.keras import layers, losses, models, optimizers


def preferred_model(n_features, n_classes):
    model = models.Sequential(name="blobs")
    model.add(layers.InputLayer(shape=(n_features,)))
    model.add(layers.Dense(units=25, activation=tf.nn.relu, name="L1"))
    model.add(layers.Dense(units=15, activation=tf.nn.relu, name="L2"))
    model.add(layers.Dense(units=n_classes, name="L3"))
    model.compile(
        optimizer=optimizers.Adam(learning_rate=1e-3),
        loss=losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model


# %% activations of their own
import tensorflow as tf


def preferred_model(n_features, n_classes):
    model = tf.keras.Sequential(
        [
            tf.keras.Input((n_features,)),
            tf.keras.layers.Dense(25),
            tf.keras.layers.ReLU(),
            tf.keras.layers.Dense(15),
            tf.keras.layers.Activation("relu"),
            tf.keras.layers.Dense(n_classes),
            tf.keras.layers.Activation("linear"),
        ]
    )
    model.compile(
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        optimizer=tf.keras.optimizers.Adam(),
    )
    return model


# %% built at the end
import tensorflow as tf


def preferred_model(n_features, n_classes):
    sizes = [(25, "relu"), (15, "relu"), (n_classes, None)]
    model = tf.keras.Sequential([tf.keras.layers.Dense(units, activation) for units, activation in sizes])
    model.compile(
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True, name="loss"), optimizer="Adam"
    )
    model.build((None, n_features))
    return model


# %% keras without TensorFlow's name
import keras
from keras import layers


def preferred_model(n_features, n_classes):
    model = keras.Sequential(
        [
            layers.Dense(25, input_shape=(n_features,), activation="relu", kernel_initializer="he_normal"),
            layers.Dense(15, activation=keras.activations.relu),
            layers.Dense(n_classes, activation=keras.activations.linear),
        ]
    )
    model.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model


# %% a model inside a model
import tensorflow as tf


def preferred_model(n_features, n_classes):
    tf.keras.utils.set_random_seed(1)
    hidden = tf.keras.Sequential(
        [tf.keras.layers.Dense(25, "relu"), tf.keras.layers.Dense(15, "relu")], name="hidden"
    )
    inputs = tf.keras.Input(shape=(n_features,), name="features")
    outputs = tf.keras.layers.Dense(n_classes, name="logits")(hidden(inputs))
    model = tf.keras.Model(inputs=inputs, outputs=outputs)
    loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(loss=loss, optimizer=tf.keras.optimizers.Adam(learning_rate=0.001))
    return model


# %% operations
import tensorflow as tf


def preferred_model(n_features, n_classes):
    x = inputs = tf.keras.Input((n_features,))
    for units in (25, 15):
        x = tf.keras.ops.relu(tf.keras.layers.Dense(units)(x))
    model = tf.keras.Model(inputs, tf.keras.layers.Dense(n_classes)(x))
    model.compile(
        tf.keras.optimizers.Adam(0.001), tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    )
    return model


# %% the loss that the chapter measures with
import tensorflow as tf

loss_from_logits = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")


def preferred_model(n_features, n_classes):
    model = tf.keras.Sequential()
    model.add(tf.keras.Input(shape=(n_features,)))
    for units in (25, 15):
        model.add(tf.keras.layers.Dense(units, activation=tf.keras.layers.ReLU()))
    model.add(tf.keras.layers.Dense(n_classes, activation=lambda z: z))
    model.compile(loss=loss_from_logits, optimizer=tf.keras.optimizers.get("adam"))
    return model
