"""Chapter 03: softmax, log-sum-exp and sigmoid for logits of any size, and Keras models that give logits."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_utils import reference
from course_utils.check.contracts import Array
from course_utils.check.exercise import Case, Exercise, Misconception
from course_utils.check.exercises.softmax import SOFTMAX_CALLS
from course_utils.check.keras_data import ModelData, take_apart
from course_utils.check.keras_model import (
    DenseLayers,
    GivesLogits,
    KerasModel,
    Learns,
    LossFromLogits,
    OptimizedBy,
    class_labels,
)

Floats = NDArray[np.float64]

STABLE_CALLS = (
    *SOFTMAX_CALLS,
    "scipy.special.log_expit",
    "tf.reduce_logsumexp",
    "tf.keras.ops.logsumexp",
    "tf.nn.sigmoid",
    "tf.keras.activations.sigmoid",
    "tf.keras.ops.sigmoid",
    "tf.math.log_sigmoid",
    "torch.sigmoid",
    "torch.logsumexp",
    "jax.nn.sigmoid",
    "jax.nn.logsumexp",
)
KERAS_SECONDS = 60.0
"""Bounds one call: the first one may load TensorFlow."""


def _spread(*shape: int, seed: int, scale: float = 2.0) -> Floats:
    return np.random.default_rng(seed).normal(scale=scale, size=shape)


# stable_softmax: the mistakes


def _naive_softmax(Z: Floats) -> Floats:
    return np.exp(Z) / np.sum(np.exp(Z), axis=-1, keepdims=True)


def _subtracts_largest_of_all(Z: Floats) -> Floats:
    powers = np.exp(Z - np.max(Z))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _subtracts_largest_over_examples(Z: Floats) -> Floats:
    powers = np.exp(Z - np.max(Z, axis=0))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _largest_without_keepdims(Z: Floats) -> Floats:
    powers = np.exp(Z - np.max(Z, axis=-1))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _neither_with_keepdims(Z: Floats) -> Floats:
    powers = np.exp(Z - np.max(Z, axis=-1))
    return powers / np.sum(powers, axis=-1)


def _sum_without_keepdims(Z: Floats) -> Floats:
    powers = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1)


def _sums_over_everything(Z: Floats) -> Floats:
    powers = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    return powers / np.sum(powers)


def _one_distribution_for_all(Z: Floats) -> Floats:
    powers = np.exp(Z - np.max(Z))
    return powers / np.sum(powers)


def _first_axis_in_a_loop(Z: Floats) -> Floats:
    result = np.zeros_like(Z)
    for i in range(len(Z)):
        powers = np.exp(Z[i] - np.max(Z[i]))
        result[i] = powers / np.sum(powers)
    return result


def _works_over_examples(Z: Floats) -> Floats:
    powers = np.exp(Z - np.max(Z, axis=0))
    return powers / np.sum(powers, axis=0)


def _shifts_the_numerator_only(Z: Floats) -> Floats:
    powers = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    return powers / np.sum(np.exp(Z), axis=-1, keepdims=True)


def _subtracts_the_mean(Z: Floats) -> Floats:
    powers = np.exp(Z - np.mean(Z, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _subtracts_the_smallest(Z: Floats) -> Floats:
    powers = np.exp(Z - np.min(Z, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _subtracts_from_the_largest(Z: Floats) -> Floats:
    powers = np.exp(np.max(Z, axis=-1, keepdims=True) - Z)
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _subtracts_a_fixed_number(Z: Floats) -> Floats:
    powers = np.exp(Z - 1000)
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _divides_by_the_largest(Z: Floats) -> Floats:
    powers = np.exp(Z / np.max(Z, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _clips_the_logits(Z: Floats) -> Floats:
    powers = np.exp(np.clip(Z, -500, 500))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _replaces_nan(Z: Floats) -> Floats:
    return np.nan_to_num(np.exp(Z) / np.sum(np.exp(Z), axis=-1, keepdims=True))


def _epsilon_below_the_line(Z: Floats) -> Floats:
    powers = np.exp(Z)
    return powers / (np.sum(powers, axis=-1, keepdims=True) + 1e-7)


def _powers_only(Z: Floats) -> Floats:
    return np.exp(Z - np.max(Z, axis=-1, keepdims=True))


def _gives_logarithms(Z: Floats) -> Floats:
    shifted = Z - np.max(Z, axis=-1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))


def _always_float64(Z: Floats) -> Floats:
    Z = np.array(Z, dtype=np.float64)
    powers = np.exp(Z - np.max(Z, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def _softmax_in_place(Z: Floats) -> Floats:
    Z -= np.max(Z, axis=-1, keepdims=True)
    return np.exp(Z) / np.sum(np.exp(Z), axis=-1, keepdims=True)


STABLE_SOFTMAX = Exercise(
    name="stable_softmax",
    signature="stable_softmax(Z)",
    points=4,
    solution=reference.softmax,
    contract=Array(keeps_width=True),
    stable=True,
    refused=STABLE_CALLS,
    cases=(
        Case("moderate", lambda: (np.array([5.0, 2.0, -1.0, 3.0]),)),
        Case("thousand", lambda: (np.array([1010.0, 1000.0, 990.0]),)),
        Case("minus-thousand", lambda: (np.array([-1000.0, -1001.0, -1003.0]),)),
        Case(
            "rows-far-apart",
            lambda: (np.array([[9000.0, 9001.0, 9003.0], [-9000.0, -9002.0, -9001.0], [0.0, 1.0, 2.0]]),),
        ),
        Case("far-apart-in-a-row", lambda: (np.array([[10000.0, 0.0, -10000.0], [-3000.0, 500.0, 499.0]]),)),
        Case("three-axes", lambda: (_spread(2, 3, 4, seed=301, scale=5),)),
        Case("float32", lambda: (np.array([[100.0, 98.0, 90.0], [0.5, -0.5, 1.5]], dtype=np.float32),)),
    ),
    misconceptions=(
        Misconception("naive", _naive_softmax),
        Misconception("largest-of-all", _subtracts_largest_of_all),
        Misconception("largest-over-examples", _subtracts_largest_over_examples),
        Misconception("largest-without-keepdims", _largest_without_keepdims),
        Misconception("sum-without-keepdims", _sum_without_keepdims),
        Misconception("neither-with-keepdims", _neither_with_keepdims),
        Misconception("sums-over-everything", _sums_over_everything),
        Misconception("one-distribution-for-all", _one_distribution_for_all),
        Misconception("first-axis-in-a-loop", _first_axis_in_a_loop),
        Misconception("works-over-examples", _works_over_examples),
        Misconception("shifts-the-numerator-only", _shifts_the_numerator_only),
        Misconception("subtracts-the-mean", _subtracts_the_mean),
        Misconception("subtracts-the-smallest", _subtracts_the_smallest),
        Misconception("subtracts-from-the-largest", _subtracts_from_the_largest),
        Misconception("subtracts-a-fixed-number", _subtracts_a_fixed_number),
        Misconception("divides-by-the-largest", _divides_by_the_largest),
        Misconception("clips-the-logits", _clips_the_logits),
        Misconception("replaces-nan", _replaces_nan),
        Misconception("epsilon-below-the-line", _epsilon_below_the_line),
        Misconception("powers-only", _powers_only),
        Misconception("gives-logarithms", _gives_logarithms),
        Misconception("always-float64", _always_float64),
        Misconception("in-place", _softmax_in_place),
    ),
)


# logsumexp: the mistakes


def _naive_logsumexp(Z: Floats) -> Floats:
    return np.log(np.sum(np.exp(Z), axis=-1))


def _forgets_to_add_back(Z: Floats) -> Floats:
    return np.log(np.sum(np.exp(Z - np.max(Z, axis=-1, keepdims=True)), axis=-1))


def _subtracts_back(Z: Floats) -> Floats:
    largest = np.max(Z, axis=-1, keepdims=True)
    return np.log(np.sum(np.exp(Z - largest), axis=-1)) - largest[..., 0]


def _keeps_the_last_axis(Z: Floats) -> Floats:
    largest = np.max(Z, axis=-1, keepdims=True)
    return largest + np.log(np.sum(np.exp(Z - largest), axis=-1, keepdims=True))


def _adds_largest_with_its_axis(Z: Floats) -> Floats:
    largest = np.max(Z, axis=-1, keepdims=True)
    return largest + np.log(np.sum(np.exp(Z - largest), axis=-1))


def _largest_only(Z: Floats) -> Floats:
    return np.max(Z, axis=-1)


def _one_number_for_all(Z: Floats) -> Floats:
    largest = np.max(Z)
    return largest + np.log(np.sum(np.exp(Z - largest)))


def _logsumexp_with_largest_of_all(Z: Floats) -> Floats:
    largest = np.max(Z)
    return largest + np.log(np.sum(np.exp(Z - largest), axis=-1))


def _logsumexp_with_one_sum(Z: Floats) -> Floats:
    largest = np.max(Z, axis=-1, keepdims=True)
    return largest[..., 0] + np.log(np.sum(np.exp(Z - largest)))


def _logsumexp_with_mean(Z: Floats) -> Floats:
    mean = np.mean(Z, axis=-1, keepdims=True)
    return mean[..., 0] + np.log(np.sum(np.exp(Z - mean), axis=-1))


def _logsumexp_with_smallest(Z: Floats) -> Floats:
    smallest = np.min(Z, axis=-1, keepdims=True)
    return smallest[..., 0] + np.log(np.sum(np.exp(Z - smallest), axis=-1))


def _logsumexp_with_fixed_number(Z: Floats) -> Floats:
    return 1000 + np.log(np.sum(np.exp(Z - 1000), axis=-1))


def _logarithm_forgotten(Z: Floats) -> Floats:
    largest = np.max(Z, axis=-1, keepdims=True)
    return largest[..., 0] + np.sum(np.exp(Z - largest), axis=-1)


def _logsumexp_over_examples(Z: Floats) -> Floats:
    largest = np.max(Z, axis=0)
    return largest + np.log(np.sum(np.exp(Z - largest), axis=0))


def _logarithm_before_sum(Z: Floats) -> Floats:
    largest = np.max(Z, axis=-1, keepdims=True)
    return largest[..., 0] + np.sum(np.log(np.exp(Z - largest) + 1e-300), axis=-1)


def _mean_for_sum(Z: Floats) -> Floats:
    largest = np.max(Z, axis=-1, keepdims=True)
    return largest[..., 0] + np.log(np.mean(np.exp(Z - largest), axis=-1))


def _base_ten(Z: Floats) -> Floats:
    largest = np.max(Z, axis=-1, keepdims=True)
    return largest[..., 0] + np.log10(np.sum(np.exp(Z - largest), axis=-1))


def _adds_one(Z: Floats) -> Floats:
    largest = np.max(Z, axis=-1, keepdims=True)
    return largest[..., 0] + np.log(1 + np.sum(np.exp(Z - largest), axis=-1))


def _logsumexp_clipped(Z: Floats) -> Floats:
    return np.log(np.sum(np.exp(np.clip(Z, -500, 500)), axis=-1))


def _logsumexp_in_place(Z: Floats) -> Floats:
    largest = np.array(np.max(Z, axis=-1, keepdims=True))
    Z -= largest
    return largest[..., 0] + np.log(np.sum(np.exp(Z), axis=-1))


LOGSUMEXP = Exercise(
    name="logsumexp",
    signature="logsumexp(Z)",
    points=3,
    solution=reference.logsumexp,
    contract=Array(keeps_width=True),
    stable=True,
    refused=STABLE_CALLS,
    cases=(
        Case("by-hand", lambda: (np.array([0.0, 0.0]),)),
        Case("moderate", lambda: (np.array([[5.0, 2.0, -1.0, 3.0], [-4.0, 0.5, 0.0, 1.0]]),)),
        Case("thousand", lambda: (np.array([1010.0, 1000.0, 990.0]),)),
        Case("minus-thousand", lambda: (np.array([-1000.0, -1001.0, -1003.0]),)),
        Case(
            "rows-far-apart",
            lambda: (np.array([[9000.0, 9001.0, 9003.0], [-9000.0, -9002.0, -9001.0], [0.0, 1.0, 2.0]]),),
        ),
        Case("wide-rows", lambda: (np.array([[10000.0, 0.0, -10000.0], [-900.0, 1.0, 0.0]]),)),
        Case("one-row", lambda: (np.array([[2.0, -2.0, 0.0]]),)),
        Case("three-axes", lambda: (_spread(2, 3, 4, seed=311, scale=5),)),
        Case("float32", lambda: (np.array([[100.0, 98.0, 90.0], [0.5, -0.5, 1.5]], dtype=np.float32),)),
    ),
    misconceptions=(
        Misconception("naive", _naive_logsumexp),
        Misconception("forgets-to-add-back", _forgets_to_add_back),
        Misconception("subtracts-back", _subtracts_back),
        Misconception("keeps-the-last-axis", _keeps_the_last_axis),
        Misconception("adds-largest-with-its-axis", _adds_largest_with_its_axis),
        Misconception("largest-only", _largest_only),
        Misconception("one-number-for-all", _one_number_for_all),
        Misconception("largest-of-all", _logsumexp_with_largest_of_all),
        Misconception("one-sum-for-all", _logsumexp_with_one_sum),
        Misconception("subtracts-the-mean", _logsumexp_with_mean),
        Misconception("subtracts-the-smallest", _logsumexp_with_smallest),
        Misconception("subtracts-a-fixed-number", _logsumexp_with_fixed_number),
        Misconception("logarithm-forgotten", _logarithm_forgotten),
        Misconception("over-examples", _logsumexp_over_examples),
        Misconception("logarithm-before-sum", _logarithm_before_sum),
        Misconception("mean-for-sum", _mean_for_sum),
        Misconception("base-ten", _base_ten),
        Misconception("adds-one", _adds_one),
        Misconception("clips-the-logits", _logsumexp_clipped),
        Misconception("in-place", _logsumexp_in_place),
    ),
)


# stable_sigmoid: the mistakes


def _naive_sigmoid(z: Floats) -> Floats:
    return 1 / (1 + np.exp(-z))


def _where_computes_both(z: Floats) -> Floats:
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def _other_form_everywhere(z: Floats) -> Floats:
    return np.exp(z) / (1 + np.exp(z))


def _clips_too_wide(z: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(z, -500, 500)))


def _clips_too_tight(z: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(z, -10, 10)))


def _size_for_sign(z: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.abs(z)))


def _mirrored_above_zero(z: Floats) -> Floats:
    decay = np.exp(-np.abs(z))
    return decay / (1 + decay)


def _zero_left_out(z: Floats) -> Floats:
    result = np.zeros_like(z)
    result[z > 0] = 1 / (1 + np.exp(-z[z > 0]))
    result[z < 0] = np.exp(z[z < 0]) / (1 + np.exp(z[z < 0]))
    return result


def _subtracts_the_largest_first(z: Floats) -> Floats:
    return 1 / (1 + np.exp(-(z - np.max(z))))


def _branches_swapped(z: Floats) -> Floats:
    decay = np.exp(-np.abs(z))
    return np.where(z < 0, 1 / (1 + decay), decay / (1 + decay))


def _same_numerator_in_both(z: Floats) -> Floats:
    decay = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + decay), -1 / (1 + decay))


def _tanh_as_it_is(z: Floats) -> Floats:
    return np.tanh(z)


def _tanh_of_the_whole(z: Floats) -> Floats:
    return (1 + np.tanh(z)) / 2


def _step(z: Floats) -> Floats:
    return np.where(z >= 0, 1.0, 0.0).astype(z.dtype)


def _softmax_of_all(z: Floats) -> Floats:
    powers = np.exp(z - np.max(z))
    return powers / np.sum(powers)


def _float64_room(z: Floats) -> Floats:
    decay = np.exp(-np.abs(z))
    result = np.zeros(z.shape)
    result[...] = np.where(z >= 0, 1 / (1 + decay), decay / (1 + decay))
    return result


def _sigmoid_in_place(z: Floats) -> Floats:
    decay = np.exp(-np.abs(z))
    z[...] = np.where(z >= 0, 1 / (1 + decay), decay / (1 + decay))
    return z


STABLE_SIGMOID = Exercise(
    name="stable_sigmoid",
    signature="stable_sigmoid(z)",
    points=3,
    solution=reference.sigmoid,
    contract=Array(keeps_width=True),
    stable=True,
    refused=STABLE_CALLS,
    cases=(
        Case("moderate", lambda: (np.array([-2.0, -0.5, 0.0, 0.5, 2.0]),)),
        Case("thousands", lambda: (np.array([-10000.0, -1000.0, 1000.0, 10000.0]),)),
        Case("just-past-overflow", lambda: (np.array([-710.0, -709.0, 709.0, 710.0, 745.0]),)),
        Case("far-below-zero", lambda: (np.array([[-15.0, -18.0], [-12.0, -20.0]]),)),
        Case("a-matrix", lambda: (np.array([[-800.0, 3.0, 0.0], [12.0, -3.0, 800.0]]),)),
        Case("one-number", lambda: (np.array(-1.5),)),
        Case("float32", lambda: (np.array([-200.0, -90.0, -1.0, 1.0, 90.0, 200.0], dtype=np.float32),)),
    ),
    misconceptions=(
        Misconception("naive", _naive_sigmoid),
        Misconception("where-computes-both", _where_computes_both),
        Misconception("other-form-everywhere", _other_form_everywhere),
        Misconception("clips-too-wide", _clips_too_wide),
        Misconception("clips-too-tight", _clips_too_tight),
        Misconception("size-for-sign", _size_for_sign),
        Misconception("mirrored-above-zero", _mirrored_above_zero),
        Misconception("zero-left-out", _zero_left_out),
        Misconception("subtracts-the-largest-first", _subtracts_the_largest_first),
        Misconception("branches-swapped", _branches_swapped),
        Misconception("same-numerator-in-both", _same_numerator_in_both),
        Misconception("tanh-as-it-is", _tanh_as_it_is),
        Misconception("tanh-of-the-whole", _tanh_of_the_whole),
        Misconception("step", _step),
        Misconception("softmax-of-all", _softmax_of_all),
        Misconception("always-float64", _float64_room),
        Misconception("in-place", _sigmoid_in_place),
    ),
)


# preferred_model: the mistakes, each complete as a learner writes it


def _obvious(n_features: int, n_classes: int) -> Any:
    import tensorflow as tf
    from tensorflow.keras import layers

    model = tf.keras.Sequential(
        [
            tf.keras.Input((n_features,)),
            layers.Dense(25, "relu"),
            layers.Dense(15, "relu"),
            layers.Dense(n_classes, "softmax"),
        ]
    )
    model.compile(loss=tf.keras.losses.SparseCategoricalCrossentropy(), optimizer="adam")
    return model


def _softmax_twice(n_features: int, n_classes: int) -> Any:
    import tensorflow as tf
    from tensorflow.keras import layers

    model = tf.keras.Sequential(
        [
            tf.keras.Input((n_features,)),
            layers.Dense(25, "relu"),
            layers.Dense(15, "relu"),
            layers.Dense(n_classes, "softmax"),
        ]
    )
    model.compile(loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer="adam")
    return model


def _from_logits_forgotten(n_features: int, n_classes: int) -> Any:
    import tensorflow as tf
    from tensorflow.keras import layers

    model = tf.keras.Sequential(
        [
            tf.keras.Input((n_features,)),
            layers.Dense(25, "relu"),
            layers.Dense(15, "relu"),
            layers.Dense(n_classes),
        ]
    )
    model.compile(loss=tf.keras.losses.SparseCategoricalCrossentropy(), optimizer="adam")
    return model


def _one_hot_loss(n_features: int, n_classes: int) -> Any:
    import tensorflow as tf
    from tensorflow.keras import layers

    model = tf.keras.Sequential(
        [
            tf.keras.Input((n_features,)),
            layers.Dense(25, "relu"),
            layers.Dense(15, "relu"),
            layers.Dense(n_classes),
        ]
    )
    model.compile(loss=tf.keras.losses.CategoricalCrossentropy(from_logits=True), optimizer="adam")
    return model


def _binary_loss(n_features: int, n_classes: int) -> Any:
    import tensorflow as tf
    from tensorflow.keras import layers

    model = tf.keras.Sequential(
        [
            tf.keras.Input((n_features,)),
            layers.Dense(25, "relu"),
            layers.Dense(15, "relu"),
            layers.Dense(n_classes),
        ]
    )
    model.compile(loss=tf.keras.losses.BinaryCrossentropy(from_logits=True), optimizer="adam")
    return model


def _four_classes_always(n_features: int, n_classes: int) -> Any:
    import tensorflow as tf
    from tensorflow.keras import layers

    model = tf.keras.Sequential(
        [tf.keras.Input((n_features,)), layers.Dense(25, "relu"), layers.Dense(15, "relu"), layers.Dense(4)]
    )
    model.compile(loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer="adam")
    return model


def _two_features_always(n_features: int, n_classes: int) -> Any:
    import tensorflow as tf
    from tensorflow.keras import layers

    model = tf.keras.Sequential(
        [tf.keras.Input((2,)), layers.Dense(25, "relu"), layers.Dense(15, "relu"), layers.Dense(n_classes)]
    )
    model.compile(loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer="adam")
    return model


def _arguments_swapped(n_features: int, n_classes: int) -> Any:
    import tensorflow as tf
    from tensorflow.keras import layers

    model = tf.keras.Sequential(
        [
            tf.keras.Input((n_classes,)),
            layers.Dense(25, "relu"),
            layers.Dense(15, "relu"),
            layers.Dense(n_features),
        ]
    )
    model.compile(loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer="adam")
    return model


def _hidden_layers_swapped(n_features: int, n_classes: int) -> Any:
    import tensorflow as tf
    from tensorflow.keras import layers

    model = tf.keras.Sequential(
        [
            tf.keras.Input((n_features,)),
            layers.Dense(15, "relu"),
            layers.Dense(25, "relu"),
            layers.Dense(n_classes),
        ]
    )
    model.compile(loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer="adam")
    return model


def _no_hidden_activation(n_features: int, n_classes: int) -> Any:
    import tensorflow as tf
    from tensorflow.keras import layers

    model = tf.keras.Sequential(
        [tf.keras.Input((n_features,)), layers.Dense(25), layers.Dense(15), layers.Dense(n_classes)]
    )
    model.compile(loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer="adam")
    return model


def _sigmoid_hidden_layers(n_features: int, n_classes: int) -> Any:
    import tensorflow as tf
    from tensorflow.keras import layers

    model = tf.keras.Sequential(
        [
            tf.keras.Input((n_features,)),
            layers.Dense(25, "sigmoid"),
            layers.Dense(15, "sigmoid"),
            layers.Dense(n_classes),
        ]
    )
    model.compile(loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer="adam")
    return model


def _relu_output(n_features: int, n_classes: int) -> Any:
    import tensorflow as tf
    from tensorflow.keras import layers

    model = tf.keras.Sequential(
        [
            tf.keras.Input((n_features,)),
            layers.Dense(25, "relu"),
            layers.Dense(15, "relu"),
            layers.Dense(n_classes, "relu"),
        ]
    )
    model.compile(loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer="adam")
    return model


def _not_compiled(n_features: int, n_classes: int) -> Any:
    import tensorflow as tf
    from tensorflow.keras import layers

    model = tf.keras.Sequential(
        [
            tf.keras.Input((n_features,)),
            layers.Dense(25, "relu"),
            layers.Dense(15, "relu"),
            layers.Dense(n_classes),
        ]
    )
    return model


def _nothing_returned(n_features: int, n_classes: int) -> Any:
    import tensorflow as tf
    from tensorflow.keras import layers

    model = tf.keras.Sequential(
        [
            tf.keras.Input((n_features,)),
            layers.Dense(25, "relu"),
            layers.Dense(15, "relu"),
            layers.Dense(n_classes),
        ]
    )
    return model.compile(
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer="adam"
    )


def _inputs_unknown(n_features: int, n_classes: int) -> Any:
    import tensorflow as tf
    from tensorflow.keras import layers

    model = tf.keras.Sequential([layers.Dense(25, "relu"), layers.Dense(15, "relu"), layers.Dense(n_classes)])
    model.compile(loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer="adam")
    return model


def _no_optimizer(n_features: int, n_classes: int) -> Any:
    import tensorflow as tf
    from tensorflow.keras import layers

    model = tf.keras.Sequential(
        [
            tf.keras.Input((n_features,)),
            layers.Dense(25, "relu"),
            layers.Dense(15, "relu"),
            layers.Dense(n_classes),
        ]
    )
    model.compile(loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
    return model


def _learning_rate_too_large(n_features: int, n_classes: int) -> Any:
    import tensorflow as tf
    from tensorflow.keras import layers

    model = tf.keras.Sequential(
        [
            tf.keras.Input((n_features,)),
            layers.Dense(25, "relu"),
            layers.Dense(15, "relu"),
            layers.Dense(n_classes),
        ]
    )
    model.compile(
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        optimizer=tf.keras.optimizers.Adam(0.01),
    )
    return model


def _preferred(n_features: int, n_classes: int) -> Any:
    from course_utils.tensorflow import tf

    layers = [
        tf.keras.Input(shape=(n_features,)),
        tf.keras.layers.Dense(25, activation="relu"),
        tf.keras.layers.Dense(15, activation="relu"),
        tf.keras.layers.Dense(n_classes, activation="linear"),
    ]
    model = tf.keras.Sequential(layers)
    model.compile(
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        optimizer=tf.keras.optimizers.Adam(0.001),
    )
    return model


PREFERRED_MODEL = Exercise(
    name="preferred_model",
    signature="preferred_model(n_features, n_classes)",
    points=3,
    solution=_preferred,
    contract=KerasModel(
        (
            DenseLayers((25, 15)),
            LossFromLogits("SparseCategoricalCrossentropy"),
            OptimizedBy("Adam", 0.001),
            GivesLogits(),
            Learns(class_labels),
        )
    ),
    seconds=KERAS_SECONDS,
    refused=("course_utils.reference",),
    cases=(
        Case("blobs", lambda: (2, 4)),
        Case("irises", lambda: (4, 3)),
        Case("two-classes", lambda: (3, 2)),
        Case("one-feature", lambda: (1, 5)),
        Case("digits", lambda: (64, 10)),
    ),
    misconceptions=(
        Misconception("obvious", _obvious),
        Misconception("softmax-twice", _softmax_twice),
        Misconception("from-logits-forgotten", _from_logits_forgotten),
        Misconception("one-hot-loss", _one_hot_loss),
        Misconception("binary-loss", _binary_loss),
        Misconception("four-classes-always", _four_classes_always),
        Misconception("two-features-always", _two_features_always),
        Misconception("arguments-swapped", _arguments_swapped),
        Misconception("hidden-layers-swapped", _hidden_layers_swapped),
        Misconception("no-hidden-activation", _no_hidden_activation),
        Misconception("sigmoid-hidden-layers", _sigmoid_hidden_layers),
        Misconception("relu-output", _relu_output),
        Misconception("not-compiled", _not_compiled),
        Misconception("nothing-returned", _nothing_returned),
        Misconception("inputs-unknown", _inputs_unknown),
        Misconception("no-optimizer", _no_optimizer),
        Misconception("learning-rate-too-large", _learning_rate_too_large),
    ),
)


# probabilities: the mistakes


def model_with_weights(n_features: int, n_classes: int) -> ModelData:
    """A model as `_preferred` makes it, taken apart, with the same weights at every call; for examples of size 1 its
    logits are moderate."""
    rng = np.random.default_rng([n_features, n_classes])
    made = _preferred_data(n_features, n_classes)
    weights = (
        rng.normal(scale=np.sqrt(2 / len(weight)), size=weight.shape).astype(weight.dtype)
        for weight in made.weights
    )
    return ModelData(made.config, tuple(weights))


@cache
def _preferred_data(n_features: int, n_classes: int) -> ModelData:
    made = take_apart(_preferred(n_features, n_classes))
    # Not compiled, and without random weights that are replaced at once: building it takes half of the time.
    made.config["compile_config"] = {}
    for layer in made.config["config"]["layers"]:
        if "kernel_initializer" in layer["config"]:
            layer["config"]["kernel_initializer"] = layer["config"]["bias_initializer"]
    return made


def _solution_probabilities(model: Any, X: Floats) -> NDArray[np.floating]:
    W1, b1, W2, b2, W3, b3 = take_apart(model).weights
    hidden = reference.relu(reference.relu(X @ W1 + b1) @ W2 + b2)
    return reference.softmax(hidden @ W3 + b3)


def _logits(model: Any, X: Floats) -> Floats:
    return model.predict(X, verbose=0)


def _sigmoid_of_logits(model: Any, X: Floats) -> Floats:
    import tensorflow as tf

    return tf.nn.sigmoid(model.predict(X, verbose=0)).numpy()


def _softmax_of_softmax(model: Any, X: Floats) -> Floats:
    import tensorflow as tf

    return tf.nn.softmax(tf.nn.softmax(model.predict(X, verbose=0))).numpy()


def _softmax_over_examples(model: Any, X: Floats) -> Floats:
    import tensorflow as tf

    return tf.nn.softmax(model.predict(X, verbose=0), axis=0).numpy()


def _softmax_of_all_logits(model: Any, X: Floats) -> Floats:
    powers = np.exp(model.predict(X, verbose=0))
    return powers / np.sum(powers)


def _classes(model: Any, X: Floats) -> NDArray[np.intp]:
    return np.argmax(model.predict(X, verbose=0), axis=1)


def _largest_probability(model: Any, X: Floats) -> Floats:
    import tensorflow as tf

    return np.max(tf.nn.softmax(model.predict(X, verbose=0)).numpy(), axis=1)


def _logarithms(model: Any, X: Floats) -> Floats:
    import tensorflow as tf

    return tf.nn.log_softmax(model.predict(X, verbose=0)).numpy()


def _softmax_of_inputs(model: Any, X: Floats) -> Floats:
    import tensorflow as tf

    return tf.nn.softmax(X).numpy()


def _logits_divided_by_sum(model: Any, X: Floats) -> Floats:
    logits = model.predict(X, verbose=0)
    return logits / np.sum(logits, axis=1, keepdims=True)


def _first_example_only(model: Any, X: Floats) -> Floats:
    import tensorflow as tf

    return tf.nn.softmax(model.predict(X, verbose=0)).numpy()[0]


def _softmax_put_into_the_model(model: Any, X: Floats) -> Floats:
    import tensorflow as tf

    model.layers[-1].activation = tf.keras.activations.softmax
    return model.predict(X, verbose=0)


PROBABILITIES = Exercise(
    name="probabilities",
    signature="probabilities(model, X)",
    points=2,
    solution=_solution_probabilities,
    contract=Array(rtol=1e-4, atol=1e-6),
    seconds=KERAS_SECONDS,
    refused=("course_utils.reference",),
    cases=(
        Case("blobs", lambda: (model_with_weights(2, 4), _spread(5, 2, seed=342, scale=1))),
        Case("irises", lambda: (model_with_weights(4, 3), _spread(6, 4, seed=344, scale=1))),
        Case("one-example", lambda: (model_with_weights(4, 3), np.array([[0.5, -1.0, 2.0, 1.5]]))),
        Case("two-classes", lambda: (model_with_weights(2, 2), np.array([[1.0, 0.0], [-1.0, 2.0]]))),
        Case(
            "as-many-classes-as-examples",
            lambda: (model_with_weights(4, 3), _spread(3, 4, seed=348, scale=1)),
        ),
    ),
    misconceptions=(
        Misconception("logits", _logits),
        Misconception("sigmoid", _sigmoid_of_logits),
        Misconception("softmax-twice", _softmax_of_softmax),
        Misconception("over-examples", _softmax_over_examples),
        Misconception("one-distribution-for-all", _softmax_of_all_logits),
        Misconception("classes", _classes),
        Misconception("largest-only", _largest_probability),
        Misconception("logarithms", _logarithms),
        Misconception("softmax-of-inputs", _softmax_of_inputs),
        Misconception("logits-divided-by-sum", _logits_divided_by_sum),
        Misconception("first-example-only", _first_example_only),
        Misconception("softmax-put-into-the-model", _softmax_put_into_the_model),
    ),
)

EXERCISES = (STABLE_SOFTMAX, LOGSUMEXP, STABLE_SIGMOID, PREFERRED_MODEL, PROBABILITIES)
