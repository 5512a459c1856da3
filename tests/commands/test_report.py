"""`autograder report`: the figures on the page and in the CSV, and names that stay hidden."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from course_utils.text import text
from tests.commands.graded_class import ABSENT, BROKEN, CHAPTER, EXERCISES, LEARNERS, GradedClass

pytestmark = [pytest.mark.engine, pytest.mark.xdist_group("graded class")]
Rows = list[dict[str, str]]


@pytest.fixture(scope="session")
def written(graded: GradedClass, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Rows]:
    """The page and the rows of the report on the chapter."""
    return write(graded, tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="session")
def anonymous(graded: GradedClass, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Rows]:
    """The same without names."""
    return write(graded, tmp_path_factory.mktemp("anonymous"), "--anonymous")


def write(graded: GradedClass, folder: Path, *options: str) -> tuple[str, Rows]:
    page, table = folder / "report.html", folder / "report.csv"
    result = graded.run("report", CHAPTER, "--to", str(page), "--csv", str(table), *options)
    assert result.exit_code == 0, result.output
    with table.open(encoding="utf-8") as file:
        return page.read_text(encoding="utf-8"), list(csv.DictReader(file))


def values(rows: Rows, part: str, measure: str) -> dict[str, str]:
    """By item, or by learner where there is none, the values of a measure."""
    return {
        r["item"] or r["learner"]: r["value"] for r in rows if (r["part"], r["measure"]) == (part, measure)
    }


def test_scores_and_counts(written: tuple[str, Rows]) -> None:
    page, rows = written
    assert values(rows, "score", "points") == {
        "right": "11.75", "muddled": "2.32", "muddled-too": "6.03", "smuggler": "0.0",
        "untouched": "0.0", "loops": "0.0", "writer": "0.0", "copier": "0.0",
    }  # fmt: skip
    assert "8 graded, 1 could not be graded, 0 not graded yet, 1 handed in nothing." in page
    assert "Half of the class has" not in re.sub(r'alt="[^"]*"', "", page)  # it is in the picture
    assert page.count("<img") == 3


def test_exercises(written: tuple[str, Rows]) -> None:
    _, rows = written
    assert values(rows, "exercise", "all_right")["my_softmax"] == "1"
    assert values(rows, "exercise", "not_attempted") == {
        "my_softmax": "2", "hardmax": "1", "my_softmax_batch": "2", "predict_proba": "2", f"{CHAPTER}-question": "1",
    }  # fmt: skip
    # my_softmax: 3, 0.53, 0.53 and five times 0, of 3 points.
    assert float(values(rows, "exercise", "difficulty")["my_softmax"]) == pytest.approx(
        4.06 / 3 / 8, abs=1e-4
    )
    assert set(values(rows, "exercise", "discrimination")) == {exercise.name for exercise in EXERCISES}
    assert f"{CHAPTER}-question" not in values(
        rows, "exercise", "difficulty"
    )  # a person has still to grade it


def test_misconceptions_come_with_their_sentence_in_the_order_of_what_they_cost(
    written: tuple[str, Rows],
) -> None:
    page, rows = written
    first = f"my_softmax.{EXERCISES[0].misconceptions[0].id}"
    assert values(rows, "misconception", "learners")[first] == "2"
    assert float(values(rows, "misconception", "points_lost")[first]) == pytest.approx(2 * (3 - 0.53))
    lost = [float(value) for value in values(rows, "misconception", "points_lost").values()]
    assert lost == sorted(lost, reverse=True)
    assert len(lost) == len(EXERCISES)
    sentence = text(f"my_softmax.misconceptions.{EXERCISES[0].misconceptions[0].id}.what")
    assert sentence in page
    assert values(rows, "misconception", "sentence")[first] == sentence


def test_learners_who_need_a_look(written: tuple[str, Rows]) -> None:
    page, rows = written
    looks = {(row["learner"], row["item"]) for row in rows if row["part"] == "look"}
    assert looks == {
        (BROKEN, "failed"), (ABSENT, "missing"), ("untouched", "untouched"), ("smuggler", "nothing_right"),
        ("loops", "nothing_right"), ("loops", "timed_out"), ("writer", "nothing_right"), ("copier", "nothing_right"),
    }  # fmt: skip
    assert "The file is cut off or damaged" in page


def test_a_copy_is_listed_as_something_to_look_at(written: tuple[str, Rows]) -> None:
    page, rows = written
    pairs = [
        (row["learner"], row["value"])
        for row in rows
        if (row["part"], row["measure"]) == ("similar code", "with")
    ]
    assert pairs == [("copier", "writer")]
    assert "A list to look at, not a verdict" in page
    assert "my own idea" in page


def test_no_name_is_in_an_anonymous_report(anonymous: tuple[str, Rows], written: tuple[str, Rows]) -> None:
    page, rows = anonymous
    prose = re.sub(r"<style>.*?</style>|data:image/png[^\"]*", "", page, flags=re.DOTALL)
    names = [ABSENT, BROKEN, "Lovelace", *(f"{learner.name}" for learner in LEARNERS)]
    cells = {cell for row in rows for cell in (row["learner"], row["value"])}
    for name in names:
        assert name not in cells
        if name not in ("right", "untouched"):  # words that the report's own sentences use
            assert not re.search(rf"\b{name}\b", prose), name
    assert "my own idea" not in page
    learners = {row["learner"] for row in rows if row["learner"]}
    assert learners == {f"learner-{number:02}" for number in range(1, 11)}
    _, named = written
    assert sorted(values(rows, "score", "points").values()) == sorted(
        values(named, "score", "points").values()
    )


def test_the_page_lies_among_the_reports_and_needs_no_other_file(graded: GradedClass) -> None:
    result = graded.run("report")
    assert result.exit_code == 0, result.output
    page = graded.course / "classroom" / "reports" / "course.html"
    assert str(page) in result.output
    sources = re.findall(r'(?:src|href)="([^"]{0,30})', page.read_text(encoding="utf-8"))
    assert sources
    assert [source for source in sources if not source.startswith(("data:", "#"))] == []


def test_pictures_have_alternative_texts(written: tuple[str, Rows]) -> None:
    alts = re.findall(r'<img [^>]*alt="([^"]*)"', written[0])
    assert all(len(alt) > 60 for alt in alts)
    assert any("my_softmax: 1, 2, 3, 2" in alt for alt in alts)


def test_a_chapter_that_nobody_handed_in_is_named(graded: GradedClass) -> None:
    result = graded.run("report", "06-mnist-forward-pass")
    assert result.exit_code == 2
    assert "Nobody has handed anything in for '06-mnist-forward-pass'" in result.output


@pytest.mark.browser
def test_the_report_fits_a_phone(
    graded: GradedClass, written: tuple[str, Rows], page: Page, artifacts: Path, tmp_path: Path
) -> None:
    file = tmp_path / "report.html"
    file.write_text(written[0], encoding="utf-8")
    for width in (390, 1200):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(file.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        # Sentences with their numbers are read one below the other, not by pushing the table sideways.
        told = page.locator(".scroll", has=page.locator("[data-label]"))
        assert told.count() >= 2
        assert told.evaluate_all("all => all.every(one => one.scrollWidth <= one.clientWidth)")
        page.screenshot(path=artifacts / f"report-{width}.png", full_page=True)
