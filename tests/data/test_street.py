import numpy as np
import pytest

from course_utils.data import scenes


@pytest.fixture(scope="module")
def pictures():
    return scenes(400, seed=3)


def test_pictures_and_labels_have_the_promised_form(pictures):
    X, y = pictures
    assert X.shape == (400, 32, 48, 3)
    assert X.dtype == np.float32
    assert X.min() >= 0
    assert X.max() <= 1
    assert y.shape == (400, 3)
    assert y.dtype == np.float64
    assert set(np.unique(y)) == {0.0, 1.0}
    assert pictures.class_names == ("bus", "taxi", "person")


def test_every_combination_of_labels_occurs_about_equally_often(pictures):
    combinations = (pictures.y @ [4, 2, 1]).astype(int)
    counts = np.bincount(combinations, minlength=8)
    assert counts.min() > 25
    assert counts.max() < 80


def test_the_seed_decides_the_pictures_whatever_their_number(pictures):
    again = scenes(20, seed=3)
    np.testing.assert_array_equal(again.X, pictures.X[:20])
    np.testing.assert_array_equal(again.y, pictures.y[:20])
    assert not np.array_equal(scenes(20, seed=4).X, again.X)


def yellow(X):
    """How many pixels of each picture are as yellow as a taxi: red and green far above blue."""
    return ((X[..., 0] - X[..., 2] > 0.3) & (X[..., 1] - X[..., 2] > 0.2)).sum(axis=(1, 2))


def test_a_taxi_is_never_hidden(pictures):
    X, y = pictures
    taxi = y[:, 1] == 1
    assert yellow(X[taxi]).min() > 9
    assert np.median(yellow(X[taxi])) > 10 * max(np.median(yellow(X[~taxi])), 1)


def test_a_linear_model_finds_each_label_more_often_than_chance_and_not_always():
    from sklearn.linear_model import RidgeClassifier

    seen, new = scenes(800, seed=1), scenes(300, seed=2)
    for label in range(3):
        model = RidgeClassifier(alpha=300).fit(seen.X.reshape(800, -1), seen.y[:, label])
        right = model.score(new.X.reshape(300, -1), new.y[:, label])
        assert 0.65 < right < 0.99, f"{seen.class_names[label]}: {right:.3f}"
