"""Hidden cases of chapter 04.

Probabilities are exactly 0 or at least 0.01, and at most one example of a batch has its truth at 0: two would
take ``np.nan_to_num(np.log(P))``, which is finite for each example, beyond the largest float.
"""

from __future__ import annotations

import numpy as np

from autograder.hidden import HiddenCase as Case


def _spread(*shape: int, seed: int, scale: float = 2.0) -> np.ndarray:
    return np.random.default_rng(seed).normal(scale=scale, size=shape)


def _labels(m: int, C: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(C, size=m)


def _probabilities(m: int, C: int, seed: int) -> np.ndarray:
    return 0.9 * np.random.default_rng(seed).dirichlet(np.ones(C), size=m) + 0.1 / C


def _yes_probabilities(m: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0.05, 0.95, size=m)


def _yes_or_no(m: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(2, size=m).astype(float)


def _read_only(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array


def _one_row_with_zeros(C: int, occupied: int) -> np.ndarray:
    """C probabilities of which the first ``occupied`` share everything and the others are 0."""
    return np.array([[1 / occupied] * occupied + [0.0] * (C - occupied)])


def _gapped_probabilities() -> np.ndarray:
    return np.array([[0.5, 0.0, 0.5], [0.0, 0.3, 0.7], [0.1, 0.9, 0.0], [0.25, 0.0, 0.75]])


CASES = {
    "one_hot": (
        Case("single-label", lambda: (np.array([1]), 3)),
        Case("single-class", lambda: (np.array([0, 0, 0]), 1)),
        Case("single-element", lambda: (np.array([0]), 1)),
        Case("as-many-examples-as-classes", lambda: (np.array([3, 1, 0, 2]), 4)),
        Case("more-classes-than-examples", lambda: (np.array([6, 2]), 9)),
        Case("first-class-absent", lambda: (np.array([2, 1, 2, 1, 1]), 3)),
        Case("all-last-class", lambda: (np.array([4, 4, 4]), 5)),
        Case("every-other", lambda: (np.array([0, 1, 2, 0, 1, 2, 0])[::2], 3)),
        Case("reversed", lambda: (np.array([0, 1, 1, 3])[::-1], 4)),
        Case("read-only", lambda: (_read_only(np.array([1, 0, 1])), 2)),
        Case("one-label-repeated", lambda: (np.broadcast_to(np.int64(2), (6,)), 4)),
        Case("many", lambda: (_labels(200, 10, seed=401), 10)),
    ),
    "cross_entropy": (
        Case("square-batch", lambda: (_probabilities(6, 6, seed=411), _labels(6, 6, seed=412))),
        Case("two-classes", lambda: (_probabilities(9, 2, seed=413), _labels(9, 2, seed=414))),
        Case(
            "small-probabilities",
            lambda: (np.array([[0.02, 0.97, 0.01], [0.98, 0.01, 0.01]]), np.array([0, 2])),
        ),
        Case(
            "column-layout",
            lambda: (np.asfortranarray(_probabilities(7, 4, seed=415)), _labels(7, 4, seed=416)),
        ),
        Case(
            "every-other-example",
            lambda: (_probabilities(12, 3, seed=417)[::2], _labels(12, 3, seed=418)[::2]),
        ),
        Case(
            "read-only",
            lambda: (_read_only(_probabilities(5, 3, seed=419)), _read_only(_labels(5, 3, seed=420))),
        ),
        Case("one-class-in-all", lambda: (_probabilities(8, 4, seed=421), np.full(8, 2))),
        Case("reversed", lambda: (_probabilities(6, 5, seed=422)[::-1], _labels(6, 5, seed=423)[::-1])),
        Case("many", lambda: (_probabilities(300, 10, seed=424), _labels(300, 10, seed=425))),
        Case("single-element", lambda: (np.array([[1.0]]), np.array([0])), leaves_open=True),
        Case(
            "zeros-beside-the-truth",
            lambda: (_gapped_probabilities(), np.array([2, 1, 0, 2])),
            leaves_open=True,
        ),
        Case(
            "one-truth-at-zero",
            lambda: (
                np.vstack([_probabilities(5, 3, seed=426), [[0.25, 0.75, 0.0]]]),
                np.array([0, 2, 1, 1, 0, 2]),
            ),
            leaves_open=True,
        ),
        Case("many-classes-at-zero", lambda: (_one_row_with_zeros(100, 10), np.array([4])), leaves_open=True),
        Case(
            "truth-at-zero-among-many-classes",
            lambda: (_one_row_with_zeros(100, 20), np.array([50])),
            leaves_open=True,
        ),
    ),
    "categorical_cross_entropy": (
        Case("square-batch", lambda: (_probabilities(6, 6, seed=431), np.eye(6)[_labels(6, 6, seed=432)])),
        Case("two-classes", lambda: (_probabilities(9, 2, seed=433), np.eye(2)[_labels(9, 2, seed=434)])),
        Case(
            "small-probabilities",
            lambda: (np.array([[0.02, 0.97, 0.01], [0.98, 0.01, 0.01]]), np.eye(3)[[0, 2]]),
        ),
        Case(
            "column-layout",
            lambda: (
                np.asfortranarray(_probabilities(7, 4, seed=435)),
                np.asfortranarray(np.eye(4)[_labels(7, 4, seed=436)]),
            ),
        ),
        Case(
            "every-other-example",
            lambda: (_probabilities(12, 3, seed=437)[::2], np.eye(3)[_labels(12, 3, seed=438)][::2]),
        ),
        Case(
            "transposed-views",
            lambda: (_probabilities(5, 3, seed=439).T.copy().T, np.eye(3)[:, _labels(5, 3, seed=440)].T),
        ),
        Case(
            "read-only",
            lambda: (
                _read_only(_probabilities(5, 3, seed=441)),
                _read_only(np.eye(3)[_labels(5, 3, seed=442)]),
            ),
        ),
        Case("one-class-in-all", lambda: (_probabilities(8, 4, seed=443), np.eye(4)[np.full(8, 2)])),
        Case("many", lambda: (_probabilities(300, 10, seed=444), np.eye(10)[_labels(300, 10, seed=445)])),
        Case("single-element", lambda: (np.array([[1.0]]), np.array([[1.0]])), leaves_open=True),
        Case(
            "zeros-beside-the-truth",
            lambda: (_gapped_probabilities(), np.eye(3)[[2, 1, 0, 2]]),
            leaves_open=True,
        ),
        Case(
            "one-truth-at-zero",
            lambda: (
                np.vstack([_probabilities(5, 3, seed=446), [[0.25, 0.75, 0.0]]]),
                np.eye(3)[[0, 2, 1, 1, 0, 2]],
            ),
            leaves_open=True,
        ),
        Case(
            "many-classes-at-zero", lambda: (_one_row_with_zeros(100, 10), np.eye(100)[[4]]), leaves_open=True
        ),
    ),
    "cross_entropy_from_logits": (
        Case("square-batch", lambda: (_spread(6, 6, seed=451), _labels(6, 6, seed=452))),
        Case("two-classes", lambda: (_spread(9, 2, seed=453), _labels(9, 2, seed=454))),
        Case("single-element", lambda: (np.array([[7.0]]), np.array([0]))),
        Case(
            "near-limit",
            lambda: (np.array([[10000.0, 9999.0, -10000.0], [-10000.0, 0.0, 10000.0]]), np.array([1, 0])),
        ),
        Case("all-far-below-zero", lambda: (np.array([[-998.0, -1000.0, -999.0]]), np.array([1]))),
        Case(
            "ties-at-the-top",
            lambda: (np.array([[500.0, 500.0, 0.0], [-3.0, -3.0, -3.0]]), np.array([0, 2])),
        ),
        Case(
            "certain-and-right",
            lambda: (np.array([[0.0, 800.0], [900.0, 0.0], [0.0, 1.0]]), np.array([1, 0, 1])),
        ),
        Case(
            "column-layout",
            lambda: (np.asfortranarray(_spread(7, 4, seed=455, scale=50)), _labels(7, 4, seed=456)),
        ),
        Case(
            "every-other-column",
            lambda: (_spread(6, 8, seed=457, scale=300)[:, ::2], _labels(6, 4, seed=458)),
        ),
        Case(
            "read-only",
            lambda: (_read_only(_spread(5, 3, seed=459)), _read_only(_labels(5, 3, seed=460))),
        ),
        Case(
            "float32-spread",
            lambda: (_spread(8, 5, seed=461, scale=3).astype(np.float32), _labels(8, 5, seed=462)),
        ),
        Case(
            "float32-far-apart",
            lambda: (np.array([[10000.0, 0.0, -10000.0], [0.0, 500.0, 90.0]], np.float32), np.array([1, 2])),
        ),
        Case("many", lambda: (_spread(300, 10, seed=463, scale=20), _labels(300, 10, seed=464))),
    ),
    "binary_cross_entropy": (
        Case("all-yes", lambda: (_yes_probabilities(7, seed=471), np.ones(7))),
        Case("all-no", lambda: (_yes_probabilities(7, seed=472), np.zeros(7))),
        Case("even-chances", lambda: (np.full(4, 0.5), np.array([0.0, 1.0, 1.0, 0.0]))),
        Case("nearly-certain", lambda: (np.array([0.99, 0.01, 0.99, 0.01]), np.array([1.0, 0.0, 0.0, 1.0]))),
        Case("rare-yes", lambda: (_yes_probabilities(20, seed=473), (np.arange(20) == 13).astype(float))),
        Case("every-other", lambda: (_yes_probabilities(16, seed=474)[::2], _yes_or_no(16, seed=475)[::2])),
        Case("reversed", lambda: (_yes_probabilities(6, seed=476)[::-1], _yes_or_no(6, seed=477)[::-1])),
        Case(
            "read-only",
            lambda: (_read_only(_yes_probabilities(5, seed=478)), _read_only(_yes_or_no(5, seed=479))),
        ),
        Case("many", lambda: (_yes_probabilities(400, seed=480), _yes_or_no(400, seed=481))),
        Case(
            "sure-mistakes-of-both-kinds",
            lambda: (np.array([0.0, 1.0, 0.0, 0.5]), np.array([1.0, 0.0, 1.0, 0.0])),
            leaves_open=True,
        ),
        Case("single-certain-yes", lambda: (np.array([1.0]), np.array([1.0])), leaves_open=True),
        Case("single-certain-no", lambda: (np.array([0.0]), np.array([0.0])), leaves_open=True),
        Case(
            "certain-among-many",
            lambda: (
                np.concatenate([[1.0, 0.0], _yes_probabilities(10, seed=482)]),
                np.concatenate([[1.0, 0.0], _yes_or_no(10, seed=483)]),
            ),
            leaves_open=True,
        ),
        Case(
            "one-sure-mistake-among-many",
            lambda: (
                np.concatenate([_yes_probabilities(10, seed=484), [1.0]]),
                np.concatenate([_yes_or_no(10, seed=485), [0.0]]),
            ),
            leaves_open=True,
        ),
    ),
    "softmax_gradient": (
        Case("square-batch", lambda: (_spread(5, 5, seed=491), _labels(5, 5, seed=492))),
        Case("single-class", lambda: (_spread(4, 1, seed=493), np.zeros(4, int))),
        Case("single-element", lambda: (np.array([[3.0]]), np.array([0]))),
        Case(
            "near-limit", lambda: (np.array([[20.0, -20.0, 18.0], [-20.0, -19.0, -18.0]]), np.array([0, 1]))
        ),
        Case("certain-and-right", lambda: (np.array([[12.0, -5.0], [-6.0, 11.0]]), np.array([0, 1]))),
        Case("column-layout", lambda: (np.asfortranarray(_spread(4, 6, seed=494)), _labels(4, 6, seed=495))),
        Case("transposed-view", lambda: (_spread(3, 7, seed=496).T, _labels(7, 3, seed=497))),
        Case("every-other-column", lambda: (_spread(5, 8, seed=498)[:, 1::2], _labels(5, 4, seed=499))),
        Case(
            "read-only",
            lambda: (_read_only(_spread(3, 4, seed=500)), _read_only(_labels(3, 4, seed=501))),
        ),
        Case("one-class-in-all", lambda: (_spread(6, 3, seed=502), np.full(6, 1))),
        Case("many-classes", lambda: (_spread(12, 40, seed=503, scale=1), _labels(12, 40, seed=504))),
    ),
    "train_softmax_regression": (
        Case("single-example", lambda: (np.array([[0.5, -1.5, 2.0]]), np.array([2]), 3, 0.3, 5)),
        Case("single-class", lambda: (_spread(4, 2, seed=511, scale=1), np.zeros(4, int), 1, 0.5, 3)),
        Case(
            "single-feature", lambda: (_spread(9, 1, seed=512, scale=1), _labels(9, 3, seed=513), 3, 0.25, 6)
        ),
        Case("square-batch", lambda: (_spread(4, 4, seed=514, scale=1), np.array([3, 1, 0, 2]), 4, 0.3, 4)),
        Case("features-all-zero", lambda: (np.zeros((6, 2)), np.array([0, 0, 0, 1, 1, 2]), 3, 0.5, 4)),
        Case(
            "more-classes-than-labels",
            lambda: (_spread(5, 3, seed=515, scale=1), np.array([1, 1, 4, 1, 4]), 7, 0.2, 5),
        ),
        Case(
            "small-rate", lambda: (_spread(10, 3, seed=516, scale=1), _labels(10, 3, seed=517), 3, 0.001, 5)
        ),
        Case(
            "column-layout",
            lambda: (
                np.asfortranarray(_spread(8, 5, seed=518, scale=1)),
                _labels(8, 2, seed=519),
                2,
                0.2,
                6,
            ),
        ),
        Case(
            "every-other-example",
            lambda: (_spread(20, 3, seed=520, scale=1)[::2], _labels(20, 4, seed=521)[::2], 4, 0.3, 8),
        ),
        Case(
            "read-only",
            lambda: (
                _read_only(_spread(6, 2, seed=522, scale=1)),
                _read_only(_labels(6, 3, seed=523)),
                3,
                0.4,
                5,
            ),
        ),
        Case("single-step", lambda: (_spread(5, 4, seed=524, scale=1), _labels(5, 3, seed=525), 3, 0.7, 1)),
        Case("many-steps", lambda: (_spread(40, 3, seed=526, scale=1), _labels(40, 3, seed=527), 3, 0.2, 15)),
    ),
}
