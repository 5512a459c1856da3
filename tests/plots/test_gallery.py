"""Every figure and explorer looks as it does in the gallery, and the gallery shows all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from matplotlib.figure import Figure

from course_utils import explore, plots
from course_utils.plots.style import CSS_DPI, SETTINGS
from docs.examples import EXPLORERS, FIGURES
from docs.gallery import figure_of, page
from tests.conftest import ROOT

GALLERY = ROOT / "docs" / "gallery"
DRAWN = {name: draw for figures in FIGURES.values() for name, draw in figures.items()}
OPENED = {name: opened for explorers in EXPLORERS.values() for name, opened in explorers.items()}

# What the gallery's 256 colours cost is below 1, and a changed word costs about 6. In between is room for another
# Pillow or FreeType, which move the edges of letters a little.
TOLERANCE = 5


def compared(names: Iterable[str]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Runs a test once for each name, and compares the figure that it returns with the gallery's."""
    return pytest.mark.parametrize(
        "name",
        [
            pytest.param(
                name,
                marks=pytest.mark.mpl_image_compare(
                    baseline_dir=str(GALLERY),
                    filename=f"{name}.png",
                    savefig_kwargs={"dpi": CSS_DPI},
                    style=SETTINGS,
                    tolerance=TOLERANCE,
                ),
            )
            for name in names
        ],
    )


@compared(DRAWN)
def test_a_figure_looks_as_in_the_gallery(name: str) -> Figure:
    return DRAWN[name]().figure


@compared(OPENED)
def test_an_explorer_looks_as_in_the_gallery(name: str) -> Figure:
    return figure_of(OPENED[name]())


def test_every_figure_and_every_explorer_is_in_the_gallery() -> None:
    assert sorted(DRAWN) == sorted(plots.__all__)
    assert sorted(OPENED) == sorted(explore.__all__)
    assert sorted(path.stem for path in GALLERY.iterdir()) == sorted({**DRAWN, **OPENED})


def test_the_gallery_is_what_the_command_writes() -> None:
    assert "\n".join(page()) == (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
