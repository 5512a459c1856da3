"""Reads a submitted file, whatever is in it, and puts the release's cells back in their places."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import nbformat
from nbformat import NotebookNode

from autograder.engine.release import Release, ReleasedCell

MOST_BYTES = 50 * 2**20
MOST_CELLS = 5_000


class Status(StrEnum):
    """How grading a submission ended."""

    GRADED = "graded"
    EMPTY = "empty file"
    TOO_LARGE = "too large"
    NOT_TEXT = "not UTF-8 text"
    NOT_JSON = "not JSON"
    NOT_A_NOTEBOOK = "not a notebook"
    OLD_FORMAT = "old notebook format"
    NEW_FORMAT = "unknown notebook format"
    NO_CELLS = "no cells"
    WRONG_KERNEL = "not Python"
    UNREADABLE = "cannot be read"
    NO_ANSWERS = "none of the release's cells"
    GRADER_FAILED = "the grader failed"


class Unreadable(ValueError):
    """A submission that cannot be graded: a `Status` and a sentence that says why."""

    def __init__(self, status: Status, reason: str):
        super().__init__(reason)
        self.status = status
        self.reason = reason


class SubmittedCell(NamedTuple):
    """All that is believed of a submitted cell: its source, whether it is code, and which of the release's cells it
    claims to be, by grade id and by its own id."""

    is_code: bool
    source: str
    grade_id: str
    id: str


def read_submission(data: bytes) -> list[SubmittedCell]:
    """The cells of the notebook in ``data``. Raises `Unreadable`."""
    if len(data) > MOST_BYTES:
        raise Unreadable(
            Status.TOO_LARGE, f"The file has more than {MOST_BYTES // 2**20} MiB. Clear its outputs."
        )
    if not data.strip():
        raise Unreadable(Status.EMPTY, "The file is empty. Was it saved before it was handed in?")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise Unreadable(
            Status.NOT_TEXT, f"Byte {problem.start} is not UTF-8. A notebook is a text file."
        ) from None
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise Unreadable(Status.NOT_JSON, f"The file is cut off or damaged: {str(problem)[:200]}.") from None
    return _cells_of(raw)


def _cells_of(raw: object) -> list[SubmittedCell]:
    if not isinstance(raw, dict) or type(raw.get("nbformat")) is not int:
        raise Unreadable(Status.NOT_A_NOTEBOOK, "The file is JSON, but not a Jupyter notebook.")
    if raw["nbformat"] < 4:
        reason = f"The notebook has format {raw['nbformat']}. Open and save it in a present-day Jupyter."
        raise Unreadable(Status.OLD_FORMAT, reason)
    if raw["nbformat"] > 4:
        reason = f"The notebook has format {raw['nbformat']}; 4 is the newest there is."
        raise Unreadable(Status.NEW_FORMAT, reason)
    cells = raw.get("cells")
    if not isinstance(cells, list) or not cells:
        raise Unreadable(Status.NO_CELLS, "The notebook has no cells.")
    if len(cells) > MOST_CELLS:
        raise Unreadable(Status.TOO_LARGE, f"The notebook has {len(cells)} cells; {MOST_CELLS} are allowed.")
    metadata = raw.get("metadata")
    language = _language(metadata if isinstance(metadata, dict) else {})
    if language not in ("", "python"):
        raise Unreadable(
            Status.WRONG_KERNEL, f"The notebook is for the language {language[:40]!r}, not Python."
        )
    return [_as_cell(entry) for entry in cells if isinstance(entry, dict)]


def _language(metadata: dict[str, object]) -> str:
    for section, key in (("kernelspec", "language"), ("language_info", "name")):
        entry = metadata.get(section)
        if isinstance(entry, dict) and isinstance(entry.get(key), str):
            return str(entry[key]).lower()
    return ""


def _as_cell(entry: dict[str, object]) -> SubmittedCell:
    source = entry.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    if not isinstance(source, str):
        source = ""
    elif not source.isascii():
        source = source.encode(
            "utf-8", "replace"
        ).decode()  # half a surrogate pair could not be written to a file
    metadata = entry.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    claims = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None, entry.get("id")
    grade_id, own_id = (claim if isinstance(claim, str) else "" for claim in claims)
    return SubmittedCell(entry.get("cell_type") == "code", source, grade_id, own_id)


@dataclass
class _Placed:
    """A cell of the notebook that is graded; ``known`` is the release's cell that it is, None for one that a learner
    has added."""

    is_code: bool
    source: str
    known: ReleasedCell | None = None


def repair(submitted: Sequence[SubmittedCell], release: Release) -> NotebookNode:
    """The notebook that is graded: the learner's cells in the learner's order, every cell that the release locks
    as released, missing ones put back after the cell that they followed, and no other claim left.

    Raises `Unreadable` if nothing in it belongs to the release.
    """
    graded = release.graded()
    by_id = {cell.id: cell for cell in release.cells if cell.id and not cell.grade_id}
    taken: set[str] = set()
    placed: list[_Placed] = []
    # From the end: of two cells with one grade id the later counts, as it does for nbgrader.
    for cell in reversed(submitted):
        known = graded.get(cell.grade_id) or (by_id.get(cell.id) if not cell.grade_id else None)
        if known is None or known.id in taken:
            placed.append(_Placed(cell.is_code, cell.source))
        else:
            taken.add(known.id)
            placed.append(_as_released(known, cell.source))
    placed.reverse()
    if not any(cell.known and cell.known.metadata for cell in placed):
        raise Unreadable(
            Status.NO_ANSWERS,
            "None of the chapter's answers and tests is in it. Was another notebook handed in?",
        )
    _put_back_missing(placed, release.cells, taken)
    seen: set[str] = set()
    cells = []
    for number, put in enumerate(placed):
        released = put.known.id if put.known else ""
        cells.append(_as_node(put, released if released and released not in seen else f"added-{number}"))
        seen.add(cells[-1].id)
    metadata = nbformat.from_dict({"kernelspec": dict(release.kernel)})
    return NotebookNode(cells=cells, metadata=metadata, nbformat=4, nbformat_minor=5)


def _as_released(known: ReleasedCell, source: str) -> _Placed:
    return _Placed(known.kind == "code", known.source if known.is_locked else source, known)


def _put_back_missing(placed: list[_Placed], released: Sequence[ReleasedCell], taken: set[str]) -> None:
    """Inserts the locked and graded cells that are missing, each after the nearest that came before it."""
    before: list[str] = []
    for known in released:
        needed = known.is_locked or known.metadata.get("grade")
        if known.id not in taken and needed:
            places = {cell.known.id: place for place, cell in enumerate(placed) if cell.known}
            place = next((places[name] for name in reversed(before) if name in places), -1)
            placed.insert(place + 1, _as_released(known, "" if known.kind == "code" else known.source))
        before.append(known.id)


def _as_node(cell: _Placed, name: str) -> NotebookNode:
    """The cell as nbformat makes it, without the validation, which costs 2 ms a cell."""
    metadata = NotebookNode()
    if cell.known and cell.known.metadata:
        metadata["nbgrader"] = nbformat.from_dict(dict(cell.known.metadata))
    if cell.known and cell.known.tags:
        metadata["tags"] = list(cell.known.tags)
    if cell.is_code:
        return NotebookNode(
            id=name, cell_type="code", metadata=metadata, source=cell.source, execution_count=None, outputs=[]
        )
    return NotebookNode(id=name, cell_type="markdown", metadata=metadata, source=cell.source)
