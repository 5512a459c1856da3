"""Calls a learner's function for a picture: whatever it does, nothing but a sentence comes of it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from course_utils.check.clock import limit
from course_utils.check.problem import describe_problem
from course_utils.check.show import kind_of, show_number
from course_utils.quiet import quiet
from course_utils.text import text

SECONDS = 2.0
"""How long one call may take. A slider is being moved meanwhile."""


class Trouble(Exception):
    """A learner's function gave nothing that can be drawn. Its only argument is the sentence to show."""


class Guard:
    """A learner's function that can be called without care.

    It gets copies of its arguments. What it prints and warns of goes nowhere; `remarks` says afterwards, in
    sentences, what the learner should know although the result can be drawn.
    """

    def __init__(self, function: Callable[..., Any]):
        self._function = function
        self.name = str(getattr(function, "__name__", kind_of(function)))
        self.remarks: list[str] = []

    def __call__(self, *args: Any, shape: tuple[int, ...] | None = None, finite: bool = True) -> np.ndarray:
        """The result as an array of floats, of ``shape`` if given, without NaN and infinity if ``finite``.

        Raises `Trouble`.
        """
        return self.array(self.call(*args), shape, finite)

    def call(self, *args: Any) -> Any:
        """Whatever the function returns, except None. Raises `Trouble`."""
        if not callable(self._function):
            raise Trouble(text("guard.not_callable", got=kind_of(self._function)))
        problem: BaseException | None = None
        result = None
        with quiet() as said:
            try:
                with limit(SECONDS):
                    result = self._function(*(_copy(arg) for arg in args))
            except KeyboardInterrupt:
                raise
            except BaseException as raised:  # also TooSlow and a learner's exit()
                problem = raised
        if problem is not None:
            raise Trouble(self._stopped(problem))
        if result is None:
            raise Trouble(self._say("form.printed" if said.printed.strip() else "form.nothing"))
        if said.printed.strip():
            self._remark("guard.prints")
        if said.warned:
            self._remark("guard.warns", warning=said.warned[0])
        return result

    def array(self, result: Any, shape: tuple[int, ...] | None = None, finite: bool = True) -> np.ndarray:
        """``result`` as `__call__` describes it; for functions that return more than one array."""
        with quiet():
            try:
                given = np.asarray(result)
            except Exception:
                raise Trouble(self._say("form.type", got=kind_of(result))) from None
        if given.dtype.kind not in "fiub":
            raise Trouble(self._say("form.dtype_other", got=given.dtype))
        array = given.astype(np.float64)
        if shape is not None and array.shape != shape:
            raise Trouble(self._say("form.shape", got=array.shape, want=shape))
        bad = array[~np.isfinite(array)]
        if finite and bad.size:
            raise Trouble(self._say("guard.not_finite", got=show_number(bad.flat[0])))
        if isinstance(result, list | tuple):
            self._remark("form.list", got=kind_of(result))
        elif _is_tensor(result):
            self._remark("form.tensor")
        return array

    def _stopped(self, problem: BaseException) -> str:
        if isinstance(problem, NotImplementedError):
            return self._say("guard.untouched")
        finding = describe_problem(problem, SECONDS)
        return self._say(finding.id, **finding.values)

    def _say(self, key: str, **values: Any) -> str:
        return text(key, name=self.name, **values)

    def _remark(self, key: str, **values: Any) -> None:
        sentence = self._say(key, **values)
        if sentence not in self.remarks:
            self.remarks.append(sentence)


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):  # the weights of a network
        return {key: _copy(part) for key, part in value.items()}
    return value.copy() if isinstance(value, np.ndarray) else value


def _is_tensor(value: Any) -> bool:
    tensorflow = sys.modules.get("tensorflow")
    return tensorflow is not None and bool(tensorflow.is_tensor(value))
