"""Chapter 04: the figures that it states come out of its cells, and its pictures show what they say."""

from __future__ import annotations

import re

import numpy as np
import pytest
from nbformat import NotebookNode

from course_utils import plots, reference
from course_utils.plots.guarded import Note
from course_utils.plots.picture import Picture
from tests.chapters.editions import CHAPTERS, cell_called, printed, run_solved, shown

CHAPTER = "04-cross-entropy"
A, B = [0.6, 0.5, 0.7, 0.3], [0.98, 0.95, 0.99, 0.001]


def numbers(text: str) -> list[float]:
    """Every number in ``text``, in order."""
    return [float(found) for found in re.findall(r"-?\d+\.?\d*(?:e[+-]?\d+)?", text)]


@pytest.fixture(scope="module")
def ran() -> NotebookNode:
    return run_solved(CHAPTERS[CHAPTER])


# What the cells print


@pytest.mark.notebooks
def test_the_likelihood_prefers_the_cautious_model(ran: NotebookNode) -> None:
    a, b = numbers(printed(ran, "likelihood-code"))
    assert (a, b) == (0.063, 0.00092)
    assert 60 < a / b < 70


@pytest.mark.notebooks
def test_the_product_underflows_where_the_sum_does_not(ran: NotebookNode) -> None:
    product, total = numbers(printed(ran, "underflow-code"))
    assert product == 0
    assert total == pytest.approx(2000 * np.log(0.5))


@pytest.mark.notebooks
def test_the_costs_of_the_two_models(ran: NotebookNode) -> None:
    for line, cost in zip(printed(ran, "cost-of-two-models-code").splitlines(), (0.691, 1.747), strict=True):
        *losses, mean = numbers(line)
        assert mean == cost
        assert np.mean(losses) == pytest.approx(mean, abs=1e-3)


@pytest.mark.notebooks
def test_the_example_by_hand(ran: NotebookNode) -> None:
    assert "the loss is 1.609" in shown(ran, "by-hand-picture")


@pytest.mark.notebooks
def test_two_of_ten_in_one_hot(ran: NotebookNode) -> None:
    first, *_ = printed(ran, "one-hot-code").splitlines()
    assert numbers(first) == [0, 0, 1, 0, 0, 0, 0, 0, 0, 0]


@pytest.mark.notebooks
def test_one_loss_two_encodings_two_keras_classes(ran: NotebookNode) -> None:
    found = [numbers(line) for line in printed(ran, "two-keras-losses-code").splitlines()]
    assert len(found) == 2
    np.testing.assert_allclose(found, found[0][0], atol=2e-6)
    source = cell_called(ran, "two-keras-losses-code").source
    assert "SparseCategoricalCrossentropy()" in source
    assert "= tf.keras.losses.CategoricalCrossentropy()" in source


@pytest.mark.notebooks
def test_two_classes_are_binary_cross_entropy(ran: NotebookNode) -> None:
    binary, two_classes, keras = (numbers(line)[-1] for line in printed(ran, "binary-code").splitlines())
    assert binary == two_classes
    assert keras == pytest.approx(binary, abs=2e-6)


@pytest.mark.notebooks
def test_from_logits_no_mistake_is_too_large(ran: NotebookNode) -> None:
    losses = [numbers(line)[-2:] for line in printed(ran, "from-logits-code").splitlines()]
    assert losses == [[2.1719, 2.1719], [20, 20], [2000, 2000]]


@pytest.mark.notebooks
def test_the_gradient_is_what_central_differences_measure(ran: NotebookNode) -> None:
    *slopes, largest = printed(ran, "central-differences-code").splitlines()
    assert 0 < numbers(largest)[0] < 1e-9
    derived, measured = slopes[:2], slopes[2:]
    assert derived == measured
    # (y_hat - y) / m for the logits [5, 2, -1, 3], class 3, of two examples
    np.testing.assert_allclose(numbers(derived[0]), np.array([0.842, 0.042, 0.002, -0.886]) / 2, atol=5e-4)


@pytest.mark.notebooks
def test_training_begins_at_log_3_and_gets_as_far_as_the_text_says(ran: NotebookNode) -> None:
    line, *_ = printed(ran, "cost-curve").splitlines()
    assert line == "cost 1.099 before, 0.126 after 1000 steps; 148 of 150 flowers right"


@pytest.mark.notebooks
def test_keras_learns_the_same_weights(ran: NotebookNode) -> None:
    yours, keras = printed(ran, "keras-code").split("Keras:")
    assert numbers(yours) == numbers(keras.partition("largest")[0])
    assert 0 < numbers(keras)[-1] < 5e-6


@pytest.mark.notebooks
def test_twenty_thousand_directions(ran: NotebookNode) -> None:
    assert printed(ran, "twenty-thousand-code") == "1 in 10 to the power of 6021\n"


