"""Chapter 06: the figures that it states come out of its cells, and its pictures show what they say.

The cells run on whatever `load_mnist` gives. What holds of the full set only is tested where it is there, as with
``COURSE_MNIST`` set.
"""

from __future__ import annotations

import pickle
import re
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes
from nbformat import NotebookNode

from course_utils import plots, reference
from course_utils.data import load_weights, mnist_network
from course_utils.data.mnist import embedded_sample, split_sample
from course_utils.plots.picture import Picture
from tests.chapters.editions import CHAPTERS, cell_called, printed, read, run_solved, shown

CHAPTER = "06-mnist-forward-pass"
NETWORK = mnist_network()
FULL = 60_000


def numbers(text: str) -> list[float]:
    """Every number in ``text``, in order."""
    return [float(found) for found in re.findall(r"-?\d+\.?\d*(?:e[+-]?\d+)?", text)]


@pytest.fixture(scope="module")
def ran() -> NotebookNode:
    return run_solved(CHAPTERS[CHAPTER])


@pytest.fixture
def on_full_set(ran: NotebookNode) -> NotebookNode:
    if f"({FULL}, 28, 28)" not in printed(ran, "shapes-first-code"):
        pytest.skip("the full MNIST is not there")
    return ran


# What the cells print


@pytest.mark.notebooks
def test_shapes_and_first_labels(ran: NotebookNode) -> None:
    train, test, first = printed(ran, "shapes-first-code").splitlines()
    n = int(numbers(train)[0])
    assert f"({n}, 28, 28) uint8" in train
    assert f"({n},) uint8" in train
    assert "28, 28) uint8" in test
    assert first.endswith("[5 0 4]")
    assert printed(ran, "one-hot-code").splitlines() == [
        f"({n}, 10)",
        "label 5 one-hot [0 0 0 0 0 1 0 0 0 0]",
    ]
    assert printed(ran, "reshape-code").startswith(f"({n}, 784)\n")
    assert printed(ran, "cnn-code").strip() == f"({n}, 28, 28, 1)"


@pytest.mark.notebooks
def test_a_literal_60000_works_for_one_array_only(ran: NotebookNode) -> None:
    second = printed(ran, "reshape-code").splitlines()[1]
    full = f"({FULL}, 28, 28)" in printed(ran, "shapes-first-code")
    assert second.startswith(f"({FULL}, 784)" if full else "ValueError")


@pytest.mark.notebooks
def test_reshape_and_ravel_are_views_and_flatten_copies(ran: NotebookNode) -> None:
    shares = [line.rsplit(maxsplit=1)[1] for line in printed(ran, "views-code").splitlines()]
    assert shares == ["True", "True", "False", "False"]
    before, after = (line.split()[-1] for line in printed(ran, "views-write").splitlines())
    assert (before, after) == ("0", "99")


@pytest.mark.notebooks
def test_what_bytes_do(ran: NotebookNode) -> None:
    total, whole, in_place = printed(ran, "uint8-code").splitlines()
    assert numbers(total.split("[")[1]) == [0, 200, 144, 254]
    assert numbers(whole.split("[")[1]) == [0, 0, 0, 1]
    assert in_place.endswith("UFuncTypeError")


@pytest.mark.notebooks
def test_the_network_has_the_shapes_and_the_size_that_the_text_says(ran: NotebookNode) -> None:
    *arrays, total = printed(ran, "trained-network-code").splitlines()
    assert arrays == [
        f"{name} {shape} float32"
        for name, shape in {
            "W1": (784, 50),
            "b1": (50,),
            "W2": (50, 100),
            "b2": (100,),
            "W3": (100, 10),
            "b3": (10,),
        }.items()
    ]
    assert numbers(total) == [45360]
    assert "45,360 numbers" in cell_called(ran, "title").source


@pytest.mark.notebooks
def test_one_unit_by_hand_is_one_column_of_the_product(ran: NotebookNode) -> None:
    by_hand, at_once = printed(ran, "one-unit-code").splitlines()
    assert numbers(by_hand)[0] == pytest.approx(numbers(at_once)[-1], abs=2e-4)


@pytest.mark.notebooks
def test_the_first_test_image_is_read_correctly(ran: NotebookNode) -> None:
    *digits, verdict = printed(ran, "first-image-code").splitlines()
    probabilities = [numbers(line)[1] for line in digits]
    label, answer = numbers(verdict)
    assert sum(probabilities) == pytest.approx(1, abs=1e-3)
    assert label == answer == int(np.argmax(probabilities))


@pytest.mark.notebooks
def test_argmax_along_rows_answers_for_each_image(ran: NotebookNode) -> None:
    P, rows, columns = printed(ran, "argmax-axes-code").splitlines()
    assert "(100, 10)" in P
    assert "(100,)" in rows
    assert "(10,)" in columns


