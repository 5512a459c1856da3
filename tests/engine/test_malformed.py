"""Files that cannot be graded get a status and a reason, odd ones of honest learners their points, and nobody waits."""

from __future__ import annotations

import json
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from autograder import bulk
from autograder.course import nbgrader_api
from autograder.engine.lane import Settings
from autograder.engine.release import Release
from autograder.engine.submission import MOST_BYTES, MOST_CELLS, Status, Unreadable, read_submission, repair
from autograder.executors.lanes import Lanes
from tests.engine.conftest import COURSE
from tests.engine.submissions import CHAPTER, POINTS, RIGHT, as_file, released_notebook, solved, submission
from tests.grading import packed

Content = dict[str, Any]


def notebook(**changes: Any) -> bytes:
    """A file that is a notebook but for ``changes``."""
    cell = {
        "cell_type": "code",
        "source": "1",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
        "id": "a",
    }
    return json.dumps(
        {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | changes
    ).encode()


def strange_cell(**changes: Any) -> bytes:
    cell = {"cell_type": "code", "source": "1", "metadata": {}, "outputs": [], "id": "a"} | changes
    return notebook(cells=[cell])


def kernel(language: str) -> bytes:
    return notebook(metadata={"kernelspec": {"name": "x", "display_name": "x", "language": language}})


def old_notebook(version: int) -> bytes:
    cells = [{"cell_type": "code", "input": "1", "language": "python", "outputs": []}]
    return json.dumps(
        {"nbformat": version, "worksheets": [{"cells": cells}], "metadata": {"name": ""}}
    ).encode()


S = Status
MALFORMED: dict[str, tuple[bytes, Status, str]] = {
    "empty": (b"", S.EMPTY, "saved"),
    "blank": (b" \n\t\r\n ", S.EMPTY, "saved"),
    "nothing but a byte order mark": (b"\xef\xbb\xbf", S.NOT_JSON, "damaged"),
    "cut off": (notebook()[:-20], S.NOT_JSON, "cut off"),
    "cut off after one byte": (b"{", S.NOT_JSON, "cut off"),
    "two notebooks in one": (notebook() + notebook(), S.NOT_JSON, "damaged"),
    "a web page": (b"<!DOCTYPE html><title>Sign in</title>", S.NOT_JSON, "damaged"),
    "a script": (b"def my_softmax(z):\n    return z\n", S.NOT_JSON, "damaged"),
    "a merge conflict": (b"<<<<<<< HEAD\n" + notebook(), S.NOT_JSON, "damaged"),
    "zeros after a crash": (bytes(4096), S.NOT_JSON, "damaged"),
    "nested without end": (b"[" * 10**6, S.NOT_JSON, "damaged"),
    "nested without end in a cell": (notebook()[:-1] + b',"x":' + b'{"a":' * 10**5, S.NOT_JSON, "damaged"),
    "a number of ten thousand digits": (notebook()[:-1] + b',"x":' + b"9" * 10**4 + b"}", S.NOT_JSON, "damaged"),
    "invalid UTF-8": (notebook().replace(b'"1"', b'"\xff\xfe"'), S.NOT_TEXT, "Byte"),
    "UTF-16": (notebook().decode().encode("utf-16"), S.NOT_TEXT, "UTF-8"),
    "Latin-1": (notebook().replace(b'"1"', "'é'".encode("latin-1")), S.NOT_TEXT, "UTF-8"),
    "a zip": (b"PK\x03\x04\x14\x00\x00\x00\x08\x00\xff\xff\xe2", S.NOT_TEXT, "text"),
    "a JSON list": (b"[1, 2]", S.NOT_A_NOTEBOOK, "not a Jupyter"),
    "a JSON text": (b'"notebook"', S.NOT_A_NOTEBOOK, "not a Jupyter"),
    "null": (b"null", S.NOT_A_NOTEBOOK, "not a Jupyter"),
    "another JSON object": (b'{"name": "x"}', S.NOT_A_NOTEBOOK, "not a Jupyter"),
    "a version that is a text": (notebook(nbformat="4"), S.NOT_A_NOTEBOOK, "not a Jupyter"),
    "a version that is true": (notebook(nbformat=True), S.NOT_A_NOTEBOOK, "not a Jupyter"),
    "format 2": (old_notebook(2), S.OLD_FORMAT, "format 2"),
    "format 3": (old_notebook(3), S.OLD_FORMAT, "format 3"),
    "format -1": (notebook(nbformat=-1), S.OLD_FORMAT, "format -1"),
    "format 99": (notebook(nbformat=99), S.NEW_FORMAT, "format 99"),
    "no cells": (notebook(cells=[]), S.NO_CELLS, "no cells"),
    "cells missing": (b'{"nbformat": 4, "metadata": {}}', S.NO_CELLS, "no cells"),
    "cells that are an object": (notebook(cells={"0": {}}), S.NO_CELLS, "no cells"),
    "cells that are texts": (notebook(cells=["a", None, 5, []]), S.NO_ANSWERS, "answers and tests"),
    "too many cells": (notebook(cells=[{}] * (MOST_CELLS + 1)), S.TOO_LARGE, "cells"),
    "a notebook in R": (kernel("R"), S.WRONG_KERNEL, "'r'"),
    "a notebook in Julia": (notebook(metadata={"language_info": {"name": "julia"}}), S.WRONG_KERNEL, "'julia'"),
    "another notebook": (notebook(), S.NO_ANSWERS, "another notebook"),
    "no source": (notebook(cells=[{"cell_type": "code"}]), S.NO_ANSWERS, "answers and tests"),
    "a source that is a number": (strange_cell(source=5), S.NO_ANSWERS, "answers and tests"),
    "a source of mixed parts": (strange_cell(source=["a", 5, None, ["b"]]), S.NO_ANSWERS, "answers and tests"),
    "an unknown kind of cell": (strange_cell(cell_type={"a": 1}), S.NO_ANSWERS, "answers and tests"),
    "metadata that is null": (notebook(metadata=None, cells=[{"metadata": None}]), S.NO_ANSWERS, "answers and tests"),
    "metadata that is a list": (notebook(metadata=[1], cells=[{"metadata": [1]}]), S.NO_ANSWERS, "answers and tests"),
    "ids that are lists": (strange_cell(id=[[1]]), S.NO_ANSWERS, "answers and tests"),
    "half a surrogate pair": (strange_cell(source="'\ud800'"), S.NO_ANSWERS, "answers and tests"),
    "the same key twice": (notebook()[:-1] + b', "cells": []}', S.NO_CELLS, "no cells"),
    "not a number": (notebook(x=float("nan"), cells=[]), S.NO_CELLS, "no cells"),
}  # fmt: skip


def _directory(path: Path) -> None:
    path.mkdir()
    (path / "inside").write_text("x")


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(300 * 2**30)


def _link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def _locked(path: Path) -> None:
    path.write_bytes(b"{}")
    path.chmod(0)


FILES: dict[str, tuple[Callable[[Path], None], Status, str]] = {
    "missing": (lambda path: None, S.UNREADABLE, "missing"),
    "a directory": (_directory, S.UNREADABLE, "not a file"),
    "a pipe": (lambda path: os.mkfifo(path), S.UNREADABLE, "not a file"),
    "a link": (_link, S.UNREADABLE, "is a link"),
    "a link to nothing": (lambda path: path.symlink_to("/nowhere"), S.UNREADABLE, "is a link"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), S.UNREADABLE, "is a link"),
    "three hundred gigabytes": (_sparse, S.TOO_LARGE, "MiB"),
    "not allowed to be read": (_locked, S.UNREADABLE, "denied"),
}


