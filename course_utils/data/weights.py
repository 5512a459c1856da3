"""Trained weights of a 784-h1-h2-10 network, from an ``.npz`` or a pickle, without running the pickle.

A pickle is a program: loading one can do anything its writer liked ("The pickle module", Python
documentation, section "Restricting Globals"). Here every name that a pickle of NumPy arrays needs is answered
by a stand-in that only keeps data; any other name is refused. Arrays are built afterwards, from plain
numbers.
"""

from __future__ import annotations

import io
import pickle
import zipfile
import zlib
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import numpy as np

from course_utils.text import text

Network = dict[str, np.ndarray]

KEYS = ("W1", "b1", "W2", "b2", "W3", "b3")
N_PIXELS, N_DIGITS = 784, 10
NUMERIC = "fiu"  # kinds of dtypes: floating, integer, unsigned


class WeightsError(ValueError):
    """A file does not hold the weights of such a network; the message names the file and what is wrong."""


class ForbiddenGlobal(WeightsError):
    """A pickle asks for something other than NumPy arrays; the message names it."""


def load_weights(path: str | Path) -> Network:
    """The weights in ``path``, float32: W1 (784, h1), b1 (h1,), W2 (h1, h2), b2 (h2,), W3 (h2, 10), b3 (10,).

    ``path`` is an ``.npz``, or a pickle of a dict of NumPy arrays (of any pickle protocol, also from Python
    2), told apart by their content. Only arrays are read from a pickle, no code runs. Raises `WeightsError`
    for a missing or damaged file, missing keys and wrong shapes, `ForbiddenGlobal` for a pickle that asks for
    more.
    """
    path = Path(path)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise WeightsError(text("data.file.missing", path=path)) from error
    arrays = _from_npz(content, path) if content.startswith(b"PK") else _from_pickle(content, path)
    missing = [key for key in KEYS if key not in arrays]
    if missing:
        raise WeightsError(text("data.weights.missing_keys", path=path, keys=", ".join(missing)))
    network = {key: arrays[key] for key in KEYS}
    for key, array in network.items():
        if array.dtype.kind not in NUMERIC:
            raise WeightsError(text("data.weights.not_numbers", path=path, key=key, dtype=array.dtype))
    h1, h2 = network["b1"].size, network["b2"].size
    shapes = ((N_PIXELS, h1), (h1,), (h1, h2), (h2,), (h2, N_DIGITS), (N_DIGITS,))
    for (key, array), shape in zip(network.items(), shapes, strict=True):
        if array.shape != shape:
            raise WeightsError(
                text("data.weights.wrong_shape", path=path, key=key, shape=array.shape, expected=shape)
            )
    return {key: array.astype(np.float32) for key, array in network.items()}


def mnist_network() -> Network:
    """The 784-50-100-10 network that comes with the course: sigmoid, sigmoid, softmax, for pixels in [0, 1].

    Trained by ``python -m autograder.training.mnist_mlp``; its accuracy is in ``files/mnist_mlp.md``.
    """
    with as_file(files("course_utils.data").joinpath("files", "mnist_mlp.npz")) as path:
        return load_weights(path)


def _from_npz(content: bytes, path: Path) -> Network:
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as archive:
            return {key: np.asarray(archive[key]) for key in archive.files}
    except (OSError, ValueError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
        raise WeightsError(text("data.weights.bad_npz", path=path)) from error


class _Dtype:
    """Stands in for ``numpy.dtype``: keeps the type's name and byte order."""

    def __init__(self, name: str, align: bool = False, copy: bool = False):
        self.name = name
        self.byte_order = "="

    def __setstate__(self, state: tuple) -> None:
        self.byte_order = state[1]

    def build(self) -> np.dtype:
        return np.dtype(f"{self.byte_order}{self.name}")


class _Array:
    """Stands in for an array on its way out of a pickle, empty until its state arrives."""

    def __init__(self, subtype: object, shape: object, typecode: object):
        self.state: tuple = ()

    def __setstate__(self, state: tuple) -> None:
        self.state = state

    def build(self) -> np.ndarray:
        """The array; ``np.frombuffer`` makes none of Python objects, whatever the state says."""
        _version, shape, dtype, is_fortran, data = self.state
        raw = data.encode("latin1") if isinstance(data, str) else bytes(data)  # Python 2 wrote bytes as str
        return np.frombuffer(raw, dtype.build()).reshape(shape, order="F" if is_fortran else "C")


class _Buffer:
    """Stands in for ``numpy.core.numeric._frombuffer``, which pickle protocol 5 uses."""

    def __init__(self, data: object, dtype: object, shape: object, order: str):
        self.arguments: tuple = (data, dtype, shape, order)

    def __setstate__(self, state: object) -> None:
        raise ValueError("a buffer has no state")

    def build(self) -> np.ndarray:
        data, dtype, shape, order = self.arguments
        return np.frombuffer(bytes(data), dtype.build()).reshape(shape, order=order)


class _Ndarray:
    """Stands in for the name ``numpy.ndarray``, which only tells `_Array` what it will be."""

    def __setstate__(self, state: object) -> None:
        raise ValueError("an array type has no state")


class _Latin1(bytes):
    """Stands in for ``_codecs.encode``, with which pickle protocols 0 to 2 write bytes."""

    def __new__(cls, characters: str, encoding: str) -> _Latin1:
        if encoding != "latin1":
            raise ValueError(f"bytes are written as latin1, not {encoding!r}")
        return super().__new__(cls, characters, "latin1")

    def __setstate__(self, state: object) -> None:
        raise ValueError("bytes have no state")


# NumPy renamed numpy.core to numpy._core in version 2.
_STAND_INS: dict[tuple[str, str], type] = {
    ("numpy", "dtype"): _Dtype,
    ("numpy", "ndarray"): _Ndarray,
    ("_codecs", "encode"): _Latin1,
    **{(f"numpy.{core}.multiarray", "_reconstruct"): _Array for core in ("core", "_core")},
    **{(f"numpy.{core}.numeric", "_frombuffer"): _Buffer for core in ("core", "_core")},
}


class _ArrayUnpickler(pickle.Unpickler):
    """Builds stand-ins for NumPy arrays; raises `ForbiddenGlobal` for every other name."""

    def __init__(self, content: bytes, path: Path):
        super().__init__(io.BytesIO(content), encoding="latin1")
        self._path = path

    def find_class(self, module: str, name: str) -> Any:
        try:
            return _STAND_INS[module, name]
        except KeyError:
            raise ForbiddenGlobal(
                text("data.weights.forbidden", path=self._path, name=f"{module}.{name}")
            ) from None


def _from_pickle(content: bytes, path: Path) -> Network:
    try:
        loaded = _ArrayUnpickler(content, path).load()
        return {key: value.build() for key, value in loaded.items()}
    except ForbiddenGlobal:
        raise
    # A broken or malicious pickle can fail in any way there is; whichever it is, these are no arrays.
    except Exception as error:
        raise WeightsError(text("data.weights.bad_pickle", path=path)) from error
