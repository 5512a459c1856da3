"""Reads a submitted file, whatever is in it, and puts the release's cells back in their places."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum

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


def read_submission(data: bytes) -> NotebookNode:
    """The notebook in ``data``, in nbformat 4. Raises `Unreadable`."""
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
    return _as_notebook(raw)


def _as_notebook(raw: object) -> NotebookNode:
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
    return NotebookNode(
        cells=[cell for entry in cells if (cell := _as_cell(entry)) is not None],
        metadata=NotebookNode(),
        nbformat=4,
        nbformat_minor=5,
    )


def _language(metadata: dict[str, object]) -> str:
    for section, key in (("kernelspec", "language"), ("language_info", "name")):
        entry = metadata.get(section)
        if isinstance(entry, dict) and isinstance(entry.get(key), str):
            return str(entry[key]).lower()
    return ""


def _as_cell(entry: object) -> NotebookNode | None:
    """A cell with its source and what tells which cell it is; nothing else of it is believed."""
    if not isinstance(entry, dict):
        return None
    source = entry.get("source", "")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    if not isinstance(source, str):
        source = ""
    cell = _new_cell(str(entry.get("cell_type")), source.encode("utf-8", "replace").decode())
    metadata = entry.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    claims = [nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None, entry.get("id")]
    cell.metadata["claims"] = [claim if isinstance(claim, str) else "" for claim in claims]
    return cell


def repair(notebook: NotebookNode, release: Release) -> NotebookNode:
    """The notebook that is graded: the learner's cells in the learner's order, every cell that the release locks
    as released, missing ones put back after the cell that they followed, and no other claim left.

    Raises `Unreadable` if nothing in it belongs to the release.
    """
    graded = release.graded()
    by_id = {cell.id: cell for cell in release.cells if cell.id and not cell.grade_id}
    taken: set[str] = set()
    cells: list[NotebookNode] = []
    # From the end: of two cells with one grade id the later counts, as it does for nbgrader.
    for cell in reversed(notebook.cells):
        claimed, own_id = cell.metadata.pop("claims")
        known = graded.get(claimed) or (by_id.get(own_id) if not claimed else None)
        if known is None or known.id in taken:
            cell.metadata["released"] = ""
        else:
            taken.add(known.id)
            cell = _overwritten(cell, known)
        cells.append(cell)
    cells.reverse()
    if not any(cell.metadata.get("nbgrader") for cell in cells):
        raise Unreadable(
            Status.NO_ANSWERS,
            "None of the chapter's answers and tests is in it. Was another notebook handed in?",
        )
    _put_back_missing(cells, release.cells, taken)
    seen: set[str] = set()
    for number, cell in enumerate(cells):
        released = cell.metadata.pop("released")
        cell.id = released if released and released not in seen else f"added-{number}"
        seen.add(cell.id)
    notebook.cells = cells
    notebook.metadata = nbformat.from_dict({"kernelspec": dict(release.kernel)})
    return notebook


def _overwritten(cell: NotebookNode, known: ReleasedCell) -> NotebookNode:
    source = known.source if known.is_locked else cell.source
    made = _new_cell(known.kind, source)
    made.metadata["released"] = known.id
    if known.metadata:
        made.metadata["nbgrader"] = nbformat.from_dict(dict(known.metadata))
    if known.tags:
        made.metadata["tags"] = list(known.tags)
    return made


def _new_cell(kind: str, source: str) -> NotebookNode:
    """A cell as nbformat makes it, without the validation, which costs 2 ms a cell; `repair` gives it its id."""
    cell = NotebookNode(cell_type="markdown", metadata=NotebookNode(), source=source)
    if kind == "code":
        cell.update(cell_type="code", execution_count=None, outputs=[])
    return cell


def _put_back_missing(cells: list[NotebookNode], released: Sequence[ReleasedCell], taken: set[str]) -> None:
    """Inserts the locked and graded cells that are missing, each after the nearest that came before it."""
    before: list[str] = []
    for known in released:
        needed = known.is_locked or known.metadata.get("grade")
        if known.id not in taken and needed:
            places = {cell.metadata["released"]: place for place, cell in enumerate(cells)}
            place = next((places[name] for name in reversed(before) if name in places), -1)
            blank = _new_cell(known.kind, "" if known.kind == "code" else known.source)
            cells.insert(place + 1, _overwritten(blank, known))
        before.append(known.id)
