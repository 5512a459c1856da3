"""Chapter 02: the figures that it states come out of its cells, and its pictures show what they say."""

from __future__ import annotations

import re

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.contour import QuadContourSet
from nbformat import NotebookNode

from course_utils import plots, reference
from course_utils.data import iris
from course_utils.plots.guarded import Note
from course_utils.plots.picture import Picture
from tests.chapters.editions import CHAPTERS, cell_called, printed, run_solved, shown

CHAPTER = "02-softmax"
BY_HAND = np.array([5.0, 2.0, -1.0, 3.0])


def numbers(text: str) -> list[float]:
    """Every number in ``text``, in order."""
    return [float(found) for found in re.findall(r"-?\d+\.?\d*(?:e[+-]?\d+)?", text)]


@pytest.fixture(scope="module")
def ran() -> NotebookNode:
    return run_solved(CHAPTERS[CHAPTER])


# What the cells print


@pytest.mark.notebooks
def test_three_logits(ran: NotebookNode) -> None:
    assert "[0.01821127 0.24519181 0.73659691] sum 1.0" in printed(ran, "first-use-code")


@pytest.mark.notebooks
def test_the_example_by_hand(ran: NotebookNode) -> None:
    picture = shown(ran, "by-hand-picture")
    assert "148.4, 7.4, 0.4, 20.1" in picture
    assert "176.3" in picture
    assert "0.842, 0.042, 0.002, 0.114" in picture


@pytest.mark.notebooks
def test_hardmax_beside_softmax(ran: NotebookNode) -> None:
    hard, soft = printed(ran, "hardmax-beside-softmax").splitlines()
    assert numbers(hard) == [1, 0, 0, 0]
    assert numbers(soft) == [0.842, 0.042, 0.002, 0.114]


@pytest.mark.notebooks
def test_dividing_by_the_sum_fails_as_the_text_says(ran: NotebookNode) -> None:
    total, *shares = numbers(printed(ran, "divide-by-the-sum"))
    assert abs(total) < 1e-12
    assert max(map(abs, shares)) > 1e14


@pytest.mark.notebooks
def test_a_shift_changes_nothing(ran: NotebookNode) -> None:
    lines = printed(ran, "shifts").splitlines()
    logits, probabilities = zip(*(line.strip("[]").split("] [") for line in lines), strict=True)
    assert len(set(logits)) == 3
    assert len(set(probabilities)) == 1


@pytest.mark.notebooks
def test_two_classes_are_the_sigmoid_of_the_difference(ran: NotebookNode) -> None:
    lines = printed(ran, "two-classes-code").splitlines()
    assert len(lines) == 4
    for line in lines:
        z1, z2, softmax, sigmoid = numbers(line)
        assert softmax == sigmoid
        assert sigmoid == pytest.approx(1 / (1 + np.exp(z2 - z1)), abs=1e-6)


@pytest.mark.notebooks
def test_iris_has_four_features_and_three_species(ran: NotebookNode) -> None:
    features, species = printed(ran, "irises-code").splitlines()
    assert features.startswith("(150, 4)")
    assert species.startswith("(150,)")
    assert features.count("(cm)") == 4
    assert [name in species for name in ("setosa", "versicolor", "virginica")] == [True] * 3


@pytest.mark.notebooks
def test_every_probability_is_one_and_every_row_adds_up(ran: NotebookNode) -> None:
    *_, between, sums = printed(ran, "probabilities-code").splitlines()
    smallest, largest = numbers(between)
    assert 0 <= smallest < largest <= 1
    assert numbers(sums) == [1]


@pytest.mark.notebooks
def test_training_gets_as_far_as_the_text_says(ran: NotebookNode) -> None:
    assert "step    0   right: 50 of 150" in printed(ran, "training-run")
    assert "step 3000   right: 148 of 150" in printed(ran, "training-run")
    assert "step 3000   right: 144 of 150" in printed(ran, "linear-regions-picture")


@pytest.mark.notebooks
def test_the_scores_at_the_beginning_are_those_of_the_trained_model(ran: NotebookNode) -> None:
    logits, probabilities, truth = printed(ran, "back-to-the-flower-code").splitlines()
    opening = cell_called(ran, "opening-picture").source
    assert numbers(logits) == numbers(opening[opening.index("[") : opening.index("]")])
    assert numbers(probabilities)[1] == 0.71
    assert truth.endswith("versicolor")


@pytest.mark.notebooks
def test_keras_gives_the_same_numbers(ran: NotebookNode) -> None:
    *flowers, largest = printed(ran, "keras-code").splitlines()
    assert 0 < numbers(largest)[0] < 2e-6
    for line in flowers:
        yours, keras = line.split("Keras")
        np.testing.assert_allclose(numbers(yours)[1:], numbers(keras), atol=2e-6)


@pytest.mark.notebooks
def test_the_explorer_is_shown(ran: NotebookNode) -> None:
    views = [output.data for output in cell_called(ran, "explorer").outputs if "data" in output]
    assert any("application/vnd.jupyter.widget-view+json" in view for view in views)


# What the pictures show


def petal_model() -> tuple[np.ndarray, np.ndarray]:
    """Weights (2, 3) and biases (3,) of the petals, trained as the chapter does."""
    X, y = iris()
    petals, Y = X[:, 2:], np.eye(3)[y]
    W, b = np.zeros((2, 3)), np.zeros(3)
    for _ in range(3001):
        error = (reference.predict_proba(petals, W, b) - Y) / len(y)
        W, b = W - 0.1 * petals.T @ error, b - 0.1 * error.sum(axis=0)
    return W, b


