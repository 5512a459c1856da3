"""Contracts for exercises whose answer is a Keras model: what it is made of, and what it does.

The two arguments of such an exercise are how many inputs the model has and how many outputs. A contract is a
list of requirements. The first read the model's configuration, to say in a sentence what is not as asked; the
last run a copy of the model on known numbers, to see that it does what it should.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from course_utils.check.clock import TooSlow, limit
from course_utils.check.finding import Finding
from course_utils.check.keras_data import ModelData, NotPlain, is_model, put_together, take_apart
from course_utils.check.keras_facts import Layer, ModelFacts, facts_of
from course_utils.check.show import kind_of

EXAMPLES = 16
TRIAL_SECONDS = 30.0
"""Bounds what is tried with one model, of which the first may load TensorFlow."""


@dataclass(frozen=True)
class Task:
    """What a model is for: ``inputs`` numbers an example in, ``outputs`` logits out."""

    inputs: int
    outputs: int

    @property
    def X(self) -> np.ndarray:
        """Known examples (EXAMPLES, inputs), the same at every call."""
        return np.random.default_rng(0).normal(size=(EXAMPLES, self.inputs)).astype(np.float32)


@dataclass(frozen=True)
class Answer:
    """A model that a learner's function made for ``task``, taken apart."""

    data: ModelData
    task: Task

    @property
    def facts(self) -> ModelFacts:
        """What the model is made of."""
        return facts_of(self.data)

    @cached_property
    def design(self) -> str:
        """The model's configuration, without the names that Keras numbers on and the sizes of the task, and which of
        its weights are zero. What Keras has worked out from other sizes is left out as well."""
        config = _without_shapes(self.data.config)
        with_units = [entry["config"] for entry in config["config"]["layers"] if "units" in entry["config"]]
        if with_units and with_units[-1]["units"] == self.task.outputs:
            with_units[-1]["units"] = "outputs"
        text = json.dumps(config, sort_keys=True)
        names = dict.fromkeys(re.findall(r'"name": ("[^"]+")', text))
        for number, name in enumerate(names):
            text = text.replace(name, f'"part_{number}"')
        return f"{text} {[bool(weight.any()) for weight in self.data.weights]}"

    def with_known_weights(self, scale: float) -> Any:
        """A copy of the model with random weights of this scale, the same at every call: what is found does not hang on
        the luck of the learner's own, with which a narrow ReLU layer can begin dead. A matrix of zeros stays.

        The next call gives the same copy, with weights of another scale.
        """
        rng = np.random.default_rng(2)
        for variable in self._copy.trainable_variables:
            if variable.ndim > 1 and not variable.numpy().any():
                continue
            variable.assign(rng.normal(scale=scale, size=variable.shape))
        return self._copy

    @cached_property
    def _copy(self) -> Any:
        return put_together(self.data)


_SHAPES = frozenset(["batch_shape", "build_config", "build_input_shape"])


def _without_shapes(part: Any) -> Any:
    """A configuration without the shapes of a model's inputs and of all that passes between its layers."""
    if isinstance(part, (list, tuple)):
        return [_without_shapes(entry) for entry in part]
    if not isinstance(part, dict):
        return part
    left_out = _SHAPES | {"shape"} if "keras_history" in part else _SHAPES
    return {key: _without_shapes(value) for key, value in part.items() if key not in left_out}


class Requirement(Protocol):
    """One thing that a model has to meet."""

    def find(self, answer: Answer) -> Finding | None:
        """The first thing that is not as required."""


@dataclass(frozen=True)
class KerasModel:
    """A Sequential or functional model, built for its inputs, that meets the requirements, in their order."""

    requirements: tuple[Requirement, ...]

    def find(self, got: Any, want: Any, given: tuple[Any, ...]) -> Finding | None:
        if not is_model(got):
            if kind_of(got) == "History":
                return Finding("form.model.history")
            return Finding("form.model.not_a_model", {"got": kind_of(got)})
        try:
            with limit(TRIAL_SECONDS):
                return self._find(Answer(take_apart(got), Task(*given)))
        except NotPlain:
            return Finding("form.model.own_code")
        except TooSlow:
            return Finding("form.model.too_large")

    def _find(self, answer: Answer) -> Finding | None:
        got, want = answer.facts.inputs, (answer.task.inputs,)
        if got is None:
            return Finding("form.model.not_built")
        if got != want:
            return Finding("form.model.inputs", {"got": got, "want": want})
        found = (requirement.find(answer) for requirement in self.requirements)
        return next((finding for finding in found if finding), None)


