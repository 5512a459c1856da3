"""What is wrong with a cell of an author's source, before nbgrader makes anything of it."""

from __future__ import annotations

import ast
import re

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode

from course_utils.check.exercises import all_exercises

EXERCISES = "course_utils/check/exercises"
MARKS = ("SOLUTION", "HIDDEN TESTS")
_CHECK = re.compile(r'^check\("(.*)"\)$', re.MULTILINE)


def find_mistake(cell: NotebookNode) -> str | None:
    """The first mistake in a cell, as the end of a sentence that begins with the cell; None where there is none."""
    if cell.cell_type != "code":
        return None
    return _unbalanced(cell.source) or _not_python(cell.source) or _ungraded(cell)


def _unbalanced(source: str) -> str | None:
    for mark in MARKS:
        found = re.findall(rf"### (BEGIN|END) {mark}$", source, re.MULTILINE)
        if found != ["BEGIN", "END"] * (len(found) // 2):
            return f"needs one '### END {mark}' behind each '### BEGIN {mark}'"
    return None


def _not_python(source: str) -> str | None:
    try:
        ast.parse(TransformerManager().transform_cell(source))
    except SyntaxError as problem:
        line = (problem.text or "").strip()
        return f"is not Python: {problem.msg} in line {problem.lineno}, {line!r}"
    return None


def _ungraded(cell: NotebookNode) -> str | None:
    settings = cell.metadata.get("nbgrader", {})
    if not settings.get("grade"):
        return None
    if "points" not in settings:
        return 'is graded, and needs "points" in its nbgrader metadata'
    for name in _CHECK.findall(cell.source):
        if name not in all_exercises():
            return f"checks {name!r}, and there is no exercise of that name in {EXERCISES}"
        if settings["points"] != (points := all_exercises()[name].points):
            return f"has {settings['points']} points, and the exercise {name!r} has {points} in {EXERCISES}"
        if not re.search(rf'### BEGIN HIDDEN TESTS\n(?:.*\n)*?grade\("{re.escape(name)}"\)\n', cell.source):
            return f'needs grade("{name}") between ### BEGIN HIDDEN TESTS and ### END HIDDEN TESTS'
    return None
