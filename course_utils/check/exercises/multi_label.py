"""Chapter 05: three kinds of problem; several labels at once, their loss, and how good predictions are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_utils import reference
from course_utils.check.choices import Choices, FittingWord
from course_utils.check.contracts import Array, Mean, Pair
from course_utils.check.exercise import Case, Exercise, Misconception
from course_utils.check.keras_model import (
    GivesLogits,
    KerasModel,
    Learns,
    LossFromLogits,
    ReluNetwork,
    zero_one_labels,
)

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def _spread(*shape: int, seed: int, scale: float = 2.0) -> Floats:
    return np.random.default_rng(seed).normal(scale=scale, size=shape)


def _zero_one(*shape: int, seed: int) -> Floats:
    return np.random.default_rng(seed).integers(0, 2, size=shape).astype(float)


PROBLEMS = ("binary", "multi-class", "multi-label")
PROBLEM_TYPES = {
    "spam or not": "binary",
    "a bus or no bus": "binary",
    "handwritten digit": "multi-class",
    "nearest thing in the street": "multi-class",
    "all things in the street": "multi-label",
    "genres of a film": "multi-label",
}

PROBLEM_TYPE = Exercise(
    name="problem_type",
    signature="problem_type",
    points=2,
    solution=PROBLEM_TYPES,
    kind=Choices(PROBLEMS),
    contract=FittingWord(PROBLEMS),
    cases=(
        Case("one-output", lambda: ("spam or not", "binary", "multi-label")),
        Case("one-question", lambda: ("a bus or no bus", "binary", "multi-class")),
        Case("one-answer", lambda: ("handwritten digit", "binary", "multi-class")),
        Case("more-than-two-answers", lambda: ("nearest thing in the street", "multi-class", "multi-label")),
        Case("two-things-together", lambda: ("all things in the street", "binary", "multi-label")),
        Case("more-than-one-output", lambda: ("genres of a film", "multi-class", "multi-label")),
    ),
    misconceptions=(
        Misconception("all-binary", dict.fromkeys(PROBLEM_TYPES, "binary")),
        Misconception("all-multi-class", dict.fromkeys(PROBLEM_TYPES, "multi-class")),
        Misconception("all-multi-label", dict.fromkeys(PROBLEM_TYPES, "multi-label")),
        Misconception("spam-as-classes", {**PROBLEM_TYPES, "spam or not": "multi-class"}),
        Misconception("bus-among-others", {**PROBLEM_TYPES, "a bus or no bus": "multi-label"}),
        Misconception("digit-as-ten-questions", {**PROBLEM_TYPES, "handwritten digit": "multi-label"}),
        Misconception("nearest-as-binary", {**PROBLEM_TYPES, "nearest thing in the street": "binary"}),
        Misconception("nearest-as-several", {**PROBLEM_TYPES, "nearest thing in the street": "multi-label"}),
        Misconception("things-as-one", {**PROBLEM_TYPES, "all things in the street": "multi-class"}),
        Misconception("genres-as-binary", {**PROBLEM_TYPES, "genres of a film": "binary"}),
        Misconception("genres-as-one", {**PROBLEM_TYPES, "genres of a film": "multi-class"}),
    ),
)


# multilabel_predict: the mistakes


def _threshold_on_logits(Z: Floats, threshold: float = 0.5) -> Integers:
    return (Z >= threshold).astype(int)


def _strictly_greater(Z: Floats, threshold: float = 0.5) -> Integers:
    return (1 / (1 + np.exp(-Z)) > threshold).astype(int)


def _ignores_threshold(Z: Floats, threshold: float = 0.5) -> Integers:
    return (1 / (1 + np.exp(-Z)) >= 0.5).astype(int)


def _rounded(Z: Floats, threshold: float = 0.5) -> Integers:
    return np.round(1 / (1 + np.exp(-Z))).astype(int)


def _probabilities_only(Z: Floats, threshold: float = 0.5) -> Floats:
    return 1 / (1 + np.exp(-Z))


def _decimals(Z: Floats, threshold: float = 0.5) -> Floats:
    return (1 / (1 + np.exp(-Z)) >= threshold).astype(float)


def _below_threshold(Z: Floats, threshold: float = 0.5) -> Integers:
    return (1 / (1 + np.exp(-Z)) < threshold).astype(int)


def _sign_lost(Z: Floats, threshold: float = 0.5) -> Integers:
    return (1 / (1 + np.exp(Z)) >= threshold).astype(int)


def _softmax_over_labels(Z: Floats, threshold: float = 0.5) -> Integers:
    powers = np.exp(Z)
    return (powers / powers.sum(axis=1, keepdims=True) >= threshold).astype(int)


def _only_the_largest(Z: Floats, threshold: float = 0.5) -> Integers:
    return np.eye(Z.shape[1], dtype=int)[np.argmax(Z, axis=1)]


def _index_of_the_largest(Z: Floats, threshold: float = 0.5) -> Integers:
    return np.argmax(Z, axis=1)


def _predicted_in_place(Z: Floats, threshold: float = 0.5) -> Integers:
    Z[:] = 1 / (1 + np.exp(-Z))
    return (Z >= threshold).astype(int)


def _brackets_missing(Z: Floats, threshold: float = 0.5) -> Integers:
    return (1 / 1 + np.exp(-Z) >= threshold).astype(int)


def _rounded_down_first(Z: Floats, threshold: float = 0.5) -> Integers:
    return ((1 / (1 + np.exp(-Z))).astype(int) >= threshold).astype(int)


MULTILABEL_PREDICT = Exercise(
    name="multilabel_predict",
    signature="multilabel_predict(Z, threshold=0.5)",
    points=3,
    solution=reference.multilabel_predict,
    contract=Array(dtypes="iu", rtol=0, atol=0),
    refused=("course_utils.reference",),
    cases=(
        Case("bus-and-person", lambda: (np.array([[2.2, -1.5, 0.4]]),)),
        Case(
            "several-pictures", lambda: (np.array([[3.0, 1.0, -2.0], [-0.5, 0.25, -4.0], [0.1, 2.0, 1.5]]),)
        ),
        Case("exactly-half", lambda: (np.array([[0.0, 1.0, -1.0], [-3.0, 0.0, 0.0]]),)),
        Case("no-label", lambda: (np.array([[-1.0, -2.0, -0.3], [-5.0, -0.2, -1.0]]),)),
        Case("every-label", lambda: (np.array([[1.0, 2.0, 0.7, 3.0]]),)),
        Case(
            "low-threshold", lambda: (np.array([[-1.0, -2.0, 0.5], [-4.0, 0.0, -0.8]]),), {"threshold": 0.25}
        ),
        Case("high-threshold", lambda: (np.array([[1.0, 2.0, 0.5, 4.0], [0.0, -2.0, 1.5, 0.85]]), 0.8)),
    ),
    misconceptions=(
        Misconception("threshold-on-logits", _threshold_on_logits),
        Misconception("strictly-greater", _strictly_greater),
        Misconception("ignores-threshold", _ignores_threshold),
        Misconception("rounded", _rounded),
        Misconception("probabilities-only", _probabilities_only),
        Misconception("decimals", _decimals),
        Misconception("below-threshold", _below_threshold),
        Misconception("sign-lost", _sign_lost),
        Misconception("softmax-over-labels", _softmax_over_labels),
        Misconception("only-the-largest", _only_the_largest),
        Misconception("index-of-the-largest", _index_of_the_largest),
        Misconception("in-place", _predicted_in_place),
        Misconception("brackets-missing", _brackets_missing),
        Misconception("rounded-down-first", _rounded_down_first),
    ),
)


# multilabel_loss: the mistakes


def _naive(Z: Floats, Y: Floats) -> np.floating:
    P = 1 / (1 + np.exp(-Z))
    return -np.mean(Y * np.log(P) + (1 - Y) * np.log(1 - P))


def _clipped(Z: Floats, Y: Floats) -> np.floating:
    P = np.clip(1 / (1 + np.exp(-Z)), 1e-7, 1 - 1e-7)
    return -np.mean(Y * np.log(P) + (1 - Y) * np.log(1 - P))


def _shifted(Z: Floats, Y: Floats) -> np.floating:
    P = 1 / (1 + np.exp(-Z))
    return -np.mean(Y * np.log(P + 1e-7) + (1 - Y) * np.log(1 - P + 1e-7))


def _sum_of_all(Z: Floats, Y: Floats) -> np.floating:
    return np.sum(np.maximum(Z, 0) - Z * Y + np.log1p(np.exp(-np.abs(Z))))


def _sum_over_labels(Z: Floats, Y: Floats) -> np.floating:
    return np.mean(np.sum(np.maximum(Z, 0) - Z * Y + np.log1p(np.exp(-np.abs(Z))), axis=1))


def _sum_over_examples(Z: Floats, Y: Floats) -> np.floating:
    return np.mean(np.sum(np.maximum(Z, 0) - Z * Y + np.log1p(np.exp(-np.abs(Z))), axis=0))


def _one_loss_an_example(Z: Floats, Y: Floats) -> Floats:
    return np.mean(np.maximum(Z, 0) - Z * Y + np.log1p(np.exp(-np.abs(Z))), axis=1)


def _one_loss_a_label(Z: Floats, Y: Floats) -> Floats:
    return np.mean(np.maximum(Z, 0) - Z * Y + np.log1p(np.exp(-np.abs(Z))), axis=0)


def _every_loss(Z: Floats, Y: Floats) -> Floats:
    return np.maximum(Z, 0) - Z * Y + np.log1p(np.exp(-np.abs(Z)))


def _minus_sign_lost(Z: Floats, Y: Floats) -> np.floating:
    return -np.mean(np.maximum(Z, 0) - Z * Y + np.log1p(np.exp(-np.abs(Z))))


def _present_labels_only(Z: Floats, Y: Floats) -> np.floating:
    return np.mean(Y * np.logaddexp(0, -Z))


def _softmax_loss(Z: Floats, Y: Floats) -> np.floating:
    shifted = Z - np.max(Z, axis=1, keepdims=True)
    log_softmax = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
    return -np.mean(np.sum(Y * log_softmax, axis=1))


def _logits_as_probabilities(Z: Floats, Y: Floats) -> np.floating:
    return -np.mean(Y * np.log(Z) + (1 - Y) * np.log(1 - Z))


def _swapped(Z: Floats, Y: Floats) -> np.floating:
    return np.mean(np.maximum(Y, 0) - Y * Z + np.log1p(np.exp(-np.abs(Y))))


def _squared_error(Z: Floats, Y: Floats) -> np.floating:
    return np.mean((1 / (1 + np.exp(-Z)) - Y) ** 2)


def _absolute_error(Z: Floats, Y: Floats) -> np.floating:
    return np.mean(np.abs(1 / (1 + np.exp(-Z)) - Y))


def _label_with_plus(Z: Floats, Y: Floats) -> np.floating:
    return np.mean(np.maximum(Z, 0) + Z * Y + np.log1p(np.exp(-np.abs(Z))))


def _absolute_value_forgotten(Z: Floats, Y: Floats) -> np.floating:
    return np.mean(np.maximum(Z, 0) - Z * Y + np.log(1 + np.exp(-Z)))


def _maximum_forgotten(Z: Floats, Y: Floats) -> np.floating:
    return np.mean(-Z * Y + np.log1p(np.exp(-np.abs(Z))))


def _overflows_in_the_power(Z: Floats, Y: Floats) -> np.floating:
    return np.mean(np.log(1 + np.exp(Z)) - Z * Y)


def _power_of_plus_z(Z: Floats, Y: Floats) -> np.floating:
    return np.mean(np.maximum(Z, 0) - Z * Y + np.log(1 + np.exp(Z)))


def _logarithm_forgotten(Z: Floats, Y: Floats) -> np.floating:
    return np.mean(np.maximum(Z, 0) - Z * Y + np.exp(-np.abs(Z)))


def _last_term_forgotten(Z: Floats, Y: Floats) -> np.floating:
    return np.mean(np.maximum(Z, 0) - Z * Y)


def _loss_in_place(Z: Floats, Y: Floats) -> np.floating:
    losses = np.maximum(Z, 0) - Z * Y
    Z[:] = np.exp(-np.abs(Z))
    return np.mean(losses + np.log1p(Z))


def _truth_picked_first(Z: Floats, Y: Floats) -> np.floating:
    P = 1 / (1 + np.exp(-Z))
    return -np.mean(np.log(np.where(Y == 1, P, 1 - P)))


def _label_forgotten(Z: Floats, Y: Floats) -> np.floating:
    return np.mean(np.maximum(Z, 0) + np.log1p(np.exp(-np.abs(Z))))


def _one_forgotten(Z: Floats, Y: Floats) -> np.floating:
    return np.mean(np.maximum(Z, 0) - Z * Y + np.log(np.exp(-np.abs(Z))))


def _minus_in_the_power_forgotten(Z: Floats, Y: Floats) -> np.floating:
    return np.mean(np.maximum(Z, 0) - Z * Y + np.log(1 + np.exp(np.abs(Z))))


def _label_without_its_logit(Z: Floats, Y: Floats) -> np.floating:
    return np.mean(np.maximum(Z, 0) - Y + np.log1p(np.exp(-np.abs(Z))))


def _sigmoid_first(Z: Floats, Y: Floats) -> np.floating:
    P = 1 / (1 + np.exp(-Z))
    return np.mean(np.maximum(P, 0) - P * Y + np.log1p(np.exp(-np.abs(P))))


def _largest_of_each_label(Z: Floats, Y: Floats) -> np.floating:
    return np.mean(np.max(Z, 0) - Z * Y + np.log1p(np.exp(-np.abs(Z))))


def _logits_clipped(Z: Floats, Y: Floats) -> np.floating:
    P = 1 / (1 + np.exp(-np.clip(Z, -30, 30)))
    return -np.mean(Y * np.log(P) + (1 - Y) * np.log(1 - P))


MULTILABEL_LOSS = Exercise(
    name="multilabel_loss",
    signature="multilabel_loss(Z, Y)",
    points=4,
    solution=reference.multilabel_loss,
    contract=Mean(),
    stable=True,
    refused=(
        "tf.nn.sigmoid_cross_entropy_with_logits",
        "tf.nn.weighted_cross_entropy_with_logits",
        "tf.keras.losses",
        "tf.keras.losses.BinaryCrossentropy",
        "tf.keras.losses.binary_crossentropy",
        "tf.keras.metrics.BinaryCrossentropy",
        "tf.keras.ops.binary_crossentropy",
        "keras.losses",
        "sklearn.metrics",
        "torch.nn.BCEWithLogitsLoss",
        "torch.nn.functional.binary_cross_entropy_with_logits",
        "optax.sigmoid_binary_cross_entropy",
        "course_utils.reference",
    ),
    cases=(
        Case("bus-and-person", lambda: (np.array([[2.2, -1.5, 0.4]]), np.array([[1.0, 0.0, 1.0]]))),
        Case("all-zero-logits", lambda: (np.zeros((2, 3)), np.array([[1.0, 0.0, 1.0], [0.0, 0.0, 1.0]]))),
        Case(
            "small-logits", lambda: (np.array([[0.9, 0.2], [0.6, 0.3], [0.1, 0.8]]), _zero_one(3, 2, seed=6))
        ),
        Case(
            "one-label",
            lambda: (np.array([[1.5], [-0.5], [3.0], [-2.0]]), np.array([[1.0], [1.0], [0.0], [0.0]])),
        ),
        Case("many-pictures", lambda: (_spread(40, 3, seed=7), _zero_one(40, 3, seed=8))),
        Case("sure-and-right", lambda: (np.array([[1000.0, -1000.0]]), np.array([[1.0, 0.0]]))),
        Case(
            "sure-and-wrong",
            lambda: (
                np.array([[1000.0, -1000.0, 2.0], [-800.0, 600.0, -1.0]]),
                np.array([[0.0, 1.0, 1.0]] * 2),
            ),
        ),
    ),
    misconceptions=(
        Misconception("naive", _naive),
        Misconception("clipped", _clipped),
        Misconception("shifted", _shifted),
        Misconception("sum-of-all", _sum_of_all),
        Misconception("sum-over-labels", _sum_over_labels),
        Misconception("sum-over-examples", _sum_over_examples),
        Misconception("one-loss-an-example", _one_loss_an_example),
        Misconception("one-loss-a-label", _one_loss_a_label),
        Misconception("every-loss", _every_loss),
        Misconception("minus-sign-lost", _minus_sign_lost),
        Misconception("present-labels-only", _present_labels_only),
        Misconception("softmax-loss", _softmax_loss),
        Misconception("logits-as-probabilities", _logits_as_probabilities),
        Misconception("swapped", _swapped),
        Misconception("squared-error", _squared_error),
        Misconception("absolute-error", _absolute_error),
        Misconception("label-with-plus", _label_with_plus),
        Misconception("absolute-value-forgotten", _absolute_value_forgotten),
        Misconception("maximum-forgotten", _maximum_forgotten),
        Misconception("overflows-in-the-power", _overflows_in_the_power),
        Misconception("power-of-plus-z", _power_of_plus_z),
        Misconception("logarithm-forgotten", _logarithm_forgotten),
        Misconception("last-term-forgotten", _last_term_forgotten),
        Misconception("in-place", _loss_in_place),
        Misconception("truth-picked-first", _truth_picked_first),
        Misconception("label-forgotten", _label_forgotten),
        Misconception("one-forgotten", _one_forgotten),
        Misconception("minus-in-the-power-forgotten", _minus_in_the_power_forgotten),
        Misconception("label-without-its-logit", _label_without_its_logit),
        Misconception("sigmoid-first", _sigmoid_first),
        Misconception("largest-of-each-label", _largest_of_each_label),
        Misconception("logits-clipped", _logits_clipped),
    ),
)


# multilabel_model: the solution and the mistakes


def _model(n_inputs: int, n_labels: int) -> Any:
    import tensorflow as tf

    model = tf.keras.Sequential(
        [
            tf.keras.Input(shape=(n_inputs,)),
            tf.keras.layers.Dense(32, activation="relu"),
            tf.keras.layers.Dense(n_labels),
        ]
    )
    model.compile(loss=tf.keras.losses.BinaryCrossentropy(from_logits=True), optimizer="adam")
    return model


def _sigmoid_output(n_inputs: int, n_labels: int) -> Any:
    import tensorflow as tf

    model = tf.keras.Sequential(
        [
            tf.keras.Input(shape=(n_inputs,)),
            tf.keras.layers.Dense(32, activation="relu"),
            tf.keras.layers.Dense(n_labels, activation="sigmoid"),
        ]
    )
    model.compile(loss=tf.keras.losses.BinaryCrossentropy(), optimizer="adam")
    return model


def _sigmoid_twice(n_inputs: int, n_labels: int) -> Any:
    import tensorflow as tf

    model = tf.keras.Sequential(
        [
            tf.keras.Input(shape=(n_inputs,)),
            tf.keras.layers.Dense(32, activation="relu"),
            tf.keras.layers.Dense(n_labels, activation="sigmoid"),
        ]
    )
    model.compile(loss=tf.keras.losses.BinaryCrossentropy(from_logits=True), optimizer="adam")
    return model


def _softmax_output(n_inputs: int, n_labels: int) -> Any:
    import tensorflow as tf

    model = tf.keras.Sequential(
        [
            tf.keras.Input(shape=(n_inputs,)),
            tf.keras.layers.Dense(32, activation="relu"),
            tf.keras.layers.Dense(n_labels, activation="softmax"),
        ]
    )
    model.compile(loss=tf.keras.losses.CategoricalCrossentropy(), optimizer="adam")
    return model


def _one_of_many_loss(n_inputs: int, n_labels: int) -> Any:
    import tensorflow as tf

    model = tf.keras.Sequential(
        [
            tf.keras.Input(shape=(n_inputs,)),
            tf.keras.layers.Dense(32, activation="relu"),
            tf.keras.layers.Dense(n_labels),
        ]
    )
    model.compile(loss=tf.keras.losses.CategoricalCrossentropy(from_logits=True), optimizer="adam")
    return model


def _loss_of_probabilities(n_inputs: int, n_labels: int) -> Any:
    import tensorflow as tf

    model = tf.keras.Sequential(
        [
            tf.keras.Input(shape=(n_inputs,)),
            tf.keras.layers.Dense(32, activation="relu"),
            tf.keras.layers.Dense(n_labels),
        ]
    )
    model.compile(loss=tf.keras.losses.BinaryCrossentropy(), optimizer="adam")
    return model


def _one_output(n_inputs: int, n_labels: int) -> Any:
    import tensorflow as tf

    model = tf.keras.Sequential(
        [
            tf.keras.Input(shape=(n_inputs,)),
            tf.keras.layers.Dense(32, activation="relu"),
            tf.keras.layers.Dense(1),
        ]
    )
    model.compile(loss=tf.keras.losses.BinaryCrossentropy(from_logits=True), optimizer="adam")
    return model


def _an_output_for_nothing(n_inputs: int, n_labels: int) -> Any:
    import tensorflow as tf

    model = tf.keras.Sequential(
        [
            tf.keras.Input(shape=(n_inputs,)),
            tf.keras.layers.Dense(32, activation="relu"),
            tf.keras.layers.Dense(n_labels + 1),
        ]
    )
    model.compile(loss=tf.keras.losses.BinaryCrossentropy(from_logits=True), optimizer="adam")
    return model


def _outputs_apart(n_inputs: int, n_labels: int) -> Any:
    import tensorflow as tf

    inputs = tf.keras.Input(shape=(n_inputs,))
    hidden = tf.keras.layers.Dense(32, activation="relu")(inputs)
    model = tf.keras.Model(inputs, [tf.keras.layers.Dense(1)(hidden) for _ in range(n_labels)])
    model.compile(loss=tf.keras.losses.BinaryCrossentropy(from_logits=True), optimizer="adam")
    return model


def _no_hidden_layer(n_inputs: int, n_labels: int) -> Any:
    import tensorflow as tf

    model = tf.keras.Sequential([tf.keras.Input(shape=(n_inputs,)), tf.keras.layers.Dense(n_labels)])
    model.compile(loss=tf.keras.losses.BinaryCrossentropy(from_logits=True), optimizer="adam")
    return model


def _no_relu(n_inputs: int, n_labels: int) -> Any:
    import tensorflow as tf

    model = tf.keras.Sequential(
        [
            tf.keras.Input(shape=(n_inputs,)),
            tf.keras.layers.Dense(32),
            tf.keras.layers.Dense(n_labels),
        ]
    )
    model.compile(loss=tf.keras.losses.BinaryCrossentropy(from_logits=True), optimizer="adam")
    return model


def _relu_output(n_inputs: int, n_labels: int) -> Any:
    import tensorflow as tf

    model = tf.keras.Sequential(
        [
            tf.keras.Input(shape=(n_inputs,)),
            tf.keras.layers.Dense(32, activation="relu"),
            tf.keras.layers.Dense(n_labels, activation="relu"),
        ]
    )
    model.compile(loss=tf.keras.losses.BinaryCrossentropy(from_logits=True), optimizer="adam")
    return model


def _not_compiled(n_inputs: int, n_labels: int) -> Any:
    import tensorflow as tf

    return tf.keras.Sequential(
        [
            tf.keras.Input(shape=(n_inputs,)),
            tf.keras.layers.Dense(32, activation="relu"),
            tf.keras.layers.Dense(n_labels),
        ]
    )


def _nothing_returned(n_inputs: int, n_labels: int) -> Any:
    import tensorflow as tf

    model = tf.keras.Sequential(
        [
            tf.keras.Input(shape=(n_inputs,)),
            tf.keras.layers.Dense(32, activation="relu"),
            tf.keras.layers.Dense(n_labels),
        ]
    )
    return model.compile(loss=tf.keras.losses.BinaryCrossentropy(from_logits=True), optimizer="adam")


def _inputs_and_labels_swapped(n_inputs: int, n_labels: int) -> Any:
    import tensorflow as tf

    model = tf.keras.Sequential(
        [
            tf.keras.Input(shape=(n_labels,)),
            tf.keras.layers.Dense(32, activation="relu"),
            tf.keras.layers.Dense(n_inputs),
        ]
    )
    model.compile(loss=tf.keras.losses.BinaryCrossentropy(from_logits=True), optimizer="adam")
    return model


MULTILABEL_MODEL = Exercise(
    name="multilabel_model",
    signature="multilabel_model(n_inputs, n_labels)",
    points=3,
    solution=_model,
    contract=KerasModel(
        (ReluNetwork(), LossFromLogits("BinaryCrossentropy"), GivesLogits(), Learns(zero_one_labels))
    ),
    cases=(
        Case("four-inputs", lambda: (4, 3)),
        Case("more-labels-than-inputs", lambda: (2, 6)),
        Case("one-label", lambda: (5, 1)),
        Case("as-many-labels-as-inputs", lambda: (3, 3)),
        Case("small-pictures", lambda: (8 * 12 * 3, 3)),
    ),
    misconceptions=(
        Misconception("sigmoid-output", _sigmoid_output),
        Misconception("sigmoid-twice", _sigmoid_twice),
        Misconception("softmax-output", _softmax_output),
        Misconception("one-of-many-loss", _one_of_many_loss),
        Misconception("loss-of-probabilities", _loss_of_probabilities),
        Misconception("one-output", _one_output),
        Misconception("an-output-for-nothing", _an_output_for_nothing),
        Misconception("outputs-apart", _outputs_apart),
        Misconception("no-hidden-layer", _no_hidden_layer),
        Misconception("no-relu", _no_relu),
        Misconception("relu-output", _relu_output),
        Misconception("not-compiled", _not_compiled),
        Misconception("nothing-returned", _nothing_returned),
        Misconception("swapped", _inputs_and_labels_swapped),
    ),
)


# precision_recall: the mistakes


def _swapped_shares(Y_true: Floats, Y_pred: Floats) -> tuple[Floats, Floats]:
    hits = (Y_true * Y_pred).sum(axis=0)
    return hits / np.maximum(Y_true.sum(axis=0), 1), hits / np.maximum(Y_pred.sum(axis=0), 1)


def _undefined_is_nan(Y_true: Floats, Y_pred: Floats) -> tuple[Floats, Floats]:
    hits = (Y_true * Y_pred).sum(axis=0)
    return hits / Y_pred.sum(axis=0), hits / Y_true.sum(axis=0)


def _undefined_is_one(Y_true: Floats, Y_pred: Floats) -> tuple[Floats, Floats]:
    hits, predicted, true = (Y_true * Y_pred).sum(axis=0), Y_pred.sum(axis=0), Y_true.sum(axis=0)
    precision = np.where(predicted == 0, 1, hits / np.maximum(predicted, 1))
    return precision, np.where(true == 0, 1, hits / np.maximum(true, 1))


def _one_more_below(Y_true: Floats, Y_pred: Floats) -> tuple[Floats, Floats]:
    hits = (Y_true * Y_pred).sum(axis=0)
    return hits / (Y_pred.sum(axis=0) + 1), hits / (Y_true.sum(axis=0) + 1)


def _each_example(Y_true: Floats, Y_pred: Floats) -> tuple[Floats, Floats]:
    hits = (Y_true * Y_pred).sum(axis=1)
    return hits / np.maximum(Y_pred.sum(axis=1), 1), hits / np.maximum(Y_true.sum(axis=1), 1)


def _all_labels_together(Y_true: Floats, Y_pred: Floats) -> tuple[float, float]:
    hits = (Y_true * Y_pred).sum()
    return hits / max(Y_pred.sum(), 1), hits / max(Y_true.sum(), 1)


def _averaged_over_labels(Y_true: Floats, Y_pred: Floats) -> tuple[np.floating, np.floating]:
    hits = (Y_true * Y_pred).sum(axis=0)
    precision = hits / np.maximum(Y_pred.sum(axis=0), 1)
    recall = hits / np.maximum(Y_true.sum(axis=0), 1)
    return precision.mean(), recall.mean()


def _true_negatives_are_hits(Y_true: Floats, Y_pred: Floats) -> tuple[Floats, Floats]:
    agreements = (Y_true == Y_pred).sum(axis=0)
    return agreements / np.maximum(Y_pred.sum(axis=0), 1), agreements / np.maximum(Y_true.sum(axis=0), 1)


def _accuracy_for_precision(Y_true: Floats, Y_pred: Floats) -> tuple[Floats, Floats]:
    hits = (Y_true * Y_pred).sum(axis=0)
    return (Y_true == Y_pred).mean(axis=0), hits / np.maximum(Y_true.sum(axis=0), 1)


def _divides_by_examples(Y_true: Floats, Y_pred: Floats) -> tuple[Floats, Floats]:
    hits = (Y_true * Y_pred).sum(axis=0)
    return hits / len(Y_true), hits / len(Y_true)


def _counts_not_shares(Y_true: Floats, Y_pred: Floats) -> tuple[Floats, Floats]:
    hits = (Y_true * Y_pred).sum(axis=0)
    return hits, hits


def _mistakes_only_below(Y_true: Floats, Y_pred: Floats) -> tuple[Floats, Floats]:
    hits = (Y_true * Y_pred).sum(axis=0)
    false_alarms, misses = ((1 - Y_true) * Y_pred).sum(axis=0), (Y_true * (1 - Y_pred)).sum(axis=0)
    return hits / np.maximum(false_alarms, 1), hits / np.maximum(misses, 1)


def _hits_in_place(Y_true: Floats, Y_pred: Floats) -> tuple[Floats, Floats]:
    true = np.maximum(Y_true.sum(axis=0), 1)
    Y_true *= Y_pred
    return Y_true.sum(axis=0) / np.maximum(Y_pred.sum(axis=0), 1), Y_true.sum(axis=0) / true


def _precision_twice(Y_true: Floats, Y_pred: Floats) -> tuple[Floats, Floats]:
    hits = (Y_true * Y_pred).sum(axis=0)
    return hits / np.maximum(Y_pred.sum(axis=0), 1), hits / np.maximum(Y_pred.sum(axis=0), 1)


def _recall_twice(Y_true: Floats, Y_pred: Floats) -> tuple[Floats, Floats]:
    hits = (Y_true * Y_pred).sum(axis=0)
    return hits / np.maximum(Y_true.sum(axis=0), 1), hits / np.maximum(Y_true.sum(axis=0), 1)


def _undefined_recall_is_nan(Y_true: Floats, Y_pred: Floats) -> tuple[Floats, Floats]:
    hits = (Y_true * Y_pred).sum(axis=0)
    return hits / np.maximum(Y_pred.sum(axis=0), 1), hits / Y_true.sum(axis=0)


def _undefined_precision_is_nan(Y_true: Floats, Y_pred: Floats) -> tuple[Floats, Floats]:
    hits = (Y_true * Y_pred).sum(axis=0)
    return hits / Y_pred.sum(axis=0), hits / np.maximum(Y_true.sum(axis=0), 1)


def _whole_division(Y_true: Floats, Y_pred: Floats) -> tuple[Floats, Floats]:
    hits = (Y_true * Y_pred).sum(axis=0)
    return hits // np.maximum(Y_pred.sum(axis=0), 1), hits // np.maximum(Y_true.sum(axis=0), 1)


def _either_is_a_hit(Y_true: Floats, Y_pred: Floats) -> tuple[Floats, Floats]:
    either = np.maximum(Y_true, Y_pred).sum(axis=0)
    return either / np.maximum(Y_pred.sum(axis=0), 1), either / np.maximum(Y_true.sum(axis=0), 1)


PRECISION_RECALL = Exercise(
    name="precision_recall",
    signature="precision_recall(Y_true, Y_pred)",
    points=3,
    solution=reference.precision_recall,
    contract=Pair(Array(), Array()),
    refused=(
        "sklearn.metrics",
        "sklearn.metrics.precision_score",
        "sklearn.metrics.recall_score",
        "sklearn.metrics.precision_recall_fscore_support",
        "sklearn.metrics.classification_report",
        "sklearn.metrics.confusion_matrix",
        "sklearn.metrics.multilabel_confusion_matrix",
        "tf.keras.metrics",
        "tf.keras.metrics.Precision",
        "tf.keras.metrics.Recall",
        "keras.metrics",
        "course_utils.reference",
    ),
    # Some label is defined in every case, so that a list of shares never turns into an array of integers.
    cases=(
        Case(
            "five-pictures",
            lambda: (
                np.array(
                    [[1.0, 0.0, 1.0], [1.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [1.0, 0.0, 1.0]]
                ),
                np.array(
                    [[1.0, 0.0, 0.0], [1.0, 1.0, 1.0], [1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [0.0, 0.0, 0.0]]
                ),
            ),
        ),
        Case("all-right", lambda: (np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]),) * 2),
        Case(
            "never-predicted",
            lambda: (
                np.array([[1.0, 1.0], [0.0, 1.0], [1.0, 0.0], [1.0, 0.0]]),
                np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 0.0], [0.0, 0.0]]),
            ),
        ),
        Case(
            "never-there",
            lambda: (
                np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 1.0, 1.0]]),
                np.array([[1.0, 1.0, 0.0], [0.0, 1.0, 1.0], [0.0, 1.0, 0.0]]),
            ),
        ),
        Case(
            "one-label",
            lambda: (
                np.array([[1.0], [0.0], [1.0], [1.0], [0.0]]),
                np.array([[1.0], [1.0], [0.0], [0.0], [0.0]]),
            ),
        ),
        Case("square", lambda: (_zero_one(4, 4, seed=2), _zero_one(4, 4, seed=3))),
        Case("many-pictures", lambda: (_zero_one(60, 3, seed=11), _zero_one(60, 3, seed=12))),
    ),
    misconceptions=(
        Misconception("swapped", _swapped_shares),
        Misconception("undefined-is-nan", _undefined_is_nan),
        Misconception("undefined-is-one", _undefined_is_one),
        Misconception("one-more-below", _one_more_below),
        Misconception("each-example", _each_example),
        Misconception("all-labels-together", _all_labels_together),
        Misconception("averaged-over-labels", _averaged_over_labels),
        Misconception("true-negatives-are-hits", _true_negatives_are_hits),
        Misconception("accuracy-for-precision", _accuracy_for_precision),
        Misconception("divides-by-examples", _divides_by_examples),
        Misconception("counts-not-shares", _counts_not_shares),
        Misconception("mistakes-only-below", _mistakes_only_below),
        Misconception("in-place", _hits_in_place),
        Misconception("precision-twice", _precision_twice),
        Misconception("recall-twice", _recall_twice),
        Misconception("undefined-recall-is-nan", _undefined_recall_is_nan),
        Misconception("undefined-precision-is-nan", _undefined_precision_is_nan),
        Misconception("whole-division", _whole_division),
        Misconception("either-is-a-hit", _either_is_a_hit),
    ),
)

EXERCISES = (PROBLEM_TYPE, MULTILABEL_PREDICT, MULTILABEL_LOSS, MULTILABEL_MODEL, PRECISION_RECALL)