@pytest.mark.notebooks
def test_the_eighteen_are_the_same_with_either_set_and_some_are_misread(ran: NotebookNode) -> None:
    listed = re.search(r"eighteen = (\[[\d, ]+\])", cell_called(ran, "opening-picture").source)
    assert listed
    images, labels, _ = embedded_sample()
    training = ~split_sample(labels)
    places = [int(place) for place in numbers(listed[1])]
    X = reference.normalize(reference.flatten_images(images[training][places]))
    right = int(np.sum(reference.predict_digits(NETWORK, X) == labels[training][places]))
    assert right == 14
    assert f"{right} of {len(places)} are right" in shown(ran, "eighteen-code")


@pytest.mark.notebooks
def test_batches_of_any_size_have_one_accuracy(ran: NotebookNode) -> None:
    lines = [numbers(line) for line in printed(ran, "batch-times-code").splitlines()]
    assert [size for size, *_ in lines] == [1, 10, 100, 1000]
    (accuracy,) = {accuracy for _, accuracy, _ in lines}
    assert accuracy == (0.9857 if f"({FULL}" in printed(ran, "shapes-first-code") else 0.985)
    assert "98.57 percent" in cell_called(ran, "batch-times-reading").source
    assert "98.5 percent" in cell_called(ran, "batch-times-reading").source


@pytest.mark.notebooks
def test_the_mean_of_unequal_batches_is_not_the_accuracy(ran: NotebookNode) -> None:
    assert [numbers(line)[-1] for line in printed(ran, "unequal-batches-code").splitlines()] == [
        0.8,
        0.667,
        1.0,
    ]


@pytest.mark.notebooks
def test_raw_pixels_cost_accuracy_and_overflow_a_plain_sigmoid(ran: NotebookNode) -> None:
    theirs, yours = (numbers(line) for line in printed(ran, "detective-crime").splitlines())
    assert theirs[0] < yours[0]
    assert theirs[1] > yours[1]
    limit, _, scaled, _, raw, warning = printed(ran, "detective-logits").splitlines()
    assert limit.endswith("88.7")
    assert numbers(scaled)[0] < 0.5
    assert numbers(raw)[0] > 45
    assert warning.endswith("overflow encountered in exp")


@pytest.mark.notebooks
def test_raw_pixels_leave_next_to_nothing_between_the_flat_ends(ran: NotebookNode) -> None:
    scaled, raw = (
        float(share) for share in re.findall(r"(\d+\.\d)(?: percent)", shown(ran, "detective-saturation"))
    )
    assert 20 < scaled < 30
    assert raw <= 0.2


@pytest.mark.notebooks
def test_keras_computes_the_same_to_the_precision_of_float32(ran: NotebookNode) -> None:
    *_, difference, answers = printed(ran, "keras-code").splitlines()
    assert 0 < numbers(difference)[0] < 1e-5
    assert numbers(answers) == [0]


@pytest.mark.notebooks
def test_a_network_trained_from_scratch_gets_as_far_as_the_text_says(ran: NotebookNode) -> None:
    *epochs, test = printed(ran, "scratch-code").splitlines()
    costs, accuracies = zip(*(numbers(line)[1:] for line in epochs), strict=True)
    assert list(costs) == sorted(costs, reverse=True)
    assert accuracies[-1] > 0.97
    assert 0.9 < numbers(test)[0] < accuracies[-1] - 0.02


@pytest.mark.notebooks
def test_the_explorers_are_shown(ran: NotebookNode) -> None:
    for name in ("walk-explorer", "draw-explorer"):
        views = [output.data for output in cell_called(ran, name).outputs if "data" in output]
        assert any("application/vnd.jupyter.widget-view+json" in view for view in views), name


@pytest.mark.notebooks
def test_the_figures_of_the_full_set(on_full_set: NotebookNode) -> None:
    shapes = printed(on_full_set, "shapes-first-code")
    assert "x_train (60000, 28, 28) uint8    y_train (60000,)" in shapes
    assert "the label: 7    argmax: 7" in printed(on_full_set, "first-image-code")
    theirs, yours = printed(on_full_set, "detective-crime").splitlines()
    assert numbers(theirs) == [0.9682, 318, 10000]
    assert numbers(yours) == [0.9857, 143, 10000]


def test_the_textbooks_weights_are_measured_where_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    images, labels = sample()
    source = cell_called(read(CHAPTERS[CHAPTER].notebook), "known-weights-code").source
    names = {
        "np": np,
        "load_weights": load_weights,
        "ready": lambda *names: True,
        "flatten_images": reference.flatten_images,
        "predict_digits": reference.predict_digits,
        "x_test": images,
        "X_test": reference.normalize(reference.flatten_images(images)),
        "y_test": labels,
    }
    monkeypatch.chdir(tmp_path)
    exec(source, names)
    assert "sample_weight.pkl" in capsys.readouterr().out
    Path("sample_weight.pkl").write_bytes(pickle.dumps(NETWORK))
    exec(source, names)
    assert [numbers(line)[-1] for line in capsys.readouterr().out.splitlines()] == [0.979, 0.985]


# What the pictures show


def sample() -> tuple[np.ndarray, np.ndarray]:
    """The embedded test images (1000, 28, 28) and their labels (1000,)."""
    images, labels, _ = embedded_sample()
    testing = split_sample(labels)
    return images[testing], labels[testing]


