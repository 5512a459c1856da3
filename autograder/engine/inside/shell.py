"""IPython's shell, made to collect what a cell puts out as nbformat's outputs."""

from __future__ import annotations

import contextlib
import io
import sys
from typing import Any

MOST_OUTPUT = 200_000
"""Characters of output that one cell may leave behind in a stream."""
MOST_RICH_OUTPUT = 20 * MOST_OUTPUT
MOST_OUTPUTS = 100

NO_PROGRAMS = "While a notebook is graded, it starts no programs."
COMMAND_NOT_FOUND = 127
"""The exit status that a shell gives where there is no such program."""

_shell: Any = None
_outputs: list[dict[str, Any]] = []


class Bounded(io.StringIO):
    """Keeps the first characters written to it and forgets the rest, however much comes."""

    def write(self, written: str) -> int:
        room = MOST_OUTPUT - self.tell()
        if room > 0:
            super().write(written[:room])
        return len(written)


def prepare() -> None:
    """Builds the shell, once in a process, before anything of a learner's runs."""
    global _shell
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from IPython.utils.text import LSString, SList
    from traitlets.config import Config

    class Publisher(DisplayPublisher):
        def publish(self, data: Any, metadata: Any = None, *args: Any, **named: Any) -> None:
            _outputs.append(
                {"output_type": "display_data", "data": dict(data), "metadata": dict(metadata or {})}
            )

        def clear_output(self, wait: bool = False) -> None:
            _outputs.clear()

    class Hook(DisplayHook):
        def __call__(self, result: Any = None) -> None:
            if result is None or self.quiet():
                return
            self.update_user_ns(result)
            data, metadata = self.compute_format_data(result)
            _outputs.append({"output_type": "execute_result", "data": dict(data), "metadata": dict(metadata)})

    class Shell(InteractiveShell):
        displayhook_class = Hook
        display_pub_class = Publisher

        # What a notebook asks of Jupyter or the system, and can do without, must not end its cell.
        def enable_gui(self, gui: Any = None) -> None:
            """Starts no event loop: nobody looks at a window."""

        def enable_matplotlib(self, gui: Any = None) -> tuple[Any, str]:
            return gui, "agg"

        def system(self, cmd: str) -> None:
            print(NO_PROGRAMS, file=sys.stderr)
            self.user_ns["_exit_code"] = COMMAND_NOT_FOUND

        def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
            self.system(cmd)
            return SList() if split else LSString()

        def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
            name = getattr(etype, "__name__", str(etype))
            lines = [str(line) for line in stb]
            _outputs.append(
                {"output_type": "error", "ename": name, "evalue": safe_text(evalue), "traceback": lines}
            )

    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.xmode = "Plain"
    _shell = Shell.instance(config=config)
    sys.modules["__main__"] = _shell.user_module
    run("pass", 0)  # IPython gets ready with the first cell, which takes longer than most of a learner's


def names() -> dict[str, Any]:
    """The notebook's names."""
    space: dict[str, Any] = _shell.user_ns
    return space


def run(source: str, count: int) -> dict[str, Any]:
    """Runs one cell: its ``outputs``, and whether it ``finished`` without an exception."""
    _outputs.clear()
    out, err = Bounded(), Bounded()
    _shell.execution_count = count
    finished = False
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        contextlib.suppress(KeyboardInterrupt, SystemExit),
    ):
        finished = bool(_shell.run_cell(source, store_history=False).success)
    streams = [
        {"output_type": "stream", "name": name, "text": buffer.getvalue()}
        for name, buffer in (("stdout", out), ("stderr", err))
        if buffer.getvalue()
    ]
    return {"outputs": [*streams, *_outputs], "finished": finished}


def trimmed(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of a learner's ``outputs`` the first, as many as there is room for."""
    kept, room = [], MOST_RICH_OUTPUT
    for output in outputs[:MOST_OUTPUTS]:
        size = sum(len(str(value)) for value in (output.get("data") or output).values())
        if size <= room:
            room -= size
            kept.append(output)
    return kept


def safe_text(value: Any) -> str:
    """The value's text, shortened; empty where its class cannot make one."""
    try:
        return str(value)[:2000]
    except BaseException:
        return ""
