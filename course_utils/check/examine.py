"""Runs an exercise's cases on a learner's answer and says what was found. Shows and stores nothing."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from course_utils.check import losses
from course_utils.check.ask import begin_all, begin_references, call, call_here, fresh_arguments
from course_utils.check.call import Call
from course_utils.check.clock import TooSlow
from course_utils.check.code import Lost, References
from course_utils.check.exercise import Case, Exercise, Misconception
from course_utils.check.finding import Finding
from course_utils.check.keras_data import NotPlain, is_model, take_apart
from course_utils.check.problem import describe_problem
from course_utils.check.show import kind_of
from course_utils.check.values import CLOSE, same_kind, same_result, same_value
from course_utils.quiet import quiet

MISSING = object()
NOT_REPEATABLE = Finding("form.not_repeatable")
# Findings about a result that is usable but not right: only then is it worth asking where it came from.
_WRONG_IN_VALUE = {"value", "value_number", "shape", "shape_transposed", "array_for_mean"}


@dataclass(frozen=True)
class CaseOutcome:
    """One case: passed, or the first thing found wrong."""

    case: Case
    finding: Finding | None
    call: Call | None = None
    want: Any = None

    @property
    def passed(self) -> bool:
        """Whether nothing was found wrong."""
        return self.finding is None


@dataclass(frozen=True)
class Report:
    """What a check found. ``headline`` is the one thing to tell the learner first; it is None exactly when
    everything passed. ``points`` counts passed cases by weight, rounded to a hundredth. ``answer`` is what the
    cases were put to, and ``used`` what it refers to, if that was asked."""

    exercise: Exercise
    outcomes: tuple[CaseOutcome, ...]
    points: float
    headline: Finding | None = None
    misconception: Misconception | None = None
    answered: bool = True
    answer: Any = None
    used: References | None = None

    @property
    def passed(self) -> bool:
        """Whether every case passed."""
        return self.headline is None

    @property
    def passed_count(self) -> int:
        """How many cases passed."""
        return sum(outcome.passed for outcome in self.outcomes)

    def as_data(self) -> dict[str, Any]:
        """The report as plain data for a notebook's metadata: ids only, nothing of inputs or results."""
        return {
            "exercise": self.exercise.name,
            "points": self.points,
            "max_points": self.exercise.points,
            "answered": self.answered,
            "headline": self.headline.id if self.headline else None,
            "misconception": self.misconception.id if self.misconception else None,
            "cases": [
                {
                    "id": outcome.case.id,
                    "hidden": outcome.case.hidden,
                    "finding": outcome.finding.id if outcome.finding else None,
                }
                for outcome in self.outcomes
            ],
        }


def examine(
    exercise: Exercise,
    names: Mapping[str, Any],
    hidden: Iterable[Case] = (),
    just_before: Report | None = None,
) -> Report:
    """Runs the visible cases and the ``hidden`` ones on the answer found in ``names``.

    Calls that are in ``just_before``, a report on the same answer since which nothing else ran, are not made again.
    Never raises for what a learner wrote.
    """
    cases = (*exercise.cases, *hidden)
    answer = names.get(exercise.name, MISSING)
    if answer is MISSING:
        return _unanswered(exercise, cases, Finding("form.missing"))
    if unfit := exercise.kind.find(answer):
        return _unanswered(exercise, cases, unfit)

    if just_before is not None and just_before.answer is not answer:
        just_before = None
    with quiet():  # a result's class may say something when it is looked at
        return _examine(exercise, answer, cases, just_before)


def _examine(exercise: Exercise, answer: Any, cases: tuple[Case, ...], just_before: Report | None) -> Report:
    made = just_before.outcomes if just_before else ()
    known = {outcome.case: outcome for outcome in made if outcome.call is not None}
    goes_on = not any(map(_ends_here, known.values()))
    begun = begin_all(exercise, answer, [case for case in cases if goes_on and case not in known])
    used_before = just_before.used if just_before else None
    refer = begin_references(exercise, answer) if used_before is None else lambda: used_before
    outcomes = _run_cases(exercise, cases, known, begun)
    used = refer()  # after the calls: what is not loaded by then was not called
    if all(outcome.call is not None and exercise.kind.is_untouched(outcome.call) for outcome in outcomes):
        return _unanswered(exercise, cases, Finding("form.untouched"))
    if used.refused:
        finding = Finding("form.refused", {"call": used.refused[0]})
        outcomes = tuple(CaseOutcome(o.case, o.finding or finding, o.call, o.want) for o in outcomes)
        return Report(exercise, outcomes, 0.0, headline=finding, answer=answer, used=used)

    if not any(map(_was_repeated, known.values())):
        outcomes = _repeat_one(exercise, answer, outcomes)
    misconception = recognise(exercise, outcomes)
    return Report(
        exercise,
        outcomes,
        _points(exercise, outcomes),
        headline=_headline(exercise, outcomes, misconception, used.data),
        misconception=misconception,
        answer=answer,
        used=used,
    )


