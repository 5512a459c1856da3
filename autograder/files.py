"""Reading what strangers handed in, and writing so that nobody sees half a file."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from pathlib import Path

from autograder.engine.submission import MOST_BYTES


def read_submitted(file: Path) -> bytes | str:
    """The file's bytes, or why there are none. Follows no link, opens nothing but a regular file, and of one that is
    too large reads just enough to show it."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        return f"{file.name} is missing."
    except OSError as problem:
        if problem.errno == errno.ELOOP:
            return f"{file.name} is a link to another file."
        return f"{file.name} cannot be opened: {problem.strerror}."
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return f"{file.name} is not a file."
        with os.fdopen(descriptor, "rb", closefd=False) as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as problem:
        return f"{file.name} cannot be read: {problem.strerror}."
    finally:
        os.close(descriptor)


def replace_file(path: Path, text: str) -> None:
    """Replaces a file whole: a reader, or the next run, never sees half of it, and a try that fails leaves nothing."""
    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, suffix=".tmp", delete=False, encoding="utf-8"
    ) as file:
        try:
            file.write(text)
            file.close()
            os.chmod(file.name, 0o644)
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise
