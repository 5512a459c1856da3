"""`autograder feedback`: what is on a learner's page, and what never is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from nbgrader.utils import notebook_hash
from playwright.sync_api import Page

from course_utils.text import text
from tests.commands.graded_class import (
    BROKEN,
    CHAPTER,
    COMMENT,
    EXERCISES,
    FIRST_MISTAKES,
    LATE,
    SECRET,
    GradedClass,
)
from tests.feedback.reading import Reader, numbers_in, numbers_of_hidden_cases

pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("graded class")]


@pytest.fixture(scope="session")
def pages(graded: GradedClass) -> dict[str, Reader]:
    """Every page that the command writes, by student."""
    result = graded.run("feedback")
    assert result.exit_code == 0, result.output
    found = {path.parent.parent.name: path for path in graded.course.glob("classroom/feedback/*/*/*.html")}
    assert f"{len(found)} pages written" in result.output
    return {student: Reader(path.read_text(encoding="utf-8")) for student, path in found.items()}


def test_everybody_who_handed_something_in_has_a_page(graded: GradedClass, pages: dict[str, Reader]) -> None:
    handed_in = {path.name for path in (graded.course / "classroom" / "submitted").iterdir()}
    assert set(pages) == handed_in
    assert len(pages) == 9


def test_a_right_notebook_shows_its_points_and_what_a_person_added(pages: dict[str, Reader]) -> None:
    prose = pages["right"].prose
    assert "Feedback for Ada Lovelace" in prose
    assert "11.75 of 12 points" in prose
    assert "Everything is right: all 17 checks passed." in prose
    assert COMMENT in prose
    assert "A person gave these points." in prose
    assert "Extra credit among these points: 0.25" in prose
    assert "may change" not in prose


def test_a_misconception_is_named_with_what_to_look_at_and_the_cases_that_failed(
    pages: dict[str, Reader],
) -> None:
    page = pages["muddled"]
    for exercise in EXERCISES:
        known = f"{exercise.name}.misconceptions.{exercise.misconceptions[0].id}"
        for part in ("what", "look"):
            assert text(f"{known}.{part}").replace("`", "") in page.prose, exercise.name
        assert FIRST_MISTAKES[exercise.name].strip() in page.code
    assert text("my_softmax.cases.three-logits") in page.prose
    assert "Logits that add up to zero" in page.prose
    assert "A value is wrong." in page.prose
    assert "A person has still to look at an answer of yours" in page.prose


def test_a_penalty_is_taken_off_and_said(pages: dict[str, Reader]) -> None:
    prose = pages[LATE].prose
    assert "Points taken off because the notebook came in late: 1.5" in prose
    assert "6.03 of 12 points" in prose


def test_what_was_left_untouched_or_did_not_run_is_said(pages: dict[str, Reader]) -> None:
    assert pages["untouched"].prose.count("This was left as it was.") == len(EXERCISES) + 1
    assert "When the notebook ran, hardmax did not exist." in pages["loops"].prose
    assert "damaged or cut off" in pages[BROKEN].prose


def test_nothing_that_graded_code_saw_comes_back(graded: GradedClass, pages: dict[str, Reader]) -> None:
    hidden_input = "-6.95, -4.35, -3.25"  # of the case that moves all logits by the same amount
    assert hidden_input in graded.autograded("smuggler")
    page = graded.page("smuggler").read_text(encoding="utf-8")
    assert hidden_input not in page
    assert numbers_of_hidden_cases(CHAPTER) & numbers_in(pages["smuggler"].prose) == set()
    assert "Traceback" not in pages["smuggler"].prose


def test_no_page_holds_a_hidden_case(graded: GradedClass, pages: dict[str, Reader]) -> None:
    hidden = numbers_of_hidden_cases(CHAPTER)
    assert len(hidden) > 1000
    for student, page in pages.items():
        assert hidden & numbers_in(page.prose) == set(), student
        written = graded.page(student).read_text(encoding="utf-8")
        assert not re.search(r"grade\(|HIDDEN TESTS|autograder\.hidden|lambda|AssertionError", written), (
            student
        )
        assert set(page.code.split()) <= set(graded.handed_in(student).split()), student


def test_what_learners_wrote_is_shown_and_never_run(graded: GradedClass, pages: dict[str, Reader]) -> None:
    assert "</pre><script>alert('predict_proba')</script>" in pages["smuggler"].code
    assert "<script" not in graded.page("smuggler").read_text(encoding="utf-8")
    assert "<b>" not in graded.page("right").read_text(encoding="utf-8")


def test_nbgrader_gives_back_through_the_exchange_what_came_through_it(
    graded: GradedClass, pages: dict[str, Reader]
) -> None:
    result = graded.api.release_feedback(CHAPTER)
    assert result["success"], result
    released = graded.course / "classroom" / "exchange" / "logits-to-labels" / "feedback"
    (page,) = released.iterdir()
    assert page.name == f"{notebook_hash(secret=SECRET, notebook_id=CHAPTER)}.html"
    assert page.read_bytes() == graded.page("right").read_bytes()
    others = ", ".join(sorted(set(pages) - {"right"}))
    assert f"did not hand in through the exchange, and get nothing through it: {others}." in result["log"]


def test_a_secret_of_earlier_work_does_not_stay(graded: GradedClass, pages: dict[str, Reader]) -> None:
    stale = graded.page("muddled").with_name("submission_secret.txt")
    stale.write_text(SECRET)
    assert graded.run("feedback", CHAPTER, "--student", "muddled").exit_code == 0
    assert not stale.exists()


def test_the_formgraders_button_writes_the_same_page(graded: GradedClass, pages: dict[str, Reader]) -> None:
    ours = graded.page("muddled").read_text(encoding="utf-8")
    result = graded.api.generate_feedback(CHAPTER, "muddled")
    assert result["success"], result
    assert graded.page("muddled").read_text(encoding="utf-8") == ours
    kept = graded.course / "classroom" / "autograded" / "right" / CHAPTER / "submission_secret.txt"
    assert kept.read_text() == SECRET


def test_one_student_at_a_time(graded: GradedClass, pages: dict[str, Reader]) -> None:
    for student in ("right", "loops"):
        graded.page(student).unlink()
    result = graded.run("feedback", CHAPTER, "--student", "right")
    assert f"written: classroom/feedback/right/{CHAPTER}/{CHAPTER}.html" in result.output
    assert graded.page("right").is_file()
    assert not graded.page("loops").exists()
    assert graded.run("feedback", CHAPTER).exit_code == 0


@pytest.mark.parametrize("command", ["grade", "feedback"])
def test_what_is_not_there_is_named(graded: GradedClass, command: str) -> None:
    result = graded.run(command, "02-sofmax")
    assert result.exit_code == 2
    assert "Nobody has handed anything in for '02-sofmax'. There is work on: 02-softmax." in result.output
    result = graded.run(command, CHAPTER, "--student", "right", "--student", "nobody")
    assert result.exit_code == 2
    assert f"'nobody' has handed in nothing for: {CHAPTER}.\n" in result.output
    result = graded.run(command, CHAPTER, "--student", "rihgt")
    assert f"'rihgt' has handed in nothing for: {CHAPTER}. Did you mean right?" in result.output


def test_what_is_not_graded_yet_is_named(graded: GradedClass, pages: dict[str, Reader]) -> None:
    waiting = graded.course / "classroom" / "submitted" / "newcomer" / CHAPTER
    waiting.mkdir(parents=True)
    try:
        result = graded.run("feedback")
    finally:
        waiting.rmdir()
        waiting.parent.rmdir()
    assert result.exit_code == 1
    assert f"newcomer, {CHAPTER}: not graded yet" in result.output
    assert "autograder grade" in result.output


@pytest.mark.browser
@pytest.mark.parametrize("student", ["muddled", "right", BROKEN])
def test_a_page_fits_a_phone_and_follows_the_theme(
    graded: GradedClass, pages: dict[str, Reader], page: Page, artifacts: Path, student: str
) -> None:
    backgrounds = set()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for width in (390, 1200):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(graded.page(student).as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.screenshot(path=artifacts / f"feedback-{student}-{width}-{scheme}.png", full_page=True)
        backgrounds.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert len(backgrounds) == 2
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink')") == "#1f2933"
