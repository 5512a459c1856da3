"""Explorers: pictures with controls, drawn with the learner's own functions. How to write one: `base`."""

from course_utils.explore.descent import descent
from course_utils.explore.draw_digit import draw_digit
from course_utils.explore.float_line import float_line
from course_utils.explore.layers import layers
from course_utils.explore.minus_log_p import minus_log_p
from course_utils.explore.push import push
from course_utils.explore.relu_pieces import relu_pieces
from course_utils.explore.softmax import softmax
from course_utils.explore.softmax_or_sigmoids import softmax_or_sigmoids
from course_utils.explore.thresholds import thresholds
from course_utils.explore.unit import unit

__all__ = [
    "descent",
    "draw_digit",
    "float_line",
    "layers",
    "minus_log_p",
    "push",
    "relu_pieces",
    "softmax",
    "softmax_or_sigmoids",
    "thresholds",
    "unit",
]
