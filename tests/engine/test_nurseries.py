"""Which notebooks get a worker that has TensorFlow loaded, and what the others can do without it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from autograder.engine.inside.confine import Limits
from autograder.engine.nurseries import Nurseries
from autograder.engine.session import Session

pytestmark = pytest.mark.engine

LOADED = "import sys; print('tensorflow' in sys.modules)"
SECRETLY = """
import importlib
tf = importlib.import_module("tensor" + "flow")
model = tf.keras.Sequential([tf.keras.layers.Dense(1, kernel_initializer="ones")])
print(model(tf.ones((1, 2))).numpy().item())
"""

FAILS = """
import tensorflow as tf
try:
    tf.matmul(tf.ones((2, 3)), tf.ones((4, 5)))
except tf.errors.InvalidArgumentError as problem:
    print("__wrapped__" in str(problem), "Matrix size-incompatible" in str(problem))
"""


@pytest.fixture(scope="module")
def nurseries() -> Iterator[Nurseries]:
    with Nurseries(Limits()) as started:
        yield started


def printed(nurseries: Nurseries, mentioned: str, source: str) -> str:
    """What a cell prints in a worker for a notebook in which ``mentioned`` stands."""
    with Session(nurseries.suited_to(["x = 1", mentioned]), 30) as session:
        outputs = session.run(source, 1)
    return "".join(output.get("text", output.get("evalue", "")) for output in outputs)


def test_only_a_notebook_that_mentions_tensorflow_gets_it(nurseries: Nurseries) -> None:
    assert printed(nurseries, "import numpy", LOADED) == "False\n"
    assert printed(nurseries, "from course_utils.tensorflow import tf", LOADED) == "True\n"
    assert printed(nurseries, "import keras", LOADED) == "True\n"


def test_a_notebook_that_does_not_mention_it_can_import_it(nurseries: Nurseries) -> None:
    assert printed(nurseries, "import numpy", SECRETLY) == "2.0\n"


def test_an_operation_runs_directly(nurseries: Nurseries) -> None:
    """TensorFlow's message says when it wrapped an operation in a graph."""
    assert printed(nurseries, "import tensorflow", FAILS) == "False True\n"


def test_one_nursery_serves_all_notebooks_of_its_kind(nurseries: Nurseries) -> None:
    assert nurseries.suited_to(["a"]) is nurseries.suited_to(["b"])
    assert nurseries.suited_to(["import keras"]) is not nurseries.suited_to(["a"])


def test_a_closed_lane_starts_anew() -> None:
    nurseries = Nurseries(Limits())
    first = nurseries.suited_to([])
    nurseries.close()
    with nurseries:
        assert nurseries.suited_to([]) is not first
        assert printed(nurseries, "", "print(1)") == "1\n"