@pytest.fixture(scope="module")
def pictures() -> dict[str, Picture]:
    W, b = petal_model()
    return {
        "flower_and_scores": plots.flower_and_scores(77, [-4.1, 2.5, 1.6]),
        "softmax_step_by_step": plots.softmax_step_by_step(BY_HAND),
        "one_logit_moves": plots.one_logit_moves(reference.softmax),
        "temperatures": plots.temperatures(reference.softmax),
        "hard_and_soft": plots.hard_and_soft(reference.softmax, reference.hardmax),
        "batch_axes": plots.batch_axes([[1, 2, 3], [3, 1, 0]]),
        "petal_regions": plots.petal_regions(reference.predict_proba, W, b, flower=77),
    }


@pytest.mark.parametrize("name", [name for name in plots.__all__ if name in vars(plots.softmax)])
def test_every_picture_has_a_title_and_a_sentence_for_who_cannot_see_it(
    name: str, pictures: dict[str, Picture]
) -> None:
    picture = pictures[name]
    axes = picture.figure.axes
    titles = [ax.get_title(loc) for ax in axes for loc in ("left", "center")]
    assert any([picture.figure.get_suptitle(), *titles])
    assert len(picture.alt) > 60
    assert picture.alt in picture._repr_mimebundle_()["text/html"]
    assert picture.png.startswith(b"\x89PNG")


def heights(ax: Axes) -> list[float]:
    return [bar.get_height() for bar in ax.patches]


def test_the_steps_are_logits_exponentials_and_shares(pictures: dict[str, Picture]) -> None:
    logits, powers, shares = pictures["softmax_step_by_step"].figure.axes
    np.testing.assert_allclose(heights(logits), BY_HAND)
    np.testing.assert_allclose(heights(powers), np.exp(BY_HAND))
    np.testing.assert_allclose(heights(shares), np.exp(BY_HAND) / np.exp(BY_HAND).sum())


def test_one_sigmoid_moves_and_every_softmax(pictures: dict[str, Picture]) -> None:
    sigmoid, softmax = pictures["one_logit_moves"].figure.axes
    assert [np.ptp(line.get_ydata()) > 0 for line in sigmoid.lines] == [False, False, True, False]
    assert [line.get_ydata()[-1] > line.get_ydata()[0] for line in softmax.lines] == [
        False,
        False,
        True,
        False,
    ]
    assert all(np.ptp(line.get_ydata()) > 0.01 for line in softmax.lines)


def test_the_bars_at_each_temperature_are_the_learners(pictures: dict[str, Picture]) -> None:
    for ax in pictures["temperatures"].figure.axes:
        T = float(ax.get_title().removeprefix("T = "))
        np.testing.assert_allclose(heights(ax), reference.softmax(BY_HAND / T))


def test_hardmax_takes_two_values_and_softmax_many(pictures: dict[str, Picture]) -> None:
    soft, hard = pictures["hard_and_soft"].figure.axes[0].lines
    assert set(hard.get_ydata()) == {0, 1}
    assert np.all(np.diff(soft.get_ydata()) > 0)


def test_the_regions_meet_along_the_lines_where_two_logits_are_equal(pictures: dict[str, Picture]) -> None:
    W, b = petal_model()
    ax = pictures["petal_regions"].figure.axes[0]
    borders = [c for c in ax.collections if isinstance(c, QuadContourSet) and not c.filled]
    points = np.vstack([path.vertices for border in borders for path in border.get_paths()])
    assert len(points) > 200
    Z = points @ W + b
    distances = [
        np.abs(Z[:, i] - Z[:, j]) / np.linalg.norm(W[:, i] - W[:, j]) for i, j in ((0, 1), (0, 2), (1, 2))
    ]
    assert np.min(distances, axis=0).max() < 0.01  # centimetres


def test_the_flower_in_question_is_marked_and_not_among_the_others(pictures: dict[str, Picture]) -> None:
    ax = pictures["flower_and_scores"].figure.axes[0]
    *species, mark = [c for c in ax.collections if isinstance(c, PathCollection)]
    flower = iris().X[77, 2:]
    assert [len(cloud.get_offsets()) for cloud in species] == [50, 49, 50]
    np.testing.assert_allclose(mark.get_offsets(), [flower])
    assert not any((cloud.get_offsets() == flower).all(axis=1).any() for cloud in species)


def test_by_its_petals_alone_the_flower_would_be_a_virginica() -> None:
    W, b = petal_model()
    assert reference.predict_proba(iris().X[77:78, 2:], W, b).argmax() == 2


def untouched(*arguments: np.ndarray) -> np.ndarray:
    raise NotImplementedError()


def one_number(*arguments: np.ndarray) -> float:
    return 0.5


@pytest.mark.parametrize("function", [untouched, one_number])
def test_a_picture_that_cannot_be_drawn_is_a_sentence(function: object) -> None:
    W, b = np.zeros((2, 3)), np.zeros(3)
    for drawn in (
        plots.one_logit_moves(function),
        plots.temperatures(function),
        plots.hard_and_soft(reference.softmax, function),
        plots.petal_regions(function, W, b),
    ):
        assert isinstance(drawn, Note)
        assert f"`{function.__name__}`" in drawn.sentence
        assert drawn._repr_mimebundle_()["text/plain"] == drawn.sentence
