"""Data sets, trained weights and their loaders. Importing this loads neither scikit-learn nor Keras."""

from course_utils.data.dataset import Dataset
from course_utils.data.mnist import load_mnist
from course_utils.data.mnist_files import DataFileError
from course_utils.data.street import scenes
from course_utils.data.tabular import blobs, iris
from course_utils.data.weights import ForbiddenGlobal, WeightsError, load_weights, mnist_network

__all__ = [
    "DataFileError",
    "Dataset",
    "ForbiddenGlobal",
    "WeightsError",
    "blobs",
    "iris",
    "load_mnist",
    "load_weights",
    "mnist_network",
    "scenes",
]
