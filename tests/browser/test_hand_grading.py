"""The written question, graded by hand in the formgrader: seen on the feedback page, and kept when the class is graded
again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Typed
from tests.conftest import Lab
from tests.grading.rows import rows

pytestmark = [pytest.mark.browser, pytest.mark.engine, pytest.mark.timeout(400)]
CHAPTER = "02-softmax"
QUESTION = f"{CHAPTER}-question"
COMMENT = "Say where the third probability goes, too."

# A teacher's own rule for late work, as nbgrader takes it: one point off.
ONE_POINT_OFF = """
from nbgrader.plugins import LateSubmissionPlugin


class OnePointOff(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 1.0


c.AssignLatePenalties.plugin_class = OnePointOff
"""


@pytest.fixture
def handed_in(lab: Lab, autograder: Typed) -> Iterator[Path]:
    """A class of two: Ada Lovelace answered everything, an hour late; turing nothing. Returns the gradebook."""
    settings = lab.root / "nbgrader_config.py"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(before + ONE_POINT_OFF, encoding="utf-8")
    autograder("release", CHAPTER)
    gradebook = lab.root / "classroom" / "gradebook.db"
    with Gradebook(f"sqlite:///{gradebook}") as opened:
        opened.update_or_create_assignment(CHAPTER, duedate="2026-03-02 12:00:00")
        opened.update_or_create_student("lovelace", first_name="Ada", last_name="Lovelace")
    for student, edition in (("lovelace", "solutions"), ("turing", "notebooks")):
        folder = lab.root / "classroom" / "submitted" / student / CHAPTER
        folder.mkdir(parents=True)
        shutil.copy(lab.root / edition / CHAPTER / f"{CHAPTER}.ipynb", folder)
    late = lab.root / "classroom" / "submitted" / "lovelace" / CHAPTER / "timestamp.txt"
    late.write_text("2026-03-02 13:00:00 UTC", encoding="utf-8")
    yield gradebook
    settings.write_text(before, encoding="utf-8")


def type_and_leave(field: Locator, value: str) -> None:
    """Types into a field of the formgrader, which saves when it is left, and waits until it is saved."""
    with field.page.expect_response(lambda response: response.request.method == "PUT") as saved:
        field.fill(value)
        field.blur()
    assert saved.value.ok


def test_points_and_a_comment_given_by_hand_reach_the_learner_and_stay(
    lab: Lab, page: Page, artifacts: Path, autograder: Typed, handed_in: Path
) -> None:
    autograder("grade", CHAPTER, "--jobs", "1")
    page.goto(lab.url("/formgrader/gradebook"))
    page.get_by_role("link", name=CHAPTER, exact=True).click()  # the chapter
    page.wait_for_url(f"**/gradebook/{CHAPTER}")
    page.get_by_role("link", name=CHAPTER, exact=True).last.click()  # its notebook
    page.wait_for_url(f"**/gradebook/{CHAPTER}/{CHAPTER}")
    search = page.locator("input[type=search]")  # a large class has several pages
    search.fill("turing")
    expect(page.locator("tr", has_text="turing")).to_be_visible()
    expect(page.locator("tr", has_text="turing").locator(".needs-manual-grade .glyphicon-ok")).to_have_count(
        0
    )
    search.fill("Lovelace")
    row = page.locator("tr", has_text="Lovelace, Ada")
    expect(row.locator(".needs-manual-grade .glyphicon-ok")).to_be_visible()
    row.locator(".name-hidden").first.click()
    row.get_by_role("link", name="Lovelace, Ada").click()

    points = page.locator(f'[id="{QUESTION}"]')
    expect(points).to_have_class("score tabbable needs_manual_grade")
    type_and_leave(points, "1.5")
    type_and_leave(page.locator(f'[id="{QUESTION}_extra_credit"]'), "0.25")
    type_and_leave(page.locator(f'[id="{QUESTION}-comment"]'), COMMENT)
    points.scroll_into_view_if_needed()
    page.screenshot(path=artifacts / "formgrader-by-hand.png")
    page.reload()
    expect(points).to_have_value("1.5")
    expect(points).to_have_class("score tabbable")
    expect(page.locator(f'[id="{QUESTION}_extra_credit"]')).to_have_value("0.25")
    expect(page.locator(f'[id="{QUESTION}-comment"]')).to_have_value(COMMENT)

    autograder("feedback", CHAPTER)
    page.goto((lab.root / "classroom" / "feedback" / "lovelace" / CHAPTER / f"{CHAPTER}.html").as_uri())
    written = page.locator(f'[id="{QUESTION}"]')
    expect(written).to_contain_text("1.75 of 2 points")
    expect(written).to_contain_text("A person gave these points")
    expect(written).to_contain_text(COMMENT)
    expect(page.locator(".total")).to_contain_text("10.75 of 12 points")
    page.screenshot(path=artifacts / "feedback-by-hand.png", full_page=True)

    given = rows(handed_in)[f"lovelace/{CHAPTER}"]
    assert given["grades"][QUESTION] == (None, 1.5, 0.25, False)
    assert given["comments"][QUESTION] == (None, COMMENT)
    assert given["penalty"] == [1.0]
    autograder("grade", CHAPTER, "--jobs", "1", "--force")
    again = rows(handed_in)[f"lovelace/{CHAPTER}"]
    # As nbgrader has it, a person is asked to look again; nothing that was given is lost.
    assert again["grades"].pop(QUESTION) == (None, 1.5, 0.25, True)
    assert given["grades"].pop(QUESTION) is not None
    assert again == given
