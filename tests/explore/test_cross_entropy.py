"""The explorers of chapter 04, used as a learner uses them: through their controls."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils import explore
from course_utils.explore.base import Explorer


def move(explorer: Explorer, **values: object) -> None:
    for name, value in values.items():
        explorer.controls[name].value = value


def clipped(P: np.ndarray, y: np.ndarray) -> float:
    return -np.mean(np.log(np.maximum(P[np.arange(len(y)), y], 1e-5)))


# -log p


@pytest.mark.parametrize(("p", "loss"), [(0.2, "1.609"), (0.5, "0.693"), (1.0, "0.000"), (0.0, "11.513")])
def test_the_price_is_the_learners(p: float, loss: str) -> None:
    explorer = explore.minus_log_p(clipped)
    picture = explorer.image.value
    move(explorer, p=p)
    assert loss in explorer.sentence
    assert explorer.image.value != picture


def test_what_a_probability_is_worth_is_said_as_a_guess_among_classes() -> None:
    explorer = explore.minus_log_p(clipped)
    move(explorer, p=0.2)
    assert "among 5 equal classes" in explorer.sentence


def test_the_curve_is_drawn_with_the_learners_function() -> None:
    explorer = explore.minus_log_p(lambda P, y: np.mean(2 * P[np.arange(len(y)), y]))
    curve = explorer.stage.figure.axes[1].lines[0]
    p, loss = curve.get_data()
    np.testing.assert_allclose(loss, 2 * p)


def test_prices_are_found_in_order() -> None:
    explorer = explore.minus_log_p(clipped)
    for p, found in ((0.4, []), (0.5, ["even"]), (0.4, ["even"]), (0.2, ["even", "halved"])):
        move(explorer, p=p)
        assert explorer.goal.found == found
    move(explorer, p=0.0)
    assert explorer.goal.found == ["even", "halved", "zero"]


def test_a_lost_minus_is_noticed() -> None:
    explorer = explore.minus_log_p(lambda P, y: -clipped(P, y))
    assert "below 0" in explorer.sentence


def untouched(P: np.ndarray, y: np.ndarray) -> float:
    raise NotImplementedError()


def every_loss(P: np.ndarray, y: np.ndarray) -> np.ndarray:
    return -np.log(P[np.arange(len(y)), y])


def infinite(P: np.ndarray, y: np.ndarray) -> float:
    return -np.mean(np.log(P[np.arange(len(y)), y]))


@pytest.mark.parametrize(("function", "about"), [(untouched, "Write `untouched`"), (every_loss, "shape")])
def test_trouble_is_a_sentence(function: object, about: str) -> None:
    explorer = explore.minus_log_p(function)
    assert about in explorer.sentence
    move(explorer, p=0.3)
    assert about in explorer.sentence


def test_it_goes_on_after_trouble_at_zero() -> None:
    explorer = explore.minus_log_p(infinite)
    move(explorer, p=0.0)
    assert "`infinite`" in explorer.sentence
    move(explorer, p=0.5)
    assert "0.693" in explorer.sentence
    assert explorer.stage.full_draws == 1


# the descent


@pytest.mark.parametrize(("name", "value"), [("optimizer", "adam"), ("rate", 0.01), ("x", -2.0), ("y", -1.5)])
def test_each_control_changes_the_picture_and_the_sentence(name: str, value: object) -> None:
    explorer = explore.descent()
    picture, sentence = explorer.image.value, explorer.sentence
    move(explorer, **{name: value})
    assert explorer.image.value != picture
    if name in ("optimizer", "rate"):
        assert explorer.sentence != sentence


@pytest.mark.parametrize("optimizer", ["gradient_descent", "momentum", "adam"])
def test_right_above_the_saddle_every_path_ends_on_it(optimizer: str) -> None:
    explorer = explore.descent()
    move(explorer, optimizer=optimizer, x=0.0, y=1.2)
    assert "saddle" in explorer.sentence


def test_the_goals_are_found_as_their_tasks_say() -> None:
    explorer = explore.descent()
    move(explorer, x=3.5, y=2.5)
    assert "still on the plain" in explorer.sentence
    move(explorer, optimizer="adam")
    assert "valley" in explorer.sentence
    assert explorer.goal.found == ["plain"]
    move(explorer, x=0.0)
    assert explorer.goal.found == ["plain", "saddle"]
    move(explorer, optimizer="gradient_descent", x=1.2, y=0.3)
    assert explorer.goal.found == ["plain", "saddle"]
    move(explorer, rate=2.0)
    assert explorer.goal.found == ["plain", "saddle", "overshoot"]


def test_it_starts_again() -> None:
    explorer = explore.descent()
    sentence = explorer.sentence
    move(explorer, optimizer="adam", x=-1.0)
    explorer.start_again()
    assert explorer.sentence == sentence
    assert explorer.controls["optimizer"].value == "gradient_descent"
