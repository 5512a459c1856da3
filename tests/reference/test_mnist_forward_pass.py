"""The reference functions of chapter 06 against Keras, on the embedded digits and the course's own network."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils.data import mnist_network
from course_utils.data.mnist import embedded_sample
from course_utils.reference import batched_accuracy, flatten_images, forward, normalize, predict_digits


@pytest.fixture(scope="module")
def network() -> dict[str, np.ndarray]:
    return mnist_network()


@pytest.fixture(scope="module")
def digits() -> tuple[np.ndarray, np.ndarray]:
    """Every tenth image of the sample, as rows in [0, 1], and its label."""
    images, labels, _ = embedded_sample()
    return flatten_images(normalize(images[::10])), labels[::10].astype(np.int64)


def test_flatten_is_keras_flatten_and_a_view() -> None:
    import tensorflow as tf

    images = np.random.default_rng(0).integers(0, 256, (3, 28, 28), dtype=np.uint8)
    flat = flatten_images(images)
    np.testing.assert_array_equal(flat, tf.keras.layers.Flatten()(images).numpy())
    assert flat.dtype == np.uint8
    assert np.shares_memory(flat, images)


def test_normalize_is_keras_rescaling() -> None:
    import tensorflow as tf

    pixels = np.arange(256, dtype=np.uint8).reshape(4, 64)
    np.testing.assert_allclose(
        normalize(pixels), tf.keras.layers.Rescaling(1 / 255)(pixels).numpy(), rtol=1e-6
    )
    assert normalize(pixels).dtype == np.float32
    assert (normalize(pixels).min(), normalize(pixels).max()) == (0, 1)


def test_forward_is_the_same_network_in_keras(
    network: dict[str, np.ndarray], digits: tuple[np.ndarray, np.ndarray]
) -> None:
    import tensorflow as tf

    layers = [
        tf.keras.layers.Dense(units, activation=g)
        for units, g in ((50, "sigmoid"), (100, "sigmoid"), (10, "softmax"))
    ]
    model = tf.keras.Sequential([tf.keras.Input((784,)), *layers])
    model.set_weights([network[key] for key in ("W1", "b1", "W2", "b2", "W3", "b3")])
    X, _ = digits
    probabilities = forward(network, X)
    np.testing.assert_allclose(probabilities, model.predict(X, verbose=0), atol=1e-5)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)
    np.testing.assert_allclose(forward(network, X[0]), probabilities[0], rtol=1e-4, atol=1e-7)
    assert forward(network, X[0]).shape == (10,)


def test_a_single_image_is_read_and_counted(
    network: dict[str, np.ndarray], digits: tuple[np.ndarray, np.ndarray]
) -> None:
    X, y = digits
    one = predict_digits(network, X[0])
    assert one.shape == ()
    assert one == predict_digits(network, X)[0]
    assert batched_accuracy(network, X[:1], y[:1], 5) == (one == y[0])


def test_an_image_of_one_pixel_is_a_row_of_one() -> None:
    assert flatten_images(np.array([[[7]]], np.uint8)).tolist() == [[7]]


@pytest.mark.parametrize("batch_size", [1, 7, 100, 500, 1000])
def test_accuracy_does_not_depend_on_the_batches(
    batch_size: int, network: dict[str, np.ndarray], digits: tuple[np.ndarray, np.ndarray]
) -> None:
    X, y = digits
    right = predict_digits(network, X) == y
    assert batched_accuracy(network, X, y, batch_size) == right.mean()
    assert 0.9 < right.mean() <= 1


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        (lambda: flatten_images(np.zeros((28, 28))), ValueError),
        (lambda: flatten_images(np.zeros((0, 28, 28))), ValueError),
        (lambda: batched_accuracy({}, np.zeros((0, 784)), np.zeros(0, int), 2), ValueError),
        (lambda: normalize(np.zeros((28, 28))), TypeError),
        (lambda: batched_accuracy({}, np.zeros((3, 784)), np.zeros(2, int), 2), ValueError),
        (lambda: batched_accuracy({}, np.zeros((3, 784)), np.zeros(3, int), 0), ValueError),
        (lambda: forward({}, np.zeros((3, 784))), KeyError),
    ],
)
def test_what_does_not_fit_is_refused(call: object, problem: type[Exception]) -> None:
    with pytest.raises(problem):
        call()  # type: ignore[operator]
