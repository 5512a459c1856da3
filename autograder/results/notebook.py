"""What an autograded notebook says besides points: what the learner wrote, and what the checks found.

Cards are taken from test cells alone, and only ids that the course knows are taken from them: under stock nbgrader, a
learner's code can put anything into a notebook's outputs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from autograder.engine.release import Release
from autograder.hidden import hidden_cases
from autograder.results.work import CaseResult, Diagnosis
from course_utils.check.card import METADATA_KEY
from course_utils.check.exercises import all_exercises
from course_utils.text import catalogue


@dataclass(frozen=True)
class Autograded:
    """By grade id, the source of each solution cell and the diagnosis of each test cell; whether a call, or a cell that
    the learner wrote, took too long, and whether such a cell ended the process that ran it."""

    sources: Mapping[str, str] = field(default_factory=dict)
    diagnoses: Mapping[str, Diagnosis] = field(default_factory=dict)
    timed_out: bool = False
    died: bool = False


def read_autograded(path: Path, release: Release) -> Autograded | None:
    """What the notebook at ``path`` says of an answer to ``release``; None if there is none that can be read."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    tests = {cell.grade_id for cell in release.cells if cell.is_test}
    as_released = {(cell.id, cell.source) for cell in release.cells}
    sources: dict[str, str] = {}
    diagnoses: dict[str, Diagnosis] = {}
    errors: set[str] = set()
    for cell in cells:
        known = cell["metadata"].get("nbgrader", {})
        name, outputs = known.get("grade_id"), cell.get("outputs", ())
        source = "".join(cell["source"]).encode("utf-8", "replace").decode()  # no half surrogate pairs
        if known.get("solution"):
            sources[name] = source
        if name in tests:
            if found := _diagnosis(name, outputs):
                diagnoses[name] = found
        elif (cell.get("id"), source) not in as_released:
            errors |= {output["ename"] for output in outputs if output["output_type"] == "error"}
    slow = any(_too_slow(case.finding) for found in diagnoses.values() for case in found.cases)
    return Autograded(sources, diagnoses, slow or "CellTimeoutError" in errors, "DeadKernelError" in errors)


def _too_slow(finding: str | None) -> bool:
    return finding is not None and finding.endswith(".too_slow")


def _diagnosis(name: str, outputs: Any) -> Diagnosis | None:
    """The last card among a test cell's outputs, which is the one that counts hidden cases too."""
    cards = [output.get("metadata", {}).get(METADATA_KEY) for output in outputs]
    return next((found for card in reversed(cards) if (found := _from_card(name, card))), None)


def _from_card(name: str, card: Any) -> Diagnosis | None:
    """The card's data as a `Diagnosis`; None unless all of it is known to the course."""
    exercise = all_exercises().get(name)
    if exercise is None or not isinstance(card, dict) or not isinstance(card.get("cases"), list):
        return None
    hidden = {case.id: case.hidden for case in (*exercise.cases, *hidden_cases(name))}
    cases = [
        CaseResult(case["id"], hidden[case["id"]], case.get("finding"))
        for case in card["cases"]
        if isinstance(case, dict) and isinstance(case.get("id"), str) and case["id"] in hidden
    ]
    said = [card.get("headline"), *(case.finding for case in cases)]
    misconception = card.get("misconception")
    if (
        len(cases) != len(card["cases"])
        or not all(entry is None or (isinstance(entry, str) and entry in catalogue()) for entry in said)
        or misconception not in (None, *(known.id for known in exercise.misconceptions))
    ):
        return None
    return _once(Diagnosis(bool(card.get("answered")), card.get("headline"), misconception, tuple(cases)))


@lru_cache(maxsize=10_000)
def _once(diagnosis: Diagnosis) -> Diagnosis:
    """The first diagnosis that was equal to this one: in a large class most are, and memory holds each once."""
    return diagnosis
