"""What a learner reads on a feedback page, and what must not be there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import numpy as np

from autograder.hidden import hidden_cases
from course_utils.check.ask import call
from course_utils.check.exercises import chapter_exercises


class Reader(HTMLParser):
    """The words of a page, code and prose apart."""

    def __init__(self, page: str):
        super().__init__()
        self.prose, self.code, self._open = "", "", list[str]()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "pre" in self._open:
            self.code += data
        elif "style" not in self._open:
            self.prose += data


def numbers_in(words: str) -> set[str]:
    """The numbers with three decimals or more; points have two at most."""
    return set(re.findall(r"-?\d+\.\d{3,}", words))


def numbers_of_hidden_cases(chapter: str) -> set[str]:
    """The inputs and the expected values of a chapter's hidden cases, to three decimals and more."""
    found = set()
    for exercise in chapter_exercises(chapter):
        for case in hidden_cases(exercise.name):
            made = call(exercise, exercise.solution, case)
            for value in _numbers((made.given, made.result)):
                found |= {f"{value:.{digits}f}" for digits in range(3, 9)} | {repr(value)}
    return found


def _numbers(value: Any) -> Iterator[float]:
    """The numbers in arrays and in what holds them."""
    if isinstance(value, (np.ndarray, float)):
        array = np.ravel(value)
        yield from (float(entry) for entry in array[: 2000 if array.dtype.kind in "iuf" else 0])
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _numbers(part)
    elif isinstance(value, dict):
        yield from _numbers(list(value.values()))
