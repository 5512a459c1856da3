"""Runs a learner's call so that nothing it writes reaches the cell: nbgrader counts stderr as a failed cell."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

# NumPy's own defaults: a learner's np.seterr elsewhere in the notebook must not change a score.
NUMPY_ERRORS = {"divide": "warn", "over": "warn", "invalid": "warn", "under": "ignore"}


@dataclass
class Said:
    """What a call wrote: its prints and its warnings, in words."""

    printed: str = ""
    warned: list[str] = field(default_factory=list)


@contextlib.contextmanager
def quiet() -> Iterator[Said]:
    """Keeps prints, warnings, log records and writes to stderr, also those of compiled code, out of the cell."""
    said = Said()
    out = io.StringIO()
    with (
        no_logs(),
        no_native_stderr(),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(record=True) as caught,
        np.errstate(**NUMPY_ERRORS),  # type: ignore[arg-type]
    ):
        warnings.simplefilter("always")
        try:
            yield said
        finally:
            said.printed = out.getvalue()
            said.warned = [f"{entry.category.__name__}: {entry.message}" for entry in caught]


@contextlib.contextmanager
def no_logs() -> Iterator[None]:
    """Drops log records. Inside another of its kind it costs nothing: every logger hears of a change."""
    level = logging.root.manager.disable
    if level >= logging.CRITICAL:
        yield
        return
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(level)


_native_stderr_is_away = False


@contextlib.contextmanager
def no_native_stderr() -> Iterator[None]:
    """Points file descriptor 2 at the null device: TensorFlow's C++ code writes there past ``sys.stderr``. Inside
    another of its kind it costs nothing."""
    global _native_stderr_is_away
    if _native_stderr_is_away:
        yield
        return
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    with contextlib.suppress(Exception):
        sys.stderr.flush()
    try:
        with open(os.devnull, "w") as null:
            os.dup2(null.fileno(), 2)
        _native_stderr_is_away = True
        yield
    finally:
        _native_stderr_is_away = False
        os.dup2(kept, 2)
        os.close(kept)
