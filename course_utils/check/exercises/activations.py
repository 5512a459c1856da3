"""Chapter 01: two activations, a dense layer, what depth is worth without an activation, and which activation
an output takes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from course_utils import reference
from course_utils.check.choices import Choices, FittingWord
from course_utils.check.contracts import Array, Pair
from course_utils.check.exercise import Case, Exercise, Misconception

Floats = NDArray[np.float64]
Activation = Callable[[Floats], Floats]

SIGMOID_CALLS = (
    "tf.sigmoid",
    "tf.nn.sigmoid",
    "tf.math.sigmoid",
    "tf.math.log_sigmoid",
    "tf.keras.activations.sigmoid",
    "tf.keras.activations.log_sigmoid",
    "tf.keras.ops.sigmoid",
    "tf.keras.ops.log_sigmoid",
    "tf.keras.layers.Activation",
    "scipy.special.expit",
    "scipy.special.log_expit",
    "scipy.stats.logistic",
    "torch.sigmoid",
    "torch.nn.functional.sigmoid",
    "jax.nn.sigmoid",
    "course_utils.reference",
)
RELU_CALLS = (
    "tf.nn.relu",
    "tf.nn.relu6",
    "tf.nn.leaky_relu",
    "tf.keras.activations.relu",
    "tf.keras.activations.leaky_relu",
    "tf.keras.ops.relu",
    "tf.keras.ops.leaky_relu",
    "tf.keras.layers.Activation",
    "tf.keras.layers.ReLU",
    "tf.keras.layers.LeakyReLU",
    "torch.relu",
    "torch.nn.functional.relu",
    "jax.nn.relu",
    "course_utils.reference",
)


def _spread(*shape: int, seed: int, scale: float = 2.0) -> Floats:
    return np.random.default_rng(seed).normal(scale=scale, size=shape)


# my_sigmoid: the mistakes


def _minus_lost(z: Floats) -> Floats:
    return 1 / (1 + np.exp(z))


def _no_parentheses(z: Floats) -> Floats:
    return 1 / 1 + np.exp(-z)


def _one_lost(z: Floats) -> Floats:
    return 1 / np.exp(-z)


def _minus_for_plus(z: Floats) -> Floats:
    return 1 / (1 - np.exp(-z))


def _exponential_only(z: Floats) -> Floats:
    return np.exp(-z)


def _rounded_e(z: Floats) -> Floats:
    return 1 / (1 + 2.718**-z)


def _tanh(z: Floats) -> Floats:
    return np.tanh(z)


def _step(z: Floats) -> Floats:
    return np.where(z >= 0, 1.0, 0.0)


def _slope_of_sigmoid(z: Floats) -> Floats:
    a = 1 / (1 + np.exp(-z))
    return a * (1 - a)


def _softmax_for_sigmoid(z: Floats) -> Floats:
    return np.exp(z) / np.sum(np.exp(z))


def _rounded(z: Floats) -> Floats:
    return np.round(1 / (1 + np.exp(-z)), 3)


def _flattened(z: Floats) -> Floats:
    return np.array([1 / (1 + np.exp(-value)) for value in z.flatten()])


def _negated_in_place(z: Floats) -> Floats:
    z *= -1
    return 1 / (1 + np.exp(z))


MY_SIGMOID = Exercise(
    name="my_sigmoid",
    signature="my_sigmoid(z)",
    points=2,
    solution=reference.sigmoid,
    contract=Array(),
    refused=SIGMOID_CALLS,
    cases=(
        Case("worked-by-hand", lambda: (np.array([-2.0, 0.0, 2.0]),)),
        Case("one-element", lambda: (np.array([0.0]),)),
        Case("single-number", lambda: (np.array(1.5),)),
        Case("batch", lambda: (np.array([[0.5, -1.0, 3.0], [-4.0, 0.25, 1.0]]),)),
        Case("flat-ends", lambda: (np.array([-20.0, -12.5, 12.5, 20.0]),)),
        Case("one-unit", lambda: (_spread(6, 1, seed=1),)),
    ),
    misconceptions=(
        Misconception("minus-lost", _minus_lost),
        Misconception("no-parentheses", _no_parentheses),
        Misconception("one-lost", _one_lost),
        Misconception("minus-for-plus", _minus_for_plus),
        Misconception("exponential-only", _exponential_only),
        Misconception("rounded-e", _rounded_e),
        Misconception("tanh", _tanh),
        Misconception("step", _step),
        Misconception("slope", _slope_of_sigmoid),
        Misconception("softmax", _softmax_for_sigmoid),
        Misconception("rounded", _rounded),
        Misconception("flattened", _flattened),
        Misconception("in-place", _negated_in_place),
    ),
)


# my_relu: the mistakes


def _minimum(z: Floats) -> Floats:
    return np.minimum(0, z)


def _largest_of_all(z: Floats) -> np.floating:
    return np.maximum(0, np.max(z))


def _mirrored(z: Floats) -> Floats:
    return np.maximum(0, -z)


def _absolute_value(z: Floats) -> Floats:
    return np.abs(z)


def _linear(z: Floats) -> Floats:
    return z


def _slope_of_relu(z: Floats) -> Floats:
    return np.where(z > 0, 1.0, 0.0)


def _slope_of_relu_in_whole_numbers(z: Floats) -> NDArray[np.int_]:
    return np.where(z > 0, 1, 0)


def _leaky(z: Floats) -> Floats:
    return np.where(z > 0, z, 0.01 * z)


def _capped_at_one(z: Floats) -> Floats:
    return np.clip(z, 0, 1)


def _softplus(z: Floats) -> Floats:
    return np.log(1 + np.exp(z))


def _negatives_left_out(z: Floats) -> Floats:
    return z[z > 0]


def _whole_numbers(z: Floats) -> NDArray[np.int_]:
    return np.maximum(0, z).astype(int)


def _zeroed_in_place(z: Floats) -> Floats:
    z[z < 0] = 0
    return z


MY_RELU = Exercise(
    name="my_relu",
    signature="my_relu(z)",
    points=2,
    solution=reference.relu,
    contract=Array(),
    refused=RELU_CALLS,
    cases=(
        Case("worked-by-hand", lambda: (np.array([-1.5, 0.0, 2.5]),)),
        Case("all-negative", lambda: (np.array([-0.5, -3.0, -12.0]),)),
        Case("all-positive", lambda: (np.array([0.25, 1.0, 15.5]),)),
        Case("single-number", lambda: (np.array(-0.75),)),
        Case("batch", lambda: (np.array([[0.5, -1.0, 3.0], [-4.0, 0.25, -0.1]]),)),
        Case("one-unit", lambda: (_spread(6, 1, seed=2),)),
    ),
    misconceptions=(
        Misconception("minimum", _minimum),
        Misconception("largest-of-all", _largest_of_all),
        Misconception("mirrored", _mirrored),
        Misconception("absolute-value", _absolute_value),
        Misconception("linear", _linear),
        Misconception("slope", _slope_of_relu),
        Misconception("slope-in-whole-numbers", _slope_of_relu_in_whole_numbers),
        Misconception("leaky", _leaky),
        Misconception("capped-at-one", _capped_at_one),
        Misconception("softplus", _softplus),
        Misconception("negatives-left-out", _negatives_left_out),
        Misconception("whole-numbers", _whole_numbers),
        Misconception("in-place", _zeroed_in_place),
    ),
)


# my_dense: the mistakes


def _dense(a_in: Floats, W: Floats, b: Floats, g: Activation) -> Floats:
    return g(a_in @ W + b)


def _no_bias(a_in: Floats, W: Floats, b: Floats, g: Activation) -> Floats:
    return g(a_in @ W)


def _no_activation(a_in: Floats, W: Floats, b: Floats, g: Activation) -> Floats:
    return a_in @ W + b


def _bias_after_activation(a_in: Floats, W: Floats, b: Floats, g: Activation) -> Floats:
    return g(a_in @ W) + b


def _activation_of_inputs(a_in: Floats, W: Floats, b: Floats, g: Activation) -> Floats:
    return g(a_in) @ W + b


def _activation_twice(a_in: Floats, W: Floats, b: Floats, g: Activation) -> Floats:
    return g(g(a_in @ W + b))


def _elementwise_product(a_in: Floats, W: Floats, b: Floats, g: Activation) -> Floats:
    return g(a_in * W + b)


def _weights_transposed(a_in: Floats, W: Floats, b: Floats, g: Activation) -> Floats:
    return g(a_in @ W.T + b)


def _product_reversed(a_in: Floats, W: Floats, b: Floats, g: Activation) -> Floats:
    return g(W @ a_in + b)


def _always_sigmoid(a_in: Floats, W: Floats, b: Floats, g: Activation) -> Floats:
    return 1 / (1 + np.exp(-(a_in @ W + b)))


def _always_relu(a_in: Floats, W: Floats, b: Floats, g: Activation) -> Floats:
    return np.maximum(0, a_in @ W + b)


def _bias_subtracted(a_in: Floats, W: Floats, b: Floats, g: Activation) -> Floats:
    return g(a_in @ W - b)


def _first_example_only(a_in: Floats, W: Floats, b: Floats, g: Activation) -> Floats:
    return g(a_in[0] @ W + b)


def _layer_transposed(a_in: Floats, W: Floats, b: Floats, g: Activation) -> Floats:
    return g(a_in @ W + b).T


def _units_added_up(a_in: Floats, W: Floats, b: Floats, g: Activation) -> Floats:
    return g(np.sum(a_in @ W + b, axis=1))


def _layer(m: int, n: int, k: int, g: Activation, seed: int) -> tuple[Floats, Floats, Floats, Activation]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(m, n)), rng.normal(size=(n, k)), rng.normal(size=k), g


MY_DENSE = Exercise(
    name="my_dense",
    signature="my_dense(a_in, W, b, g)",
    points=3,
    solution=_dense,
    contract=Array(),
    refused=(
        "course_utils.reference",
        "tf.keras.layers.Dense",
        "torch.nn.Linear",
        "torch.nn.functional.linear",
    ),
    cases=(
        Case(
            "worked-by-hand",
            lambda: (
                np.array([[1.0, 2.0]]),
                np.array([[1.0, -1.0, 0.5], [0.5, 0.25, -1.0]]),
                np.array([0.0, 0.5, 1.0]),
                np.tanh,
            ),
        ),
        Case("two-examples", lambda: _layer(2, 3, 4, np.tanh, seed=3)),
        Case("linear", lambda: _layer(4, 2, 3, np.positive, seed=4)),
        Case("square", lambda: _layer(3, 3, 3, np.sin, seed=5)),
        Case("bias-decides", lambda: (np.zeros((2, 3)), np.ones((3, 2)), np.array([0.5, -1.0]), np.exp)),
        Case("one-unit", lambda: _layer(5, 2, 1, np.tanh, seed=6)),
    ),
    misconceptions=(
        Misconception("no-bias", _no_bias),
        Misconception("no-activation", _no_activation),
        Misconception("bias-after-activation", _bias_after_activation),
        Misconception("activation-of-inputs", _activation_of_inputs),
        Misconception("activation-twice", _activation_twice),
        Misconception("elementwise-product", _elementwise_product),
        Misconception("weights-transposed", _weights_transposed),
        Misconception("product-reversed", _product_reversed),
        Misconception("always-sigmoid", _always_sigmoid),
        Misconception("always-relu", _always_relu),
        Misconception("bias-subtracted", _bias_subtracted),
        Misconception("first-example-only", _first_example_only),
        Misconception("transposed", _layer_transposed),
        Misconception("units-added-up", _units_added_up),
    ),
)


# collapse_linear: the mistakes

Weights = tuple[Floats, Floats]


def _collapse(W1: Floats, b1: Floats, W2: Floats, b2: Floats) -> Weights:
    return W1 @ W2, b1 @ W2 + b2


def _biases_added(W1: Floats, b1: Floats, W2: Floats, b2: Floats) -> Weights:
    return W1 @ W2, b1 + b2


def _first_bias_lost(W1: Floats, b1: Floats, W2: Floats, b2: Floats) -> Weights:
    return W1 @ W2, b2


def _second_bias_lost(W1: Floats, b1: Floats, W2: Floats, b2: Floats) -> Weights:
    return W1 @ W2, b1 @ W2


def _biases_multiplied(W1: Floats, b1: Floats, W2: Floats, b2: Floats) -> Weights:
    return W1 @ W2, b1 * b2


def _first_bias_from_the_left(W1: Floats, b1: Floats, W2: Floats, b2: Floats) -> Weights:
    return W1 @ W2, W2 @ b1 + b2


def _layers_in_reverse(W1: Floats, b1: Floats, W2: Floats, b2: Floats) -> Weights:
    return W2 @ W1, b1 @ W2 + b2


def _weights_elementwise(W1: Floats, b1: Floats, W2: Floats, b2: Floats) -> Weights:
    return W1 * W2, b1 @ W2 + b2


def _weights_added(W1: Floats, b1: Floats, W2: Floats, b2: Floats) -> Weights:
    return W1 + W2, b1 + b2


def _collapsed_weights_transposed(W1: Floats, b1: Floats, W2: Floats, b2: Floats) -> Weights:
    return (W1 @ W2).T, b1 @ W2 + b2


def _weights_only(W1: Floats, b1: Floats, W2: Floats, b2: Floats) -> Floats:
    return W1 @ W2


def _bias_first(W1: Floats, b1: Floats, W2: Floats, b2: Floats) -> Weights:
    return b1 @ W2 + b2, W1 @ W2


def _second_layer_only(W1: Floats, b1: Floats, W2: Floats, b2: Floats) -> Weights:
    return W2, b2


def _two_layers(n: int, h: int, k: int, seed: int) -> tuple[Floats, Floats, Floats, Floats]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(n, h)), rng.normal(size=h), rng.normal(size=(h, k)), rng.normal(size=k)


COLLAPSE_LINEAR = Exercise(
    name="collapse_linear",
    signature="collapse_linear(W1, b1, W2, b2)",
    points=3,
    solution=_collapse,
    contract=Pair(Array(), Array()),
    refused=("course_utils.reference",),
    cases=(
        Case(
            "worked-by-hand",
            lambda: (
                np.array([[1.0, 2.0], [0.0, -1.0]]),
                np.array([1.0, -1.0]),
                np.array([[2.0], [3.0]]),
                np.array([0.5]),
            ),
        ),
        Case("square", lambda: _two_layers(3, 3, 3, seed=7)),
        Case("three-sizes", lambda: _two_layers(4, 3, 2, seed=8)),
        Case("as-many-outputs-as-inputs", lambda: _two_layers(2, 5, 2, seed=9)),
        Case(
            "one-of-each", lambda: (np.array([[2.0]]), np.array([3.0]), np.array([[-1.5]]), np.array([4.0]))
        ),
        Case(
            "no-biases",
            lambda: (_spread(3, 4, seed=10), np.zeros(4), _spread(4, 2, seed=11), np.zeros(2)),
        ),
    ),
    misconceptions=(
        Misconception("biases-added", _biases_added),
        Misconception("first-bias-lost", _first_bias_lost),
        Misconception("second-bias-lost", _second_bias_lost),
        Misconception("biases-multiplied", _biases_multiplied),
        Misconception("first-bias-from-the-left", _first_bias_from_the_left),
        Misconception("layers-in-reverse", _layers_in_reverse),
        Misconception("weights-elementwise", _weights_elementwise),
        Misconception("weights-added", _weights_added),
        Misconception("transposed", _collapsed_weights_transposed),
        Misconception("weights-only", _weights_only),
        Misconception("bias-first", _bias_first),
        Misconception("second-layer-only", _second_layer_only),
    ),
)


# output_activation: five tasks; the notebook says of each what its output has to do

ACTIVATIONS = ("sigmoid", "linear", "relu", "softmax")
BEST_ACTIVATION = {
    "spam": "sigmoid",
    "temperature": "linear",
    "visitors": "relu",
    "digit": "softmax",
    "profit": "linear",
}


def _all(word: str) -> dict[str, str]:
    return dict.fromkeys(BEST_ACTIVATION, word)


def _but(**choices: str) -> dict[str, str]:
    return {**BEST_ACTIVATION, **choices}


OUTPUT_ACTIVATION = Exercise(
    name="output_activation",
    signature="output_activation",
    points=2,
    kind=Choices(ACTIVATIONS),
    solution=BEST_ACTIVATION,
    contract=FittingWord(ACTIVATIONS),
    cases=(
        Case("spam-between-0-and-1", lambda: ("spam", "sigmoid", "softmax")),
        Case("temperature-above-1", lambda: ("temperature", "linear", "relu")),
        Case("visitors-not-below-0", lambda: ("visitors", "relu", "sigmoid", "softmax")),
        Case("digit-between-0-and-1", lambda: ("digit", "sigmoid", "softmax")),
        Case("profit-above-1", lambda: ("profit", "linear", "relu")),
    ),
    # The first that fits is named: what concerns several tasks stands before what concerns one.
    misconceptions=(
        Misconception("sigmoid-for-everything", _all("sigmoid")),
        Misconception("linear-for-everything", _all("linear")),
        Misconception("relu-for-everything", _all("relu")),
        Misconception("softmax-for-everything", _all("softmax")),
        Misconception(
            "sigmoid-for-amounts", _but(temperature="sigmoid", visitors="sigmoid", profit="sigmoid")
        ),
        Misconception("relu-and-linear-swapped", _but(temperature="relu", visitors="linear", profit="relu")),
        Misconception("sigmoid-and-softmax-swapped", _but(spam="softmax", digit="sigmoid")),
        Misconception("relu-for-any-number", _but(temperature="relu", profit="relu")),
        Misconception("softmax-for-yes-or-no", _but(spam="softmax")),
        Misconception("linear-for-yes-or-no", _but(spam="linear")),
        Misconception("relu-for-yes-or-no", _but(spam="relu")),
        Misconception("sigmoid-for-one-of-many", _but(digit="sigmoid")),
        Misconception("linear-for-one-of-many", _but(digit="linear")),
        Misconception("relu-for-one-of-many", _but(digit="relu")),
        Misconception("relu-for-temperature", _but(temperature="relu")),
        Misconception("relu-for-profit", _but(profit="relu")),
        Misconception("linear-for-zero-or-more", _but(visitors="linear")),
        Misconception("sigmoid-for-visitors", _but(visitors="sigmoid")),
    ),
)

EXERCISES = (MY_SIGMOID, MY_DENSE, COLLAPSE_LINEAR, MY_RELU, OUTPUT_ACTIVATION)
