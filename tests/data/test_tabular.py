import numpy as np

from course_utils.data import blobs, iris
from course_utils.data.tabular import BLOB_CENTRES


def test_blobs_are_2000_points_around_four_centres():
    X, y = blobs()
    assert X.shape == (2000, 2)
    assert X.dtype == np.float64
    assert y.shape == (2000,)
    assert y.dtype == np.int64
    for k, centre in enumerate(BLOB_CENTRES):
        cloud = X[y == k]
        assert len(cloud) == 500
        np.testing.assert_allclose(cloud.mean(axis=0), centre, atol=0.2)
        np.testing.assert_allclose(cloud.std(axis=0), 1.0, atol=0.1)


def test_blobs_are_the_same_points_at_every_call():
    first, second = blobs(), blobs()
    np.testing.assert_array_equal(first.X, second.X)
    np.testing.assert_array_equal(first.y, second.y)


def test_iris_has_fifty_flowers_of_each_named_species():
    flowers = iris()
    X, y = flowers
    assert X.shape == (150, 4)
    assert X.dtype == np.float64
    assert y.dtype == np.int64
    assert np.bincount(y).tolist() == [50, 50, 50]
    assert flowers.class_names == ("setosa", "versicolor", "virginica")
    # Setosa's petals are the short ones: the names are in the order of the columns and labels.
    petal_length = X[:, flowers.feature_names.index("petal length (cm)")]
    assert petal_length[y == flowers.class_names.index("setosa")].max() < petal_length[y != 0].min()


def test_names_match_the_columns_and_labels():
    for data in (blobs(), iris()):
        assert len(data.feature_names) == data.X.shape[1]
        assert len(data.class_names) == data.y.max() + 1
