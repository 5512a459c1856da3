"""What a test cell has in the place of a learner's function and of what it gives."""

from __future__ import annotations

import builtins
import contextlib
import math
import warnings
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import numpy as np

from autograder.engine.inside import codec, models
from autograder.engine.outputs import same_everywhere
from autograder.engine.session import Question, Session, number_of
from course_utils.check.call import Call
from course_utils.check.code import Lost, References, RunsElsewhere
from course_utils.check.keras_data import ModelData

LONGEST_WORDS = 2000
"""Characters of a learner's prints, warnings and messages that a card may show."""


def look(session: Session, names: Iterable[str]) -> dict[str, Any]:
    """What the notebook has under ``names`` for a test cell: values as data, functions as `LearnerFunction`."""
    return {name: _as_name(session, name, value) for name, value in session.look(list(names)).items()}


def _as_name(session: Session, name: str, value: Any) -> Any:
    if isinstance(value, codec.Function):
        return LearnerFunction(session, name, number_of(value))
    try:
        return _as_received(value)
    except Exception as problem:  # a model that is none
        return problem


class LearnerFunction(RunsElsewhere):
    """Stands in the judge for a function that lives in the worker: takes and gives plain data."""

    def __init__(self, session: Session, name: str, number: int):
        self.__name__ = name
        self._session = session
        self._number = number
        self._generation = session.generation

    def begin(self, given: tuple[Any, ...], named: Mapping[str, Any], seconds: float) -> Callable[[], Call]:
        """Has the worker make a call, after those begun before, and returns what waits for its end."""
        try:
            lent = tuple(map(_lend, given)), {key: _lend(value) for key, value in named.items()}
            begun = self._session.begin(self._current(), *lent)
        except (Lost, codec.BadMessage) as problem:
            return partial(_raise, problem)
        return lambda: _as_call(self._session.wait(begun, seconds), given)

    def __call__(self, *args: Any, **named: Any) -> Any:
        """The learner's function, as if it ran here: it prints, warns, raises, and changes its arguments."""
        made = self.begin(args, named, math.inf)()
        print(made.printed, end="")
        for warning in made.warned:
            kind, _, words = warning.partition(": ")
            warnings.warn(words, getattr(builtins, kind), stacklevel=2)
        for argument, value in zip(args, made.after, strict=True):
            if value is not argument:
                _overwrite(argument, value)
        if made.raised is not None:
            raise made.raised
        return made.result

    def begin_references(self, refused: tuple[str, ...]) -> Callable[[], References]:
        """Asks the worker, after the calls begun before, what the learner's function refers to."""
        try:
            begun = self._session.begin_refer(self._current(), refused)
        except Lost:
            return References
        return partial(self._references, begun, refused)

    def _references(self, begun: Question, refused: tuple[str, ...]) -> References:
        try:
            reply = self._session.wait(begun, math.inf)
        except Lost:  # with a call before it: asked once more, of another worker
            self._session.recover()
            try:
                reply = self._session.wait(self._session.begin_refer(self._current(), refused), math.inf)
            except Lost:
                return References()
        data, used = reply.get("data"), reply.get("refused")
        return References(
            [name for name in data or [] if isinstance(name, str)] if isinstance(data, list) else [],
            [name for name in refused if isinstance(used, list) and name in used],
        )

    def _current(self) -> int:
        if self._generation != self._session.generation:
            self._number = self._session.find(self.__name__)
            self._generation = self._session.generation
        return self._number


def _raise(problem: Exception) -> Any:
    raise problem


def _as_call(reply: Mapping[str, Any], given: tuple[Any, ...]) -> Call:
    """A worker's answer as a call that was made with ``given``."""
    printed, warned = reply.get("printed"), reply.get("warned")
    raised = _exception(reply["problem"]) if "problem" in reply else None
    return Call(
        given,
        None if raised is not None else _as_received(reply.get("result")),
        raised,
        _after(given, reply.get("changed")),
        same_everywhere(printed)[:LONGEST_WORDS] if isinstance(printed, str) else "",
        tuple(_warning(kind, message) for kind, message in _pairs(warned)),
    )