@dataclass(frozen=True)
class DenseLayers:
    """ReLU layers of just these widths, then the linear output layer, and nothing else."""

    hidden: tuple[int, ...]

    def find(self, answer: Answer) -> Finding | None:
        if other := next((layer for layer in answer.facts.layers if layer.kind != "Dense"), None):
            return _find_output_activation(other) or Finding("form.model.other_layer", {"got": other.kind})
        if len(answer.facts.layers) != len(self.hidden) + 1:
            count = len(self.hidden) + 1
            return Finding("form.model.layer_count", {"got": len(answer.facts.layers), "want": count})
        *hidden, output = answer.facts.layers
        for number, (layer, units) in enumerate(zip(hidden, self.hidden, strict=True), start=1):
            if layer.units != units:
                which = {"number": number, "got": layer.units, "want": units}
                return Finding("form.model.hidden_units", which)
            if layer.activation != "relu":
                return Finding("form.model.hidden_activation", {"number": number, "got": layer.activation})
        if finding := _find_output(output, answer.task):
            return finding
        for number, layer in enumerate(answer.facts.layers, start=1):
            if layer.settings:
                return Finding("form.model.setting", {"number": number, "setting": layer.settings[0]})
        return None


@dataclass(frozen=True)
class ReluNetwork:
    """At least one layer with ReLU, and a linear output layer at the end, whatever else there is.

    A last layer that has no units, as one that joins the outputs of others, is left to `GivesLogits`.
    """

    def find(self, answer: Answer) -> Finding | None:
        if not answer.facts.layers:
            return Finding("form.model.no_layers")
        output = answer.facts.layers[-1]
        known = output.units is not None
        if finding := _find_output(output, answer.task) if known else _find_output_activation(output):
            return finding
        if not any(layer.activation == "relu" for layer in answer.facts.layers[:-1]):
            return Finding("form.model.no_relu")
        return None


@dataclass(frozen=True)
class LossFromLogits:
    """Compiled with the loss of this Keras class, and the loss is told that it gets logits."""

    name: str

    def find(self, answer: Answer) -> Finding | None:
        if answer.facts.optimizer is None:
            return Finding("form.model.not_compiled")
        if answer.facts.loss is None:
            return Finding("form.model.no_loss", {"want": self.name})
        if answer.facts.loss.name != self.name:
            return Finding("form.model.loss", {"got": answer.facts.loss.name, "want": self.name})
        if answer.facts.loss.is_class:
            return Finding("form.model.loss_class", {"want": self.name})
        if not answer.facts.loss.from_logits:
            return Finding("form.model.loss_not_from_logits", {"want": self.name})
        return None


@dataclass(frozen=True)
class OptimizedBy:
    """Compiled with the optimizer of this Keras class at this learning rate."""

    name: str
    learning_rate: float

    def find(self, answer: Answer) -> Finding | None:
        if answer.facts.optimizer is None:
            return Finding("form.model.not_compiled")
        if answer.facts.optimizer.name != self.name:
            return Finding("form.model.optimizer", {"got": answer.facts.optimizer.name, "want": self.name})
        if answer.facts.optimizer.learning_rate != self.learning_rate:
            values = {"got": answer.facts.optimizer.learning_rate, "want": self.learning_rate}
            return Finding("form.model.learning_rate", values)
        return None


@dataclass(frozen=True)
class GivesLogits:
    """Gives one row of logits an example, which large weights drive out of the range of probabilities."""

    def find(self, answer: Answer) -> Finding | None:
        return _of_one_design(self, self._find, answer)

    def _find(self, answer: Answer) -> Finding | None:
        model = answer.with_known_weights(scale=3.0)
        try:
            outputs = model(answer.task.X)
        except Exception as problem:  # a layer that takes other numbers, or more memory than there is
            return Finding("form.model.stops", {"problem": kind_of(problem)})
        if isinstance(outputs, (list, tuple, dict)):
            return Finding("form.model.outputs", {"got": len(outputs)})
        got = np.asarray(outputs)
        if got.shape != (EXAMPLES, answer.task.outputs):
            values = {"got": (None, *got.shape[1:]), "want": (None, answer.task.outputs)}
            return Finding("form.model.output_shape", values)
        if got.min() >= 0 and got.max() <= 1:
            return Finding("form.model.probabilities")
        return None


