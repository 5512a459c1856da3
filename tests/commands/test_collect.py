"""`autograder collect`: from the exchange, a folder, and the zips of Canvas and Moodle, each file reported by name."""

from __future__ import annotations

import json
import os
import stat
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from typer.testing import Result

from autograder.collect.roster import RosterEntry, enrol
from autograder.course import load_config, nbgrader_api, succeed
from autograder.engine.submission import MOST_BYTES
from tests.commands.conftest import CHAPTER, Course
from tests.commands.notebooks import answer_in, make_folder, make_zip, notebook

Run = Callable[..., Result]
FILE = f"{CHAPTER}.ipynb"
CLASS = (
    ("ada", "Ada", "Lovelace"),
    ("alan", "Alan", "Turing"),
    ("emmy", "Emmy", "Noether"),
    ("소피", "Sofia", "O'Hara Kowalewskaja"),
)
CANVAS_EXPORT = """\
Student,ID,SIS User ID,SIS Login ID,Section,02-softmax (991)
,,,,,Manual Posting
    Points Possible,,,,,12
"Lovelace, Ada",4321,S1,ada,A,
"Turing, Alan",77,S2,alan,A,
"Student, Test",1,,abc,A,
"""
WORKSHEET = """\
Identifier,"Full name","ID number","Email address",Status,Grade,"Last modified (submission)","Feedback comments"
Participant 11,"Ada Lovelace",ada,ada@example.org,Submitted,,"Sunday, 1 March 2026, 10:05 AM",
Participant 12,"Alan Turing",alan,alan@example.org,Submitted,,"Monday, 2 March 2026, 11:00 AM",
Participant 13,"Alan Turing",alan2,other@example.org,No submission,,-,
"""


@pytest.fixture
def course(course: Course) -> Course:
    """A class of four; the chapter is due at noon on 1 March 2026."""
    course.enrol(*CLASS)
    with Gradebook(course.gradebook) as gradebook:
        gradebook.update_or_create_assignment(CHAPTER, duedate="2026-03-01 12:00:00")
    return course


@pytest.fixture
def collect(autograder: Run) -> Callable[..., dict[str, dict[str, Any]]]:
    """Collects, and returns what became of each file by its name."""

    def run(*words: str | Path, status: int = 0) -> dict[str, dict[str, Any]]:
        told = json.loads(autograder("collect", CHAPTER, *words, "--json", status=status).stdout)
        assert len({entry["file"] for entry in told["files"]}) == len(told["files"])
        return {entry["file"]: entry for entry in told["files"]}

    return run


Collect = Callable[..., dict[str, dict[str, Any]]]


def states(outcomes: dict[str, dict[str, Any]]) -> dict[str, str]:
    return {name: entry["state"] for name, entry in outcomes.items()}


# Canvas


def test_a_zip_from_canvas(course: Course, autograder: Run, tmp_path: Path) -> None:
    members = {
        f"lovelaceada_4321_1001_{CHAPTER} (2).ipynb": notebook("first"),
        f"lovelaceada_4321_1009_{CHAPTER}-1.ipynb": notebook("second"),
        f"turingalan_LATE_77_1003_{CHAPTER} (1).ipynb": notebook("late"),
        "noetheremmy_5_1004_my work.ipynb": notebook("another name"),
        f"oharakowalewskajasofia_6_1005_{FILE}": notebook("squeezed name"),
        f"stranger_8_1006_{FILE}": notebook("unknown"),
        "noetheremmy_5_1007_essay.pdf": b"%PDF-1.7",
        "noetheremmy_5_1008_01-activations.ipynb": notebook("no", "01-activations"),
    }
    (tmp_path / "canvas.csv").write_text(CANVAS_EXPORT, encoding="utf-8")
    source = make_zip(tmp_path / "submissions.zip", members)
    output = autograder("collect", CHAPTER, source, "--roster", tmp_path / "canvas.csv", status=1).output

    collected = {student: answer_in(course.submitted(student)) for student, _, _ in CLASS}
    assert collected == {"ada": "second", "alan": "late", "emmy": "another name", "소피": "squeezed name"}
    assert sorted(path.name for path in course.submitted("ada").iterdir()) == [FILE]
    rows = {line.split("│")[2].strip(): line for line in output.splitlines() if line.count("│") == 4}
    assert (
        f"lovelaceada_4321_1009_{CHAPTER}-1.ipynb counts."
        in rows[f"lovelaceada_4321_1001_{CHAPTER} (2).ipynb"]
    )
    assert "Canvas marked it late" in rows[f"turingalan_LATE_77_1003_{CHAPTER} (1).ipynb"]
    assert f"It was called '{CHAPTER} (1).ipynb'." in rows[f"turingalan_LATE_77_1003_{CHAPTER} (1).ipynb"]
    assert "It was called 'my work.ipynb'." in rows["noetheremmy_5_1004_my work.ipynb"]
    assert "Unknown student. Nobody in the roster is 'stranger'." in rows[f"stranger_8_1006_{FILE}"]
    assert "Not a notebook." in rows["noetheremmy_5_1007_essay.pdf"]
    assert f"oharakowalewskajasofia_6_1005_{FILE}" not in rows  # nothing to say of it
    assert "4 collected" in output
    assert "1 not this chapter" in output
    with Gradebook(course.gradebook) as gradebook:
        assert gradebook.find_student("alan").lms_user_id == "77"
        assert [student.id for student in gradebook.students if student.id == "abc"] == []


