"""A real JupyterHub with the settings in deploy/: two learners fetch, answer and hand in a chapter, the instructor
collects and grades it, and each gets back their own feedback."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.commands.conftest import CHAPTER, Course
from tests.conftest import ROOT, answers
from tests.grading.rows import rows

pytestmark = [pytest.mark.engine, pytest.mark.hub]

COURSE_ID = "logits-to-labels"
PASSWORDS = {"ada": "ada's own word", "alan": "alan's own word", "instructor": "the instructor's word"}
ANSWERS = {
    "ada": "def my_softmax(z):\n    e = np.exp(z - z.max())\n    return e / e.sum()  # by ada\n",
    "alan": "def my_softmax(z):\n    return np.exp(z)  # by alan\n",
}


@dataclass(frozen=True)
class Hub:
    """A running hub: where it answers, and the folder that holds everything that it serves."""

    address: str
    place: Path

    def log_in(self, name: str) -> User:
        """Logs in on the hub's page, starts the user's server, and waits for it."""
        session = requests.Session()
        session.trust_env = False
        assert submit_password(session, self.address, name, "a guess").status_code == 403
        assert submit_password(session, self.address, name, PASSWORDS[name]).ok
        xsrf = {"X-XSRFToken": session.cookies.get("_xsrf", path="/hub/") or ""}
        made = session.post(f"{self.address}/hub/api/users/{name}/tokens", headers=xsrf, json={})
        made.raise_for_status()
        user = User(self, name, made.json()["token"])
        started = user.ask("POST", f"/hub/api/users/{name}/server")
        assert started.status_code in (201, 202), started.text
        return user

    def run(self, *words: str) -> str:
        """What a command prints that the instructor types in the course's folder."""
        course = self.place / "course"
        path = f"{course / '.venv' / 'bin'}:{os.environ['PATH']}"
        environment = os.environ | {"PATH": path, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(words, cwd=course, env=environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def submit_password(session: requests.Session, address: str, name: str, password: str) -> requests.Response:
    page = f"{address}/hub/login"
    session.get(page).raise_for_status()
    form = {"username": name, "password": password, "_xsrf": session.cookies.get("_xsrf", path="/hub/")}
    return session.post(page, data=form, params={"next": "/hub/home"})


@dataclass(frozen=True)
class User:
    """Somebody who is logged in."""

    hub: Hub
    name: str
    token: str

    def ask(self, method: str, path: str, **more: Any) -> requests.Response:
        """What the hub answers to this user."""
        with requests.Session() as session:
            session.trust_env = False
            session.headers["Authorization"] = f"token {self.token}"
            return session.request(method, f"{self.hub.address}{path}", timeout=60, **more)

    def ask_server(self, method: str, path: str, *, of: str = "", **more: Any) -> requests.Response:
        """What this user's server answers, or that ``of`` another."""
        return self.ask(method, f"/user/{of or self.name}{path}", **more)

    def wait_for_server(self) -> None:
        deadline = time.monotonic() + 240
        while not self.ask("GET", f"/hub/api/users/{self.name}").json()["servers"].get("", {}).get("ready"):
            assert time.monotonic() < deadline, (
                f"the server of {self.name} does not start:\n{(self.hub.place / 'hub.log').read_text()}"
            )
            time.sleep(0.2)

    def assignments(self, action: str = "") -> list[dict[str, Any]]:
        """What *Assignment List* shows, after one of its buttons was pressed."""
        chapter = {"course_id": COURSE_ID, "assignment_id": CHAPTER}
        if action:
            answer = self.ask_server("POST", f"/assignments/{action}", params=chapter)
        else:
            answer = self.ask_server("GET", "/assignments", params={"course_id": COURSE_ID})
        answer.raise_for_status()
        assert answer.json()["success"], answer.json()
        return answer.json()["value"]

    def write_answer(self) -> None:
        """Opens the fetched notebook, answers its first exercise, and saves it."""
        notebook = f"/api/contents/{CHAPTER}/{CHAPTER}.ipynb"
        model = self.ask_server("GET", notebook).json()
        first = next(
            cell for cell in model["content"]["cells"] if cell["metadata"].get("nbgrader", {}).get("solution")
        )
        first["source"] = ANSWERS[self.name]
        saved = {key: model[key] for key in ("type", "format", "content")}
        self.ask_server("PUT", notebook, json=saved).raise_for_status()


@pytest.fixture
def hub(course: Course, tmp_path: Path) -> Iterator[Hub]:
    """The hub as README.md has it set up, in a folder of the test's."""
    if importlib.util.find_spec("jupyterhub") is None:
        pytest.skip('no JupyterHub (pip install ".[hub]")')
    if shutil.which("configurable-http-proxy") is None:
        pytest.skip("no configurable-http-proxy (npm install --global configurable-http-proxy)")
    place = tmp_path / "place"
    for name in ("hub", "home"):
        (place / name).mkdir(parents=True)
    (place / "exchange").mkdir()
    (place / "exchange").chmod(0o1777)
    shutil.move(course.root, place / "course")
    for environment in ("course/.venv", "learner"):
        (place / environment).symlink_to(sys.prefix)
    shutil.copytree(ROOT / "deploy" / "jupyterhub", place / "deploy")
    for file in place.glob("deploy/**/*_config.py"):
        replace_in(file, "/srv/logits-to-labels", str(place))
    replace_in(
        place / "course" / "nbgrader_config.py",
        'exchange = classroom / "exchange"',
        f'exchange = Path("{place}/exchange")',
    )
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(3)]
        for free in sockets:
            free.bind(("127.0.0.1", 0))
        ports = [free.getsockname()[1] for free in sockets]
    (place / "test.json").write_text(json.dumps({"passwords": PASSWORDS, "ports": ports}))
    with running(place, f"http://127.0.0.1:{ports[0]}") as started:
        yield started


def replace_in(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    if old in text:
        file.write_text(text.replace(old, new), encoding="utf-8")


@contextmanager
def running(place: Path, address: str) -> Iterator[Hub]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("JUPYTER", "XDG_"))}
    command = [sys.executable, "-m", "jupyterhub", "--config", ROOT / "tests/commands/jupyterhub_config.py"]
    log = place / "hub.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=place / "hub",
            env=kept | {"TEST_HUB": str(place), "PYTHONPATH": str(ROOT)},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + 120
        while not answers(f"{address}/hub/health"):
            assert process.poll() is None, f"the hub ended:\n{log.read_text()}"
            assert time.monotonic() < deadline, f"the hub does not answer:\n{log.read_text()}"
            time.sleep(0.2)
        yield Hub(address, place)
    finally:
        process.terminate()  # it ends the servers and the proxy
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        # A server that the hub forgot is known by the folder that it was started from.
        subprocess.run(["pkill", "-KILL", "-f", str(place)], check=False)


