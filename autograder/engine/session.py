"""A learner's notebook while it is graded: runs its cells in a worker, hands out stand-ins for its names, and
starts the worker again, cells replayed, when a cell or a call has ended it."""

from __future__ import annotations

import builtins
import contextlib
import re
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from autograder.engine.inside import codec, models, shell
from autograder.engine.inside.channel import Closed
from autograder.engine.nursery import Nursery, Worker
from course_utils.check.clock import TooSlow
from course_utils.check.code import Lost, References, RunsElsewhere
from course_utils.check.keras_data import ModelData

GRACE_SECONDS = 2.0
"""How long an interrupted cell or call has to end before its worker is killed."""
NOTEBOOK_CELLS = 20
"""All cells of a notebook, replays among them, have the time of this many that pass their limit."""
AHEAD_BYTES = 64 * 2**10
"""Of calls that the worker has not answered; the system keeps some 200 KiB for a worker that is not reading."""
TEST_CELLS = 10
"""All calls that one test cell makes have the time of this many cells; an exercise limits each call itself."""


LONGEST_WORDS = 2000
"""Characters of a learner's prints, warnings and messages that a card may show."""

ADDRESS = re.compile(r"(?<= at )0x[0-9a-f]{6,16}\b")
"""Where an object lies in memory, as its repr says it; another in every lane, and of no use to anybody."""


@dataclass(eq=False)
class Begun:
    """A call that the worker was asked for, by the number of the question."""

    number: int
    message: bytes
    sent: bool = False