def test_the_next_zip_from_canvas_replaces_what_is_older_and_keeps_it(
    course: Course, collect: Collect, tmp_path: Path
) -> None:
    name = f"lovelaceada_4321_1001_{FILE}"
    first = make_zip(tmp_path / "1.zip", {name: notebook("first")}, (2026, 3, 1, 12, 0, 0))
    second = make_zip(tmp_path / "2.zip", {name: notebook("second")}, (2026, 3, 8, 12, 0, 0))
    assert collect(first)[name]["state"] == "collected"
    (note,) = collect(second)[name]["notes"]
    replaced = course.root / "classroom" / "replaced" / "ada" / CHAPTER / "1"
    assert str(replaced) in note
    assert (answer_in(course.submitted("ada")), answer_in(replaced)) == ("second", "first")

    assert collect(second)[name]["state"] == "unchanged"
    older = collect(first)[name]
    assert (older["state"], older["notes"]) == (
        "an earlier attempt, set aside",
        ["A later attempt was collected before."],
    )
    assert answer_in(course.submitted("ada")) == "second"
    # Two that differ and say the same time: nobody but the instructor can tell.
    same_time = make_zip(tmp_path / "3.zip", {name: notebook("third")}, (2026, 3, 8, 12, 0, 0))
    assert collect(same_time, status=1)[name]["state"] == "not taken: which is later?"
    assert answer_in(course.submitted("ada")) == "second"


def test_the_time_that_an_instructor_wrote_beside_a_late_file_is_the_one_that_counts(
    course: Course, collect: Collect, tmp_path: Path
) -> None:
    name = f"turingalan_LATE_77_1003_{FILE}"
    source = make_zip(tmp_path / "1.zip", {name: notebook("late")})
    (tmp_path / "canvas.csv").write_text(CANVAS_EXPORT, encoding="utf-8")
    (note,) = collect(source, "--roster", tmp_path / "canvas.csv")[name]["notes"]
    assert "the zip does not say by how much" in note
    (course.submitted("alan") / "timestamp.txt").write_text("2026-03-01 15:10:00 UTC", encoding="utf-8")
    again = collect(source)[name]
    assert (again["state"], again["notes"]) == ("unchanged", ["Late by 3 h 10 min."])


# Moodle


@pytest.mark.parametrize("form", ["file/", "file_/sub/", "file_"])
def test_a_zip_from_moodle(course: Course, collect: Collect, tmp_path: Path, form: str) -> None:
    ada = f"Ada Lovelace_11_assignsubmission_{form}{FILE}"
    twin = f"Alan Turing_12_assignsubmission_{form}{FILE}"
    online = "Ada Lovelace_11_assignsubmission_onlinetext/onlinetext.html"
    members = {ada: notebook("ada"), twin: notebook("alan"), online: b"<p>Here it is.</p>"}
    source = make_zip(tmp_path / "moodle.zip", members)
    assert states(collect(source)) == {ada: "collected", twin: "collected", online: "not a notebook"}

    # Two of a name: the worksheet's participant number tells, and its times make the stamps.
    (tmp_path / "worksheet.csv").write_text(WORKSHEET, encoding="utf-8-sig")
    told = collect(source, "--roster", tmp_path / "worksheet.csv")
    assert (told[ada]["student"], told[twin]["student"]) == ("ada", "alan")
    assert told[twin]["seconds_late"] == 23 * 3600
    assert "Late by 23 h 0 min." in told[twin]["notes"]
    assert told[ada]["seconds_late"] < 0
    assert (course.submitted("alan") / "timestamp.txt").read_text() == "2026-03-02 11:00:00.000000 UTC"


