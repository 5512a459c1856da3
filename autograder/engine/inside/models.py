"""Keras models as plain data, without importing Keras where no model is; what may be built again is a closed list.

The judge keeps a learner's model as data. The form is that of `course_utils.check.keras_data`, which is imported when
first used: the zygote first puts a stand-in in the place of the reference.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np

from . import codec

MODELS = frozenset(["Sequential", "Functional"])
LAYERS = frozenset(
    {
        *("InputLayer", "Dense", "Flatten", "Reshape", "Concatenate", "Add", "Identity", "Dropout"),
        *("Activation", "ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax", "GaussianNoise"),
        *("BatchNormalization", "LayerNormalization", "Normalization", "Rescaling"),
    }
)
# Keras looks classes up by module and name. What has no module it would take for an old format, and look up anywhere.
CLASSES = {
    "keras.layers": LAYERS,
    "keras": MODELS | {"DTypePolicy"},
    "keras.models": MODELS,
    "keras.src.models.functional": MODELS,
    "keras.src.models.sequential": MODELS,
    "builtins": frozenset(["function"]),
    None: frozenset(["__keras_tensor__"]),
}
OPEN_MODULES = frozenset(
    {
        *("keras.initializers", "keras.regularizers", "keras.constraints", "keras.activations"),
        *("keras.losses", "keras.optimizers", "keras.optimizers.schedules", "keras.metrics"),
    }
)


class ForbiddenModel(ValueError):
    """A model's configuration names a class that is not on the list."""


def is_model(value: Any) -> bool:
    """Whether ``value`` is a Keras model."""
    keras = sys.modules.get("keras")
    return keras is not None and isinstance(value, keras.Model)


def to_data(model: Any) -> codec.Model | codec.Opaque:
    """A Keras model as data; one with code of the learner's own in it, such as a subclass, is opaque."""
    from course_utils.check.keras_data import take_apart

    try:
        return travelling(take_apart(model))
    except Exception:
        return codec.Opaque(type(model).__name__)


def from_data(data: codec.Model) -> Any:
    """What ``data`` describes, as a `course_utils.check.keras_data.ModelData` that may be built.

    Raises `ForbiddenModel` for any class that could run code of its own, such as Lambda.
    """
    config = json.loads(data.config)
    _require_known(config)
    if not isinstance(config, dict) or config.get("class_name") not in MODELS:
        raise ForbiddenModel("a model that is neither Sequential nor functional")
    from course_utils.check.keras_data import ModelData

    return ModelData(config, tuple(data.weights))


def build(data: codec.Model) -> Any:
    """The Keras model that ``data`` describes. Raises as `from_data`."""
    from course_utils.check.keras_data import put_together

    return put_together(from_data(data))


def same(one: codec.Model | codec.Opaque, other: codec.Model | codec.Opaque) -> bool:
    """Whether two models are the same in configuration and weights."""
    if isinstance(one, codec.Opaque) or isinstance(other, codec.Opaque):
        return False
    return one.config == other.config and all(map(np.array_equal, one.weights, other.weights))


def travelling(data: Any) -> codec.Model:
    """A `course_utils.check.keras_data.ModelData` as the codec carries it."""
    return codec.Model(json.dumps(data.config), list(data.weights))


def _require_known(part: Any) -> None:
    if isinstance(part, dict):
        if "class_name" in part and not _is_known(part.get("module"), part["class_name"]):
            raise ForbiddenModel(f"the class {part['class_name']} of {part.get('module')}")
        for value in part.values():
            _require_known(value)
    elif isinstance(part, list):
        for value in part:
            _require_known(value)


def _is_known(module: Any, name: Any) -> bool:
    if not isinstance(name, str) or not (module is None or isinstance(module, str)):
        return False
    return module in OPEN_MODULES or name in CLASSES.get(module, ())
