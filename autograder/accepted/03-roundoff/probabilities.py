# %% softmax after predict
import tensorflow as tf


def probabilities(model, X):
    logits = model.predict(X, verbose=0)
    return tf.nn.softmax(logits).numpy()


# %% with the progress bar
import numpy as np
import tensorflow as tf


def probabilities(model, X):
    return np.array(tf.nn.softmax(model.predict(X), axis=1))


# %% the model called
import tensorflow as tf


def probabilities(model, X):
    return tf.nn.softmax(model(X)).numpy()


# %% NumPy alone
import numpy as np


def probabilities(model, X):
    logits = model.predict(X, verbose=0)
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


# %% NumPy in float64
import numpy as np


def probabilities(model, X):
    logits = model.predict(X, verbose=0).astype(np.float64)
    powers = np.exp(logits)
    return powers / powers.sum(axis=1)[:, None]


# %% a second model around the first
import tensorflow as tf


def probabilities(model, X):
    with_softmax = tf.keras.Sequential([model, tf.keras.layers.Softmax()])
    return with_softmax.predict(X, verbose=0)


# %% Keras's own softmax
import tensorflow as tf


def probabilities(model, X):
    logits = model.predict(X, batch_size=2, verbose=0)
    return tf.keras.activations.softmax(tf.constant(logits)).numpy()


# %% example by example
import numpy as np
import tensorflow as tf


def probabilities(model, X):
    return np.array([tf.nn.softmax(model(x[None]))[0].numpy() for x in X])


# %% layer by layer
import numpy as np
import tensorflow as tf


def probabilities(model, X):
    x = tf.cast(X, tf.float32)
    for layer in model.layers:
        x = layer(x)
    return np.asarray(tf.nn.softmax(x))


# %% the logarithm and back
import numpy as np
import tensorflow as tf


def probabilities(model, X):
    return np.exp(tf.nn.log_softmax(model.predict_on_batch(X)).numpy())
