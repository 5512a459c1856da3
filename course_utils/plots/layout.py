"""What figures share: a headline over several charts, the space between charts, written numbers."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine


def headline(figure: Figure, sentence: str) -> None:
    """Writes ``sentence`` over the whole figure."""
    figure.suptitle(sentence, x=0.02, ha="left", weight="bold", size=12.5)


def set_apart(figure: Figure, space: float) -> None:
    """Leaves ``space`` times the width of a chart between charts."""
    engine = figure.get_layout_engine()
    assert isinstance(engine, ConstrainedLayoutEngine)
    engine.set(wspace=space)


def move_together(figure: Figure) -> None:
    """Leaves next to nothing between many small pictures."""
    engine = figure.get_layout_engine()
    assert isinstance(engine, ConstrainedLayoutEngine)
    engine.set(wspace=0, hspace=0, w_pad=0.04, h_pad=0.07)


def number(value: float, digits: int) -> str:
    """``value`` with ``digits`` decimals and a true minus sign; "≈ 0" for what they would round to 0."""
    shown = f"{value:.{digits}f}".replace("-", "−")
    return "≈ 0" if value != 0 and float(f"{value:.{digits}f}") == 0 else shown
