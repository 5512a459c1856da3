"""`autograder grade --dask`: a real scheduler and workers on loopback, one of them killed, one with another course."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from distributed import Client, Future, get_worker
from typer.testing import Result

from autograder.accepted import accepted_answers
from autograder.demo.learners import Learner, hand_in, make_class
from autograder.engine.grading import Graded
from autograder.engine.lane import Settings
from autograder.engine.release import Release
from autograder.engine.submission import Status
from autograder.executors import NoCluster, cluster
from tests.commands.conftest import CHAPTER, Course
from tests.conftest import ROOT
from tests.grading.rows import rows

# What each process, machine and moment has another of.
ITS_OWN = """
import random, os
def my_softmax(z):
    return np.random.rand(len(z))
print(object(), {"a", "b", "c"}, my_softmax([1, 2]), random.random(), os.getpid(), os.listdir("/tmp"))
my_softmax
"""
RIGHT = accepted_answers("my_softmax")[0].source
LEARNERS = [
    *make_class(CHAPTER, 60)[:60],
    Learner("its-own", {"my_softmax": ITS_OWN}),
    Learner("raises", {"my_softmax": f"{RIGHT}\nmy_softmax(3)"}),
]


def dask(folder: Path, *arguments: str, path: Path = ROOT) -> subprocess.Popen[bytes]:
    """A command of Dask in ``folder``, in a session of its own, with the course from ``path``."""
    with (folder / f"{arguments[0]}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(path), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


@contextmanager
def running(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Ends the process, and all that it started, at the end."""
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """The address of a scheduler without workers."""
    file = tmp_path / "scheduler.json"
    started = dask(
        tmp_path, "scheduler", "--host=127.0.0.1", "--port=0", "--no-dashboard", f"--scheduler-file={file}"
    )
    with running(started):
        wait_for(lambda: file.exists() and file.read_text().endswith("}"))
        yield json.loads(file.read_text())["address"]


