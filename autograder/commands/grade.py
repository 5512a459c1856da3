"""``autograder grade``: a whole class in the sandbox, in parallel, into the gradebook."""

from __future__ import annotations

import json
import os
from enum import StrEnum
from functools import partial
from typing import Annotated

import typer

from autograder.commands.screen import complain, console, give_up


class Sandbox(StrEnum):
    """What a submission runs in."""

    BUBBLEWRAP = "bubblewrap"
    NONE = "none"


def grade(
    chapters: Annotated[
        list[str] | None, typer.Argument(help="Chapters to grade; all that were handed in if none.")
    ] = None,
    student: Annotated[
        list[str] | None, typer.Option(help="Grade this student only; may be repeated.")
    ] = None,
    jobs: Annotated[
        int, typer.Option(min=0, help="Submissions graded at once; 0 takes one a processor.")
    ] = 0,
    timeout: Annotated[
        float, typer.Option(min=1, help="Seconds that one of the learner's cells may take.")
    ] = 30.0,
    memory: Annotated[int, typer.Option(min=256, help="MiB that a submission may use.")] = 2048,
    sandbox: Annotated[
        Sandbox, typer.Option(help="What submissions run in; 'none' says what is lost.")
    ] = Sandbox.BUBBLEWRAP,
    force: Annotated[bool, typer.Option("--force", help="Grade again what has not changed.")] = False,
    dask: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Grade on the workers of this Dask scheduler; 'local' starts --jobs workers on this machine.",
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the outcomes as JSON and nothing else.")
    ] = False,
) -> None:
    """Grade what a class handed in, in the sandbox and in parallel, into the gradebook.

    Ends with status 0 only if everything could be graded.

    \b
    Examples:
      autograder grade
      autograder grade 02-softmax --student ada
      autograder grade --dask tcp://10.0.0.1:8786
    """
    from rich.progress import track

    from autograder import bulk
    from autograder.course import NoGradebook, NotACourse, find_course
    from autograder.engine.inside.confine import Limits
    from autograder.engine.lane import Settings
    from autograder.engine.release import NotReleased
    from autograder.engine.sandbox import UNPROTECTED, NoSandbox
    from autograder.executors import NoCluster, choose_executor
    from autograder.records import UnknownDatabase
    from autograder.results import NothingHandedIn, chapters_handed_in
    from autograder.summary import failed_table, outcome_table, remedies

    try:
        course = bulk.course_at(find_course())
        wanted = chapters_handed_in(course, chapters or (), student or ())
        handed_in = [entry for chapter in wanted for entry in course.submissions(chapter, student or ())]
        tell = partial(typer.echo, err=True) if as_json else complain
        limits = Limits(memory_bytes=memory * 2**20) if sandbox is Sandbox.BUBBLEWRAP else None
        if limits is None and not as_json:
            complain(UNPROTECTED)
        settings = Settings(timeout, limits)
        executor = choose_executor(settings, jobs or os.cpu_count() or 1, dask, tell)
        outcomes = bulk.grade_class(course, handed_in, executor, force=force)
        seen = outcomes if as_json else track(outcomes, "Grading", total=len(handed_in), console=console)
        finished = list(seen)
    except (
        NotACourse,
        NoGradebook,
        UnknownDatabase,
        NotReleased,
        NothingHandedIn,
        NoSandbox,
        NoCluster,
    ) as problem:
        give_up(problem)
    if as_json:
        print(json.dumps([outcome.as_data() for outcome in finished], indent=1))
    else:
        console.print(outcome_table(finished))
        if (failed := failed_table(finished)).row_count:
            console.print(failed)
        for remedy in remedies(finished):
            console.print(remedy, soft_wrap=True)
    raise typer.Exit(1 if any(outcome.state == "failed" for outcome in finished) else 0)