def _pairs(value: Any) -> list[tuple[Any, Any]]:
    entries = value if isinstance(value, list) else []
    return [(entry[0], entry[1]) for entry in entries if isinstance(entry, list) and len(entry) == 2]


def _warning(kind: Any, message: Any) -> str:
    """A warning in words, after its category, which is one of Python's own."""
    known = getattr(builtins, str(kind), None)
    is_known = isinstance(known, type) and issubclass(known, Warning)
    return f"{kind if is_known else UserWarning.__name__}: {same_everywhere(message)[:LONGEST_WORDS]}"


def _after(given: tuple[Any, ...], changed: Any) -> tuple[Any, ...]:
    """The arguments as a call has left them."""
    after = list(given)
    for place, value in _pairs(changed):
        if type(place) is int and 0 <= place < len(given):
            after[place] = _become(given[place], value)
    return tuple(after)


def _become(argument: Any, value: Any) -> Any:
    """What an argument has become, which the worker sent as ``value``; itself where that cannot be."""
    if isinstance(argument, np.ndarray):
        if isinstance(value, np.ndarray) and value.shape == argument.shape:
            with contextlib.suppress(TypeError, ValueError):
                return value.astype(argument.dtype)
    elif isinstance(argument, (dict, list)) and type(value) is type(argument):
        return value
    elif isinstance(argument, ModelData):
        try:
            return models.from_data(value)
        except (ValueError, AttributeError, RecursionError):  # made into something that is no plain model
            return ModelData({}, ())
    return argument


def _overwrite(argument: Any, value: Any) -> None:
    """Makes an argument what it has become."""
    if isinstance(argument, np.ndarray):
        if argument.flags.writeable:
            argument[...] = value
    elif isinstance(argument, dict):
        argument.clear()
        argument.update(value)
    elif isinstance(argument, list):
        argument[:] = value
    elif isinstance(argument, ModelData):
        argument.config, argument.weights = value.config, value.weights


def _as_received(value: Any) -> Any:
    """A result as the checks look at it: a model as data, what did not travel as an object of its type's name."""
    if isinstance(value, codec.Model):
        return models.from_data(value)
    if isinstance(value, codec.Opaque):
        return type(value.kind or "object", (), {})()
    if isinstance(value, codec.Function):
        return type("function", (), {})()
    if isinstance(value, (list, tuple)):
        return type(value)(map(_as_received, value))
    if isinstance(value, dict):
        return {key: _as_received(part) for key, part in value.items()}
    return value


def _exception(described: Any) -> BaseException:
    """An exception of the kind that the learner's function raised, with the learner's line."""
    described = described if isinstance(described, dict) else {}
    words = {key: same_everywhere(value)[:LONGEST_WORDS] for key, value in described.items()}
    kind, message = words.get("kind", "Exception"), words.get("message", "")
    known = getattr(builtins, kind, None)
    if not (isinstance(known, type) and issubclass(known, BaseException)) or known is KeyboardInterrupt:
        known = type(kind[:60] or "Exception", (Exception,), {})
    try:
        problem: BaseException = known(message)
    except TypeError:  # such as UnicodeDecodeError, which wants five arguments
        problem = type(kind, (Exception,), {})(message)
    if isinstance(problem, NameError) and isinstance(described.get("name"), str):
        problem.name = described["name"]
    problem.learners_line = words.get("line", "")  # type: ignore[attr-defined]
    return problem


def _lend(value: Any) -> Any:
    """A case's argument as it travels: a model as data, a function of NumPy by its name."""
    if isinstance(value, ModelData):
        return models.travelling(value)
    if callable(value):
        name = getattr(value, "__name__", "")
        if getattr(np, name, None) is not value:
            raise codec.BadMessage(f"the case passes a function that is not NumPy's own: {name}")
        return codec.Function(f"numpy.{name}")
    return value
