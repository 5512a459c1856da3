"""Chapter 05's explorers, used as a learner uses them: through their controls."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from course_utils import explore
from course_utils.data import scenes
from course_utils.explore.base import Explorer
from course_utils.text import text

M = 120


def multilabel_predict(Z, threshold=0.5):
    return (1 / (1 + np.exp(-Z)) >= threshold).astype(int)


def precision_recall(Y_true, Y_pred):
    hits = (Y_true * Y_pred).sum(axis=0)
    return hits / np.maximum(Y_pred.sum(axis=0), 1), hits / np.maximum(Y_true.sum(axis=0), 1)


@pytest.fixture(scope="module")
def street():
    return scenes(M, seed=1)


@pytest.fixture(scope="module")
def logits(street):
    return (2 * street.y - 1) * 2.8 + np.random.default_rng(0).normal(scale=2.2, size=street.y.shape)


def pixels(explorer: Explorer) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(bytes(explorer.image.value))).convert("RGB")).astype(int)


def move(explorer: Explorer, **values: float) -> None:
    for name, value in values.items():
        explorer.controls[name].value = value


# The same logits through softmax and through sigmoids


@pytest.mark.parametrize(("name", "value"), [("bus", -3), ("taxi", 4), ("person", 5), ("threshold", 0.7)])
def test_each_control_changes_the_picture_and_the_sentence(name, value):
    explorer = explore.softmax_or_sigmoids(multilabel_predict)
    picture, sentence = explorer.image.value, explorer.sentence
    move(explorer, **{name: value})
    assert explorer.image.value != picture
    assert explorer.sentence != sentence


def test_it_begins_with_the_example_by_hand():
    explorer = explore.softmax_or_sigmoids(multilabel_predict)
    for said in ("[1, 0, 1]", "1.681", "0.840 for bus"):
        assert said in explorer.sentence


def test_its_labels_are_the_learners():
    explorer = explore.softmax_or_sigmoids(lambda Z, threshold: 1 - multilabel_predict(Z, threshold))
    assert "[0, 1, 0], which is not what the dashed line says" in explorer.sentence
    move(explorer, bus=6, person=6)
    assert explorer.goal.found == []


def test_both_then_nothing_is_found():
    explorer = explore.softmax_or_sigmoids(multilabel_predict)
    move(explorer, bus=4)
    assert explorer.goal.found == []
    move(explorer, person=3)
    assert explorer.goal.found == ["both"]
    move(explorer, bus=-4, taxi=-4)
    assert explorer.goal.found == ["both"]
    move(explorer, person=-3)
    assert explorer.goal.found == ["both", "nothing"]
    assert explorer.goal.task == ""


@pytest.mark.parametrize("result", [lambda Z, t: np.zeros(3), lambda Z, t: None, lambda Z: Z])
def test_a_broken_function_gets_a_sentence_and_the_softmax_goes_on(result):
    explorer = explore.softmax_or_sigmoids(result)
    before = pixels(explorer)
    assert "<lambda>" in explorer.sentence
    move(explorer, bus=-5)
    left = before.shape[1] // 2
    assert not np.array_equal(pixels(explorer)[:, :left], before[:, :left])


# One threshold a label


@pytest.mark.parametrize(
    ("name", "value"), [("threshold0", 0.3), ("threshold1", 0.8), ("threshold2", 0.9), ("label", 2)]
)
def test_each_threshold_changes_the_picture_and_the_sentence(name, value, street, logits):
    explorer = explore.thresholds(multilabel_predict, precision_recall, logits, street)
    picture, sentence = explorer.image.value, explorer.sentence
    move(explorer, **{name: value})
    assert explorer.image.value != picture
    assert explorer.sentence != sentence


def test_the_pictures_are_those_of_the_threshold_that_moves(street, logits):
    explorer = explore.thresholds(multilabel_predict, precision_recall, logits, street)
    move(explorer, threshold2=0.9)
    assert explorer.controls["label"].value == 2
    assert "The person at 0.90" in explorer.sentence
    moved = pixels(explorer)
    move(explorer, label=0)
    strips, nearest = slice(None, 600), slice(700, None)
    assert np.array_equal(pixels(explorer)[strips], moved[strips])
    assert not np.array_equal(pixels(explorer)[nearest], moved[nearest])


def test_the_sentence_counts_what_changed_sides(street, logits):
    explorer = explore.thresholds(multilabel_predict, precision_recall, logits, street)
    assert "no picture has changed sides" in explorer.sentence
    move(explorer, threshold1=0.8)
    before, after = multilabel_predict(logits)[:, 1], multilabel_predict(logits, 0.8)[:, 1]
    changed, better = before != after, (before != after) & (after == street.y[:, 1])
    wanted = f"{changed.sum()} pictures have changed sides since 0.50, {better.sum()} to the right answer"
    assert changed.sum() > better.sum() > 0
    assert wanted in explorer.sentence
    precision, recall = precision_recall(street.y, multilabel_predict(logits, 0.8))
    assert f"Precision is {precision[1]:.3f} now, recall {recall[1]:.3f}." in explorer.sentence


def test_both_prices_are_found(street, logits):
    explorer = explore.thresholds(multilabel_predict, precision_recall, logits, street)
    for threshold in np.arange(0.5, 0.995, 0.01):
        move(explorer, threshold0=threshold)
    assert explorer.goal.found == ["alarms"]
    for threshold in np.arange(0.99, 0.005, -0.01):
        move(explorer, threshold0=threshold)
    assert explorer.goal.found == ["alarms", "missed"]


def test_the_background_is_drawn_once(street, logits):
    explorer = explore.thresholds(multilabel_predict, precision_recall, logits, street)
    first = pixels(explorer)
    move(explorer, threshold0=0.9, threshold1=0.1, label=2)
    assert explorer.stage.full_draws == 1
    explorer.start_again()
    assert np.array_equal(pixels(explorer), first)


@pytest.mark.parametrize(
    ("judge", "sentence"),
    [
        (lambda T, P: np.zeros(3), text("form.not_a_pair", name="<lambda>", got="ndarray")),
        (lambda T, P: (np.zeros(2), np.zeros(3)), text("form.shape", name="<lambda>", got=(2,), want=(3,))),
        (lambda T, P: None, text("form.nothing", name="<lambda>")),
    ],
)
def test_a_broken_judge_gets_a_sentence_and_the_lines_go_on(judge, sentence, street, logits):
    explorer = explore.thresholds(multilabel_predict, judge, logits, street)
    before = explorer.image.value
    assert explorer.sentence == sentence
    move(explorer, threshold0=0.9)
    assert explorer.image.value != before
    assert explorer.remarks == []


def test_a_threshold_beyond_every_picture_leaves_empty_places(street):
    explorer = explore.thresholds(multilabel_predict, precision_recall, np.zeros((M, 3)), street)
    move(explorer, threshold0=0.9)
    assert f"{M} pictures have changed sides" in explorer.sentence
