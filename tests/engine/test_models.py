"""Keras models travel as data: nothing that an answer needs is lost, and nothing that could run code is built."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.accepted import accepted_answers
from autograder.engine.inside import codec, models
from course_utils.check.exercises import chapter_exercises
from course_utils.check.keras_data import NotPlain, take_apart
from course_utils.check.keras_facts import model_facts
from tests.check.answers import names_defined_by

EXERCISES = ("preferred_model", "multilabel_model")


def travel(model: Any) -> Any:
    """The model that arrives on the other side of the codec."""
    return models.build(codec.decode(codec.encode(models.to_data(model))))


@pytest.mark.parametrize("name", EXERCISES)
def test_every_accepted_model_arrives_as_it_left(name: str) -> None:
    for answer in accepted_answers(name):
        sent = names_defined_by(answer.source)[name](4, 3)
        arrived = travel(sent)
        assert model_facts(arrived) == model_facts(sent), answer.source
        x = np.random.default_rng(1).normal(size=(5, 4)).astype("float32")
        np.testing.assert_allclose(np.asarray(arrived(x)), np.asarray(sent(x)), rtol=1e-4, atol=1e-6)


def plain_model() -> dict[str, Any]:
    """The configuration of a model with one dense layer."""
    from course_utils.tensorflow import tf

    model = tf.keras.Sequential([tf.keras.Input((2,)), tf.keras.layers.Dense(2)])
    model.compile("adam", "mse")
    config: dict[str, Any] = json.loads(models.to_data(model).config)
    return config


def layer(module: str | None, name: str, config: dict[str, Any]) -> dict[str, Any]:
    """A layer's entry in a configuration; without ``module`` in Keras's old format."""
    entry = {"class_name": name, "config": config, "registered_name": None}
    return entry if module is None else {**entry, "module": module}


LAMBDA = {"class_name": "__lambda__", "config": {"value": "4wEAAAA=", "defaults": None, "closure": None}}
FORGED = {
    "a Lambda layer": layer("keras.layers", "Lambda", {"name": "x", "function": LAMBDA}),
    "a Lambda layer in the old format": layer(None, "Lambda", {"name": "x", "function": LAMBDA}),
    "a lambda as activation": layer("keras.layers", "Dense", {"units": 2, "activation": LAMBDA}),
    "a PyTorch module, which is unpickled": layer(
        "keras.layers", "TorchModuleWrapper", {"module": "gASVAA=="}
    ),
    "a vocabulary read from a file": layer("keras.layers", "StringLookup", {"vocabulary": "/etc/hostname"}),
    "a saved model from a path": layer("keras.layers", "TFSMLayer", {"filepath": "/tmp/model"}),
    "a function of the system": layer("builtins", "function", {"config": "x"})
    | {"module": "os", "class_name": "function", "config": "system"},
    "Keras's switch for unsafe models": layer("keras.config", "enable_unsafe_deserialization", {}),
    "a download": layer("keras.utils", "get_file", {"origin": "file:///etc/hostname"}),
    "a class that lies about its module": layer("keras.src.models.functional", "serialization_lib", {}),
    "a class of any package": layer("subprocess", "Popen", {"args": ["touch", "/tmp/x"]}),
    "a module that is no text": layer("keras.layers", "Dense", {}) | {"module": ["keras.layers"]},
}


@pytest.mark.parametrize("attack", FORGED)
def test_forged_layers_are_refused(attack: str) -> None:
    config = plain_model()
    config["config"]["layers"].append(FORGED[attack])
    with pytest.raises(NotPlain):
        models.build(codec.Model(json.dumps(config), []))


@pytest.mark.parametrize("place", ["optimizer", "loss"])
def test_forged_compile_settings_are_refused(place: str) -> None:
    config = plain_model()
    config["compile_config"][place] = {"module": "os", "class_name": "function", "config": "system"}
    with pytest.raises(NotPlain):
        models.build(codec.Model(json.dumps(config), []))


@pytest.mark.parametrize(
    "config", ["", "null", "[]", "5", "{}", '{"class_name": "Lambda"}', '{"class_name": ["x"]}', "[" * 5000]
)
def test_what_is_no_model_is_refused(config: str) -> None:
    with pytest.raises((ValueError, RecursionError, NotPlain)):
        take_apart(models.from_data(codec.Model(config, [])))


def test_weights_of_other_shapes_are_refused() -> None:
    config = json.dumps(plain_model())
    with pytest.raises(ValueError, match="weight"):
        models.build(codec.Model(config, [np.zeros((7, 7)), np.zeros(7)]))


def test_a_lambda_layer_that_does_more_than_an_activation_stays_where_it_is(tmp_path: Path) -> None:
    from course_utils.tensorflow import tf

    marker = tmp_path / "was-here"

    def spy(x: Any) -> Any:
        marker.touch()
        return x * 7

    sent = models.to_data(tf.keras.Sequential([tf.keras.Input((2,)), tf.keras.layers.Lambda(spy)]))
    assert marker.exists(), "it runs where the learner's code does"
    marker.unlink()
    with pytest.raises(NotPlain, match="Lambda"):
        models.build(sent)
    assert not marker.exists()


def test_a_model_of_a_class_of_its_own_is_still_known_as_a_model() -> None:
    from course_utils.tensorflow import tf

    class Own(tf.keras.Model):
        pass

    arrived = models.from_data(codec.decode(codec.encode(models.to_data(Own()))))
    (exercise,) = (e for e in chapter_exercises("05-multi-label") if e.name == "multilabel_model")
    finding = exercise.contract.find(arrived, None, (4, 3))
    assert finding is not None
    assert finding.id == "form.model.own_code"
