"""What a learner's function refers to, read from its bytecode: calls that hand over the answer, and data of
the notebook used in place of a parameter.

The bytecode is followed through helpers, lambdas, closures and imports inside functions, and names are
compared by the object they stand for, so an alias is found as well.
"""

from __future__ import annotations

import builtins
import dis
import functools
import numbers
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import CodeType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np

from course_utils.check.call import Call

ALIASES = {"np": "numpy", "tf": "tensorflow"}
_NAME_LOADS = {"LOAD_GLOBAL", "LOAD_NAME"}
_LOCAL_LOADS = {"LOAD_FAST", "LOAD_FAST_CHECK", "LOAD_FAST_BORROW", "LOAD_DEREF", "LOAD_CLASSDEREF"}
_LOCAL_STORES = {"STORE_FAST", "STORE_DEREF", "STORE_NAME"}
_ATTRIBUTE_LOADS = {"LOAD_ATTR", "LOAD_METHOD"}
_TRANSPARENT = {"PUSH_NULL", "CACHE", "EXTENDED_ARG", "SWAP", "POP_TOP", "NOP"}  # leave the value in hand
_UNKNOWN = object()


@dataclass
class References:
    """``data``: global names that hold data; ``refused``: the refused calls referred to, as the exercise names
    them. Both in the order they are met."""

    data: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


class Lost(Exception):
    """The process with the function ended, or stopped answering, during a call."""


class RunsElsewhere(ABC):
    """A function whose code is in another process: it takes models as data, can be told of a call before its result is
    wanted, and says itself what it refers to."""

    @abstractmethod
    def begin(self, given: tuple[Any, ...], named: Mapping[str, Any], seconds: float) -> Callable[[], Call]:
        """Begins a call with arguments that stay as they are, after those begun before. What is returned waits for its
        end, and raises `Lost`, or `course_utils.check.clock.TooSlow` after ``seconds``."""

    @abstractmethod
    def begin_references(self, refused: tuple[str, ...]) -> Callable[[], References]:
        """Asks what the function refers to, after the calls begun before. What is returned waits for the answer, which
        is as that of `references`."""


def references(answer: Any, refused: tuple[str, ...]) -> References:
    """What ``answer``, a callable of the notebook, refers to, directly or through the notebook's helpers."""
    found = References()
    wanted = [(name, _resolve(name)) for name in refused]
    seen: set[int] = set()
    pending: list[Any] = [answer]
    while pending:
        value = pending.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        for name, target in wanted:
            if target is not _UNKNOWN and _is(value, target) and name not in found.refused:
                found.refused.append(name)
        pending.extend(_parts(value, answer, found))
    return found


def _resolve(dotted: str) -> Any:
    """The object a dotted name stands for, if its package is loaded: what is not loaded was not called."""
    head, *rest = dotted.split(".")
    path = ALIASES.get(head, head)
    value: Any = sys.modules.get(path, _UNKNOWN)
    for name in rest:
        if value is _UNKNOWN:
            return _UNKNOWN
        path = f"{path}.{name}"
        # A package may load its modules when they are first asked for, and is not to be asked here.
        value = vars(value).get(name, _UNKNOWN) if type(value) is ModuleType else _attribute(value, name)
        if value is _UNKNOWN:
            value = sys.modules.get(path, _UNKNOWN)
    return value


def _attribute(value: Any, name: str) -> Any:
    try:
        return getattr(value, name)
    except Exception:
        return _UNKNOWN


def _is(value: Any, target: Any) -> bool:
    if value is target:
        return True
    if isinstance(target, ModuleType) and not isinstance(value, ModuleType):
        home = getattr(value, "__module__", None) if callable(value) else None
        return isinstance(home, str) and (home + ".").startswith(target.__name__ + ".")
    return (
        isinstance(value, ModuleType) and isinstance(target, ModuleType) and value.__name__ == target.__name__
    )


def _parts(value: Any, answer: Any, found: References) -> Iterator[Any]:
    """The values that ``value`` is made of or refers to, as far as they belong to the notebook."""
    if isinstance(value, MethodType):
        yield value.__func__
        yield value.__self__
    elif isinstance(value, functools.partial):
        yield value.func
        yield from value.args
        yield from value.keywords.values()
    elif isinstance(value, np.vectorize):
        yield value.pyfunc
    elif isinstance(value, FunctionType):
        if _is_notebook_code(value, answer):
            cells = zip(value.__code__.co_freevars, value.__closure__ or (), strict=False)
            closure = {name: cell.cell_contents for name, cell in cells if _is_filled(cell)}
            yield from closure.values()
            yield from value.__defaults__ or ()
            yield from (value.__kwdefaults__ or {}).values()
            yield from _loads(value.__code__, value.__globals__, closure, found)
        if (wrapped := getattr(value, "__wrapped__", None)) is not None:
            yield wrapped
    elif callable(value) and isinstance(vars(type(value)).get("__call__"), FunctionType):
        yield vars(type(value))["__call__"]


def _is_filled(cell: Any) -> bool:
    try:
        _ = cell.cell_contents
    except ValueError:
        return False
    return True


def _is_notebook_code(function: FunctionType, answer: Any) -> bool:
    """Whether a function was written by the learner: library code is not searched."""
    return (
        function is answer
        or function.__module__ == "__main__"
        or function.__globals__ is getattr(answer, "__globals__", None)
    )


def _loads(code: CodeType, names: dict[str, Any], local: dict[str, Any], found: References) -> Iterator[Any]:
    """Every value that ``code`` loads by name, attribute or import, following ``a.b.c`` through modules."""
    local = dict(local)
    constant: Any = None
    package: Any = _UNKNOWN  # what ``from package import name`` takes its names from
    current: Any = _UNKNOWN
    for step in dis.get_instructions(code):
        name, operation = step.argval, step.opname
        if operation in _TRANSPARENT:
            continue
        if operation in _NAME_LOADS:
            current = names.get(name, getattr(builtins, name, _UNKNOWN))
            if _is_data(current) and name not in found.data:
                found.data.append(name)
        elif operation in _ATTRIBUTE_LOADS:
            current = _attribute(current, name) if isinstance(current, ModuleType) else _UNKNOWN
        elif operation == "IMPORT_NAME":
            package = sys.modules.get(name, _UNKNOWN) if constant else _UNKNOWN
            current = package if constant else sys.modules.get(name.partition(".")[0], _UNKNOWN)
        elif operation == "IMPORT_FROM":
            current = _attribute(current if package is _UNKNOWN else package, name)
        elif operation in _LOCAL_STORES:
            local[name] = current
        elif operation in _LOCAL_LOADS:
            current = local.get(name, _UNKNOWN)
        else:
            current = _UNKNOWN
            if operation == "LOAD_CONST":
                constant = name
                if isinstance(constant, CodeType):
                    yield from _loads(constant, names, local, found)
        if current is not _UNKNOWN:
            yield current


def _is_data(value: Any) -> bool:
    return isinstance(value, (np.ndarray, np.generic, list, tuple, numbers.Number)) or (
        type(value).__name__ in ("EagerTensor", "ResourceVariable")
    )
