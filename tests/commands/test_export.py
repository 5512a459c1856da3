"""`autograder export`: what is written for a spreadsheet, Canvas and Moodle is what the gradebook says."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.exportapp import ExportApp
from nbgrader.plugins import LateSubmissionPlugin
from nbgrader.utils import parse_utc
from typer.testing import Result

from autograder.engine.grading import Graded
from autograder.engine.submission import Status
from autograder.records import Record, write_records
from course_utils.check.exercises import CHAPTERS, chapter_exercises
from tests.commands.conftest import CHAPTER, Course

Run = Callable[..., Result]

# nbgrader 0.9 builds its records in an order that SQLAlchemy 2.1 remarks on; the rows are right.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted")
EXERCISES = [exercise.name for exercise in chapter_exercises(CHAPTER)]
QUESTION = f"{CHAPTER}-question"


class OnePointOff(LateSubmissionPlugin):
    """What a course may set for late work."""

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float:
        return 1.0


@pytest.fixture
def graded(course: Course) -> Course:
    """Ada has everything, Ben is late, has thirds and waits for a person, Cy handed in nothing."""
    course.enrol(("ada", "Ada", "Lovelace"), lms_user_id="4321", email="ada@example.org")
    course.enrol(("ben@example.org", "벤", "=1+1"))
    course.enrol(("cy", "", ""))
    full = {exercise.name: float(exercise.points) for exercise in chapter_exercises(CHAPTER)}
    thirds = {name: points / 3 for name, points in full.items()}
    with Gradebook(course.gradebook) as gradebook:
        gradebook.update_or_create_assignment(CHAPTER, duedate="2026-03-01 12:00:00")
        records = [
            Record("ada", CHAPTER, CHAPTER, _graded(full), parse_utc("2026-02-28 12:00:00")),
            Record("ben@example.org", CHAPTER, CHAPTER, _graded(thirds), parse_utc("2026-03-02 12:00:00")),
        ]
        write_records(gradebook, records, OnePointOff())
        grade = gradebook.find_grade(QUESTION, CHAPTER, CHAPTER, "ada")
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        gradebook.db.commit()
    return course


def _graded(scores: dict[str, float]) -> Graded:
    return Graded(Status.GRADED, scores={**scores, QUESTION: None}, comments={}, notebook="")


def rows(file: Path) -> dict[str, dict[str, str]]:
    """The rows of a CSV file by whichever column names the student."""
    with file.open(encoding="utf-8", newline="") as opened:
        read = list(csv.DictReader(opened))
    key = next(name for name in ("student_id", "SIS Login ID", "ID number") if name in read[0])
    return {row[key]: row for row in read}


def truth(course: Course) -> Iterator[tuple[str, dict[str, float | None], float]]:
    """Of each student what nbgrader itself says: scores by exercise, and the points that count."""
    with Gradebook(course.gradebook) as gradebook:
        for submission in gradebook.assignment_submissions(CHAPTER):
            scores = {
                grade.name: None if grade.auto_score is None and grade.manual_score is None else grade.score
                for notebook in submission.notebooks
                for grade in notebook.grades
            }
            yield submission.student.id, scores, submission.score - submission.late_submission_penalty


@pytest.mark.parametrize(
    ("form", "total", "exercise"),
    [
        ("csv", f"{CHAPTER} score", f"{CHAPTER} {{}}"),
        ("canvas", CHAPTER, f"{CHAPTER}: {{}}"),
        ("moodle", f"Assignment: {CHAPTER} (Real)", f"{CHAPTER}: {{}} (Real)"),
    ],
)
def test_read_back_an_export_is_what_the_gradebook_says(
    graded: Course, autograder: Run, tmp_path: Path, form: str, total: str, exercise: str
) -> None:
    target = tmp_path / "out" / "grades.csv"
    output = autograder("export", CHAPTER, "--format", form, "--to", target).output
    assert "1 submissions have an answer that a person has still to grade" in output
    read = rows(target)
    compared = 0
    for student, scores, counts in truth(graded):
        assert float(read[student][total]) == pytest.approx(counts, abs=1e-4)
        assert set(scores) == {*EXERCISES, QUESTION}
        for name, score in scores.items():
            written = read[student][exercise.format(name)]
            assert written in ("", "-") if score is None else float(written) == pytest.approx(score, abs=1e-4)
            compared += 1
    assert compared == 2 * (len(EXERCISES) + 1)
    assert {read["cy"][column] for column in (total, *map(exercise.format, EXERCISES))} <= {"", "-"}


def test_canvas_gets_its_columns_and_its_row_of_points(graded: Course, autograder: Run) -> None:
    autograder("export", CHAPTER, "--format", "canvas")
    with (graded.root / "classroom" / "exports" / f"{CHAPTER}-canvas.csv").open(newline="") as file:
        header, possible, *students = csv.reader(file)
    ada, ben, cy = sorted(students, key=lambda row: row[3])
    assert header[:6] == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", CHAPTER]
    assert header[6:] == [f"{CHAPTER}: {name}" for name in (*EXERCISES, QUESTION)]
    points = sum(exercise.points for exercise in chapter_exercises(CHAPTER)) + 2
    assert possible == [
        "    Points Possible",
        "",
        "",
        "",
        "",
        f"{points:g}",
        *["(read only)"] * (len(EXERCISES) + 1),
    ]
    assert ada[:5] == ["Lovelace, Ada", "4321", "", "ada", ""]
    # Whatever is in a name, a spreadsheet does not compute it.
    assert ben[:5] == ["'=1+1, 벤", "", "", "ben@example.org", ""]
    assert cy[0] == "cy"


def test_moodle_gets_grade_and_feedback_side_by_side(graded: Course, autograder: Run, tmp_path: Path) -> None:
    autograder("export", CHAPTER, "--format", "moodle", "--to", tmp_path / "moodle.csv")
    read = rows(tmp_path / "moodle.csv")
    header = list(read["ada"])
    assert header[:4] == ["First name", "Last name", "ID number", "Email address"]
    assert header[4:6] == [f"Assignment: {CHAPTER} (Real)", f"Assignment: {CHAPTER} (Feedback)"]
    assert read["ben@example.org"]["Email address"] == "ben@example.org"
    feedback = read["ben@example.org"][f"Assignment: {CHAPTER} (Feedback)"]
    assert feedback.startswith("my_softmax: 1 of 3. ")
    assert f"{QUESTION}: a person has still to grade it." in feedback
    assert feedback.endswith("Handed in late: 1 taken off.")


@pytest.mark.parametrize("name", ["CsvExport", "CanvasExport", "MoodleExport"])
def test_nbgrader_takes_the_plugin(graded: Course, autograder: Run, tmp_path: Path, name: str) -> None:
    form = name.removesuffix("Export").lower()
    autograder("export", CHAPTER, "--format", form, "--to", tmp_path / "ours.csv")
    ExportApp.clear_instance()
    app = ExportApp.instance()
    try:
        words = [f"--exporter=autograder.export.{name}", f"--to={tmp_path / 'nbgrader.csv'}"]
        app.initialize([*words, "--assignment", CHAPTER])
        app.start()
    finally:
        ExportApp.clear_instance()
    assert (tmp_path / "nbgrader.csv").read_bytes() == (tmp_path / "ours.csv").read_bytes()


def test_all_chapters_are_exported_if_none_is_named(graded: Course, autograder: Run) -> None:
    autograder("export")
    read = rows(graded.root / "classroom" / "exports" / "all-chapters.csv")
    for chapter in ("01-activations", CHAPTER):
        assert chapter in CHAPTERS
        assert {f"{chapter} {exercise.name}" for exercise in chapter_exercises(chapter)} < set(read["ada"])
    assert read["ada"][f"{CHAPTER} timestamp"] == "2026-02-28 12:00:00"
    assert read["ben@example.org"][f"{CHAPTER} late_submission_penalty"] == "1"


def test_what_cannot_be_exported_is_said(course: Course, autograder: Run) -> None:
    assert (
        "There is no chapter '2'. There are: 01-activations, 02-softmax."
        in autograder("export", "2", status=2).output
    )
    assert "has no grades for this" in autograder("export", CHAPTER, status=2).output
    assert not (course.root / "classroom" / "exports").exists()


@pytest.mark.parametrize("words", [("export", "--to"), ("report", "--to"), ("report", "--csv")])
def test_a_folder_in_place_of_a_file_is_named(
    autograder: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    # Said in a frame, whose lines break where the path's length has it.
    said = re.sub(r"[\s│]+", " ", autograder(*words, tmp_path, status=2).output)
    assert "is a directory" in said
    assert list(tmp_path.iterdir()) == [tmp_path / "course"]
