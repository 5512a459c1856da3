"""``autograder notebooks``: both editions of every chapter, and the start page, from their sources."""

from __future__ import annotations

from typing import Annotated

import typer

from autograder.commands.screen import console, give_up


def notebooks(
    check: Annotated[bool, typer.Option("--check", help="Say what is out of date; write nothing.")] = False,
) -> None:
    """Bring the instructor's and the students' notebooks up to date with the sources in solutions/."""
    from autograder import editions
    from autograder.course import NbgraderFailed, NoGradebook, NotACourse, find_course

    try:
        course = find_course()
        if check:
            stale = editions.find_stale(course)
            for line in stale:
                console.print(line, soft_wrap=True)
            console.print("Run `make notebooks`." if stale else "All notebooks are up to date.")
            raise typer.Exit(1 if stale else 0)
        chapters = editions.find_chapters(course)
        written = [path for chapter in chapters for path in editions.synchronise(chapter)]
        written += editions.release(course, chapters)
        written += editions.make_start_page(course)
    except (NotACourse, NbgraderFailed, NoGradebook, editions.BadScript) as problem:
        give_up(problem)
    for path in written:
        console.print(f"written: {path.relative_to(course)}")
    console.print(f"{len(chapters)} chapters, {len(written)} files written.")
