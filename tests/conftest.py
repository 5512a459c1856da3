"""What several test files need: a copy of the checkout, JupyterLab as `make lab` starts it, and a browser."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jsonschema
import nbgrader.api
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from course_utils.check.exercises import CHAPTERS

ROOT = Path(__file__).resolve().parent.parent

# Tests without a marker are fast and run first. A browser comes last: while one is open, so is an event loop.
SLOW_LAST = ("engine", "notebooks", "nbgrader", "hub", "browser")

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)
    if shutil.which("bwrap") is None:
        missing = pytest.mark.skip(
            reason="bubblewrap is not installed (Debian, Ubuntu: apt install bubblewrap)"
        )
        for item in items:
            if item.get_closest_marker("engine"):
                item.add_marker(missing)
    for item in items:
        if _turn(item) and (group := _group(item)):
            item.add_marker(pytest.mark.xdist_group(group))


def _turn(item: pytest.Item) -> int:
    """The place of its kind in the order in which tests run; 0 for a fast one."""
    marks = [mark.name for mark in item.iter_markers() if mark.name in SLOW_LAST]
    return max((SLOW_LAST.index(mark) + 1 for mark in marks), default=0)


def _group(item: pytest.Item) -> str | None:
    """What a test shares with others that is slow to make: a chapter's graded notebooks, or a running JupyterLab."""
    if "lab" in getattr(item, "fixturenames", ()):
        # The chapters take as long as everything else that is done in JupyterLab: two halves, each in a lab of its own.
        return "lab of the chapters" if item.path.stem == "test_chapters" else "lab"
    if item.get_closest_marker("browser"):
        return "browser"  # and not with those of its own group that need none, which run before
    for chapter, module in CHAPTERS.items():
        if chapter in item.name or (
            item.path.parent.name == "chapters" and item.path.stem == f"test_{module}"
        ):
            return chapter
    return None


@pytest.fixture(scope="session", autouse=True)
def _own_progress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keeps what tests achieve out of the progress of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSE_PROGRESS", str(tmp_path_factory.mktemp("progress")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _ask_once() -> Iterator[None]:
    """nbgrader starts a program for each new gradebook to learn the version of its tables, and has each cell's schema
    checked again: seconds a notebook for what never changes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nbgrader.api, "get_alembic_version", cache(nbgrader.api.get_alembic_version))
        patch.setattr(jsonschema.Draft4Validator, "check_schema", _check_schema_once())
        yield


def _check_schema_once() -> classmethod:
    check, known = jsonschema.Draft4Validator.check_schema, {}

    def check_schema(cls: type, schema: object, **named: object) -> None:
        if id(schema) not in known:
            check(schema, **named)
            known[id(schema)] = schema  # kept, so that no other takes its id

    return classmethod(check_schema)


def copy_checkout(destination: Path) -> Path:
    """Copies every file of the checkout that git does not ignore to ``destination``, and returns that."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        # A file that was removed and not yet committed is still listed.
        if (ROOT / name).is_file():
            (destination / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, destination / name)
    return destination


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the checkout's files that a test may change."""
    return copy_checkout(tmp_path / "checkout")


def keep_one_chapter(checkout: Path, kept: str) -> None:
    """Removes the notebooks of all chapters but ``kept``, so that making them takes a sixth of the time."""
    for chapter in set(CHAPTERS) - {kept}:
        shutil.rmtree(checkout / "solutions" / chapter)
        shutil.rmtree(checkout / "notebooks" / chapter)


def run_in(checkout: Path, *command: str) -> str:
    """What a command prints that is typed in a copy of the checkout; fails the test if the command fails."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(checkout)}
    done = subprocess.run(
        command, cwd=checkout, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab: where it answers, what lets one in, and the folder that it serves."""

    address: str
    token: str
    root: Path

    def url(self, path: str = "/") -> str:
        """The address of a page of the server, with the token."""
        return f"{self.address}{path}?token={self.token}"


@contextmanager
def running_lab(folder: Path) -> Iterator[Lab]:
    """JupyterLab as `make lab` starts it, on a copy of the checkout and with an empty home, both made in ``folder``."""
    root = copy_checkout(folder / "checkout")
    (folder / "home").mkdir()
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "XDG_"))}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    started = Lab(f"http://127.0.0.1:{port}", secrets.token_hex(16), root)
    flags = f"--no-browser --port={port} --ServerApp.port_retries=0 --IdentityProvider.token={started.token}"
    # The environment that runs the tests is set up already: make is told to leave it as it is.
    (root / ".venv").symlink_to(sys.prefix)
    command = ["make", "lab", "--assume-old=.venv/.course", f"LAB_FLAGS={flags}"]
    log = folder / "lab.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            command,
            cwd=root,
            env=environment | {"HOME": str(folder / "home")},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + 300
        while not answers(started.url("/api/status")):
            assert server.poll() is None, f"make lab ended:\n{log.read_text()}"
            assert time.monotonic() < deadline, f"make lab does not answer:\n{log.read_text()}"
            time.sleep(0.5)
        yield started
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """One JupyterLab for all tests that drive it."""
    with running_lab(tmp_path_factory.mktemp("lab")) as started:
        yield started


def answers(url: str) -> bool:
    """Whether a GET of ``url`` on this machine succeeds."""
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=30):
            return True
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def running_browser() -> Iterator[Browser]:
    """The system's Chromium, without a window. Raises FileNotFoundError if there is none."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
    if executable is None:
        raise FileNotFoundError("no Chromium on PATH (Debian, Ubuntu: sudo apt install chromium)")
    with sync_playwright() as playwright:
        # Playwright's own defaults turn the sandbox and background traffic off.
        chromium = playwright.chromium.launch(
            executable_path=executable, args=["--disable-gpu", "--disable-quic"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests; without one they are skipped."""
    with ExitStack() as stack:
        try:
            chromium = stack.enter_context(running_browser())
        except FileNotFoundError as missing:
            pytest.skip(str(missing))
        yield chromium


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page of a browser that has seen nothing before."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def artifacts() -> Path:
    """The folder for what a person should look at after a run: screenshots, logs."""
    folder = ROOT / "test-artifacts"
    folder.mkdir(exist_ok=True)
    return folder
