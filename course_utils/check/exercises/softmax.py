"""Chapter 02: softmax, one example at a time and in batches, hardmax, and softmax regression."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from course_utils import reference
from course_utils.check.contracts import ZERO_ONE, Array
from course_utils.check.exercise import Case, Exercise, Misconception

Floats = NDArray[np.float64]

SOFTMAX_CALLS = (
    "tf.nn.softmax",
    "tf.nn.log_softmax",
    "tf.keras.activations.softmax",
    "tf.keras.activations.log_softmax",
    "tf.keras.ops.softmax",
    "tf.keras.ops.log_softmax",
    "tf.keras.layers.Softmax",
    "tf.keras.layers.Activation",
    "scipy.special.softmax",
    "scipy.special.log_softmax",
    "scipy.special.logsumexp",
    "scipy.special.expit",
    "sklearn.utils.extmath.softmax",
    "torch.softmax",
    "torch.nn.functional.softmax",
    "jax.nn.softmax",
    "course_utils.reference",
)


def _spread(*shape: int, seed: int, scale: float = 2.0) -> Floats:
    return np.random.default_rng(seed).normal(scale=scale, size=shape)


# my_softmax: the mistakes


def _no_exponential(z: Floats) -> Floats:
    return z / np.sum(z)


def _no_division(z: Floats) -> Floats:
    return np.exp(z)


def _divides_by_count(z: Floats) -> Floats:
    return np.exp(z) / len(z)


def _divides_by_sum_of_logits(z: Floats) -> Floats:
    return np.exp(z) / np.sum(z)


def _divides_by_exponential_of_sum(z: Floats) -> Floats:
    return np.exp(z) / np.exp(np.sum(z))


def _divides_by_largest(z: Floats) -> Floats:
    return np.exp(z) / np.max(np.exp(z))


def _divides_by_mean(z: Floats) -> Floats:
    return np.exp(z) / np.mean(np.exp(z))


def _power_of_two(z: Floats) -> Floats:
    return 2.0**z / np.sum(2.0**z)


def _e_to_three_decimals(z: Floats) -> Floats:
    return 2.718**z / np.sum(2.718**z)


def _shifted_above_only(z: Floats) -> Floats:
    return np.exp(z - np.max(z)) / np.sum(np.exp(z))


def _negated(z: Floats) -> Floats:
    return np.exp(-z) / np.sum(np.exp(-z))


def _sigmoid_each(z: Floats) -> Floats:
    return 1 / (1 + np.exp(-z))


def _leaves_out_the_first(z: Floats) -> Floats:
    return np.exp(z) / np.sum(np.exp(z[1:]))


def _rounded(z: Floats) -> Floats:
    return np.round(np.exp(z) / np.sum(np.exp(z)), 3)


def _in_place(z: Floats) -> Floats:
    z -= np.max(z)
    return np.exp(z) / np.sum(np.exp(z))


MY_SOFTMAX = Exercise(
    name="my_softmax",
    signature="my_softmax(z)",
    points=3,
    solution=reference.softmax,
    contract=Array(),
    refused=SOFTMAX_CALLS,
    cases=(
        Case("three-logits", lambda: (np.array([0.3, 2.9, 4.0]),)),
        Case("worked-by-hand", lambda: (np.array([5.0, 2.0, -1.0, 3.0]),)),
        Case("equal-logits", lambda: (np.full(4, 1.5),)),
        Case("two-classes", lambda: (np.array([0.0, 2.0]),)),
        Case("one-class", lambda: (np.array([3.0]),)),
        Case("all-negative", lambda: (np.array([-6.0, -2.5, -4.0, -3.0, -9.0]),)),
        Case("ten-classes", lambda: (_spread(10, seed=2),)),
    ),
    misconceptions=(
        Misconception("no-exponential", _no_exponential),
        Misconception("no-division", _no_division),
        Misconception("divides-by-count", _divides_by_count),
        Misconception("divides-by-sum-of-logits", _divides_by_sum_of_logits),
        Misconception("divides-by-exponential-of-sum", _divides_by_exponential_of_sum),
        Misconception("divides-by-largest", _divides_by_largest),
        Misconception("divides-by-mean", _divides_by_mean),
        Misconception("power-of-two", _power_of_two),
        Misconception("e-to-three-decimals", _e_to_three_decimals),
        Misconception("shifted-above-only", _shifted_above_only),
        Misconception("negated", _negated),
        Misconception("sigmoid-each", _sigmoid_each),
        Misconception("leaves-out-the-first", _leaves_out_the_first),
        Misconception("rounded", _rounded),
        Misconception("in-place", _in_place),
    ),
)


# hardmax: the mistakes


def _all_largest(z: Floats) -> Floats:
    return (z == np.max(z)).astype(float)


def _last_largest(z: Floats) -> Floats:
    result = np.zeros(len(z))
    result[len(z) - 1 - np.argmax(z[::-1])] = 1
    return result


def _index_only(z: Floats) -> np.intp:
    return np.argmax(z)


def _value_in_place_of_one(z: Floats) -> Floats:
    result = np.zeros(len(z))
    result[np.argmax(z)] = np.max(z)
    return result


def _smallest(z: Floats) -> Floats:
    result = np.zeros(len(z))
    result[np.argmin(z)] = 1
    return result


def _largest_size(z: Floats) -> Floats:
    result = np.zeros(len(z))
    result[np.argmax(np.abs(z))] = 1
    return result


def _softmax_itself(z: Floats) -> Floats:
    return np.exp(z) / np.sum(np.exp(z))


def _rounded_softmax(z: Floats) -> Floats:
    return np.round(np.exp(z) / np.sum(np.exp(z)))


def _marked_in_place(z: Floats) -> Floats:
    place = np.argmax(z)
    z[:] = 0
    z[place] = 1
    return z


def _others_kept(z: Floats) -> Floats:
    result = z.copy()
    result[np.argmax(z)] = 1
    return result


HARDMAX = Exercise(
    name="hardmax",
    signature="hardmax(z)",
    points=2,
    solution=reference.hardmax,
    contract=ZERO_ONE,
    refused=("course_utils.reference", "tf.one_hot", "tf.keras.ops.one_hot", "tf.keras.utils.to_categorical"),
    cases=(
        Case("worked-by-hand", lambda: (np.array([5.0, 2.0, -1.0, 3.0]),)),
        Case("largest-in-the-middle", lambda: (np.array([0.2, 0.9, 0.4]),)),
        Case("two-largest", lambda: (np.array([1.0, 4.0, 4.0, 2.0]),)),
        Case("all-equal", lambda: (np.full(3, 2.0),)),
        Case("all-negative", lambda: (np.array([-5.0, -1.0, -3.0]),)),
        Case("one-class", lambda: (np.array([-2.0]),)),
    ),
    misconceptions=(
        Misconception("all-largest", _all_largest),
        Misconception("last-largest", _last_largest),
        Misconception("index-only", _index_only),
        Misconception("value-in-place-of-one", _value_in_place_of_one),
        Misconception("others-kept", _others_kept),
        Misconception("smallest", _smallest),
        Misconception("largest-size", _largest_size),
        Misconception("softmax-itself", _softmax_itself),
        Misconception("rounded-softmax", _rounded_softmax),
        Misconception("in-place", _marked_in_place),
    ),
)


# my_softmax_batch: the mistakes


def _sums_over_examples(Z: Floats) -> Floats:
    return np.exp(Z) / np.sum(np.exp(Z), axis=0)


def _sums_over_everything(Z: Floats) -> Floats:
    return np.exp(Z) / np.sum(np.exp(Z))


def _forgets_keepdims(Z: Floats) -> Floats:
    return np.exp(Z) / np.sum(np.exp(Z), axis=1)


def _no_exponential_in_rows(Z: Floats) -> Floats:
    return Z / np.sum(Z, axis=1, keepdims=True)


def _no_division_in_rows(Z: Floats) -> Floats:
    return np.exp(Z)


def _first_row_only(Z: Floats) -> Floats:
    return np.exp(Z[0]) / np.sum(np.exp(Z[0]))


def _transposed(Z: Floats) -> Floats:
    return (np.exp(Z) / np.sum(np.exp(Z), axis=1, keepdims=True)).T


def _sigmoid_everywhere(Z: Floats) -> Floats:
    return 1 / (1 + np.exp(-Z))


def _denominator_of_first_row(Z: Floats) -> Floats:
    return np.exp(Z) / np.sum(np.exp(Z[0]))


def _batch_in_place(Z: Floats) -> Floats:
    for row in Z:
        row[:] = np.exp(row) / np.sum(np.exp(row))
    return Z


def _batch_as_it_came(Z: Floats) -> Floats:
    for row in Z:
        row = np.exp(row) / np.sum(np.exp(row))
    return Z


def _divides_rows_by_sum_of_logits(Z: Floats) -> Floats:
    return np.exp(Z) / np.sum(Z, axis=1, keepdims=True)


MY_SOFTMAX_BATCH = Exercise(
    name="my_softmax_batch",
    signature="my_softmax_batch(Z)",
    points=3,
    solution=reference.softmax,
    contract=Array(),
    refused=SOFTMAX_CALLS,
    cases=(
        Case("two-examples", lambda: (np.array([[1.0, 2.0, 3.0], [3.0, 1.0, 0.0]]),)),
        Case("square", lambda: (np.array([[0.0, 1.0, 2.0], [2.0, 0.0, 1.0], [5.0, 5.0, 5.0]]),)),
        Case("one-example", lambda: (np.array([[5.0, 2.0, -1.0, 3.0]]),)),
        Case("two-classes", lambda: (np.array([[0.0, 2.0], [1.0, 1.0], [4.0, -4.0], [-1.0, 0.5]]),)),
        Case("rows-of-different-size", lambda: (np.array([[-8.0, -9.0, -7.0, -8.0], [8.0, 9.0, 7.0, 8.0]]),)),
        Case("many-examples", lambda: (_spread(50, 10, seed=3),)),
    ),
    misconceptions=(
        Misconception("sums-over-examples", _sums_over_examples),
        Misconception("sums-over-everything", _sums_over_everything),
        Misconception("forgets-keepdims", _forgets_keepdims),
        Misconception("no-exponential", _no_exponential_in_rows),
        Misconception("no-division", _no_division_in_rows),
        Misconception("batch-as-it-came", _batch_as_it_came),
        Misconception("divides-by-sum-of-logits", _divides_rows_by_sum_of_logits),
        Misconception("first-row-only", _first_row_only),
        Misconception("transposed", _transposed),
        Misconception("sigmoid-everywhere", _sigmoid_everywhere),
        Misconception("denominator-of-first-row", _denominator_of_first_row),
        Misconception("in-place", _batch_in_place),
    ),
)


# predict_proba: the mistakes


def _no_bias(X: Floats, W: Floats, b: Floats) -> Floats:
    powers = np.exp(X @ W)
    return powers / powers.sum(axis=1, keepdims=True)


def _logits_only(X: Floats, W: Floats, b: Floats) -> Floats:
    return X @ W + b


def _classes_not_probabilities(X: Floats, W: Floats, b: Floats) -> NDArray[np.intp]:
    return np.argmax(X @ W + b, axis=1)


def _softmax_over_examples(X: Floats, W: Floats, b: Floats) -> Floats:
    powers = np.exp(X @ W + b)
    return powers / powers.sum(axis=0)


def _softmax_over_everything(X: Floats, W: Floats, b: Floats) -> Floats:
    powers = np.exp(X @ W + b)
    return powers / powers.sum()


def _sigmoid_of_logits(X: Floats, W: Floats, b: Floats) -> Floats:
    return 1 / (1 + np.exp(-(X @ W + b)))


def _bias_after_softmax(X: Floats, W: Floats, b: Floats) -> Floats:
    powers = np.exp(X @ W)
    return powers / powers.sum(axis=1, keepdims=True) + b


def _bias_subtracted(X: Floats, W: Floats, b: Floats) -> Floats:
    powers = np.exp(X @ W - b)
    return powers / powers.sum(axis=1, keepdims=True)


def _regression(m: int, n: int, C: int, seed: int) -> tuple[Floats, Floats, Floats]:
    rng = np.random.default_rng(seed)
    return rng.normal(size=(m, n)), rng.normal(size=(n, C)), rng.normal(size=C)


def _powers_of_logits(X: Floats, W: Floats, b: Floats) -> Floats:
    return np.exp(X @ W + b)


def _largest_only(X: Floats, W: Floats, b: Floats) -> Floats:
    powers = np.exp(X @ W + b)
    return np.max(powers / np.sum(powers, axis=1, keepdims=True), axis=1)


PREDICT_PROBA = Exercise(
    name="predict_proba",
    signature="predict_proba(X, W, b)",
    points=2,
    solution=reference.predict_proba,
    contract=Array(),
    refused=SOFTMAX_CALLS,
    cases=(
        Case(
            "small-example",
            lambda: (
                np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.5]]),
                np.array([[0.5, -0.5, 0.0], [0.25, 0.5, -1.0]]),
                np.array([0.1, 0.2, -0.3]),
            ),
        ),
        Case("bias-decides", lambda: (np.zeros((2, 3)), np.ones((3, 4)), np.array([0.0, 1.0, 2.0, 3.0]))),
        Case(
            "no-bias", lambda: (_spread(4, 3, seed=4, scale=1), _spread(3, 2, seed=5, scale=1), np.zeros(2))
        ),
        Case("one-example", lambda: _regression(1, 4, 3, seed=6)),
        Case("as-many-classes-as-examples", lambda: _regression(3, 2, 3, seed=7)),
        Case("iris-shaped", lambda: _regression(30, 4, 3, seed=8)),
    ),
    misconceptions=(
        Misconception("no-bias", _no_bias),
        Misconception("logits-only", _logits_only),
        Misconception("classes-not-probabilities", _classes_not_probabilities),
        Misconception("largest-only", _largest_only),
        Misconception("powers-only", _powers_of_logits),
        Misconception("softmax-over-examples", _softmax_over_examples),
        Misconception("softmax-over-everything", _softmax_over_everything),
        Misconception("sigmoid-of-logits", _sigmoid_of_logits),
        Misconception("bias-after-softmax", _bias_after_softmax),
        Misconception("bias-subtracted", _bias_subtracted),
    ),
)

EXERCISES = (MY_SOFTMAX, HARDMAX, MY_SOFTMAX_BATCH, PREDICT_PROBA)
