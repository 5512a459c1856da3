"""Chapter 05: the figures that it states come out of its cells, and its pictures show what they say."""

from __future__ import annotations

import re

import numpy as np
import pytest
from matplotlib.axes import Axes
from nbformat import NotebookNode

from course_utils import plots, reference
from course_utils.data import scenes
from course_utils.plots.guarded import Note
from course_utils.plots.picture import Picture
from tests.chapters.editions import CHAPTERS, cell_called, printed, run_solved, shown

CHAPTER = "05-multi-label"
NAMES = ("bus", "taxi", "person")
BY_HAND = np.array([2.2, -1.5, 0.4])


def numbers(text: str) -> list[float]:
    """Every number in ``text``, in order."""
    return [float(found) for found in re.findall(r"-?\d+\.?\d*(?:e[+-]?\d+)?", text)]


@pytest.fixture(scope="module")
def ran() -> NotebookNode:
    return run_solved(CHAPTERS[CHAPTER])


# What the cells print


@pytest.mark.notebooks
def test_the_labels_of_a_picture_with_a_bus_and_a_person(ran: NotebookNode) -> None:
    assert "y = [1 0 1]" in printed(ran, "three-kinds-code")


@pytest.mark.notebooks
def test_the_example_by_hand(ran: NotebookNode) -> None:
    alt = shown(ran, "by-hand-picture")
    assert "0.840, 0.021, 0.139" in alt
    assert "0.900, 0.182, 0.599" in alt
    probabilities, losses = printed(ran, "loss-by-hand").splitlines()
    assert numbers(probabilities) == [0.9, 0.182, 0.599, 1.68]
    assert numbers(losses) == [0.105, 0.201, 0.513, 0.273]


@pytest.mark.notebooks
def test_one_network_has_a_third_of_the_parameters_of_three(ran: NotebookNode) -> None:
    one, three, patient = printed(ran, "one-or-three-code").splitlines()
    parameters = [numbers(line)[0] for line in (one, three, patient)]
    n_inputs = 32 * 48 * 3
    assert parameters[0] == parameters[2] == n_inputs * 32 + 32 + 32 * 3 + 3
    assert parameters[1] == 3 * (n_inputs * 32 + 32 + 32 + 1)
    accuracies = [numbers(line)[-1] for line in (one, three, patient)]
    assert min(accuracies) > 85
    assert abs(accuracies[1] - accuracies[2]) < 4


@pytest.mark.notebooks
def test_softmax_cannot_be_sure_of_both_and_sigmoids_do_not_add_up_to_one(ran: NotebookNode) -> None:
    softmax, sigmoids = printed(ran, "why-not-softmax-code").splitlines()
    bus, taxi, person, total = numbers(softmax)
    assert total == pytest.approx(1)
    assert min(bus, person) <= 0.5
    bus, taxi, person, total = numbers(sigmoids)
    assert total > 1.5
    assert [bus > 0.5, taxi > 0.5, person > 0.5] == [True, False, True]


@pytest.mark.notebooks
def test_softmax_expresses_three_of_the_eight_combinations(ran: NotebookNode) -> None:
    rows = [numbers(line) for line in printed(ran, "every-combination").splitlines()[1:]]
    assert len(rows) == 8
    for *combination, pictures, softmax, sigmoids in rows:
        assert pictures > 20
        assert (softmax > 0) == (sum(combination) == 1)
        assert sigmoids > 50


@pytest.mark.notebooks
def test_keras_gives_the_same_numbers(ran: NotebookNode) -> None:
    ours, theirs, labels = printed(ran, "keras-code").splitlines()
    assert numbers(ours)[0] == pytest.approx(numbers(theirs)[0], rel=1e-5)
    assert numbers(labels) == [0, 1500]


@pytest.mark.notebooks
def test_precision_and_recall_by_hand_and_in_scikit_learn(ran: NotebookNode) -> None:
    counts, shares = printed(ran, "how-good-code").splitlines()
    assert numbers(counts) == [2, 3, 4]
    assert numbers(shares) == pytest.approx([2 / 3, 1 / 2])
    ours, theirs = printed(ran, "precision-recall-sklearn").splitlines()
    assert len(numbers(ours)) == 6
    assert numbers(ours) == numbers(theirs)


@pytest.mark.notebooks
@pytest.mark.parametrize("explorer", ["same-logits-explorer", "thresholds-explorer"])
def test_the_explorers_are_shown(ran: NotebookNode, explorer: str) -> None:
    views = [output.data for output in cell_called(ran, explorer).outputs if "data" in output]
    assert any("application/vnd.jupyter.widget-view+json" in view for view in views)


@pytest.mark.notebooks
def test_the_curves_are_drawn(ran: NotebookNode) -> None:
    assert "bus, taxi, person" in shown(ran, "thresholds-picture")


# What the pictures show


