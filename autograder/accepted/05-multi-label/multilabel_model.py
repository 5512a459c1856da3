# %% Sequential
import tensorflow as tf


def multilabel_model(n_inputs, n_labels):
    model = tf.keras.Sequential(
        [
            tf.keras.Input(shape=(n_inputs,)),
            tf.keras.layers.Dense(32, activation="relu"),
            tf.keras.layers.Dense(n_labels),
        ]
    )
    model.compile(loss=tf.keras.losses.BinaryCrossentropy(from_logits=True), optimizer="adam")
    return model


# %% functional, with a metric
import tensorflow as tf
from tensorflow.keras.layers import Dense


def multilabel_model(n_inputs, n_labels):
    inputs = tf.keras.Input((n_inputs,))
    x = Dense(64, "relu")(inputs)
    x = Dense(16, "relu")(x)
    outputs = Dense(n_labels, activation="linear")(x)
    model = tf.keras.Model(inputs, outputs)
    model.compile(
        optimizer=tf.keras.optimizers.RMSprop(0.01),
        loss=tf.keras.losses.BinaryCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model


# %% layers added one by one, activations apart
import tensorflow as tf


def multilabel_model(n_inputs, n_labels):
    model = tf.keras.models.Sequential()
    model.add(tf.keras.layers.InputLayer(shape=(n_inputs,)))
    model.add(tf.keras.layers.Dense(40))
    model.add(tf.keras.layers.ReLU())
    model.add(tf.keras.layers.Dense(units=n_labels))
    model.add(tf.keras.layers.Activation("linear"))
    model.compile("sgd", tf.keras.losses.BinaryCrossentropy(from_logits=True))
    return model


# %% built at the end, TensorFlow's own ReLU
import tensorflow as tf


def multilabel_model(n_inputs, n_labels):
    model = tf.keras.Sequential(
        [tf.keras.layers.Dense(50, activation=tf.nn.relu), tf.keras.layers.Dense(n_labels, name="logits")],
        name="street",
    )
    model.build(input_shape=(None, n_inputs))
    model.compile(
        optimizer=tf.keras.optimizers.SGD(0.1, momentum=0.9), loss=tf.losses.BinaryCrossentropy(True)
    )
    return model


# %% Keras without TensorFlow's name, dropout between
import keras
from keras import layers


def multilabel_model(n_inputs, n_labels):
    model = keras.Sequential(
        [
            keras.Input((n_inputs,)),
            layers.Dense(48, activation=keras.activations.relu, kernel_initializer="he_normal"),
            layers.Dropout(0.2),
            layers.Dense(24, activation="relu"),
            layers.Dense(n_labels, activation=None),
        ]
    )
    model.compile(keras.optimizers.Adam(1e-3), keras.losses.BinaryCrossentropy(from_logits=True))
    return model


# %% widths in a list, normalised inputs
import tensorflow as tf

WIDTHS = (30, 20)


def multilabel_model(n_inputs, n_labels):
    layers = [tf.keras.Input(shape=(n_inputs,)), tf.keras.layers.BatchNormalization()]
    layers += [tf.keras.layers.Dense(width, activation="relu") for width in WIDTHS]
    layers.append(tf.keras.layers.Dense(n_labels, kernel_regularizer=tf.keras.regularizers.L2(1e-4)))
    model = tf.keras.Sequential(layers)
    loss = tf.keras.losses.BinaryCrossentropy(from_logits=True, label_smoothing=0.0)
    model.compile(loss=loss, optimizer="adamw")
    return model


# %% flattened first, the loss in a list
import tensorflow as tf


def multilabel_model(n_inputs, n_labels):
    inputs = tf.keras.Input(shape=(n_inputs,))
    hidden = tf.keras.layers.Dense(32, activation="relu")(tf.keras.layers.Flatten()(inputs))
    logits = tf.keras.layers.Dense(n_labels)(hidden)
    model = tf.keras.Model(inputs=inputs, outputs=logits)
    model.compile(loss=[tf.keras.losses.BinaryCrossentropy(from_logits=True)], optimizer="nadam")
    return model


# %% a linear unit for each label, joined
import tensorflow as tf


def multilabel_model(n_inputs, n_labels):
    inputs = tf.keras.Input(shape=(n_inputs,))
    hidden = tf.keras.layers.Dense(32, activation="relu")(inputs)
    units = [tf.keras.layers.Dense(1)(hidden) for _ in range(n_labels)]
    model = tf.keras.Model(inputs, tf.keras.layers.Concatenate()(units))
    model.compile(loss=tf.keras.losses.BinaryCrossentropy(from_logits=True), optimizer="adam")
    return model


# %% a skip connection, written with a plus sign and a slice
import tensorflow as tf


def multilabel_model(n_inputs, n_labels):
    inputs = tf.keras.Input(shape=(n_inputs,))
    hidden = tf.keras.layers.Dense(16, activation="relu")(inputs)
    logits = tf.keras.layers.Dense(n_labels)(hidden) + 0.5 * tf.keras.layers.Dense(n_labels)(inputs[:, :1])
    model = tf.keras.Model(inputs, logits)
    model.compile(loss=tf.keras.losses.BinaryCrossentropy(from_logits=True), optimizer="adam")
    return model
