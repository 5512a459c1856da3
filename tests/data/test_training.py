"""The commands that make the data files, and what is claimed of the network that they made."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from autograder.training import mnist_mlp
from autograder.training.distortion import GROUP, distorted
from autograder.training.mnist_sample import NotTheFirst, in_training_order
from autograder.training.options import DATA_FILES
from autograder.training.trainer import Recipe, as_sigmoids, sharpened, train_network, write_gradient
from course_utils.data import mnist_network
from course_utils.data.mnist import embedded_sample
from course_utils.reference import sigmoid, softmax


@pytest.fixture(scope="module")
def sample() -> tuple[np.ndarray, np.ndarray]:
    """The embedded images as (5000, 784) float32 in [0, 1], and their labels."""
    images, labels, _ = embedded_sample()
    return images.reshape(len(images), -1).astype(np.float32) / 255, labels


class TestDistortion:
    def test_almost_no_strength_changes_almost_nothing(self, sample):
        X = sample[0][:100]
        np.testing.assert_allclose(distorted(X, 1e-6, np.random.default_rng(0)), X, atol=1e-4)

    def test_digits_keep_their_ink_and_change_their_shape(self, sample):
        X = sample[0][:320]
        bent = distorted(X, 0.6, np.random.default_rng(0))
        assert bent.dtype == np.float32
        assert bent.min() >= 0
        assert bent.max() <= 1 + 1e-6
        assert np.abs(bent - X).mean() > 0.02
        np.testing.assert_allclose(bent.sum() / X.sum(), 1, atol=0.1)

    def test_groups_differ_and_the_last_may_be_small(self, sample):
        X = np.repeat(sample[0][:1], 2 * GROUP + 3, axis=0)
        bent = distorted(X, 0.6, np.random.default_rng(0))
        first, second, last = bent[:GROUP], bent[GROUP : 2 * GROUP], bent[2 * GROUP :]
        assert (first == first[0]).all()
        assert (last == last[0]).all()
        assert not np.allclose(first[0], second[0])
        assert not np.allclose(second[0], last[0])


class TestTraining:
    recipe = replace(Recipe(), epochs=6, undistorted_epochs=2, averaged_epochs=1, batch_size=64)

    def test_learns_digits_it_has_not_seen(self, sample):
        X, y = sample
        network = train_network(X[:4000], y[:4000], self.recipe)
        assert mnist_mlp.accuracy(mnist_mlp.logits(network, X[4000:]), y[4000:]) > 0.85

    def test_the_seed_decides_the_weights(self, sample):
        X, y = sample[0][:500], sample[1][:500]
        first, again = (train_network(X, y, self.recipe) for _ in range(2))
        other = train_network(X, y, replace(self.recipe, seed=2))
        for key in first:
            np.testing.assert_array_equal(first[key], again[key])
        assert not np.allclose(first["W1"], other["W1"])

    def test_the_gradient_is_that_of_the_mean_cross_entropy(self):
        rng = np.random.default_rng(0)
        layers = [(rng.standard_normal((n, k)), rng.standard_normal(k)) for n, k in ((6, 5), (5, 4), (4, 10))]
        gradient = [(np.empty_like(W), np.empty_like(b)) for W, b in layers]
        X, targets = rng.random((8, 6)), rng.dirichlet(np.ones(10), 8)
        write_gradient(layers, X, targets, out=gradient)

        def loss() -> float:
            (W1, b1), (W2, b2), (W3, b3) = layers
            P = softmax(np.tanh(np.tanh(X @ W1 + b1) @ W2 + b2) @ W3 + b3)
            return -np.mean(np.sum(targets * np.log(P), axis=1))

        for parameters, slopes in zip(layers, gradient, strict=True):
            for array, slope in zip(parameters, slopes, strict=True):
                for place in np.ndindex(array.shape):
                    kept = array[place]
                    array[place] = kept + 1e-5
                    above = loss()
                    array[place] = kept - 1e-5
                    below = loss()
                    array[place] = kept
                    assert slope[place] == pytest.approx((above - below) / 2e-5, abs=1e-7)

    def test_the_sigmoid_network_equals_the_tanh_network(self):
        rng = np.random.default_rng(0)
        layers = [(rng.standard_normal((n, k)), rng.standard_normal(k)) for n, k in ((7, 5), (5, 4), (4, 3))]
        mean, X = rng.random(7), rng.random((20, 7))
        (W1, b1), (W2, b2), (W3, b3) = layers
        expected = np.tanh(np.tanh((X - mean) @ W1 + b1) @ W2 + b2) @ W3 + b3
        net = as_sigmoids(layers, mean)
        hidden = sigmoid(sigmoid(X @ net["W1"] + net["b1"]) @ net["W2"] + net["b2"])
        np.testing.assert_allclose(hidden @ net["W3"] + net["b3"], expected, atol=1e-5)

    def test_sharpness_changes_the_certainty_and_no_answer(self, sample):
        network, X = mnist_network(), sample[0][:500]
        Z = mnist_mlp.logits(network, X)
        np.testing.assert_allclose(
            mnist_mlp.logits(sharpened(network, 1.5), X), 1.5 * Z, rtol=1e-3, atol=1e-3
        )


class TestSampleOrder:
    def full(self) -> tuple[np.ndarray, np.ndarray]:
        rng = np.random.default_rng(0)
        return rng.integers(0, 256, (6000, 28, 28), dtype=np.uint8), rng.permutation(6000).astype(
            np.uint8
        ) % 10

    def test_images_sorted_by_digit_get_their_places_back(self):
        x_train, y_train = self.full()
        places = np.concatenate([np.flatnonzero(y_train == digit)[:500] for digit in range(10)])
        images, labels, train_index = in_training_order(x_train[places], y_train[places], x_train, y_train)
        np.testing.assert_array_equal(train_index, np.sort(places))
        np.testing.assert_array_equal(images, x_train[train_index])
        np.testing.assert_array_equal(labels, y_train[train_index])

    def test_other_images_are_refused(self):
        x_train, y_train = self.full()
        places = np.concatenate([np.flatnonzero(y_train == digit)[1:501] for digit in range(10)])
        with pytest.raises(NotTheFirst):
            in_training_order(x_train[places], y_train[places], x_train, y_train)


class TestTheNetworkThatComesWithTheCourse:
    def figures(self, images: str) -> tuple[float, float]:
        """The accuracy, and the accuracy on raw pixels, that mnist_mlp.md gives for ``images``."""
        rows = (DATA_FILES / "mnist_mlp.md").read_text(encoding="utf-8").splitlines()
        row = next(row for row in rows if row.startswith(f"| {images} |"))
        _, _, accuracy, _, raw_accuracy = row.strip("| ").split(" | ")
        return float(accuracy), float(raw_accuracy)

    def test_its_shapes(self):
        shapes = {key: array.shape for key, array in mnist_network().items()}
        assert shapes == {
            "W1": (784, 50),
            "b1": (50,),
            "W2": (50, 100),
            "b2": (100,),
            "W3": (100, 10),
            "b3": (10,),
        }

    def test_the_test_images_were_met_as_promised(self):
        assert self.figures("test set")[0] >= 0.975

    def test_its_accuracy_on_the_sample_is_the_one_written_down(self, sample):
        X, y = sample
        scaled, raw = self.figures("embedded sample")
        # Another BLAS may round otherwise, and turn over a picture or two.
        assert mnist_mlp.accuracy(mnist_mlp.logits(mnist_network(), X), y) == pytest.approx(scaled, abs=5e-4)
        assert mnist_mlp.accuracy(mnist_mlp.logits(mnist_network(), X * 255), y) == pytest.approx(
            raw, abs=5e-4
        )
        assert scaled > 0.975
        assert raw < scaled

    @pytest.mark.skipif("COURSE_MNIST" not in os.environ, reason="COURSE_MNIST does not name the full MNIST")
    def test_measuring_again_writes_the_same_page(self, tmp_path: Path):
        shutil.copy(DATA_FILES / "mnist_mlp.npz", tmp_path)
        ended = CliRunner().invoke(mnist_mlp.app, ["measure", "--folder", str(tmp_path)])
        assert ended.exit_code == 0, ended.output
        written = (tmp_path / "mnist_mlp.md").read_text(encoding="utf-8")
        assert written == (DATA_FILES / "mnist_mlp.md").read_text(encoding="utf-8")
