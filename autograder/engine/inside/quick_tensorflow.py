"""TensorFlow, loaded for processes that look at small models and end soon.

Importing this module loads TensorFlow; where it is loaded already, nothing changes.
"""

from __future__ import annotations

import contextlib
import functools
import sys
import typing
from typing import Any

import numpy as np

from course_utils.tensorflow import tf

MOST_SEEDS = 2**31 - 2
"""Keras takes a seed modulo one less than the largest int32."""


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


def _draw_in_few_operations() -> None:
    """Has Keras draw a layer's first weights, the same as ever, without six operations before it."""
    with contextlib.suppress(ImportError, AttributeError):
        from keras.src.backend import random

        kerass_own = random.uniform

        @functools.wraps(kerass_own)
        def uniform(
            shape: Any, minval: Any = 0.0, maxval: Any = 1.0, dtype: Any = None, seed: Any = None
        ) -> Any:
            if (type(seed), type(minval), type(maxval)) != (int, float, float):
                return kerass_own(shape, minval, maxval, dtype, seed)
            prepared = np.array([seed % MOST_SEEDS, 0], dtype=np.int32)
            return tf.random.stateless_uniform(
                shape, prepared, minval, maxval, dtype or tf.keras.config.floatx()
            )

        random.uniform = uniform


_run_operations_directly()
_remember_protocols()
_draw_in_few_operations()
