"""Hidden cases of chapter 06."""

from __future__ import annotations

from functools import cache

import numpy as np

from autograder.hidden import HiddenCase as Case
from course_utils import reference
from course_utils.data import mnist_network
from course_utils.data.mnist import embedded_sample

Network = dict[str, np.ndarray]


def _pixels(*shape: int, seed: int, high: int = 256) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, high, size=shape, dtype=np.uint8)


def _network(h1: int, h2: int, seed: int, sureness: float = 5.0) -> Network:
    rng = np.random.default_rng(seed)
    network: Network = {}
    scales = (5.0, 5.0, sureness)
    for layer, (inputs, outputs) in enumerate(((784, h1), (h1, h2), (h2, 10)), start=1):
        W = rng.normal(scale=scales[layer - 1] / np.sqrt(inputs), size=(inputs, outputs))
        network |= {f"W{layer}": W, f"b{layer}": rng.normal(scale=0.3, size=outputs) - W.sum(axis=0) / 2}
    return network


def _rows(N: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).beta(0.3, 0.3, size=(N, 784))


def _read_only(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array


def _read_only_network(network: Network) -> Network:
    return {key: _read_only(array) for key, array in network.items()}


def _transposed_views(network: Network) -> Network:
    return {key: np.asfortranarray(array) for key, array in network.items()}


def _only_the_last(h: int, seed: int) -> Network:
    return _network(h, h, seed) | {"W3": np.zeros((h, 10)), "b3": np.arange(10.0)}


def _labels(network: Network, X: np.ndarray, wrong: object = ()) -> np.ndarray:
    """What the network predicts, and in the places ``wrong`` something else."""
    y = reference.predict_digits(network, X).astype(np.int64)
    places = np.asarray(wrong, dtype=int)
    y[places] = (y[places] + 3) % 10
    return y


def _labelled(
    N: int, wrong: object, batch_size: int, seed: int
) -> tuple[Network, np.ndarray, np.ndarray, int]:
    network, X = _network(7, 6, seed), _rows(N, seed + 1)
    return network, X, _labels(network, X, wrong), batch_size


@cache
def _digits() -> tuple[np.ndarray, np.ndarray]:
    images, labels, _ = embedded_sample()
    chosen = slice(5, None, 490)
    return images[chosen].reshape(-1, 784) / 255, labels[chosen].astype(np.int64)


def _trained() -> Network:
    return {key: array.astype(np.float64) for key, array in mnist_network().items()}


def _every_other(N: int, seed: int) -> tuple[Network, np.ndarray, np.ndarray, int]:
    network, X = _network(5, 5, seed), _rows(2 * N, seed + 1)
    return network, X[::2], _labels(network, X, [0, 3])[::2], 4


def _read_only_labelled(N: int, seed: int) -> tuple[Network, np.ndarray, np.ndarray, int]:
    network, X, y, batch_size = _labelled(N, [1], 3, seed)
    return _read_only_network(network), _read_only(X), _read_only(y), batch_size


CASES = {
    # Decimal pixels are multiples of powers of two, so that no float in between can change them.
    "flatten_images": (
        Case("single-precision", lambda: (_pixels(5, 28, 28, seed=701).astype(np.float32) / 256,)),
        Case("double-precision", lambda: (_pixels(4, 28, 28, seed=702) / 64,)),
        Case("black-and-white", lambda: (_pixels(3, 28, 28, seed=703) > 100,)),
        Case("whole-numbers", lambda: (_pixels(2, 28, 28, seed=704).astype(np.int64) * 1000,)),
        Case("column-layout", lambda: (np.asfortranarray(_pixels(6, 28, 28, seed=705)),)),
        Case("transposed-images", lambda: (_pixels(28, 28, 7, seed=706).T,)),
        Case("cropped", lambda: (_pixels(4, 32, 36, seed=707)[:, 2:30, 4:32],)),
        Case("read-only", lambda: (_read_only(_pixels(3, 28, 28, seed=708)),)),
        Case("many-images", lambda: (_pixels(100, 28, 28, seed=709),)),
    ),
    "normalize": (
        Case("every-grey", lambda: (np.arange(256, dtype=np.uint8).reshape(16, 16),)),
        Case("all-black", lambda: (np.zeros((2, 5, 5), dtype=np.uint8),)),
        Case("all-white", lambda: (np.full((2, 3, 3), 255, dtype=np.uint8),)),
        Case("one-pixel", lambda: (np.array([[[77]]], dtype=np.uint8),)),
        Case("faint", lambda: (_pixels(3, 6, 6, seed=711, high=9),)),
        Case("column-layout", lambda: (np.asfortranarray(_pixels(3, 8, 8, seed=712)),)),
        Case("reversed", lambda: (_pixels(6, 4, 4, seed=713)[::-1],)),
        Case("read-only", lambda: (_read_only(_pixels(2, 7, 7, seed=714)),)),
        Case("five-axes", lambda: (_pixels(2, 1, 3, 2, 4, seed=715),)),
    ),
    "forward": (
        Case("smallest-layers", lambda: (_network(1, 1, seed=721), _rows(4, seed=722))),
        Case("wide-then-narrow", lambda: (_network(40, 3, seed=723), _rows(5, seed=724))),
        Case("narrow-then-wide", lambda: (_network(2, 30, seed=725), _rows(5, seed=726))),
        Case("hundred-images", lambda: (_network(8, 8, seed=727), _rows(100, seed=728))),
        Case("one-strided-image", lambda: (_network(6, 4, seed=729), _rows(3, seed=730).T.copy()[:, 1])),
        Case("column-layout", lambda: (_network(4, 6, seed=731), np.asfortranarray(_rows(6, seed=732)))),
        Case("transposed-weights", lambda: (_transposed_views(_network(6, 5, seed=733)), _rows(4, seed=734))),
        Case(
            "read-only",
            lambda: (_read_only_network(_network(5, 3, seed=735)), _read_only(_rows(2, seed=736))),
        ),
        Case("sure-network", lambda: (_network(9, 9, seed=737, sureness=15.0), _rows(7, seed=738))),
        Case("trained-single-image", lambda: (_trained(), _digits()[0][3].copy())),
    ),
    "predict_digits": (
        # No digit is surest for the image that is there twice: which of equal ones comes first, rounding would decide.
        Case(
            "same-image-twice", lambda: (_network(5, 5, seed=741), _rows(6, seed=760)[[0, 1, 1, 2, 3, 4, 5]])
        ),
        Case("always-the-last", lambda: (_only_the_last(4, seed=743), _rows(6, seed=744))),
        Case("hundred-images", lambda: (_network(9, 9, seed=745), _rows(100, seed=746))),
        Case("smallest-layers", lambda: (_network(1, 1, seed=747), _rows(8, seed=748))),
        Case("column-layout", lambda: (_network(6, 6, seed=749), np.asfortranarray(_rows(7, seed=750)))),
        Case("every-other-image", lambda: (_network(7, 4, seed=751), _rows(12, seed=752)[::2])),
        Case(
            "read-only",
            lambda: (_read_only_network(_network(4, 4, seed=753)), _read_only(_rows(5, seed=754))),
        ),
        Case("trained-reversed", lambda: (_trained(), _digits()[0][::-1])),
    ),
    "batched_accuracy": (
        Case("all-right", lambda: _labelled(10, [], 3, seed=761)),
        Case("all-wrong", lambda: _labelled(8, range(8), 5, seed=763)),
        Case("single-image", lambda: _labelled(1, [], 4, seed=765)),
        Case("two-batches", lambda: _labelled(13, [0, 12], 12, seed=767)),
        Case("one-short", lambda: _labelled(9, [2, 8], 8, seed=769)),
        Case("many-batches", lambda: _labelled(50, [45, 46, 47, 48, 49], 6, seed=771)),
        Case(
            "column-layout",
            lambda: tuple(
                np.asfortranarray(part) if isinstance(part, np.ndarray) else part
                for part in _labelled(10, [1, 9], 4, seed=773)
            ),
        ),
        Case("every-other-image", lambda: _every_other(7, seed=775)),
        Case("read-only", lambda: _read_only_labelled(7, seed=777)),
        Case("trained-network", lambda: (_trained(), *(part.copy() for part in _digits()), 4)),
    ),
}
