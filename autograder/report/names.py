"""Hides who is who."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence

from autograder.report.sentences import say
from autograder.results import ChapterResults, Student


def hide_names(chapters: Sequence[ChapterResults]) -> list[ChapterResults]:
    """The same results under numbers in place of names: one learner has one number in all chapters.

    Whose a number is, is drawn anew at each call, so neither the alphabet nor another report gives it away. What
    a file says about itself is left out too.
    """
    students = {work.student.id for results in chapters for work in results.works}
    shuffled = random.SystemRandom().sample(sorted(students), len(students))
    width = len(str(len(students)))
    hidden = {
        id_: Student(f"learner-{number:0{width}}", say("report.learner", number=number))
        for number, id_ in enumerate(shuffled, start=1)
    }
    return [
        dataclasses.replace(
            results,
            works=tuple(
                sorted(
                    (
                        dataclasses.replace(work, student=hidden[work.student.id], reason="")
                        for work in results.works
                    ),
                    key=lambda work: work.student.id,
                )
            ),
        )
        for results in chapters
    ]
