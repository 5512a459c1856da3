"""``autograder collect``: what a class handed in, into nbgrader's submitted folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.screen import complain, console, give_up


def collect(
    chapter: Annotated[str, typer.Argument(help="The chapter to collect.", show_default=False)],
    source: Annotated[
        Path | None,
        typer.Argument(
            help="A folder of notebooks, or a zip as Canvas or Moodle makes it; nbgrader's exchange if none.",
            show_default=False,
        ),
    ] = None,
    roster: Annotated[
        Path | None,
        typer.Option(
            help="CSV with the class, which is added to the gradebook: for nbgrader, from Canvas's gradebook, or "
            "Moodle's grading worksheet."
        ),
    ] = None,
    accept_unknown: Annotated[
        bool,
        typer.Option("--accept-unknown", help="Take in what students outside the roster handed in, too."),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the outcomes as JSON and nothing else.")
    ] = False,
) -> None:
    """Collect what a class handed in for a chapter, the latest attempt of each student.

    A later attempt replaces an earlier one, which is kept in classroom/replaced;
    an earlier one never replaces a later one. The table names every file that was
    late, renamed, replaced, not a notebook, or from somebody unknown. Ends with
    status 0 only if nothing of it needs a look.

    Examples:

    \b
    autograder collect 02-softmax
    autograder collect 02-softmax submissions.zip --roster canvas-grades.csv
    autograder collect 02-softmax ~/Downloads/notebooks/
    """
    from rich.progress import track

    from autograder.collect.outcome import NEEDS_A_LOOK, NOT_OF_THE_CHAPTER, collection_table, counted
    from autograder.collect.roster import BadRoster
    from autograder.collect.source import BadSource
    from autograder.collect.take_in import collecting
    from autograder.course import NoGradebook, NotACourse, find_course
    from autograder.editions import UnknownChapter
    from autograder.records import UnknownDatabase

    try:
        prepared = collecting(find_course(), chapter, source, roster=roster, accept_unknown=accept_unknown)
        with prepared as (collection, files):
            read = files if as_json else track(files, "Collecting", console=console)
            outcomes = list(collection.take_in(read))
            missing = collection.nothing_handed_in()
    except (NotACourse, NoGradebook, UnknownChapter, UnknownDatabase, BadSource, BadRoster) as problem:
        give_up(problem)
    nothing = source is not None and all(outcome.state in NOT_OF_THE_CHAPTER for outcome in outcomes)
    if as_json:
        print(json.dumps({"files": [entry.as_data() for entry in outcomes], "nothing": missing}, indent=1))
    else:
        if collection.enrolment:
            console.print(collection.enrolment, soft_wrap=True, markup=False)
        table = collection_table(chapter, outcomes, missing)
        if table.row_count:
            console.print(table)
        console.print(f"{chapter}: {counted(outcomes)}", soft_wrap=True)
        if nothing:
            complain(f"There is no notebook of {chapter} in {source}. Was another file or chapter meant?")
    raise typer.Exit(1 if nothing or any(outcome.state in NEEDS_A_LOOK for outcome in outcomes) else 0)
