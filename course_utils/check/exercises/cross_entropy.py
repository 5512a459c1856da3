"""Chapter 04: labels, cross-entropy of probabilities and of logits, its gradient, and training with it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from course_utils import reference
from course_utils.check.contracts import ZERO_ONE, Array, Mean, Pair
from course_utils.check.exercise import Case, Exercise, Misconception
from course_utils.check.exercises.softmax import SOFTMAX_CALLS
from course_utils.check.losses import LossOfProbabilities

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
Number = float | np.floating

ONE_HOT_CALLS = (
    "course_utils.reference",
    "tf.one_hot",
    "tf.keras.ops.one_hot",
    "tf.keras.utils.to_categorical",
    "tf.keras.layers.CategoryEncoding",
    "sklearn.preprocessing",
    "pandas.get_dummies",
    "torch.nn.functional.one_hot",
    "jax.nn.one_hot",
)

LOSS_CALLS = (
    "course_utils.reference",
    "tf.keras.losses",
    "tf.keras.losses.CategoricalCrossentropy",
    "tf.keras.losses.SparseCategoricalCrossentropy",
    "tf.keras.losses.BinaryCrossentropy",
    "tf.keras.losses.categorical_crossentropy",
    "tf.keras.losses.sparse_categorical_crossentropy",
    "tf.keras.losses.binary_crossentropy",
    "tf.keras.metrics.CategoricalCrossentropy",
    "tf.keras.metrics.SparseCategoricalCrossentropy",
    "tf.keras.metrics.BinaryCrossentropy",
    "tf.keras.ops.categorical_crossentropy",
    "tf.keras.ops.sparse_categorical_crossentropy",
    "tf.keras.ops.binary_crossentropy",
    "tf.nn.softmax_cross_entropy_with_logits",
    "tf.nn.sparse_softmax_cross_entropy_with_logits",
    "tf.nn.sigmoid_cross_entropy_with_logits",
    "tf.nn.weighted_cross_entropy_with_logits",
    "sklearn.metrics",
    "torch.nn.functional.cross_entropy",
    "torch.nn.functional.binary_cross_entropy",
    "torch.nn.CrossEntropyLoss",
    "torch.nn.BCELoss",
    "torch.nn.NLLLoss",
)

LOSS_FROM_LOGITS_CALLS = (*LOSS_CALLS, *SOFTMAX_CALLS, "tf.reduce_logsumexp", "tf.keras.ops.logsumexp")

TRAINING_CALLS = (
    *LOSS_CALLS,
    "tf.keras.Sequential",
    "tf.keras.Model",
    "tf.keras.layers.Dense",
    "tf.keras.optimizers.SGD",
    "sklearn.linear_model",
    "sklearn.neural_network",
    "scipy.optimize",
)


def _spread(*shape: int, seed: int, scale: float = 2.0) -> Floats:
    return np.random.default_rng(seed).normal(scale=scale, size=shape)


def _labels(m: int, C: int, seed: int) -> Labels:
    return np.random.default_rng(seed).integers(C, size=m)


def _probabilities(m: int, C: int, seed: int) -> Floats:
    """Rows that add up to 1, with nothing below a tenth of an equal share."""
    return 0.9 * np.random.default_rng(seed).dirichlet(np.ones(C), size=m) + 0.1 / C


# one_hot: the mistakes


def _classes_from_largest_label(y: Labels, num_classes: int) -> Floats:
    return np.eye(int(np.max(y)) + 1)[y]


def _classes_that_occur(y: Labels, num_classes: int) -> Floats:
    return (y[:, np.newaxis] == np.unique(y)).astype(float)


def _counts_labels_from_one(y: Labels, num_classes: int) -> Floats:
    result = np.zeros((len(y), num_classes))
    result[np.arange(len(y)), y - 1] = 1
    return result


def _one_column_too_many(y: Labels, num_classes: int) -> Floats:
    result = np.zeros((len(y), num_classes + 1))
    result[np.arange(len(y)), y] = 1
    return result


def _one_hot_transposed(y: Labels, num_classes: int) -> Floats:
    return np.eye(num_classes)[:, y]


def _label_in_place_of_one(y: Labels, num_classes: int) -> Floats:
    result = np.zeros((len(y), num_classes))
    result[np.arange(len(y)), y] = y
    return result


def _whole_columns(y: Labels, num_classes: int) -> Floats:
    result = np.zeros((len(y), num_classes))
    result[:, y] = 1
    return result


def _whole_rows(y: Labels, num_classes: int) -> Floats:
    result = np.zeros((len(y), num_classes))
    result[y] = 1
    return result


def _all_in_one_row(y: Labels, num_classes: int) -> Floats:
    result = np.zeros(num_classes)
    result[y] = 1
    return result


def _ones_up_to_the_label(y: Labels, num_classes: int) -> Floats:
    return (np.arange(num_classes) <= y[:, np.newaxis]).astype(float)


def _squeezed(y: Labels, num_classes: int) -> Floats:
    return np.squeeze(np.eye(num_classes)[y])


def _only_the_first_row(y: Labels, num_classes: int) -> Floats:
    result = np.zeros((len(y), num_classes))
    result[0, y[0]] = 1
    return result


def _ones_and_zeros_exchanged(y: Labels, num_classes: int) -> Floats:
    return 1 - np.eye(num_classes)[y]


def _ones_to_begin_with(y: Labels, num_classes: int) -> Floats:
    result = np.ones((len(y), num_classes))
    result[np.arange(len(y)), y] = 1
    return result


def _identity_matrix(y: Labels, num_classes: int) -> Floats:
    return np.eye(num_classes)


def _as_many_rows_as_classes(y: Labels, num_classes: int) -> Floats:
    result = np.zeros((max(num_classes, len(y)), num_classes))
    result[np.arange(len(y)), y] = 1
    return result if num_classes >= len(y) else result[:num_classes]


def _rows_laid_end_to_end(y: Labels, num_classes: int) -> Floats:
    return np.eye(num_classes)[y].reshape(-1)


ONE_HOT = Exercise(
    name="one_hot",
    signature="one_hot(y, num_classes)",
    points=2,
    solution=reference.one_hot,
    contract=ZERO_ONE,
    refused=ONE_HOT_CALLS,
    cases=(
        Case("two-of-ten", lambda: (np.array([2]), 10)),
        Case("three-labels", lambda: (np.array([1, 0, 2]), 3)),
        Case("repeated-labels", lambda: (np.array([0, 2, 2, 1, 0]), 3)),
        Case("last-class-absent", lambda: (np.array([0, 1, 0]), 4)),
        Case("middle-class-absent", lambda: (np.array([3, 0, 3, 0]), 4)),
        Case("all-first-class", lambda: (np.array([0, 0]), 2)),
    ),
    misconceptions=(
        Misconception("classes-from-largest-label", _classes_from_largest_label),
        Misconception("classes-that-occur", _classes_that_occur),
        Misconception("counts-labels-from-one", _counts_labels_from_one),
        Misconception("one-column-too-many", _one_column_too_many),
        Misconception("transposed", _one_hot_transposed),
        Misconception("label-in-place-of-one", _label_in_place_of_one),
        Misconception("whole-columns", _whole_columns),
        Misconception("whole-rows", _whole_rows),
        Misconception("all-in-one-row", _all_in_one_row),
        Misconception("ones-up-to-the-label", _ones_up_to_the_label),
        Misconception("squeezed", _squeezed),
        Misconception("first-example-only", _only_the_first_row),
        Misconception("exchanged", _ones_and_zeros_exchanged),
        Misconception("ones-to-begin-with", _ones_to_begin_with),
        Misconception("identity-matrix", _identity_matrix),
        Misconception("as-many-rows-as-classes", _as_many_rows_as_classes),
        Misconception("laid-end-to-end", _rows_laid_end_to_end),
    ),
)


# cross_entropy: the mistakes


def _sum_for_mean(P: Floats, y: Labels) -> Number:
    return -np.sum(np.log(np.maximum(P[np.arange(len(y)), y], 1e-7)))


def _minus_lost(P: Floats, y: Labels) -> Number:
    return np.mean(np.log(np.maximum(P[np.arange(len(y)), y], 1e-7)))


def _base_ten(P: Floats, y: Labels) -> Number:
    return -np.mean(np.log10(np.maximum(P[np.arange(len(y)), y], 1e-7)))


def _base_two(P: Floats, y: Labels) -> Number:
    return -np.mean(np.log2(np.maximum(P[np.arange(len(y)), y], 1e-7)))


def _whole_rows_by_label(P: Floats, y: Labels) -> Number:
    return -np.mean(np.log(np.maximum(P[y], 1e-7)))


def _whole_columns_by_label(P: Floats, y: Labels) -> Number:
    return -np.mean(np.log(np.maximum(P[:, y], 1e-7)))


def _log_of_the_mean(P: Floats, y: Labels) -> Number:
    return -np.log(np.maximum(np.mean(P[np.arange(len(y)), y]), 1e-7))


def _no_logarithm(P: Floats, y: Labels) -> Number:
    return -np.mean(P[np.arange(len(y)), y])


def _missing_probability(P: Floats, y: Labels) -> Number:
    return np.mean(1 - P[np.arange(len(y)), y])


def _every_class(P: Floats, y: Labels) -> Number:
    return -np.mean(np.log(np.maximum(P, 1e-7)))


def _mean_over_classes_too(P: Floats, y: Labels) -> Number:
    return -np.sum(np.log(np.maximum(P[np.arange(len(y)), y], 1e-7))) / P.size


def _labels_from_one(P: Floats, y: Labels) -> Number:
    return -np.mean(np.log(np.maximum(P[np.arange(len(y)), y - 1], 1e-7)))


def _largest_in_place_of_truth(P: Floats, y: Labels) -> Number:
    return -np.mean(np.log(np.maximum(P.max(axis=1), 1e-7)))


def _binary_for_every_class(P: Floats, y: Labels) -> Number:
    Y = np.eye(P.shape[1])[y]
    P = np.clip(P, 1e-7, 1 - 1e-7)
    return -np.mean(np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P), axis=1))


def _one_plus_p(P: Floats, y: Labels) -> Number:
    return -np.mean(np.log(1 + P[np.arange(len(y)), y]))


def _squared_error(P: Floats, y: Labels) -> Number:
    return np.mean(np.sum((P - np.eye(P.shape[1])[y]) ** 2, axis=1))


def _share_of_errors(P: Floats, y: Labels) -> Number:
    return np.mean(np.argmax(P, axis=1) != y)


def _first_example_only(P: Floats, y: Labels) -> Number:
    return -np.log(np.maximum(P[0, y[0]], 1e-7))


def _returned_too_early(P: Floats, y: Labels) -> Number:
    return -np.log(np.maximum(P[0, y[0]], 1e-7)) / len(y)


def _nothing_against_zero(P: Floats, y: Labels) -> Number:
    return -np.mean(np.log(P[np.arange(len(y)), y]))


def _zero_times_infinity(P: Floats, y: Labels) -> Number:
    return -np.mean(np.sum(np.eye(P.shape[1])[y] * np.log(P), axis=1))


def _zero_costs_nothing(P: Floats, y: Labels) -> Number:
    p = P[np.arange(len(y)), y]
    return -np.mean(np.log(p, out=np.zeros(len(p)), where=p > 0))


def _truth_by_label(P: Floats, y: Labels) -> Floats:
    return P[np.arange(len(y)), y]


def _last_loss_over_m(P: Floats, y: Labels) -> Number:
    return -np.log(np.maximum(P[-1, y[-1]], 1e-7)) / len(y)


def _softmax_of_probabilities(P: Floats, y: Labels) -> Number:
    powers = np.exp(P)
    return -np.mean(np.log(powers[np.arange(len(y)), y] / powers.sum(axis=1)))


def _labels_as_weights(P: Floats, y: Labels) -> Number:
    return -np.mean(np.sum(y[:, np.newaxis] * np.log(np.maximum(P, 1e-7)), axis=1))


def _divides_by_classes(P: Floats, y: Labels) -> Number:
    return -np.sum(np.log(np.maximum(P[np.arange(len(y)), y], 1e-7))) / P.shape[1]


def _log_of_the_product(P: Floats, y: Labels) -> Number:
    return -np.log(np.maximum(np.prod(P[np.arange(len(y)), y]), 1e-7))


def _weighted_by_itself(P: Floats, y: Labels) -> Number:
    p = np.maximum(P[np.arange(len(y)), y], 1e-7)
    return -np.mean(p * np.log(p))


def _entropy_of_the_model(P: Floats, y: Labels) -> Number:
    P = np.maximum(P, 1e-7)
    return -np.mean(np.sum(P * np.log(P), axis=1))


def _a_thousandth_added(P: Floats, y: Labels) -> Number:
    return -np.mean(np.log(P[np.arange(len(y)), y] + 1e-3))


CROSS_ENTROPY = Exercise(
    name="cross_entropy",
    signature="cross_entropy(P, y)",
    points=3,
    solution=reference.cross_entropy,
    contract=LossOfProbabilities(_truth_by_label),
    refused=LOSS_CALLS,
    cases=(
        Case("worked-by-hand", lambda: (np.array([[0.3, 0.2, 0.1, 0.4]]), np.array([1]))),
        Case("two-examples", lambda: (np.array([[0.7, 0.2, 0.1], [0.3, 0.3, 0.4]]), np.array([0, 2]))),
        Case(
            "square",
            lambda: (np.array([[0.5, 0.3, 0.2], [0.1, 0.8, 0.1], [0.25, 0.35, 0.4]]), np.array([2, 0, 1])),
        ),
        Case("no-idea", lambda: (np.full((2, 4), 0.25), np.array([3, 1]))),
        Case("thirty-flowers", lambda: (_probabilities(30, 3, seed=40), _labels(30, 3, seed=41))),
        Case(
            "certain-and-right",
            lambda: (np.array([[0.0, 1.0, 0.0], [0.5, 0.25, 0.25]]), np.array([1, 0])),
            leaves_open=True,
        ),
        Case(
            "certain-and-wrong",
            lambda: (np.array([[0.0, 0.6, 0.4], [0.5, 0.25, 0.25]]), np.array([0, 0])),
            leaves_open=True,
        ),
    ),
    misconceptions=(
        Misconception("log-of-the-product", _log_of_the_product),
        Misconception("sum-for-mean", _sum_for_mean),
        Misconception("minus-lost", _minus_lost),
        Misconception("base-ten", _base_ten),
        Misconception("base-two", _base_two),
        Misconception("whole-rows-by-label", _whole_rows_by_label),
        Misconception("whole-columns-by-label", _whole_columns_by_label),
        Misconception("log-of-the-mean", _log_of_the_mean),
        Misconception("no-logarithm", _no_logarithm),
        Misconception("missing-probability", _missing_probability),
        Misconception("every-class", _every_class),
        Misconception("mean-over-classes-too", _mean_over_classes_too),
        Misconception("labels-from-one", _labels_from_one),
        Misconception("largest-in-place-of-truth", _largest_in_place_of_truth),
        Misconception("binary-for-every-class", _binary_for_every_class),
        Misconception("one-plus-p", _one_plus_p),
        Misconception("squared-error", _squared_error),
        Misconception("share-of-errors", _share_of_errors),
        Misconception("first-example-only", _first_example_only),
        Misconception("returned-too-early", _returned_too_early),
        Misconception("nothing-against-zero", _nothing_against_zero),
        Misconception("zero-times-infinity", _zero_times_infinity),
        Misconception("zero-costs-nothing", _zero_costs_nothing),
        Misconception("last-loss-over-m", _last_loss_over_m),
        Misconception("softmax-of-probabilities", _softmax_of_probabilities),
        Misconception("labels-as-weights", _labels_as_weights),
        Misconception("divides-by-classes", _divides_by_classes),
        Misconception("weighted-by-itself", _weighted_by_itself),
        Misconception("entropy-of-the-model", _entropy_of_the_model),
        Misconception("a-thousandth-added", _a_thousandth_added),
    ),
)


# categorical_cross_entropy: the mistakes


def _categorical_mean_over_everything(P: Floats, Y: Floats) -> Number:
    return -np.mean(Y * np.log(np.maximum(P, 1e-7)))


def _categorical_sum_for_mean(P: Floats, Y: Floats) -> Number:
    return -np.sum(Y * np.log(np.maximum(P, 1e-7)))


def _categorical_sums_over_examples(P: Floats, Y: Floats) -> Number:
    return -np.mean(np.sum(Y * np.log(np.maximum(P, 1e-7)), axis=0))


def _categorical_minus_lost(P: Floats, Y: Floats) -> Number:
    return np.mean(np.sum(Y * np.log(np.maximum(P, 1e-7)), axis=1))


def _categorical_base_ten(P: Floats, Y: Floats) -> Number:
    return -np.mean(np.sum(Y * np.log10(np.maximum(P, 1e-7)), axis=1))


def _categorical_base_two(P: Floats, Y: Floats) -> Number:
    return -np.mean(np.sum(Y * np.log2(np.maximum(P, 1e-7)), axis=1))


def _categorical_swapped(P: Floats, Y: Floats) -> Number:
    return -np.mean(np.sum(P * np.log(np.clip(Y, 1e-7, 1)), axis=1))


def _categorical_swapped_without_clipping(P: Floats, Y: Floats) -> Number:
    return -np.mean(np.sum(P * np.log(Y), axis=1))


def _categorical_binary_for_every_class(P: Floats, Y: Floats) -> Number:
    P = np.clip(P, 1e-7, 1 - 1e-7)
    return -np.mean(np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P), axis=1))


def _categorical_every_class(P: Floats, Y: Floats) -> Number:
    return -np.mean(np.sum(np.log(np.maximum(P, 1e-7)), axis=1))


def _categorical_log_of_product(P: Floats, Y: Floats) -> Number:
    return -np.mean(np.sum(np.log(np.maximum(Y * P, 1e-7)), axis=1))


def _categorical_log_of_the_mean(P: Floats, Y: Floats) -> Number:
    return -np.log(np.maximum(np.mean(np.sum(Y * P, axis=1)), 1e-7))


def _categorical_squared_error(P: Floats, Y: Floats) -> Number:
    return np.mean(np.sum((P - Y) ** 2, axis=1))


def _categorical_matrix_product(P: Floats, Y: Floats) -> Number:
    return -np.sum(Y @ np.log(np.maximum(P, 1e-7)).T) / len(P)


def _categorical_zero_times_infinity(P: Floats, Y: Floats) -> Number:
    return -np.mean(np.sum(Y * np.log(P), axis=1))


def _categorical_nothing_against_zero(P: Floats, Y: Floats) -> Number:
    return -np.mean(np.log(np.sum(Y * P, axis=1)))


def _categorical_zero_costs_nothing(P: Floats, Y: Floats) -> Number:
    return -np.mean(np.sum(Y * np.log(P, out=np.zeros(P.shape), where=P > 0), axis=1))


def _truth_by_row(P: Floats, Y: Floats) -> Floats:
    return np.sum(P * Y, axis=1)


def _categorical_no_logarithm(P: Floats, Y: Floats) -> Number:
    return -np.mean(np.sum(Y * P, axis=1))


def _categorical_one_plus_p(P: Floats, Y: Floats) -> Number:
    return -np.mean(np.sum(Y * np.log(1 + P), axis=1))


def _categorical_every_pair(P: Floats, Y: Floats) -> Number:
    return -np.mean(Y @ np.log(np.maximum(P, 1e-7)).T)


def _categorical_labels_clipped(P: Floats, Y: Floats) -> Number:
    return -np.mean(np.sum(np.clip(Y, 1e-7, 1) * np.log(P), axis=1))


def _categorical_softmax_of_probabilities(P: Floats, Y: Floats) -> Number:
    powers = np.exp(P)
    return -np.mean(np.sum(Y * np.log(powers / powers.sum(axis=1, keepdims=True)), axis=1))


CATEGORICAL_CROSS_ENTROPY = Exercise(
    name="categorical_cross_entropy",
    signature="categorical_cross_entropy(P, Y)",
    points=2,
    solution=reference.categorical_cross_entropy,
    contract=LossOfProbabilities(_truth_by_row),
    refused=LOSS_CALLS,
    cases=(
        Case("worked-by-hand", lambda: (np.array([[0.3, 0.2, 0.1, 0.4]]), np.array([[0.0, 1.0, 0.0, 0.0]]))),
        Case("two-examples", lambda: (np.array([[0.7, 0.2, 0.1], [0.3, 0.3, 0.4]]), np.eye(3)[[0, 2]])),
        Case(
            "square",
            lambda: (
                np.array([[0.5, 0.3, 0.2], [0.1, 0.8, 0.1], [0.25, 0.35, 0.4]]),
                np.eye(3)[[2, 0, 1]],
            ),
        ),
        Case("no-idea", lambda: (np.full((2, 4), 0.25), np.eye(4)[[3, 1]])),
        Case("thirty-flowers", lambda: (_probabilities(30, 3, seed=42), np.eye(3)[_labels(30, 3, seed=43)])),
        Case(
            "certain-and-right",
            lambda: (np.array([[0.0, 1.0, 0.0], [0.5, 0.25, 0.25]]), np.eye(3)[[1, 0]]),
            leaves_open=True,
        ),
        Case(
            "certain-and-wrong",
            lambda: (np.array([[0.0, 0.6, 0.4], [0.5, 0.25, 0.25]]), np.eye(3)[[0, 0]]),
            leaves_open=True,
        ),
    ),
    misconceptions=(
        Misconception("mean-over-everything", _categorical_mean_over_everything),
        Misconception("sum-for-mean", _categorical_sum_for_mean),
        Misconception("sums-over-examples", _categorical_sums_over_examples),
        Misconception("minus-lost", _categorical_minus_lost),
        Misconception("base-ten", _categorical_base_ten),
        Misconception("base-two", _categorical_base_two),
        Misconception("swapped", _categorical_swapped),
        Misconception("swapped-without-clipping", _categorical_swapped_without_clipping),
        Misconception("binary-for-every-class", _categorical_binary_for_every_class),
        Misconception("every-class", _categorical_every_class),
        Misconception("log-of-product", _categorical_log_of_product),
        Misconception("log-of-the-mean", _categorical_log_of_the_mean),
        Misconception("squared-error", _categorical_squared_error),
        Misconception("matrix-product", _categorical_matrix_product),
        Misconception("labels-clipped", _categorical_labels_clipped),
        Misconception("zero-times-infinity", _categorical_zero_times_infinity),
        Misconception("nothing-against-zero", _categorical_nothing_against_zero),
        Misconception("zero-costs-nothing", _categorical_zero_costs_nothing),
        Misconception("no-logarithm", _categorical_no_logarithm),
        Misconception("one-plus-p", _categorical_one_plus_p),
        Misconception("every-pair", _categorical_every_pair),
        Misconception("softmax-of-probabilities", _categorical_softmax_of_probabilities),
    ),
)


# binary_cross_entropy: the mistakes


def _first_term_only(p: Floats, y: Floats) -> Number:
    return -np.mean(y * np.log(np.clip(p, 1e-7, 1 - 1e-7)))


def _second_term_only(p: Floats, y: Floats) -> Number:
    return -np.mean((1 - y) * np.log(1 - np.clip(p, 1e-7, 1 - 1e-7)))


def _same_logarithm_twice(p: Floats, y: Floats) -> Number:
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(p))


def _weights_exchanged(p: Floats, y: Floats) -> Number:
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean((1 - y) * np.log(p) + y * np.log(1 - p))


def _signs_differ(p: Floats, y: Floats) -> Number:
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) - (1 - y) * np.log(1 - p))


def _one_minus_the_logarithm(p: Floats, y: Floats) -> Number:
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * (1 - np.log(p)))


def _binary_sum_for_mean(p: Floats, y: Floats) -> Number:
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))


def _binary_minus_lost(p: Floats, y: Floats) -> Number:
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def _binary_base_ten(p: Floats, y: Floats) -> Number:
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log10(p) + (1 - y) * np.log10(1 - p))


def _binary_base_two(p: Floats, y: Floats) -> Number:
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log2(p) + (1 - y) * np.log2(1 - p))


def _binary_swapped(p: Floats, y: Floats) -> Number:
    y = np.clip(y, 1e-7, 1 - 1e-7)
    return -np.mean(p * np.log(y) + (1 - p) * np.log(1 - y))


def _binary_swapped_without_clipping(p: Floats, y: Floats) -> Number:
    return -np.mean(p * np.log(y) + (1 - p) * np.log(1 - y))


def _sigmoid_of_probabilities(p: Floats, y: Floats) -> Number:
    a = 1 / (1 + np.exp(-p))
    return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))


def _groups_averaged_apart(p: Floats, y: Floats) -> Number:
    p = np.clip(p, 1e-7, 1 - 1e-7)
    ones = -np.mean(np.log(p[y == 1])) if (y == 1).any() else 0.0
    zeros = -np.mean(np.log(1 - p[y == 0])) if (y == 0).any() else 0.0
    return ones + zeros


def _binary_squared_error(p: Floats, y: Floats) -> Number:
    return np.mean((p - y) ** 2)


def _binary_absolute_error(p: Floats, y: Floats) -> Number:
    return np.mean(np.abs(p - y))


def _binary_nothing_against_zero(p: Floats, y: Floats) -> Number:
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def _binary_chosen_but_not_clipped(p: Floats, y: Floats) -> Number:
    return -np.mean(np.log(np.where(y == 1, p, 1 - p)))


def _clipped_on_one_side(p: Floats, y: Floats) -> Number:
    p = np.maximum(p, 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def _clipped_on_the_other_side(p: Floats, y: Floats) -> Number:
    p = np.minimum(p, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def _binary_zero_costs_nothing(p: Floats, y: Floats) -> Number:
    truth = np.where(y == 1, p, 1 - p)
    return -np.mean(np.log(truth, out=np.zeros(len(truth)), where=truth > 0))


def _truth_of_yes_or_no(p: Floats, y: Floats) -> Floats:
    return np.where(y == 1, p, 1 - p)


def _brackets_missing(p: Floats, y: Floats) -> Number:
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + 1 - y * np.log(1 - p))


def _binary_halved(p: Floats, y: Floats) -> Number:
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(np.concatenate([y * np.log(p), (1 - y) * np.log(1 - p)]))


def _binary_first_example_only(p: Floats, y: Floats) -> Number:
    truth = np.where(y == 1, p, 1 - p)
    return -np.log(np.maximum(truth[0], 1e-7)) / len(y)


def _decided_first(p: Floats, y: Floats) -> Number:
    p = np.clip((p >= 0.5).astype(float), 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def _floor_on_the_wrong_side(p: Floats, y: Floats) -> Number:
    return -np.mean(y * np.log(p + 1e-7) + (1 - y) * np.log(1 - p - 1e-7))


BINARY_CROSS_ENTROPY = Exercise(
    name="binary_cross_entropy",
    signature="binary_cross_entropy(p, y)",
    points=2,
    solution=reference.binary_cross_entropy,
    contract=LossOfProbabilities(_truth_of_yes_or_no),
    refused=LOSS_CALLS,
    cases=(
        Case("yes", lambda: (np.array([0.8]), np.array([1.0]))),
        Case("no", lambda: (np.array([0.8]), np.array([0.0]))),
        Case("yes-and-no", lambda: (np.array([0.9, 0.4, 0.2]), np.array([1.0, 0.0, 0.0]))),
        Case("more-yes-than-no", lambda: (np.array([0.6, 0.75, 0.3, 0.95]), np.array([1.0, 1.0, 0.0, 1.0]))),
        Case("fifty-patients", lambda: (_yes_probabilities(50, seed=47), _yes_or_no(50, seed=48))),
        Case(
            "certain-and-right",
            lambda: (np.array([1.0, 0.0, 0.5]), np.array([1.0, 0.0, 1.0])),
            leaves_open=True,
        ),
        Case("sure-no-was-wrong", lambda: (np.array([0.0, 0.5]), np.array([1.0, 0.0])), leaves_open=True),
        Case("sure-yes-was-wrong", lambda: (np.array([1.0, 0.5]), np.array([0.0, 1.0])), leaves_open=True),
    ),
    misconceptions=(
        Misconception("first-term-only", _first_term_only),
        Misconception("second-term-only", _second_term_only),
        Misconception("same-logarithm-twice", _same_logarithm_twice),
        Misconception("weights-exchanged", _weights_exchanged),
        Misconception("signs-differ", _signs_differ),
        Misconception("one-minus-the-logarithm", _one_minus_the_logarithm),
        Misconception("sum-for-mean", _binary_sum_for_mean),
        Misconception("minus-lost", _binary_minus_lost),
        Misconception("base-ten", _binary_base_ten),
        Misconception("base-two", _binary_base_two),
        Misconception("swapped", _binary_swapped),
        Misconception("swapped-without-clipping", _binary_swapped_without_clipping),
        Misconception("sigmoid-of-probabilities", _sigmoid_of_probabilities),
        Misconception("groups-averaged-apart", _groups_averaged_apart),
        Misconception("squared-error", _binary_squared_error),
        Misconception("absolute-error", _binary_absolute_error),
        Misconception("nothing-against-zero", _binary_nothing_against_zero),
        Misconception("chosen-but-not-clipped", _binary_chosen_but_not_clipped),
        Misconception("clipped-on-one-side", _clipped_on_one_side),
        Misconception("clipped-on-the-other-side", _clipped_on_the_other_side),
        Misconception("zero-costs-nothing", _binary_zero_costs_nothing),
        Misconception("brackets-missing", _brackets_missing),
        Misconception("halved", _binary_halved),
        Misconception("first-example-only", _binary_first_example_only),
        Misconception("decided-first", _decided_first),
        Misconception("floor-on-the-wrong-side", _floor_on_the_wrong_side),
    ),
)


def _yes_probabilities(m: int, seed: int) -> Floats:
    return np.random.default_rng(seed).uniform(0.05, 0.95, size=m)


def _yes_or_no(m: int, seed: int) -> Floats:
    return np.random.default_rng(seed).integers(2, size=m).astype(float)


# cross_entropy_from_logits: the mistakes


def _overflows(Z: Floats, y: Labels) -> Number:
    powers = np.exp(Z)
    P = powers / np.sum(powers, axis=1, keepdims=True)
    return -np.mean(np.log(P[np.arange(len(y)), y]))


def _overflows_in_the_sum(Z: Floats, y: Labels) -> Number:
    return np.mean(np.log(np.sum(np.exp(Z), axis=1)) - Z[np.arange(len(y)), y])


def _probabilities_in_between(Z: Floats, y: Labels) -> Number:
    powers = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = powers / powers.sum(axis=1, keepdims=True)
    return -np.mean(np.log(P[np.arange(len(y)), y]))


def _clipped_probabilities(Z: Floats, y: Labels) -> Number:
    powers = np.exp(Z - Z.max(axis=1, keepdims=True))
    P = powers / powers.sum(axis=1, keepdims=True)
    return -np.mean(np.log(np.maximum(P[np.arange(len(y)), y], 1e-7)))


def _one_maximum_for_all(Z: Floats, y: Labels) -> Number:
    shifted = Z - np.max(Z)
    return np.mean(np.log(np.sum(np.exp(shifted), axis=1)) - shifted[np.arange(len(y)), y])


def _maximum_of_each_class(Z: Floats, y: Labels) -> Number:
    shifted = Z - np.max(Z, axis=0)
    return np.mean(np.log(np.sum(np.exp(shifted), axis=1)) - shifted[np.arange(len(y)), y])


def _maximum_not_put_back(Z: Floats, y: Labels) -> Number:
    sums = np.sum(np.exp(Z - np.max(Z, axis=1, keepdims=True)), axis=1)
    return np.mean(np.log(sums) - Z[np.arange(len(y)), y])


def _logits_sum_for_mean(Z: Floats, y: Labels) -> Number:
    shifted = Z - Z.max(axis=1, keepdims=True)
    return np.sum(np.log(np.sum(np.exp(shifted), axis=1)) - shifted[np.arange(len(y)), y])


def _logits_minus_lost(Z: Floats, y: Labels) -> Number:
    shifted = Z - Z.max(axis=1, keepdims=True)
    return np.mean(shifted[np.arange(len(y)), y] - np.log(np.sum(np.exp(shifted), axis=1)))


def _logits_base_ten(Z: Floats, y: Labels) -> Number:
    shifted = Z - Z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.sum(np.exp(shifted), axis=1)) - shifted[np.arange(len(y)), y]) / np.log(10)


def _logits_labels_from_one(Z: Floats, y: Labels) -> Number:
    shifted = Z - Z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.sum(np.exp(shifted), axis=1)) - shifted[np.arange(len(y)), y - 1])


def _logits_whole_columns(Z: Floats, y: Labels) -> Number:
    shifted = Z - Z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.sum(np.exp(shifted), axis=1, keepdims=True)) - shifted[:, y])


def _logits_over_examples(Z: Floats, y: Labels) -> Number:
    shifted = Z - Z.max(axis=0)
    log_P = shifted - np.log(np.sum(np.exp(shifted), axis=0))
    return -np.mean(log_P[np.arange(len(y)), y])


def _logits_over_everything(Z: Floats, y: Labels) -> Number:
    shifted = Z - Z.max()
    log_P = shifted - np.log(np.sum(np.exp(shifted)))
    return -np.mean(log_P[np.arange(len(y)), y])


def _logits_as_probabilities(Z: Floats, y: Labels) -> Number:
    return -np.mean(np.log(np.clip(Z[np.arange(len(y)), y], 1e-7, 1)))


def _sigmoid_of_the_true_logit(Z: Floats, y: Labels) -> Number:
    return np.mean(np.logaddexp(0, -Z[np.arange(len(y)), y]))


def _distance_to_the_maximum(Z: Floats, y: Labels) -> Number:
    return np.mean(Z.max(axis=1) - Z[np.arange(len(y)), y])


def _logits_minus_the_mean(Z: Floats, y: Labels) -> Number:
    S = Z - Z.mean(axis=1, keepdims=True)
    return np.mean(np.log(np.sum(np.exp(S), axis=1)) - S[np.arange(len(y)), y])


def _logits_minus_the_smallest(Z: Floats, y: Labels) -> Number:
    S = Z - Z.min(axis=1, keepdims=True)
    return np.mean(np.log(np.sum(np.exp(S), axis=1)) - S[np.arange(len(y)), y])


def _logits_in_place(Z: Floats, y: Labels) -> Number:
    Z -= Z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.sum(np.exp(Z), axis=1)) - Z[np.arange(len(y)), y])


def _overflows_behind_a_floor(Z: Floats, y: Labels) -> Number:
    powers = np.exp(Z)
    P = powers / np.sum(powers, axis=1, keepdims=True)
    return -np.mean(np.log(np.clip(P[np.arange(len(y)), y], 1e-7, 1)))


def _logarithm_missing(Z: Floats, y: Labels) -> Number:
    shifted = Z - Z.max(axis=1, keepdims=True)
    return np.mean(np.sum(np.exp(shifted), axis=1) - shifted[np.arange(len(y)), y])


def _truth_forgotten(Z: Floats, y: Labels) -> Number:
    c = Z.max(axis=1)
    return np.mean(c + np.log(np.sum(np.exp(Z - c[:, np.newaxis]), axis=1)))


def _truth_added(Z: Floats, y: Labels) -> Number:
    shifted = Z - Z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.sum(np.exp(shifted), axis=1)) + shifted[np.arange(len(y)), y])


def _maximum_counted_twice(Z: Floats, y: Labels) -> Number:
    c = Z.max(axis=1)
    shifted = Z - c[:, np.newaxis]
    return np.mean(c + np.log(np.sum(np.exp(shifted), axis=1)) - shifted[np.arange(len(y)), y])


def _logits_every_class(Z: Floats, y: Labels) -> Number:
    shifted = Z - Z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.sum(np.exp(shifted), axis=1, keepdims=True)) - shifted)


def _label_in_place_of_its_logit(Z: Floats, y: Labels) -> Number:
    c = Z.max(axis=1)
    return np.mean(c + np.log(np.sum(np.exp(Z - c[:, np.newaxis]), axis=1)) - y)


CROSS_ENTROPY_FROM_LOGITS = Exercise(
    name="cross_entropy_from_logits",
    signature="cross_entropy_from_logits(Z, y)",
    points=4,
    solution=reference.cross_entropy_from_logits,
    contract=Mean(),
    refused=LOSS_FROM_LOGITS_CALLS,
    stable=True,
    cases=(
        Case("worked-by-hand", lambda: (np.array([[5.0, 2.0, -1.0, 3.0]]), np.array([3]))),
        Case("two-examples", lambda: (np.array([[1.0, 2.0, 0.5], [3.0, -1.0, 0.0]]), np.array([2, 0]))),
        Case("square", lambda: (_spread(3, 3, seed=44), np.array([2, 0, 1]))),
        Case("equal-logits", lambda: (np.full((2, 5), -3.0), np.array([4, 1]))),
        Case("thirty-flowers", lambda: (_spread(30, 3, seed=45), _labels(30, 3, seed=46))),
        Case("too-large-for-exp", lambda: (np.array([[1010.0, 1000.0, 990.0]]), np.array([1]))),
        Case("far-apart", lambda: (np.array([[10000.0, 0.0, -10000.0], [0.0, 1.0, 2.0]]), np.array([2, 2]))),
        Case("ahead", lambda: (np.array([[800.0, 0.0, -1.0]]), np.array([0]))),
        Case("far-ahead", lambda: (np.array([[3000.0, 0.0, 0.0], [0.0, 0.0, 1.0]]), np.array([0, 2]))),
        Case(
            "rows-far-apart",
            lambda: (np.array([[-400.0, -401.0], [400.0, 402.0]]), np.array([1, 0])),
        ),
        Case(
            "float32",
            lambda: (np.array([[2.0, -1.0, 0.5], [200.0, 0.0, -1.0]], np.float32), np.array([1, 2])),
        ),
    ),
    misconceptions=(
        Misconception("overflows", _overflows),
        Misconception("overflows-in-the-sum", _overflows_in_the_sum),
        Misconception("probabilities-in-between", _probabilities_in_between),
        Misconception("clipped-probabilities", _clipped_probabilities),
        Misconception("one-maximum-for-all", _one_maximum_for_all),
        Misconception("maximum-of-each-class", _maximum_of_each_class),
        Misconception("subtracts-the-mean", _logits_minus_the_mean),
        Misconception("subtracts-the-smallest", _logits_minus_the_smallest),
        Misconception("maximum-not-put-back", _maximum_not_put_back),
        Misconception("sum-for-mean", _logits_sum_for_mean),
        Misconception("minus-lost", _logits_minus_lost),
        Misconception("base-ten", _logits_base_ten),
        Misconception("labels-from-one", _logits_labels_from_one),
        Misconception("whole-columns-by-label", _logits_whole_columns),
        Misconception("over-examples", _logits_over_examples),
        Misconception("over-everything", _logits_over_everything),
        Misconception("logits-as-probabilities", _logits_as_probabilities),
        Misconception("sigmoid-of-the-true-logit", _sigmoid_of_the_true_logit),
        Misconception("distance-to-the-maximum", _distance_to_the_maximum),
        Misconception("in-place", _logits_in_place),
        Misconception("overflows-behind-a-floor", _overflows_behind_a_floor),
        Misconception("logarithm-missing", _logarithm_missing),
        Misconception("truth-forgotten", _truth_forgotten),
        Misconception("truth-added", _truth_added),
        Misconception("maximum-counted-twice", _maximum_counted_twice),
        Misconception("every-class", _logits_every_class),
        Misconception("label-in-place-of-its-logit", _label_in_place_of_its_logit),
    ),
)


# softmax_gradient: the mistakes


def _gradient_not_averaged(Z: Floats, y: Labels) -> Floats:
    powers = np.exp(Z)
    P = powers / powers.sum(axis=1, keepdims=True)
    return P - np.eye(Z.shape[1])[y]


def _gradient_negated(Z: Floats, y: Labels) -> Floats:
    powers = np.exp(Z)
    P = powers / powers.sum(axis=1, keepdims=True)
    return (np.eye(Z.shape[1])[y] - P) / len(y)


def _gradient_over_classes(Z: Floats, y: Labels) -> Floats:
    powers = np.exp(Z)
    P = powers / powers.sum(axis=1, keepdims=True)
    return (P - np.eye(Z.shape[1])[y]) / Z.shape[1]


def _gradient_over_everything(Z: Floats, y: Labels) -> Floats:
    powers = np.exp(Z)
    P = powers / powers.sum(axis=1, keepdims=True)
    return (P - np.eye(Z.shape[1])[y]) / Z.size


def _gradient_without_truth(Z: Floats, y: Labels) -> Floats:
    powers = np.exp(Z)
    return powers / powers.sum(axis=1, keepdims=True) / len(y)


def _gradient_without_softmax(Z: Floats, y: Labels) -> Floats:
    return (Z - np.eye(Z.shape[1])[y]) / len(y)


def _gradient_softmax_over_examples(Z: Floats, y: Labels) -> Floats:
    powers = np.exp(Z)
    return (powers / powers.sum(axis=0) - np.eye(Z.shape[1])[y]) / len(y)


def _gradient_with_sigmoid(Z: Floats, y: Labels) -> Floats:
    return (1 / (1 + np.exp(-Z)) - np.eye(Z.shape[1])[y]) / len(y)


def _gradient_subtracts_the_label(Z: Floats, y: Labels) -> Floats:
    powers = np.exp(Z)
    return (powers / powers.sum(axis=1, keepdims=True) - y[:, np.newaxis]) / len(y)


def _gradient_whole_rows(Z: Floats, y: Labels) -> Floats:
    powers = np.exp(Z)
    P = powers / powers.sum(axis=1, keepdims=True)
    P[y] -= 1
    return P / len(y)


def _gradient_whole_columns(Z: Floats, y: Labels) -> Floats:
    powers = np.exp(Z)
    P = powers / powers.sum(axis=1, keepdims=True)
    P[:, y] -= 1
    return P / len(y)


def _gradient_labels_from_one(Z: Floats, y: Labels) -> Floats:
    powers = np.exp(Z)
    P = powers / powers.sum(axis=1, keepdims=True)
    P[np.arange(len(y)), y - 1] -= 1
    return P / len(y)


def _gradient_of_true_class_only(Z: Floats, y: Labels) -> Floats:
    powers = np.exp(Z)
    Y = np.eye(Z.shape[1])[y]
    return Y * (powers / powers.sum(axis=1, keepdims=True) - 1) / len(y)


def _gradient_in_probabilities(Z: Floats, y: Labels) -> Floats:
    powers = np.exp(Z)
    P = powers / powers.sum(axis=1, keepdims=True)
    return -np.eye(Z.shape[1])[y] / P / len(y)


def _gradient_with_extra_slope(Z: Floats, y: Labels) -> Floats:
    powers = np.exp(Z)
    P = powers / powers.sum(axis=1, keepdims=True)
    return (P - np.eye(Z.shape[1])[y]) * P * (1 - P) / len(y)


def _gradient_divides_truth_only(Z: Floats, y: Labels) -> Floats:
    powers = np.exp(Z)
    P = powers / powers.sum(axis=1, keepdims=True)
    return P - np.eye(Z.shape[1])[y] / len(y)


def _gradient_in_place(Z: Floats, y: Labels) -> Floats:
    Z -= Z.max(axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    return (P - np.eye(Z.shape[1])[y]) / len(y)


def _gradient_averaged_twice(Z: Floats, y: Labels) -> Floats:
    powers = np.exp(Z)
    P = powers / powers.sum(axis=1, keepdims=True)
    return (P - np.eye(Z.shape[1])[y]) / len(y) ** 2


def _gradient_truth_not_divided(Z: Floats, y: Labels) -> Floats:
    powers = np.exp(Z)
    P = powers / powers.sum(axis=1, keepdims=True)
    return P / len(y) - np.eye(Z.shape[1])[y]


def _gradient_one_from_every_class(Z: Floats, y: Labels) -> Floats:
    powers = np.exp(Z)
    return (powers / powers.sum(axis=1, keepdims=True) - 1) / len(y)


def _gradient_truth_added(Z: Floats, y: Labels) -> Floats:
    powers = np.exp(Z)
    P = powers / powers.sum(axis=1, keepdims=True)
    return (P + np.eye(Z.shape[1])[y]) / len(y)


def _gradient_softmax_twice(Z: Floats, y: Labels) -> Floats:
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    P = np.exp(P) / np.exp(P).sum(axis=1, keepdims=True)
    return (P - np.eye(Z.shape[1])[y]) / len(y)


def _gradient_one_row_for_all(Z: Floats, y: Labels) -> Floats:
    powers = np.exp(Z)
    P = powers / powers.sum(axis=1, keepdims=True)
    return np.mean(P - np.eye(Z.shape[1])[y], axis=0)


def _gradient_of_the_largest(Z: Floats, y: Labels) -> Floats:
    C = Z.shape[1]
    return (np.eye(C)[Z.argmax(axis=1)] - np.eye(C)[y]) / len(y)


SOFTMAX_GRADIENT = Exercise(
    name="softmax_gradient",
    signature="softmax_gradient(Z, y)",
    points=3,
    solution=reference.softmax_gradient,
    contract=Array(atol=1e-7),  # what central differences can reach
    refused=LOSS_CALLS,
    cases=(
        Case("worked-by-hand", lambda: (np.array([[5.0, 2.0, -1.0, 3.0]]), np.array([0]))),
        Case("two-examples", lambda: (np.array([[1.0, 2.0, 0.5], [3.0, -1.0, 0.0]]), np.array([2, 0]))),
        Case("square", lambda: (_spread(3, 3, seed=49), np.array([2, 0, 1]))),
        Case("equal-logits", lambda: (np.zeros((2, 4)), np.array([3, 1]))),
        Case("two-classes", lambda: (_spread(5, 2, seed=50), np.array([0, 1, 1, 0, 1]))),
        Case("thirty-flowers", lambda: (_spread(30, 3, seed=51), _labels(30, 3, seed=52))),
    ),
    misconceptions=(
        Misconception("not-averaged", _gradient_not_averaged),
        Misconception("negated", _gradient_negated),
        Misconception("over-classes", _gradient_over_classes),
        Misconception("over-everything", _gradient_over_everything),
        Misconception("without-truth", _gradient_without_truth),
        Misconception("without-softmax", _gradient_without_softmax),
        Misconception("softmax-over-examples", _gradient_softmax_over_examples),
        Misconception("with-sigmoid", _gradient_with_sigmoid),
        Misconception("subtracts-the-label", _gradient_subtracts_the_label),
        Misconception("whole-rows", _gradient_whole_rows),
        Misconception("whole-columns", _gradient_whole_columns),
        Misconception("labels-from-one", _gradient_labels_from_one),
        Misconception("true-class-only", _gradient_of_true_class_only),
        Misconception("in-probabilities", _gradient_in_probabilities),
        Misconception("with-extra-slope", _gradient_with_extra_slope),
        Misconception("divides-truth-only", _gradient_divides_truth_only),
        Misconception("in-place", _gradient_in_place),
        Misconception("averaged-twice", _gradient_averaged_twice),
        Misconception("truth-not-divided", _gradient_truth_not_divided),
        Misconception("one-from-every-class", _gradient_one_from_every_class),
        Misconception("truth-added", _gradient_truth_added),
        Misconception("softmax-twice", _gradient_softmax_twice),
        Misconception("one-row-for-all", _gradient_one_row_for_all),
        Misconception("largest-in-place-of-softmax", _gradient_of_the_largest),
    ),
)


# train_softmax_regression: the mistakes


def _one_after_the_other(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    Y = np.eye(num_classes)[y]
    for _ in range(steps):
        powers = np.exp(X @ W + b)
        W = W - learning_rate * X.T @ (powers / powers.sum(axis=1, keepdims=True) - Y) / len(y)
        powers = np.exp(X @ W + b)
        b = b - learning_rate * np.mean(powers / powers.sum(axis=1, keepdims=True) - Y, axis=0)
    return W, b


def _bias_stays(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    Y = np.eye(num_classes)[y]
    for _ in range(steps):
        powers = np.exp(X @ W + b)
        W = W - learning_rate * X.T @ (powers / powers.sum(axis=1, keepdims=True) - Y) / len(y)
    return W, b


def _steps_not_averaged(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    Y = np.eye(num_classes)[y]
    for _ in range(steps):
        powers = np.exp(X @ W + b)
        slope = powers / powers.sum(axis=1, keepdims=True) - Y
        W, b = W - learning_rate * X.T @ slope, b - learning_rate * slope.sum(axis=0)
    return W, b


def _bias_not_averaged(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    Y = np.eye(num_classes)[y]
    for _ in range(steps):
        powers = np.exp(X @ W + b)
        slope = powers / powers.sum(axis=1, keepdims=True) - Y
        W, b = W - learning_rate * X.T @ slope / len(y), b - learning_rate * slope.sum(axis=0)
    return W, b


def _bias_averaged_twice(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    Y = np.eye(num_classes)[y]
    for _ in range(steps):
        powers = np.exp(X @ W + b)
        slope = (powers / powers.sum(axis=1, keepdims=True) - Y) / len(y)
        W, b = W - learning_rate * X.T @ slope, b - learning_rate * slope.mean(axis=0)
    return W, b


def _uphill(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    Y = np.eye(num_classes)[y]
    for _ in range(steps):
        powers = np.exp(X @ W + b)
        slope = (powers / powers.sum(axis=1, keepdims=True) - Y) / len(y)
        W, b = W + learning_rate * X.T @ slope, b + learning_rate * slope.sum(axis=0)
    return W, b


def _one_step_too_few(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    Y = np.eye(num_classes)[y]
    for _ in range(1, steps):
        powers = np.exp(X @ W + b)
        slope = (powers / powers.sum(axis=1, keepdims=True) - Y) / len(y)
        W, b = W - learning_rate * X.T @ slope, b - learning_rate * slope.sum(axis=0)
    return W, b


def _one_step_too_many(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    Y = np.eye(num_classes)[y]
    for _ in range(steps + 1):
        powers = np.exp(X @ W + b)
        slope = (powers / powers.sum(axis=1, keepdims=True) - Y) / len(y)
        W, b = W - learning_rate * X.T @ slope, b - learning_rate * slope.sum(axis=0)
    return W, b


def _one_step_only(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    powers = np.exp(X @ W + b)
    slope = (powers / powers.sum(axis=1, keepdims=True) - np.eye(num_classes)[y]) / len(y)
    return W - learning_rate * X.T @ slope, b - learning_rate * slope.sum(axis=0)


def _slope_computed_once(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    powers = np.exp(X @ W + b)
    slope = (powers / powers.sum(axis=1, keepdims=True) - np.eye(num_classes)[y]) / len(y)
    for _ in range(steps):
        W, b = W - learning_rate * X.T @ slope, b - learning_rate * slope.sum(axis=0)
    return W, b


def _rate_ignored(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    Y = np.eye(num_classes)[y]
    for _ in range(steps):
        powers = np.exp(X @ W + b)
        slope = (powers / powers.sum(axis=1, keepdims=True) - Y) / len(y)
        W, b = W - X.T @ slope, b - slope.sum(axis=0)
    return W, b


def _averaged_twice(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    Y = np.eye(num_classes)[y]
    for _ in range(steps):
        powers = np.exp(X @ W + b)
        slope = (powers / powers.sum(axis=1, keepdims=True) - Y) / len(y)
        W, b = W - learning_rate * X.T @ slope / len(y), b - learning_rate * slope.sum(axis=0) / len(y)
    return W, b


def _replaced(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    Y = np.eye(num_classes)[y]
    for _ in range(steps):
        powers = np.exp(X @ W + b)
        slope = (powers / powers.sum(axis=1, keepdims=True) - Y) / len(y)
        W, b = -learning_rate * X.T @ slope, -learning_rate * slope.sum(axis=0)
    return W, b


def _bias_left_out(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    Y = np.eye(num_classes)[y]
    for _ in range(steps):
        powers = np.exp(X @ W)
        slope = (powers / powers.sum(axis=1, keepdims=True) - Y) / len(y)
        W, b = W - learning_rate * X.T @ slope, b - learning_rate * slope.sum(axis=0)
    return W, b


def _rate_of_a_tenth(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    Y = np.eye(num_classes)[y]
    for _ in range(steps):
        powers = np.exp(X @ W + b)
        slope = (powers / powers.sum(axis=1, keepdims=True) - Y) / len(y)
        W, b = W - 0.1 * X.T @ slope, b - 0.1 * slope.sum(axis=0)
    return W, b


def _starts_from_ones(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    W, b = np.ones((X.shape[1], num_classes)), np.ones(num_classes)
    Y = np.eye(num_classes)[y]
    for _ in range(steps):
        powers = np.exp(X @ W + b)
        slope = (powers / powers.sum(axis=1, keepdims=True) - Y) / len(y)
        W, b = W - learning_rate * X.T @ slope, b - learning_rate * slope.sum(axis=0)
    return W, b


def _example_by_example(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    for _ in range(steps):
        for x, label in zip(X, y, strict=True):
            powers = np.exp(x @ W + b)
            slope = powers / powers.sum()
            slope[label] -= 1
            W, b = W - learning_rate * np.outer(x, slope), b - learning_rate * slope
    return W, b


def _sigmoid_for_softmax(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    Y = np.eye(num_classes)[y]
    for _ in range(steps):
        slope = (1 / (1 + np.exp(-(X @ W + b))) - Y) / len(y)
        W, b = W - learning_rate * X.T @ slope, b - learning_rate * slope.sum(axis=0)
    return W, b


def _softmax_over_examples(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    Y = np.eye(num_classes)[y]
    for _ in range(steps):
        powers = np.exp(X @ W + b)
        slope = (powers / powers.sum(axis=0) - Y) / len(y)
        W, b = W - learning_rate * X.T @ slope, b - learning_rate * slope.sum(axis=0)
    return W, b


def _classes_counted_from_labels(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    C = int(np.max(y)) + 1
    W, b = np.zeros((X.shape[1], C)), np.zeros(C)
    Y = np.eye(C)[y]
    for _ in range(steps):
        powers = np.exp(X @ W + b)
        slope = (powers / powers.sum(axis=1, keepdims=True) - Y) / len(y)
        W, b = W - learning_rate * X.T @ slope, b - learning_rate * slope.sum(axis=0)
    return W, b


def _results_exchanged(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    Y = np.eye(num_classes)[y]
    for _ in range(steps):
        powers = np.exp(X @ W + b)
        slope = (powers / powers.sum(axis=1, keepdims=True) - Y) / len(y)
        W, b = W - learning_rate * X.T @ slope, b - learning_rate * slope.sum(axis=0)
    return b, W


def _weights_transposed(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    Y = np.eye(num_classes)[y]
    for _ in range(steps):
        powers = np.exp(X @ W + b)
        slope = (powers / powers.sum(axis=1, keepdims=True) - Y) / len(y)
        W, b = W - learning_rate * X.T @ slope, b - learning_rate * slope.sum(axis=0)
    return W.T, b


def _classification(
    m: int, n: int, C: int, learning_rate: float, steps: int, seed: int
) -> tuple[Floats, Labels, int, float, int]:
    return _spread(m, n, seed=seed, scale=1), _labels(m, C, seed=seed + 1), C, learning_rate, steps


def _weights_averaged_twice(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    Y = np.eye(num_classes)[y]
    for _ in range(steps):
        powers = np.exp(X @ W + b)
        slope = (powers / powers.sum(axis=1, keepdims=True) - Y) / len(y)
        W, b = W - learning_rate * X.T @ slope / len(y), b - learning_rate * slope.sum(axis=0)
    return W, b


def _steps_with_softmax_twice(
    X: Floats, y: Labels, num_classes: int, learning_rate: float, steps: int
) -> tuple[Floats, Floats]:
    W, b = np.zeros((X.shape[1], num_classes)), np.zeros(num_classes)
    Y = np.eye(num_classes)[y]
    for _ in range(steps):
        powers = np.exp(X @ W + b)
        powers = np.exp(powers / powers.sum(axis=1, keepdims=True))
        slope = (powers / powers.sum(axis=1, keepdims=True) - Y) / len(y)
        W, b = W - learning_rate * X.T @ slope, b - learning_rate * slope.sum(axis=0)
    return W, b


# Central differences in place of the gradient, and float32 on the way, are right: their errors add up.
WEIGHTS = Array(rtol=1e-5, atol=1e-5)


TRAIN_SOFTMAX_REGRESSION = Exercise(
    name="train_softmax_regression",
    signature="train_softmax_regression(X, y, num_classes, learning_rate, steps)",
    points=4,
    solution=reference.train_softmax_regression,
    contract=Pair(WEIGHTS, WEIGHTS),
    refused=TRAINING_CALLS,
    cases=(
        Case(
            "one-step",
            lambda: (np.array([[1.0, 2.0], [0.0, -1.0], [3.0, 0.5]]), np.array([0, 2, 1]), 3, 0.5, 1),
        ),
        Case("two-steps", lambda: _classification(4, 2, 3, learning_rate=0.4, steps=2, seed=53)),
        Case("ten-steps", lambda: _classification(6, 3, 2, learning_rate=0.2, steps=10, seed=55)),
        Case("rate-of-one", lambda: _classification(5, 2, 4, learning_rate=1.0, steps=3, seed=57)),
        Case(
            "class-without-examples",
            lambda: (_spread(4, 3, seed=59, scale=1), np.array([0, 2, 0, 2]), 4, 0.3, 4),
        ),
        Case("thirty-flowers", lambda: _classification(30, 4, 3, learning_rate=0.1, steps=12, seed=60)),
    ),
    misconceptions=(
        Misconception("one-after-the-other", _one_after_the_other),
        Misconception("bias-stays", _bias_stays),
        Misconception("not-averaged", _steps_not_averaged),
        Misconception("bias-not-averaged", _bias_not_averaged),
        Misconception("bias-averaged-twice", _bias_averaged_twice),
        Misconception("uphill", _uphill),
        Misconception("one-step-too-few", _one_step_too_few),
        Misconception("one-step-too-many", _one_step_too_many),
        Misconception("one-step-only", _one_step_only),
        Misconception("slope-computed-once", _slope_computed_once),
        Misconception("rate-ignored", _rate_ignored),
        Misconception("averaged-twice", _averaged_twice),
        Misconception("replaced", _replaced),
        Misconception("bias-left-out", _bias_left_out),
        Misconception("rate-of-a-tenth", _rate_of_a_tenth),
        Misconception("starts-from-ones", _starts_from_ones),
        Misconception("example-by-example", _example_by_example),
        Misconception("sigmoid-for-softmax", _sigmoid_for_softmax),
        Misconception("softmax-over-examples", _softmax_over_examples),
        Misconception("classes-counted-from-labels", _classes_counted_from_labels),
        Misconception("results-exchanged", _results_exchanged),
        Misconception("weights-transposed", _weights_transposed),
        Misconception("weights-averaged-twice", _weights_averaged_twice),
        Misconception("softmax-twice", _steps_with_softmax_twice),
    ),
)

EXERCISES = (
    ONE_HOT,
    CROSS_ENTROPY,
    CATEGORICAL_CROSS_ENTROPY,
    BINARY_CROSS_ENTROPY,
    CROSS_ENTROPY_FROM_LOGITS,
    SOFTMAX_GRADIENT,
    TRAIN_SOFTMAX_REGRESSION,
)
