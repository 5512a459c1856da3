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

VARIABLES = """
import tensorflow as tf
from tensorflow.python.ops import gen_resource_variable_ops as operations
one, other = (tf.Variable(tf.fill((2,), value), name="w") for value in (1.0, 2.0))
one.assign_add(other)
print(one.numpy().tolist(), other.numpy().tolist(), operations.var_handle_op.__module__)
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


def test_variables_that_share_a_kernel_share_nothing_else(nurseries: Nurseries) -> None:
    assert printed(nurseries, "import tensorflow", VARIABLES) == "[3.0, 3.0] [2.0, 2.0] __main__\n"


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
