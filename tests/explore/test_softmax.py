"""The softmax explorer, used as a learner uses it: through its sliders."""

import asyncio
import io
import logging
import sys
import time
import warnings

import matplotlib
import numpy as np
import pytest
from PIL import Image

from course_utils import explore
from course_utils.check.guard import Guard
from course_utils.explore.base import Explorer
from course_utils.text import text


def my_softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def pixels(explorer: Explorer) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(bytes(explorer.image.value))).convert("RGB")).astype(int)


def move(explorer: Explorer, **values: float) -> None:
    for name, value in values.items():
        explorer.controls[name].value = value


@pytest.mark.parametrize("name", ["z1", "z2", "z3", "z4", "T"])
def test_each_slider_changes_the_picture_and_the_sentence(name):
    explorer = explore.softmax(my_softmax)
    picture, sentence = explorer.image.value, explorer.sentence
    move(explorer, **{name: 4.9})
    assert explorer.image.value != picture
    assert explorer.sentence != sentence


def test_the_sentence_says_what_is_seen():
    explorer = explore.softmax(my_softmax)
    move(explorer, z1=5, z2=2, z3=-1, z4=3)
    assert "a₁ = 0.842" in explorer.sentence
    assert "a₄ = 0.114" in explorer.sentence
    move(explorer, z1=2, z2=2, z3=2, z4=2)
    assert "0.250" in explorer.sentence
    move(explorer, z1=3, z2=3)
    assert "a₁ and a₂" in explorer.sentence


def test_the_background_is_drawn_once_and_frames_do_not_depend_on_the_past():
    explorer = explore.softmax(my_softmax)
    first = pixels(explorer)
    for value in (-5, 0, 5):
        move(explorer, z1=value, z4=-value, T=1 + abs(value) / 2)
    assert explorer.stage.full_draws == 1
    explorer.start_again()
    assert np.array_equal(pixels(explorer), first)


def test_a_frame_drawn_in_parts_looks_like_one_drawn_whole():
    explorer = explore.softmax(my_softmax)
    move(explorer, z1=-3, z3=5, T=2)
    in_parts = pixels(explorer)
    explorer.stage.renew_background()
    move(explorer, T=2.1)
    move(explorer, T=2)
    assert explorer.stage.full_draws == 2
    assert np.abs(in_parts - pixels(explorer)).max() <= 8  # a palette learned anew may round differently


def test_the_picture_is_sharp_on_high_density_screens():
    explorer = explore.softmax(my_softmax)
    assert pixels(explorer).shape == (2 * explorer.stage.height, 2 * explorer.stage.width, 3)
    assert explorer.image.layout.max_width == "100%"


def raises(z):
    raise ValueError("no such class")


def unwritten(z):
    raise NotImplementedError


def leaves(z):
    sys.exit()


def prints_only(z):
    print(my_softmax(z))


def never_ends(z):
    while True:
        pass


