"""Notebooks as learners hand them in, and the ways in which they reach an instructor."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

from tests.conftest import ROOT


def notebook(answer: str = "my_softmax = 1", chapter: str = "02-softmax") -> bytes:
    """A chapter with ``answer`` in its first answer cell."""
    content = json.loads((ROOT / "notebooks" / chapter / f"{chapter}.ipynb").read_text(encoding="utf-8"))
    first = next(cell for cell in content["cells"] if cell["metadata"].get("nbgrader", {}).get("solution"))
    first["source"] = answer
    return json.dumps(content).encode()


def answer_in(folder: Path, chapter: str = "02-softmax") -> str:
    """What `notebook` was given, read back from a folder that nbgrader looks in."""
    content = json.loads((folder / f"{chapter}.ipynb").read_text(encoding="utf-8"))
    first = next(cell for cell in content["cells"] if cell["metadata"].get("nbgrader", {}).get("solution"))
    return "".join(first["source"])


def make_zip(
    path: Path, members: Mapping[str, bytes], date: tuple[int, ...] = (2026, 3, 1, 12, 0, 0)
) -> Path:
    """A zip whose members all have one date, as those that Canvas and Moodle make."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, date), data)  # type: ignore[arg-type]
    return path


def make_folder(path: Path, files: Mapping[str, bytes]) -> Path:
    """A folder with files in it."""
    for name, data in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path
