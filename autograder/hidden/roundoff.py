"""Hidden cases of chapter 03."""

from __future__ import annotations

import numpy as np

from autograder.hidden import HiddenCase as Case
from course_utils.check.exercises.roundoff import model_with_weights


def _spread(*shape: int, seed: int, scale: float = 1.0) -> np.ndarray:
    return np.random.default_rng(seed).normal(scale=scale, size=shape)


def _float32(*shape: int, seed: int, scale: float) -> np.ndarray:
    return _spread(*shape, seed=seed, scale=scale).astype(np.float32)


CASES = {
    "stable_softmax": (
        Case("one-long-row", lambda: (_spread(200, seed=401, scale=4000).clip(-1e4, 1e4),)),
        Case("ties-at-the-top", lambda: (np.array([[1e4, 1e4, 9990.0], [-1e4, -1e4, -1e4]]),)),
        Case("single-class", lambda: (np.array([[1e4], [-1e4], [0.0]]),)),
        Case("single-element", lambda: (np.array([-5000.0]),)),
        Case("square", lambda: (_spread(5, 5, seed=402, scale=3000).clip(-1e4, 1e4),)),
        Case("four-axes", lambda: (_spread(2, 1, 3, 5, seed=403, scale=300),)),
        Case("column-layout", lambda: (np.asfortranarray(_spread(4, 6, seed=404, scale=1500)),)),
        Case("every-other", lambda: (_spread(3, 10, seed=405, scale=900)[:, ::2],)),
        Case("transposed-view", lambda: (_spread(6, 3, seed=406, scale=20).T,)),
        Case("read-only", lambda: (_read_only(np.array([[700.0, 710.0, 720.0], [3.0, 2.0, 1.0]])),)),
        Case("float32-rows", lambda: (_float32(6, 4, seed=407, scale=80),)),
        Case("float32-extreme", lambda: (np.array([1e4, 0.0, -1e4], dtype=np.float32),)),
        Case("tiny-differences", lambda: (np.array([3000.0, 3000.001, 2999.999]),)),
    ),
    "logsumexp": (
        Case("one-long-row", lambda: (_spread(200, seed=411, scale=4000).clip(-1e4, 1e4),)),
        Case("ties-at-the-top", lambda: (np.array([[1e4, 1e4, 9990.0], [-1e4, -1e4, -1e4]]),)),
        Case("single-class", lambda: (np.array([[1e4], [-1e4], [0.5]]),)),
        Case("single-element", lambda: (np.array([-5000.0]),)),
        Case("square", lambda: (_spread(5, 5, seed=412, scale=3000).clip(-1e4, 1e4),)),
        Case("axes-of-one", lambda: (_spread(1, 1, 4, seed=413, scale=5),)),
        Case("four-axes", lambda: (_spread(2, 1, 3, 5, seed=414, scale=300),)),
        Case("column-layout", lambda: (np.asfortranarray(_spread(4, 6, seed=415, scale=1500)),)),
        Case("every-other", lambda: (_spread(3, 10, seed=416, scale=900)[:, ::2],)),
        Case("read-only", lambda: (_read_only(np.array([[700.0, 710.0, 720.0], [3.0, 2.0, 1.0]])),)),
        Case("float32-rows", lambda: (_float32(6, 4, seed=417, scale=80),)),
        Case("float32-extreme", lambda: (np.array([1e4, 0.0, -1e4], dtype=np.float32),)),
        Case("far-apart-in-a-row", lambda: (np.array([[-1e4, 0.0, 1e4], [-300.0, 300.0, 299.0]]),)),
    ),
    "stable_sigmoid": (
        Case("a-range", lambda: (np.linspace(-40, 40, 41),)),
        Case("only-large", lambda: (np.array([1e4, 5000.0, 800.0]),)),
        Case("only-very-negative", lambda: (np.array([[-1e4, -5000.0], [-800.0, -746.0]]),)),
        Case("zeros", lambda: (np.zeros((2, 3)),)),
        Case("negative-zero", lambda: (np.array([-0.0, 0.0]),)),
        Case("one-large-number", lambda: (np.array(-9000.0),)),
        Case("single-element", lambda: (np.array([[3000.0]]),)),
        Case("three-axes", lambda: (_spread(2, 3, 4, seed=421, scale=500),)),
        Case("column-layout", lambda: (np.asfortranarray(_spread(3, 5, seed=422, scale=5)),)),
        Case("every-other", lambda: (_spread(12, seed=423, scale=2000)[::2],)),
        Case("read-only", lambda: (_read_only(np.array([-1200.0, 0.25, 1200.0])),)),
        Case("float32-matrix", lambda: (_float32(3, 4, seed=424, scale=90),)),
        Case("float32-extreme", lambda: (np.array([-1e4, -100.0, 100.0, 1e4], dtype=np.float32),)),
    ),
    "preferred_model": (
        Case("many-classes", lambda: (2, 12)),
        Case("many-features", lambda: (100, 3)),
        Case("single-feature", lambda: (1, 2)),
        Case("as-many-as-units", lambda: (25, 15)),
        Case("more-classes-than-features", lambda: (3, 30)),
        Case("square", lambda: (6, 6)),
        Case("pictures", lambda: (784, 10)),
        Case("seven-and-four", lambda: (7, 4)),
    ),
    "probabilities": (
        Case("batches", lambda: (model_with_weights(2, 4), _spread(70, 2, seed=442))),
        # Few models, each for several cases: building one takes a learner's worker longer than anything else here.
        Case("many-classes", lambda: (model_with_weights(1, 12), _spread(4, 1, seed=444))),
        Case("one-feature", lambda: (model_with_weights(1, 12), _spread(5, 1, seed=446, scale=0.5))),
        Case("zeros", lambda: (model_with_weights(4, 3), np.zeros((2, 4)))),
        Case("sure", lambda: (model_with_weights(2, 2), _spread(6, 2, seed=449, scale=4))),
        Case(
            "column-layout",
            lambda: (model_with_weights(4, 3), np.asfortranarray(_spread(6, 4, seed=451))),
        ),
        Case("every-other", lambda: (model_with_weights(2, 4), _spread(10, 2, seed=453)[::2])),
        Case("read-only", lambda: (model_with_weights(2, 4), _read_only(_spread(3, 2, seed=455)))),
        Case("single", lambda: (model_with_weights(4, 3), _spread(1, 4, seed=457))),
    ),
}


def _read_only(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array
