"""The report on classes that are hardly there, and a CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io

from autograder.report import find_insight, report_csv, report_page
from autograder.results import Answer, ChapterResults, Student, Work, WorkState


def results(*works: Work) -> ChapterResults:
    return ChapterResults("02-softmax", "02 · Softmax", works)


def graded(student: str, points: float) -> Work:
    answers = (Answer("my_softmax", 3.0, points, source="x = 1"),)
    return Work(Student(student, student), "02-softmax", WorkState.GRADED, answers=answers)


def test_a_name_that_looks_like_a_formula_is_text() -> None:
    rows = list(csv.DictReader(io.StringIO(report_csv([find_insight(results(graded("=1+1", -0.5)))]))))
    (score,) = [row for row in rows if row["part"] == "score"]
    assert score["learner"] == "'=1+1"
    assert score["value"] == "-0.5"


def test_a_chapter_with_nothing_graded_has_a_page() -> None:
    nobody = results(Work(Student("ada", "ada"), "02-softmax", WorkState.WAITING))
    page = report_page([find_insight(nobody)], [nobody], anonymous=False)
    assert "Nothing is graded in this chapter yet." in page
    assert "<img" not in page


def test_a_class_of_one_has_a_page() -> None:
    alone = results(graded("ada", 3.0))
    page = report_page([find_insight(alone)], [alone], anonymous=False)
    assert "1 graded" in page
    assert page.count("<img") == 2
