"""Three ways down a slope. Each returns its path: the start, and where each step led, shape (steps + 1, n)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Gradient = Callable[[Floats], Floats]


def gradient_descent(gradient: Gradient, start: ArrayLike, learning_rate: float, steps: int) -> Floats:
    """``w -= learning_rate * g``, where g is ``gradient`` (from (n,) to (n,)) at w; w begins at ``start`` (n,).

    Source: Cauchy, *Méthode générale pour la résolution des systèmes d'équations simultanées* (1847).
    """
    path = _empty_path(start, steps)
    for step in range(steps):
        path[step + 1] = path[step] - learning_rate * gradient(path[step])
    return path


def momentum(
    gradient: Gradient, start: ArrayLike, learning_rate: float, steps: int, beta: float = 0.9
) -> Floats:
    """``v = beta * v - learning_rate * g``, then ``w += v``: a step keeps the share ``beta`` of the one before.

    Arguments as for `gradient_descent`. Source: Polyak, *Some methods of speeding up the convergence of
    iteration methods* (1964).
    """
    path = _empty_path(start, steps)
    velocity = np.zeros_like(path[0])
    for step in range(steps):
        velocity = beta * velocity - learning_rate * gradient(path[step])
        path[step + 1] = path[step] + velocity
    return path


def adam(
    gradient: Gradient,
    start: ArrayLike,
    learning_rate: float,
    steps: int,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-7,
) -> Floats:
    """A running mean of g, divided by the root of a running mean of its square, in each direction by itself.

    Arguments as for `gradient_descent`; ``epsilon`` is Keras's. Source: Kingma, Ba, *Adam: A Method for
    Stochastic Optimization*, ICLR (2015), the form at the end of section 2.
    """
    path = _empty_path(start, steps)
    mean, mean_square = np.zeros_like(path[0]), np.zeros_like(path[0])
    for step in range(steps):
        g = gradient(path[step])
        mean = beta1 * mean + (1 - beta1) * g
        mean_square = beta2 * mean_square + (1 - beta2) * g**2
        rate = learning_rate * np.sqrt(1 - beta2 ** (step + 1)) / (1 - beta1 ** (step + 1))
        path[step + 1] = path[step] - rate * mean / (np.sqrt(mean_square) + epsilon)
    return path


def _empty_path(start: ArrayLike, steps: int) -> Floats:
    if steps < 1:
        raise ValueError(f"expected at least one step, got {steps}")
    first = np.asarray(start, dtype=np.float64)
    if first.ndim != 1:
        raise ValueError(f"expected a start of shape (n,), got {first.shape}")
    path = np.empty((steps + 1, first.size))
    path[0] = first
    return path
