"""Hidden cases of chapter 05."""

from __future__ import annotations

import numpy as np

from autograder.hidden import HiddenCase as Case


def _spread(*shape: int, seed: int, scale: float = 2.0) -> np.ndarray:
    return np.random.default_rng(seed).normal(scale=scale, size=shape)


def _zero_one(*shape: int, seed: int, share: float = 0.5) -> np.ndarray:
    return (np.random.default_rng(seed).random(shape) < share).astype(float)


def _read_only(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array


def _huge(*shape: int, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.choice([-1.0, 1.0], size=shape) * rng.uniform(1e3, 1e4, size=shape)


def _huge_mostly_right(m: int, L: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    Z = _huge(m, L, seed=seed)
    Y = (Z > 0).astype(float)
    Y[0] = 1 - Y[0]
    return Z, Y


CASES = {
    "problem_type": (
        Case("spam", lambda: ("spam or not",)),
        Case("bus", lambda: ("a bus or no bus",)),
        Case("digit", lambda: ("handwritten digit",)),
        Case("nearest", lambda: ("nearest thing in the street",)),
        Case("things", lambda: ("all things in the street",)),
        Case("genres", lambda: ("genres of a film",)),
        Case("empty-street", lambda: ("all things in the street", "binary", "multi-label")),
        Case("two-genres", lambda: ("genres of a film", "binary", "multi-label")),
    ),
    # No probability but 0.5 lies within 1e-4 of its threshold, where single precision could decide otherwise.
    "multilabel_predict": (
        Case("near-limit", lambda: (np.array([[20.0, -20.0], [-19.5, 19.5], [18.0, 20.0]]),)),
        Case("half-everywhere", lambda: (np.array([[0.0, -0.0, 0.0], [0.0, 0.0, -0.0]]),)),
        Case(
            "tiny-threshold",
            lambda: (np.array([[-8.0, -4.0, -6.5], [0.0, -9.0, -5.0]]),),
            {"threshold": 0.001},
        ),
        Case("strict-threshold", lambda: (np.array([[8.0, 4.0, 6.5, 1.0], [0.0, 9.0, 5.0, 7.5]]), 0.999)),
        Case("single-element", lambda: (np.array([[0.25]]), 0.6)),
        Case("one-column", lambda: (_spread(12, 1, seed=501), 0.3)),
        Case("square", lambda: (_spread(6, 6, seed=502),), {"threshold": 0.7}),
        Case("column-layout", lambda: (np.asfortranarray(_spread(7, 4, seed=503)),)),
        Case("every-other-column", lambda: (_spread(5, 10, seed=504)[:, ::2], 0.4)),
        Case("read-only", lambda: (_read_only(_spread(4, 3, seed=505)),), {"threshold": 0.2}),
        Case("many-labels", lambda: (_spread(3, 80, seed=506, scale=4),)),
    ),
    "multilabel_loss": (
        Case("square", lambda: (_spread(5, 5, seed=511), _zero_one(5, 5, seed=512))),
        Case("nothing-there", lambda: (_spread(6, 4, seed=513), np.zeros((6, 4)))),
        Case("everything-there", lambda: (_spread(4, 2, seed=514), np.ones((4, 2)))),
        Case(
            "near-limit",
            lambda: (np.array([[20.0, -20.0, 19.0], [-18.5, 20.0, -20.0]]), _zero_one(2, 3, seed=515)),
        ),
        Case("huge-and-wrong", lambda: (np.array([[1e4, -1e4, 5e3]]), np.array([[0.0, 1.0, 0.0]]))),
        Case("huge-and-right", lambda: _huge_mostly_right(5, 3, seed=516)),
        Case(
            "single-precision",
            lambda: (
                _spread(8, 3, seed=517).astype(np.float32),
                _zero_one(8, 3, seed=518).astype(np.float32),
            ),
        ),
        Case(
            "huge-single-precision",
            lambda: (
                np.array([[1e4, -1e4], [-3e3, 200.0]], dtype=np.float32),
                np.array([[1.0, 1.0], [0.0, 0.0]], dtype=np.float32),
            ),
        ),
        Case("transposed-views", lambda: (_spread(3, 7, seed=519).T, _zero_one(3, 7, seed=520).T)),
        Case("every-other-row", lambda: (_spread(12, 3, seed=521)[::2], _zero_one(12, 3, seed=522)[1::2])),
        Case(
            "read-only", lambda: (_read_only(_spread(3, 3, seed=523)), _read_only(_zero_one(3, 3, seed=524)))
        ),
        Case("single-element", lambda: (np.array([[-2.5]]), np.array([[1.0]]))),
        Case("large-batch", lambda: (_spread(400, 5, seed=525, scale=5), _zero_one(400, 5, seed=526))),
    ),
    "multilabel_model": (
        Case("smallest", lambda: (1, 1)),
        Case("one-input", lambda: (1, 4)),
        Case("single-label", lambda: (9, 1)),
        Case("two-labels", lambda: (6, 2)),
        Case("square", lambda: (7, 7)),
        Case("many-labels", lambda: (3, 40)),
        Case("many-inputs", lambda: (400, 5)),
        Case("scenes", lambda: (32 * 48 * 3, 3)),
    ),
    # Some label is defined in every case, so that a list of shares never turns into an array of integers.
    "precision_recall": (
        Case(
            "nothing-right",
            lambda: (
                np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 1.0]]),
                np.array([[0.0, 1.0, 1.0], [1.0, 0.0, 0.0], [0.0, 1.0, 0.0]]),
            ),
        ),
        Case(
            "undefined-twice",
            lambda: (
                np.array([[1.0, 0.0, 1.0, 0.0], [1.0, 0.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0]]),
                np.array([[1.0, 0.0, 1.0, 0.0], [1.0, 0.0, 1.0, 0.0], [1.0, 0.0, 0.0, 0.0]]),
            ),
        ),
        Case("always-predicted", lambda: (_zero_one(9, 3, seed=531), np.ones((9, 3)))),
        Case("square-frequent", lambda: (_zero_one(6, 6, seed=532, share=0.7), _zero_one(6, 6, seed=533))),
        Case("single-picture", lambda: (np.array([[1.0, 0.0, 1.0, 1.0]]), np.array([[1.0, 1.0, 0.0, 1.0]]))),
        Case("single-element", lambda: (np.ones((1, 1)), np.ones((1, 1)))),
        Case(
            "column-layout",
            lambda: (
                np.asfortranarray(_zero_one(8, 3, seed=534)),
                np.asfortranarray(_zero_one(8, 3, seed=535, share=0.6)),
            ),
        ),
        Case(
            "every-other-column",
            lambda: (_zero_one(7, 8, seed=536)[:, ::2], _zero_one(7, 8, seed=537)[:, 1::2]),
        ),
        Case(
            "read-only",
            lambda: (_read_only(_zero_one(5, 3, seed=538)), _read_only(_zero_one(5, 3, seed=539))),
        ),
        Case(
            "rare-labels",
            lambda: (_zero_one(200, 4, seed=540, share=0.05), _zero_one(200, 4, seed=541, share=0.1)),
        ),
    ),
}
