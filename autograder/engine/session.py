"""A learner's notebook while it is graded: runs its cells in a worker, calls its functions there, and starts the
worker again, cells replayed, when a cell or a call has ended it."""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from autograder.engine.inside import codec
from autograder.engine.inside.channel import Closed
from autograder.engine.nursery import Nursery, Worker
from autograder.engine.outputs import clean_outputs, error_output
from course_utils.check.clock import TooSlow
from course_utils.check.code import Lost

GRACE_SECONDS = 2.0
"""How long an interrupted cell or call has to end before its worker is killed."""
NOTEBOOK_CELLS = 20
"""All cells of a notebook, replays among them, have the time of this many that pass their limit."""
TEST_CELLS = 10
"""All calls that one test cell makes have the time of this many cells; an exercise limits each call itself."""
AHEAD_BYTES = 64 * 2**10
"""Of calls that the worker has not answered; the system keeps some 200 KiB for a worker that is not reading."""


@dataclass(eq=False)
class Question:
    """What the worker is asked, by a number; ``sent`` once it is on its way."""

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
        self._begun: deque[Question] = deque()
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

    def look(self, names: list[str]) -> dict[str, Any]:
        """What the notebook has under ``names`` for a test cell, as the codec brings it."""
        for _ in range(2):  # the worker may have ended unnoticed since it last answered
            self.recover()
            self._test_ends = time.monotonic() + TEST_CELLS * self._cell_seconds
            with contextlib.suppress(Lost):
                reply = self._exchange("look", [names])
                return {name: value for name, value in reply.items() if name in names}
        return {}

    def find(self, name: str) -> int:
        """The number under which the worker in force knows the function ``name``. Raises `Lost`."""
        value = self._exchange("look", [[name]]).get(name)
        if not isinstance(value, codec.Function):
            raise Lost(f"{name} is gone")
        return number_of(value)

    def begin(self, number: int, args: tuple[Any, ...], named: Mapping[str, Any]) -> Question:
        """Asks for a call of the worker's function ``number``, with arguments that the codec takes; `wait` brings the
        answer.

        Calls that are begun before the first is waited for are sent together, and made one after the other in this
        order. Does not start a worker again: it would take the time that the call has. `recover` does. Raises
        `codec.BadMessage` for arguments that cannot travel.
        """
        return self._begin("call", [number, args, dict(named)])

    def begin_refer(self, number: int, refused: tuple[str, ...]) -> Question:
        """Asks what the worker's function ``number`` refers to, as `begin` asks for a call."""
        return self._begin("refer", [number, list(refused)])

    def wait(self, begun: Question, seconds: float) -> dict[str, Any]:
        """The answer to what was begun. Raises `Lost`, and `TooSlow` after ``seconds``."""
        return self._answered(lambda: self._wait(begun, seconds))

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

    def _begin(self, verb: str, arguments: list[Any]) -> Question:
        begun = self._question(verb, arguments)
        self._begun.append(begun)
        return begun

    def _question(self, verb: str, arguments: list[Any]) -> Question:
        self._number += 1
        return Question(self._number, codec.encode((self._number, verb, arguments)))

    def _exchange(self, verb: str, arguments: list[Any]) -> dict[str, Any]:
        return self._answered(lambda: self._ask(verb, arguments, self._test_ends - time.monotonic()))

    def _wait(self, begun: Question, seconds: float) -> Any:
        if self._worker is None or begun not in self._begun:
            raise Closed("no worker")
        if begun is not self._begun[0]:
            raise codec.BadMessage("an earlier call was not waited for")
        left = self._test_ends - time.monotonic()
        self._worker.channel.wait_at_most(min(seconds, left))
        try:
            self._send_begun(self._worker)
            reply = self._take_reply(begun.number)
        except TimeoutError:
            if seconds > left:
                raise
            raise TooSlow from None
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
        question = self._question(verb, arguments)
        self._worker.channel.wait_at_most(seconds)
        self._worker.channel.send_messages([question.message])
        return self._take_reply(question.number)

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
            return clean_outputs(self._ask("run", [source, count], self._cell_seconds))
        except TimeoutError:
            before = [entry for entry in clean_outputs(self._interrupt()) if entry["output_type"] != "error"]
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


def number_of(value: codec.Function) -> int:
    """The number under which the worker knows a function that it lends."""
    text = value.name.removeprefix("learner:")
    return int(text) if text.isdecimal() else -1
