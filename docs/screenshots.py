"""Takes the screenshots of the instructor's guide, ``python -m docs.screenshots``: a synthetic class is graded, and
what its instructor sees is opened in a browser."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

from autograder.demo.learners import hand_in, make_class
from tests.conftest import Lab, run_in, running_browser, running_lab

FOLDER = Path(__file__).parent / "pictures" / "guide"
CHAPTER = "02-softmax"
QUESTION = f"{CHAPTER}-question"
LEARNER = "sofia"
CLASS = 16
COMMENT = "Yes. And what does softmax not see? Say what all three logits have in common."


def screenshots(lab: Lab, browser: Browser) -> Iterator[tuple[str, bytes]]:
    """File name and content, a PNG, of every screenshot of the guide. Releases and grades a chapter in the lab."""
    grade_a_class(lab.root)
    page = browser.new_context(viewport={"width": 1000, "height": 640}, device_scale_factor=1.5).new_page()
    page.set_default_timeout(60_000)
    page.goto(lab.url("/formgrader/gradebook"))  # lets the browser in
    page.goto(f"{lab.address}/formgrader/gradebook/{CHAPTER}/{CHAPTER}")
    page.locator("td.score", has_text="/ 12").first.wait_for()
    yield "formgrader-class.png", picture(page)

    page.locator("input[type=search]").fill(LEARNER)
    # What is typed before the grades are there is not saved.
    with page.expect_response(lambda response: "/api/comments" in response.url):
        page.locator("td.name a:visible").click()
    page.wait_for_load_state("networkidle")
    grade_by_hand(page)
    yield "formgrader-question.png", picture(page)

    run_in(lab.root, "autograder", "feedback", CHAPTER)
    run_in(lab.root, "autograder", "report", CHAPTER)
    classroom = lab.root / "classroom"
    page.set_viewport_size({"width": 820, "height": 900})
    page.goto((classroom / "feedback" / LEARNER / CHAPTER / f"{CHAPTER}.html").as_uri())
    yield "feedback.png", picture(page)
    page.goto((classroom / "reports" / f"{CHAPTER}.html").as_uri())
    yield "report.png", picture(page)
    page.context.close()


def grade_a_class(course: Path) -> None:
    """Releases the chapter, and has a synthetic class hand in and be graded."""
    run_in(course, "autograder", "release", CHAPTER)
    released = course / "notebooks" / CHAPTER / f"{CHAPTER}.ipynb"
    learners = [learner for learner in make_class(CHAPTER, CLASS) if learner.name != "loops"]
    for learner in learners:
        hand_in(learner, released, course / "classroom" / "submitted" / learner.name / CHAPTER)
    run_in(course, "autograder", "grade", CHAPTER)


def grade_by_hand(page: Page) -> None:
    """Gives points and a comment for the written question of the submission that the page shows."""
    for field, value in (("", "1.5"), ("-comment", COMMENT)):
        with page.expect_response(lambda response: response.request.method == "PUT"):
            page.locator(f'[id="{QUESTION}{field}"]').fill(value)
            page.locator(f'[id="{QUESTION}{field}"]').blur()
    page.locator(f'[id="{QUESTION}"]').evaluate("element => element.scrollIntoView({block: 'center'})")
    page.mouse.move(0, 0)
    page.wait_for_timeout(1500)  # the formgrader fades its marks of saving out


def picture(page: Page) -> bytes:
    """What the page shows, in few colours: a guide's picture should load at once."""
    drawn = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    small = io.BytesIO()
    drawn.quantize(64, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


def main(folder: Path = FOLDER) -> None:
    """Writes the screenshots to ``folder``."""
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as room, running_lab(Path(room)) as lab, running_browser() as browser:
        for name, content in screenshots(lab, browser):
            (folder / name).write_bytes(content)
            print(folder / name, len(content), "bytes")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
