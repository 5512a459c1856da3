"""TensorFlow, loaded a little faster, and without the log lines that it writes to stderr while it loads.

``from course_utils.tensorflow import tf`` is ``import tensorflow as tf``, and nothing else. The lines come from
compiled code before any log level is read, so that only closing stderr for a moment keeps them out of a notebook.
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from course_utils.quiet import no_native_stderr


@contextmanager
def _as_if_not_installed(package: str) -> Iterator[None]:
    if package in sys.modules:
        yield
        return
    sys.modules[package] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[package]


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Loading makes 300,000 objects, all of which stay; to look among them for garbage is a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


# Keras offers itself to scikit-learn's users, and to do so loads all of it where it is installed: more than a second.
with no_native_stderr(), _without_collecting(), _as_if_not_installed("sklearn"):
    import tensorflow as tf

__all__ = ["tf"]
