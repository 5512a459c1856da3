"""``autograder report``: what a chapter, or the course, says about a class."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.screen import console, give_up


def report(
    chapters: Annotated[
        list[str] | None, typer.Argument(help="Chapters to report on; all that were handed in if none.")
    ] = None,
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="Hide names everywhere, and leave code out.")
    ] = False,
    csv: Annotated[
        Path | None,
        typer.Option(metavar="FILE", dir_okay=False, help="Write the same figures to this file as CSV."),
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(metavar="FILE", dir_okay=False, help="Write the page here, not to classroom/reports/."),
    ] = None,
) -> None:
    """Show how a class did: scores, exercises, what to teach again first, who needs a look.

    The report is one HTML page that needs no other file. Pairs of learners
    whose code is nearly the same are a list to look at, not a verdict.

    \b
    Examples:
      autograder report 02-softmax
      autograder report --anonymous --csv course.csv
      autograder report 02-softmax --to week-2.html
    """
    from rich.progress import track

    from autograder import bulk
    from autograder.course import NoGradebook, NotACourse, find_course, open_gradebook
    from autograder.engine.release import NotReleased
    from autograder.files import replace_file
    from autograder.report import find_insight, hide_names, report_csv, report_page
    from autograder.results import NothingHandedIn, chapters_handed_in, read_chapter

    try:
        root = find_course()
        course = bulk.course_at(root)
        wanted = chapters_handed_in(course, chapters or ())
        with open_gradebook(course.api.coursedir) as gradebook:
            results = [
                read_chapter(course, gradebook, chapter)
                for chapter in track(wanted, "Reading", console=console, transient=True)
            ]
        if anonymous:
            results = hide_names(results)
        insights = [
            find_insight(each) for each in track(results, "Comparing", console=console, transient=True)
        ]
        page = to or _default_page(root, wanted if chapters else [], anonymous)
        page.parent.mkdir(parents=True, exist_ok=True)
        with console.status("Drawing"):
            replace_file(page, report_page(insights, results, anonymous=anonymous))
        written = [page]
        if csv is not None:
            csv.parent.mkdir(parents=True, exist_ok=True)
            replace_file(csv, report_csv(insights))
            written.append(csv)
    except (NotACourse, NoGradebook, NotReleased, NothingHandedIn, OSError) as problem:
        give_up(problem)
    for path in written:
        console.print(f"written: {path}", soft_wrap=True, markup=False)


def _default_page(root: Path, chapters: list[str], anonymous: bool) -> Path:
    name = "+".join(chapters) or "course"
    return root / "classroom" / "reports" / f"{name}{'-anonymous' if anonymous else ''}.html"