BROKEN = {
    "raises": (
        raises,
        text(
            "form.raised_at",
            name="f",
            problem="ValueError",
            message="no such class",
            line='raise ValueError("no such class")',
        ),
    ),
    "is not written": (unwritten, text("guard.untouched", name="f")),
    "exits": (leaves, text("form.exit", name="f")),
    "returns None": (lambda z: None, text("form.nothing", name="f")),
    "prints only": (prints_only, text("form.printed", name="f")),
    "never ends": (never_ends, text("form.too_slow", name="f", seconds="2")),
    "wrong shape": (lambda z: my_softmax(z)[:3], text("form.shape", name="f", got=(3,), want=(4,))),
    "a scalar": (lambda z: 1.0, text("form.shape", name="f", got=(), want=(4,))),
    "NaN": (lambda z: z * np.nan, text("guard.not_finite", name="f", got="nan")),
    "ragged": (lambda z: [z, z[:2]], text("form.type", name="f", got="list")),
    "infinity": (lambda z: z / 0.0, text("guard.not_finite", name="f", got="inf")),
    "words": (lambda z: ["a", "b", "c", "d"], text("form.dtype_other", name="f", got="<U1")),
    "complex": (lambda z: z * 1j, text("form.dtype_other", name="f", got="complex128")),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_function_gets_its_sentence_and_the_explorer_goes_on(broken, capfd):
    wrong, sentence = BROKEN[broken]
    answer = wrong

    def f(z):
        return answer(z)

    explorer = explore.softmax(f)
    assert explorer.sentence == sentence
    empty = pixels(explorer)

    answer = my_softmax
    move(explorer, z1=2)
    assert "a₄" in explorer.sentence
    right = pixels(explorer)
    half = right.shape[1] // 2
    assert not np.array_equal(right[:, half:], empty[:, half:])

    answer = wrong
    move(explorer, z1=1)
    assert explorer.sentence == sentence
    assert np.array_equal(pixels(explorer), empty)  # no bars are left over from a function that is gone
    assert capfd.readouterr() == ("", "")


def test_the_logits_still_move_when_the_function_is_broken():
    explorer = explore.softmax(raises)
    before = pixels(explorer)
    move(explorer, z2=-4)
    half = before.shape[1] // 2
    changed = before != pixels(explorer)
    assert changed[:, :half].any()
    assert not changed[:, half:].any()


def chatters(z):
    print("working")
    print("hard", file=sys.stderr)
    logging.getLogger("learner").error("harder")
    return my_softmax(z)


def warns(z):
    warnings.warn("is this right?", stacklevel=1)
    return my_softmax(z)


REMARKABLE = {
    "prints": (chatters, text("guard.prints", name="chatters")),
    "warns": (warns, text("guard.warns", name="warns", warning="UserWarning: is this right?")),
    "a list": (lambda z: list(my_softmax(z)), text("form.list", name="<lambda>", got="list")),
}


@pytest.mark.parametrize("how", REMARKABLE)
def test_what_can_be_drawn_is_drawn_and_remarked_on(how, capfd):
    function, remark = REMARKABLE[how]
    explorer = explore.softmax(function)
    move(explorer, z1=3)
    assert explorer.remarks == [remark]
    assert explorer.sentence == explore_with(my_softmax, z1=3).sentence
    assert np.array_equal(pixels(explorer), pixels(explore_with(my_softmax, z1=3)))
    assert capfd.readouterr() == ("", "")


def explore_with(function, **values) -> Explorer:
    explorer = explore.softmax(function)
    move(explorer, **values)
    return explorer


def test_a_remark_goes_when_its_reason_goes():
    answer = chatters
    explorer = explore.softmax(lambda z: answer(z))
    assert explorer.remarks
    answer = my_softmax
    move(explorer, z1=3)
    assert explorer.remarks == []


def test_a_function_that_spoils_its_argument_spoils_only_a_copy():
    def spoils(z):
        z -= z.max()
        return z

    z = np.array([1.0, 2.0])
    assert Guard(spoils)(z, shape=(2,)).tolist() == [-1, 0]
    assert z.tolist() == [1, 2]


def test_something_else_than_a_function_gets_a_sentence():
    assert explore.softmax(my_softmax(np.zeros(4))).sentence == text("guard.not_callable", got="ndarray")


def test_what_is_no_distribution_is_said_to_be_none():
    explorer = explore.softmax(lambda z: z / 4)
    assert explorer.sentence == text(
        "explore.softmax.no_distribution", total="2.500", low="0.250", high="1.000"
    )


def test_goals_are_noticed_one_after_the_other():
    explorer = explore.softmax(my_softmax)
    assert explorer.goal.task == text("explore.softmax.goals.half.task")
    move(explorer, z1=1.1, z2=0, z3=0, z4=0)
    assert explorer.goal.found == []  # a₁ is a half, but z₁ is not below 0
    move(explorer, z1=-1.1, z2=-2.2, z3=-2.2, z4=-2.2)
    assert explorer.goal.found == ["half"]
    assert explorer.goal.task == text("explore.softmax.goals.shift.task")
    explorer.start_again()
    move(explorer, z1=2, z2=3, z3=4)
    assert explorer.goal.found == ["half"]
    move(explorer, z4=5)
    assert explorer.goal.found == ["half", "shift"]
    assert explorer.goal.task == ""


def test_what_was_done_before_a_goal_was_set_does_not_reach_it():
    explorer = explore.softmax(my_softmax)
    move(explorer, z1=0.9, z2=-0.2, z3=-0.2, z4=-0.2)
    move(explorer, z1=-1.1, z2=-2.2, z3=-2.2, z4=-2.2)
    move(explorer, T=1.5)
    move(explorer, T=1)
    assert explorer.goal.found == ["half"]


def test_a_wrong_softmax_finds_nothing():
    explorer = explore.softmax(lambda z: z / z.sum())
    move(explorer, z1=-1, z2=-1, z3=0.1, z4=-0.1)
    assert explorer.goal.found == []


def test_moves_in_a_hurry_are_drawn_as_few_frames_of_which_the_last_is_the_last_move():
    calls = []

    def counted(z):
        calls.append(z.copy())
        return my_softmax(z)

    async def hurry() -> tuple[Explorer, float]:
        explorer = explore.softmax(counted)
        calls.clear()
        for number in range(200):
            move(explorer, z1=-5 + number * 0.05 + 0.05)
            if number % 10 == 0:
                await asyncio.sleep(0)
        stopped = time.perf_counter()
        while calls[-1][0] != explorer.controls["z1"].value:
            assert time.perf_counter() - stopped < 10
            await asyncio.sleep(0.005)
        return explorer, time.perf_counter() - stopped

    explorer, _ = asyncio.run(hurry())
    assert calls[-1][0] == 5
    assert len(calls) < 100
    assert explorer.sentence == explore_with(my_softmax, z1=5).sentence
    assert np.array_equal(pixels(explorer), pixels(explore_with(my_softmax, z1=5)))


def test_a_single_move_in_a_running_loop_is_drawn_at_once():
    async def once() -> bool:
        explorer = explore.softmax(my_softmax)
        before = explorer.image.value
        move(explorer, z1=4)
        return explorer.image.value != before

    assert asyncio.run(once())


def test_a_waiting_frame_can_be_asked_for():
    async def hurry() -> str:
        explorer = explore.softmax(my_softmax)
        move(explorer, z1=4)
        move(explorer, z1=5)
        explorer.flush()
        return explorer.sentence

    assert asyncio.run(hurry()) == explore_with(my_softmax, z1=5).sentence


def test_an_explorer_outlives_the_loop_that_it_was_moved_in():
    explorer = explore.softmax(my_softmax)

    async def hurry(value: float) -> None:
        move(explorer, z1=value)
        assert explorer.sentence == explore_with(my_softmax, z1=value).sentence
        move(explorer, z1=0)

    asyncio.run(hurry(3))
    asyncio.run(hurry(4))
    move(explorer, z1=5)
    assert explorer.sentence == explore_with(my_softmax, z1=5).sentence


def test_the_users_matplotlib_settings_are_neither_changed_nor_used():
    plain = pixels(explore.softmax(my_softmax))
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "black", "grid.linestyle": ":"}):
        before = dict(matplotlib.rcParams)
        explorer = explore.softmax(my_softmax)
        move(explorer, z1=2)
        move(explorer, z1=1)
        assert dict(matplotlib.rcParams) == before
        assert np.array_equal(pixels(explorer), plain)
