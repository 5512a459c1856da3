"""The sandbox starts whole or not at all, hides the course wherever it is installed, and is replaced when it breaks."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from autograder.cli import app
from autograder.engine import sandbox
from autograder.engine.inside.confine import Limits
from autograder.engine.lane import MOST_JUDGE_BYTES
from autograder.engine.nursery import NoWorker, Nursery
from autograder.engine.release import Release
from autograder.engine.sandbox import UNPROTECTED, NoSandbox
from autograder.engine.session import Session
from autograder.engine.stand_ins import look
from autograder.engine.submission import Status
from course_utils.check.code import Lost
from tests.engine.submissions import (
    CHAPTER,
    COMMON,
    POINTS,
    SECRET,
    ZYGOTE,
    Lane,
    as_file,
    comes_true,
    command_line,
    earned,
    solved,
)
from tests.grading import packed
from tests.grading.rows import rows

COURSE = Path(__file__).resolve().parents[2]

# Run with the course's packages copied to where Python keeps packages, as after `pip install .`.
INSTALLED = """
import site, sys
packages = sys.argv[1]
found = site.getsitepackages()
site.getsitepackages = lambda: [*found, packages]
sys.path.insert(0, packages)
import autograder
assert autograder.__file__.startswith(packages)
from autograder.engine.nursery import Nursery
from autograder.engine.session import Session
look = '''
import os, course_utils
print(os.path.dirname(course_utils.__file__), sorted(os.listdir(packages)))
print([name for _, _, names in os.walk(packages) for name in names])
'''
with Nursery() as nursery, Session(nursery, 20) as session:
    for output in session.run(f"packages = {packages!r}\\n{look}", 1):
        print(output.get("text") or output)
"""


# What a worker may use, and what it may not do, as the kernel tells it.
IN_FORCE = """
import ctypes, json, os, resource, signal
kinds = ("AS", "CPU", "FSIZE", "CORE", "NPROC", "NOFILE", "MSGQUEUE", "MEMLOCK")
found = {kind: resource.getrlimit(getattr(resource, f"RLIMIT_{kind}"))[1] for kind in kinds}
disk = os.statvfs("/tmp")
libc = ctypes.CDLL(None)
with open("/proc/self/status") as status:
    held = [line.split()[1] for line in status if line.startswith(("CapPrm", "CapEff"))]
found |= {"disk": disk.f_blocks * disk.f_frsize, "files": disk.f_files}
found |= {"capabilities": sum(int(mask, 16) for mask in held)}
SET_PDEATHSIG, GET_DUMPABLE = 1, 3
found |= {"dumpable": libc.prctl(GET_DUMPABLE), "outlives the zygote": libc.prctl(SET_PDEATHSIG, 0)}
print(json.dumps(found))
"""


@pytest.fixture(params=["/var/tmp", "/tmp"])
def packages(request: pytest.FixtureRequest) -> Iterator[Path]:
    """A folder with copies of the course's packages; each worker covers /tmp with its own."""
    with tempfile.TemporaryDirectory(dir=request.param, prefix="a space ") as name:
        for package in ("autograder", "course_utils"):
            ignored = shutil.ignore_patterns("__pycache__", "files")
            shutil.copytree(COURSE / package, Path(name) / package, ignore=ignored)
        os.chmod(name, 0o755)  # as Python's packages are: it is not to be hidden by its permissions
        yield Path(name)


@pytest.mark.engine
def test_a_course_among_pythons_packages_is_hidden_there_too(packages: Path) -> None:
    command = [sys.executable, "-c", INSTALLED, str(packages)]
    ran = subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=120)
    where = f"{sandbox.HOME_INSIDE}/course/course_utils"
    assert ran.stdout.splitlines()[:2] == [f"{where} ['autograder', 'course_utils']", "[]"], ran.stderr


def test_without_bubblewrap_grading_refuses_and_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(NoSandbox, match="apt-get install bubblewrap"), Nursery():
        pass


@pytest.mark.engine
def test_without_a_sandbox_a_notebook_runs_with_the_graders_rights(planted: Path) -> None:
    with Nursery(limits=None) as nursery, Session(nursery, 20) as session:
        (output,) = session.run(f"print(open({str(planted)!r}).read())", 1)
        assert output["text"].strip() == SECRET
        session.run("import os\ndef exits(z): os._exit(1)\ndef adds(z): return z + 1", 2)
        with pytest.raises(Lost):
            look(session, ["exits"])["exits"](0)
        assert look(session, ["adds"])["adds"](1) == 2, "the worker is forked again there, too"


