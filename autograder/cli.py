"""The ``autograder`` command: each of its commands is a module of `autograder.commands`."""

from __future__ import annotations

import typer

from autograder.commands.collect import collect
from autograder.commands.demo import demo
from autograder.commands.doctor import doctor
from autograder.commands.export import export
from autograder.commands.feedback import feedback
from autograder.commands.grade import grade
from autograder.commands.notebooks import notebooks
from autograder.commands.release import release
from autograder.commands.report import report

app = typer.Typer(no_args_is_help=True, add_completion=False)


@app.callback()
def main() -> None:
    """Build, grade and look after the course.

    A command ends with status 0 if all went well, with 1 if some of its work has to be looked at, and with 2 if it
    could not do what it was asked, which it then says in a line.
    """


for command in (notebooks, release, collect, grade, feedback, report, export, demo, doctor):
    app.command()(command)
