"""Answers as source code: what a learner would have typed."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any

from course_utils.check.exercise import Exercise, Misconception


def misconception_source(exercise: Exercise, misconception: Misconception) -> str:
    """The misconception's implementation under the exercise's name, as it can be put into a notebook."""
    if not callable(misconception.answer):
        return f"{exercise.name} = {misconception.answer!r}\n"
    return "import numpy as np\n\n\n" + _renamed(misconception.answer, exercise.name)


def _renamed(function: Callable[..., Any], name: str) -> str:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.name = name
    return ast.unparse(_WithoutAnnotations().visit(tree)) + "\n"


class _WithoutAnnotations(ast.NodeTransformer):
    """Learners write no type hints, and the names that the hints use do not exist in a notebook."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        self.generic_visit(node)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node
