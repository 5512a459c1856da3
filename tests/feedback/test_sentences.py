"""Everything that a page can say: there is a sentence for it, and none gives a hidden case away."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import autograder.hidden
from autograder.engine.submission import Status
from autograder.feedback.page import HIDDEN_TEXT, TEXT
from autograder.pages import findings
from course_utils.check.exercises import CHAPTERS
from course_utils.text import catalogue

NUMBER = re.compile(r"\d+\.\d+|\d{3,}")


def hidden_numbers(module: str) -> set[str]:
    """The numbers in a module of hidden cases, as they are written, that are more than a digit or two."""
    source = (Path(autograder.hidden.__file__).parent / f"{module}.py").read_text(encoding="utf-8")
    written = [
        str(node.value)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, (int, float))
    ]
    return {number for number in written if NUMBER.fullmatch(number)}


def test_every_finding_has_a_sentence_without_a_value() -> None:
    known = catalogue().ids("form.")
    assert len(known) > 50
    for finding in known:
        assert "{" not in findings.finding_sentence(finding), finding


def test_every_status_of_a_file_that_could_not_be_graded_has_a_sentence() -> None:
    for status in Status:
        known = f"feedback.ungraded.{status.name.lower()}" in catalogue(TEXT)
        assert known == (status is not Status.GRADED), status


@pytest.mark.parametrize("module", CHAPTERS.values())
def test_no_sentence_holds_a_number_of_a_hidden_case(module: str) -> None:
    numbers = hidden_numbers(module)
    assert len(numbers) > 3
    for package in (HIDDEN_TEXT, TEXT, findings.TEXT):
        said = catalogue(package)
        held = {key: set(NUMBER.findall(said._sentences[key])) & numbers for key in said.ids()}
        assert {key: found for key, found in held.items() if found} == {}
