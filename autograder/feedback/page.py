"""One learner's page for one chapter, as HTML.

Everything that comes from a submission is escaped, and nothing is shown of what its code did while it was graded, since
graded code has been called with the hidden cases: not its outputs, not its results, not the words of its exceptions.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from jinja2 import Template
from markupsafe import Markup

from autograder.pages import page_environment
from autograder.pages.code import LONGEST, code_html
from autograder.pages.findings import finding_sentence
from autograder.results import Answer, CaseResult, Work
from course_utils.check.exercises import all_exercises
from course_utils.text import catalogue, text

TEXT = "autograder.feedback.text"
HIDDEN_TEXT = "autograder.hidden.text"


@dataclass(frozen=True)
class Line:
    """A case in words; ``added`` says that the chapter's own check does not have it."""

    about: str
    added: bool


@dataclass(frozen=True)
class Failure:
    """Something that was wrong, and the cases in which it was."""

    finding: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Section:
    """What the page says of one answer."""

    answer: Answer
    state: str
    paragraphs: tuple[str, ...]
    look: str
    failed: tuple[Failure, ...]
    passed: tuple[Line, ...]
    advice: str
    code: Markup | None
    is_exercise: bool

    @property
    def words(self) -> str:
        """A written answer, cut where code would be."""
        return self.answer.source[:LONGEST]

    @property
    def was_cut(self) -> bool:
        """Whether the answer is longer than what is shown."""
        return len(self.answer.source) > LONGEST


def feedback_page(work: Work, title: str) -> str:
    """The page for ``work`` on the chapter of this ``title``."""
    return _template().render(
        work=work,
        title=title,
        sections=[_section(answer) for answer in work.answers],
        problem=f"feedback.ungraded.{work.status.name.lower()}" if work.status else "",
    )


def case_sentence(exercise: str, case: CaseResult) -> str:
    """What a case is about."""
    sentences = catalogue(HIDDEN_TEXT) if case.hidden else catalogue()
    return sentences(f"{exercise}.cases.{case.id}")


def say(key: str, /, **values: object) -> str:
    """The sentence ``key`` of the feedback's catalogue."""
    return catalogue(TEXT)(key, **values)


def _section(answer: Answer) -> Section:
    found = answer.diagnosis
    cases = found.cases if found and found.answered else ()
    paragraphs, look = _headline(answer, [case.finding for case in cases])
    return Section(
        answer,
        _state(answer),
        paragraphs,
        look,
        _failures(answer.name, cases),
        tuple(_line(answer.name, case) for case in cases if case.passed),
        _advice(answer),
        code_html(answer.source) if answer.is_code else None,
        answer.name in all_exercises(),
    )


def _failures(exercise: str, cases: tuple[CaseResult, ...]) -> tuple[Failure, ...]:
    """The cases that failed, gathered by what was wrong, in the order of the first of each."""
    gathered: dict[str, list[Line]] = {}
    for case in cases:
        if case.finding is not None:
            gathered.setdefault(finding_sentence(case.finding), []).append(_line(exercise, case))
    return tuple(Failure(finding, tuple(lines)) for finding, lines in gathered.items())


def _line(exercise: str, case: CaseResult) -> Line:
    return Line(case_sentence(exercise, case), case.hidden)


def _state(answer: Answer) -> str:
    if answer.waits and not answer.by_hand:
        return "waits"
    if answer.share >= 1:
        return "done"
    return "part" if answer.points > 0 else "open"


def _headline(answer: Answer, findings: list[str | None]) -> tuple[tuple[str, ...], str]:
    """What to say first, and what to look at next."""
    found = answer.diagnosis
    if found is None:
        return (), ""
    if found.misconception is not None:
        known = f"{answer.name}.misconceptions.{found.misconception}"
        return (text(f"{known}.what"),), text(f"{known}.look")
    if not found.answered:
        missing = found.headline == "form.missing" and answer.attempted
        return (say(f"feedback.{'missing' if missing else 'unanswered'}", name=answer.name),), ""
    # What only the headline says, such as that the argument is ignored; the rest stands beside the cases.
    if found.headline is not None and found.headline not in findings:
        return (finding_sentence(found.headline),), ""
    return (), ""


def _advice(answer: Answer) -> str:
    found = answer.diagnosis
    if found is None or not found.answered or all(case.passed for case in found.cases):
        return ""
    if all(case.passed for case in found.cases if not case.hidden):
        return say("feedback.only_added")
    return say("feedback.run_check", name=answer.name)


@cache
def _template() -> Template:
    return page_environment("autograder.feedback").get_template("feedback.html")
