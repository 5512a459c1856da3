"""Hidden cases of chapter 02."""

from __future__ import annotations

import numpy as np

from autograder.hidden import HiddenCase as Case


def _spread(*shape: int, seed: int, scale: float = 1.0) -> np.ndarray:
    return np.random.default_rng(seed).normal(scale=scale, size=shape)


def _regression(m: int, n: int, C: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return _spread(m, n, seed=seed), _spread(n, C, seed=seed + 1), _spread(C, seed=seed + 2)


CASES = {
    "my_softmax": (
        Case("shifted", lambda: (np.array([0.3, 2.9, 4.0]) - 7.25,)),
        Case("near-limit", lambda: (np.array([20.0, -20.0, 19.0, 0.0]),)),
        Case("large-together", lambda: (np.array([19.5, 19.75, 20.0]),)),
        Case("tie-at-the-top", lambda: (np.array([2.0, 2.0, -1.0]),)),
        Case("sum-zero", lambda: (np.array([-1.0, 1.0, -2.5, 2.5]),)),
        Case("every-other", lambda: (np.linspace(-3, 3, 14)[::2],)),
        Case("reversed", lambda: (np.array([0.5, -0.5, 3.0, 1.25])[::-1],)),
        Case("read-only", lambda: (_read_only(np.array([1.0, 0.25, -0.75])),)),
        Case("hundred-classes", lambda: (_spread(100, seed=101, scale=3),)),
        Case("tiny-differences", lambda: (np.array([1.0, 1.001, 0.999]),)),
    ),
    "hardmax": (
        Case("first-place", lambda: (np.array([9.0, 8.0, 7.0]),)),
        Case("last-place", lambda: (np.array([-3.0, 0.0, 2.5, 6.5]),)),
        Case("tie-first-and-last", lambda: (np.array([7.0, -2.0, 3.0, 7.0]),)),
        Case("all-zero", lambda: (np.zeros(5),)),
        Case("close-race", lambda: (np.array([1.0, 1.0001, 0.9999]),)),
        Case("negative-giant", lambda: (np.array([-20.0, 0.5, 1.5]),)),
        Case("every-other", lambda: (_spread(16, seed=121)[1::2],)),
        Case("read-only", lambda: (_read_only(np.array([0.0, 3.0, 3.0])),)),
        Case("many", lambda: (_spread(50, seed=122),)),
    ),
    "my_softmax_batch": (
        Case("square-spread", lambda: (_spread(6, 6, seed=111, scale=3),)),
        Case("single-column", lambda: (_spread(5, 1, seed=112),)),
        Case("single-element", lambda: (np.array([[4.0]]),)),
        Case("column-layout", lambda: (np.asfortranarray(_spread(4, 7, seed=113)),)),
        Case("transposed-view", lambda: (_spread(3, 8, seed=114).T,)),
        Case("every-other-column", lambda: (_spread(5, 12, seed=115)[:, ::2],)),
        Case("near-limit", lambda: (np.array([[20.0, 19.0, -20.0], [-20.0, -19.5, -19.0]]),)),
        Case("equal-rows", lambda: (np.tile([0.5, 1.5, -2.0], (4, 1)),)),
        Case("read-only", lambda: (_read_only(_spread(3, 3, seed=116)),)),
        Case("wide", lambda: (_spread(2, 200, seed=117, scale=2),)),
    ),
    "predict_proba": (
        Case("two-classes", lambda: _regression(5, 3, 2, seed=131)),
        Case("one-feature", lambda: _regression(4, 1, 3, seed=134)),
        Case("one-class", lambda: _regression(3, 2, 1, seed=137)),
        Case("square", lambda: _regression(4, 4, 4, seed=140)),
        Case("single-example", lambda: _regression(1, 2, 5, seed=143)),
        Case(
            "large-bias",
            lambda: (_spread(6, 2, seed=146), _spread(2, 3, seed=147), np.array([12.0, -12.0, 11.0])),
        ),
        Case("zero-weights", lambda: (_spread(3, 4, seed=148), np.zeros((4, 3)), np.array([1.0, 0.0, -1.0]))),
        Case(
            "transposed-views",
            lambda: (_spread(3, 7, seed=149).T, _spread(4, 3, seed=150).T, _spread(4, seed=151)),
        ),
        Case("ten-classes", lambda: _regression(40, 5, 10, seed=152)),
    ),
}


def _read_only(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array
