"""Two small tables of numbers: four blobs of points, and Fisher's irises."""

from __future__ import annotations

import numpy as np

from course_utils.data.dataset import Dataset
from course_utils.text import text

BLOB_CENTRES = ((-5, 2), (-2, -2), (1, 2), (5, -2))


def blobs() -> Dataset:
    """Four round clouds of points in the plane: X (2000, 2) float64, y (2000,) int64 in 0..3.

    Normal distributions of standard deviation 1 around `BLOB_CENTRES`, drawn by scikit-learn's
    ``make_blobs`` with ``random_state=30``: the same points at every call.
    """
    from sklearn.datasets import make_blobs

    X, y = make_blobs(n_samples=2000, centers=np.array(BLOB_CENTRES), cluster_std=1.0, random_state=30)
    return Dataset(
        X,
        y.astype(np.int64),
        class_names=tuple(text("data.blobs.class", k=k) for k in range(len(BLOB_CENTRES))),
        feature_names=(text("data.blobs.feature.x0"), text("data.blobs.feature.x1")),
    )


def iris() -> Dataset:
    """Fisher's irises: X (150, 4) float64 in centimetres, y (150,) int64 in 0..2, 50 flowers a species.

    Source: R. A. Fisher, "The use of multiple measurements in taxonomic problems" (1936), as it comes
    with scikit-learn.
    """
    from sklearn.datasets import load_iris

    X, y = load_iris(return_X_y=True)
    return Dataset(
        X,
        y.astype(np.int64),
        class_names=tuple(text(f"data.iris.class.{name}") for name in ("setosa", "versicolor", "virginica")),
        feature_names=tuple(
            text(f"data.iris.feature.{name}")
            for name in ("sepal_length", "sepal_width", "petal_length", "petal_width")
        ),
    )
