"""Accepted answers: for every exercise a file of complete, right answers in unusual dress, one to a ``# %%`` cell.

They prove that the cases mark no right answer down, and the demo's learners hand them in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files

from course_utils.check.exercises import chapter_of

_CELL = re.compile(r"^# %% (?P<title>.+)$", re.MULTILINE)


@dataclass(frozen=True)
class AcceptedAnswer:
    """One right answer: what is unusual about it, and its complete source."""

    title: str
    source: str


def accepted_answers(name: str) -> tuple[AcceptedAnswer, ...]:
    """The accepted answers of the exercise called ``name``, in the order of its file.

    Raises FileNotFoundError if nobody has written any.
    """
    file = files(__package__).joinpath(chapter_of(name), f"{name}.py")
    _, *parts = _CELL.split(file.read_text(encoding="utf-8"))
    titles, sources = parts[::2], parts[1::2]
    return tuple(
        AcceptedAnswer(title, source.strip() + "\n") for title, source in zip(titles, sources, strict=True)
    )
