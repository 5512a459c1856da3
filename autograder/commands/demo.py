"""``autograder demo``: the week of a synthetic class, with the commands that an instructor types."""

from __future__ import annotations

import contextlib
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.screen import console, give_up


def demo(
    context: typer.Context,
    chapters: Annotated[
        list[str] | None, typer.Argument(help="Chapters that the class works on; all of them if none.")
    ] = None,
    size: Annotated[int, typer.Option(min=3, help="How many synthetic learners there are.")] = 30,
) -> None:
    """Take a class of synthetic learners through an instructor's week, from release to export.

    Their answers are drawn from right ones and from the mistakes that the course
    knows. The class has a course of its own in classroom/demo, made anew each
    time: go there and try the commands yourself.

    \b
    Examples:
      autograder demo
      autograder demo 02-softmax --size 12
    """
    from autograder.course import NotACourse, find_course
    from autograder.demo import classroom, week
    from autograder.demo.table import chapters_table, exercises_table
    from autograder.editions import UnknownChapter, choose_chapters, find_chapters
    from course_utils.check.exercises import chapter_exercises

    on_path = shutil.which("autograder") is not None  # nbgrader's steps put it there, for this process alone
    try:
        course = find_course()
        chosen = choose_chapters(course, chapters) if chapters else find_chapters(course)
    except (NotACourse, UnknownChapter) as problem:
        give_up(problem)
    names = [chapter.name for chapter in chosen]
    room = classroom.Classroom(course)
    room.build()
    autograder = context.find_root().command
    with contextlib.chdir(room.folder):
        for command in week.commands(names):
            console.print(f"\n$ autograder {' '.join(command)}", style="bold", soft_wrap=True, markup=False)
            if (status := autograder(command, standalone_mode=False)) and command[0] in ("release", "grade"):
                raise typer.Exit(status)
            if command[0] == "release":
                week.hand_in_all(room, week.learners_of(names, size))
    scores = {chapter: classroom.scores(room, chapter) for chapter in names}
    if len(names) == 1:
        console.print(exercises_table(names[0], scores[names[0]]))
    else:
        most = {chapter: sum(each.points for each in chapter_exercises(chapter)) for chapter in names}
        console.print(chapters_table(scores, most))
    here = room.folder.relative_to(course)
    for what, where in (
        ("gradebook", "classroom/gradebook.db"),
        ("feedback", "classroom/feedback/"),
        ("report", "classroom/reports/course.html"),
        ("figures", "classroom/reports/course.csv"),
        ("grades", "classroom/exports/"),
    ):
        console.print(f"{what:10} {here}/{where}", soft_wrap=True, markup=False)
    console.print("\nTry the commands, and the panels below Nbgrader in JupyterLab's menu:", style="bold")
    typed = [f"cd {here}", f"autograder grade {names[0]} --student {min(scores[names[0]])} --force"]
    for line in (*([] if on_path else [_activation(course)]), *typed, "jupyter lab"):
        console.print(f"  {line}", soft_wrap=True, markup=False)


def _activation(course: Path) -> str:
    """What puts the environment's commands on the path of a terminal in the course's folder."""
    activate = Path(sys.prefix) / "bin" / "activate"
    return f"source {activate.relative_to(course) if activate.is_relative_to(course) else activate}"
