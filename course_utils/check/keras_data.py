"""A Keras model as plain data, the form in which it travels between processes, and back.

Keras writes an activation that is not its own, such as ``tf.nn.softmax`` or a lambda, as a reference to code,
which no other process can read. Here it is named by what it does to numbers, and an operation that is an
activation (``keras.ops.relu`` in a functional model) is written as the layer that does the same.
"""

from __future__ import annotations

import copy
import sys
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_utils.check.keras_parts import MODELS, unknown_part

ACTIVATIONS = ("linear", "relu", "sigmoid", "softmax", "tanh")
UNKNOWN_ACTIVATION = "unknown"
CLASS = "class "
"""Stands before the name of a class that was given to ``compile`` in the place of a loss."""
OPERATIONS = "keras.src.ops"
"""Where the classes of Keras's operations live, in a serialised functional model."""


class NotPlain(TypeError):
    """A model with code of the learner's own in it, which no configuration describes."""


@dataclass(eq=False)
class ModelData:
    """A model taken apart: ``config`` is Keras's serialisation of it and its compilation, fit for JSON; ``weights``
    are the arrays of ``model.get_weights()``, none for a model that is not built."""

    config: dict[str, Any]
    weights: tuple[np.ndarray, ...]


def is_model(value: Any) -> bool:
    """Whether ``value`` is a Keras model, or one taken apart. Does not load Keras: without it nothing is one."""
    keras = sys.modules.get("keras")
    return isinstance(value, ModelData) or (keras is not None and isinstance(value, keras.Model))


def take_apart(model: Any) -> ModelData:
    """The data of a Sequential or functional model, as it is if it was taken apart already.

    Raises `NotPlain` for a model of any other class, or one that Keras cannot write down.
    """
    kind = model.config.get("class_name") if isinstance(model, ModelData) else type(model).__name__
    if kind not in MODELS:
        raise NotPlain(f"{kind} is neither a Sequential nor a functional model")
    if isinstance(model, ModelData):
        return model
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Keras warns of lambdas, which are replaced below
        try:
            config: dict[str, Any] = _serialised(model)
        except Exception as problem:  # raised in a learner's own get_config, or for what has none
            raise NotPlain(str(problem)) from problem
        _name_activations(config["config"], model)
    return ModelData(config, tuple(model.get_weights()) if model.built else ())


def _serialised(model: Any) -> Any:
    """Keras's serialisation of a model. A class in the place of a loss, which Keras cannot write down, is named."""
    import keras

    loss = getattr(model, "loss", None)
    if not isinstance(loss, type):
        return keras.saving.serialize_keras_object(model)
    optimizer = keras.saving.serialize_keras_object(model.optimizer)
    model.get_compile_config = lambda: {"loss": CLASS + loss.__name__, "optimizer": optimizer}
    try:
        return keras.saving.serialize_keras_object(model)
    finally:
        del model.get_compile_config


def put_together(data: ModelData) -> Any:
    """A model like the one that was taken apart, compiled if it was, with its weights.

    Raises `NotPlain` for anything that is not on the list of `course_utils.check.keras_parts`.
    """
    if part := unknown_part(data.config):
        raise NotPlain(part)
    import keras

    import course_utils.tensorflow  # noqa: F401  (quietly, before Keras loads it)

    config = copy.deepcopy(data.config)
    try:
        if config["class_name"] == "Sequential" and not config.get("compile_config"):
            model = _sequential(config["config"])
        else:
            model = keras.saving.deserialize_keras_object(config)
    except (TypeError, ValueError, KeyError, AttributeError) as problem:
        raise NotPlain(str(problem)) from problem
    if data.weights:
        model.set_weights(data.weights)
    return model


def _sequential(config: dict[str, Any]) -> Any:
    """As `keras.Sequential.from_config`, which adds one layer after another and builds the model anew for each."""
    import keras

    layers = [keras.saving.deserialize_keras_object(layer) for layer in config["layers"]]
    model = keras.Sequential(layers, name=config["name"])
    if not model.built and config.get("build_input_shape"):
        model.build(config["build_input_shape"])
    return model


def _name_activations(config: dict[str, Any], model: Any) -> None:
    """Puts names in place of code in the configuration of ``model`` and of the models inside it."""
    parts = {part.name: part for part in getattr(model, "operations", model.layers)}
    for entry in config["layers"]:
        settings = entry["config"]
        part: Any = parts.get(settings["name"])  # a Sequential model does not list its input layer
        if entry["class_name"] in MODELS:
            _name_activations(settings, part)
        elif entry["class_name"] == "Lambda" or str(entry.get("module")).startswith(OPERATIONS):
            _replace_by_activation(entry, part)
        elif not isinstance(settings.get("activation", ""), str) and not _is_layer(settings["activation"]):
            settings["activation"] = _name_of(part.activation)


def _replace_by_activation(entry: dict[str, Any], part: Any) -> None:
    """Makes an entry that does to one tensor what an activation does into the layer of that activation."""
    uses = [_tensors(use) for use in entry.get("inbound_nodes", [])]  # a Sequential model lists none
    if not all(len(tensors) == 1 for tensors in uses):
        return
    name = _name_of(_as_used(part))
    if name == UNKNOWN_ACTIVATION:
        return
    layer = {"name": entry["config"]["name"], "activation": name}
    entry.update(module="keras.layers", class_name="Activation", registered_name=None, config=layer)
    if uses:
        entry["inbound_nodes"] = [{"args": tensors, "kwargs": {}} for tensors in uses]


def _tensors(use: Any) -> list[Any]:
    """The tensors in one use of a part, as a functional model lists it."""
    if isinstance(use, dict):
        return [use] if use.get("class_name") == "__keras_tensor__" else _tensors(list(use.values()))
    return [found for entry in use for found in _tensors(entry)] if isinstance(use, (list, tuple)) else []


def _as_used(part: Any) -> Callable[[Any], Any]:
    """An operation with what it was given beside its tensor, as in ``keras.ops.maximum(x, 0.0)``."""
    import keras

    nodes = part._inbound_nodes  # empty in a Sequential model that is not built
    if not nodes:
        return part  # type: ignore[no-any-return]
    given = nodes[0].arguments

    def operation(x: Any) -> Any:
        args, named = keras.tree.map_structure(
            lambda value: x if isinstance(value, keras.KerasTensor) else value, (given.args, given.kwargs)
        )
        return part(*args, **named)

    return operation


def _is_layer(activation: Any) -> bool:
    return isinstance(activation, dict) and str(activation.get("module", "")).startswith("keras")


def _name_of(function: Callable[[Any], Any]) -> str:
    """The name of the activation that gives the same numbers as ``function``."""
    import keras

    rows = [[-3.0, -0.5, 0.0, 0.75, 8.0], [2.0, -6.0, 0.25, -1.0, 1.0]]
    probe = keras.ops.convert_to_tensor(np.array(rows, dtype="float32"))
    try:
        got = np.asarray(function(probe))
    except Exception:
        return UNKNOWN_ACTIVATION
    for name in ACTIVATIONS:
        want = np.asarray(keras.activations.get(name)(probe))
        if got.shape == want.shape and np.allclose(got, want, rtol=1e-4, atol=1e-6):
            return name
    return UNKNOWN_ACTIVATION
