"""Where in the plane each class comes out first."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from course_utils.plots.style import INK, class_style


def shade_regions(
    ax: Axes, x: NDArray[np.floating], y: NDArray[np.floating], scores: NDArray[np.floating]
) -> None:
    """Shades the region of each class in its colour and draws the borders.

    ``scores`` (len(y) · len(x), C) holds the classes' scores, any that rank them, at the points of the grid,
    row by row as `grid_points` lists them.
    """
    ordered = np.sort(scores, axis=1)
    leads = scores - np.where(scores == ordered[:, -1:], ordered[:, -2:-1], ordered[:, -1:])
    for k in range(scores.shape[1]):
        lead = leads[:, k].reshape(len(y), len(x))
        ax.contourf(x, y, lead, levels=[0, np.inf], colors=[class_style(k).color], alpha=0.16)
        ax.contour(x, y, lead, levels=[0], colors=INK, linewidths=1.2)


def grid_points(x: NDArray[np.floating], y: NDArray[np.floating]) -> NDArray[np.floating]:
    """The points (len(y) · len(x), 2) of the grid with these coordinates."""
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