# -- honest but odd -----------------------------------------------------------------------------------------------


def _colab(content: Content) -> None:
    """Google Colab: format 4.0, cell ids in the metadata, settings of its own."""
    content["nbformat_minor"] = 0
    content["metadata"] |= {"colab": {"provenance": [], "toc_visible": True}, "accelerator": "GPU"}
    content["metadata"]["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    content["metadata"]["language_info"] = {"name": "python"}
    for number, cell in enumerate(content["cells"]):
        cell["metadata"] |= {
            "id": f"x{number}",
            "colab": {"base_uri": "https://localhost:8080/"},
            "outputId": "y",
        }
        cell["source"] = cell["source"].splitlines(keepends=True)
        del cell["id"]


def _vs_code(content: Content) -> None:
    """VS Code: no ids, no tags where there were none, an environment's name for a kernel."""
    content["nbformat_minor"] = 2
    content["metadata"] = {
        "kernelspec": {"display_name": ".venv", "language": "python", "name": "python3"},
        "language_info": {
            "name": "python",
            "version": "3.13.0",
            "codemirror_mode": {"name": "ipython", "version": 3},
        },
        "orig_nbformat": 4,
    }
    for cell in content["cells"]:
        del cell["id"]
        cell["metadata"]["vscode"] = {"languageId": "python"}


def _old_minor(content: Content) -> None:
    content["nbformat_minor"] = 1
    for cell in content["cells"]:
        del cell["id"]


def _new_minor(content: Content) -> None:
    content["nbformat_minor"] = 9


def _no_metadata(content: Content) -> None:
    content["metadata"] = {}


def _same_ids(content: Content) -> None:
    for cell in content["cells"]:
        cell["id"] = "same"


def _heavy(content: Content) -> None:
    """Pictures, widgets' state, attachments, and outputs in the wrong shape."""
    content["metadata"]["widgets"] = {
        "application/vnd.jupyter.widget-state+json": {"state": {"a": ["b"] * 1000}}
    }
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [
                {"output_type": "display_data", "data": {"image/png": "A" * 10**5}},
                5,
                None,
                "x",
            ]
        else:
            cell["attachments"] = {"a.png": {"image/png": "A" * 1000}}


def _windows(content: Content) -> None:
    for cell in content["cells"]:
        cell["source"] = cell["source"].replace("\n", "\r\n")


def _marks_of_tests_stripped(content: Content) -> None:
    for cell in content["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade"):
            cell["metadata"] = None


def _plain(content: Content) -> None:
    pass


CHANGES = (
    _colab, _vs_code, _old_minor, _new_minor, _no_metadata, _same_ids, _heavy, _windows, _marks_of_tests_stripped,
    _plain,
)  # fmt: skip
ENCODINGS: dict[str, Callable[[Content], bytes]] = {
    "a byte order mark": lambda content: b"\xef\xbb\xbf" + json.dumps(content).encode(),
    "blank lines around": lambda content: b"\n\n" + json.dumps(content, indent=1).encode() + b"\n\n\n",
    "Windows line ends": lambda content: json.dumps(content, indent=1).replace("\n", "\r\n").encode(),
    "plain UTF-8": lambda content: json.dumps(content, ensure_ascii=False).encode(),
}


def odd_files(release: Release) -> dict[str, bytes]:
    """Right answers in files that are not as JupyterLab writes them."""

    def content() -> Content:
        loaded: Content = json.loads(as_file(solved(release)))
        return loaded

    files = {name: write(content()) for name, write in ENCODINGS.items()}
    for change in CHANGES:
        changed = content()
        change(changed)
        files[change.__name__.strip("_")] = json.dumps(changed).encode()
    return files


# -- a class in which all of them are -----------------------------------------------------------------------------

ODD = (*ENCODINGS, *(change.__name__.strip("_") for change in CHANGES))


@pytest.fixture(scope="module")
def course(released: Path, tmp_path_factory: pytest.TempPathFactory) -> bulk.Course:
    """A course of its own with chapter 02 released."""
    root = tmp_path_factory.mktemp("malformed") / "course"
    shutil.copytree(released, root)
    return bulk.Course(nbgrader_api(packed.settings(COURSE, root)))


@pytest.fixture(scope="module")
def outcomes(course: bulk.Course, release: Release) -> dict[str, bulk.SubmissionOutcome]:
    """How the class was graded: every file above, and honest ones between them."""
    for name, (data, _, _) in MALFORMED.items():
        _place(course, name).write_bytes(data)
    for name, (make, _, _) in FILES.items():
        make(_place(course, name))
    for name, data in odd_files(release).items():
        _place(course, name).write_bytes(data)
    _place(course, "half").write_bytes(as_file(submission(release, {"hardmax": RIGHT["hardmax"]})))
    _place(course, "untouched").write_bytes(as_file(released_notebook(release)))
    graded = bulk.grade_class(course, course.submissions(CHAPTER), Lanes(Settings(cell_seconds=10), 1))
    return {outcome.submission.student: outcome for outcome in graded}


def _place(course: bulk.Course, student: str) -> Path:
    folder = course.folder("submitted", student, CHAPTER)
    folder.mkdir(parents=True)
    return folder / f"{CHAPTER}.ipynb"


def _scores(course: bulk.Course, student: str) -> dict[str, float]:
    with Gradebook(course.api.coursedir.db_url) as gradebook:
        found = gradebook.find_submission(CHAPTER, student)
        scores = {grade.name: grade.auto_score for entry in found.notebooks for grade in entry.grades}
        return {name: scores[name] for name in POINTS}


@pytest.mark.engine
@pytest.mark.xdist_group("malformed")
@pytest.mark.parametrize("name", [*MALFORMED, *FILES])
def test_a_malformed_file_gets_a_status_and_a_reason(
    name: str, outcomes: dict[str, bulk.SubmissionOutcome]
) -> None:
    if name == "not allowed to be read" and os.geteuid() == 0:
        pytest.skip("root may read everything")
    _, status, reason = MALFORMED[name] if name in MALFORMED else FILES[name]
    outcome = outcomes[name]
    assert (outcome.state, outcome.status) == ("failed", status), outcome.reason
    assert reason in outcome.reason
    assert outcome.reason.endswith((".", "?"))
    assert outcome.written is None


@pytest.mark.engine
@pytest.mark.xdist_group("malformed")
@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_of_an_honest_learner_gets_its_points(
    name: str, outcomes: dict[str, bulk.SubmissionOutcome], course: bulk.Course
) -> None:
    assert outcomes[name].state == "graded", outcomes[name].reason
    assert _scores(course, name) == POINTS


@pytest.mark.engine
@pytest.mark.xdist_group("malformed")
def test_everybody_else_is_graded_and_nobody_forgotten(
    outcomes: dict[str, bulk.SubmissionOutcome], course: bulk.Course
) -> None:
    assert len(outcomes) == len(MALFORMED) + len(FILES) + len(ODD) + 2
    assert _scores(course, "half") == {**dict.fromkeys(POINTS, 0), "hardmax": POINTS["hardmax"]}
    assert _scores(course, "untouched") == dict.fromkeys(POINTS, 0)


@pytest.mark.engine
@pytest.mark.xdist_group("malformed")
def test_a_lane_that_dies_takes_no_submission_along(
    outcomes: dict[str, bulk.SubmissionOutcome], course: bulk.Course
) -> None:
    """Every lane of the first pool is killed once, while all of these are in flight."""
    chosen = ["plain", "half"]
    again = course.submissions(CHAPTER, chosen)
    others, killed = _lanes(), []

    def kill_first_lane() -> None:
        while not (found := _lanes() - others):
            time.sleep(0.05)
        killed.extend(found)
        os.kill(killed[0], signal.SIGKILL)

    killer = threading.Thread(target=kill_first_lane)
    killer.start()
    graded = list(bulk.grade_class(course, again, Lanes(Settings(cell_seconds=10), 1), force=True))
    killer.join()
    assert killed
    assert {outcome.submission.student: outcome.state for outcome in graded} == dict.fromkeys(
        chosen, "graded"
    )
    assert _scores(course, "plain") == POINTS


def _lanes() -> set[int]:
    """The lanes that this process has started."""
    children = [path.read_text().split() for path in Path(f"/proc/{os.getpid()}/task").glob("*/children")]
    pids = {int(pid) for found in children for pid in found}
    return {pid for pid in pids if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()}


# -- without a sandbox --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MALFORMED)
def test_reading_says_the_same(name: str, release: Release) -> None:
    data, status, _ = MALFORMED[name]
    with pytest.raises(Unreadable) as refused:
        repair(read_submission(data), release)
    assert refused.value.status == status


def test_a_file_of_the_largest_size_is_read_and_one_byte_more_is_not(release: Release) -> None:
    data = as_file(solved(release))
    assert read_submission(data + b" " * (MOST_BYTES - len(data)))
    with pytest.raises(Unreadable) as refused:
        read_submission(data + b" " * (MOST_BYTES + 1 - len(data)))
    assert refused.value.status == Status.TOO_LARGE


def test_every_status_but_three_is_tested_here() -> None:
    tested = {status for _, status, _ in (*MALFORMED.values(), *FILES.values())}
    assert set(Status) - tested == {Status.GRADED, Status.GRADER_FAILED}
