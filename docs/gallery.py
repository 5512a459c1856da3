"""Makes `docs/gallery.md` and its pictures, ``python -m docs.gallery``: every figure and every explorer of the course.

The image tests hold the figures to these pictures, so look at what has changed before it is committed.
"""

from __future__ import annotations

import inspect
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from PIL import Image

from course_utils import explore, plots
from course_utils.explore.base import Explorer
from course_utils.plots.style import CSS_DPI, style
from course_utils.text import text
from docs.examples import EXPLORERS, FIGURES

FOLDER = Path(__file__).parent
PICTURES = "gallery"

BEGINNING = """\
# Gallery

Every figure and every explorer of the course, drawn with the reference functions and with example numbers where
a chapter trains a network. `make gallery` writes this page and its pictures; the tests compare each figure with
its picture here.
"""


def figure_of(explorer: Explorer) -> Figure:
    """The picture of an explorer as an ordinary figure, to be saved like any other."""
    for artist in explorer.stage.animated:
        artist.set_animated(False)
    return explorer.stage.figure


def page() -> Iterator[str]:
    """The blocks of the page, from top to bottom."""
    yield BEGINNING
    for chapter, figures in FIGURES.items():
        yield f"## {chapter}\n"
        for name, draw in figures.items():
            yield _entry(f"plots.{name}", name, draw().alt, inspect.getdoc(getattr(plots, name)) or "")
        for name, open_it in EXPLORERS[chapter].items():
            opened = open_it()
            yield _entry(
                f"explore.{name}", name, opened.names.picture, inspect.getdoc(getattr(explore, name)) or ""
            )
            yield "What it asks for:\n"
            yield "".join(f"- {text(f'{opened.key}.goals.{goal.id}.task')}\n" for goal in opened.goals)


def _entry(title: str, name: str, alt: str, described: str) -> str:
    said = " ".join(described.partition("\n\n")[0].split()).replace("``", "`")
    return f"### {title}\n\n{said}\n\n![{alt}]({PICTURES}/{name}.png)\n"


def figures() -> Iterator[tuple[str, Figure]]:
    """Every picture by its name."""
    for chapter, drawn in FIGURES.items():
        yield from ((name, draw().figure) for name, draw in drawn.items())
        yield from ((name, figure_of(open_it())) for name, open_it in EXPLORERS[chapter].items())


def save(figure: Figure, path: Path) -> None:
    """Saves a picture small: one pixel to a CSS pixel, in 256 colours if they will do."""
    content = io.BytesIO()
    with style():
        figure.savefig(content, format="png", dpi=CSS_DPI)
    full = Image.open(content).convert("RGB")
    few = full.quantize(256)
    lost = np.asarray(full, float) - np.asarray(few.convert("RGB"), float)
    (few if np.sqrt(np.mean(lost**2)) < 1 else full).save(path, optimize=True)


def main(folder: Path = FOLDER) -> None:
    """Writes the page and its pictures to ``folder``."""
    (folder / PICTURES).mkdir(exist_ok=True)
    for name, figure in figures():
        save(figure, folder / PICTURES / f"{name}.png")
    (folder / "gallery.md").write_text("\n".join(page()), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
