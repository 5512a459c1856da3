"""What makes TensorFlow quick for small models changes no number."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.engine

COMPUTES = """
import json
import keras
import numpy as np
import tensorflow as tf

drawn = [
    keras.random.uniform((2, 3), -0.5, 0.5, dtype=dtype, seed=seed).numpy().astype("float64").tolist()
    for dtype in ("float32", "float64", "float16")
    for seed in (0, 1, 12_345, 2**31 - 2, 2**31 - 1, 2**40)
]
zeros = [
    keras.ops.zeros(shape, dtype=dtype)
    for shape in ((), (3,), [2, 2], (0, 4), (tf.constant(2), 3))
    for dtype in ("float32", "int64", "bool", None)
]
drawn.append(keras.random.uniform((2,), tf.constant(0.0), 1.0, seed=3).numpy().tolist())
drawn.append(keras.random.uniform((2,), seed=keras.random.SeedGenerator(4)).numpy().tolist())

keras.utils.set_random_seed(7)
layers = [keras.Input((4,)), keras.layers.Dense(8, "relu"), keras.layers.Dense(3)]
model = keras.Sequential(layers)
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
X = np.linspace(-1, 1, 24).reshape(6, 4)
history = model.fit(X, np.arange(6) % 3, epochs=3, batch_size=2, verbose=0)

class Scaled(keras.layers.Layer):
    def __init__(self, factor: float = 2.0, *, note: str = "") -> None:
        super().__init__()
        self.factor, self.note, self.inner, self.parts = factor, note, keras.layers.Dense(3), [keras.layers.Dense(1)]

    def call(self, x, training=False, twice=False):
        return self.inner(x) * self.factor * (2 if twice else 1)


scaled = Scaled(3.0, note="a note")
scaled(np.ones((1, 4)), twice=True)
scaled.note, scaled.note, scaled.factor = "text", scaled.inner, None
model.layers[0].trainable = False
model.trainable = True  # which it is, says Keras, and leaves its layers as they are
kept = [
    [layer.name, [list(weight.shape) for weight in layer.weights], layer.trainable]
    for layer in (*model.layers, scaled, *scaled._layers)
]
try:
    keras.Sequential([keras.Input((2,)), keras.layers.Dense(3)])(np.ones((1, 5)))
except Exception as problem:
    refusal = str(problem)
found = {
    "config": model.get_config(),
    "compiled": model.get_compile_config(),
    "scaled": scaled.get_config(),
    "kept": kept,
    "tracked": [sorted(part._trackable_children()) for part in (model, scaled)],
    "refusal": refusal,
    "zeros": [[array.dtype.name, array.numpy().tolist()] for array in zeros],
    "drawn": drawn,
    "losses": history.history["loss"],
    "logits": model.predict(X, verbose=0).tolist(),
    "product": tf.matmul(tf.ones((2, 3)), tf.random.stateless_normal((3, 2), (1, 2))).numpy().tolist(),
}
print(json.dumps(found))
"""


def _computed(first: str) -> dict[str, Any]:
    path = {"PYTHONPATH": f"{ROOT / 'autograder' / 'engine'}:{ROOT}", "TF_ENABLE_ONEDNN_OPTS": "0"}
    ran = subprocess.run(
        [sys.executable, "-c", first + COMPUTES], env=path, capture_output=True, text=True, timeout=300
    )
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


def test_every_number_is_what_it_is_without_it() -> None:
    quick = _computed("import inside.quick_tensorflow")
    plain = _computed("")
    assert quick == plain
    different = {str(numbers) for numbers in quick["drawn"]}
    assert len(different) == len(quick["drawn"]) - 6, (
        "by Keras's modulo two seeds in each dtype draw as two others"
    )
