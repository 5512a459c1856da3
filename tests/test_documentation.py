"""What the pages for readers say: every link and anchor leads somewhere, every command is one that there is."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from autograder.cli import app
from tests.conftest import ROOT

PAGES = {
    path.relative_to(ROOT).as_posix(): path
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("course_utils/**/*.md"))
}
LINK = re.compile(r'\]\((?!https?:)([^)\s]+)\)|src="(?!https?:)([^"]+)"')
# In a code block a command may have a description behind it; in a sentence it stands between backticks.
TYPED = re.compile(
    r"^    (?:\.venv/bin/)?((?:make|autograder) .+?)(?: {3,}.*)?$|`((?:make|autograder) [^`]+)`", re.M
)
PLACEHOLDER = re.compile(r"\b[A-Z]{3,}\b(?!=)")


@pytest.fixture(params=PAGES.values(), ids=PAGES)
def page(request: pytest.FixtureRequest) -> Path:
    return request.param


def anchors(page: Path) -> set[str]:
    """The anchors that GitHub gives a page's headings."""
    headings = re.findall(r"^#+ (.+)", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands(program: str) -> set[tuple[str, ...]]:
    """The commands of ``program`` that the pages tell a reader to type, without its name."""
    typed = (
        one or other
        for page in PAGES.values()
        for one, other in TYPED.findall(page.read_text(encoding="utf-8"))
    )
    words = (tuple(shlex.split(command)) for command in typed if not PLACEHOLDER.search(command))
    return {
        arguments
        for name, *arguments in map(list, words)
        if name == program
        for arguments in [tuple(arguments)]
    }


def test_every_link_leads_to_a_file_and_every_anchor_to_a_heading(page: Path) -> None:
    for link, picture in LINK.findall(page.read_text(encoding="utf-8")):
        file, _, anchor = (link or picture).partition("#")
        target = page.parent / file if file else page
        assert target.is_file(), link or picture
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("arguments", sorted(commands("autograder")), ids=" ".join)
def test_every_command_of_the_autograder_takes_what_it_is_given(arguments: tuple[str, ...]) -> None:
    name, *options = arguments
    command = get_command(app).commands[name]  # type: ignore[attr-defined]
    command.make_context(name, options, resilient_parsing=not options)  # a bare name is only named


def test_make_knows_every_target() -> None:
    named = commands("make")
    assert len(named) > 5
    targets = {word for words in named for word in words if "=" not in word}
    done = subprocess.run(
        ["make", "--dry-run", *targets], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
