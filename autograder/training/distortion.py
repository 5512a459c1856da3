"""Random small distortions of 28x28 digits: shifted, rotated, sheared, scaled and bent a little.

P. Y. Simard, D. Steinkraus and J. C. Platt, "Best Practices for Convolutional Neural Networks Applied to
Visual Document Analysis" (2003), gives a network more handwriting than was collected this way.
"""

from __future__ import annotations

import numpy as np

SIDE = 28
GROUP = 32  # images that share one distortion: 8 in a batch of 256 are enough, and one costs as much as 32


def _smoothing(sigma: float) -> np.ndarray:
    """(28, 28) matrix G such that G @ field @ G.T is the field blurred by a Gaussian of ``sigma`` pixels."""
    position = np.arange(SIDE)
    kernel = np.exp(-0.5 * ((position[:, None] - position) / sigma) ** 2)
    return (kernel / np.sqrt((kernel**2).sum(axis=1, keepdims=True))).astype(np.float32)


_BEND = _smoothing(4.0)


def _sources(count: int, strength: float, rng: np.random.Generator) -> np.ndarray:
    """Where each pixel of a distorted image comes from: (count, 2, 28, 28), row and column in pixels."""
    matrix = np.eye(2) + strength * rng.uniform(-0.2, 0.2, (count, 2, 2))
    shift = strength * rng.uniform(-2.0, 2.0, (count, 2, 1, 1))
    centre = (SIDE - 1) / 2
    grid = np.stack(np.meshgrid(*[np.arange(SIDE) - centre] * 2, indexing="ij"))
    bend = _BEND @ rng.standard_normal((count, 2, SIDE, SIDE), dtype=np.float32) @ _BEND.T
    return np.einsum("nij,jrc->nirc", matrix, grid) + shift + strength * bend + centre


def _bilinear(sources: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Four neighbours and their weights for each pixel: (count, 4, 784) indices and float32 weights.

    Neighbours outside of the picture weigh nothing, so what comes from there is black.
    """
    corner = np.floor(sources).astype(np.int64)
    fraction = (sources - corner).astype(np.float32)
    indices, weights = [], []
    for down in (0, 1):
        for right in (0, 1):
            row, column = corner[:, 0] + down, corner[:, 1] + right
            inside = (row >= 0) & (row < SIDE) & (column >= 0) & (column < SIDE)
            weight = np.abs(1 - down - fraction[:, 0]) * np.abs(1 - right - fraction[:, 1])
            indices.append(np.where(inside, row * SIDE + column, 0).reshape(len(sources), -1))
            weights.append(np.where(inside, weight, 0).reshape(len(sources), -1))
    return np.stack(indices, axis=1), np.stack(weights, axis=1)


def distorted(X: np.ndarray, strength: float, rng: np.random.Generator) -> np.ndarray:
    """``X`` (m, 784) float32 with every `GROUP` consecutive rows distorted alike; 0 < ``strength`` <= 1.

    At strength 1: matrix entries off by up to 0.2 (about 12 degrees, 20 %), shifts of up to 2 pixels, and a
    smooth bend of one pixel (standard deviation).
    """
    out = np.empty_like(X)
    starts = range(0, len(X), GROUP)
    indices, weights = _bilinear(_sources(len(starts), strength, rng))
    for start, index, weight in zip(starts, indices, weights, strict=True):
        np.einsum("mkp,kp->mp", X[start : start + GROUP][:, index], weight, out=out[start : start + GROUP])
    return out
