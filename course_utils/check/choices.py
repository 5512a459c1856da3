"""Exercises whose answer is a dict: behind each task one word out of a few.

A case asks for one task: ``(task,)`` wants the right word, ``(task, *fitting)`` is content with any of these.
Visible cases do the second. They ask what the chosen word leads to, so that a learner who tries words until
all is green has not found the answer, while one who reads why a word fails comes closer to it. Hidden cases
do the first, one for each task.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from course_utils.check.finding import Finding
from course_utils.check.show import kind_of, show_value
from course_utils.check.values import same_value

if TYPE_CHECKING:
    from course_utils.check.call import Call

NO_CHOICE = ""
"""What a learner's dict holds, to begin with, behind every task."""


@dataclass(frozen=True)
class Choices:
    """A dict, or any other mapping, from tasks to some of ``words``; asked by looking a task up.

    Capital letters, spaces and hyphens make no difference, neither in tasks nor in words.
    """

    words: tuple[str, ...]
    label: ClassVar[str] = "card.looked_up"

    def find(self, answer: Any) -> Finding | None:
        return None if isinstance(answer, Mapping) else Finding("form.not_a_dict", {"got": kind_of(answer)})

    def ask(self, answer: Any, arguments: tuple[Any, ...], named: Mapping[str, Any]) -> Any:
        """The word behind the task, in the spelling of ``words`` if it is one of them; `NO_CHOICE` for a task
        that is missing or has nothing behind it."""
        found = _look_up(answer, arguments[0])
        if found is None or (isinstance(found, str) and not found.strip()):
            return NO_CHOICE
        return next((word for word in self.words if _same_word(found, word)), found)

    def is_untouched(self, made: Call) -> bool:
        return isinstance(made.result, str) and made.result == NO_CHOICE

    def is_telling(self, made: Call, want: Any) -> bool:
        """Tasks are chosen for one by one: a mistake in one is the same mistake whatever the others hold."""
        return not same_value(made.result, want)

    def show_question(self, name: str, given: tuple[Any, ...], named: Mapping[str, Any]) -> str:
        return f"{name}[{show_value(given[0])}]"

    def show_want(self, want: Any) -> str:
        return ""


@dataclass(frozen=True)
class FittingWord:
    """One of ``words``, and the right one for the task, or one of those that the case is content with."""

    words: tuple[str, ...]

    def find(self, got: Any, want: Any, given: tuple[Any, ...]) -> Finding | None:
        task, *fitting = given
        if isinstance(got, str) and got == NO_CHOICE:
            return Finding("form.no_choice", {"task": task})
        if not isinstance(got, str) or got not in self.words:
            values = {"got": show_value(got), "task": task, "words": ", ".join(map(show_value, self.words))}
            return Finding("form.not_a_choice", values)
        if got not in (fitting or [want]):
            return Finding("form.choice", {"got": show_value(got), "task": task})
        return None


def _look_up(answer: Mapping[Any, Any], task: str) -> Any:
    try:
        return answer[task]
    except KeyError:
        return next((word for key, word in answer.items() if _same_word(key, task)), None)


def _same_word(one: Any, other: str) -> bool:
    return isinstance(one, str) and _letters(one) == _letters(other)


def _letters(word: str) -> str:
    return "".join(character for character in word.casefold() if character.isalnum())