@pytest.fixture
def other_course(tmp_path: Path) -> Path:
    """The course's packages with one more line among the hidden cases."""
    for package in ("autograder", "course_utils"):
        shutil.copytree(
            ROOT / package, tmp_path / "other" / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    with (tmp_path / "other" / "autograder" / "hidden" / "softmax.py").open("a") as file:
        file.write("# changed")
    return tmp_path / "other"


@pytest.fixture
def add_worker(scheduler: str, tmp_path: Path) -> Iterator[Callable[..., None]]:
    """Starts a worker and waits until the scheduler knows it."""
    with ExitStack() as stack, Client(scheduler) as client:

        def add(name: str, path: Path = ROOT) -> None:
            there = len(client.nthreads())
            arguments = (scheduler, f"--name={name}", "--nthreads=1", "--no-dashboard")
            stack.enter_context(running(dask(tmp_path, "worker", *arguments, path=path)))
            client.wait_for_workers(there + 1, 60)

        yield add


def wait_for(reached: Callable[[], object], seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def hand_in_all(course: Course, learners: list[Learner]) -> None:
    for learner in learners:
        hand_in(learner, course.released(), course.submitted(learner.name))


def notebooks(root: Path) -> dict[str, bytes]:
    found = (root / "classroom" / "autograded").rglob("*.ipynb")
    return {path.parts[-3]: path.read_bytes() for path in found}


@pytest.mark.engine
def test_workers_killed_in_the_middle_change_nothing(
    course: Course,
    autograder: Callable[..., Result],
    scheduler: str,
    add_worker: Callable[..., None],
    other_course: Path,
) -> None:
    """Of two workers one is killed, then both, and Dask starts them again; a third has another course."""
    hand_in_all(course, LEARNERS)
    alone = course.root.with_name("alone")
    shutil.copytree(course.root, alone)
    add_worker("other", other_course)
    refused = autograder("grade", "--dask", scheduler, status=2)
    assert re.search(
        r"The worker other \(tcp://.*\) is refused: course is .* there and .* here", refused.output
    )
    assert "No worker of the cluster has this version" in refused.output
    add_worker("one")
    add_worker("two")

    killed = []

    def kill(count: int) -> None:
        with Client(scheduler) as client:
            known = client.scheduler_info()["workers"]
            pids = {known[address]["name"]: pid for address, pid in client.run(os.getpid).items()}
        for name in ("one", "two")[:count]:
            os.kill(pids[name], signal.SIGKILL)
            killed.append(pids[name])

    def kill_one_then_both() -> None:
        for count, graded in ((1, 1), (2, 40)):
            wait_for(lambda graded=graded: len(notebooks(course.root)) >= graded)  # type: ignore[misc]
            kill(count)

    killer = threading.Thread(target=kill_one_then_both)
    killer.start()
    graded = autograder("grade", "--dask", scheduler, "--json")
    killer.join()
    assert len(set(killed)) == 3
    assert "The worker other" in graded.stderr
    outcomes = json.loads(graded.stdout)
    assert sorted(entry["student"] for entry in outcomes) == sorted(learner.name for learner in LEARNERS)
    assert {entry["state"] for entry in outcomes} == {"graded"}

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(alone)
        autograder("grade", "--student", "its-own", "--student", "raises", "--dask", "local", "--jobs", "1")
        autograder("grade", "--jobs", "1")
    assert rows(course.root / "classroom" / "gradebook.db") == rows(alone / "classroom" / "gradebook.db")
    assert notebooks(course.root) == notebooks(alone)
    assert {entry["state"] for entry in json.loads(autograder("grade", "--json").stdout)} == {"unchanged"}


@dataclass(frozen=True)
class Piece:
    """A piece of work that is not looked into."""

    data: bytes
    release: Release = Release("", "", (), {})  # noqa: RUF009  (it cannot be changed)


def test_a_submission_that_ends_every_worker_fails_alone(
    scheduler: str, add_worker: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def grade_or_die(name: str, data: bytes, release: Release) -> Graded:
        if data == b"killer":
            os._exit(1)
        return Graded(Status.GRADED, data.decode())

    monkeypatch.setattr(cluster, "grade_here", grade_or_die)
    monkeypatch.setattr(cluster, "LOOK_SECONDS", 0.5)
    monkeypatch.setattr(cluster, "FETCH_SECONDS", 1)
    add_worker("one")
    work = [Piece(str(number).encode()) for number in range(30)]
    work.insert(4, Piece(b"killer"))
    executor = cluster.Cluster(Settings(), cluster.connector(scheduler, 1), tell=pytest.fail)
    graded = list(executor.grade(iter(work)))
    assert len(graded) == len(work)
    for piece, result in graded:
        expected = (Status.GRADER_FAILED, "The workers that graded it ended.")
        assert (result.status, result.reason) == (
            expected if piece.data == b"killer" else (Status.GRADED, piece.data.decode())
        )


def test_a_result_that_went_with_its_worker_is_made_again(
    scheduler: str, add_worker: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dask may go on calling such a task finished, and nobody is at work on it."""
    fetch, lost = cluster._result, []

    def lose_the_first(task: Future, seconds: float) -> Graded | None:
        lost[:] = lost or [task.key]
        if task.key in lost:
            raise TimeoutError
        return fetch(task, seconds)

    def grade_at_once(name: str, data: bytes, release: Release) -> Graded:
        return Graded(Status.GRADED, data.decode())

    monkeypatch.setattr(cluster, "_result", lose_the_first)
    monkeypatch.setattr(cluster, "grade_here", grade_at_once)
    add_worker("one")
    work = [Piece(str(number).encode()) for number in range(5)]
    executor = cluster.Cluster(Settings(), cluster.connector(scheduler, 1), tell=pytest.fail)
    graded = {result.reason for _, result in executor.grade(iter(work))}
    assert graded == {piece.data.decode() for piece in work}


def test_a_worker_that_comes_late_with_another_course_is_refused(
    scheduler: str, add_worker: Callable[..., None], other_course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def say_where(name: str, data: bytes, release: Release) -> Graded:
        return Graded(Status.GRADED, str(get_worker().name))

    monkeypatch.setattr(cluster, "grade_here", say_where)
    add_worker("one")
    told: list[str] = []
    executor = cluster.Cluster(Settings(), cluster.connector(scheduler, 1), told.append)
    graded = executor.grade(Piece(b"") for _ in range(100))
    next(graded)
    add_worker("late", other_course)
    wait_for(lambda: told)
    assert told[0].startswith("The worker late (tcp://")
    assert {result.reason for _, result in graded} == {"one"}


def test_a_scheduler_that_goes_ends_the_run_with_a_sentence(
    scheduler: str, add_worker: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def grade_at_once(name: str, data: bytes, release: Release) -> Graded:
        return Graded(Status.GRADED)

    monkeypatch.setattr(cluster, "grade_here", grade_at_once)
    add_worker("one")
    with Client(scheduler) as client:
        pid = client.run_on_scheduler(os.getpid)
    executor = cluster.Cluster(Settings(), cluster.connector(scheduler, 1), tell=pytest.fail)
    graded = executor.grade(Piece(b"") for _ in range(100))
    next(graded)
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(NoCluster, match=r"went away.*run the command again"):
        list(graded)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nowhere://", "no address"])
def test_an_address_where_nobody_answers_is_named(
    address: str, course: Course, autograder: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in_all(course, LEARNERS[:1])
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 1)
    said = autograder("grade", "--dask", address, status=2).output
    assert f"No Dask scheduler answers at {address!r}" in said
    assert "dask scheduler" in said


def test_a_scheduler_without_workers_is_named(
    scheduler: str, course: Course, autograder: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in_all(course, LEARNERS[:1])
    monkeypatch.setattr(cluster, "WORKERS_SECONDS", 1)
    assert f"dask worker {scheduler}" in autograder("grade", "--dask", scheduler, status=2).output


def test_without_dask_the_command_says_what_to_install(
    course: Course, autograder: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in_all(course, LEARNERS[:1])
    for module in [name for name in sys.modules if name.startswith("autograder.executors.")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "distributed", None)
    said = autograder("grade", "--dask", "local", status=2).output
    assert "--editable '.[cluster]'" in said
