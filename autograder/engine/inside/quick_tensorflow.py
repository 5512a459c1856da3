"""TensorFlow, loaded for processes that look at small models and end soon.

Importing this module loads TensorFlow; where it is loaded already, nothing changes.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import sys
import types
import typing
from collections.abc import Callable
from typing import Any

import numpy as np

from course_utils.tensorflow import tf

MOST_SEEDS = 2**31 - 2
"""Keras takes a seed modulo one less than the largest int32."""
PLAIN = frozenset([type(None), bool, int, float, str])
"""Types of attributes in which there is nothing to keep track of."""


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


def _remember_signatures() -> None:
    """Has Keras remember what parameters a function has, which it finds out anew for every layer and every model."""
    remembering = types.ModuleType("inspect")
    once = {name: _remembered(getattr(inspect, name)) for name in ("signature", "getfullargspec")}
    vars(remembering).update(vars(inspect) | once)
    with contextlib.suppress(ImportError):
        from keras.src.layers import layer
        from keras.src.ops import operation
        from keras.src.trainers import trainer

        for module in (layer, operation, trainer):
            module.inspect = remembering


def _remembered(find_out: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """``find_out``, once for each function, and for each function as a method."""
    of_function = functools.cache(find_out)
    of_method = functools.cache(lambda function: find_out(types.MethodType(function, object())))

    def remembered(call: Any) -> Any:
        if type(call) is types.FunctionType:
            return of_function(call)
        return of_method(call.__func__) if type(call) is types.MethodType else find_out(call)

    return remembered


def _set_plain_attributes_at_once() -> None:
    """Has Keras and TensorFlow set an attribute that is a number, a text, a truth value or None as any object does.
    They ask of each, dozens for a layer, whether it is a variable, a layer, a list of these and so on."""
    with contextlib.suppress(ImportError, AttributeError):
        from keras.src.backend.tensorflow.trackable import KerasAutoTrackable
        from keras.src.utils.tracking import Tracker

        (tensorflows,) = KerasAutoTrackable.__bases__
        kerass_own, track = KerasAutoTrackable.__setattr__, Tracker.track

        def set_attribute(self: Any, name: str, value: Any) -> None:
            if type(value) not in PLAIN:
                kerass_own(self, name, value)
            elif getattr(self, name, PLAIN) is not value:  # where it is, they do not set it again
                super(tensorflows, self).__setattr__(name, value)

        KerasAutoTrackable.__setattr__ = set_attribute
        Tracker.track = lambda self, value: value if type(value) in PLAIN else track(self, value)


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


def _make_zeros_at_once() -> None:
    """Has Keras make an array of zeros, such as a layer's first biases, in one step: TensorFlow takes several."""
    with contextlib.suppress(ImportError, AttributeError):
        from keras.src.backend.tensorflow import numpy as kerass_numpy

        kerass_own = kerass_numpy.zeros

        @functools.wraps(kerass_own)
        def zeros(shape: Any, dtype: Any = None) -> Any:
            if dtype == "float32" and type(shape) is tuple and tf.executing_eagerly():
                return tf.convert_to_tensor(np.zeros(shape, np.float32))
            return kerass_own(shape, dtype)

        kerass_numpy.zeros = zeros


_run_operations_directly()
_remember_protocols()
_remember_signatures()
_set_plain_attributes_at_once()
_draw_in_few_operations()
_make_zeros_at_once()
