"""The explorers of chapter 01, used as a learner uses them: through their controls."""

import numpy as np
import pytest

from course_utils import explore
from course_utils.explore.base import Explorer


def my_sigmoid(z):
    return 1 / (1 + np.exp(-z))


def my_relu(z):
    return np.maximum(0, z)


def move(explorer: Explorer, **values: object) -> None:
    for name, value in values.items():
        explorer.controls[name].value = value
    explorer.flush()


@pytest.mark.parametrize(("name", "value"), [("g", "relu"), ("w", 2.5), ("b", -2.0), ("x", 3.0)])
def test_each_control_of_the_unit_changes_picture_and_sentence(name, value):
    explorer = explore.unit(my_sigmoid, my_relu)
    picture, sentence = explorer.image.value, explorer.sentence
    move(explorer, **{name: value})
    assert explorer.image.value != picture
    assert explorer.sentence != sentence


@pytest.mark.parametrize(
    ("g", "output", "slope"),
    [
        ("sigmoid", "0.953", "0.090"),
        ("relu", "3.000", "2.000"),
        ("tanh", "0.995", "0.020"),
        ("linear", "3.000", "2.000"),
    ],
)
def test_the_unit_says_its_output_and_its_slope(g, output, slope):
    explorer = explore.unit(my_sigmoid, my_relu)
    move(explorer, g=g, w=2.0, b=-1.0, x=2.0)
    assert "z is 3.0" in explorer.sentence
    assert output in explorer.sentence
    assert slope in explorer.sentence


def test_where_the_unit_is_flat_the_sentence_says_so():
    explorer = explore.unit(my_sigmoid, my_relu)
    move(explorer, g="relu", x=-1.0)
    assert "flat" in explorer.sentence
    move(explorer, g="sigmoid")
    assert "flat" not in explorer.sentence


def test_the_goals_of_the_unit_are_found_one_after_the_other():
    explorer = explore.unit(my_sigmoid, my_relu)
    move(explorer, w=3.0, x=0.0)  # steep, but that is not asked for yet
    assert explorer.goal.found == []
    move(explorer, w=1.0, b=-2.0, x=2.0)
    assert explorer.goal.found == ["half"]
    move(explorer, w=2.9, b=-5.8)
    assert explorer.goal.found == ["half", "steep"]
    move(explorer, g="relu", w=1.0)
    assert explorer.goal.found == ["half", "steep", "dead"]
    assert explorer.goal.task == ""


@pytest.mark.parametrize("name", ["c1", "a1", "c2", "a2", "c3", "a3"])
def test_each_slider_of_the_pieces_changes_picture_and_sentence(name):
    explorer = explore.relu_pieces(my_relu)
    move(explorer, a1=1.0, a2=1.0, a3=1.0)
    picture, sentence = explorer.image.value, explorer.sentence
    move(explorer, **{name: 2.0})
    assert explorer.image.value != picture
    assert explorer.sentence != sentence


def test_the_bend_of_a_unit_is_seen_before_the_unit_does_anything():
    explorer = explore.relu_pieces(my_relu)
    picture = explorer.image.value
    move(explorer, c1=2.0)
    assert explorer.image.value != picture


def test_the_pieces_are_put_together_goal_by_goal():
    explorer = explore.relu_pieces(my_relu)
    move(explorer, c1=0.0, a1=1.0)
    assert explorer.goal.found == ["first"]
    move(explorer, c2=2.0, a2=-1.9, c3=4.0, a3=1.3)
    assert explorer.goal.found == ["first", "close"]
    move(explorer, a2=-2.0, a3=1.5)
    assert explorer.goal.found == ["first", "close", "exact"]
    assert "is the target" in explorer.sentence


def test_the_order_of_the_units_does_not_matter():
    explorer = explore.relu_pieces(my_relu)
    move(explorer, c3=0.0, a3=1.0, c1=2.0, a1=-2.0, c2=4.0, a2=1.5)
    assert "is the target" in explorer.sentence


def test_the_error_is_the_mean_of_the_squares():
    explorer = explore.relu_pieces(my_relu)
    x = np.linspace(0, 6, 121)
    target = my_relu(x) - 2 * my_relu(x - 2) + 1.5 * my_relu(x - 4)
    assert f"{np.mean(target**2):.3f}" in explorer.sentence


@pytest.mark.parametrize(
    "make", [lambda f: explore.unit(f, f), explore.relu_pieces], ids=["unit", "relu_pieces"]
)
def test_what_the_learner_has_not_written_is_asked_for(make):
    def my_function(z):
        raise NotImplementedError()

    assert "`my_function`" in make(my_function).sentence


def test_the_pictures_are_drawn_with_the_learners_own_function():
    right = explore.relu_pieces(my_relu)
    wrong = explore.relu_pieces(lambda z: np.abs(z))
    for explorer in (right, wrong):
        move(explorer, a1=1.0)
    assert right.image.value != wrong.image.value
