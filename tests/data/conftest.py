"""A tiny MNIST, in each of the formats that the course reads."""

import gzip
from pathlib import Path

import numpy as np
import pytest

IDX_NAMES = {
    "x_train": "train-images-idx3-ubyte",
    "y_train": "train-labels-idx1-ubyte",
    "x_test": "t10k-images-idx3-ubyte",
    "y_test": "t10k-labels-idx1-ubyte",
}


@pytest.fixture(scope="session")
def tiny() -> dict[str, np.ndarray]:
    """Thirty training and ten test images of noise, under the names of Keras's file."""
    rng = np.random.default_rng(0)
    return {
        "x_train": rng.integers(0, 256, (30, 28, 28), dtype=np.uint8),
        "y_train": rng.integers(0, 10, 30, dtype=np.uint8),
        "x_test": rng.integers(0, 256, (10, 28, 28), dtype=np.uint8),
        "y_test": rng.integers(0, 10, 10, dtype=np.uint8),
    }


def idx_bytes(array: np.ndarray) -> bytes:
    """``array`` in the IDX format: a header of big-endian integers, then the bytes."""
    header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, dtype=">u4").tobytes()
    return header + array.tobytes()


def write_npz(path: Path, arrays: dict[str, np.ndarray]) -> Path:
    np.savez_compressed(path, **arrays)
    return path


def write_idx(folder: Path, arrays: dict[str, np.ndarray], gzipped: bool = False) -> Path:
    folder.mkdir(exist_ok=True)
    for key, array in arrays.items():
        content = idx_bytes(array)
        if gzipped:
            (folder / f"{IDX_NAMES[key]}.gz").write_bytes(gzip.compress(content))
        else:
            (folder / IDX_NAMES[key]).write_bytes(content)
    return folder
