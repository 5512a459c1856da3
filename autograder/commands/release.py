"""``autograder release``: chapters for learners, in nbgrader's exchange or as a zip."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from autograder.commands.screen import console, give_up


def release(
    chapters: Annotated[list[str], typer.Argument(help="The chapters to hand out.", show_default=False)],
    zip_to: Annotated[
        Path | None,
        typer.Option(
            "--zip",
            metavar="FILE/FOLDER",
            help="Write FILE.zip with all of the chapters, or a zip for each into FOLDER, and leave the exchange "
            "alone. A zip holds all that a learner needs.",
        ),
    ] = None,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Put a new edition in the place of one that was released before."),
    ] = False,
) -> None:
    """Hand out the student edition of chapters, made anew from their sources.

    It goes into nbgrader's exchange, where learners find it in JupyterLab's
    Assignment List, or with --zip into zips that work on their own. Nothing of
    solutions/ or autograder/ is in either.

    Examples:

    \b
    autograder release 02-softmax
    autograder release 02-softmax --zip week2.zip
    autograder release 01-activations 02-softmax --zip handouts/
    """
    from autograder import editions
    from autograder.course import NbgraderFailed, NoGradebook, find_course
    from autograder.handout.exchange import put_into_exchange
    from autograder.handout.pack import pack

    try:
        course = find_course()
        chosen = editions.choose_chapters(course, chapters)
        with console.status("Making the student edition"):
            for chapter in chosen:
                editions.synchronise(chapter)
            for path in editions.release(course, chosen):
                console.print(f"written: {path.relative_to(course)}", soft_wrap=True)
        if zip_to is None:
            for chapter in chosen:
                there = put_into_exchange(course, chapter, replace=replace)
                console.print(f"{chapter.name} is in the exchange: {there}", soft_wrap=True)
            return
        editions.make_start_page(course)
        whole = zip_to.suffix.lower() == ".zip"
        if zip_to.is_file() and not whole:
            raise FileExistsError(
                f"{zip_to} is a file, and no zip. Name a FILE.zip, or a folder for the zips."
            )
        zips = {zip_to: chosen} if whole else {zip_to / f"{one.name}.zip": [one] for one in chosen}
        for target, packed in zips.items():
            if target.exists() and not replace:
                raise FileExistsError(f"{target} is there already. Write over it with --replace.")
            names = pack(course, packed, target)
            size = target.stat().st_size / 2**20
            console.print(f"{target}: {len(names)} files, {size:.1f} MiB", soft_wrap=True)
    except (OSError, NbgraderFailed, NoGradebook, editions.BadScript, editions.UnknownChapter) as problem:
        give_up(problem)
