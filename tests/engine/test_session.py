"""A session outlives its workers: cells are replayed, time is bounded, and one answer costs one exercise."""

from __future__ import annotations

import contextlib
import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.engine.inside import codec, shell
from autograder.engine.inside.confine import Limits
from autograder.engine.nursery import Nursery, open_descriptors
from autograder.engine.release import Release
from autograder.engine.session import Session
from autograder.engine.stand_ins import LONGEST_WORDS, LearnerFunction, look
from course_utils.check.call import Call
from course_utils.check.clock import TooSlow
from course_utils.check.code import Lost
from tests.engine.submissions import POINTS, RIGHT, Lane, earned, printed, submission

pytestmark = pytest.mark.engine
CELL_SECONDS = 1.0


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery(limits=Limits(memory_bytes=2**30, cpu_seconds=30)) as started:
        yield started


@pytest.fixture
def session(nursery: Nursery) -> Iterator[Session]:
    with Session(nursery, CELL_SECONDS) as begun:
        yield begun


def run(session: Session, *sources: str) -> list[dict[str, Any]]:
    """Runs cells one after another; the outputs of the last."""
    outputs: list[dict[str, Any]] = []
    for count, source in enumerate(sources, start=1):
        outputs = session.run(source, count)
    return outputs


def function(session: Session, name: str) -> LearnerFunction:
    found = look(session, [name])[name]
    assert isinstance(found, LearnerFunction)
    return found


def calls_until_lost(asked: LearnerFunction) -> int:
    for number in range(50):
        try:
            asked(0)
        except Lost:
            return number
    return 50


def call_within(asked: LearnerFunction, seconds: float, value: Any = 0) -> Call:
    return asked.begin((value,), {}, seconds)()


DEAF = """
def deaf(z):
    while True:
        try:
            while True: sum(range(100))
        except BaseException: pass
"""
HEEDS = "def heeds(z):\n    while True: pass"
EXITS = "import os\ndef exits(z):\n    os._exit(1)"
ADDS = "def adds(z):\n    return z + offset"


# -- cells --------------------------------------------------------------------------------------------------------


def test_what_a_cell_puts_out_comes_in_nbformats_shape(session: Session) -> None:
    outputs = run(session, "import sys; print('out'); print('err', file=sys.stderr); 1 + 1")
    assert [(o["output_type"], o.get("name")) for o in outputs] == [
        ("stream", "stdout"), ("stream", "stderr"), ("execute_result", None),
    ]  # fmt: skip
    assert outputs[2]["data"]["text/plain"] == "2"
    (error,) = run(session, "raise KeyError('a')")
    assert (error["ename"], error["evalue"]) == ("KeyError", "'a'")


@pytest.mark.parametrize(
    "line",
    [
        "%matplotlib inline",
        "%matplotlib notebook",
        "%pylab inline",
        "!echo hello",
        "files = !ls",
        "%pip list",
        "%ls",
    ],
)
def test_what_jupyter_or_the_system_is_asked_for_does_not_end_the_cell(session: Session, line: str) -> None:
    run(session, f"{line}\ndef f(z): return z + 1")
    assert function(session, "f")(1) == 2


def test_a_program_is_not_started_and_the_learner_is_told(session: Session) -> None:
    (told,) = run(session, "!echo hello > file.txt\nimport os; assert not os.path.exists('file.txt')")
    assert told == {"output_type": "stream", "name": "stderr", "text": shell.NO_PROGRAMS + "\n"}


def test_a_cell_that_loops_is_interrupted_and_what_it_defined_before_stays(session: Session) -> None:
    outputs = run(session, "offset = 1\ndef f(z): return z + offset\nprint('before')\nwhile True: pass")
    assert [o.get("text", o.get("ename")) for o in outputs] == ["before\n", "CellTimeoutError"]
    assert session.generation == 0, "the worker went on"
    assert function(session, "f")(1) == 2


def test_it_is_defined_after_a_replay_too(session: Session) -> None:
    run(session, "offset = 1\ndef f(z): return z + offset\nwhile True: pass", EXITS)
    with pytest.raises(Lost):
        function(session, "exits")(0)
    assert function(session, "f")(1) == 2
    assert session.generation == 1


