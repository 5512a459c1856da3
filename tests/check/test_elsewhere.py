"""An answer that runs in another process is told of all its calls before the first result is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from autograder.hidden import hidden_cases
from course_utils.check.call import Call
from course_utils.check.clock import TooSlow
from course_utils.check.code import Lost, References, RunsElsewhere
from course_utils.check.examine import Report, examine
from course_utils.check.exercises import find_exercise
from course_utils.reference import softmax

EXERCISE = find_exercise("my_softmax")


class Elsewhere(RunsElsewhere):
    """Answers right, until it has been waited for as often as it ``lasts``; then it raises ``at_last``."""

    def __init__(self, lasts: int = 99, at_last: type[BaseException] = Lost):
        self.log: list[str] = []
        self._lasts, self._at_last = lasts, at_last

    def begin(self, given: tuple[Any, ...], named: Mapping[str, Any], seconds: float) -> Callable[[], Call]:
        self.log.append("begin")
        assert seconds == EXERCISE.seconds

        def wait() -> Call:
            self.log.append("wait")
            if self.log.count("wait") > self._lasts:
                raise self._at_last
            return Call(given, softmax(*given, **named), after=given)

        return wait

    def begin_references(self, refused: tuple[str, ...]) -> Callable[[], References]:
        self.log.append("ask")

        def wait() -> References:
            self.log.append("hear")
            return References()

        return wait

    def __call__(self, *args: Any, **named: Any) -> Any:
        raise AssertionError("it is begun, not called")


class Changing(Elsewhere):
    """Answers right, and changes its argument."""

    def begin(self, given: tuple[Any, ...], named: Mapping[str, Any], seconds: float) -> Callable[[], Call]:
        wait = super().begin(given, named, seconds)
        return lambda: replace(wait(), after=(given[0] + 1,))


def ask(answer: Elsewhere, just_before: Report | None = None) -> Report:
    hidden = hidden_cases("my_softmax") if just_before else ()
    return examine(EXERCISE, {"my_softmax": answer}, hidden, just_before)


def test_all_cases_are_begun_before_the_first_is_waited_for_and_one_is_repeated_last() -> None:
    cases, hidden = len(EXERCISE.cases), len(hidden_cases("my_softmax"))
    checked = ask(answer := Elsewhere())
    assert checked.passed
    begun, waited = ["begin"] * cases + ["ask"], ["wait"] * cases + ["hear"]
    assert answer.log == begun + waited + ["begin", "wait"]
    answer.log.clear()
    assert ask(answer, checked).passed
    assert answer.log == ["begin"] * hidden + ["wait"] * hidden, "nothing is asked for twice"


def test_after_a_slow_one_nothing_is_waited_for_or_begun() -> None:
    checked = ask(answer := Elsewhere(2, TooSlow))
    assert checked.passed_count == 2
    assert answer.log.count("wait") == 3
    answer.log.clear()
    assert ask(answer, checked).passed_count == 2
    assert answer.log == []


def test_what_passed_before_the_process_ended_is_not_called_unrepeatable() -> None:
    assert ask(Elsewhere(2)).passed_count == 2


def test_what_became_of_an_argument_there_is_told_and_is_not_what_the_next_answer_gets() -> None:
    changed = ask(Changing())
    assert {outcome.finding.id for outcome in changed.outcomes if outcome.finding} == {
        "form.changed_argument"
    }
    assert changed.passed_count == 0
    assert ask(Elsewhere()).passed
