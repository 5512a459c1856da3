"""One example of every figure and every explorer: what the gallery shows, the image tests compare, the benchmark times.

The chapters draw them with what a learner has written or trained. Here the reference functions stand in for it,
and small formulas for what takes a training, so that a picture changes only when its drawing does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import numpy as np

from course_utils import explore, plots, reference
from course_utils.data import Dataset, iris, mnist_network, scenes
from course_utils.data.mnist import embedded_sample, split_sample
from course_utils.explore.base import Explorer
from course_utils.plots.picture import Picture

Drawn = Callable[[], Picture]
Opened = Callable[[], Explorer]

EPOCHS = np.arange(60)
STEPS = np.arange(300)
HANDMADE = np.array([2.2, -1.5, 0.4])


class Street(NamedTuple):
    """Pictures of a street and the logits, right more often than not, that a network might give them."""

    scenes: Dataset
    Z: np.ndarray


class Digits(NamedTuple):
    """Test images of MNIST and what the trained network makes of them."""

    images: np.ndarray
    labels: np.ndarray
    X: np.ndarray
    P: np.ndarray
    misread: np.ndarray


@cache
def street() -> Street:
    pictures = scenes(200, seed=1)
    noise = np.random.default_rng(0).normal(scale=2.2, size=pictures.y.shape)
    return Street(pictures, (2 * pictures.y - 1) * 2.8 + noise)


@cache
def digits() -> Digits:
    images, labels, _ = embedded_sample()
    testing = split_sample(labels)
    images, labels = images[testing], labels[testing]
    X = reference.normalize(reference.flatten_images(images))
    P = reference.forward(mnist_network(), X)
    return Digits(images, labels, X, P, np.flatnonzero(P.argmax(axis=1) != labels))


def seedlings() -> tuple[np.ndarray, np.ndarray]:
    X = np.random.default_rng(1).uniform(-1, 1, size=(300, 2))
    return X, (np.hypot(X[:, 0] - 0.25, X[:, 1] - 0.2) < 0.65).astype(float)


def borders() -> Picture:
    models = {
        "a line": lambda X: reference.sigmoid(3 * X[:, 0] + 2 * X[:, 1] - 1),
        "a circle": lambda X: reference.sigmoid(20 * (0.65 - np.hypot(X[:, 0] - 0.25, X[:, 1] - 0.2))),
    }
    return plots.borders(*seedlings(), models, "A straight border and a bent one")


def curve_fitted() -> Picture:
    x = np.linspace(-3, 3, 61)
    return plots.curve_fitted(x, np.sin(x) + x / 4, np.interp(x, x[::6], (np.sin(x) + x / 4)[::6]))


def petal_regions() -> Picture:
    flowers = iris()
    W, b = reference.train_softmax_regression(flowers.X[:, 2:], flowers.y, 3, learning_rate=0.1, steps=1000)
    return plots.petal_regions(reference.predict_proba, W, b, flower=77)


def blob_regions() -> Picture:
    centres = np.array([[-5, 2], [-2, -2], [1, 2], [5, -2]])
    return plots.blob_regions(lambda points: points @ centres.T - (centres**2).sum(axis=1) / 2)


def two_organisations() -> Picture:
    leads = np.arange(41.0)
    losses = np.logaddexp(0, leads)
    return plots.two_organisations(leads, np.minimum(losses, 16.118), losses)


def training_curves() -> Picture:
    curve = 0.04 + 0.94 * np.exp(-0.75 * np.arange(10))
    return plots.training_curves({"obvious": list(curve), "preferred": list(curve)})


def plateau() -> Picture:
    leaves = {"gradient_descent": 140, "momentum": 40, "adam": 15}
    curves = {
        name: 0.1 + (np.log(3) - 0.1) * reference.sigmoid((at - STEPS) / 6) for name, at in leaves.items()
    }
    return plots.plateau(curves, level=np.log(3))


def precision_recall_curves() -> Picture:
    pictures, Z = street()
    return plots.precision_recall_curves(
        reference.multilabel_predict, reference.precision_recall, Z, pictures.y, pictures.class_names
    )


def answered_gallery() -> Picture:
    images, labels, _, P, misread = digits()
    few = np.append(misread[:2], np.arange(16))
    return plots.answered_gallery(images[few], P[few].argmax(axis=1), labels[few])


def mistakes() -> Picture:
    images, labels, _, P, misread = digits()
    return plots.mistakes(images[misread[:12]], labels[misread[:12]], P[misread[:12]])


def confusion() -> Picture:
    counts = np.zeros((10, 10), dtype=int)
    np.add.at(counts, (digits().labels, digits().P.argmax(axis=1)), 1)
    return plots.confusion(counts)


def saturation() -> Picture:
    network = mnist_network()
    z = digits().X @ network["W1"]
    return plots.saturation(z + network["b1"], 255 * z + network["b1"])


def layers() -> Explorer:
    images, labels, _, _, misread = digits()
    shown = np.append(misread[:8], np.arange(18) * (len(images) // 18))
    return explore.layers(reference.forward, mnist_network(), images[shown], labels[shown])


def draw_digit() -> Explorer:
    opened = explore.draw_digit(reference.forward, mnist_network())
    opened.controls["strokes"].value = (((70.0, 60.0), (200.0, 60.0), (120.0, 220.0)),)
    return opened


def thresholds() -> Explorer:
    pictures, Z = street()
    return explore.thresholds(reference.multilabel_predict, reference.precision_recall, Z, pictures)


FIGURES: dict[str, dict[str, Drawn]] = {
    "01-activations": {
        "seedlings": lambda: plots.seedlings(*seedlings()),
        "one_neuron": lambda: plots.one_neuron([0.5, -1.0], [2.0, 1.0], 0.5),
        "borders": borders,
        "losses_compared": lambda: plots.losses_compared(
            list(0.65 / (1 + np.exp((EPOCHS - 32) / 8))), list(0.55 * np.exp(-EPOCHS / 5) + 0.02)
        ),
        "four_activations": lambda: plots.four_activations(reference.sigmoid, reference.relu),
        "gradient_sizes": lambda: plots.gradient_sizes(
            [0.00101, 0.0023, 0.03314], [0.01223, 0.00623, 0.02375]
        ),
        "curve_fitted": curve_fitted,
    },
    "02-softmax": {
        "flower_and_scores": lambda: plots.flower_and_scores(77, [-4.1, 2.5, 1.6]),
        "softmax_step_by_step": lambda: plots.softmax_step_by_step([5, 2, -1, 3]),
        "one_logit_moves": lambda: plots.one_logit_moves(reference.softmax),
        "temperatures": lambda: plots.temperatures(reference.softmax),
        "hard_and_soft": lambda: plots.hard_and_soft(reference.softmax, reference.hardmax),
        "batch_axes": lambda: plots.batch_axes([[1, 2, 3], [3, 1, 0]]),
        "petal_regions": petal_regions,
    },
    "03-roundoff": {
        "digits_and_difference": lambda: plots.digits_and_difference(
            {"2 / 10000": 2 / 10000, "(1 + 1/10000) - (1 - 1/10000)": (1 + 1 / 10000) - (1 - 1 / 10000)},
            places=18,
        ),
        "float16_bits": lambda: plots.float16_bits(0.1),
        "float_gaps": plots.float_gaps,
        "exponential_limits": plots.exponential_limits,
        "two_organisations": two_organisations,
        "training_curves": training_curves,
        "blob_regions": blob_regions,
    },
    "04-cross-entropy": {
        "two_models": lambda: plots.two_models([0.6, 0.5, 0.7, 0.3], [0.98, 0.95, 0.99, 0.001]),
        "minus_log": lambda: plots.minus_log([0.6, 0.5, 0.7, 0.3], [0.98, 0.95, 0.99, 0.001]),
        "loss_by_hand": lambda: plots.loss_by_hand([0.3, 0.2, 0.1, 0.4], [0, 1, 0, 0]),
        "gradient_pushes": lambda: plots.gradient_pushes(reference.softmax_gradient, [5, 2, -1, 3], label=3),
        "cost_curve": lambda: plots.cost_curve([0, 1, 10, 100, 1000], [1.099, 1.033, 0.857, 0.445, 0.126]),
        "minima_are_rare": lambda: plots.minima_are_rare({1: 0.5, 2: 0.146, 3: 0.024, 4: 0.0024, 5: 0.00006}),
        "descents": lambda: plots.descents([0.0001, 2.1], 0.1, 260),
        "plateau": plateau,
    },
    "05-multi-label": {
        "street_picture": lambda: plots.street_picture(street().scenes.X[12]),
        "three_targets": plots.three_targets,
        "same_logits": lambda: plots.same_logits(HANDMADE, street().scenes.class_names),
        "loss_of_a_logit": lambda: plots.loss_of_a_logit(reference.multilabel_loss),
        "street_gallery": lambda: plots.street_gallery(street().scenes, range(8)),
        "two_networks": lambda: plots.two_networks(
            street().scenes.X[12], [0.94, 0.01, 0.05], [1.0, 0.001, 0.96], street().scenes.class_names
        ),
        "precision_recall_curves": precision_recall_curves,
    },
    "06-mnist-forward-pass": {
        "digit_gallery": lambda: plots.digit_gallery(digits().images[::56][:18]),
        "pixels_as_numbers": lambda: plots.pixels_as_numbers(digits().images[500]),
        "flattening": lambda: plots.flattening(digits().images[500]),
        "right_and_wrong_reshape": lambda: plots.right_and_wrong_reshape(digits().images[500:]),
        "layer_shapes": lambda: plots.layer_shapes(mnist_network()),
        "weights_as_pictures": lambda: plots.weights_as_pictures(mnist_network()["W1"]),
        "answered_gallery": answered_gallery,
        "batch_speed": lambda: plots.batch_speed([1, 10, 100, 1000], [7700.0, 51300.0, 130800.0, 94600.0]),
        "mistakes": mistakes,
        "confusion": confusion,
        "saturation": saturation,
    },
}
"""By chapter and by its name in `course_utils.plots`."""

EXPLORERS: dict[str, dict[str, Opened]] = {
    "01-activations": {
        "relu_pieces": lambda: explore.relu_pieces(reference.relu),
        "unit": lambda: explore.unit(reference.sigmoid, reference.relu),
    },
    "02-softmax": {"softmax": lambda: explore.softmax(reference.softmax)},
    "03-roundoff": {
        "float_line": explore.float_line,
        "push": lambda: explore.push(reference.softmax),
    },
    "04-cross-entropy": {
        "minus_log_p": lambda: explore.minus_log_p(reference.cross_entropy),
        "descent": explore.descent,
    },
    "05-multi-label": {
        "softmax_or_sigmoids": lambda: explore.softmax_or_sigmoids(reference.multilabel_predict),
        "thresholds": thresholds,
    },
    "06-mnist-forward-pass": {"layers": layers, "draw_digit": draw_digit},
}
"""By chapter and by its name in `course_utils.explore`."""
