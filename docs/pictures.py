"""Makes the README's pictures of the chapters, ``python docs/pictures.py``: what each opens with, as its solved edition
draws it."""

from __future__ import annotations

import base64
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from autograder.course import find_course
from autograder.editions import Chapter, find_chapters

FOLDER = Path(__file__).with_name("pictures")
_FIGURE = re.compile(r'<figure\b.*?src="data:image/png;base64,([^"]+)"', re.DOTALL)


def opening_picture(chapter: Chapter) -> bytes:
    """The first figure, a PNG, that a chapter's cells show when they run from the top.

    Raises LookupError if none of them shows one.
    """
    notebook = nbformat.read(chapter.notebook, as_version=4)
    client = NotebookClient(notebook, timeout=120, extra_arguments=["--IPKernelApp.log_level=ERROR"])
    with client.setup_kernel():
        for place, cell in enumerate(notebook.cells):
            if cell.cell_type == "code":
                client.execute_cell(cell, place)
                for output in cell.outputs:
                    if found := _FIGURE.search(output.get("data", {}).get("text/html", "")):
                        return base64.b64decode(found[1])
    raise LookupError(f"{chapter.name} shows no figure")


def pictures(course: Path) -> Iterator[tuple[str, bytes]]:
    """File name and content of every chapter's picture."""
    for chapter in find_chapters(course):
        yield f"{chapter.name}.png", opening_picture(chapter)


def main(folder: Path = FOLDER) -> None:
    """Writes the pictures to ``folder``."""
    folder.mkdir(exist_ok=True)
    for name, content in pictures(find_course(Path(__file__).parent)):
        (folder / name).write_bytes(content)
        print(folder / name, len(content), "bytes")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
