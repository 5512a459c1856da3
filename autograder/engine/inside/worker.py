"""Runs a learner's cells in IPython and calls their functions, as the judge asks, and answers with plain data."""

from __future__ import annotations

import contextlib
import linecache
import random
import signal
import socket
import sys
import types
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from . import codec, models, shell
from .channel import Channel, Closed


def stand_in_for_reference(names: list[str]) -> None:
    """Puts a module in the place of `course_utils.reference`, whose files the sandbox does not hold: whatever
    imports it still loads, and an answer that calls it fails."""
    import course_utils

    stand_in = types.ModuleType("course_utils.reference")
    for name in names:
        setattr(stand_in, name, _not_while_grading)
    sys.modules[stand_in.__name__] = stand_in
    course_utils.reference = stand_in  # type: ignore[attr-defined]


def _not_while_grading(*_: Any, **__: Any) -> Any:
    raise RuntimeError("course_utils.reference is not to be had while an answer is graded")


def stand_in_for_checks() -> None:
    """A learner's own cells may call the checks; while grading only the test cells check anything."""
    import course_utils.check

    for name in course_utils.check.__all__:
        setattr(course_utils.check, name, _nothing_to_say)
    # A demonstration runs only if what it defines is needed: then it is to run.
    course_utils.check.ready = _all_ready


def _nothing_to_say(name: str = "") -> float:
    """In grading, a check outside a test cell says nothing."""
    return 0.0


def _all_ready(*names: str) -> bool:
    return True


def serve(descriptor: int) -> None:
    """Answers the judge until it closes the channel."""
    channel = Channel(socket.socket(fileno=descriptor), _convert)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    # A submission that draws numbers draws the same in every lane. Python has sown its own generator anew at the fork.
    random.seed(0)
    np.random.seed(0)
    functions: list[Any] = []
    answers: dict[str, Callable[..., Any]] = {"run": _run, "look": _look, "call": _call, "refer": _refer}
    while True:
        try:
            number, verb, arguments = channel.receive()
        except Closed:
            return
        try:
            reply = answers[verb](functions, *arguments)
        except BaseException as problem:
            reply = {"problem": _describe(problem)}
        try:
            channel.send((number, reply))
        except codec.BadMessage as problem:
            channel.send((number, {"problem": {"kind": "TooLarge", "message": str(problem), "line": ""}}))


@contextlib.contextmanager
def _interruptible() -> Any:
    # An interrupt that came after the last cell or call had ended is not meant for this one.
    while signal.sigtimedwait([signal.SIGINT], 0):
        pass
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])


def _run(functions: list[Any], source: str, count: int) -> dict[str, Any]:
    """Runs one cell and returns what it put out, as nbformat's outputs."""
    with _interruptible():
        ran = shell.run(source, count)
    return {"outputs": shell.trimmed(ran["outputs"])}


def _look(functions: list[Any], names: list[str]) -> dict[str, Any]:
    """What each name stands for: nothing, a function that stays here under a number, or a value."""
    space = shell.names()
    return {name: _lend(functions, space[name]) for name in names if name in space}


def _lend(functions: list[Any], value: Any) -> Any:
    if callable(value) and not models.is_model(value):
        functions.append(value)
        return codec.Function(f"learner:{len(functions) - 1}")
    return value


def _call(functions: list[Any], number: int, args: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any]:
    """Calls a lent function: its result or problem, what it wrote, and the arguments that it changed."""
    from course_utils.check.predict import predicting_at_once

    given, before = [], []
    for arg in args:
        value, kept = _given(arg, number)
        given.append(value)
        before.append(kept)
    out, err = shell.Bounded(), shell.Bounded()
    result: Any = None
    problem: dict[str, Any] | None = None
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        warnings.catch_warnings(record=True) as caught,
        np.errstate(divide="warn", over="warn", invalid="warn", under="ignore"),
    ):
        warnings.simplefilter("always")
        try:
            with _interruptible(), predicting_at_once():
                result = functions[number](
                    *given, **{key: _given(value, number)[0] for key, value in named.items()}
                )
        except BaseException as raised:
            problem = _describe(raised)
    changed = [[index, arg] for index, arg in enumerate(given) if not _unchanged(before[index], arg)]
    for index, _ in changed:
        if isinstance(args[index], codec.Model):
            del _built[_key(args[index], number)]
    warned = [[entry.category.__name__, str(entry.message)[:300]] for entry in caught[:20]]
    said = {"printed": out.getvalue()[:2000], "warned": warned, "changed": changed, "problem": problem}
    reply = {key: value for key, value in said.items() if value}  # most calls have a result and nothing else
    return reply if problem else {**reply, "result": result}


def _refer(functions: list[Any], number: int, refused: list[str]) -> dict[str, Any]:
    """What a lent function refers to, found as `course_utils.check.code` finds it in a learner's notebook."""
    from course_utils.check.code import references

    found = references(functions[number], tuple(refused))
    return {"data": found.data[:20], "refused": found.refused[:20]}


_built: dict[Any, tuple[Any, codec.Model | codec.Opaque]] = {}
"""Models that the cases have passed to one function, with their data, for as long as no call changes them: building one
takes longer than most calls. Not shared between functions: a model keeps the graph that ``predict`` has traced."""


def _given(value: Any, number: int) -> tuple[Any, Any]:
    """An argument of a case as the learner's function gets it, and what `_unchanged` compares it with later."""
    if isinstance(value, codec.Function):
        return getattr(np, value.name.removeprefix("numpy.")), None
    if isinstance(value, codec.Model):
        key = _key(value, number)
        if key not in _built:
            model = models.build(value)
            _built[key] = model, models.to_data(model)
        return _built[key]
    return value, _copy(value)


def _key(model: codec.Model, number: int) -> Any:
    return number, model.config, tuple(weight.tobytes() for weight in model.weights)


def _convert(value: Any) -> Any:
    return models.to_data(value) if models.is_model(value) else None


def _copy(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, dict):
        return {key: _copy(part) for key, part in value.items()}
    return [_copy(part) for part in value] if isinstance(value, list) else value


def _unchanged(before: Any, after: Any) -> bool:
    if models.is_model(after):
        return models.same(before, models.to_data(after))
    if isinstance(before, np.ndarray):
        if before.dtype != after.dtype or before.shape != after.shape:
            return False
        return before.tobytes() == after.tobytes() or np.array_equal(
            before, after, equal_nan=before.dtype.kind == "f"
        )
    if isinstance(before, dict):
        return before.keys() == after.keys() and all(_unchanged(before[key], after[key]) for key in before)
    if isinstance(before, list):
        return len(before) == len(after) and all(map(_unchanged, before, after))
    return True


def _describe(problem: BaseException) -> dict[str, Any]:
    """An exception in words: its kind, its message and the learner's line where it came up."""
    line = ""
    trace = problem.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if "ipykernel" in name or name.startswith("<ipython-input"):
            line = linecache.getline(name, trace.tb_lineno).strip() or line
        trace = trace.tb_next
    described = {"kind": type(problem).__name__, "message": shell.safe_text(problem), "line": line[:200]}
    missing = getattr(problem, "name", None)
    return {**described, "name": missing} if isinstance(missing, str) else described