class Session:
    """The names and cells of one submission. Use as a context manager; ``cell_seconds`` bounds one cell."""

    def __init__(self, nursery: Nursery, cell_seconds: float):
        self._nursery = nursery
        self._cell_seconds = cell_seconds
        self._cells_left = NOTEBOOK_CELLS * cell_seconds
        self._test_ends = 0.0
        self._worker: Worker | None = None
        self._ran: list[tuple[str, int]] = []
        self._number = 0
        self._begun: deque[Begun] = deque()
        self._left_running = False
        self.generation = 0

    def __enter__(self) -> Session:
        self._worker = self._nursery.fork()
        return self

    def __exit__(self, *_: object) -> None:
        self._end_worker()

    def run(self, source: str, count: int) -> list[dict[str, Any]]:
        """Runs a cell and returns its outputs; one that passes its limit, or ends the worker, leaves an error."""
        self.recover()
        outputs = self._run(source, count)
        if self._worker is not None:
            self._ran.append((source, count))
        return outputs

    def look(self, names: Iterable[str]) -> dict[str, Any]:
        """What the notebook has under ``names`` for a test cell: values as data, functions as `LearnerFunction`."""
        found = self._look(list(names))
        return {name: self._as_name(name, value) for name, value in found.items()}

    def find(self, name: str) -> int:
        """The number under which the worker in force knows the function ``name``. Raises `Lost`."""
        value = self._exchange("look", [[name]]).get(name)
        if not isinstance(value, codec.Function):
            raise Lost(f"{name} is gone")
        return _number(value)

    def begin(self, number: int, args: tuple[Any, ...], named: Mapping[str, Any]) -> Begun:
        """Asks for a call of the worker's function ``number``, which `wait` brings the answer to.

        Calls that are begun before the first is waited for are sent together, and made one after the other in this
        order. Does not start a worker again: it would take the time that the call has. `recover` does. Raises
        `codec.BadMessage` for arguments that cannot travel.
        """
        self._number += 1
        lent = [number, tuple(map(_lend, args)), {key: _lend(value) for key, value in named.items()}]
        begun = Begun(self._number, codec.encode((self._number, "call", lent)))
        self._begun.append(begun)
        return begun

    def wait(self, begun: Begun) -> dict[str, Any]:
        """The answer to a call. Raises `Lost`, and lets `TooSlow` through."""
        return self._answered(lambda: self._wait(begun))

    def refer(self, number: int, refused: tuple[str, ...]) -> dict[str, Any]:
        """What the worker's function ``number`` refers to. Raises `Lost`."""
        return self._exchange("refer", [number, list(refused)])

    def recover(self) -> None:
        """Sees to it that a worker is there and listens, and knows what the cells so far have defined."""
        asked = sum(begun.sent for begun in self._begun)
        if asked > self._left_running:
            self._end_worker()  # it would go on with calls that nobody waits for
        elif self._left_running and self._worker is not None:
            self._interrupt()
        self._begun.clear()
        self._left_running = False
        if self._worker is None:
            self._replay()

    def _look(self, names: list[str]) -> dict[str, Any]:
        for _ in range(2):  # the worker may have ended unnoticed since it last answered
            self.recover()
            self._test_ends = time.monotonic() + TEST_CELLS * self._cell_seconds
            with contextlib.suppress(Lost):
                reply = self._exchange("look", [names])
                return {name: value for name, value in reply.items() if name in names}
        return {}

    def _as_name(self, name: str, value: Any) -> Any:
        if isinstance(value, codec.Function):
            return LearnerFunction(self, name, _number(value))
        try:
            return _as_received(value)
        except Exception as problem:  # a model that is none
            return problem

    def _exchange(self, verb: str, arguments: list[Any]) -> dict[str, Any]:
        return self._answered(lambda: self._ask(verb, arguments, self._test_ends - time.monotonic()))

    def _wait(self, begun: Begun) -> Any:
        if self._worker is None or begun not in self._begun:
            raise Closed("no worker")
        if begun is not self._begun[0]:
            raise codec.BadMessage("an earlier call was not waited for")
        self._worker.channel.wait_at_most(self._test_ends - time.monotonic())
        self._send_begun(self._worker)
        reply = self._take_reply(begun.number)
        self._begun.popleft()
        return reply

    def _send_begun(self, worker: Worker) -> None:
        """Sends of the calls that are begun as many as the worker's way in has room for; the first of all, whatever its
        size. Of more, both sides could be sending, and neither reading."""
        room = AHEAD_BYTES
        sending = []
        for place, begun in enumerate(self._begun):
            room -= len(begun.message)
            if place and room < 0:
                break
            if not begun.sent:
                sending.append(begun.message)
                begun.sent = True
        if sending:
            worker.channel.send_messages(sending)

    def _answered(self, ask: Callable[[], Any]) -> dict[str, Any]:
        """What ``ask`` gives, where no more than the worker can go wrong. Raises `Lost`, and lets `TooSlow` through."""
        if self._left_running:
            raise Lost("the worker is still busy with an earlier call")
        try:
            reply = ask()
        except TooSlow:
            self._left_running = True
            raise
        except (Closed, codec.BadMessage, TimeoutError) as problem:
            self._end_worker()
            raise Lost(str(problem)) from None
        if not isinstance(reply, dict):
            self._end_worker()
            raise Lost("the answer is no answer")
        return reply

    def _ask(self, verb: str, arguments: list[Any], seconds: float) -> Any:
        if self._worker is None:
            raise Closed("no worker")
        self._number += 1
        self._worker.channel.wait_at_most(seconds)
        self._worker.channel.send((self._number, verb, arguments))
        return self._take_reply(self._number)

    def _take_reply(self, number: int) -> Any:
        assert self._worker is not None
        reply = self._worker.channel.receive()
        if not (isinstance(reply, tuple) and len(reply) == 2 and reply[0] == number):
            raise codec.BadMessage("an answer to a question that was not asked")
        return reply[1]

    def _run(self, source: str, count: int) -> list[dict[str, Any]]:
        """Runs a cell in the worker in force, which is gone afterwards if the cell has ended it or does not stop."""
        if self._cells_left <= 0:
            return [error_output("CellTimeoutError", "The notebook's cells took too long together.")]
        started = time.monotonic()
        try:
            return _outputs(self._ask("run", [source, count], self._cell_seconds))
        except TimeoutError:
            before = [entry for entry in _outputs(self._interrupt()) if entry["output_type"] != "error"]
            return [*before, error_output("CellTimeoutError", "The cell did not finish in time.")]
        except (Closed, codec.BadMessage):
            self._end_worker()
            return [error_output("DeadKernelError", "The cell ended the process that ran it.")]
        finally:
            self._cells_left -= time.monotonic() - started

    def _interrupt(self) -> Any:
        """What the worker says once interrupted, or None, and then it is gone."""
        assert self._worker is not None
        try:
            self._nursery.interrupt(self._worker)
            self._worker.channel.wait_at_most(GRACE_SECONDS)
            return self._take_reply(self._number)
        except (Closed, codec.BadMessage, TimeoutError):
            self._end_worker()
            return None

    def _replay(self) -> None:
        """Forks a worker and runs again what ran. A cell that ends this worker is left out for good, and the others
        begin anew in another."""
        self.generation += 1
        self._worker = self._nursery.fork()
        place = 0
        while place < len(self._ran):
            self._run(*self._ran[place])
            place += 1
            if self._worker is None:
                del self._ran[place - 1]
                self._worker, place = self._nursery.fork(), 0

    def _end_worker(self) -> None:
        if self._worker is not None:
            self._nursery.kill(self._worker)
            self._worker = None
        self._begun.clear()


