"""The commands that an instructor types beside the page, in the course that the page shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from typer.testing import CliRunner

from autograder.cli import app
from tests.conftest import Lab

Typed = Callable[..., str]


@pytest.fixture
def autograder(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Runs a command of ``autograder`` in the lab's course, and returns what it prints; it must succeed."""
    monkeypatch.chdir(lab.root)

    def run(*words: str) -> str:
        result = CliRunner().invoke(app, words)
        assert result.exit_code == 0, (result.output, result.exception)
        return result.output

    return run
