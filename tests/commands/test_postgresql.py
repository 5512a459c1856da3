"""PostgreSQL as the gradebook: the week of commands says what it says with SQLite, and two may write at once."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from nbgrader.api import Gradebook, Student
from nbgrader.plugins import LateSubmissionPlugin
from sqlalchemy import text
from typer.testing import CliRunner

from autograder.cli import app
from autograder.course import load_config, nbgrader_api
from autograder.demo.learners import Learner, hand_in, make_class
from autograder.engine.grading import Graded
from autograder.engine.submission import Status
from autograder.records import Record, write_records
from tests.commands.conftest import CHAPTER, Course
from tests.grading.rows import rows
from tests.postgresql import NotInstalled, PostgreSQL, running_postgresql

LEARNERS = make_class(CHAPTER, 3)[:-1]  # without the one whose function never ends
ROSTER = "id,first_name,last_name,email,lms_user_id\n" + "".join(
    f"{learner.name},{first},{last},{learner.name}@example.org,{number}\n"
    for number, (learner, (first, last)) in enumerate(
        zip(
            LEARNERS,
            (("Ada", "de Lovelace"), ("Alan", "Çelik"), ("Åsa", "Öberg"), ("", ""), ("ian", "de Lovelace")),
            strict=True,
        )
    )
)
WRITERS = 4
GRADE = [sys.executable, "-c", "from autograder.cli import app; app()", "grade", "--jobs", "1"]


@pytest.fixture(scope="module")
def postgresql() -> Iterator[PostgreSQL]:
    try:
        with running_postgresql() as server:
            yield server
    except NotInstalled as missing:
        pytest.skip(str(missing))


def choose_gradebook(course: Path, url: str) -> None:
    """What an instructor does: the one line of nbgrader_config.py."""
    settings = course / "nbgrader_config.py"
    line = f"c.CourseDirectory.db_url = {url!r}"
    changed, count = re.subn(
        r"^c\.CourseDirectory\.db_url = .*$", lambda _: line, settings.read_text(), flags=re.M
    )
    assert count == 1
    settings.write_text(changed)


def run(*words: str) -> None:
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, (done.output, done.exception)


def grade() -> None:
    run("grade")


def grade_twice_at_once() -> None:
    graders = [
        subprocess.Popen(GRADE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for _ in range(2)
    ]
    said = [grader.communicate(timeout=300)[0] for grader in graders]
    assert [grader.returncode for grader in graders] == [0, 0], "\n".join(said)


def spend_a_week(course: Path, grading: Callable[[], None]) -> dict[str, bytes]:
    """Every command in the working directory; returns the files that they leave for people."""
    for learner in LEARNERS:
        hand_in(learner, course / "notebooks" / CHAPTER / f"{CHAPTER}.ipynb", course / "in" / learner.name)
    (course / "roster.csv").write_text(ROSTER, encoding="utf-8")
    run("release", CHAPTER)
    run("collect", CHAPTER, "in", "--roster", "roster.csv")
    grading()
    run("feedback")
    run("report", "--csv", "classroom/reports/course.csv")
    for form in ("csv", "canvas", "moodle"):
        run("export", CHAPTER, "--format", form)
    left = [path for pattern in ("*.html", "*.csv") for path in sorted(Path("classroom").rglob(pattern))]
    return {str(path): path.read_bytes() for path in left}


def formgrader_lists(course: Path) -> list[str]:
    """What the Formgrader's pages list, in order. Rows have random ids, and sums may differ in their last digit."""
    api = nbgrader_api(load_config(course))
    lists = [
        [api.get_assignment(CHAPTER)],
        api.get_submissions(CHAPTER),
        api.get_students(),
        api.get_student_submissions(LEARNERS[0].name),
        api.get_notebook_submissions(CHAPTER, CHAPTER),
    ]
    return sorted(
        repr(
            {
                key: round(value, 9) if isinstance(value, float) else value
                for key, value in sorted(row.items())
                if key not in ("id", "index")
            }
        )
        for entries in lists
        for row in entries
    )


