"""``autograder export``: the gradebook as CSV, for Canvas or for Moodle."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.screen import console, give_up


class Format(StrEnum):
    """Who is to read the file."""

    CSV = "csv"
    CANVAS = "canvas"
    MOODLE = "moodle"


def export(
    chapters: Annotated[
        list[str] | None, typer.Argument(help="Chapters to export; all that were released if none.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="Who is to read the file.")] = Format.CSV,
    to: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            dir_okay=False,
            help="Where to write it; classroom/exports/ if not said.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Write the grades in the gradebook to a CSV file, with a column for each exercise.

    Canvas imports the column of each chapter into the assignment of that title;
    Moodle asks which column is which. What a person has still to grade is left
    empty and named.

    Examples:

    \b
    autograder export
    autograder export 02-softmax --format canvas
    autograder export 02-softmax --format moodle --to week2.csv
    """
    from autograder.course import (
        NoGradebook,
        NotACourse,
        find_course,
        load_config,
        nbgrader_api,
        open_gradebook,
    )
    from autograder.editions import UnknownChapter, choose_chapters
    from autograder.export import EXPORTERS
    from autograder.export.scores import read_scores

    try:
        course = find_course()
        names = [chapter.name for chapter in choose_chapters(course, chapters or ())]
        target = to or course / "classroom" / "exports" / _file_name(names, form)
        coursedir = nbgrader_api(load_config(course)).coursedir
        with open_gradebook(coursedir) as gradebook:
            sheet = read_scores(gradebook, names)
            if never_released := sorted(set(names) - set(sheet.chapters)):
                give_up(f"{never_released[0]} is not in the gradebook: release it first.")
            if not sheet.results:
                give_up("The gradebook has no grades for this: run `autograder grade` first.")
            EXPORTERS[form](to=str(target), assignment=names).export(gradebook)
            waiting = sum(result.needs_manual_grade for result in sheet.results.values())
            numberless = sum(not student.lms_user_id for student in sheet.students)
    except (NotACourse, NoGradebook, UnknownChapter, OSError) as problem:
        give_up(problem)
    console.print(f"{target}: {len(sheet.students)} students, {', '.join(sheet.chapters)}", soft_wrap=True)
    if waiting:
        console.print(
            f"{waiting} submissions have an answer that a person has still to grade, in the formgrader."
        )
    if form == Format.CANVAS and numberless:
        console.print(
            f"{numberless} students have no Canvas number, and are found by their login or name. `autograder collect "
            "--roster` with the gradebook that Canvas exports adds the numbers.",
            soft_wrap=True,
        )


def _file_name(chapters: list[str], form: Format) -> str:
    whose = "" if form == Format.CSV else f"-{form}"
    return f"{'-and-'.join(chapters) or 'all-chapters'}{whose}.csv"
