"""Chapter 01: the figures that it states come out of its cells, and its pictures show what they say."""

from __future__ import annotations

import re

import numpy as np
import pytest
from matplotlib.contour import QuadContourSet
from nbformat import NotebookNode

from course_utils import plots, reference
from course_utils.plots.guarded import Note
from course_utils.plots.picture import Picture
from tests.chapters.editions import CHAPTERS, cell_called, printed, run_solved, shown

CHAPTER = "01-activations"


def numbers(text: str) -> list[float]:
    """Every number in ``text``, in order."""
    return [float(found) for found in re.findall(r"-?\d+\.?\d*(?:e[+-]?\d+)?", text)]


@pytest.fixture(scope="module")
def ran() -> NotebookNode:
    return run_solved(CHAPTERS[CHAPTER])


# What the cells print and show


@pytest.mark.notebooks
def test_the_neuron_and_the_sigmoid_worked_by_hand(ran: NotebookNode) -> None:
    assert "z = 0.5; the sigmoid turns z into the output a = 0.622" in shown(ran, "one-neuron-picture")
    values, neuron = printed(ran, "my_sigmoid-use").splitlines()
    assert numbers(values) == [0.119, 0.5, 0.881]
    assert numbers(neuron) == [0.622]


@pytest.mark.notebooks
def test_three_steps_by_hand_and_in_keras_give_the_same_numbers(ran: NotebookNode) -> None:
    start, end = printed(ran, "training-by-hand").splitlines()
    assert numbers(start) == [0.6931]  # log 2: one half for every seedling
    assert numbers(end)[0] < 0.56
    by_hand, keras, costs = printed(ran, "training-keras").splitlines()
    np.testing.assert_allclose(numbers(by_hand), numbers(keras), rtol=1e-5)
    ours, theirs = numbers(costs)
    assert ours == pytest.approx(theirs, abs=1e-6)
    assert round(ours, 2) == 0.56  # the text compares the networks with it


@pytest.mark.notebooks
def test_linear_layers_are_worth_one_neuron(ran: NotebookNode) -> None:
    neuron, network = re.findall(r"(\d+) % right", shown(ran, "linear-network-training"))
    assert neuron == network
    left, difference = printed(ran, "collapse-the-network-code").splitlines()
    assert len(numbers(left.partition(":")[2])) == 3
    assert numbers(difference)[0] < 1e-6


@pytest.mark.notebooks
def test_networks_with_activations_do_better_than_one_neuron(ran: NotebookNode) -> None:
    (neuron,) = numbers(re.search(r"\d+ % right", shown(ran, "one-border"))[0])
    sigmoid, relu = (
        float(share) for share in re.findall(r"(\d+) % right", shown(ran, "bent-borders-training"))
    )
    assert neuron < 75
    assert sigmoid > 90
    assert relu > 97


@pytest.mark.notebooks
def test_three_dense_layers_by_hand_are_the_network_and_the_cost_is_the_mean_of_the_losses(
    ran: NotebookNode,
) -> None:
    *seedlings, largest, mean, cost = printed(ran, "forward-pass-code").splitlines()
    for line in seedlings:
        _, ours, theirs, _ = numbers(line)
        assert ours == pytest.approx(theirs, abs=2e-6)
    assert numbers(largest)[0] < 2e-6
    assert numbers(mean)[0] == pytest.approx(numbers(cost)[0], abs=2e-5)


@pytest.mark.notebooks
def test_relu_trains_faster_and_its_gradients_vanish_less(ran: NotebookNode) -> None:
    relu, sigmoid = (int(epoch) for epoch in re.findall(r"by epoch (\d+)", shown(ran, "losses-compared")))
    assert relu < 10 < 20 < sigmoid
    sigmoid_times, relu_times = (
        float(n)
        for n in re.search(
            r"it is (\d+) times .* with ReLU, ([\d.]+) times", shown(ran, "gradients-code")
        ).groups()
    )
    assert 25 < sigmoid_times < 40  # "about thirty times"
    assert relu_times < 3


@pytest.mark.notebooks
def test_regression_follows_the_curve(ran: NotebookNode) -> None:
    assert numbers(printed(ran, "regression"))[0] < 0.02


@pytest.mark.notebooks
@pytest.mark.parametrize("name", ["pieces-explorer", "unit-explorer"])
def test_the_explorers_are_shown(ran: NotebookNode, name: str) -> None:
    views = [output.data for output in cell_called(ran, name).outputs if "data" in output]
    assert any("application/vnd.jupyter.widget-view+json" in view for view in views)


# What the pictures show