def test_two_students_of_one_name_are_named(course: Course, collect: Collect, tmp_path: Path) -> None:
    course.enrol(("alan2", "Alan", "Turing"))
    name = f"Alan Turing_12_assignsubmission_file/{FILE}"
    outcome = collect(make_zip(tmp_path / "moodle.zip", {name: notebook()}), status=1)[name]
    assert outcome["state"] == "several students of that name"
    assert "alan, alan2" in outcome["notes"][0]
    assert not course.submitted("alan").exists()


# Folders


@pytest.mark.parametrize(
    "name",
    [
        f"ada/{CHAPTER}/{FILE}",
        f"ada/{CHAPTER} (1).ipynb",
        f"ADA/{CHAPTER}-Copy1.ipynb",
        f"section A/Ada Lovelace/{CHAPTER} - Copy (2).ipynb",
        f"lovelace_ada_{FILE}",
        f"{CHAPTER}_ada.ipynb",
        "ada.ipynb",
        "ada/final.IPYNB",
    ],
)
def test_names_that_people_give(course: Course, collect: Collect, tmp_path: Path, name: str) -> None:
    assert collect(make_folder(tmp_path / "in", {name: notebook("mine")}))[name]["student"] == "ada"
    assert answer_in(course.submitted("ada")) == "mine"


def test_a_second_download_counts_and_a_copy_put_by_does_not(
    course: Course, collect: Collect, tmp_path: Path
) -> None:
    files = {
        f"ada/{CHAPTER} (1).ipynb": notebook("again"),
        f"ada/{FILE}": notebook("plain"),
        f"alan/{CHAPTER}-Copy1.ipynb": notebook("put by"),
        f"alan/{FILE}": notebook("plain"),
    }
    collect(make_folder(tmp_path / "in", files))
    assert (answer_in(course.submitted("ada")), answer_in(course.submitted("alan"))) == ("again", "plain")


def test_the_form_that_a_course_sets_for_nbgrader_is_known(
    course: Course, collect: Collect, tmp_path: Path
) -> None:
    form = r"(?P<timestamp>\d{8})--(?P<student_id>\w+)--(?P<file_id>.+)"
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write(f'\nc.FileNameCollectorPlugin.named_regexp = r"{form}"\n')
    name = f"20260303--alan--{FILE}"
    outcome = collect(make_folder(tmp_path / "in", {name: notebook()}))[name]
    assert (outcome["student"], outcome["seconds_late"]) == ("alan", 36 * 3600)


def test_an_attempt_that_cannot_be_graded_counts_only_if_there_is_no_other(
    course: Course, collect: Collect, tmp_path: Path
) -> None:
    files = {
        f"ada/{FILE}": notebook("sound"),
        f"ada/{CHAPTER} (2).ipynb": b"{cut off",
        f"alan/{FILE}": b"",
        f"emmy/{FILE}": notebook("x", "01-activations"),
    }
    told = collect(make_folder(tmp_path / "in", files))
    assert states(told) == {
        f"ada/{FILE}": "collected",
        f"ada/{CHAPTER} (2).ipynb": "cannot be graded, set aside",
        f"alan/{FILE}": "collected",
        f"emmy/{FILE}": "collected",
    }
    reason, counts = told[f"ada/{CHAPTER} (2).ipynb"]["notes"]
    assert "cut off or damaged" in reason
    assert counts == f"{FILE} counts."
    assert "The file is empty" in told[f"alan/{FILE}"]["notes"][0]
    assert "None of the chapter's exercises" in told[f"emmy/{FILE}"]["notes"][0]
    broken = make_folder(tmp_path / "later", {f"ada/{FILE}": b"{cut off"})
    again = collect(broken)
    assert states(again) == {f"ada/{FILE}": "cannot be graded, set aside"}
    assert "cut off or damaged" in again[f"ada/{FILE}"]["notes"][0]
    assert answer_in(course.submitted("ada")) == "sound"
    repaired = make_folder(tmp_path / "repaired", {f"alan/{FILE}": notebook("at last")})
    assert states(collect(repaired)) == {f"alan/{FILE}": "collected"}


