"""Chapter 06: from images to rows of numbers, through a trained network, to digits and their accuracy."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_utils import reference
from course_utils.check.contracts import CLASS_INDICES, Array, Mean
from course_utils.check.exercise import Case, Exercise, Misconception
from course_utils.data import mnist_network
from course_utils.data.mnist import embedded_sample

Floats = NDArray[np.float64]
Images = NDArray[Any]
Integers = NDArray[np.integer]
Network = dict[str, Floats]

KERAS_MODELS = ("tf.keras.Sequential", "tf.keras.Model", "tf.keras.layers.Dense", "course_utils.reference")


def _pixels(*shape: int, seed: int) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, size=shape, dtype=np.uint8)


def _numbered(N: int) -> NDArray[np.int64]:
    """Images whose pixels count on from one to the next, so that each has a value of its own."""
    return np.arange(N * 784).reshape(N, 28, 28)


def _network(h1: int, h2: int, seed: int) -> Network:
    """Weights at random, with biases around which the images of `_rows` get different answers."""
    rng = np.random.default_rng(seed)
    network: Network = {}
    for layer, (inputs, outputs) in enumerate(((784, h1), (h1, h2), (h2, 10)), start=1):
        W = rng.normal(scale=5 / np.sqrt(inputs), size=(inputs, outputs))
        network |= {f"W{layer}": W, f"b{layer}": rng.normal(scale=0.3, size=outputs) - W.sum(axis=0) / 2}
    return network


def _rows(N: int, seed: int) -> Floats:
    """Images that are mostly black and white, so that no two are alike on average."""
    return np.random.default_rng(seed).beta(0.3, 0.3, size=(N, 784))


def _labelled(N: int, wrong: list[int], batch_size: int, seed: int) -> tuple[Network, Floats, Integers, int]:
    """A network, N rows, and labels that it gets right except in the places ``wrong``."""
    network, X = _network(6, 5, seed), _rows(N, seed + 1)
    y = reference.predict_digits(network, X).astype(np.int64)
    y[wrong] = (y[wrong] + 1) % 10
    return network, X, y, batch_size


@cache
def _some_digits() -> NDArray[np.uint8]:
    images, _, _ = embedded_sample()
    return images[::617]


def _trained(images: slice) -> tuple[Network, Floats]:
    network = {key: array.astype(np.float64) for key, array in mnist_network().items()}
    return network, _some_digits()[images].reshape(-1, 784) / 255


# flatten_images: the mistakes


def _sides_swapped(images: Images) -> Images:
    return images.reshape(784, -1)


def _swapped_and_turned_back(images: Images) -> Images:
    return images.reshape(784, -1).T


def _column_by_column(images: Images) -> Images:
    return images.transpose(0, 2, 1).reshape(len(images), 784)


def _one_long_row(images: Images) -> Images:
    return images.reshape(-1)


def _rows_of_pixels(images: Images) -> Images:
    return images.reshape(-1, 28)


def _first_image_only(images: Images) -> Images:
    return images[0].reshape(784)


def _channel_axis(images: Images) -> Images:
    return images.reshape(len(images), 28, 28, 1)


def _kept_apart(images: Images) -> Images:
    return images.reshape(len(images), 1, 784)


def _divided_too(images: Images) -> Floats:
    return images.reshape(len(images), 784) / 255


def _upside_down(images: Images) -> Images:
    return images[:, ::-1].reshape(len(images), 784)


def _first_row_only(images: Images) -> Images:
    rows = np.zeros((len(images), 784), images.dtype)
    rows[0] = images[0].reshape(784)
    return rows


def _squeezed(images: Images) -> Images:
    return np.squeeze(images.reshape(len(images), 784))


def _side_by_side(images: Images) -> Images:
    return np.concatenate(list(images), axis=1)


FLATTEN_IMAGES = Exercise(
    name="flatten_images",
    signature="flatten_images(images)",
    points=2,
    solution=reference.flatten_images,
    contract=Array(dtypes="fiub"),
    refused=("tf.keras.layers.Flatten", "tf.keras.layers.Reshape", "course_utils.reference"),
    cases=(
        Case("numbered-pixels", lambda: (_numbered(2),)),
        Case("one-image", lambda: (_pixels(1, 28, 28, seed=601),)),
        Case("digits", lambda: (_some_digits().copy(),)),
        Case("as-many-images-as-rows", lambda: (_pixels(28, 28, 28, seed=602),)),
        Case("normalized-already", lambda: (_pixels(3, 28, 28, seed=603).astype(np.float32) / 256,)),
        Case("every-other-image", lambda: (_pixels(10, 28, 28, seed=604)[::2],)),
    ),
    misconceptions=(
        Misconception("sides-swapped", _sides_swapped),
        Misconception("swapped-and-turned-back", _swapped_and_turned_back),
        Misconception("column-by-column", _column_by_column),
        Misconception("one-long-row", _one_long_row),
        Misconception("rows-of-pixels", _rows_of_pixels),
        Misconception("first-image-only", _first_image_only),
        Misconception("channel-axis", _channel_axis),
        Misconception("kept-apart", _kept_apart),
        Misconception("divided-too", _divided_too),
        Misconception("upside-down", _upside_down),
        Misconception("first-row-only", _first_row_only),
        Misconception("squeezed", _squeezed),
        Misconception("side-by-side", _side_by_side),
    ),
)


# normalize: the mistakes


def _by_256(images: Images) -> Floats:
    return (images / 256).astype(np.float32)


def _by_the_largest(images: Images) -> Floats:
    return (images / np.max(images)).astype(np.float32)


def _in_float64(images: Images) -> Floats:
    return images / 255


def _whole_numbers(images: Images) -> Floats:
    return (images // 255).astype(np.float32)


def _back_to_uint8(images: Images) -> Images:
    return (images / 255).astype(np.uint8)


def _not_divided(images: Images) -> Floats:
    return images.astype(np.float32)


def _from_minus_one(images: Images) -> Floats:
    return (images / 127.5 - 1).astype(np.float32)


def _standardized(images: Images) -> Floats:
    return ((images - np.mean(images)) / np.std(images)).astype(np.float32)


def _stretched(images: Images) -> Floats:
    low, high = float(np.min(images)), float(np.max(images))
    return ((images - low) / (high - low)).astype(np.float32)


def _inverted(images: Images) -> Floats:
    return (1 - images / 255).astype(np.float32)


def _flattened_too(images: Images) -> Floats:
    return images.reshape(len(images), -1).astype(np.float32) / 255


def _divided_in_place(images: Images) -> Images:
    images[:] = images / 255
    return images.astype(np.float32)


def _divided_twice(images: Images) -> Floats:
    return (images / 255 / 255).astype(np.float32)


def _black_and_white(images: Images) -> Floats:
    return np.round(images / 255).astype(np.float32)


NORMALIZE = Exercise(
    name="normalize",
    signature="normalize(images)",
    points=2,
    solution=reference.normalize,
    contract=Array(dtype="float32"),
    refused=(
        "tf.keras.layers.Rescaling",
        "tf.keras.layers.Normalization",
        "tf.keras.utils.normalize",
        "tf.image.convert_image_dtype",
        "sklearn.preprocessing",
        "course_utils.reference",
    ),
    cases=(
        Case("five-greys", lambda: (np.array([0, 51, 102, 204, 255], dtype=np.uint8),)),
        Case("dark-image", lambda: (np.array([[3, 0, 10], [7, 60, 1]], dtype=np.uint8),)),
        Case("digits", lambda: (_some_digits().copy(),)),
        Case("rows", lambda: (_pixels(4, 784, seed=611),)),
        Case("colour-images", lambda: (_pixels(2, 4, 5, 3, seed=612),)),
        Case("every-other-image", lambda: (_pixels(6, 3, 3, seed=613)[::2],)),
    ),
    misconceptions=(
        Misconception("by-256", _by_256),
        Misconception("by-the-largest", _by_the_largest),
        Misconception("in-float64", _in_float64),
        Misconception("whole-numbers", _whole_numbers),
        Misconception("back-to-uint8", _back_to_uint8),
        Misconception("not-divided", _not_divided),
        Misconception("from-minus-one", _from_minus_one),
        Misconception("standardized", _standardized),
        Misconception("stretched", _stretched),
        Misconception("inverted", _inverted),
        Misconception("flattened-too", _flattened_too),
        Misconception("in-place", _divided_in_place),
        Misconception("divided-twice", _divided_twice),
        Misconception("black-and-white", _black_and_white),
    ),
)


# forward: the mistakes


def _no_biases(network: Network, X: Floats) -> Floats:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"])))
    powers = np.exp(A2 @ network["W3"])
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _biases_outside(network: Network, X: Floats) -> Floats:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"]))) + network["b1"]
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"]))) + network["b2"]
    powers = np.exp(A2 @ network["W3"] + network["b3"])
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _logits_only(network: Network, X: Floats) -> Floats:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    return A2 @ network["W3"] + network["b3"]


def _sigmoid_at_the_end(network: Network, X: Floats) -> Floats:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    return 1 / (1 + np.exp(-(A2 @ network["W3"] + network["b3"])))


def _sigmoid_before_softmax(network: Network, X: Floats) -> Floats:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    powers = np.exp(1 / (1 + np.exp(-(A2 @ network["W3"] + network["b3"]))))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _softmax_over_images(network: Network, X: Floats) -> Floats:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    powers = np.exp(A2 @ network["W3"] + network["b3"])
    return powers / np.sum(powers, axis=0)


def _softmax_over_everything(network: Network, X: Floats) -> Floats:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    powers = np.exp(A2 @ network["W3"] + network["b3"])
    return powers / np.sum(powers)


def _softmax_inside(network: Network, X: Floats) -> Floats:
    A = X
    for k in (1, 2, 3):
        powers = np.exp(A @ network[f"W{k}"] + network[f"b{k}"])
        A = powers / powers.sum(axis=-1, keepdims=True)
    return A


def _relu_inside(network: Network, X: Floats) -> Floats:
    A1 = np.maximum(0, X @ network["W1"] + network["b1"])
    A2 = np.maximum(0, A1 @ network["W2"] + network["b2"])
    Z3 = A2 @ network["W3"] + network["b3"]
    powers = np.exp(Z3 - np.max(Z3, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _linear_inside(network: Network, X: Floats) -> Floats:
    Z1 = X @ network["W1"] + network["b1"]
    Z2 = Z1 @ network["W2"] + network["b2"]
    Z3 = Z2 @ network["W3"] + network["b3"]
    powers = np.exp(Z3 - np.max(Z3, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _second_sigmoid_missing(network: Network, X: Floats) -> Floats:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    Z2 = A1 @ network["W2"] + network["b2"]
    Z3 = Z2 @ network["W3"] + network["b3"]
    powers = np.exp(Z3 - np.max(Z3, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _sign_lost(network: Network, X: Floats) -> Floats:
    A1 = 1 / (1 + np.exp(X @ network["W1"] + network["b1"]))
    A2 = 1 / (1 + np.exp(A1 @ network["W2"] + network["b2"]))
    powers = np.exp(A2 @ network["W3"] + network["b3"])
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _divides_again(network: Network, X: Floats) -> Floats:
    A1 = 1 / (1 + np.exp(-(X / 255 @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    powers = np.exp(A2 @ network["W3"] + network["b3"])
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _classes_only(network: Network, X: Floats) -> Integers:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    return np.asarray(np.argmax(A2 @ network["W3"] + network["b3"], axis=-1))


def _always_a_batch(network: Network, X: Floats) -> Floats:
    X = X.reshape(-1, 784)
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    powers = np.exp(A2 @ network["W3"] + network["b3"])
    return powers / np.sum(powers, axis=1, keepdims=True)


def _softmax_twice(network: Network, X: Floats) -> Floats:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    powers = np.exp(A2 @ network["W3"] + network["b3"])
    powers = np.exp(powers / np.sum(powers, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _tanh_inside(network: Network, X: Floats) -> Floats:
    A1 = np.tanh(X @ network["W1"] + network["b1"])
    A2 = np.tanh(A1 @ network["W2"] + network["b2"])
    powers = np.exp(A2 @ network["W3"] + network["b3"])
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _first_sigmoid_missing(network: Network, X: Floats) -> Floats:
    Z1 = X @ network["W1"] + network["b1"]
    A2 = 1 / (1 + np.exp(-(Z1 @ network["W2"] + network["b2"])))
    powers = np.exp(A2 @ network["W3"] + network["b3"])
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _last_bias_missing(network: Network, X: Floats) -> Floats:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    powers = np.exp(A2 @ network["W3"])
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _exponential_missing(network: Network, X: Floats) -> Floats:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    Z3 = A2 @ network["W3"] + network["b3"]
    return Z3 / np.sum(Z3, axis=-1, keepdims=True)


def _logarithms_of_probabilities(network: Network, X: Floats) -> Floats:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    powers = np.exp(A2 @ network["W3"] + network["b3"])
    return np.log(powers / np.sum(powers, axis=-1, keepdims=True))


def _brackets_missing(network: Network, X: Floats) -> Floats:
    A1 = 1 / 1 + np.exp(-(X @ network["W1"] + network["b1"]))
    A2 = 1 / 1 + np.exp(-(A1 @ network["W2"] + network["b2"]))
    Z3 = A2 @ network["W3"] + network["b3"]
    powers = np.exp(Z3 - np.max(Z3, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


FORWARD = Exercise(
    name="forward",
    signature="forward(network, X)",
    points=4,
    solution=reference.forward,
    contract=Array(),
    refused=KERAS_MODELS,
    cases=(
        Case("three-images", lambda: (_network(5, 4, seed=621), _rows(3, seed=622))),
        Case("one-image", lambda: (_network(5, 4, seed=623), _rows(1, seed=624)[0])),
        Case("batch-of-one", lambda: (_network(3, 6, seed=625), _rows(1, seed=626))),
        Case("ten-images", lambda: (_network(10, 10, seed=627), _rows(10, seed=628))),
        Case("black-images", lambda: (_network(4, 3, seed=629), np.zeros((2, 784)))),
        Case("trained-network", lambda: _trained(slice(0, 4))),
    ),
    misconceptions=(
        Misconception("no-biases", _no_biases),
        Misconception("biases-outside", _biases_outside),
        Misconception("logits-only", _logits_only),
        Misconception("sigmoid-at-the-end", _sigmoid_at_the_end),
        Misconception("sigmoid-before-softmax", _sigmoid_before_softmax),
        Misconception("softmax-over-images", _softmax_over_images),
        Misconception("softmax-over-everything", _softmax_over_everything),
        Misconception("relu-inside", _relu_inside),
        Misconception("softmax-inside", _softmax_inside),
        Misconception("linear-inside", _linear_inside),
        Misconception("second-sigmoid-missing", _second_sigmoid_missing),
        Misconception("sign-lost", _sign_lost),
        Misconception("divides-again", _divides_again),
        Misconception("classes-only", _classes_only),
        Misconception("always-a-batch", _always_a_batch),
        Misconception("softmax-twice", _softmax_twice),
        Misconception("tanh-inside", _tanh_inside),
        Misconception("first-sigmoid-missing", _first_sigmoid_missing),
        Misconception("last-bias-missing", _last_bias_missing),
        Misconception("exponential-missing", _exponential_missing),
        Misconception("logarithms", _logarithms_of_probabilities),
        Misconception("brackets-missing", _brackets_missing),
    ),
)


# predict_digits: the mistakes


def _argmax_over_images(network: Network, X: Floats) -> Integers:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    powers = np.exp(A2 @ network["W3"] + network["b3"])
    return np.argmax(powers / powers.sum(axis=-1, keepdims=True), axis=0)


def _argmax_over_everything(network: Network, X: Floats) -> np.integer:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    powers = np.exp(A2 @ network["W3"] + network["b3"])
    return np.argmax(powers / powers.sum(axis=-1, keepdims=True))


def _brightest_pixel(network: Network, X: Floats) -> Integers:
    return np.argmax(X, axis=1)


def _probabilities(network: Network, X: Floats) -> Floats:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    powers = np.exp(A2 @ network["W3"] + network["b3"])
    return powers / np.sum(powers, axis=1, keepdims=True)


def _largest_probability(network: Network, X: Floats) -> Floats:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    powers = np.exp(A2 @ network["W3"] + network["b3"])
    return np.max(powers / np.sum(powers, axis=1, keepdims=True), axis=1)


def _least_probable(network: Network, X: Floats) -> Integers:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    return np.argmin(A2 @ network["W3"] + network["b3"], axis=1)


def _counts_from_one(network: Network, X: Floats) -> Integers:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    return np.argmax(A2 @ network["W3"] + network["b3"], axis=1) + 1


def _one_hot_digits(network: Network, X: Floats) -> Integers:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    return np.eye(10, dtype=int)[np.argmax(A2 @ network["W3"] + network["b3"], axis=1)]


def _a_column(network: Network, X: Floats) -> Integers:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    return np.argmax(A2 @ network["W3"] + network["b3"], axis=1)[:, np.newaxis]


def _decimal_digits(network: Network, X: Floats) -> Floats:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    return np.argmax(A2 @ network["W3"] + network["b3"], axis=1).astype(float)


def _largest_hidden_unit(network: Network, X: Floats) -> Integers:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    return np.argmax(A1 @ network["W2"] + network["b2"], axis=1)


def _digits_divided_again(network: Network, X: Floats) -> Integers:
    A1 = 1 / (1 + np.exp(-(X / 255 @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    return np.argmax(A2 @ network["W3"] + network["b3"], axis=1)


def _above_one_half(network: Network, X: Floats) -> Integers:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    powers = np.exp(A2 @ network["W3"] + network["b3"])
    return np.argmax(powers / np.sum(powers, axis=1, keepdims=True) > 0.5, axis=1)


PREDICT_DIGITS = Exercise(
    name="predict_digits",
    signature="predict_digits(network, X)",
    points=2,
    solution=reference.predict_digits,
    contract=CLASS_INDICES,
    refused=KERAS_MODELS,
    cases=(
        Case("five-images", lambda: (_network(6, 5, seed=631), _rows(5, seed=632))),
        Case("ten-images", lambda: (_network(8, 8, seed=633), _rows(10, seed=634))),
        Case("one-image", lambda: (_network(4, 7, seed=635), _rows(1, seed=636))),
        Case("many-images", lambda: (_network(12, 9, seed=637), _rows(40, seed=638))),
        Case("trained-network", lambda: _trained(slice(None))),
    ),
    misconceptions=(
        Misconception("argmax-over-images", _argmax_over_images),
        Misconception("argmax-over-everything", _argmax_over_everything),
        Misconception("probabilities", _probabilities),
        Misconception("largest-probability", _largest_probability),
        Misconception("least-probable", _least_probable),
        Misconception("counts-from-one", _counts_from_one),
        Misconception("one-hot", _one_hot_digits),
        Misconception("a-column", _a_column),
        Misconception("decimals", _decimal_digits),
        Misconception("largest-hidden-unit", _largest_hidden_unit),
        Misconception("brightest-pixel", _brightest_pixel),
        Misconception("divides-again", _digits_divided_again),
        Misconception("above-one-half", _above_one_half),
    ),
)


# batched_accuracy: the mistakes


def _last_batch_dropped(network: Network, X: Floats, y: Integers, batch_size: int) -> float:
    right = 0
    for start in range(0, len(X) - batch_size + 1, batch_size):
        A1 = 1 / (1 + np.exp(-(X[start : start + batch_size] @ network["W1"] + network["b1"])))
        A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
        digits = np.argmax(A2 @ network["W3"] + network["b3"], axis=1)
        right += np.sum(digits == y[start : start + batch_size])
    return right / len(X)


def _last_batch_not_counted(network: Network, X: Floats, y: Integers, batch_size: int) -> float:
    right, seen = 0, 0
    for start in range(0, len(X) - batch_size + 1, batch_size):
        A1 = 1 / (1 + np.exp(-(X[start : start + batch_size] @ network["W1"] + network["b1"])))
        A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
        digits = np.argmax(A2 @ network["W3"] + network["b3"], axis=1)
        right += np.sum(digits == y[start : start + batch_size])
        seen += batch_size
    return right / max(seen, 1)


def _full_batches_assumed(network: Network, X: Floats, y: Integers, batch_size: int) -> float:
    right, batches = 0, 0
    for start in range(0, len(X), batch_size):
        A1 = 1 / (1 + np.exp(-(X[start : start + batch_size] @ network["W1"] + network["b1"])))
        A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
        digits = np.argmax(A2 @ network["W3"] + network["b3"], axis=1)
        right += np.sum(digits == y[start : start + batch_size])
        batches += 1
    return right / (batches * batch_size)


def _mean_of_accuracies(network: Network, X: Floats, y: Integers, batch_size: int) -> np.floating:
    accuracies = []
    for start in range(0, len(X), batch_size):
        A1 = 1 / (1 + np.exp(-(X[start : start + batch_size] @ network["W1"] + network["b1"])))
        A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
        digits = np.argmax(A2 @ network["W3"] + network["b3"], axis=1)
        accuracies.append(np.mean(digits == y[start : start + batch_size]))
    return np.mean(accuracies)


def _number_right(network: Network, X: Floats, y: Integers, batch_size: int) -> np.integer:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    return np.sum(np.argmax(A2 @ network["W3"] + network["b3"], axis=1) == y)


def _percent(network: Network, X: Floats, y: Integers, batch_size: int) -> np.floating:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    return 100 * np.mean(np.argmax(A2 @ network["W3"] + network["b3"], axis=1) == y)


def _share_of_mistakes(network: Network, X: Floats, y: Integers, batch_size: int) -> np.floating:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    return np.mean(np.argmax(A2 @ network["W3"] + network["b3"], axis=1) != y)


def _first_batch_only(network: Network, X: Floats, y: Integers, batch_size: int) -> np.floating:
    A1 = 1 / (1 + np.exp(-(X[:batch_size] @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    return np.mean(np.argmax(A2 @ network["W3"] + network["b3"], axis=1) == y[:batch_size])


def _returned_too_early(network: Network, X: Floats, y: Integers, batch_size: int) -> float:
    right = 0
    for start in range(0, len(X), batch_size):
        A1 = 1 / (1 + np.exp(-(X[start : start + batch_size] @ network["W1"] + network["b1"])))
        A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
        digits = np.argmax(A2 @ network["W3"] + network["b3"], axis=1)
        right += np.sum(digits == y[start : start + batch_size])
        return right / len(X)
    return 0.0


def _counted_anew(network: Network, X: Floats, y: Integers, batch_size: int) -> float:
    for start in range(0, len(X), batch_size):
        A1 = 1 / (1 + np.exp(-(X[start : start + batch_size] @ network["W1"] + network["b1"])))
        A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
        digits = np.argmax(A2 @ network["W3"] + network["b3"], axis=1)
        right = np.sum(digits == y[start : start + batch_size])
    return right / len(X)


def _overlapping(network: Network, X: Floats, y: Integers, batch_size: int) -> float:
    right = 0
    for start in range(len(X)):
        A1 = 1 / (1 + np.exp(-(X[start : start + batch_size] @ network["W1"] + network["b1"])))
        A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
        digits = np.argmax(A2 @ network["W3"] + network["b3"], axis=1)
        right += np.sum(digits == y[start : start + batch_size])
    return right / len(X)


def _accuracy_of_last_batch(network: Network, X: Floats, y: Integers, batch_size: int) -> np.floating:
    for start in range(0, len(X), batch_size):
        A1 = 1 / (1 + np.exp(-(X[start : start + batch_size] @ network["W1"] + network["b1"])))
        A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
        digits = np.argmax(A2 @ network["W3"] + network["b3"], axis=1)
        accuracy = np.mean(digits == y[start : start + batch_size])
    return accuracy


def _labels_of_first_batch(network: Network, X: Floats, y: Integers, batch_size: int) -> float:
    right = 0
    for start in range(0, len(X), batch_size):
        A1 = 1 / (1 + np.exp(-(X[start : start + batch_size] @ network["W1"] + network["b1"])))
        A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
        digits = np.argmax(A2 @ network["W3"] + network["b3"], axis=1)
        right += np.sum(digits == y[: len(digits)])
    return right / len(X)


def _divides_by_batches(network: Network, X: Floats, y: Integers, batch_size: int) -> float:
    right, batches = 0, 0
    for start in range(0, len(X), batch_size):
        A1 = 1 / (1 + np.exp(-(X[start : start + batch_size] @ network["W1"] + network["b1"])))
        A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
        digits = np.argmax(A2 @ network["W3"] + network["b3"], axis=1)
        right += np.sum(digits == y[start : start + batch_size])
        batches += 1
    return right / batches


def _best_over_images(network: Network, X: Floats, y: Integers, batch_size: int) -> float:
    right = 0
    for start in range(0, len(X), batch_size):
        A1 = 1 / (1 + np.exp(-(X[start : start + batch_size] @ network["W1"] + network["b1"])))
        A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
        powers = np.exp(A2 @ network["W3"] + network["b3"])
        digits = np.argmax(powers / powers.sum(axis=1, keepdims=True), axis=0)
        right += np.sum(digits == y[start : start + batch_size])
    return right / len(X)


def _whole_division(network: Network, X: Floats, y: Integers, batch_size: int) -> np.integer:
    A1 = 1 / (1 + np.exp(-(X @ network["W1"] + network["b1"])))
    A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
    return np.sum(np.argmax(A2 @ network["W3"] + network["b3"], axis=1) == y) // len(X)


def _sum_of_accuracies(network: Network, X: Floats, y: Integers, batch_size: int) -> float:
    right = 0
    for start in range(0, len(X), batch_size):
        A1 = 1 / (1 + np.exp(-(X[start : start + batch_size] @ network["W1"] + network["b1"])))
        A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
        digits = np.argmax(A2 @ network["W3"] + network["b3"], axis=1)
        right += np.mean(digits == y[start : start + batch_size])
    return right


def _accuracies_over_images(network: Network, X: Floats, y: Integers, batch_size: int) -> float:
    right = 0
    for start in range(0, len(X), batch_size):
        A1 = 1 / (1 + np.exp(-(X[start : start + batch_size] @ network["W1"] + network["b1"])))
        A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
        digits = np.argmax(A2 @ network["W3"] + network["b3"], axis=1)
        right += np.mean(digits == y[start : start + batch_size])
    return right / len(X)


def _a_fraction_of_a_batch(network: Network, X: Floats, y: Integers, batch_size: int) -> float:
    right = 0
    for start in range(0, len(X), batch_size):
        A1 = 1 / (1 + np.exp(-(X[start : start + batch_size] @ network["W1"] + network["b1"])))
        A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
        digits = np.argmax(A2 @ network["W3"] + network["b3"], axis=1)
        right += np.mean(digits == y[start : start + batch_size])
    return right / (len(X) / batch_size)


def _whole_batches_only(network: Network, X: Floats, y: Integers, batch_size: int) -> float:
    right = 0
    for start in range(0, len(X), batch_size):
        A1 = 1 / (1 + np.exp(-(X[start : start + batch_size] @ network["W1"] + network["b1"])))
        A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
        digits = np.argmax(A2 @ network["W3"] + network["b3"], axis=1)
        right += int(np.all(digits == y[start : start + batch_size]))
    return right / len(X)


def _length_for_count(network: Network, X: Floats, y: Integers, batch_size: int) -> float:
    right = 0
    for start in range(0, len(X), batch_size):
        A1 = 1 / (1 + np.exp(-(X[start : start + batch_size] @ network["W1"] + network["b1"])))
        A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
        digits = np.argmax(A2 @ network["W3"] + network["b3"], axis=1)
        right += len(digits == y[start : start + batch_size])
    return right / len(X)


def _last_of_each_batch_lost(network: Network, X: Floats, y: Integers, batch_size: int) -> float:
    right = 0
    for start in range(0, len(X), batch_size):
        A1 = 1 / (1 + np.exp(-(X[start : start + batch_size - 1] @ network["W1"] + network["b1"])))
        A2 = 1 / (1 + np.exp(-(A1 @ network["W2"] + network["b2"])))
        digits = np.argmax(A2 @ network["W3"] + network["b3"], axis=1)
        right += np.sum(digits == y[start : start + batch_size - 1])
    return right / len(X)


BATCHED_ACCURACY = Exercise(
    name="batched_accuracy",
    signature="batched_accuracy(network, X, y, batch_size)",
    points=3,
    solution=reference.batched_accuracy,
    contract=Mean(),
    refused=(
        *KERAS_MODELS,
        "sklearn.metrics",
        "sklearn.metrics.accuracy_score",
        "tf.keras.metrics",
        "tf.keras.metrics.Accuracy",
    ),
    cases=(
        Case("equal-batches", lambda: _labelled(12, [1, 6, 7], 4, seed=641)),
        Case("smaller-last-batch", lambda: _labelled(11, [0, 9, 10], 4, seed=643)),
        Case("batches-of-ten", lambda: _labelled(20, [3, 4, 11, 15, 16], 10, seed=645)),
        Case("one-at-a-time", lambda: _labelled(7, [2], 1, seed=647)),
        Case("one-batch", lambda: _labelled(6, [0, 1, 5], 6, seed=649)),
        Case("batch-larger-than-data", lambda: _labelled(5, [4], 100, seed=651)),
        Case("last-image-alone", lambda: _labelled(9, [8], 2, seed=653)),
    ),
    misconceptions=(
        Misconception("last-batch-dropped", _last_batch_dropped),
        Misconception("last-batch-not-counted", _last_batch_not_counted),
        Misconception("full-batches-assumed", _full_batches_assumed),
        Misconception("mean-of-accuracies", _mean_of_accuracies),
        Misconception("number-right", _number_right),
        Misconception("percent", _percent),
        Misconception("share-of-mistakes", _share_of_mistakes),
        Misconception("first-batch-only", _first_batch_only),
        Misconception("last-batch-only", _accuracy_of_last_batch),
        Misconception("returned-too-early", _returned_too_early),
        Misconception("counted-anew", _counted_anew),
        Misconception("overlapping", _overlapping),
        Misconception("labels-of-first-batch", _labels_of_first_batch),
        Misconception("divides-by-batches", _divides_by_batches),
        Misconception("argmax-over-images", _best_over_images),
        Misconception("whole-division", _whole_division),
        Misconception("sum-of-accuracies", _sum_of_accuracies),
        Misconception("accuracies-over-images", _accuracies_over_images),
        Misconception("a-fraction-of-a-batch", _a_fraction_of_a_batch),
        Misconception("whole-batches-only", _whole_batches_only),
        Misconception("length-for-count", _length_for_count),
        Misconception("last-of-each-batch-lost", _last_of_each_batch_lost),
    ),
)

EXERCISES = (FLATTEN_IMAGES, NORMALIZE, FORWARD, PREDICT_DIGITS, BATCHED_ACCURACY)
