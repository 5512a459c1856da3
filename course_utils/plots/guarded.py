"""Figures drawn with a learner's own function: what it does wrong becomes a sentence in their place."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec

from course_utils.check.card import OPEN, Card
from course_utils.check.guard import Trouble
from course_utils.plots.picture import Picture

Arguments = ParamSpec("Arguments")


@dataclass(frozen=True)
class Note:
    """The sentence that a notebook shows in place of a figure."""

    sentence: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        mark, colour = OPEN
        return {"text/html": Card(mark, colour, self.sentence).as_html(), "text/plain": self.sentence}


def guarded(draw: Callable[Arguments, Picture]) -> Callable[Arguments, Picture | Note]:
    """Has ``draw`` return a `Note` where the learner's function, called through `Guard`, makes `Trouble`."""

    @functools.wraps(draw)
    def drawn(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Picture | Note:
        try:
            return draw(*args, **kwargs)
        except Trouble as trouble:
            return Note(str(trouble))

    return drawn
