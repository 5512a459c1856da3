"""TensorFlow, loaded for processes that look at small models and end soon.

Importing this module loads TensorFlow; where it is loaded already, nothing changes.
"""

from __future__ import annotations

import contextlib
import functools
import sys
import typing

import course_utils.tensorflow  # noqa: F401


def _run_operations_directly() -> None:
    """Has TensorFlow run a single operation as it is. Its own way is to make a graph of it first and to optimize that,
    for half a millisecond whenever an operation meets a new shape or setting: a third of what a small model takes."""
    # No public part of TensorFlow: where another version has it elsewhere, operations run as they always did.
    with contextlib.suppress(ImportError, AttributeError):
        from tensorflow.python import pywrap_tfe

        set_way = pywrap_tfe.TFE_ContextOptionsSetRunEagerOpAsFunction
        pywrap_tfe.TFE_ContextOptionsSetRunEagerOpAsFunction = lambda options, _: set_way(options, False)


def _remember_protocols() -> None:
    """Has Python remember what a protocol asks for, as it does from 3.12 on: 3.11 finds it out anew for every
    ``isinstance``, of which TensorFlow makes hundreds for a small model."""
    if sys.version_info < (3, 12):
        typing._get_protocol_attrs = functools.cache(typing._get_protocol_attrs)  # type: ignore[attr-defined]


_run_operations_directly()
_remember_protocols()
