"""``autograder feedback``: the page that each learner gets back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.screen import console, give_up


def feedback(
    chapters: Annotated[
        list[str] | None, typer.Argument(help="Chapters to write pages for; all that were handed in if none.")
    ] = None,
    student: Annotated[
        list[str] | None, typer.Option(help="Write this student's pages only; may be repeated.")
    ] = None,
) -> None:
    """Write a page for each learner: points, what did not pass and why, what to look at next.

    The pages lie where nbgrader expects them, and it can release them.
    They show the points and comments that a person gave in the formgrader:
    run this again after grading by hand.

    \b
    Examples:
      autograder feedback
      autograder feedback 02-softmax
      autograder feedback 02-softmax --student ada --student alan
    """
    from rich.progress import track

    from autograder import bulk
    from autograder.course import NoGradebook, NotACourse, find_course, open_gradebook
    from autograder.engine.release import NotReleased
    from autograder.feedback import write_feedback
    from autograder.feedback.write import worth_a_page
    from autograder.results import NothingHandedIn, WorkState, chapters_handed_in, read_chapter

    waiting: list[str] = []
    written: list[Path] = []
    try:
        root = find_course()
        course = bulk.course_at(root)
        wanted = chapters_handed_in(course, chapters or (), student or ())
        with open_gradebook(course.api.coursedir) as gradebook:
            for chapter in wanted:
                results = read_chapter(course, gradebook, chapter, student or ())
                waiting += [
                    f"{work.student.id}, {chapter}"
                    for work in results.works
                    if work.state is WorkState.WAITING
                ]
                worth = [work for work in results.works if worth_a_page(work)]
                pages = write_feedback(course, results, worth)
                written += track(pages, chapter, total=len(worth), console=console)
    except (NotACourse, NoGradebook, NotReleased, NothingHandedIn) as problem:
        give_up(problem)
    if len(written) == 1:
        console.print(f"written: {written[0].relative_to(root)}", soft_wrap=True, markup=False)
    else:
        folder = course.folder("feedback", "STUDENT", "CHAPTER").relative_to(root)
        console.print(f"{len(written)} pages written: {folder}/CHAPTER.html", soft_wrap=True)
    for line in waiting:
        console.print(f"{line}: not graded yet", soft_wrap=True, markup=False)
    if waiting:
        console.print("Run `autograder grade`, then this again.")
        raise typer.Exit(1)