def lab_settings(page: str) -> dict[str, Any]:
    """What the server tells JupyterLab, from the page that opens it."""
    (data,) = re.findall(
        r'<script id="jupyter-config-data" type="application/json">(.*?)</script>', page, re.S
    )
    return json.loads(data)


def test_each_learner_gets_back_what_they_handed_in(hub: Hub) -> None:
    assert "in the exchange" in hub.run("autograder", "release", CHAPTER)
    ada, alan, instructor = users = [hub.log_in(name) for name in PASSWORDS]
    for user in users:
        user.wait_for_server()

    for learner in (ada, alan):
        (released,) = learner.assignments()
        assert (released["assignment_id"], released["status"]) == (CHAPTER, "released")
        learner.assignments("fetch")
        learner.write_answer()
        learner.assignments("submit")

    # A learner's server is theirs alone, and has no Formgrader; the instructor's has the course's.
    assert ada.ask_server("GET", f"/api/contents/{CHAPTER}", of="alan").status_code == 403
    assert ada.ask_server("GET", "/api/contents", of="instructor").status_code == 403
    assert ada.ask_server("GET", "/formgrader/manage_assignments").status_code == 404
    page = ada.ask_server("GET", "/lab").text
    assert "@jupyter/nbgrader:formgrader" in lab_settings(page)["disabledExtensions"]
    listed = instructor.ask_server("GET", f"/formgrader/api/assignment/{CHAPTER}").json()
    assert (listed["name"], listed["status"]) == (CHAPTER, "released")

    assert "2 collected" in hub.run("autograder", "collect", CHAPTER, "--accept-unknown")
    hub.run("autograder", "grade", CHAPTER)
    hub.run("autograder", "feedback", CHAPTER)
    form = f"/formgrader/api/assignment/{CHAPTER}/release_feedback"
    assert instructor.ask_server("POST", form).json()["success"]

    graded = rows(hub.place / "course" / "classroom" / "gradebook.db")
    scores = {name: graded[f"{name}/{CHAPTER}"]["grades"]["my_softmax"][0] for name in ANSWERS}
    assert scores["ada"] == 3
    assert scores["alan"] < 3
    for learner, other in ((ada, alan), (alan, ada)):
        entries = learner.assignments("fetch_feedback")
        (submitted,) = (each for entry in entries for each in entry.get("submissions", ()))
        assert submitted["student_id"] == learner.name
        (page,) = (hub.place / "home" / learner.name / CHAPTER / "feedback").rglob("*.html")
        given = learner.ask_server(
            "GET", f"/api/contents/{page.relative_to(hub.place / 'home' / learner.name)}"
        ).json()
        assert f"by {learner.name}" in given["content"]
        assert f"by {other.name}" not in given["content"]
