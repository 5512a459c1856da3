"""Training a 784-50-100-10 network (sigmoid, sigmoid, softmax) in NumPy.

With one thread (``OMP_NUM_THREADS=1``) and the same NumPy, the same seed gives the same weights, bit for bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from autograder.training.distortion import distorted
from course_utils.data.weights import Network
from course_utils.reference import softmax

WIDTHS = (784, 50, 100, 10)

Layers = list[tuple[np.ndarray, np.ndarray]]  # (W (n, k), b (k,)) each


@dataclass(frozen=True)
class Recipe:
    """How to train; the defaults did best on the validation images."""

    epochs: int = 250
    batch_size: int = 256
    learning_rate: float = 0.006  # of Adam; rises over the first epochs, then falls to 0 along a half cosine
    warm_up_epochs: int = 2
    distortion: float = 0.6  # strength, see `distorted`; drawn anew in every epoch
    undistorted_epochs: int = 25  # the last ones, with the images as they are
    averaged_epochs: int = 20  # the last ones, whose weights are averaged
    label_smoothing: float = 0.1
    sharpness: float = 1.85  # see `sharpened`
    seed: int = 1


def train_network(X: np.ndarray, y: np.ndarray, recipe: Recipe) -> Network:
    """The weights after ``recipe``: X (m, 784) float32 in [0, 1], y (m,) digits.

    What is trained is the same network written with tanh and with the mean picture subtracted, since both
    keep activations centred on 0, where training goes faster (Y. LeCun et al., "Efficient BackProp", 1998).
    `as_sigmoids` writes it as sigmoids of the pixels in the end.
    """
    rng = np.random.default_rng(recipe.seed)
    weights = _initial_weights(rng)
    layers = _layers(weights)
    gradient = np.zeros_like(weights)
    average = np.zeros(weights.shape)
    adam = _Adam(weights)
    mean = X.mean(axis=0)
    targets = np.eye(10, dtype=np.float32) * (1 - recipe.label_smoothing) + np.float32(
        recipe.label_smoothing / 10
    )
    steps = len(X) // recipe.batch_size
    for epoch in range(recipe.epochs):
        order = rng.permutation(len(X))
        seen = X[order]
        if epoch < recipe.epochs - recipe.undistorted_epochs:
            seen = distorted(seen, recipe.distortion, rng)
        seen -= mean
        for step in range(steps):
            batch = slice(step * recipe.batch_size, (step + 1) * recipe.batch_size)
            write_gradient(layers, seen[batch], targets[y[order[batch]]], out=_layers(gradient))
            done = epoch + (step + 1) / steps
            warm_up = min(1.0, done / recipe.warm_up_epochs)
            cosine = 0.5 * (1 + np.cos(np.pi * done / recipe.epochs))
            adam.step(gradient, recipe.learning_rate * warm_up * cosine)
        if epoch >= recipe.epochs - recipe.averaged_epochs:
            average += weights / recipe.averaged_epochs
    return sharpened(as_sigmoids(_layers(average), mean), recipe.sharpness)


def as_sigmoids(layers: Layers, mean: np.ndarray) -> Network:
    """The sigmoid network of pixels that equals the tanh network ``layers`` of pixels minus ``mean``.

    From tanh(a) = 2 sigmoid(2a) - 1: what goes into a hidden layer doubles, and so does what its outputs are
    multiplied by; the -1 and the mean move into the biases.
    """
    (W1, b1), (W2, b2), (W3, b3) = layers
    network = {
        "W1": 2 * W1,
        "b1": 2 * (b1 - mean @ W1),
        "W2": 4 * W2,
        "b2": 2 * (b2 - W2.sum(axis=0)),
        "W3": 2 * W3,
        "b3": b3 - W3.sum(axis=0),
    }
    return {key: array.astype(np.float32) for key, array in network.items()}


def sharpened(network: Network, factor: float) -> Network:
    """``network`` with its logits multiplied by ``factor``: the same answers, surer of themselves above 1.

    Label smoothing leaves a network less sure than it is right. One factor, chosen on images that it has not
    seen, mends that (C. Guo et al., "On Calibration of Modern Neural Networks", 2017, section 4.2).
    """
    return {**network, "W3": network["W3"] * np.float32(factor), "b3": network["b3"] * np.float32(factor)}


def _initial_weights(rng: np.random.Generator) -> np.ndarray:
    """All weights and biases of a tanh network in one float32 vector; `_layers` gives them their shapes."""
    weights = np.zeros(sum(n * k + k for n, k in pairwise(WIDTHS)), np.float32)
    for layer, (W, _) in enumerate(_layers(weights)):
        # About 100 of the 784 pixels differ from the mean picture, each by about 0.3.
        spread = 0.05 if layer == 0 else 1 / np.sqrt(len(W))
        W[:] = spread * rng.standard_normal(W.shape, dtype=np.float32)
    return weights


def _layers(vector: np.ndarray) -> Layers:
    """Views of ``vector`` as the W and b of each layer."""
    layers = []
    start = 0
    for n, k in pairwise(WIDTHS):
        middle, end = start + n * k, start + n * k + k
        layers.append((vector[start:middle].reshape(n, k), vector[middle:end]))
        start = end
    return layers


def write_gradient(layers: Layers, X: np.ndarray, targets: np.ndarray, out: Layers) -> None:
    """Puts the gradient of a tanh network's mean cross-entropy with ``targets`` (m, 10) into ``out``."""
    activations = [X]
    for W, b in layers[:-1]:
        activations.append(np.tanh(activations[-1] @ W + b))
    W, b = layers[-1]
    delta = (softmax(activations[-1] @ W + b) - targets) / np.float32(len(X))
    for (W, _), (W_out, b_out), a_in in reversed(list(zip(layers, out, activations, strict=True))):
        np.matmul(a_in.T, delta, out=W_out)
        np.sum(delta, axis=0, out=b_out)
        delta = (delta @ W.T) * (1 - a_in**2)


class _Adam:
    """D. P. Kingma and J. Ba, "Adam: A Method for Stochastic Optimization" (2015), in place."""

    def __init__(self, weights: np.ndarray):
        self._weights = weights
        self._mean = np.zeros_like(weights)
        self._square = np.zeros_like(weights)
        self._steps = 0

    def step(self, gradient: np.ndarray, learning_rate: float) -> None:
        self._steps += 1
        self._mean += np.float32(0.1) * (gradient - self._mean)
        self._square += np.float32(0.001) * (gradient**2 - self._square)
        scale = np.sqrt(self._square / np.float32(1 - 0.999**self._steps)) + np.float32(1e-8)
        self._weights -= np.float32(learning_rate / (1 - 0.9**self._steps)) * self._mean / scale