def recognise(exercise: Exercise, outcomes: tuple[CaseOutcome, ...]) -> Misconception | None:
    """The first misconception that gives what the learner's answer gives, wrong where it is, on every case
    that tells it apart.

    Where a case leaves a choice open, two answers with the same mistake may differ. Such a case is passed over if
    something is wrong elsewhere, or if both are right in it.
    """
    wrong = [o for o in outcomes if o.finding and o.call is not None and o.call.raised is None]
    if not wrong:  # all is right, or nothing but exceptions, which different mistakes have in common
        return None
    if not all(outcome.case.leaves_open for outcome in wrong):
        outcomes = tuple(outcome for outcome in outcomes if not outcome.case.leaves_open)
    return next((m for m in exercise.misconceptions if _explains(m, exercise, outcomes)), None)


_made: dict[tuple[Misconception, Case], Call] = {}
_built: dict[Case, list[Any]] = {}
"""Of a case's arguments the models, as long as no misconception changes one: building takes longer than asking."""


def _call_misconception(exercise: Exercise, misconception: Misconception, case: Case) -> Call:
    """The misconception's own call on a case, made once: a whole class is compared with it."""
    key = misconception, case
    if key in _made:
        return _made[key]
    built = _built.pop(case, None) or fresh_arguments(case)
    arguments = [model if is_model(model) else arg for model, arg in zip(built, case.make(), strict=True)]
    made = call_here(exercise, misconception.answer, case, arguments)
    made = replace(made, result=_as_data(made.result))
    if not made.changed:  # and now it is known, whatever the next does to a model that both are given
        _built[case] = [argument if is_model(argument) else None for argument in arguments]
    if not isinstance(made.raised, (KeyboardInterrupt, TooSlow)):
        _made[key] = made
    return made


def _as_data(value: Any) -> Any:
    """A value with its data in the place of a Keras model, which every comparison would take apart again."""
    if not is_model(value):
        return value
    with contextlib.suppress(NotPlain):
        return take_apart(value)
    return value


def _explains(misconception: Misconception, exercise: Exercise, outcomes: tuple[CaseOutcome, ...]) -> bool:
    explains_a_failure = False
    # With log(p + 1e-7) a mistake is as near to the same mistake with a clipped p as right answers are to each other.
    close = losses.CLOSE if isinstance(exercise.contract, losses.LossOfProbabilities) else CLOSE
    for outcome in outcomes:
        made = _call_misconception(exercise, misconception, outcome.case)
        if not exercise.kind.is_telling(made, outcome.want):
            continue
        if outcome.case.leaves_open and outcome.passed and _find(exercise, made, outcome.want) is None:
            continue
        if not same_result(outcome.call, made, close):
            return False
        if _is_of_dtype(outcome.finding) and not same_kind(outcome.call, made):
            return False
        if exercise.stable and not _same_complaint(outcome, made, _find(exercise, made, outcome.want)):
            return False
        explains_a_failure = explains_a_failure or not outcome.passed
    return explains_a_failure


def _is_of_dtype(finding: Finding | None) -> bool:
    """Whether the dtype is what is wrong. Where it is free, whole numbers can come of the same mistake as decimals."""
    return finding is not None and finding.id.rpartition(".")[2].startswith("dtype")


def _same_complaint(outcome: CaseOutcome, made: Call, finding: Finding | None) -> bool:
    """Whether a call is found wrong, or right, as the outcome's was: equal values may differ in warnings and width."""
    # Whether the line that raised can be shown hangs on where the code stands, not on the mistake.
    kinds = [
        found.id.rpartition(".")[2].removesuffix("_at") if found else None
        for found in (outcome.finding, finding)
    ]
    if kinds[0] != kinds[1]:
        return False
    return kinds[0] != "warned" or (
        outcome.call is not None and set(outcome.call.overflows) == set(made.overflows)
    )


def _run_cases(
    exercise: Exercise,
    cases: Iterable[Case],
    known: Mapping[Case, CaseOutcome],
    begun: Iterator[tuple[Case, Callable[[], Call]]],
) -> tuple[CaseOutcome, ...]:
    outcomes: list[CaseOutcome] = []
    stopped: Finding | None = None
    for case in cases:
        if stopped:
            outcomes.append(CaseOutcome(case, stopped))
            continue
        outcome = known[case] if case in known else _look_at(exercise, *next(begun))
        stopped = _ends_here(outcome)
        outcomes.append(outcome)
    return tuple(outcomes)


def _ends_here(outcome: CaseOutcome) -> Finding | None:
    """What to say of the cases after one that shows that they may not end."""
    raised = outcome.call.raised if outcome.call else None
    if isinstance(raised, TooSlow):
        return Finding("form.not_run_too_slow")
    return Finding("form.not_run_interrupted") if isinstance(raised, KeyboardInterrupt) else None


