"""Small pictures of a street with any of a bus, a taxi and a person in it, drawn by NumPy.

No two are alike: the light, the houses, the traffic, where each thing stands, how large it is, which way it
goes, and what hides part of it. A picture is drawn twice as fine as it is kept and averaged, so edges are
soft, and grain is added last.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course_utils.data.dataset import Dataset
from course_utils.text import text

HEIGHT, WIDTH = 32, 48
LABELS = ("bus", "taxi", "person")
FINE = 2  # a side of a kept pixel, in drawn ones
GRAIN = 0.04  # standard deviation of the noise

Colour = tuple[float, float, float]  # red, green, blue in [0, 1]

DARK, GLASS, LAMP, WHITE = (0.08, 0.08, 0.1), (0.62, 0.78, 0.88), (1.0, 0.95, 0.7), (0.95, 0.95, 0.92)
ASPHALT, KERB, PAVING = (0.36, 0.36, 0.38), (0.55, 0.55, 0.53), (0.68, 0.66, 0.62)
WALLS = ((0.72, 0.5, 0.4), (0.8, 0.74, 0.6), (0.6, 0.62, 0.66), (0.55, 0.42, 0.38), (0.78, 0.78, 0.76))
BUSES = ((0.8, 0.1, 0.12), (0.72, 0.08, 0.2), (0.15, 0.3, 0.65), (0.2, 0.5, 0.35))
TAXI = (0.98, 0.78, 0.08)
CARS = ((0.2, 0.3, 0.6), (0.85, 0.85, 0.86), (0.3, 0.32, 0.34), (0.15, 0.42, 0.35), (0.7, 0.12, 0.14))
COATS = ((0.85, 0.2, 0.55), (0.45, 0.2, 0.65), (0.2, 0.55, 0.25), (0.95, 0.95, 0.95))
TROUSERS = ((0.1, 0.12, 0.3), (0.12, 0.1, 0.1), (0.25, 0.15, 0.1))
SKINS = ((0.95, 0.8, 0.7), (0.8, 0.6, 0.45), (0.55, 0.38, 0.27), (0.38, 0.25, 0.18))

HOUSE_FOOT, FAR_LANE, NEAR_LANE, ROAD_END = 15.0, 19.5, 24.0, 25.5  # rows, from the top


def scenes(n: int, seed: int = 0) -> Dataset:
    """``n`` pictures of a street: X (n, 32, 48, 3) float32 in [0, 1], y (n, 3) float64 of 0 and 1.

    The columns of y say whether there is a bus, a taxi and a person: each in half of the pictures,
    independently of the others. Other cars drive by too. The same ``seed`` gives the same pictures, whatever
    ``n`` is.
    """
    X = np.empty((n, HEIGHT, WIDTH, 3), dtype=np.float32)
    y = np.empty((n, len(LABELS)))
    for i, rng in enumerate(np.random.default_rng(seed).spawn(n)):
        y[i] = rng.integers(0, 2, len(LABELS))
        X[i] = _photographed(_drawn(y[i].astype(bool), rng), rng)
    return Dataset(X, y, class_names=tuple(text(f"data.scenes.class.{label}") for label in LABELS))


@dataclass
class _Brush:
    """Paints on a canvas in the measure of one thing: pixels right of its left edge and up from its foot."""

    canvas: np.ndarray  # (HEIGHT * FINE, WIDTH * FINE, 3)
    foot: float  # row of the canvas, in kept pixels
    left: float
    width: float = WIDTH
    scale: float = 1.0
    mirrored: bool = False

    def box(self, left: float, right: float, low: float, high: float, colour: Colour) -> None:
        if self.mirrored:
            left, right = self.width - right, self.width - left
        rows = self._fine(self.foot - high * self.scale), self._fine(self.foot - low * self.scale)
        columns = self._fine(self.left + left * self.scale), self._fine(self.left + right * self.scale)
        self.canvas[slice(*rows), slice(*columns)] = colour

    def disc(self, across: float, up: float, radius: float, colour: Colour) -> None:
        """A disc, as a stack of boxes each one drawn pixel high."""
        step = 1 / (FINE * self.scale)
        for height in np.arange(-radius + step / 2, radius, step):
            half = np.sqrt(radius**2 - height**2)
            self.box(across - half, across + half, up + height - step / 2, up + height + step / 2, colour)

    @staticmethod
    def _fine(position: float) -> int:
        return max(round(position * FINE), 0)


def _drawn(present: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """One scene (HEIGHT * FINE, WIDTH * FINE, 3), painted from the farthest thing to the nearest."""
    canvas = np.empty((HEIGHT * FINE, WIDTH * FINE, 3))
    bus, taxi, person = present
    _draw_street(canvas, rng)
    if bus and taxi:
        vehicles = [_draw_bus, _draw_taxi]
    elif bus or taxi:
        vehicles = [_draw_bus if bus else _draw_taxi, *[_draw_car] * int(rng.integers(0, 2))]
    else:
        vehicles = [_draw_car] * int(rng.integers(0, 3))
    # The near vehicle may hide some of the far one, never all of it: they keep to different sides.
    lanes = [FAR_LANE, NEAR_LANE]
    if len(vehicles) == 2:
        rng.shuffle(vehicles)
        along = [rng.uniform(0, 0.35), rng.uniform(0.65, 1)]
        rng.shuffle(along)
    else:
        rng.shuffle(lanes)
        along = [rng.uniform(0, 1)]
    for draw, lane, place in zip(vehicles, lanes, along, strict=False):
        draw(canvas, lane, place, rng)
    if person:
        _draw_person(canvas, rng)
    return canvas


def _draw_street(canvas: np.ndarray, rng: np.random.Generator) -> None:
    canvas[:] = np.array([0.6, 0.75, 0.92]) * rng.uniform(0.85, 1.05)
    left = -rng.uniform(0, 6)
    while left < WIDTH:
        width, height = rng.uniform(8, 15), rng.uniform(7, 15)
        house = _Brush(canvas, HOUSE_FOOT, left)
        house.box(0, width, 0, height, _one_of(WALLS, rng))
        pane = GLASS if rng.random() < 0.6 else DARK
        for up in np.arange(2, height - 2, 4):
            for across in np.arange(1.5, width - 2, 3.5):
                house.box(across, across + 1.5, up, up + 2, pane)
        left += width
    ground = _Brush(canvas, HEIGHT, 0)
    ground.box(0, WIDTH, 0, HEIGHT - HOUSE_FOOT, ASPHALT)
    ground.box(0, WIDTH, HEIGHT - HOUSE_FOOT - 1.5, HEIGHT - HOUSE_FOOT, PAVING)
    for across in np.arange(-rng.uniform(0, 8), WIDTH, 8):
        ground.box(across, across + 4, HEIGHT - FAR_LANE - 1, HEIGHT - FAR_LANE - 0.5, WHITE)
    ground.box(0, WIDTH, 0, HEIGHT - ROAD_END, PAVING)
    ground.box(0, WIDTH, HEIGHT - ROAD_END - 0.5, HEIGHT - ROAD_END, KERB)


def _draw_bus(canvas: np.ndarray, foot: float, along: float, rng: np.random.Generator) -> None:
    brush = _placed(canvas, foot, along, 27, rng)
    brush.box(0, 27, 1.5, 13, _one_of(BUSES, rng))
    brush.box(0, 27, 12.5, 13, WHITE)
    for across in (1, 5, 9, 13, 17):
        brush.box(across, across + 3.2, 7, 11, GLASS)
    brush.box(21, 24, 2, 11, GLASS)  # the door
    brush.box(25, 27, 6.5, 11.5, GLASS)  # the windscreen
    brush.box(26, 27, 3, 4, LAMP)
    for across in (6, 19):
        brush.disc(across, 2, 2, DARK)
        brush.disc(across, 2, 0.8, KERB)


def _draw_taxi(canvas: np.ndarray, foot: float, along: float, rng: np.random.Generator) -> None:
    brush = _car_body(canvas, foot, along, TAXI, rng)
    for square in range(12):
        brush.box(2 + square, 3 + square, 3.5, 4.5, DARK if square % 2 else WHITE)
    brush.box(7, 11, 8, 9.5, DARK)  # the sign on the roof
    brush.box(7.5, 10.5, 8.5, 9, LAMP)


def _draw_car(canvas: np.ndarray, foot: float, along: float, rng: np.random.Generator) -> None:
    _car_body(canvas, foot, along, _one_of(CARS, rng), rng)


def _car_body(
    canvas: np.ndarray, foot: float, along: float, colour: Colour, rng: np.random.Generator
) -> _Brush:
    brush = _placed(canvas, foot, along, 18, rng)
    brush.box(0, 18, 1.5, 5, colour)
    brush.box(3.5, 14, 5, 8, colour)
    brush.box(4.5, 8.5, 5, 7.2, GLASS)
    brush.box(9.5, 13, 5, 7.2, GLASS)
    brush.box(17, 18, 3, 4.2, LAMP)
    for across in (4, 14):
        brush.disc(across, 1.8, 1.8, DARK)
        brush.disc(across, 1.8, 0.7, KERB)
    return brush


def _draw_person(canvas: np.ndarray, rng: np.random.Generator) -> None:
    foot = rng.uniform(HEIGHT - 2, HEIGHT - 0.5)
    scale = rng.uniform(1.0, 1.25)
    brush = _Brush(canvas, foot, rng.uniform(1, WIDTH - 8), 6, scale, mirrored=rng.random() < 0.5)
    coat, trousers, skin = _one_of(COATS, rng), _one_of(TROUSERS, rng), _one_of(SKINS, rng)
    brush.box(1.6, 2.8, 0, 6, trousers)
    brush.box(3.4, 4.6 + rng.uniform(0, 1), 0, 6, trousers)
    brush.box(1.2, 4.8, 5.5, 11, coat)
    brush.box(0.2, 1.2, 6, 10.5, coat)
    brush.box(4.8, 5.8, 6, 10.5, coat)
    brush.disc(3, 13, 1.9, skin)
    brush.box(1.3, 4.7, 13.6, 15, _one_of(((0.15, 0.1, 0.08), (0.5, 0.35, 0.15), (0.75, 0.72, 0.7)), rng))


def _placed(canvas: np.ndarray, foot: float, along: float, length: float, rng: np.random.Generator) -> _Brush:
    """A brush for a vehicle of ``length``, either way round, ``along`` its lane: 0 is left and 1 right.

    There, a fifth of it is outside of the picture.
    """
    scale = rng.uniform(0.9, 1.1)
    beyond = 0.2 * length * scale
    left = -beyond + along * (WIDTH - length * scale + 2 * beyond)
    return _Brush(canvas, foot + rng.uniform(-0.5, 0.5), left, length, scale, mirrored=rng.random() < 0.5)


def _one_of(colours: tuple[Colour, ...], rng: np.random.Generator) -> Colour:
    return colours[rng.integers(len(colours))]


def _photographed(canvas: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The canvas averaged to (HEIGHT, WIDTH, 3), under some light and with grain, in [0, 1]."""
    kept = canvas.reshape(HEIGHT, FINE, WIDTH, FINE, 3).mean(axis=(1, 3))
    light = rng.uniform(0.7, 1.05) * rng.uniform(0.95, 1.05, 3)
    return np.clip(kept * light + rng.normal(0, GRAIN, kept.shape), 0, 1)