def test_who_is_unknown_is_taken_in_only_when_told(course: Course, collect: Collect, tmp_path: Path) -> None:
    source = make_folder(tmp_path / "in", {f"zoe/{FILE}": notebook(), f"..zoe/{FILE}": notebook()})
    assert set(states(collect(source, status=1)).values()) == {"unknown student"}
    assert not course.submitted("zoe").exists()
    told = collect(source, "--accept-unknown", status=1)
    assert told[f"zoe/{FILE}"]["notes"] == ["The student is not in the roster."]
    assert told[f"..zoe/{FILE}"]["state"] == "unknown student"
    assert [path.name for path in course.submitted("zoe").parent.parent.iterdir()] == ["zoe"]


# What a zip may hold


def test_nothing_is_written_outside_and_nothing_huge_is_unpacked(
    course: Course, collect: Collect, tmp_path: Path
) -> None:
    source = tmp_path / "hostile.zip"
    bomb = f"alan_{FILE}"
    members = {
        f"../../../ada_{FILE}": notebook("up"),
        f"/ada_{FILE}": notebook("root"),
        bomb: b" " * (MOST_BYTES + 2),
    }
    make_zip(source, members)
    link = zipfile.ZipInfo(f"emmy_{FILE}")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    told = collect(source, status=1)
    assert set(states(told).values()) == {"cannot be read"}
    said = {name: entry["notes"][0] for name, entry in told.items()}
    assert "leads out of the zip" in said[f"../../../ada_{FILE}"]
    assert "leads out of the zip" in said[f"/ada_{FILE}"]
    assert "more than 50 MiB" in said[bomb]
    assert "is a link" in said[f"emmy_{FILE}"]
    after = {path for path in tmp_path.rglob("*") if path.is_file()}
    assert {path.relative_to(course.root).parts[0] for path in after - before} <= {"classroom"}
    assert not (course.root / "classroom" / "submitted").exists()


def test_a_damaged_member_costs_only_itself(course: Course, collect: Collect, tmp_path: Path) -> None:
    source = make_zip(
        tmp_path / "in.zip", {f"ada_{FILE}": notebook("a" * 500), f"alan_{FILE}": notebook("b")}
    )
    data = bytearray(source.read_bytes())
    data[200:260] = bytes(60)
    source.write_bytes(data)
    told = states(collect(source, status=1))
    assert told == {f"ada_{FILE}": "cannot be read", f"alan_{FILE}": "collected"}


def test_a_link_in_a_folder_is_not_followed(course: Course, collect: Collect, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "in", {f"alan/{FILE}": notebook()})
    (tmp_path / "secret.ipynb").write_bytes(notebook("secret"))
    (folder / "ada").mkdir()
    (folder / "ada" / FILE).symlink_to(tmp_path / "secret.ipynb")
    told = collect(folder, status=1)
    assert told[f"ada/{FILE}"]["state"] == "cannot be read"
    assert "link" in told[f"ada/{FILE}"]["notes"][0]
    assert not course.submitted("ada").exists()


# The exchange


def hand_in(course: Course, student: str, answer: str, stamp: str, **beside: bytes) -> None:
    """Hands in through nbgrader's exchange, as `nbgrader submit` does, at a time of our choosing."""
    files = {FILE: notebook(answer), **beside}
    folder = make_folder(course.root.parent / f"home-{student}" / CHAPTER, files).parent
    config = load_config(course.root)
    config.CourseDirectory.student_id = student
    config.Exchange.assignment_dir = str(folder)
    config.Exchange.cache = str(folder / "cache")
    config.Exchange.timestamp_format = f"{stamp} %Z"
    api = nbgrader_api(config)
    api.coursedir.assignment_id = CHAPTER
    api.exchange.Submit(coursedir=api.coursedir, authenticator=api.authenticator, parent=api).start()


def test_from_the_exchange_the_latest_counts_and_late_is_late(
    course: Course, autograder: Run, collect: Collect
) -> None:
    autograder("release", CHAPTER)
    hand_in(course, "ada", "first", "2026-03-01 10:00:00.000000")
    hand_in(course, "ada", "second", "2026-03-01 11:00:00.000000")
    hand_in(course, "alan", "late", "2026-03-03 13:30:00.000000")
    hand_in(course, "zoe", "who?", "2026-03-01 10:00:00.000000")
    told = {(entry["student"], entry["state"]): entry for entry in collect(status=1).values()}
    assert set(told) == {
        ("ada", "collected"),
        ("ada", "an earlier attempt, set aside"),
        ("alan", "collected"),
        ("", "unknown student"),
    }
    assert told["alan", "collected"]["notes"] == ["Late by 2 d 1 h."]
    assert answer_in(course.submitted("ada")) == "second"
    assert (course.submitted("ada") / "timestamp.txt").read_text() == "2026-03-01 11:00:00.000000 UTC"
    assert len((course.submitted("ada") / "submission_secret.txt").read_text()) == 128

    # What nbgrader's own collect, which the formgrader runs, would take is the same, and it finds nothing to do.
    log = succeed("collect", nbgrader_api(load_config(course.root)).collect(CHAPTER))
    assert "No newer submission to collect: ada" in log
    assert "Collecting submission: zoe" in log