@dataclass(frozen=True)
class Learns:
    """Two steps of training on known data change every matrix of weights that is to be trained, and the loss.

    Two, because nothing reaches the hidden layers in the first step where the output layer begins at zero. Only
    matrices, because a bias in front of a batch normalisation makes no difference to the loss.
    ``labels`` makes labels for `EXAMPLES` examples of a model with so many outputs.
    """

    labels: Callable[[int], np.ndarray]

    def find(self, answer: Answer) -> Finding | None:
        return _of_one_design(self, self._find, answer)

    def _find(self, answer: Answer) -> Finding | None:
        model = answer.with_known_weights(scale=1.0)
        y = self.labels(answer.task.outputs)
        matrices = [variable for variable in model.trainable_variables if variable.ndim > 1]
        before = [variable.numpy() for variable in matrices]
        try:
            losses = [_train_step(model, answer.task.X, y) for _ in range(2)]
        except Exception as problem:  # what `compile` was given shows only when it is used
            return Finding("form.model.training_fails", {"problem": kind_of(problem)})
        after = [variable.numpy() for variable in matrices]
        stuck = any(np.array_equal(old, new) for old, new in zip(before, after, strict=True))
        if not before or stuck or not np.isfinite(losses).all() or losses[0] == losses[-1]:
            return Finding("form.model.does_not_learn")
        return None


def class_labels(outputs: int) -> np.ndarray:
    """Known labels (EXAMPLES,), a class in 0..outputs-1 an example."""
    return np.random.default_rng(1).integers(outputs, size=EXAMPLES)


def zero_one_labels(outputs: int) -> np.ndarray:
    """Known labels (EXAMPLES, outputs) of 0 and 1."""
    return np.random.default_rng(1).integers(2, size=(EXAMPLES, outputs)).astype(np.float32)


_Behaviour = Callable[[Answer], Finding | None]
_met: set[tuple[Requirement, str]] = set()
_not_met: dict[tuple[Requirement, Task, str], Finding] = {}
MOST_KNOWN = 500


def _of_one_design(requirement: Requirement, find: _Behaviour, answer: Answer) -> Finding | None:
    """What ``find`` says, found out once for all models of one design: trying a model takes a tenth of a second,
    and a function that builds models builds the same one again and again. What is met at one size is met at all."""
    if (requirement, answer.design) in _met:
        return None
    key = requirement, answer.task, answer.design
    if key in _not_met:
        return _not_met[key]
    found = find(answer)
    if len(_met) + len(_not_met) >= MOST_KNOWN:
        _met.clear()
        _not_met.clear()
    if found is None:
        _met.add((requirement, answer.design))
    else:
        _not_met[key] = found
    return found


def _find_output(output: Layer, task: Task) -> Finding | None:
    if finding := _find_output_activation(output):
        return finding
    if output.units != task.outputs:
        return Finding("form.model.output_units", {"got": output.units, "want": task.outputs})
    if output.activation != "linear":
        return Finding("form.model.output_activation", {"got": output.activation})
    return None


def _find_output_activation(layer: Layer) -> Finding | None:
    if layer.activation in ("softmax", "sigmoid"):
        return Finding(f"form.model.output_{layer.activation}")
    return None


def _train_step(model: Any, X: np.ndarray, y: np.ndarray) -> float:
    """One step of training, run as it stands: compiling it, as ``fit`` does, takes ten times as long."""
    from course_utils.tensorflow import tf

    with tf.GradientTape() as tape:
        loss = model.compute_loss(x=X, y=y, y_pred=model(X, training=True), training=True)
    gradients = tape.gradient(loss, model.trainable_variables)
    model.optimizer.apply_gradients(zip(gradients, model.trainable_variables, strict=True))
    return float(np.mean(loss))  # one loss for each example, if the learner's is not reduced
