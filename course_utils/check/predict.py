"""Keras's ``predict`` for the few examples of a case."""

from __future__ import annotations

import contextlib
import functools
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np

from course_utils.check.keras_parts import MODELS

BATCH_SIZE = 32
"""Keras's own default."""


@contextlib.contextmanager
def predicting_at_once() -> Iterator[None]:
    """Within, a model predicts an array at once. Does not load Keras.

    Keras first builds a pipeline of `tf.data` and a graph, which takes fifty times as long as the numbers of a few
    examples. What is asked for in any other way, and what it would refuse, is left to it.
    """
    keras = sys.modules.get("keras")
    if keras is None:
        yield
        return
    kerass_own = keras.Model.predict

    @functools.wraps(kerass_own)
    def predict(
        self: Any,
        x: Any,
        batch_size: Any = None,
        verbose: Any = "auto",
        steps: Any = None,
        callbacks: Any = None,
    ) -> Any:
        size = BATCH_SIZE if batch_size is None else batch_size
        if steps is None and not callbacks and type(size) is int and size > 0 and _takes(self, x):
            batches = [self(x[start : start + size], training=False) for start in range(0, len(x), size)]
            return np.concatenate([np.asarray(batch) for batch in batches])
        return kerass_own(self, x, batch_size, verbose, steps, callbacks)

    keras.Model.predict = predict
    try:
        yield
    finally:
        keras.Model.predict = kerass_own


def _takes(model: Any, x: Any) -> bool:
    """Whether ``x`` is an array of examples for a model of Keras's own classes with one input and one output."""
    if type(model).__name__ not in MODELS or not model.built or type(x) is not np.ndarray:
        return False
    inputs, outputs = getattr(model, "inputs", None) or [], getattr(model, "outputs", None) or []
    return (
        len(inputs) == len(outputs) == 1
        and not isinstance(model.output_shape, (list, dict))
        and x.dtype.kind == "f"
        and len(x.shape) > 1
        and len(x) > 0
        and x.shape[1:] == tuple(inputs[0].shape[1:])
    )
