"""Answers as a notebook would hold them, for the tests of the checks."""

from __future__ import annotations

import itertools
import linecache
from typing import Any

_numbers = itertools.count()


def names_defined_by(source: str, **names: Any) -> dict[str, Any]:
    """The names of a notebook after ``source`` ran in it, with its lines readable as Jupyter makes them."""
    file = f"<cell {next(_numbers)}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    namespace: dict[str, Any] = {"__name__": "__main__", **names}
    exec(compile(source, file, "exec"), namespace)
    return namespace
