"""Chapter 03: the figures that it states come out of its cells, and its pictures show what they say."""

from __future__ import annotations

import re

import numpy as np
import pytest
from nbformat import NotebookNode

from course_utils import plots, reference
from course_utils.data import blobs
from course_utils.plots.guarded import Note
from course_utils.plots.picture import Picture
from tests.chapters.editions import CHAPTERS, cell_called, printed, run_solved, shown

CHAPTER = "03-roundoff"
THREE = "[9.99954600e-01 4.53978686e-05 2.06106005e-09]"


def numbers(text: str) -> list[float]:
    """Every number in ``text``, in order."""
    return [float(found) for found in re.findall(r"-?\d+\.?\d*(?:e[+-]?\d+)?|-?inf|nan", text)]


@pytest.fixture(scope="module")
def ran() -> NotebookNode:
    return run_solved(CHAPTERS[CHAPTER])


# What the cells print


@pytest.mark.notebooks
def test_two_ways_to_the_same_number_differ(ran: NotebookNode) -> None:
    assert printed(ran, "two-ways").split() == ["0.000200000000000000", "0.000199999999999978"]
    assert "0.000000000000000022" in shown(ran, "two-ways-picture")


@pytest.mark.notebooks
def test_the_same_sum_keeps_fewer_digits_in_narrower_types(ran: NotebookNode) -> None:
    errors = [
        abs(float(line.split()[1]) - 2e-4) for line in printed(ran, "same-sum-in-three-types").splitlines()
    ]
    assert errors[0] < 1e-16 < errors[1] < 1e-7 < errors[2]


@pytest.mark.notebooks
def test_three_exponentials(ran: NotebookNode) -> None:
    ten, hundred, thousand = (line.split()[1] for line in printed(ran, "exponentials").splitlines())
    assert ten == "22026"
    assert len(hundred) == 44
    assert thousand == "inf"


@pytest.mark.notebooks
def test_softmax_of_large_logits_breaks_and_is_cured(ran: NotebookNode) -> None:
    assert printed(ran, "softmax-breaks-code").strip() == "[nan nan nan]"
    unshifted, *shifted = printed(ran, "softmax-by-hand-code").splitlines()
    assert unshifted.endswith("[nan nan nan]")
    assert [line.endswith(THREE) for line in shifted] == [True] * 3
    assert printed(ran, "first-use").strip() == THREE


@pytest.mark.notebooks
def test_the_logarithm_of_a_lost_probability_is_infinite_and_log_sum_exp_is_not(ran: NotebookNode) -> None:
    probabilities, losses = printed(ran, "log-of-zero").splitlines()
    assert numbers(probabilities) == [0, 1]
    assert numbers(losses) == [np.inf, 0]
    loss, thousand, twos = printed(ran, "logsumexp-use").splitlines()
    assert numbers(loss)[-1] == 800
    assert numbers(thousand)[-1] == pytest.approx(1010.000045, abs=1e-6)
    assert numbers(twos)[-1] == pytest.approx(2 + np.log(3), abs=1e-6)


@pytest.mark.notebooks
def test_the_two_organisations_part_where_a_probability_is_cut_off(ran: NotebookNode) -> None:
    lines = printed(ran, "measure-both-code").splitlines()
    for lead, obvious, preferred in map(numbers, lines):
        assert preferred == pytest.approx(np.logaddexp(0, lead), abs=1e-5)
        assert obvious == pytest.approx(min(preferred, 16.118095), abs=1e-5)


@pytest.mark.notebooks
def test_the_obvious_loss_has_no_slope_left_and_the_preferred_one_has(ran: NotebookNode) -> None:
    obvious, preferred = printed(ran, "slopes").splitlines()
    assert numbers(obvious) == [0, 0]
    assert numbers(preferred) == [-1, 1]


@pytest.mark.notebooks
def test_the_binary_loss_is_cut_off_as_well(ran: NotebookNode) -> None:
    obvious, preferred = map(numbers, printed(ran, "binary").splitlines())
    assert preferred == pytest.approx([np.logaddexp(0, z) for z in (5, 10, 30)], abs=1e-5)
    assert 1e-4 < abs(obvious[1] - preferred[1]) < 1e-3
    assert obvious[2] == pytest.approx(15.94, abs=0.005)


@pytest.mark.notebooks
def test_keras_rescues_only_what_it_sees(ran: NotebookNode) -> None:
    rescued, cut_off = (numbers(line)[-1] for line in printed(ran, "rescue").splitlines())
    assert rescued == 20
    assert cut_off == pytest.approx(16.118095, abs=1e-5)


@pytest.mark.notebooks
def test_both_organisations_learn_the_blobs_alike(ran: NotebookNode) -> None:
    assert printed(ran, "obvious-model-code").startswith("X (2000, 2)")
    obvious, preferred = re.findall(r"at (\d\.\d+) for", shown(ran, "train-both-code"))
    assert float(obvious) == pytest.approx(float(preferred), abs=0.01)
    assert float(preferred) < 0.1


@pytest.mark.notebooks
def test_the_preferred_model_gives_logits_whose_largest_is_the_class(ran: NotebookNode) -> None:
    obvious, _, preferred = printed(ran, "predictions").partition("preferred")
    np.testing.assert_allclose(np.reshape(numbers(obvious), (3, 4)).sum(axis=1), 1, atol=2e-3)
    logits = np.reshape(numbers(preferred), (3, 4))
    assert logits.min() < 0
    assert logits.max() > 1
    same, right = printed(ran, "argmax-code").splitlines()
    assert same.endswith("True")
    assert numbers(right)[0] > 0.95