def test_a_cell_that_hears_no_interrupt_costs_itself_alone(session: Session) -> None:
    outputs = run(session, "offset = 1", ADDS, DEAF + "deaf(0)")
    assert [o["ename"] for o in outputs] == ["CellTimeoutError"]
    assert run(session, "print('next')")[0]["text"] == "next\n"
    assert function(session, "adds")(1) == 2
    assert "deaf" not in look(session, ["deaf"])


def test_a_cell_that_ends_its_worker_costs_itself_alone(session: Session) -> None:
    outputs = run(session, "offset = 1", ADDS, "import os; os._exit(0)")
    assert [o["ename"] for o in outputs] == ["DeadKernelError"]
    assert function(session, "adds")(1) == 2


def test_a_cell_that_ends_only_the_replay_is_left_out_and_the_cells_before_it_are_not(
    session: Session,
) -> None:
    """Once replayed, it finds what it left behind itself: nothing, but the clock has moved on."""
    soon = time.time() + 1.5
    run(
        session, "offset = 1", f"import os, time\nif time.time() > {soon}: os._exit(0)\ngone = 1", ADDS, EXITS
    )
    time.sleep(max(0, soon - time.time()))
    with pytest.raises(Lost):
        function(session, "exits")(0)
    assert function(session, "adds")(1) == 2
    assert "gone" not in look(session, ["gone"])


def test_all_cells_and_replays_together_have_a_limit(nursery: Nursery) -> None:
    with Session(nursery, 0.3) as session:
        outputs = [run(session, "import time\ntime.sleep(0.29)") for _ in range(40)]
        assert "together" in outputs[-1][0]["evalue"]


@pytest.mark.timeout(60)
def test_an_answer_that_drips_is_bounded_like_any_other(session: Session) -> None:
    run(
        session,
        "import os, time, struct\n"
        "fds = [int(f) for f in os.listdir('/proc/self/fd') if int(f) > 2]\n"
        "def put(data):\n"
        "    for fd in fds:\n"
        "        try: os.write(fd, data)\n"
        "        except OSError: pass\n"
        "put(struct.pack('!II', 9999, 0))\n"
        "while True:\n"
        "    try: put(b'['); time.sleep(0.1)\n"
        "    except BaseException: pass",
    )
    assert run(session, "print('next')")[0]["text"] == "next\n"


# -- calls --------------------------------------------------------------------------------------------------------


