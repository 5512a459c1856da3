"""What a Keras model is made of, told by its configuration: what a learner writes and a check compares.

Two models with the same facts differ in nothing but their weights.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from weakref import WeakKeyDictionary

from course_utils.check.keras_data import CLASS, ModelData, take_apart
from course_utils.check.keras_parts import MODELS

# Layers that do nothing but apply an activation.
_ACTIVATION_LAYERS = {"ReLU": "relu", "Softmax": "softmax", "Identity": "linear"}
_USUAL = {"use_bias": True, "trainable": True}
_UNUSUAL_IF_SET = (
    "kernel_regularizer",
    "bias_regularizer",
    "activity_regularizer",
    "kernel_constraint",
    "bias_constraint",
)


@dataclass(frozen=True)
class Layer:
    """One layer, with the activation that it has or that the layer behind it applies.

    ``settings`` are what a plain layer does not have, as a learner writes them (``use_bias=False``).
    """

    kind: str
    units: int | None = None
    activation: str = "linear"
    settings: tuple[str, ...] = ()

    def __str__(self) -> str:
        units = () if self.units is None else (str(self.units),)
        return f"{self.kind}({', '.join((*units, self.activation, *self.settings))})"


@dataclass(frozen=True)
class Loss:
    """A loss by the name of its Keras class, however it was given to ``compile``; ``is_class``: as the class."""

    name: str
    from_logits: bool = False
    is_class: bool = False

    def __str__(self) -> str:
        return self.name if self.is_class else f"{self.name}(from_logits={self.from_logits})"


@dataclass(frozen=True)
class Optimizer:
    """An optimizer and its learning rate, six digits of it, or the class of the schedule that sets it."""

    name: str
    learning_rate: float | str

    def __str__(self) -> str:
        return f"{self.name}({self.learning_rate})"


@dataclass(frozen=True)
class ModelFacts:
    """``inputs`` is the shape of one example, None while the model is not built; ``loss`` and ``optimizer``
    are None while there is none."""

    inputs: tuple[int | None, ...] | None
    layers: tuple[Layer, ...]
    loss: Loss | None
    optimizer: Optimizer | None

    def __str__(self) -> str:
        layers = ", ".join(map(str, self.layers))
        return f"[{layers}], inputs={self.inputs}, loss={self.loss}, optimizer={self.optimizer}"


def model_facts(model: Any) -> ModelFacts:
    """The facts of a model; raises `course_utils.check.keras_data.NotPlain` as `take_apart` does."""
    return facts_of(take_apart(model))


_known: WeakKeyDictionary[ModelData, tuple[dict[str, Any], ModelFacts]] = WeakKeyDictionary()


def facts_of(data: ModelData) -> ModelFacts:
    """The facts of a model that was taken apart, found once: it is compared with every misconception."""
    config, known = data.config, _known.get(data)
    if known is not None and known[0] is config:
        return known[1]
    compiled = config.get("compile_config") or {}
    facts = ModelFacts(
        _inputs(config["config"]),
        _layers(config["config"]),
        _loss(compiled.get("loss")),
        _optimizer(compiled.get("optimizer")),
    )
    _known[data] = config, facts
    return facts


def _inputs(config: dict[str, Any]) -> tuple[int | None, ...] | None:
    shapes = [
        entry["config"]["batch_shape"] for entry in config["layers"] if entry["class_name"] == "InputLayer"
    ]
    return tuple(shapes[0][1:]) if shapes else None


def _layers(config: dict[str, Any]) -> tuple[Layer, ...]:
    layers: list[Layer] = []
    for entry in config["layers"]:
        kind, settings = entry["class_name"], entry["config"]
        if kind in MODELS:
            layers.extend(_layers(settings))
            continue
        activation = _activation(kind, settings)
        if kind == "InputLayer" or activation == "linear":
            continue
        if activation is None:
            layers.append(_layer(kind, settings))
        elif layers and layers[-1].units is not None and layers[-1].activation == "linear":
            layers[-1] = replace(layers[-1], activation=activation)
        else:
            layers.append(Layer(kind, activation=activation))
    return tuple(layers)


def _activation(kind: str, settings: dict[str, Any]) -> str | None:
    """The activation that a layer of this kind applies and does nothing else; None for other layers."""
    if kind == "Activation":
        return _activation_name(settings["activation"])
    if kind == "ReLU" and any(settings[key] for key in ("max_value", "negative_slope", "threshold")):
        return None
    return _ACTIVATION_LAYERS.get(kind)


def _layer(kind: str, settings: dict[str, Any]) -> Layer:
    unusual = [f"{key}={settings[key]}" for key, usual in _USUAL.items() if settings.get(key, usual) != usual]
    unusual += [f"{key}={_name(settings[key])}" for key in _UNUSUAL_IF_SET if settings.get(key)]
    return Layer(
        kind, settings.get("units"), _activation_name(settings.get("activation", "linear")), tuple(unusual)
    )


def _activation_name(activation: Any) -> str:
    if isinstance(activation, dict):  # a layer in the place of an activation
        kind, settings = activation["class_name"], activation["config"]
        return _activation(kind, settings) or kind
    return str(activation)


def _loss(given: Any) -> Loss | None:
    if isinstance(given, dict) and "class_name" not in given:  # losses by the names of the outputs
        given = list(given.values())
    if isinstance(given, (list, tuple)):
        given = given[0] if given else None
    if not given:
        return None
    if isinstance(given, str) and given.startswith(CLASS):
        return Loss(given.removeprefix(CLASS), is_class=True)
    settings = given.get("config") if isinstance(given, dict) else None
    return Loss(_name(given), bool(isinstance(settings, dict) and settings.get("from_logits")))


def _optimizer(given: Any) -> Optimizer | None:
    if not given:
        return None
    rate = given["config"]["learning_rate"]
    return Optimizer(_name(given), _name(rate) if isinstance(rate, dict) else float(f"{rate:.6g}"))


def _name(given: Any) -> str:
    """The name of a class or function that Keras wrote down; functions get the name of their class."""
    if isinstance(given, dict):
        given = given["config"] if given["class_name"] == "function" else given["class_name"]
    words = str(given).split("_")
    return "".join(word[:1].upper() + word[1:] for word in words) if len(words) > 1 else words[0]
