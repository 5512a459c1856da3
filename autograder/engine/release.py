"""What the instructor released, as plain data: the cells that decide what runs and what it is worth."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.api import Gradebook


@dataclass(frozen=True)
class ReleasedCell:
    """One cell as released. ``metadata`` is nbgrader's, empty for a cell that it does not know; the source of a
    test cell holds the hidden lines; ``tags`` are the notebook's."""

    id: str
    kind: str
    source: str
    metadata: Mapping[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()

    @property
    def grade_id(self) -> str:
        return str(self.metadata.get("grade_id", ""))

    @property
    def is_test(self) -> bool:
        """Whether it is code that is run to give points."""
        return bool(self.metadata.get("grade") and not self.metadata.get("solution") and self.kind == "code")

    @property
    def is_locked(self) -> bool:
        """Whether its source is the release's; as nbgrader has it, a test cell always is, a solution never."""
        return self.is_test or bool(self.metadata.get("locked") and not self.metadata.get("solution"))


@dataclass(frozen=True)
class Release:
    """One released notebook: its assignment, its name, and its cells in order."""

    assignment: str
    notebook: str
    cells: tuple[ReleasedCell, ...]
    kernel: Mapping[str, Any]

    def graded(self) -> dict[str, ReleasedCell]:
        """The cells that nbgrader knows, by grade id."""
        return {cell.grade_id: cell for cell in self.cells if cell.grade_id}

    @cached_property
    def digest(self) -> str:
        """Changes whenever anything in the release does."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


class NotReleased(LookupError):
    """The gradebook does not know the assignment, or its released notebook is missing; says what to run."""


def load_release(gradebook: Gradebook, assignment: str, notebook: str, released: Path) -> Release:
    """The release of one notebook: the student edition at ``released``, with the sources, points and checksums
    that the gradebook has for nbgrader's cells. Raises `NotReleased`."""
    try:
        record = gradebook.find_notebook(notebook, assignment)
        student = nbformat.read(released, as_version=4)
    except (LookupError, ValueError, OSError) as problem:
        raise NotReleased(
            f"{assignment}: {problem}. Run `autograder release {assignment}`, or press Generate in the Formgrader: "
            "either makes the student edition and records it in the gradebook."
        ) from None
    sources = {cell.name: cell for cell in record.source_cells}
    points = {cell.name: float(cell.max_score) for cell in record.grade_cells}
    cells = []
    for cell in student.cells:
        metadata = dict(cell.metadata.get("nbgrader", {}))
        known = sources.get(metadata.get("grade_id"))
        if known is not None:
            metadata["checksum"] = known.checksum
            if known.name in points:
                metadata["points"] = points[known.name]
        source = known.source if known is not None and known.locked else cell.source
        tags = tuple(cell.metadata.get("tags", ()))
        cells.append(ReleasedCell(cell.get("id", ""), cell.cell_type, source, metadata, tags))
    return Release(assignment, notebook, tuple(cells), dict(student.metadata.get("kernelspec", {})))
