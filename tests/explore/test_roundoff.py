"""The explorers of chapter 03, used as a learner uses them: through their controls."""

from __future__ import annotations

import numpy as np
import pytest

from course_utils import explore, reference
from course_utils.explore.base import Explorer
from course_utils.explore.push import naive
from course_utils.text import text


def move(explorer: Explorer, **values: object) -> Explorer:
    for name, value in values.items():
        explorer.controls[name].value = value
    explorer.flush()
    return explorer


# Pushing the logits


@pytest.mark.parametrize(
    ("shift", "happens", "broken"),
    [
        (0, "all_right", 0),
        (8, "all_right", 0),
        (9, "sum_overflows", 1),
        (11, "overflow", 1),
        (88, "overflow", 2),
        (709, "overflow", 3),
        (-15, "digits_lost", 1),
        (-20, "underflow", 1),
        (-110, "underflow", 2),
        (-800, "underflow", 3),
    ],
)
def test_the_naive_softmax_breaks_where_each_type_ends(shift: int, happens: str, broken: int) -> None:
    explorer = move(explore.push(reference.softmax), shift=shift)
    assert explorer.sentence == text(
        f"explore.push.{happens}",
        shift=str(shift).replace("-", "−"),
        largest=str(shift + 2).replace("-", "−"),
        broken=broken,
        yours=3,
    )


def test_a_push_changes_the_picture() -> None:
    explorer = explore.push(reference.softmax)
    picture = explorer.image.value
    move(explorer, shift=500)
    assert explorer.image.value != picture


def test_the_learners_own_function_is_judged() -> None:
    explorer = move(explore.push(naive), shift=100)
    assert "right in 1 of 3" in explorer.sentence
    move(explorer, shift=-800)
    assert "right in 0 of 3" in explorer.sentence


def test_a_broken_function_gets_its_sentence_and_the_explorer_goes_on() -> None:
    answer = [lambda z: z[:2]]

    def stable_softmax(z: np.ndarray) -> np.ndarray:
        return answer[0](z)

    explorer = explore.push(stable_softmax)
    assert explorer.sentence == text("form.shape", name="stable_softmax", got=(2,), want=(3,))
    answer[0] = reference.softmax
    assert "right in 3 of 3" in move(explorer, shift=1).sentence


def test_pushing_both_ways_finds_everything() -> None:
    explorer = explore.push(reference.softmax)
    assert explorer.goal.task == text("explore.push.goals.float16.task")
    move(explorer, shift=100)
    assert explorer.goal.found == []
    move(explorer, shift=20)
    assert explorer.goal.found == ["float16"]
    move(explorer, shift=708)
    assert explorer.goal.found == ["float16", "all"]
    move(explorer, shift=-14)
    assert explorer.goal.found == ["float16", "all"]
    move(explorer, shift=-30)
    assert explorer.goal.found == ["float16", "all", "below"]
    assert explorer.goal.task == ""


# The line of floats


@pytest.mark.parametrize(
    ("width", "digits", "power", "stored"),
    [
        ("float16", 1.0, -1, "0.099975586"),
        ("float32", 1.0, -1, "0.100000001490"),
        ("float64", 1.0, -1, "0.10000000000000000555"),
    ],
)
def test_the_stored_number_is_named_with_the_digits_that_differ(
    width: str, digits: float, power: int, stored: str
) -> None:
    explorer = move(explore.float_line(), width=width, digits=digits, power=power)
    gap = f"{np.spacing(np.dtype(width).type(0.1)):.2g}"
    assert f"is {stored}, off by" in explorer.sentence
    assert explorer.sentence.endswith(f"above it is {gap} away.")


def test_an_exact_number_and_its_gap() -> None:
    explorer = move(explore.float_line(), width="float16", digits=2.048, power=3)
    assert explorer.sentence == text("explore.float_line.seen_exact", width="float16", wanted="2048", gap="2")


def test_beyond_the_largest_number_there_is_inf() -> None:
    explorer = move(explore.float_line(), width="float16", digits=7.0, power=4)
    assert explorer.sentence == text(
        "explore.float_line.seen_inf", width="float16", wanted="70000", largest="65504"
    )
    move(explorer, width="float32")
    assert explorer.sentence.startswith("float32 holds 70000 exactly")


@pytest.mark.parametrize("control", [{"width": "float64"}, {"digits": 2.5}, {"power": 3}])
def test_each_control_changes_the_picture_and_the_sentence(control: dict[str, object]) -> None:
    explorer = explore.float_line()
    picture, sentence = explorer.image.value, explorer.sentence
    move(explorer, **control)
    assert explorer.image.value != picture
    assert explorer.sentence != sentence


def test_the_three_discoveries_are_noticed() -> None:
    explorer = explore.float_line()
    assert explorer.goal.found == []
    move(explorer, digits=2.5, power=0)
    assert explorer.goal.found == ["exact"]
    move(explorer, width="float32", power=6)
    assert explorer.goal.found == ["exact"]  # 2.5 million is coarse only in float16, where it does not fit
    move(explorer, width="float16", power=3)
    assert explorer.goal.found == ["exact", "coarse"]
    move(explorer, power=5)
    assert explorer.goal.found == ["exact", "coarse", "inf"]