def test_a_call_gives_result_prints_warnings_and_changed_arguments(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    run(
        session,
        "import warnings\ndef f(z, scale=1):\n    print('hello'); warnings.warn('careful', RuntimeWarning)\n"
        "    z[0] = 9\n    return {'twice': (z * 2 * scale, [True, None])}",
    )
    z = np.array([1.0, 2.0])
    with pytest.warns(RuntimeWarning, match="careful"):
        result = function(session, "f")(z, scale=2)
    np.testing.assert_array_equal(result["twice"][0], [36.0, 8.0])
    assert result["twice"][1] == [True, None]
    assert z[0] == 9
    assert capsys.readouterr().out == "hello\n"


def test_of_what_a_call_says_only_the_beginning_arrives(session: Session) -> None:
    session.run("def raises(z): raise ValueError('x' * 10**6)\ndef prints(z): print('x' * 10**6)", 1)
    found = look(session, ["raises", "prints"])
    with pytest.raises(ValueError, match=r"^x+$") as raised:
        found["raises"](0)
    assert len(str(raised.value)) <= LONGEST_WORDS
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        found["prints"](0)
    assert 0 < len(said.getvalue()) <= LONGEST_WORDS


def test_a_calls_exception_comes_with_its_kind_and_line(session: Session) -> None:
    run(session, "class Mine(Exception): pass\ndef f(z):\n    if z: raise Mine('why')\n    return undefined")
    with pytest.raises(Exception, match="why") as mine:
        function(session, "f")(1)
    assert type(mine.value).__name__ == "Mine"
    with pytest.raises(NameError) as unknown:
        function(session, "f")(0)
    assert unknown.value.name == "undefined"
    assert unknown.value.learners_line == "return undefined"  # type: ignore[attr-defined]


@pytest.mark.parametrize(("source", "name", "again"), [(HEEDS, "heeds", 0), (DEAF, "deaf", 1)])
def test_a_slow_call_is_stopped_and_the_next_name_is_found(
    session: Session, source: str, name: str, again: int
) -> None:
    run(session, "offset = 1", ADDS, source)
    with pytest.raises(TooSlow):
        call_within(function(session, name), 0.5)
    assert function(session, "adds")(1) == 2
    assert session.generation == again, "one that hears the interrupt needs no other worker"


def test_a_late_interrupt_does_not_hit_the_next_call(session: Session) -> None:
    """The call ends by itself, just after its time: the interrupt comes when nothing runs."""
    run(
        session, "import time\ndef naps(z): time.sleep(0.6)\ndef works(z):\n    time.sleep(0.2)\n    return z"
    )
    with pytest.raises(TooSlow):
        call_within(function(session, "naps"), 0.5)
    time.sleep(0.3)
    assert function(session, "works")(3) == 3
    session._nursery.interrupt(session._worker)  # type: ignore[arg-type]
    time.sleep(0.1)
    assert function(session, "works")(4) == 4


def test_a_replay_does_not_run_on_the_clock_of_a_call(session: Session) -> None:
    """Replaying takes longer than a call may: the call that ended the worker is lost, the cells are not."""
    run(session, "offset = 1", "import time; time.sleep(0.8)", "time.sleep(0.8)", ADDS, EXITS)
    exits = function(session, "exits")
    for _ in range(3):
        with pytest.raises(Lost):
            call_within(exits, 0.5)
    assert session.generation == 0, "calls that follow do not start it again and again"
    assert function(session, "adds")(1) == 2
    assert session.generation == 1


def test_a_function_found_before_a_kill_is_found_again_after_it(session: Session) -> None:
    run(session, "offset = 1", ADDS, EXITS)
    adds = function(session, "adds")
    with pytest.raises(Lost):
        function(session, "exits")(0)
    session.recover()
    assert adds(1) == 2


def test_a_worker_killed_from_outside_is_replaced(session: Session, nursery: Nursery) -> None:
    run(session, "offset = 1", ADDS)
    assert session._worker is not None
    nursery.orders.send(f"kill {session._worker.pid}".encode())
    time.sleep(0.2)
    assert function(session, "adds")(1) == 2


def test_calls_of_one_test_cell_together_have_a_limit(nursery: Nursery) -> None:
    with Session(nursery, 0.2) as session:
        run(session, "import time\ndef naps(z): time.sleep(0.16)")
        assert 0 < calls_until_lost(function(session, "naps")) < 50
        function(session, "naps")(0)  # the next test cell begins anew


def test_what_is_no_function_arrives_as_data_and_what_cannot_travel_by_its_type(session: Session) -> None:
    run(session, "a, b, c, d = {'x': 1.5}, [1, 2], {1, 2}, ...")
    found = look(session, ["a", "b", "c", "d", "e"])
    assert (found["a"], found["b"]) == ({"x": 1.5}, [1, 2])
    assert [type(found[name]).__name__ for name in "cd"] == ["set", "ellipsis"]
    assert "e" not in found


# -- calls begun before an earlier one is waited for -------------------------------------------------------------


COUNTS = "made = []\ndef counts(z):\n    made.append(float(z[0]))\n    return made"


def begin(asked: LearnerFunction, *values: Any, seconds: float = 30) -> list[Callable[[], Call]]:
    return [asked.begin((value,), {}, seconds) for value in values]


def test_they_are_made_in_order_and_each_has_its_own_answer(session: Session) -> None:
    run(session, COUNTS)
    waits = begin(function(session, "counts"), *(np.array([number]) for number in range(3)))
    assert [wait().result for wait in waits] == [[0], [0, 1], [0, 1, 2]]


@pytest.mark.timeout(60)
def test_neither_side_waits_for_ever_while_both_have_much_to_say(session: Session) -> None:
    """Calls and answers are each larger than what the system keeps for a reader that is busy."""
    run(session, "def twice(z): return 2 * z")
    sizes = [10, 50_000, 20, 200_000, 30, 40, 100_000]
    waits = begin(function(session, "twice"), *map(np.ones, sizes))
    assert [wait().result.sum() for wait in waits] == [2 * size for size in sizes]


def test_those_after_a_slow_one_are_given_up(session: Session) -> None:
    run(session, COUNTS + "\ndef heeds(z):\n    while True: made.append(0)")
    heeds, counts = function(session, "heeds"), function(session, "counts")
    waits = [*begin(heeds, 0, seconds=0.5), *begin(counts, *np.ones((5, 1)))]
    with pytest.raises(TooSlow):
        waits[0]()
    with pytest.raises(Lost):
        waits[1]()
    assert function(session, "counts")(np.array([2.0])) == [2], (
        "another worker, which made none of those calls"
    )


def test_those_after_one_that_ends_the_worker_are_lost(session: Session) -> None:
    run(session, EXITS, COUNTS)
    exits, counts = function(session, "exits"), function(session, "counts")
    waits = [*begin(exits, 0), *begin(counts, *np.ones((2, 1)))]
    for wait in waits:
        with pytest.raises(Lost):
            wait()
    assert function(session, "counts")(np.array([2.0])) == [2]


def test_those_that_nobody_waits_for_do_not_answer_the_next_question(session: Session) -> None:
    run(session, COUNTS)
    first, *_ = begin(function(session, "counts"), *np.ones((4, 1)))
    assert first().result == [1]
    assert run(session, "print('next')")[0]["text"] == "next\n"
    assert function(session, "counts")(np.array([2.0])) == [2]


def test_what_cannot_travel_is_said_when_it_is_waited_for(session: Session) -> None:
    run(session, COUNTS)
    (wait,) = begin(function(session, "counts"), lambda z: z)
    with pytest.raises(codec.BadMessage, match="not NumPy's own"):
        wait()


# -- workers ------------------------------------------------------------------------------------------------------


def test_workers_share_nothing(nursery: Nursery) -> None:
    with Session(nursery, CELL_SECONDS) as first, Session(nursery, CELL_SECONDS) as second:
        run(
            first,
            "import math, os\nmath.pi = 3\nleft = 1\nopen('/tmp/left', 'w').write('x')\nos.environ['LEFT'] = '1'",
        )
        outputs = run(
            second,
            "import math, os\n"
            "print(math.pi > 3, 'left' in globals(), os.path.exists('/tmp/left'), 'LEFT' in os.environ)",
        )
        assert outputs[0]["text"] == "True False False False\n"


def test_threads_of_one_worker_do_not_count_for_another() -> None:
    threads = (
        "import threading, time\nmade = [threading.Thread(target=time.sleep, args=(99,)) for _ in range(30)]\n"
        "for thread in made: thread.start()\nprint(sum(thread.is_alive() for thread in made))"
    )
    with (
        Nursery(limits=Limits(threads=40)) as own,
        Session(own, CELL_SECONDS) as first,
        Session(own, CELL_SECONDS) as second,
    ):
        for session in (first, second):
            assert run(session, threads)[0]["text"] == "30\n"
            assert run(session, threads)[0]["ename"] == "RuntimeError", "sixty are more than forty"


def test_sessions_leave_no_descriptor_and_no_process(nursery: Nursery) -> None:
    def living() -> int:
        listed = Path(f"/proc/{nursery.pid}/task").glob("*/children")
        return sum(len(children.read_text().split()) for children in listed)

    before = open_descriptors(), living()
    for _ in range(20):
        with Session(nursery, CELL_SECONDS) as session:
            run(session, "import threading, time\nthreading.Thread(target=time.sleep, args=(99,)).start()")
    with Session(nursery, CELL_SECONDS):
        pass
    assert (open_descriptors(), living()) == before


def test_stand_ins_cover_every_check(nursery: Nursery) -> None:
    from course_utils import check

    with Nursery(["course_utils.check"]) as own, Session(own, 5) as session:
        names = ", ".join(check.__all__)
        outputs = run(
            session, f"from course_utils.check import {names}\nprint([f.__module__ for f in ({names})])"
        )
        assert outputs[0]["text"] == f"{['inside.worker'] * len(check.__all__)}\n"
        outputs = run(
            session, "print(ready('my_softmax', 'hardmax'), check('my_softmax'), hint('hardmax'), progress())"
        )
        assert outputs[0]["text"] == "True 0.0 0.0 0.0\n"


# -- whole submissions --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "bad",
    ["import os\ndef my_softmax_batch(Z): os._exit(1)", "def my_softmax_batch(Z):\n    while True: pass"],
)
def test_one_bad_answer_costs_one_exercise(bad: str, lane: Lane, release: Release) -> None:
    answers = {**RIGHT, "my_softmax_batch": bad}
    graded = lane.grade(submission(release, answers, bottom="print('the end')"), release)
    assert earned(graded) == {**POINTS, "my_softmax_batch": 0}
    assert "the end" in printed(graded)
