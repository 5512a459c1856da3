"""While an answer is checked, models predict what Keras predicts, and leave to it what is no array of examples."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from course_utils.check.exercises.roundoff import model_with_weights
from course_utils.check.keras_data import put_together
from course_utils.check.predict import predicting_at_once

X = np.random.default_rng(0).normal(size=(70, 4))


@pytest.fixture(scope="module")
def model() -> Any:
    return put_together(model_with_weights(4, 3))


def predicted(model: Any, *arguments: Any, **named: Any) -> Any:
    with predicting_at_once():
        return model.predict(*arguments, verbose=0, **named)


@pytest.mark.parametrize(
    "arguments",
    [(X,), (X[:1],), (X[::2].astype(np.float32),), (np.asfortranarray(X), 7)],
    ids=["batches", "one", "float32", "batch-size"],
)
def test_it_predicts_what_keras_predicts(
    model: Any, arguments: tuple[Any, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    want = model.predict(*arguments, verbose=0)
    monkeypatch.setattr(model, "make_predict_function", None)  # what Keras begins with
    got = predicted(model, *arguments)
    assert type(got) is np.ndarray
    assert got.dtype == want.dtype
    np.testing.assert_allclose(got, want, rtol=1e-6, atol=1e-7)


def test_it_leaves_a_tensor_and_steps_to_keras(model: Any) -> None:
    from course_utils.tensorflow import tf

    tensor = tf.constant(X[:5])
    np.testing.assert_allclose(predicted(model, tensor), model.predict(tensor, verbose=0), rtol=1e-6)
    assert predicted(model, X, batch_size=10, steps=2).shape == (20, 3)


def test_two_outputs_are_left_to_keras() -> None:
    import keras

    inputs = keras.Input((4,))
    model = keras.Model(inputs, [keras.layers.Dense(2)(inputs), keras.layers.Dense(3)(inputs)])
    assert [part.shape for part in predicted(model, X)] == [(70, 2), (70, 3)]


@pytest.mark.parametrize("wrong", [X[:, :3], X[0], X[:0]], ids=["columns", "one-axis", "none"])
def test_it_refuses_what_keras_refuses(model: Any, wrong: np.ndarray) -> None:
    with pytest.raises(Exception) as want:  # noqa: PT011  (whatever Keras raises)
        model.predict(wrong, verbose=0)
    with pytest.raises(type(want.value)):
        predicted(model, wrong)


def test_afterwards_keras_is_as_it_was(model: Any) -> None:
    kerass_own = type(model).predict
    with pytest.raises(KeyError):
        _raise_while_predicting_at_once(model, kerass_own)
    assert type(model).predict is kerass_own


def _raise_while_predicting_at_once(model: Any, kerass_own: Any) -> None:
    with predicting_at_once():
        assert type(model).predict is not kerass_own
        raise KeyError
