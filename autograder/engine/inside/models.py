"""Keras models as plain data, without importing Keras where no model is.

The judge keeps a learner's model as data. The form is that of `course_utils.check.keras_data`, which alone builds a
model again, from a closed list of parts. It is imported when first used: the zygote first puts a stand-in in the place
of the reference.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np

from . import codec

OWN_CODE = codec.Model("{}", [])
"""Stands for a model with code of the learner's own in it, such as a subclass, of which nothing travels."""


def is_model(value: Any) -> bool:
    """Whether ``value`` is a Keras model."""
    keras = sys.modules.get("keras")
    return keras is not None and isinstance(value, keras.Model)


def to_data(model: Any) -> codec.Model:
    """A Keras model as data, or `OWN_CODE`."""
    from course_utils.check.keras_data import take_apart

    try:
        return travelling(take_apart(model))
    except Exception:
        return OWN_CODE


def from_data(data: codec.Model) -> Any:
    """What ``data`` describes, as a `course_utils.check.keras_data.ModelData`.

    Raises ValueError for what is no configuration.
    """
    config = json.loads(data.config)
    if not isinstance(config, dict):
        raise ValueError("a model's configuration is no dictionary")
    from course_utils.check.keras_data import ModelData

    return ModelData(config, tuple(data.weights))


def build(data: codec.Model) -> Any:
    """The Keras model that ``data`` describes. Raises as `from_data` and `put_together` do."""
    from course_utils.check.keras_data import put_together

    return put_together(from_data(data))


def same(one: codec.Model, other: codec.Model) -> bool:
    """Whether two models are the same in configuration and weights."""
    return one.config == other.config and all(map(np.array_equal, one.weights, other.weights))


def travelling(data: Any) -> codec.Model:
    """A `course_utils.check.keras_data.ModelData` as the codec carries it."""
    return codec.Model(json.dumps(data.config), list(data.weights))
