"""NumPy reference implementations: stable, vectorised over leading axes, keeping the dtype of floats."""

from course_utils.reference.activations import linear, relu, sigmoid
from course_utils.reference.descent import adam, gradient_descent, momentum
from course_utils.reference.labels import one_hot
from course_utils.reference.losses import (
    binary_cross_entropy,
    categorical_cross_entropy,
    cross_entropy,
    cross_entropy_from_logits,
    softmax_gradient,
)
from course_utils.reference.mnist_forward_pass import (
    batched_accuracy,
    flatten_images,
    forward,
    normalize,
    predict_digits,
)
from course_utils.reference.multi_label import multilabel_loss, multilabel_predict, precision_recall
from course_utils.reference.softmax import hardmax, log_softmax, logsumexp, predict_proba, softmax
from course_utils.reference.surface import two_valleys, two_valleys_gradient
from course_utils.reference.training import train_softmax_regression

__all__ = [
    "adam",
    "batched_accuracy",
    "binary_cross_entropy",
    "categorical_cross_entropy",
    "cross_entropy",
    "cross_entropy_from_logits",
    "flatten_images",
    "forward",
    "gradient_descent",
    "hardmax",
    "linear",
    "log_softmax",
    "logsumexp",
    "momentum",
    "multilabel_loss",
    "multilabel_predict",
    "normalize",
    "one_hot",
    "precision_recall",
    "predict_digits",
    "predict_proba",
    "relu",
    "sigmoid",
    "softmax",
    "softmax_gradient",
    "train_softmax_regression",
    "two_valleys",
    "two_valleys_gradient",
]