@pytest.fixture(scope="module")
def pictures() -> dict[str, Picture]:
    x, y = sample()
    X = reference.normalize(reference.flatten_images(x))
    P = reference.forward(NETWORK, X)
    answers = P.argmax(axis=1)
    wrong = np.flatnonzero(answers != y)[:8]
    counts = np.zeros((10, 10), dtype=int)
    np.add.at(counts, (y, answers), 1)
    z = X @ NETWORK["W1"] + NETWORK["b1"]
    few = np.append(wrong[:2], np.arange(5))
    return {
        "digit_gallery": plots.digit_gallery(x[:18]),
        "answered_gallery": plots.answered_gallery(x[few], answers[few], y[few]),
        "mistakes": plots.mistakes(x[wrong], y[wrong], P[wrong]),
        "pixels_as_numbers": plots.pixels_as_numbers(x[0]),
        "flattening": plots.flattening(x[0]),
        "right_and_wrong_reshape": plots.right_and_wrong_reshape(x),
        "weights_as_pictures": plots.weights_as_pictures(NETWORK["W1"]),
        "layer_shapes": plots.layer_shapes(NETWORK),
        "batch_speed": plots.batch_speed([1, 10, 100], [1000.0, 8000.0, 20000.0]),
        "confusion": plots.confusion(counts),
        "saturation": plots.saturation(z, 255 * z),
    }


NAMES = [name for name in plots.__all__ if name in {**vars(plots.digits), **vars(plots.mnist_forward_pass)}]


def labels_of(ax: Axes) -> list[str]:
    return [label.get_text() for label in ax.texts]


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_has_a_title_and_a_sentence_for_who_cannot_see_it(
    name: str, pictures: dict[str, Picture]
) -> None:
    picture = pictures[name]
    titles = [ax.get_title(loc) for ax in picture.figure.axes for loc in ("left", "center")]
    assert any([picture.figure.get_suptitle(), *titles])
    assert len(picture.alt) > 60
    assert picture.alt in picture._repr_mimebundle_()["text/html"]
    assert picture.png.startswith(b"\x89PNG")


def test_the_gallery_marks_what_is_right_and_what_is_wrong(pictures: dict[str, Picture]) -> None:
    marks = [ax.get_xlabel()[-1:] for ax in pictures["answered_gallery"].figure.axes]
    assert [mark for mark in marks if mark] == ["✗", "✗", "✓", "✓", "✓", "✓", "✓"]
    assert "5 of 7 are right" in pictures["answered_gallery"].alt


def test_mistakes_name_the_digit_and_the_answer(pictures: dict[str, Picture]) -> None:
    x, y = sample()
    answers = reference.predict_digits(NETWORK, reference.normalize(reference.flatten_images(x)))
    wrong = np.flatnonzero(answers != y)[:8]
    lines = [ax.get_xlabel() for ax in pictures["mistakes"].figure.axes if ax.get_xlabel()]
    assert [numbers(line)[:2] for line in lines] == [[y[i], answers[i]] for i in wrong]


def test_the_numbers_are_those_of_the_pixels(pictures: dict[str, Picture]) -> None:
    x, _ = sample()
    _, right = pictures["pixels_as_numbers"].figure.axes
    assert [int(label) for label in labels_of(right)] == x[0][6:18, 6:18].ravel().tolist()


def test_the_strip_is_a_part_of_the_flattened_image(pictures: dict[str, Picture]) -> None:
    x, _ = sample()
    _, right = pictures["flattening"].figure.axes
    strip = np.asarray(right.images[0].get_array()).ravel()
    np.testing.assert_array_equal(strip, reference.flatten_images(x)[0, 280:364])
    assert [numbers(tick.get_text())[1:] for tick in right.get_xticklabels()] == [
        [280, 307],
        [308, 335],
        [336, 363],
    ]


def test_only_one_of_the_two_reshapes_keeps_the_image(pictures: dict[str, Picture]) -> None:
    before, right, wrong = (
        np.asarray(ax.images[0].get_array()) for ax in pictures["right_and_wrong_reshape"].figure.axes
    )
    np.testing.assert_array_equal(right, before)
    assert not np.array_equal(wrong, before)


def test_each_unit_has_its_column_as_a_picture(pictures: dict[str, Picture]) -> None:
    drawn = [np.asarray(ax.images[0].get_array()) for ax in pictures["weights_as_pictures"].figure.axes]
    np.testing.assert_array_equal(np.stack(drawn), NETWORK["W1"].T.reshape(50, 28, 28))


def test_the_confusion_matrix_counts_every_image(pictures: dict[str, Picture]) -> None:
    (ax,) = pictures["confusion"].figure.axes
    assert sum(int(label) for label in labels_of(ax)) == 1000
    assert numbers(ax.get_title("left")) == [15, 1000]


def test_both_histograms_hold_every_output(pictures: dict[str, Picture]) -> None:
    for ax in pictures["saturation"].figure.axes:
        assert sum(bar.get_height() for bar in ax.patches) == pytest.approx(100)


def test_the_fastest_batch_is_named(pictures: dict[str, Picture]) -> None:
    (ax,) = pictures["batch_speed"].figure.axes
    assert numbers(ax.get_title("left")) == [100, 20]