@pytest.mark.engine
def test_grading_without_a_sandbox_says_what_is_lost_and_gives_the_same_points(
    released: Path, release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """bubblewrap is not on PATH here."""
    shutil.copytree(released, root := tmp_path / "course")
    folder = root / "submitted" / "ann" / CHAPTER
    folder.mkdir(parents=True)
    (folder / f"{CHAPTER}.ipynb").write_bytes(as_file(solved(release)))
    monkeypatch.setattr("autograder.course.find_course", lambda: root)
    monkeypatch.setattr("autograder.bulk.load_config", lambda _: packed.settings(COURSE, root))
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    refused = CliRunner().invoke(app, ["grade"])
    assert refused.exit_code == 2
    assert "apt-get install bubblewrap" in refused.output
    graded = CliRunner().invoke(app, ["grade", "--sandbox", "none"])
    assert graded.exit_code == 0, graded.output
    assert UNPROTECTED in graded.output
    assert rows(root / "gradebook.db")[f"ann/{CHAPTER}"]["score"] == sum(POINTS.values())


@pytest.mark.engine
def test_a_sandbox_that_does_not_start_says_what_it_said(monkeypatch: pytest.MonkeyPatch) -> None:
    options = sandbox._options()
    monkeypatch.setattr(sandbox, "_options", lambda: [*options, "--no-such-option"])
    with pytest.raises(NoSandbox, match="no-such-option"), Nursery():
        pass


@pytest.mark.engine
def test_a_worker_that_cannot_be_confined_runs_nothing() -> None:
    with (
        Nursery(limits=Limits(disk_bytes=-1)) as nursery,
        pytest.raises(NoWorker, match="could not be confined"),
    ):
        nursery.fork()


@pytest.mark.engine
def test_every_limit_is_in_force_in_a_worker() -> None:
    limits = Limits(
        memory_bytes=2**29, cpu_seconds=70, file_bytes=2**20, disk_bytes=2**21, threads=40, open_files=50
    )
    with Nursery(limits=limits) as nursery, Session(nursery, 20) as session:
        (output,) = session.run(IN_FORCE, 1)
    found = json.loads(output["text"])
    # Memory is counted from what the zygote has mapped.
    assert limits.memory_bytes <= found.pop("AS") < limits.memory_bytes + 2**31
    assert found == {
        "CPU": 70,
        "FSIZE": 2**20,
        "CORE": 0,
        "NPROC": 40,
        "NOFILE": 50,
        "MSGQUEUE": 0,
        "MEMLOCK": 0,
        "disk": 2**21,
        "files": 4096,
        "capabilities": 0,
        "dumpable": 0,
        "outlives the zygote": -1,
    }


@pytest.mark.engine
def test_a_sandbox_that_is_closed_while_it_starts_leaves_nothing_running() -> None:
    name = f"a_module_that_only_process_{os.getpid()}_names"
    for milliseconds in (*range(10), 20, 50, 100):
        nursery = Nursery([name])
        nursery.start()
        time.sleep(milliseconds / 1000)
        nursery.close()
    assert comes_true(lambda: not processes_naming(name), 60), processes_naming(name)


def processes_naming(name: str) -> list[int]:
    """The processes with ``name`` in their command line."""
    every = [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]
    return [process for process in every if name in command_line(process)]


@pytest.mark.engine
@pytest.mark.parametrize("place", [0, COMMON, ZYGOTE, -1])
def test_a_broken_nursery_is_replaced_before_it_costs_a_submission(
    place: int, lane: Lane, release: Release
) -> None:
    """Bubblewrap, one of the zygotes, or the worker in reserve has been ended, as the kernel does when memory runs
    out."""
    assert earned(lane.grade(solved(release), release)) == POINTS
    for processes in lane.sandboxes():
        os.kill(processes[place], signal.SIGKILL)
    graded = lane.grade(solved(release), release)
    assert (graded.status, earned(graded)) == (Status.GRADED, POINTS)
    assert not lane.left_behind()


@pytest.mark.engine
def test_the_judge_may_not_take_all_memory_for_what_a_learner_describes(lane: Lane, release: Release) -> None:
    assert earned(lane.grade(solved(release), release)) == POINTS
    (line,) = [line for line in lane.limits().splitlines() if line.startswith("Max address space")]
    assert int(line.split()[3]) == MOST_JUDGE_BYTES
