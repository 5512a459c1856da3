"""A chapter's way through nbgrader's panels in JupyterLab: released, fetched, submitted, collected."""

from __future__ import annotations

import getpass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Typed
from tests.commands.notebooks import answer_in, notebook
from tests.conftest import Lab

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]
CHAPTER = "03-roundoff"


def test_a_chapter_is_fetched_submitted_and_collected(
    lab: Lab, page: Page, artifacts: Path, autograder: Typed
) -> None:
    autograder("release", CHAPTER)
    page.goto(lab.url("/lab"))
    page.get_by_role("menuitem", name="Nbgrader").click(timeout=90_000)
    page.get_by_role("menuitem", name="Assignment List").click()
    released = page.locator("#released_assignments_list .list_item", has_text=CHAPTER)
    released.get_by_role("button", name="Fetch").click()
    fetched = page.locator("#fetched_assignments_list")
    expect(fetched).to_contain_text(CHAPTER)

    learners = lab.root / CHAPTER / f"{CHAPTER}.ipynb"
    assert learners.read_bytes() == (lab.root / "notebooks" / CHAPTER / f"{CHAPTER}.ipynb").read_bytes()
    learners.write_bytes(notebook("mine", CHAPTER))
    fetched.get_by_role("button", name="Submit").click()
    expect(page.locator("#submitted_assignments_list")).to_contain_text(CHAPTER)
    page.screenshot(path=artifacts / "assignment-list.png")

    assert "1 collected" in autograder("collect", CHAPTER, "--accept-unknown")
    student = getpass.getuser()
    assert answer_in(lab.root / "classroom" / "submitted" / student / CHAPTER, CHAPTER) == "mine"

    page.goto(lab.url("/formgrader/manage_assignments"))
    row = page.locator("tr", has=page.get_by_role("link", name=CHAPTER, exact=True))
    expect(row.locator(".num-submissions")).to_have_text("1")
    # The formgrader's own button finds nothing newer.
    row.locator(".collect a").click()
    expect(page.locator(".modal-dialog")).to_contain_text("Successfully collected", timeout=60_000)
    page.screenshot(path=artifacts / "formgrader-collected.png")
    assert answer_in(lab.root / "classroom" / "submitted" / student / CHAPTER, CHAPTER) == "mine"
