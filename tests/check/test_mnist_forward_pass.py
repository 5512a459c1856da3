"""The cases of chapter 06: networks of every kind, with answers that no way of computing can change."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.accepted import accepted_answers
from autograder.hidden import hidden_cases
from course_utils.check.examine import examine
from course_utils.check.exercise import Case
from course_utils.check.exercises import find_exercise
from course_utils.reference import sigmoid
from tests.check.answers import names_defined_by

CASES = [
    pytest.param(case, id=f"{name}-{case.id}")
    for name in ("forward", "predict_digits", "batched_accuracy")
    for case in (*find_exercise(name).cases, *hidden_cases(name))
]


def layers(case: Case) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What each layer computes before its activation."""
    network, X, *_ = case.make()
    z1 = np.atleast_2d(X) @ network["W1"] + network["b1"]
    z2 = sigmoid(z1) @ network["W2"] + network["b2"]
    return z1, z2, sigmoid(z2) @ network["W3"] + network["b3"]


@pytest.mark.parametrize("case", CASES)
def test_single_precision_gives_the_same_digits_and_no_power_overflows(case: Case) -> None:
    z1, z2, z3 = layers(case)
    assert max(np.abs(z1).max(), np.abs(z2).max()) < np.log(np.finfo(np.float32).max)
    assert np.abs(z3).max() <= 20
    second, first = np.sort(z3, axis=1)[:, -2:].T
    assert (first - second).min() > 1e-3


@pytest.mark.parametrize("name", ["predict_digits", "batched_accuracy"])
def test_most_cases_have_more_than_one_answer(name: str) -> None:
    cases = (*find_exercise(name).cases, *hidden_cases(name))
    several = [len(set(layers(case)[2].argmax(axis=1))) > 1 for case in cases]
    assert sum(several) >= 0.8 * len(cases)


@pytest.mark.parametrize(
    ("mistake", "name"),
    [
        ("np.argmax(forward(network, X))", "argmax-over-everything"),
        ("np.argmax(forward(network, X), axis=0)", "argmax-over-images"),
        ("forward(network, X)", "probabilities"),
        ("np.max(forward(network, X), axis=1)", "largest-probability"),
    ],
)
def test_a_mistake_with_the_learners_own_forward_is_named(mistake: str, name: str) -> None:
    forward = accepted_answers("forward")[0].source
    source = f"import numpy as np\n{forward}\ndef predict_digits(network, X): return {mistake}"
    report = examine(
        find_exercise("predict_digits"), names_defined_by(source), hidden_cases("predict_digits")
    )
    assert report.misconception is not None
    assert report.misconception.id == name
