"""Trains and measures ``mnist_mlp.npz``, the network that comes with the course.

    python -m autograder.training.mnist_mlp train --mnist path/to/mnist.npz
    python -m autograder.training.mnist_mlp validate --mnist path/to/mnist.npz
    python -m autograder.training.mnist_mlp measure --mnist path/to/mnist.npz

It learns from the 55,000 training images that are not in the embedded sample, so its accuracy on the sample
is honest too. Settings are compared with ``validate``, which keeps 10,000 more images from it and says how it
does on those; the test set is only for ``measure``, which writes ``mnist_mlp.md``, and which ``train`` ends
with.
"""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import typer

from autograder.training.options import DATA_FILES, MnistPath, OutputFolder
from autograder.training.trainer import Recipe, train_network
from course_utils.data.mnist import embedded_sample
from course_utils.data.mnist_files import Split, read_mnist
from course_utils.data.weights import Network, load_weights
from course_utils.reference import cross_entropy_from_logits, sigmoid, softmax

N_VALIDATION = 10_000
SHARPNESSES = [round(1 + 0.05 * step, 2) for step in range(40)]
WEIGHTS_FILE, FIGURES_FILE = "mnist_mlp.npz", "mnist_mlp.md"

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Train and measure mnist_mlp.npz.")


class WrongSample(ValueError):
    """The embedded sample is not from the training set given."""


@app.command()
def train(mnist: MnistPath, folder: OutputFolder = DATA_FILES) -> None:
    """Train the network on the images outside of the sample, save and measure it (a few minutes)."""
    full = read_mnist(mnist)
    X, y = _outside_of_sample(full)
    network = train_network(_scaled(X), y, Recipe())
    np.savez_compressed(folder / WEIGHTS_FILE, allow_pickle=False, **network)
    _write_figures(full, folder)


@app.command()
def validate(mnist: MnistPath) -> None:
    """Train without the last 10,000 of those images; print the accuracy on these and the best sharpness."""
    images, labels = _outside_of_sample(read_mnist(mnist))
    network = train_network(
        _scaled(images[:-N_VALIDATION]), labels[:-N_VALIDATION], replace(Recipe(), sharpness=1.0)
    )
    Z, y = logits(network, _scaled(images[-N_VALIDATION:])), labels[-N_VALIDATION:]
    losses = {factor: cross_entropy_from_logits(factor * Z, y) for factor in SHARPNESSES}
    best = min(losses, key=losses.__getitem__)
    print(f"Accuracy {accuracy(Z, y):.4f}, cross-entropy {losses[1.0]:.4f}.")
    print(f"With sharpness {best}, cross-entropy {losses[best]:.4f}.")


@app.command()
def measure(mnist: MnistPath, folder: OutputFolder = DATA_FILES) -> None:
    """Write the accuracy of the saved network to mnist_mlp.md, and print it."""
    _write_figures(read_mnist(mnist), folder)


def logits(network: Network, X: np.ndarray) -> np.ndarray:
    """The (m, 10) logits that ``network`` gives X (m, 784)."""
    hidden1 = sigmoid(X @ network["W1"] + network["b1"])
    hidden2 = sigmoid(hidden1 @ network["W2"] + network["b2"])
    return hidden2 @ network["W3"] + network["b3"]


def accuracy(Z: np.ndarray, y: np.ndarray) -> float:
    """The share of the logits Z (m, 10) that are largest at y (m,)."""
    return float(np.mean(Z.argmax(axis=1) == y))


def _outside_of_sample(full: Split) -> tuple[np.ndarray, np.ndarray]:
    """The training images and labels that are not in the embedded sample; raises `WrongSample`."""
    (x_train, y_train), _ = full
    images, labels, train_index = embedded_sample()
    if not (np.array_equal(images, x_train[train_index]) and np.array_equal(labels, y_train[train_index])):
        raise WrongSample("The embedded sample is not from this training set.")
    outside = np.ones(len(x_train), dtype=bool)
    outside[train_index] = False
    return x_train[outside], y_train[outside]


def _raw(images: np.ndarray) -> np.ndarray:
    return images.reshape(len(images), -1).astype(np.float32)


def _scaled(images: np.ndarray) -> np.ndarray:
    return _raw(images) / np.float32(255)


def _write_figures(full: Split, folder: Path) -> None:
    network = load_weights(folder / WEIGHTS_FILE)
    images, labels, _ = embedded_sample()
    sets = {
        "test set": full[1],
        "embedded sample": (images, labels),
        "training images outside of the sample": _outside_of_sample(full),
    }
    rows = []
    for name, (X, y) in sets.items():
        Z = logits(network, _scaled(X))
        sure = softmax(Z).max(axis=1).mean()
        raw = accuracy(logits(network, _raw(X)), y)
        rows.append(f"| {name} | {len(y):,} | {accuracy(Z, y):.4f} | {sure:.4f} | {raw:.4f} |")
    settings = [f"- {name}: {value}" for name, value in asdict(Recipe()).items()]
    page = "\n".join(
        [
            f"# {WEIGHTS_FILE}",
            "",
            "A 784-50-100-10 network (sigmoid, sigmoid, softmax) for pixels in [0, 1], trained on the images",
            "of the last row. `python -m autograder.training.mnist_mlp` wrote this page.",
            "",
            "| images | number | accuracy | mean of the largest probability | accuracy on raw pixels 0-255 |",
            "|---|---|---|---|---|",
            *rows,
            "",
            "The settings, explained at `Recipe` in autograder/training/trainer.py, were compared on",
            "training images kept out for that, not on the test set:",
            "",
            *settings,
            "",
        ]
    )
    (folder / FIGURES_FILE).write_text(page, encoding="utf-8")
    print(page)


if __name__ == "__main__":
    app()
