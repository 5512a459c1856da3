"""Answers that are Keras models: what is said of them, and what makes no difference."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from course_utils.check import keras_model
from course_utils.check.card import say
from course_utils.check.examine import Report, examine
from course_utils.check.exercise import Case, Exercise
from course_utils.check.keras_data import ModelData, put_together, take_apart
from course_utils.check.keras_facts import model_facts
from course_utils.check.keras_model import (
    DenseLayers,
    GivesLogits,
    KerasModel,
    Learns,
    LossFromLogits,
    OptimizedBy,
    ReluNetwork,
    class_labels,
    zero_one_labels,
)
from tests.check.answers import names_defined_by

SETUP = "import tensorflow as tf\nfrom tensorflow.keras import Input, Sequential\nL = tf.keras.layers\n"
LAYERS = "Input((n,)), L.Dense(5, 'relu'), L.Dense(4, 'relu'), L.Dense(C)"
LOSS = "tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)"
ADAM = "tf.keras.optimizers.Adam(0.001)"


def classifier(
    layers: str = LAYERS, loss: str = LOSS, optimizer: str = ADAM, end: str = "return model"
) -> str:
    return (
        f"def answer(n, C):\n    model = Sequential([{layers}])\n"
        f"    model.compile(loss={loss}, optimizer={optimizer})\n    {end}\n"
    )


def functional(outputs: str, more: str = "", loss: str = LOSS) -> str:
    return (
        f"def answer(n, C):\n    x = inputs = Input((n,))\n    {more or 'pass'}\n"
        f"    model = tf.keras.Model(inputs, {outputs})\n"
        f"    model.compile(loss={loss}, optimizer={ADAM})\n    return model\n"
    )


EXERCISE = Exercise(
    name="answer",
    signature="answer(n, C)",
    points=1,
    solution=names_defined_by(SETUP + classifier())["answer"],
    contract=KerasModel(
        (
            DenseLayers((5, 4)),
            LossFromLogits("SparseCategoricalCrossentropy"),
            OptimizedBy("Adam", 0.001),
            GivesLogits(),
            Learns(class_labels),
        )
    ),
    cases=(Case("three-four", lambda: (3, 4)),),
    misconceptions=(),
)

FREE = Exercise(
    name="answer",
    signature="answer(n, L)",
    points=1,
    solution=EXERCISE.solution,
    contract=KerasModel(
        (ReluNetwork(), LossFromLogits("BinaryCrossentropy"), GivesLogits(), Learns(zero_one_labels))
    ),
    cases=EXERCISE.cases,
    misconceptions=(),
)

RIGHT = {
    "sequential": classifier(),
    "functional": functional("L.Dense(C)(L.Dense(4, 'relu')(L.Dense(5, 'relu')(x)))"),
    "activations of their own": classifier(
        "Input((n,)), L.Dense(5), L.ReLU(), L.Dense(4), L.Activation('relu'), L.Dense(C), L.Identity()"
    ),
    "activations of TensorFlow": classifier(
        "Input((n,)), L.Dense(5, tf.nn.relu), L.Dense(4, lambda z: tf.nn.relu(z)), L.Dense(C, tf.identity)"
    ),
    "activation layers of code": classifier(
        "Input((n,)), L.Dense(5), L.Lambda(tf.nn.relu), L.Dense(4, L.ReLU()), L.Dense(C)"
    ),
    "operations": functional("L.Dense(C)(tf.keras.ops.relu(L.Dense(4)(tf.keras.ops.relu(L.Dense(5)(x)))))"),
    "a model in a model": classifier(
        "Input((n,)), Sequential([L.Dense(5, 'relu'), L.Dense(4, 'relu')]), L.Dense(C)"
    ),
    "a functional model around": functional(f"Sequential([{LAYERS}])(x)"),
    "built afterwards": (
        "def answer(n, C):\n    model = Sequential([L.Dense(5, 'relu'), L.Dense(4, 'relu'), L.Dense(C)])\n"
        f"    model.build((None, n))\n    model.compile({ADAM}, {LOSS}, metrics=['accuracy'])\n"
        "    return model\n"
    ),
    "built by a call": (
        "def answer(n, C):\n    model = Sequential([L.Dense(5, 'relu'), L.Dense(4, 'relu'), L.Dense(C)])\n"
        f"    model(tf.zeros((1, n)))\n    model.compile({ADAM}, {LOSS})\n    return model\n"
    ),
    "input_shape": classifier("L.Dense(5, 'relu', input_shape=(n,)), L.Dense(4, 'relu'), L.Dense(C)"),
    "adam by name": classifier(optimizer="'adam'"),
    "a list of one loss": classifier(loss=f"[{LOSS}]"),
    "a loss that is not reduced": classifier(loss=LOSS.replace("True", "True, reduction='none'")),
    "other initial weights": classifier(
        "Input((n,)), L.Dense(5, 'relu', kernel_initializer='he_normal'), L.Dense(4, 'relu'),"
        "L.Dense(C, kernel_initializer='zeros')"
    ),
    "trained already": classifier(
        end="model.fit(tf.zeros((4, n)), tf.zeros(4, 'int32'), verbose=2); return model"
    ),
}

WRONG = {
    "form.nothing": classifier(end="model"),
    "form.model.history": classifier(
        end="return model.fit(tf.zeros((4, n)), tf.zeros(4, 'int32'), verbose=0)"
    ),
    "form.model.not_a_model": classifier(end="return model.layers"),
    "form.model.own_code": (
        "class M(tf.keras.Model):\n    def call(self, x):\n        return x\n\n"
        "def answer(n, C):\n    return M()\n"
    ),
    "form.model.not_built": classifier("L.Dense(5, 'relu'), L.Dense(4, 'relu'), L.Dense(C)"),
    "form.model.inputs": classifier("Input((C,)), L.Dense(5, 'relu'), L.Dense(4, 'relu'), L.Dense(C)"),
    "form.model.other_layer": classifier(
        "Input((n,)), L.Dense(5, 'relu'), L.Dropout(0.2), L.Dense(4, 'relu'), L.Dense(C)"
    ),
    "form.model.layer_count": classifier("Input((n,)), L.Dense(5, 'relu'), L.Dense(C)"),
    "form.model.hidden_units": classifier("Input((n,)), L.Dense(5, 'relu'), L.Dense(5, 'relu'), L.Dense(C)"),
    "form.model.hidden_activation": classifier("Input((n,)), L.Dense(5), L.Dense(4, 'relu'), L.Dense(C)"),
    "form.model.output_softmax": classifier(f"{LAYERS}, L.Softmax()"),
    "form.model.output_sigmoid": classifier(LAYERS.replace("(C)", "(C, 'sigmoid')")),
    "form.model.output_activation": classifier(LAYERS.replace("(C)", "(C, 'relu')")),
    "form.model.output_units": classifier(LAYERS.replace("(C)", "(1)")),
    "form.model.setting": classifier(LAYERS.replace("(C)", "(C, use_bias=False)")),
    "form.model.outputs": functional("[a, L.Dense(C)(L.Dense(4, 'relu')(a))]", "a = L.Dense(5, 'relu')(x)"),
    "form.model.not_compiled": f"def answer(n, C):\n    return Sequential([{LAYERS}])\n",
    "form.model.no_loss": classifier(loss="None"),
    "form.model.loss": classifier(loss="tf.keras.losses.CategoricalCrossentropy(from_logits=True)"),
    "form.model.loss_class": classifier(loss="tf.keras.losses.SparseCategoricalCrossentropy"),
    "form.model.loss_not_from_logits": classifier(loss="'sparse_categorical_crossentropy'"),
    "form.model.optimizer": classifier(optimizer="'sgd'"),
    "form.model.learning_rate": classifier(optimizer="tf.keras.optimizers.Adam(0.01)"),
    "form.model.training_fails": classifier(optimizer=f"{ADAM}, loss_weights=['accuracy']"),
    "form.model.does_not_learn": classifier(
        "Input((n,)), L.Dense(5, 'relu', kernel_initializer='zeros'),"
        "L.Dense(4, 'relu', kernel_initializer='zeros'), L.Dense(C, kernel_initializer='zeros')"
    ),
}


def report_on(source: str, exercise: Exercise = EXERCISE) -> Report:
    return examine(exercise, names_defined_by(SETUP + source))


def travelled(model: object) -> object:
    """The model after a trip through JSON, as it reaches another process."""
    data = take_apart(model)
    return put_together(ModelData(json.loads(json.dumps(data.config)), data.weights))


@pytest.mark.parametrize("source", RIGHT.values(), ids=RIGHT)
def test_a_right_model_is_accepted_here_and_after_a_trip(source: str) -> None:
    assert report_on(source).passed, report_on(source).headline
    answer = names_defined_by(SETUP + source)["answer"]
    report = examine(EXERCISE, {"answer": lambda n, C: travelled(answer(n, C))})
    assert report.passed, report.headline


@pytest.mark.parametrize(("finding", "source"), WRONG.items(), ids=WRONG)
def test_a_wrong_model_is_told_what_is_wrong(finding: str, source: str) -> None:
    report = report_on(source)
    assert report.headline is not None
    assert report.headline.id == finding
    assert report.points == 0
    assert say(report.headline, report)


def test_a_trip_keeps_weights_outputs_and_facts() -> None:
    model = names_defined_by(SETUP + RIGHT["activations of TensorFlow"])["answer"](3, 4)
    arrived = travelled(model)
    X = np.random.default_rng(5).normal(size=(7, 3)).astype("float32")
    np.testing.assert_allclose(np.asarray(arrived(X)), np.asarray(model(X)), rtol=1e-6)
    assert model_facts(arrived) == model_facts(model)


def test_a_model_that_a_function_changed_has_other_facts() -> None:
    """The facts of one model are found once, as long as its configuration is the same."""
    one, other = (take_apart(names_defined_by(SETUP + classifier())["answer"](3, n)) for n in (4, 5))
    assert model_facts(one) != model_facts(other)
    one.config = other.config  # as the judge notes what a learner's function did to an argument
    assert model_facts(one) == model_facts(other)


def test_a_class_in_the_place_of_a_loss_can_be_written_down_and_stays_with_the_model() -> None:
    source = classifier(loss="tf.keras.losses.SparseCategoricalCrossentropy")
    model = names_defined_by(SETUP + source)["answer"](3, 4)
    data = take_apart(model)
    arrived = ModelData(json.loads(json.dumps(data.config)), data.weights)
    assert str(model_facts(arrived).loss) == "SparseCategoricalCrossentropy"
    assert isinstance(model.loss, type)
    assert "get_compile_config" not in vars(model)


def test_the_check_leaves_the_learners_model_alone() -> None:
    names = names_defined_by(SETUP + classifier())
    model = names["answer"](2, 3)
    before = model.get_weights()
    EXERCISE.contract.find(model, None, (2, 3))
    assert all(np.array_equal(old, new) for old, new in zip(before, model.get_weights(), strict=True))
    assert int(model.optimizer.iterations) == 0


BINARY = "tf.keras.losses.BinaryCrossentropy(from_logits=True)"


@pytest.mark.parametrize("optimizer", ["'sgd'", "'adadelta'", "'rmsprop'", "'lion'"])
def test_a_free_network_may_have_other_layers_and_any_optimizer(optimizer: str) -> None:
    layers = "Input((n,)), L.Dense(8), L.BatchNormalization(), L.ReLU(), L.Dropout(0.3), L.Dense(C)"
    report = report_on(classifier(layers, BINARY, optimizer), FREE)
    assert report.passed, report.headline


SEQUENCE = "L.Reshape((n, 1))(x)"
UNUSUAL = {
    "a recurrent layer": f"L.LSTM(4)({SEQUENCE})",
    "a recurrent layer in both directions": f"L.Bidirectional(L.GRU(4))({SEQUENCE})",
    "a convolution": f"L.Flatten()(L.Conv1D(3, 1)({SEQUENCE}))",
    "attention": f"L.Flatten()(L.MultiHeadAttention(1, 2)({SEQUENCE}, {SEQUENCE}))",
    "a sum of tensors": "L.Dense(6)(x) + 2 * L.Dense(6)(x)",
    "tensors side by side": "tf.keras.ops.concatenate([L.Dense(6)(x), x], axis=1)",
    "a part of a tensor": "L.Dense(6)(x)[:, :4]",
    "an own function": "tf.keras.ops.maximum(L.Dense(6)(x), 0.1 * L.Dense(6)(x))",
    "a normalised layer": "L.SpectralNormalization(L.Dense(6))(x)",
}


@pytest.mark.parametrize("hidden", UNUSUAL.values(), ids=UNUSUAL)
def test_a_free_network_may_have_unusual_parts_here_and_after_a_trip(hidden: str) -> None:
    source = functional("L.Dense(C)(L.Dense(8, 'relu')(a))", f"a = {hidden}", loss=BINARY)
    report = report_on(source, FREE)
    assert report.passed, report.headline
    answer = names_defined_by(SETUP + source)["answer"]
    report = examine(FREE, {"answer": lambda n, C: travelled(answer(n, C))})
    assert report.passed, report.headline


# Among them those that a layer has as well, and 1, which a configuration has in other places.
SIZES = [(3, 7), (5, 4), (4, 5), (1, 2), (6, 6), (7, 1)]
OF_ALL_SIZES = replace(
    EXERCISE,
    cases=tuple(Case(f"{n}-{C}", lambda sizes=(n, C): sizes) for n, C in SIZES),  # type: ignore[misc]
)


@pytest.mark.parametrize("kind", ["sequential", "functional"])
def test_a_design_is_tried_once_whatever_the_sizes(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def find(self: Learns, answer: keras_model.Answer) -> None:
        tried.append(answer.task)

    monkeypatch.setattr(keras_model, "_met", set())
    monkeypatch.setattr(Learns, "_find", find)
    assert report_on(RIGHT[kind], OF_ALL_SIZES).passed
    assert len(tried) == 1, tried


def test_designs_that_differ_in_a_number_are_each_tried() -> None:
    def design(layers: str, n: int = 5, C: int = 4) -> str:
        model = names_defined_by(SETUP + classifier(layers))["answer"](n, C)
        return keras_model.Answer(take_apart(model), keras_model.Task(n, C)).design

    layers = [
        LAYERS,
        LAYERS.replace("L.Dense(5", "L.Dense(6"),
        LAYERS.replace("L.Dense(4", "L.Dense(C + 1"),
        LAYERS + ", L.Dense(C)",
        LAYERS.replace("L.Dense(C)", "L.Dense(9)"),
        LAYERS.replace("L.Dense(C)", "L.Dense(C, kernel_initializer='zeros')"),
        LAYERS.replace("L.Dense(C)", "L.Dropout(0.5), L.Dense(C)"),
        LAYERS.replace("L.Dense(C)", "L.Dropout(0.4), L.Dense(C)"),
    ]
    assert len({design(entry) for entry in layers}) == len(layers)
    assert design(LAYERS) == design(LAYERS, 9, 5)


@pytest.mark.parametrize(
    "relu", ["tf.keras.ops.maximum(a, 0.0)", "tf.keras.ops.maximum(0, a)", "tf.keras.ops.relu(a)"]
)
def test_an_operation_that_does_what_relu_does_is_relu(relu: str) -> None:
    source = functional(f"L.Dense(C)({relu})", "a = L.Dense(8)(x)", loss=BINARY)
    assert report_on(source, FREE).passed, report_on(source, FREE).headline
    other = functional("L.Dense(C)(tf.keras.ops.maximum(a, 0.5))", "a = L.Dense(8)(x)", loss=BINARY)
    headline = report_on(other, FREE).headline
    assert headline is not None
    assert headline.id == "form.model.no_relu"


OWN_CODE = {
    "a layer": "class Own(L.Dense):\n    pass\n\n",
    "a layer that does not say how it was made": (
        "class Own(L.Dense):\n    def get_config(self):\n        raise NotImplementedError\n\n"
    ),
    "a function in a layer": "def Own(units):\n    return L.Lambda(lambda x: x * 7)\n\n",
}


@pytest.mark.parametrize("code", OWN_CODE.values(), ids=OWN_CODE)
def test_a_model_with_code_of_its_own_is_told_so(code: str) -> None:
    source = code + classifier("Input((n,)), Own(4), L.Dense(8, 'relu'), L.Dense(C)", BINARY)
    report = report_on(source, FREE)
    assert report.headline is not None
    assert report.headline.id == "form.model.own_code"


def test_a_model_that_stops_when_it_is_given_examples_is_told_so() -> None:
    source = functional("tf.keras.ops.reshape(L.Dense(C)(L.Dense(8, 'relu')(x)), (3, -1))", loss=BINARY)
    report = report_on(source, FREE)
    assert report.headline is not None
    assert report.headline.id == "form.model.stops"
    assert report.headline.values == {"problem": "InvalidArgumentError"}


def test_a_model_that_takes_too_long_to_try_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keras_model, "TRIAL_SECONDS", 0.2)
    layers = "Input((n,)), " + 4 * "L.Dense(3000, 'relu'), " + "L.Dense(C)"
    report = report_on(classifier(layers, BINARY), FREE)
    assert report.headline is not None
    assert report.headline.id == "form.model.too_large"


@pytest.mark.parametrize(
    ("finding", "layers"),
    [
        ("form.model.no_relu", "Input((n,)), L.Dense(8, 'sigmoid'), L.Dense(C)"),
        ("form.model.output_sigmoid", "Input((n,)), L.Dense(8, 'relu'), L.Dense(C, 'sigmoid')"),
        (
            "form.model.output_shape",
            "Input((n,)), L.Reshape((n, 1)), L.Dense(8, 'relu'), L.Dense(C)",
        ),
    ],
)
def test_a_free_network_still_needs_relu_and_one_row_of_logits(finding: str, layers: str) -> None:
    report = report_on(classifier(layers, BINARY), FREE)
    assert report.headline is not None
    assert report.headline.id == finding


def test_nothing_reaches_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    for source in (RIGHT["activations of TensorFlow"], RIGHT["trained already"], RIGHT["input_shape"]):
        report_on(source)
    assert capfd.readouterr() == ("", "")
