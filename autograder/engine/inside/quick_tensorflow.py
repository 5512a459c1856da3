"""TensorFlow, loaded for processes that look at small models and end soon.

Importing this module loads TensorFlow; where it is loaded already, nothing changes.
"""

from __future__ import annotations

import contextlib

import course_utils.tensorflow  # noqa: F401


def _run_operations_directly() -> None:
    """Has TensorFlow run a single operation as it is. Its own way is to make a graph of it first and to optimize that,
    for half a millisecond whenever an operation meets a new shape or setting: a third of what a small model takes."""
    # No public part of TensorFlow: where another version has it elsewhere, operations run as they always did.
    with contextlib.suppress(ImportError, AttributeError):
        from tensorflow.python import pywrap_tfe

        set_way = pywrap_tfe.TFE_ContextOptionsSetRunEagerOpAsFunction
        pywrap_tfe.TFE_ContextOptionsSetRunEagerOpAsFunction = lambda options, _: set_way(options, False)


_run_operations_directly()
