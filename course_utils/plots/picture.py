"""What the functions in `course_utils.plots` return: a figure and the sentence that stands for it."""

from __future__ import annotations

import base64
import html
import io
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from matplotlib.figure import Figure

from course_utils.plots.style import CSS_DPI, PIXEL_RATIO, style


def figure_html(png: bytes, width: float, alt: str) -> str:
    """A PNG as a fragment of HTML, ``width`` CSS pixels wide or as wide as the page allows."""
    source = base64.b64encode(png).decode("ascii")
    return (
        f'<figure style="margin:0"><img src="data:image/png;base64,{source}" alt="{html.escape(alt)}" '
        f'style="width:{width:.0f}px;max-width:100%;height:auto;border-radius:8px"></figure>'
    )


@dataclass(frozen=True)
class Picture:
    """A figure that a notebook shows sharply, with ``alt``, the sentence a screen reader reads in its place.

    ``alt`` says what the figure shows. ``figure`` stays open for inspection; it is rendered once.
    """

    figure: Figure
    alt: str

    @cached_property
    def png(self) -> bytes:
        """The figure as PNG, with `PIXEL_RATIO` pixels to a CSS pixel."""
        target = io.BytesIO()
        with style():
            self.figure.savefig(target, format="png", dpi=CSS_DPI * PIXEL_RATIO)
        return target.getvalue()

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        width = self.figure.get_size_inches()[0] * CSS_DPI
        return {"text/html": figure_html(self.png, width, self.alt), "text/plain": self.alt}

    def __repr__(self) -> str:
        return self.alt