class LearnerFunction(RunsElsewhere):
    """Stands in the judge for a function that lives in the worker: takes and gives plain data, and passes on
    prints, warnings, exceptions and changed arguments as if it had run here."""

    def __init__(self, session: Session, name: str, number: int):
        self.__name__ = name
        self._session = session
        self._number = number
        self._generation = session.generation

    def begin(self, args: tuple[Any, ...], named: Mapping[str, Any]) -> Callable[[], Any]:
        """Has the worker make a call, after those begun before, and returns what waits for its end: a function with
        the result, the prints, warnings and exceptions of the learner's, which changes ``args`` as that one does."""
        try:
            begun = self._session.begin(self._current(), args, named)
        except (Lost, codec.BadMessage) as problem:
            return partial(_raise, problem)
        return partial(self._wait, begun, args)

    def __call__(self, *args: Any, **named: Any) -> Any:
        return self.begin(args, named)()

    def _wait(self, begun: Begun, args: tuple[Any, ...]) -> Any:
        reply = self._session.wait(begun)
        _pass_on(reply, args)
        if "problem" in reply:
            raise _exception(reply["problem"])
        return _as_received(reply.get("result"))

    def references(self, refused: tuple[str, ...]) -> References:
        """What the learner's function refers to, as `course_utils.check.code.references` finds it."""
        self._session.recover()
        try:
            reply = self._session.refer(self._current(), refused)
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


def _pass_on(reply: dict[str, Any], args: tuple[Any, ...]) -> None:
    if isinstance(printed := reply.get("printed"), str) and printed:
        print(_same_everywhere(printed)[:LONGEST_WORDS], end="")
    for entry in reply.get("warned") or []:
        if isinstance(entry, list) and len(entry) == 2:
            kind = getattr(builtins, str(entry[0]), UserWarning)
            known = isinstance(kind, type) and issubclass(kind, Warning)
            warnings.warn(
                _same_everywhere(entry[1])[:LONGEST_WORDS], kind if known else UserWarning, stacklevel=2
            )
    for entry in reply.get("changed") or []:
        if (
            isinstance(entry, list)
            and len(entry) == 2
            and type(entry[0]) is int
            and 0 <= entry[0] < len(args)
        ):
            _change(args[entry[0]], entry[1])


def _change(argument: Any, value: Any) -> None:
    """Does to the judge's copy of an argument what the learner's function did to its own."""
    if isinstance(argument, np.ndarray):
        if isinstance(value, np.ndarray) and value.shape == argument.shape and argument.flags.writeable:
            with contextlib.suppress(TypeError, ValueError):
                np.copyto(argument, value, casting="unsafe")
    elif isinstance(argument, dict) and isinstance(value, dict):
        argument.clear()
        argument.update(value)
    elif isinstance(argument, list) and isinstance(value, list):
        argument[:] = value
    elif isinstance(argument, ModelData):
        try:
            made = models.from_data(value)
        except (ValueError, AttributeError, RecursionError):  # made into something that is no plain model
            made = ModelData({}, ())
        argument.config, argument.weights = made.config, made.weights


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
    words = {key: _same_everywhere(value)[:LONGEST_WORDS] for key, value in described.items()}
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


def _number(value: codec.Function) -> int:
    text = value.name.removeprefix("learner:")
    return int(text) if text.isdecimal() else -1


def _outputs(reply: Any) -> list[dict[str, Any]]:
    """The outputs in a worker's answer, in nbformat's shape whatever the worker says."""
    listed = reply.get("outputs") if isinstance(reply, dict) else None
    cleaned = map(_clean, listed if isinstance(listed, list) else [])
    return shell.trimmed([output for output in cleaned if output is not None])


def _clean(raw: Any) -> dict[str, Any] | None:
    if not isinstance(raw, dict):
        return None
    kind = raw.get("output_type")
    if kind == "stream" and raw.get("name") in ("stdout", "stderr"):
        return {"output_type": kind, "name": raw["name"], "text": _same_everywhere(raw.get("text", ""))}
    if kind == "error":
        trace = raw.get("traceback")
        lines = [_same_everywhere(line) for line in trace] if isinstance(trace, list) else []
        return error_output(str(raw.get("ename", "")), _same_everywhere(raw.get("evalue", "")), lines)
    if kind in ("display_data", "execute_result") and isinstance(raw.get("data"), dict):
        data = {
            str(mime): _same_everywhere(value)
            for mime, value in raw["data"].items()
            if isinstance(value, str)
        }
        shown = {"output_type": kind, "data": data, "metadata": {}}
        return {**shown, "execution_count": None} if kind == "execute_result" else shown
    return None


def _same_everywhere(value: Any) -> str:
    """A learner's text without the addresses of objects."""
    return ADDRESS.sub("0x...", str(value))


def error_output(name: str, value: str, trace: list[str] | None = None) -> dict[str, Any]:
    """An error as a cell's output."""
    return {
        "output_type": "error",
        "ename": name,
        "evalue": value,
        "traceback": trace or [f"{name}: {value}"],
    }