def test_an_earlier_attempt_never_replaces_a_later_one(
    course: Course, autograder: Run, collect: Collect
) -> None:
    autograder("release", CHAPTER)
    hand_in(course, "ada", "later", "2026-03-01 11:00:00.000000")
    collect()
    (inbound,) = (course.exchange / "inbound").iterdir()
    inbound.rename(course.root / "gone")
    hand_in(course, "ada", "earlier", "2026-03-01 10:00:00.000000")
    (outcome,) = collect().values()
    assert outcome["notes"] == ["A later attempt was collected before."]
    assert answer_in(course.submitted("ada")) == "later"
    # A file without a time is neither earlier nor later.
    source = make_folder(course.root / "in", {f"ada/{FILE}": notebook("when?")})
    assert states(collect(source, status=1)) == {f"ada/{FILE}": "not taken: which is later?"}
    assert answer_in(course.submitted("ada")) == "later"


def test_without_any_roster_the_ids_in_the_exchange_are_believed(
    course: Course, autograder: Run, collect: Collect
) -> None:
    with Gradebook(course.gradebook) as gradebook:
        for student, _, _ in CLASS:
            gradebook.remove_student(student)
    autograder("release", CHAPTER)
    hand_in(course, "zoe", "mine", "2026-03-01 10:00:00.000000")
    assert [entry["state"] for entry in collect().values()] == ["collected"]


def test_in_the_exchange_the_plain_name_counts_as_it_does_for_nbgrader(
    course: Course, autograder: Run, collect: Collect
) -> None:
    autograder("release", CHAPTER)
    hand_in(course, "ada", "mine", "2026-03-01 10:00:00", **{f"{CHAPTER} (1).ipynb": notebook("older")})
    assert sorted(states(collect()).values()) == ["an earlier attempt, set aside", "collected"]
    assert answer_in(course.submitted("ada")) == "mine"


# Everybody, and nobody


def test_three_hundred_are_collected_and_the_one_without_anything_is_named(
    course: Course, autograder: Run, tmp_path: Path
) -> None:
    lines = ["id,first_name,last_name", *(f"s{number},Stu,Dent{number}" for number in range(300))]
    (tmp_path / "class.csv").write_text("\n".join(lines))
    members = {f"s{number}/{FILE}": notebook(str(number)) for number in range(1, 300)}
    source = make_zip(tmp_path / "all.zip", members)
    output = autograder("collect", CHAPTER, source, "--roster", tmp_path / "class.csv").output
    assert "299 collected" in output
    assert "s0" in output.split("Nothing handed in: 5")[0]
    assert len(list((course.root / "classroom" / "submitted").iterdir())) == 299
    assert answer_in(course.submitted("s123")) == "123"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("07-attention",), "There is no chapter '07-attention'. There are: 01-activations, 02-softmax."),
        ((CHAPTER,), "nobody can have handed in through the exchange yet"),
        ((CHAPTER, "nowhere.zip"), "nowhere.zip: there is no such file or folder"),
        ((CHAPTER, "constraints.txt"), "constraints.txt cannot be opened as a zip"),
        ((CHAPTER, "constraints.txt"), "Give the zip as it was downloaded, or a folder"),
        ((CHAPTER, "notebooks", "--roster", "constraints.txt"), "constraints.txt has the columns"),
        ((CHAPTER, "notebooks", "--roster", "none.csv"), "none.csv: there is no such file"),
        ((CHAPTER, "notebooks", "--roster", "heads.csv"), "heads.csv has the right columns, and no student"),
        ((CHAPTER, "notebooks", "--roster", "gap.csv"), "gap.csv, line 4: '' cannot be a student's id."),
        ((CHAPTER, "notebooks", "--roster", "twice.csv"), "line 4: the id 'zoe' stands in line 2, too."),
        (
            (CHAPTER, "notebooks", "--roster", "latin.csv"),
            "latin.csv cannot be read as CSV: it is not text in UTF-8",
        ),
    ],
)
def test_what_cannot_be_opened_is_named(
    course: Course, autograder: Run, words: tuple[str, ...], said: str
) -> None:
    (course.root / "latin.csv").write_bytes("id,last_name\nzoe,Müller\n".encode("latin-1"))
    (course.root / "heads.csv").write_text("id,last_name\n", encoding="utf-8")
    (course.root / "gap.csv").write_text("id,last_name\nzoe,Weil\n\n,Nobody\n", encoding="utf-8")
    (course.root / "twice.csv").write_text("id,last_name\nzoe,Weil\nmax,Weil\nzoe,Weil\n", encoding="utf-8")
    assert said in autograder("collect", *words, status=2).output


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "Nothing was handed in."),
        ({"ada/01-activations.ipynb": notebook(chapter="01-activations")}, "1 not this chapter"),
        ({"submissions.zip": b"PK"}, "collect that by its own name, or unpack it"),
    ],
)
def test_a_source_without_the_chapter_is_taken_for_a_mistake(
    course: Course, autograder: Run, tmp_path: Path, files: dict[str, bytes], said: str
) -> None:
    (tmp_path / "in").mkdir()
    source = make_folder(tmp_path / "in", files)
    output = autograder("collect", CHAPTER, source, status=1).output
    assert said in output
    assert f"There is no notebook of {CHAPTER} in {source}. Was another file or chapter meant?" in output
    assert autograder("collect", CHAPTER, source, "--json", status=1).output.startswith("{")


