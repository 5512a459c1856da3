"""The card under a check: what to show, decided once, drawn as HTML and as plain text."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from course_utils.check.examine import CaseOutcome, Report
from course_utils.check.finding import Finding
from course_utils.check.problem import meaning
from course_utils.check.show import show_value
from course_utils.text import catalogue, sentence_html, text

if TYPE_CHECKING:
    from jinja2 import Template

METADATA_KEY = "logits_to_labels"
# Readable on light and dark backgrounds, told apart by colour-blind readers, and never without their mark.
PASSED, FAILED, OPEN, BEGUN = ("✓", "#0f8a72"), ("✗", "#d4570b"), ("○", "#7a7a7a"), ("◐", "#0072b2")


@dataclass(frozen=True)
class Line:
    """One line of a card's list: a mark and its colour, a sentence, and what the list says below it."""

    mark: str
    colour: str
    text: str
    below: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Card:
    """What a card shows, from top to bottom; ``example`` pairs labels with values."""

    mark: str
    colour: str
    title: str
    paragraphs: tuple[str, ...] = ()
    example: tuple[tuple[str, str], ...] = ()
    lines: tuple[Line, ...] = ()
    footer: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    def as_html(self) -> str:
        """The card as a fragment of HTML without scripts, in the page's own theme."""
        return _template().render(vars(self))

    def as_text(self) -> str:
        """The card for a terminal or a log."""
        parts = [f"{self.mark} {self.title}", *self.paragraphs]
        parts += [f"{label}: {value}" for label, value in self.example]
        for line in self.lines:
            parts += [
                f"  {line.mark} {line.text}",
                *(f"    {entry.mark} {entry.text}" for entry in line.below),
            ]
        return "\n".join([*parts, self.footer] if self.footer else parts)

    def show(self) -> None:
        """Displays the card in a notebook, or prints it elsewhere."""
        if "IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None:
            from IPython.display import display

            formats = {"text/html": self.as_html(), "text/plain": self.as_text()}
            display(formats, raw=True, metadata={METADATA_KEY: self.data} if self.data else None)
        else:
            print(self.as_text())


def report_card(report: Report) -> Card:
    """The card for what a check found. Of a hidden case it shows the sentence about it and nothing else."""
    name = report.exercise.name
    mark, colour = _state(report)
    data = report.as_data()
    if not report.answered:
        assert report.headline is not None
        return Card(
            mark, colour, say(report.headline, report), (text("card.unanswered", name=name),), data=data
        )
    counts = {"passed": report.passed_count, "total": len(report.outcomes)}
    points = {"points": f"{report.points:g}", "max_points": f"{report.exercise.points:g}"}
    if report.passed:
        title = text("card.passed", name=name, **counts, **points)
        graded = any(outcome.case.hidden for outcome in report.outcomes)
        footer = "" if graded else text("card.more_when_graded")
        return Card(mark, colour, title, lines=_lines(report), footer=footer, data=data)
    return Card(
        mark,
        colour,
        text("card.failed", name=name, **counts, **points),
        _explanations(report),
        _example(report),
        _lines(report),
        text("card.hint", name=name) if f"{name}.hints.1" in catalogue() else "",
        data,
    )


def say(finding: Finding, report: Report) -> str:
    """The sentence of a finding."""
    values = {
        key: say(value, report) if isinstance(value, Finding) else value
        for key, value in finding.values.items()
    }
    return text(finding.id, name=report.exercise.name, signature=report.exercise.signature, **values)


def _state(report: Report) -> tuple[str, str]:
    if report.passed:
        return PASSED
    return FAILED if report.answered else OPEN


def _explanations(report: Report) -> tuple[str, ...]:
    assert report.headline is not None
    explained = [say(report.headline, report)]
    if known := meaning(str(report.headline.values.get("message", ""))):
        explained.append(text(f"card.meanings.{known}"))
    if report.misconception:
        explained.append(text(f"{report.exercise.name}.misconceptions.{report.misconception.id}.look"))
    return tuple(explained)


def _shown_failure(report: Report) -> CaseOutcome | None:
    """The failed visible case to show in full: the one that the headline is about, else the first."""
    failed = [o for o in report.outcomes if o.finding and o.call and not o.case.hidden]
    about = [o for o in failed if o.finding is report.headline]
    return next(iter(about or failed), None)


def _example(report: Report) -> tuple[tuple[str, str], ...]:
    outcome = _shown_failure(report)
    if outcome is None or outcome.call is None or (report.headline and report.headline.id == "form.refused"):
        return ()
    kind = report.exercise.kind
    question = kind.show_question(report.exercise.name, outcome.call.given, outcome.case.named)
    rows = [(text(kind.label), question)]
    if outcome.call.raised is None:
        rows.append((text("card.got"), show_value(outcome.call.result)))
    if want := kind.show_want(outcome.want):
        rows.append((text("card.want"), want))
    return tuple(rows)


def _lines(report: Report) -> tuple[Line, ...]:
    lines = []
    for outcome in report.outcomes:
        mark, colour = PASSED if outcome.passed else FAILED
        about = catalogue(outcome.case.catalogue)(f"{report.exercise.name}.cases.{outcome.case.id}")
        lines.append(Line(mark, colour, about))
    return tuple(lines)


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader
    from markupsafe import Markup

    environment = Environment(loader=PackageLoader("course_utils.check"), autoescape=True)
    environment.filters["sentence"] = lambda sentence: Markup(sentence_html(sentence))
    return environment.get_template("card.html")
