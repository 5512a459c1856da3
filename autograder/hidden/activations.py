"""Hidden cases of chapter 01."""

from __future__ import annotations

import numpy as np

from autograder.hidden import HiddenCase as Case


def _spread(*shape: int, seed: int, scale: float = 1.0) -> np.ndarray:
    return np.random.default_rng(seed).normal(scale=scale, size=shape)


def _layer(
    m: int, n: int, k: int, g: np.ufunc, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ufunc]:
    return _spread(m, n, seed=seed), _spread(n, k, seed=seed + 1), _spread(k, seed=seed + 2), g


def _two_layers(n: int, h: int, k: int, seed: int) -> tuple[np.ndarray, ...]:
    return (
        _spread(n, h, seed=seed),
        _spread(h, seed=seed + 1),
        _spread(h, k, seed=seed + 2),
        _spread(k, seed=seed + 3),
    )


def _read_only(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array


CASES = {
    "my_sigmoid": (
        Case("near-zero", lambda: (np.array([-1e-3, -1e-6, 0.0, 1e-6, 1e-3]),)),
        Case("mixed-sizes", lambda: (np.array([20.0, -0.01, -20.0, 7.0]),)),
        Case("number-below-zero", lambda: (np.array(-3.25),)),
        Case("number-zero", lambda: (np.array(0.0),)),
        Case("three-axes", lambda: (_spread(2, 3, 4, seed=101, scale=4),)),
        Case("one-by-one", lambda: (np.array([[-0.5]]),)),
        Case("column-layout", lambda: (np.asfortranarray(_spread(3, 5, seed=102, scale=3)),)),
        Case("every-other", lambda: (np.linspace(-6, 6, 15)[::2],)),
        Case("reversed", lambda: (np.array([4.0, -1.0, 0.5])[::-1],)),
        Case("read-only", lambda: (_read_only(np.array([1.0, -0.25, 3.5])),)),
        Case("many", lambda: (_spread(400, seed=103, scale=5),)),
    ),
    "my_relu": (
        Case("near-zero", lambda: (np.array([-1e-7, 0.0, 1e-7]),)),
        Case("both-limits", lambda: (np.array([-20.0, 20.0, -19.5, 19.5]),)),
        Case("number-above-zero", lambda: (np.array(4.5),)),
        Case("number-zero", lambda: (np.array(0.0),)),
        Case("three-axes", lambda: (_spread(2, 3, 4, seed=111, scale=4),)),
        Case("one-by-one", lambda: (np.array([[-0.5]]),)),
        Case("column-layout", lambda: (np.asfortranarray(_spread(3, 5, seed=112, scale=3)),)),
        Case("every-other", lambda: (np.linspace(-6, 6, 15)[::2],)),
        Case("read-only", lambda: (_read_only(np.array([1.0, -0.25, 3.5])),)),
        Case("all-zero", lambda: (np.zeros((2, 2)),)),
        Case("many", lambda: (_spread(400, seed=113, scale=5),)),
    ),
    "my_dense": (
        Case("single-everything", lambda: (np.array([[0.5]]), np.array([[-2.0]]), np.array([0.25]), np.tanh)),
        Case("one-feature", lambda: _layer(4, 1, 3, np.tanh, seed=121)),
        Case("large-square", lambda: _layer(4, 4, 4, np.cos, seed=124)),
        Case("as-many-examples-as-units", lambda: _layer(3, 5, 3, np.tanh, seed=127)),
        Case("wide", lambda: _layer(2, 3, 60, np.arctan, seed=130)),
        Case("many-examples", lambda: _layer(80, 25, 15, np.tanh, seed=133)),
        Case("exponential", lambda: _layer(3, 2, 4, np.exp, seed=136)),
        Case("identity", lambda: _layer(5, 4, 2, np.positive, seed=139)),
        Case(
            "zero-weights", lambda: (_spread(3, 2, seed=142), np.zeros((2, 3)), _spread(3, seed=143), np.sin)
        ),
        Case(
            "transposed-views",
            lambda: (
                _spread(3, 6, seed=144).T,
                _spread(4, 3, seed=145).T,
                _spread(8, seed=146)[::2],
                np.tanh,
            ),
        ),
        Case(
            "read-only",
            lambda: (
                _read_only(_spread(2, 3, seed=147)),
                _read_only(_spread(3, 2, seed=148)),
                _read_only(_spread(2, seed=149)),
                np.tanh,
            ),
        ),
    ),
    "collapse_linear": (
        Case("bottleneck", lambda: _two_layers(5, 1, 4, seed=151)),
        Case("one-output", lambda: _two_layers(25, 15, 1, seed=155)),
        Case("one-input", lambda: _two_layers(1, 6, 3, seed=159)),
        Case("large-square", lambda: _two_layers(4, 4, 4, seed=163)),
        Case("wide-in-the-middle", lambda: _two_layers(2, 50, 3, seed=167)),
        Case("hidden-as-wide-as-output", lambda: _two_layers(2, 3, 3, seed=171)),
        Case("hidden-as-wide-as-input", lambda: _two_layers(3, 3, 2, seed=175)),
        Case(
            "first-bias-only",
            lambda: (_spread(3, 2, seed=179), np.array([4.0, -7.0]), _spread(2, 2, seed=180), np.zeros(2)),
        ),
        Case(
            "zero-weights",
            lambda: (np.zeros((2, 3)), _spread(3, seed=181), _spread(3, 2, seed=2), np.ones(2)),
        ),
        Case(
            "transposed-views",
            lambda: (
                _spread(3, 4, seed=183).T,
                _spread(6, seed=184)[::2],
                _spread(5, 3, seed=185).T,
                _spread(5, seed=186)[::-1],
            ),
        ),
        Case("read-only", lambda: tuple(_read_only(array) for array in _two_layers(3, 2, 2, seed=187))),
    ),
    "output_activation": (
        Case("spam", lambda: ("spam",)),
        Case("temperature", lambda: ("temperature",)),
        Case("visitors", lambda: ("visitors",)),
        Case("digit", lambda: ("digit",)),
        Case("profit", lambda: ("profit",)),
        Case("spam-depends-on-the-mail", lambda: ("spam", "sigmoid", "linear", "relu")),
        Case("frost", lambda: ("temperature", "linear")),
        Case("crowd", lambda: ("visitors", "relu", "linear")),
        Case("digits-share-the-certainty", lambda: ("digit", "softmax")),
        Case("loss", lambda: ("profit", "linear")),
    ),
}