def _repeat_one(
    exercise: Exercise, answer: Any, outcomes: tuple[CaseOutcome, ...]
) -> tuple[CaseOutcome, ...]:
    """Asks for the first case that passed once more, unless a call has shown that this may not end, or has ended the
    process that answered."""
    if any(_ends_here(o) or (o.call and isinstance(o.call.raised, Lost)) for o in outcomes):
        return outcomes
    for place, outcome in enumerate(outcomes):
        if outcome.passed and outcome.call is not None:
            again = call(exercise, answer, outcome.case)
            if isinstance(again.raised, Lost) or same_value(again.result, outcome.call.result):
                return outcomes
            return (*outcomes[:place], replace(outcome, finding=NOT_REPEATABLE), *outcomes[place + 1 :])
    return outcomes


def _look_at(exercise: Exercise, case: Case, finish: Callable[[], Call]) -> CaseOutcome:
    made, want = finish(), _want(exercise, case)
    finding = _find(exercise, made, want)
    return CaseOutcome(case, _without_values(finding) if finding and case.hidden else finding, made, want)


def _was_repeated(outcome: CaseOutcome) -> bool:
    return outcome.passed or outcome.finding == NOT_REPEATABLE


_wanted: dict[tuple[Exercise, Case], Any] = {}


def _want(exercise: Exercise, case: Case) -> Any:
    """What is right for a case, found out once: a whole class is compared with it."""
    key = exercise, case
    if key not in _wanted:
        _wanted[key] = _as_data(exercise.kind.ask(exercise.solution, case.make(), case.named))
    return _wanted[key]


def _without_values(finding: Finding) -> Finding:
    """The finding for a hidden case: its sentence names no value, which could give away an input or a result."""
    return Finding(f"form.hidden.{finding.id.removeprefix('form.')}") if finding.values else finding


def _find(exercise: Exercise, made: Call, want: Any) -> Finding | None:
    """The first thing wrong with one call."""
    if made.raised is not None:
        return describe_problem(made.raised, exercise.seconds)
    if made.result is None:
        return Finding("form.printed" if made.printed.strip() else "form.nothing")
    finding = _apply_contract(exercise, made, want)
    if finding is not None:
        return finding
    if made.changed:
        return _changed(made)
    if exercise.stable and made.overflows:
        return Finding("form.warned", {"warning": made.overflows[0]})
    return None


def _changed(made: Call) -> Finding:
    number = made.changed[0]
    if is_model(made.given[number - 1]):
        return Finding("form.changed_model")
    return Finding("form.changed_argument", {"number": number})


def _apply_contract(exercise: Exercise, made: Call, want: Any) -> Finding | None:
    try:
        return exercise.contract.find(made.result, want, made.given)
    except Exception as problem:  # the result's class raises where an array would not
        return Finding("form.unusable", {"got": kind_of(made.result), "problem": kind_of(problem)})


def _headline(
    exercise: Exercise,
    outcomes: tuple[CaseOutcome, ...],
    misconception: Misconception | None,
    data_names: list[str],
) -> Finding | None:
    failed = [outcome for outcome in outcomes if outcome.finding is not None]
    if not failed:
        return None
    if misconception is not None:
        return Finding(f"{exercise.name}.misconceptions.{misconception.id}.what")
    if failed[0].finding.id.rpartition(".")[2] in _WRONG_IN_VALUE and _ignores_its_arguments(outcomes):  # type: ignore[union-attr]
        if data_names:
            return Finding("form.global", {"variable": data_names[0]})
        return Finding("form.ignores")
    return failed[0].finding


def _ignores_its_arguments(outcomes: tuple[CaseOutcome, ...]) -> bool:
    """Whether one and the same result came back for cases that want different ones."""
    ran = [o for o in outcomes if o.call is not None and o.call.raised is None and o.call.result is not None]
    if len(ran) < 2 or len(ran) < len(outcomes):
        return False
    same = all(same_value(ran[0].call.result, other.call.result) for other in ran[1:])  # type: ignore[union-attr]
    return same and not all(same_value(ran[0].want, other.want) for other in ran[1:])


def _points(exercise: Exercise, outcomes: tuple[CaseOutcome, ...]) -> float:
    total = sum(outcome.case.weight for outcome in outcomes)
    earned = sum(outcome.case.weight for outcome in outcomes if outcome.passed)
    return round(exercise.points * earned / total, 2)


def _unanswered(exercise: Exercise, cases: tuple[Case, ...], finding: Finding) -> Report:
    outcomes = tuple(CaseOutcome(case, finding) for case in cases)
    return Report(exercise, outcomes, 0.0, headline=finding, answered=False)