@pytest.mark.notebooks
def test_the_network_of_zeros_stands_on_a_saddle(ran: NotebookNode) -> None:
    height, directions = printed(ran, "real-saddle-code").splitlines()
    assert numbers(height) == [1.0986, 0.0]
    assert numbers(directions) == [21, 6, 6]


@pytest.mark.notebooks
def test_momentum_and_adam_leave_the_plateau_sooner(ran: NotebookNode) -> None:
    adam, momentum, gradient_descent = numbers(shown(ran, "plateau-picture"))
    assert adam < momentum < 100 < gradient_descent


@pytest.mark.notebooks
@pytest.mark.parametrize("cell", ["explorer", "descent-explorer"])
def test_the_explorers_are_shown(ran: NotebookNode, cell: str) -> None:
    views = [output.data for output in cell_called(ran, cell).outputs if "data" in output]
    assert any("application/vnd.jupyter.widget-view+json" in view for view in views)


# What the pictures show


@pytest.fixture(scope="module")
def pictures() -> dict[str, Picture]:
    curves = {
        name: np.linspace(np.log(3), end, 40) for name, end in (("gradient_descent", 0.9), ("adam", 0.1))
    }
    return {
        "two_models": plots.two_models(A, B),
        "minus_log": plots.minus_log(A, B),
        "loss_by_hand": plots.loss_by_hand([0.3, 0.2, 0.1, 0.4], [0, 1, 0, 0]),
        "gradient_pushes": plots.gradient_pushes(reference.softmax_gradient, [5, 2, -1, 3], label=3),
        "cost_curve": plots.cost_curve([0, 1, 10, 100], [1.1, 0.9, 0.6, 0.5]),
        "descents": plots.descents([0.0001, 2.1], 0.1, 260),
        "minima_are_rare": plots.minima_are_rare({1: 0.5, 2: 0.146, 3: 0.024}),
        "plateau": plots.plateau({**curves, "momentum": curves["adam"]}, level=np.log(3)),
    }


@pytest.mark.parametrize("name", [name for name in plots.__all__ if name in vars(plots.cross_entropy)])
def test_every_picture_has_a_title_and_a_sentence_for_who_cannot_see_it(
    name: str, pictures: dict[str, Picture]
) -> None:
    picture = pictures[name]
    titles = [ax.get_title(loc) for ax in picture.figure.axes for loc in ("left", "center")]
    assert any([picture.figure.get_suptitle(), *titles])
    assert len(picture.alt) > 60
    assert picture.alt in picture._repr_mimebundle_()["text/html"]
    assert picture.png.startswith(b"\x89PNG")


def test_the_models_points_lie_on_the_curve(pictures: dict[str, Picture]) -> None:
    a, b = pictures["minus_log"].figure.axes[0].collections
    for points, p in ((a, A), (b, B)):
        np.testing.assert_allclose(points.get_offsets(), np.column_stack([p, -np.log(p)]))


def test_only_the_true_class_has_a_part_in_the_loss(pictures: dict[str, Picture]) -> None:
    *_, parts = pictures["loss_by_hand"].figure.axes
    np.testing.assert_allclose([bar.get_height() for bar in parts.patches], [0, -np.log(0.2), 0, 0])


def test_the_pushes_are_truth_minus_probability(pictures: dict[str, Picture]) -> None:
    _, pushes = pictures["gradient_pushes"].figure.axes
    heights = [bar.get_height() for bar in pushes.patches]
    np.testing.assert_allclose(heights, np.eye(4)[3] - reference.softmax([5, 2, -1, 3]))


def test_three_optimizers_take_one_start_to_one_valley_in_the_order_stated(
    pictures: dict[str, Picture],
) -> None:
    landscape, heights = pictures["descents"].figure.axes
    paths = [line.get_xydata() for line in landscape.lines if len(line.get_xydata()) > 1]
    assert len(paths) == 3
    for path in paths:
        assert path[0].tolist() == [0.0001, 2.1]
        np.testing.assert_allclose(path[-1], [1.5, 0], atol=0.02)
    arrivals = [int(np.argmax(line.get_ydata() < 0.1)) for line in heights.lines]
    assert arrivals == [210, 56, 18]
    assert f"Adam is down after {arrivals[2]} steps" in pictures["descents"].alt


def test_the_saddle_holds_gradient_descent_up(pictures: dict[str, Picture]) -> None:
    gradient_descent = pictures["descents"].figure.axes[1].lines[0].get_ydata()
    assert np.sum(np.abs(gradient_descent - 0.7) < 0.03) > 20


def untouched(Z: np.ndarray, y: np.ndarray) -> np.ndarray:
    raise NotImplementedError()


def one_number(Z: np.ndarray, y: np.ndarray) -> float:
    return 0.5


@pytest.mark.parametrize("function", [untouched, one_number])
def test_a_picture_that_cannot_be_drawn_is_a_sentence(function: object) -> None:
    drawn = plots.gradient_pushes(function, [5, 2, -1, 3], label=3)
    assert isinstance(drawn, Note)
    assert f"`{function.__name__}`" in drawn.sentence
