"""What a student edition has in place of a solution."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions


class StubSolutions(ClearSolutions):
    """nbgrader's ClearSolutions, except that a solution at the top level of a cell leaves no exception.

    In a function, ``raise NotImplementedError()`` waits for a call. At the top level, where a dict of choices
    is filled in, it would stop Run All; there only the comment remains.
    """

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, Any], cell_index: int
    ) -> tuple[NotebookNode, dict[str, Any]]:
        stubs = self.code_stub
        if self._solves_at_top_level(cell):
            self.set_trait("code_stub", {language: stub.splitlines()[0] for language, stub in stubs.items()})
        try:
            return super().preprocess_cell(cell, resources, cell_index)
        finally:
            self.set_trait("code_stub", stubs)

    def _solves_at_top_level(self, cell: NotebookNode) -> bool:
        lines = cell.source.splitlines()
        return any(self.begin_solution_delimeter in line and not line[0].isspace() for line in lines)


def release_steps() -> list[type]:
    """nbgrader's own steps from the instructor's edition to the student's, with `StubSolutions`."""
    steps = GenerateAssignment.preprocessors.default()
    return [StubSolutions if step is ClearSolutions else step for step in steps]