def test_a_file_whose_name_says_nobody_is_told_what_to_call_it(
    course: Course, collect: Collect, tmp_path: Path
) -> None:
    outcome = collect(make_folder(tmp_path / "in", {FILE: notebook("whose?")}), status=1)[FILE]
    assert outcome["state"] == "unknown student"
    assert f"Call it STUDENT_{FILE}, or put it into a folder" in outcome["notes"][0]


def test_a_roster_that_would_double_the_class_is_noticed(
    course: Course, autograder: Run, tmp_path: Path
) -> None:
    source = make_folder(tmp_path / "in", {f"ada_{FILE}": notebook("ada")})
    rosters = {
        "same": "id,first_name,last_name\nada,Ada,Lovelace\nzoe,Zoe,Weil\n",
        "other": "id,first_name,last_name\nada@example.org,Ada,Lovelace\n",
    }
    said = {}
    for name, rows in rosters.items():
        (tmp_path / "class.csv").write_text(rows, encoding="utf-8")
        said[name] = autograder("collect", CHAPTER, source, "--roster", tmp_path / "class.csv").output
    assert "Students in the roster: 2, of whom new in the gradebook: 1." in said["same"]
    assert "is called like" not in said["same"]
    assert "ada@example.org is called like ada. If they are the same person" in said["other"]


def test_a_name_of_student_and_chapter_needs_no_remark(
    course: Course, autograder: Run, tmp_path: Path
) -> None:
    names = f"ada_{FILE}", f"alan_{CHAPTER} (1).ipynb"
    source = make_folder(tmp_path / "in", {name: notebook(name) for name in names})
    first, again = (autograder("collect", CHAPTER, source).output for _ in range(2))
    assert "ada_" not in first
    assert f"It was called '{names[1]}'." in first
    assert "It was called" not in again


def test_enrolling_leaves_no_gap_between_looking_for_a_student_and_adding_it(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Gradebook(course.gradebook) as gradebook:
        monkeypatch.setattr(
            gradebook, "add_student", None
        )  # of nbgrader's two steps, the one that fails if the row is there by then
        enrol(gradebook, [RosterEntry("zoe", last_name="Weil")])
        assert gradebook.find_student("zoe").last_name == "Weil"


def test_the_time_of_a_file_without_a_stamp_is_no_lateness(
    course: Course, collect: Collect, tmp_path: Path
) -> None:
    source = make_folder(tmp_path / "in", {f"ada/{FILE}": notebook()})
    os.utime(source / "ada" / FILE, (datetime(2026, 6, 1, tzinfo=UTC).timestamp(),) * 2)
    assert collect(source)[f"ada/{FILE}"]["seconds_late"] is None
    assert not (course.submitted("ada") / "timestamp.txt").exists()
