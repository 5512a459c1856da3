"""Hostile submissions gain nothing, see nothing, change nothing, and harm nobody else; `attacks.toml` holds them."""

from __future__ import annotations

import json
import os
import re
import site
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import pytest

from autograder.engine.release import Release
from autograder.engine.submission import Status
from tests.engine.submissions import (
    POINTS,
    RIGHT,
    SECRET,
    Lane,
    earned,
    learners_outputs,
    printed,
    solved,
    submission,
)

pytestmark = pytest.mark.engine
COURSE = Path(__file__).resolve().parents[3]
ATTACKS: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("attacks.toml").read_text("utf-8")
)
HIDDEN_CASE = "tie-at-the-top"
"""The id of a hidden case of my_softmax."""


def source(attack: dict[str, Any], cell: str, planted: Path) -> str:
    text: str = attack.get(cell, "")
    return (
        text.replace("@PLANTED@", str(planted)).replace("@SECRET@", SECRET).replace("@COURSE@", str(COURSE))
    )


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_gains_nothing_and_harms_nobody(
    name: str, lane: Lane, release: Release, planted: Path
) -> None:
    attack = ATTACKS[name]
    answers = {"hardmax": RIGHT["hardmax"]}
    if "my_softmax" in attack:
        answers["my_softmax"] = source(attack, "my_softmax", planted)
    top, bottom = source(attack, "top", planted), source(attack, "bottom", planted)
    graded = lane.grade(submission(release, answers, top, bottom), release)

    assert graded.status == Status.GRADED, graded.reason
    points = earned(graded)
    assert points.pop("my_softmax") <= attack.get("worth", 0)
    assert points.pop("hardmax") == POINTS["hardmax"] or attack.get("spoils")
    assert set(points.values()) == {0}

    assert re.search(attack["says"], printed(graded).strip()), learners_outputs(graded)
    shown = json.dumps(learners_outputs(graded))
    assert SECRET not in shown
    assert HIDDEN_CASE not in shown
    assert len(graded.notebook) < 30e6
    graded.notebook.encode()  # can be written to a file

    assert not lane.left_behind()
    assert earned(lane.grade(solved(release), release)) == POINTS


@pytest.mark.parametrize("name", [name for name, attack in ATTACKS.items() if attack.get("finds")])
def test_an_attack_that_looks_for_something_finds_it_outside_the_sandbox(name: str, planted: Path) -> None:
    code = "import numpy as np\n" + source(ATTACKS[name], "top", planted)
    environment = os.environ | {"ENGINE_TEST": SECRET}
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=COURSE, env=environment, capture_output=True, text=True, timeout=60
    )
    assert SECRET in ran.stdout, ran.stdout + ran.stderr


@pytest.fixture(scope="module", autouse=True)
def _nothing_changed_outside() -> Any:
    yield
    places = [Path(tempfile.gettempdir()), Path("/dev/shm"), Path("/var/tmp"), Path.home(), Path("/"), COURSE]
    places += [COURSE / "course_utils", COURSE / "autograder" / "engine" / "inside"]
    places += [Path(entry) for entry in site.getsitepackages()]
    left = [found for place in places if place.is_dir() for found in place.glob("*l2l-pwned*")]
    assert not left
    touched = [
        path
        for path in (COURSE / "course_utils").rglob("__init__.py")
        if "l2l-pwned" in path.read_text(encoding="utf-8")
    ]
    assert not touched
