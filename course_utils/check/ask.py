"""Puts cases to an answer: here, or in the process where the answer lives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from typing import Any

from course_utils.check.call import Call
from course_utils.check.clock import limit
from course_utils.check.code import References, RunsElsewhere, references
from course_utils.check.exercise import Case, Exercise
from course_utils.check.keras_data import ModelData, put_together
from course_utils.check.predict import predicting_at_once
from course_utils.quiet import quiet


def call(exercise: Exercise, answer: Any, case: Case) -> Call:
    """Puts ``case`` to ``answer`` with fresh arguments, under the exercise's time limit, keeping it quiet."""
    return _begin(exercise, answer, case)()


def _begin(exercise: Exercise, answer: Any, case: Case) -> Callable[[], Call]:
    """Begins a call where the answer runs elsewhere. What is returned brings what came of it, or makes it here."""
    if isinstance(answer, RunsElsewhere):
        wait = answer.begin(_given(case), case.named, exercise.seconds)
        return partial(_wait, wait, _given(case))
    return partial(call_here, exercise, answer, case, fresh_arguments(case))


def fresh_arguments(case: Case) -> list[Any]:
    """A case's arguments for an answer that may do with them what it likes."""
    return [put_together(arg) if isinstance(arg, ModelData) else arg for arg in case.make()]


@cache
def _given(case: Case) -> tuple[Any, ...]:
    """A case's arguments as they are before a call: made once, for no answer gets hold of these."""
    return case.make()


def begin_all(
    exercise: Exercise, answer: Any, cases: Iterable[Case]
) -> Iterator[tuple[Case, Callable[[], Call]]]:
    """The ``cases``, each begun when its turn comes; all at once where the answer runs elsewhere, for it need not stop
    while this process looks at what came of one."""
    begun = ((case, _begin(exercise, answer, case)) for case in cases)
    return iter(list(begun)) if isinstance(answer, RunsElsewhere) else begun


def begin_references(exercise: Exercise, answer: Any) -> Callable[[], References]:
    """What finds what ``answer`` refers to, after the calls that were begun."""
    if isinstance(answer, RunsElsewhere):
        return answer.begin_references(exercise.refused)
    return partial(references, answer, exercise.refused)


def _wait(wait: Callable[[], Call], given: tuple[Any, ...]) -> Call:
    try:
        return wait()
    except BaseException as problem:  # an interrupt must not end the check
        return Call(given, raised=problem, after=given)


def call_here(exercise: Exercise, answer: Any, case: Case, arguments: list[Any]) -> Call:
    """Puts ``case`` to ``answer`` in this process, with these arguments."""
    result: Any = None
    raised: BaseException | None = None
    with quiet() as said:
        try:
            with limit(exercise.seconds), predicting_at_once():
                result = exercise.kind.ask(answer, tuple(arguments), case.named)
        except BaseException as problem:  # a learner's sys.exit or an interrupt must not end the check
            raised = problem
    return Call(_given(case), result, raised, tuple(arguments), said.printed, tuple(said.warned))