def inside(points: np.ndarray) -> np.ndarray:
    """The probability of "yes" of a model that is right about a circle of radius 0.5."""
    return reference.sigmoid(20 * (0.5 - np.hypot(*np.asarray(points).T)))


def some_points() -> tuple[np.ndarray, np.ndarray]:
    X = np.random.default_rng(0).uniform(-1, 1, size=(80, 2))
    return X, (np.hypot(*X.T) < 0.5).astype(float)


@pytest.fixture(scope="module")
def pictures() -> dict[str, Picture]:
    X, y = some_points()
    x = np.linspace(0, 1, 20)
    return {
        "seedlings": plots.seedlings(X, y),
        "one_neuron": plots.one_neuron([0.5, -1.0], [2.0, 1.0], 0.5),
        "four_activations": plots.four_activations(reference.sigmoid, reference.relu),
        "borders": plots.borders(
            X, y, {"a circle": inside, "never": lambda P: np.zeros(len(P))}, "Two models"
        ),
        "losses_compared": plots.losses_compared([0.7, 0.69, 0.5, 0.3], [0.7, 0.3, 0.1, 0.05]),
        "gradient_sizes": plots.gradient_sizes([0.001, 0.01, 0.1], [0.01, 0.01, 0.02]),
        "curve_fitted": plots.curve_fitted(x, x**2, x**2 + 0.1),
    }


@pytest.mark.parametrize("name", [name for name in plots.__all__ if name in vars(plots.activations)])
def test_every_picture_has_a_title_and_a_sentence_for_who_cannot_see_it(
    name: str, pictures: dict[str, Picture]
) -> None:
    picture = pictures[name]
    titles = [ax.get_title("left") for ax in picture.figure.axes]
    assert any([picture.figure.get_suptitle(), *titles])
    assert len(picture.alt) > 60
    assert picture.alt in picture._repr_mimebundle_()["text/html"]
    assert picture.png.startswith(b"\x89PNG")


def test_the_slopes_are_those_of_the_learners_functions(pictures: dict[str, Picture]) -> None:
    below = pictures["four_activations"].figure.axes[4:]
    slopes = {ax: ax.lines[0].get_ydata() for ax in below}
    linear, sigmoid, tanh, relu = (slopes[ax] for ax in below)
    z = below[0].lines[0].get_xdata()
    a = reference.sigmoid(z)
    np.testing.assert_allclose(linear, 1, atol=1e-6)
    np.testing.assert_allclose(sigmoid, a * (1 - a), atol=1e-6)
    np.testing.assert_allclose(tanh, 1 - np.tanh(z) ** 2, atol=1e-6)
    np.testing.assert_allclose(relu[z != 0], (z > 0)[z != 0], atol=1e-6)
    assert sigmoid.max() == pytest.approx(0.25, abs=1e-6)


def test_the_border_is_where_the_model_is_undecided(pictures: dict[str, Picture]) -> None:
    circle, never = pictures["borders"].figure.axes
    lines = [c for c in circle.collections if isinstance(c, QuadContourSet) and not c.filled]
    points = np.vstack([path.vertices for line in lines for path in line.get_paths()])
    np.testing.assert_allclose(np.hypot(*points.T), 0.5, atol=0.01)
    assert [c for c in never.collections if isinstance(c, QuadContourSet) and not c.filled] == []
    assert "a circle, 100 % right" in pictures["borders"].alt


def test_the_curves_of_the_costs_are_the_costs(pictures: dict[str, Picture]) -> None:
    sigmoid, relu = pictures["losses_compared"].figure.axes[0].lines
    assert list(sigmoid.get_ydata()) == [0.7, 0.69, 0.5, 0.3]
    assert list(relu.get_xdata()) == [1, 2, 3, 4]
    assert "halved by epoch 2" in pictures["losses_compared"].alt
    assert "only by epoch 4" in pictures["losses_compared"].alt


def test_the_title_says_how_much_the_gradient_shrinks(pictures: dict[str, Picture]) -> None:
    ax = pictures["gradient_sizes"].figure.axes[0]
    assert "100-fold" in ax.get_title("left")
    assert [bar.get_height() for bar in ax.patches] == [0.001, 0.01, 0.1, 0.01, 0.01, 0.02]


def untouched(z: np.ndarray) -> np.ndarray:
    raise NotImplementedError()


def one_number(z: np.ndarray) -> str:
    return "one"


@pytest.mark.parametrize("function", [untouched, one_number])
def test_a_picture_that_cannot_be_drawn_is_a_sentence(function: object) -> None:
    for drawn in (
        plots.four_activations(function, reference.relu),
        plots.four_activations(reference.sigmoid, function),
    ):
        assert isinstance(drawn, Note)
        assert f"`{function.__name__}`" in drawn.sentence