@pytest.mark.engine
def test_a_week_with_two_graders_at_once_is_the_week_with_sqlite(
    course: Course, postgresql: PostgreSQL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (course.root / "classroom" / "gradebook.db").unlink()  # it knows another chapter, too
    other = shutil.copytree(course.root, tmp_path / "with-postgresql")
    wanted = spend_a_week(course.root, grade)

    url = postgresql.make_database("week")
    choose_gradebook(other, url)
    monkeypatch.chdir(other)
    assert spend_a_week(other, grade_twice_at_once) == wanted
    assert len(wanted) == len(LEARNERS) + 2 + 3
    assert rows(url) == rows(course.gradebook)
    assert formgrader_lists(other) == formgrader_lists(course.root)
    assert not (other / "classroom" / "gradebook.db").exists()


# What follows grades nothing: only the rows matter.


@pytest.fixture(params=["sqlite", "postgresql"])
def gradebook(request: pytest.FixtureRequest, course: Course) -> str:
    """The URL of a gradebook that knows the chapter and no student."""
    if request.param == "sqlite":
        return course.gradebook
    server = request.getfixturevalue("postgresql")
    url = server.make_database(f"race{course.root.parent.name}")
    choose_gradebook(course.root, url)
    run("release", CHAPTER)
    return url


def records(names: list[str], score: float = 2.0) -> list[Record]:
    graded = Graded(Status.GRADED, scores={"my_softmax": score}, comments={"my_softmax-answer": "Seen."})
    return [Record(name, CHAPTER, CHAPTER, graded) for name in names]


def counts(url: str) -> dict[str, int]:
    tables = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")
    with Gradebook(url) as gradebook:
        return {
            table: gradebook.db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in tables
        }


def test_several_may_write_the_same_new_rows(gradebook: str) -> None:
    classes = [[f"student-{letter}-{number:02}" for number in range(12)] for letter in "abcd"]
    all_are_there = threading.Barrier(WRITERS)

    def write(seed: int) -> None:
        order = random.Random(seed)
        with Gradebook(gradebook) as opened:
            for names in classes:
                all_are_there.wait(60)
                # Each in its own order: without a lock, they would wait for each other's rows in a circle.
                shuffled = order.sample(names, len(names))
                write_records(opened, records(shuffled), LateSubmissionPlugin())

    with ThreadPoolExecutor(WRITERS) as pool:
        for writing in [pool.submit(write, seed) for seed in range(WRITERS)]:
            writing.result(120)

    names = [name for each in classes for name in each]
    found = counts(gradebook)
    assert found["student"] == found["submitted_assignment"] == found["submitted_notebook"] == len(names)
    assert found["grade"] == len(names) * 5
    assert found["comment"] == len(names) * 5
    assert {row["grades"]["my_softmax"][0] for row in rows(gradebook).values()} == {2.0}


def test_a_row_that_somebody_else_makes_meanwhile_is_used(course: Course, postgresql: PostgreSQL) -> None:
    """As when *Autograde* is pressed in the Formgrader during a run: nbgrader takes no lock."""
    url = postgresql.make_database("meanwhile")
    choose_gradebook(course.root, url)
    run("release", CHAPTER)
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    with Gradebook(url) as ours, Gradebook(url) as theirs, ThreadPoolExecutor(1) as pool:
        theirs.db.add(Student(id="ada"))
        theirs.db.flush()
        writing = pool.submit(write_records, ours, records(["ada"]), LateSubmissionPlugin())
        while not theirs.db.execute(waiting).scalar_one():
            assert not writing.done(), writing.result()
        theirs.db.commit()
        writing.result(60)
    assert counts(url)["submitted_assignment"] == 1


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("postgresql+psycopg://course:secret@/class?host=/nowhere", "Is the database running"),
        ("postgresql+nothing://course:secret@/class", "nothing"),
        ("gradebook.db", "not the URL of a database"),
    ],
)
@pytest.mark.parametrize("command", ["release", "collect", "grade", "feedback", "report", "export"])
def test_a_gradebook_that_cannot_be_opened_is_named(
    course: Course, url: str, reason: str, command: str
) -> None:
    choose_gradebook(course.root, url)
    hand_in(Learner("ada"), course.released(), course.submitted("ada"))
    words = [command, CHAPTER, *(["classroom/submitted"] if command == "collect" else [])]
    said = CliRunner().invoke(app, words)
    assert said.exit_code in (1, 2)
    assert isinstance(said.exception, SystemExit)
    assert reason in said.output
    assert "c.CourseDirectory.db_url in nbgrader_config.py" in said.output
    assert "secret" not in said.output


def test_the_demo_keeps_out_of_the_class(course: Course) -> None:
    from autograder.demo.classroom import Classroom

    choose_gradebook(course.root, "postgresql+psycopg:///class")
    with (course.root / "nbgrader_config.py").open("a") as settings:
        settings.write('c.Exchange.root = "/srv/exchange"\n')
    room = Classroom(course.root)
    room.build()
    config = load_config(room.folder)
    assert config.CourseDirectory.db_url == f"sqlite:///{room.gradebook}"
    assert Path(config.Exchange.root).is_relative_to(room.folder)
