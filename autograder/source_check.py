"""What is wrong with a cell of an author's source, before nbgrader makes anything of it."""

from __future__ import annotations

import ast
import re

from IPython.core.inputtransformer2 import TransformerManager
from nbformat import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator, SchemaTooNewError, SchemaTooOldError, ValidationError

from course_utils.check.exercises import all_exercises

EXERCISES = "course_utils/check/exercises"
# What stands between two marks, and what nbgrader's metadata has to say of a cell with them.
MARKS = {"SOLUTION": "solution", "HIDDEN TESTS": "grade"}
_CHECK = re.compile(r'^check\("(.*)"\)$', re.MULTILINE)


def find_mistake(cell: NotebookNode) -> str | None:
    """The first mistake in a cell, as the end of a sentence that begins with the cell; None where there is none."""
    if mistake := _metadata(cell):
        return mistake
    if cell.cell_type != "code":
        return None
    return _marks(cell) or _not_python(cell.source) or _ungraded(cell)


def _metadata(cell: NotebookNode) -> str | None:
    if unread := cell.metadata.get("incorrectly_encoded_metadata"):
        return f"has {unread} behind its %%: what follows a = must be JSON, as in other cells"
    settings = cell.metadata.get("nbgrader", {})
    if settings.get("grade") and "points" not in settings:
        return 'is graded, and needs "points" in its nbgrader metadata'
    try:
        MetadataValidator().validate_cell(cell)
    except (ValidationError, SchemaTooOldError, SchemaTooNewError) as refused:
        said = refused.message if isinstance(refused, ValidationError) else refused
        return f"has metadata that nbgrader refuses ({said}): compare it with that of a cell of the same sort"
    return None


def _marks(cell: NotebookNode) -> str | None:
    for mark, sort in MARKS.items():
        found = re.findall(rf"### (BEGIN|END) {mark}$", cell.source, re.MULTILINE)
        of_its_sort = cell.metadata.get("nbgrader", {}).get(sort)
        if found != ["BEGIN", "END"] * (len(found) // 2):
            return f"needs one '### END {mark}' behind each '### BEGIN {mark}'"
        if found and not of_its_sort:
            return f"has '### BEGIN {mark}', and needs \"{sort}\": true in its nbgrader metadata"
        if sort == "solution" and of_its_sort and not found:
            return "needs '### BEGIN SOLUTION' and '### END SOLUTION' around what a learner has to write"
    return None


def _not_python(source: str) -> str | None:
    try:
        python = TransformerManager().transform_cell(source)
        compile(python, "", "exec", flags=ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError as problem:
        line = (problem.text or "").strip()
        return f"is not Python: {problem.msg} in line {problem.lineno}, {line!r}"
    return None


def _ungraded(cell: NotebookNode) -> str | None:
    settings = cell.metadata.get("nbgrader", {})
    if not settings.get("grade"):
        return None
    for name in _CHECK.findall(cell.source):
        if name not in all_exercises():
            return f"checks {name!r}, and there is no exercise of that name in {EXERCISES}"
        if settings["points"] != (points := all_exercises()[name].points):
            return f"has {settings['points']} points, and the exercise {name!r} has {points} in {EXERCISES}"
        if not re.search(rf'### BEGIN HIDDEN TESTS\n(?:.*\n)*?grade\("{re.escape(name)}"\)\n', cell.source):
            return f'needs grade("{name}") between ### BEGIN HIDDEN TESTS and ### END HIDDEN TESTS'
    return None