@pytest.mark.notebooks
def test_the_row_in_the_question_is_the_models_own(ran: NotebookNode) -> None:
    asked = cell_called(ran, "question").source.replace("−", "-")
    row = numbers(re.search(r"\[(.*?)\]", asked.partition("returns")[2]).group(1))  # type: ignore[union-attr]
    logits = numbers(printed(ran, "predictions").partition("preferred")[2])[:4]
    assert row == [round(value, 1) for value in logits]
    assert reference.softmax(row)[2] == pytest.approx(0.98, abs=0.005)


@pytest.mark.notebooks
def test_the_learners_functions_give_what_keras_gives(ran: NotebookNode) -> None:
    yours, keras, losses, sigmoids = printed(ran, "number-by-number-code").splitlines()
    np.testing.assert_allclose(numbers(yours), numbers(keras), atol=1e-6)
    assert numbers(losses)[0] == pytest.approx(numbers(losses)[1], abs=2e-6)
    assert numbers(sigmoids)[-1] < 1e-15


@pytest.mark.notebooks
@pytest.mark.parametrize("name", ["push", "float-line"])
def test_the_explorers_are_shown(ran: NotebookNode, name: str) -> None:
    views = [output.data for output in cell_called(ran, name).outputs if "data" in output]
    assert any("application/vnd.jupyter.widget-view+json" in view for view in views)


# What the pictures show


@pytest.fixture(scope="module")
def pictures() -> dict[str, Picture]:
    leads = np.arange(41.0)
    losses = np.logaddexp(0, leads)
    return {
        "blob_regions": plots.blob_regions(nearest_centre),
        "digits_and_difference": plots.digits_and_difference({"a": 0.125, "b": 0.25}, places=4),
        "exponential_limits": plots.exponential_limits(),
        "float16_bits": plots.float16_bits(0.1),
        "float_gaps": plots.float_gaps(),
        "training_curves": plots.training_curves({"obvious": [1.0, 0.5], "preferred": [0.9, 0.4]}),
        "two_organisations": plots.two_organisations(leads, np.minimum(losses, 16.118), losses),
    }


def nearest_centre(points: np.ndarray) -> np.ndarray:
    """Logits (m, 4) of a model that knows the blobs' centres."""
    X, y = blobs()
    centres = np.array([X[y == k].mean(axis=0) for k in range(4)])
    return -((points[:, None] - centres) ** 2).sum(axis=-1)


@pytest.mark.parametrize("name", [name for name in plots.__all__ if name in vars(plots.roundoff)])
def test_every_picture_has_a_title_and_a_sentence_for_who_cannot_see_it(
    name: str, pictures: dict[str, Picture]
) -> None:
    picture = pictures[name]
    titles = [ax.get_title(loc) for ax in picture.figure.axes for loc in ("left", "center")]
    assert any([picture.figure.get_suptitle(), *titles])
    assert len(picture.alt) > 60
    assert picture.png.startswith(b"\x89PNG")


def test_the_bits_are_those_of_the_stored_number(pictures: dict[str, Picture]) -> None:
    ax = pictures["float16_bits"].figure.axes[0]
    bits = "".join(label.get_text() for label in ax.texts if label.get_text() in "01")
    assert np.uint16(int(bits, 2)).view(np.float16) == np.float16(0.1)
    assert "0.09997559" in ax.get_title(loc="left")


def test_the_limits_are_where_the_exponential_becomes_0_and_inf(pictures: dict[str, Picture]) -> None:
    with np.errstate(all="ignore"):
        for width in (np.float16, np.float32, np.float64):
            low, high = plots.roundoff.exponential_range(width)
            assert np.isfinite(np.exp(width(high * 0.999)))
            assert np.isinf(np.exp(width(high * 1.001)))
            assert np.exp(width(low * 0.999)) > 0
            assert np.exp(width(low * 1.001)) == 0
    shown_limits = [label.get_text() for label in pictures["exponential_limits"].figure.axes[0].texts]
    assert {"−17", "11", "−104", "89", "−745", "710"} <= set(shown_limits)


def test_the_gaps_are_numpys_spacing(pictures: dict[str, Picture]) -> None:
    for line, width in zip(
        pictures["float_gaps"].figure.axes[0].lines, (np.float16, np.float32, np.float64), strict=True
    ):
        x, gaps = line.get_xdata(), line.get_ydata()
        np.testing.assert_array_equal(gaps, np.spacing(x.astype(width)).astype(float))


def test_the_regions_meet_where_two_logits_are_equal(pictures: dict[str, Picture]) -> None:
    ax = pictures["blob_regions"].figure.axes[0]
    borders = [c for c in ax.collections if getattr(c, "filled", None) is False]
    points = np.vstack([path.vertices for border in borders for path in border.get_paths()])
    ordered = np.sort(nearest_centre(points), axis=1)
    assert len(points) > 200
    assert (ordered[:, -1] - ordered[:, -2]).max() < 0.3


def untouched(points: np.ndarray) -> np.ndarray:
    raise NotImplementedError()


def test_regions_that_cannot_be_drawn_are_a_sentence() -> None:
    drawn = plots.blob_regions(untouched)
    assert isinstance(drawn, Note)
    assert "`untouched`" in drawn.sentence
