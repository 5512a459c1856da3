"""The kinds of things that a learner writes: a function, or a dict of `course_utils.check.choices`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from course_utils.check.finding import Finding
from course_utils.check.show import kind_of, show_value

if TYPE_CHECKING:
    from course_utils.check.call import Call


class Kind(Protocol):
    """How a case is put to an answer and shown; ``label`` is the id of the words that stand before it."""

    label: ClassVar[str]

    def find(self, answer: Any) -> Finding | None:
        """Why no case can be put to ``answer``; None where one can."""

    def ask(self, answer: Any, arguments: tuple[Any, ...], named: Mapping[str, Any]) -> Any:
        """What ``answer`` gives for the arguments of a case. Raises what the answer raises."""

    def is_untouched(self, made: Call) -> bool:
        """Whether a call met what the student edition starts with."""

    def is_telling(self, made: Call, want: Any) -> bool:
        """Whether an answer with a misconception must give what the misconception ``made`` here."""

    def show_question(self, name: str, given: tuple[Any, ...], named: Mapping[str, Any]) -> str:
        """A case as a learner would type it."""

    def show_want(self, want: Any) -> str:
        """What would be right for a visible case; empty where saying so would end the exercise."""


class Function:
    """A function, called with the arguments of each case."""

    label: ClassVar[str] = "card.given"

    def find(self, answer: Any) -> Finding | None:
        return None if callable(answer) else Finding("form.not_callable", {"got": kind_of(answer)})

    def ask(self, answer: Any, arguments: tuple[Any, ...], named: Mapping[str, Any]) -> Any:
        return answer(*arguments, **named)

    def is_untouched(self, made: Call) -> bool:
        return isinstance(made.raised, NotImplementedError)

    def is_telling(self, made: Call, want: Any) -> bool:
        return True

    def show_question(self, name: str, given: tuple[Any, ...], named: Mapping[str, Any]) -> str:
        arguments = [show_value(value) for value in given]
        arguments += [f"{key}={show_value(value)}" for key, value in named.items()]
        return f"{name}({', '.join(arguments)})"

    def show_want(self, want: Any) -> str:
        return show_value(want)


FUNCTION = Function()