def logits_and_labels() -> tuple[np.ndarray, np.ndarray]:
    """Logits (200, 3) that are mostly right, and their labels."""
    rng = np.random.default_rng(5)
    Y = rng.integers(0, 2, (200, 3)).astype(float)
    return (2 * Y - 1) * 2.5 + rng.normal(scale=2.5, size=Y.shape), Y


@pytest.fixture(scope="module")
def pictures() -> dict[str, Picture]:
    street = scenes(13, seed=1)
    Z, Y = logits_and_labels()
    return {
        "street_picture": plots.street_picture(street.X[12]),
        "street_gallery": plots.street_gallery(street, range(8)),
        "three_targets": plots.three_targets(),
        "same_logits": plots.same_logits(BY_HAND, NAMES),
        "two_networks": plots.two_networks(street.X[12], [0.6, 0.1, 0.3], [0.9, 0.1, 0.8], NAMES),
        "loss_of_a_logit": plots.loss_of_a_logit(reference.multilabel_loss),
        "precision_recall_curves": plots.precision_recall_curves(
            reference.multilabel_predict, reference.precision_recall, Z, Y, NAMES
        ),
    }


@pytest.mark.parametrize("name", [name for name in plots.__all__ if name in vars(plots.multi_label)])
def test_every_picture_has_a_title_and_a_sentence_for_who_cannot_see_it(
    name: str, pictures: dict[str, Picture]
) -> None:
    picture = pictures[name]
    titles = [ax.get_title(loc) for ax in picture.figure.axes for loc in ("left", "center")]
    assert any([picture.figure.get_suptitle(), *titles])
    assert len(picture.alt) > 60
    assert picture.alt in picture._repr_mimebundle_()["text/html"]
    assert picture.png.startswith(b"\x89PNG")


def heights(ax: Axes) -> list[float]:
    return [bar.get_height() for bar in ax.patches]


def test_the_same_logits_are_read_twice(pictures: dict[str, Picture]) -> None:
    logits, softmax, sigmoids = pictures["same_logits"].figure.axes
    np.testing.assert_allclose(heights(logits), BY_HAND)
    np.testing.assert_allclose(heights(softmax), reference.softmax(BY_HAND))
    np.testing.assert_allclose(heights(sigmoids), reference.sigmoid(BY_HAND))


def test_only_multi_label_rows_hold_any_number_of_ones(pictures: dict[str, Picture]) -> None:
    tables = [[int(note.get_text()) for note in ax.texts] for ax in pictures["three_targets"].figure.axes]
    binary, one_hot, labels = (np.reshape(table, (4, -1)) for table in tables)
    assert binary.shape == (4, 1)
    assert one_hot.sum(axis=1).tolist() == [1, 1, 1, 1]
    assert labels.sum(axis=1).tolist() == [2, 0, 3, 1]


def test_the_gallery_shows_the_labels_of_its_pictures(pictures: dict[str, Picture]) -> None:
    y = scenes(8, seed=1).y
    titles = [ax.get_title() for ax in pictures["street_gallery"].figure.axes]
    assert [numbers(title) for title in titles] == y.tolist()


def test_the_way_through_the_probability_ends_at_a_logit_of_36(pictures: dict[str, Picture]) -> None:
    present, absent = pictures["loss_of_a_logit"].figure.axes
    yours, naive = present.lines
    assert len(naive.get_xdata()) == len(yours.get_xdata())
    yours, naive, cross = absent.lines
    assert yours.get_ydata()[-1] == pytest.approx(60)
    assert 36 <= cross.get_xdata()[0] < 37
    assert naive.get_xdata()[-1] == cross.get_xdata()[0]


def test_the_curves_are_the_learners(pictures: dict[str, Picture]) -> None:
    Z, Y = logits_and_labels()
    for k, ax in enumerate(pictures["precision_recall_curves"].figure.axes):
        precision, recall = ax.lines[:2]
        for place in (0, 20, 48):
            labels = reference.multilabel_predict(Z, precision.get_xdata()[place])
            wanted = [share[k] for share in reference.precision_recall(Y, labels)]
            assert [precision.get_ydata()[place], recall.get_ydata()[place]] == pytest.approx(wanted)
        assert np.all(np.diff(recall.get_ydata()) <= 0)


def untouched(*arguments: np.ndarray) -> np.ndarray:
    raise NotImplementedError()


def words(*arguments: np.ndarray) -> str:
    return "a bus"


@pytest.mark.parametrize("function", [untouched, words])
def test_a_picture_that_cannot_be_drawn_is_a_sentence(function: object) -> None:
    Z, Y = logits_and_labels()
    for drawn in (
        plots.loss_of_a_logit(function),
        plots.precision_recall_curves(function, reference.precision_recall, Z, Y, NAMES),
        plots.precision_recall_curves(reference.multilabel_predict, function, Z, Y, NAMES),
    ):
        assert isinstance(drawn, Note)
        assert f"`{function.__name__}`" in drawn.sentence
