"""Reading MNIST from a file of one's own: Keras's ``.npz``, or the four IDX files it was published as."""

from __future__ import annotations

import gzip
import math
import zipfile
import zlib
from pathlib import Path

import numpy as np

from course_utils.text import text

Images = np.ndarray
Labels = np.ndarray
Split = tuple[tuple[Images, Labels], tuple[Images, Labels]]

NPZ_KEYS = ("x_train", "y_train", "x_test", "y_test")
# Published as train-images-idx3-ubyte.gz; unpacked by some programs to train-images.idx3-ubyte.
IDX_STEMS = (
    "train-images{}idx3-ubyte",
    "train-labels{}idx1-ubyte",
    "t10k-images{}idx3-ubyte",
    "t10k-labels{}idx1-ubyte",
)
IDX_UNSIGNED_BYTE = 0x08


class DataFileError(ValueError):
    """A data file is missing, truncated or something else than it should be; the message names it."""


def read_mnist(path: Path) -> Split:
    """MNIST from ``path``: ``((x_train, y_train), (x_test, y_test))``, uint8, images (N, 28, 28).

    ``path`` is an ``.npz`` with the keys ``x_train``, ``y_train``, ``x_test``, ``y_test``, or a folder with
    the four IDX files, gzipped or not (format: http://yann.lecun.com/exdb/mnist/). Raises `DataFileError`.
    """
    x_train, y_train, x_test, y_test = _read_idx_folder(path) if path.is_dir() else _read_npz(path)
    _require_digits(path, x_train, y_train, "x_train", "y_train")
    _require_digits(path, x_test, y_test, "x_test", "y_test")
    return (x_train, y_train), (x_test, y_test)


def _read_npz(path: Path) -> list[np.ndarray]:
    if not path.exists():
        raise DataFileError(text("data.file.missing", path=path))
    try:
        with np.load(path, allow_pickle=False) as archive:
            for key in NPZ_KEYS:
                if key not in archive:
                    raise DataFileError(text("data.mnist.error.no_key", path=path, key=key))
            return [archive[key] for key in NPZ_KEYS]
    except DataFileError:
        raise
    # A damaged .npz shows at any depth: no archive at all, a broken member, a broken array inside.
    except (
        OSError,
        ValueError,
        EOFError,
        TypeError,
        AttributeError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        raise DataFileError(text("data.mnist.error.not_npz", path=path)) from error


def _read_idx_folder(folder: Path) -> list[np.ndarray]:
    arrays = []
    for stem in IDX_STEMS:
        candidates = [folder / (stem.format(dot) + suffix) for dot in "-." for suffix in ("", ".gz")]
        found = next((file for file in candidates if file.is_file()), None)
        if found is None:
            raise DataFileError(text("data.mnist.error.no_idx", path=folder, file=stem.format("-")))
        arrays.append(_read_idx(found))
    return arrays


def _read_idx(path: Path) -> np.ndarray:
    content = path.read_bytes()
    if content[:2] == b"\x1f\x8b":
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError, zlib.error) as error:
            raise DataFileError(text("data.mnist.error.bad_gzip", path=path)) from error
    # Two zero bytes, the type, the number of dimensions, and each dimension as a big-endian 32-bit integer.
    if len(content) < 4 or content[:3] != bytes([0, 0, IDX_UNSIGNED_BYTE]):
        raise DataFileError(text("data.mnist.error.not_idx", path=path))
    header = 4 + 4 * content[3]
    shape = tuple(int.from_bytes(content[i : i + 4], "big") for i in range(4, header, 4))
    if len(content) - header != math.prod(shape):
        raise DataFileError(
            text(
                "data.mnist.error.idx_length",
                path=path,
                found=max(len(content) - header, 0),
                needed=math.prod(shape),
            )
        )
    return np.frombuffer(content, np.uint8, offset=header).reshape(shape).copy()


def _require_digits(path: Path, images: np.ndarray, labels: np.ndarray, x_name: str, y_name: str) -> None:
    if images.ndim != 3 or images.shape[1:] != (28, 28) or images.dtype != np.uint8 or not len(images):
        raise DataFileError(
            text("data.mnist.error.images", path=path, name=x_name, shape=images.shape, dtype=images.dtype)
        )
    if labels.shape != images.shape[:1] or labels.dtype != np.uint8 or labels.max() > 9:
        raise DataFileError(
            text("data.mnist.error.labels", path=path, name=y_name, shape=labels.shape, dtype=labels.dtype)
        )
