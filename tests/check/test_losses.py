"""Losses of probabilities: every way to keep log 0 finite is right, and mistakes are named in all of them."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.hidden import hidden_cases
from course_utils.check.card import report_card
from course_utils.check.examine import Report, examine
from course_utils.check.exercises import find_exercise
from tests.check.answers import names_defined_by

LOSSES = ["cross_entropy", "categorical_cross_entropy", "binary_cross_entropy"]
TRUTH = {
    "cross_entropy": "P, y): p = P[np.arange(len(y)), y]",
    "categorical_cross_entropy": "P, Y): p = np.sum(P * Y, axis=1)",
    "binary_cross_entropy": "p, y): p = np.where(y == 1, p, 1 - p)",
}


def report_on(name: str, rest: str, *, graded: bool = True) -> Report:
    source = f"import numpy as np\ndef {name}({TRUTH[name]}; {rest}"
    hidden = hidden_cases(name) if graded else ()
    return examine(find_exercise(name), names_defined_by(source), hidden)


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("epsilon", ["0.002", "1e-5", "1e-7", "1e-15", "np.finfo(float).eps", "5e-324"])
def test_any_small_clip_is_right(name: str, epsilon: str) -> None:
    report = report_on(name, f"return -np.mean(np.log(np.maximum(p, {epsilon})))")
    assert report.passed, report_card(report).as_text()


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("epsilon", ["1e-6", "1e-7", "1e-12"])
def test_any_small_number_added_is_right(name: str, epsilon: str) -> None:
    report = report_on(name, f"return -np.mean(np.log(p + {epsilon}))")
    assert report.passed, report_card(report).as_text()


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize(("cost", "finding"), [("5.9", "zero_too_cheap"), ("np.inf", "not_finite_number")])
def test_a_truth_at_zero_costs_at_least_six_and_a_finite_amount(name: str, cost: str, finding: str) -> None:
    charge = "return np.mean(np.where(p > 0, -np.log(np.where(p > 0, p, 1)), {}))"
    assert report_on(name, charge.format("6.0")).passed
    assert report_on(name, charge.format("1e300")).passed
    report = report_on(name, charge.format(cost), graded=False)
    assert not report.passed
    found = {o.finding.id for o in report.outcomes if o.finding}
    assert found == {f"form.{finding}"}
    assert all(o.case.leaves_open for o in report.outcomes if o.finding)


def test_too_cheap_a_zero_says_what_the_mean_should_be_at_least() -> None:
    report = report_on(
        "cross_entropy", "return np.mean(np.where(p > 0, -np.log(np.where(p > 0, p, 1)), 1.0))"
    )
    assert "at least 6" in report_card(report).as_text()


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("epsilon", ["1e-4", "1e-9", "1e-30"])
def test_a_mistake_is_named_whichever_epsilon_was_chosen(name: str, epsilon: str) -> None:
    report = report_on(name, f"return -np.sum(np.log(np.maximum(p, {epsilon})))")
    assert report.misconception is not None
    assert report.misconception.id == "sum-for-mean"


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("mistake", ["-np.sum(np.log(p + 1e-7))", "np.mean(np.log(p + 1e-7))"])
def test_a_mistake_is_named_where_an_epsilon_is_added(name: str, mistake: str) -> None:
    report = report_on(name, f"return {mistake}")
    assert report.misconception is not None
    assert report.misconception.id == ("minus-lost" if "mean" in mistake else "sum-for-mean")


@pytest.mark.parametrize("name", LOSSES)
def test_a_mistake_is_named_though_nothing_keeps_log_0_away(name: str) -> None:
    report = report_on(name, "return np.mean(np.log(p))")
    assert report.misconception is not None
    assert report.misconception.id == "minus-lost"


@pytest.mark.parametrize(
    ("result", "right"),
    [
        ("float(loss)", True),
        ("np.float32(loss)", True),
        ("np.float64(loss)", True),
        ("np.array(loss)", True),
        ("np.array([loss])", False),
        ("str(loss)", False),
        ("(loss,)", False),
        ("complex(loss)", False),
    ],
)
def test_a_mean_is_a_single_number(result: str, right: bool) -> None:
    source = (
        "import numpy as np\ndef cross_entropy_from_logits(Z, y):\n"
        "    loss = np.mean(np.logaddexp.reduce(Z, axis=1) - Z[np.arange(len(y)), y])\n"
        f"    return {result}"
    )
    exercise = find_exercise("cross_entropy_from_logits")
    report = examine(exercise, names_defined_by(source), hidden_cases(exercise.name))
    assert report.passed == right, report_card(report).as_text()
    assert (report.points == 0) == (not right)


def test_every_probability_of_a_case_is_zero_or_a_hundredth_and_every_row_adds_up_to_one() -> None:
    for name in LOSSES:
        exercise = find_exercise(name)
        for case in (*exercise.cases, *hidden_cases(name)):
            p = case.make()[0]
            open_to_epsilons = bool((p == 0).any() or (p == 1).any())
            assert ((p == 0) | (p >= 0.01)).all(), case.id
            assert case.leaves_open == open_to_epsilons, case.id
            if p.ndim == 2:
                np.testing.assert_allclose(p.sum(axis=1), 1)
