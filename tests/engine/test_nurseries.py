"""Which notebooks get a worker that has TensorFlow loaded, and what the others can do without it."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from autograder.engine.inside.confine import Limits
from autograder.engine.lane import Settings
from autograder.engine.nurseries import Nurseries, common_zygotes
from autograder.engine.session import Session
from autograder.executors.lanes import Lanes
from tests.engine.submissions import comes_true, descendants, is_in_a_sandbox, outermost

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


@dataclass(frozen=True)
class Common:
    """What lanes have in common: the origins of their zygotes, and the first process of the sandbox."""

    origins: dict[bool, socket.socket]
    sandbox: int

    def processes(self) -> set[int]:
        """What lives in the sandbox."""
        return {process for process in descendants(self.sandbox) if is_in_a_sandbox(process)}


@pytest.fixture
def common() -> Iterator[Common]:
    before = outermost(os.getpid())
    with common_zygotes(Limits(), with_tensorflow=True) as origins:
        (sandbox,) = outermost(os.getpid()) - before
        yield Common(origins, sandbox)


def test_lanes_have_a_sandbox_in_common_in_which_tensorflow_is_loaded_once(common: Common) -> None:
    before = outermost(os.getpid())
    place = "import tensorflow; print(id(tensorflow))"
    with Nurseries(Limits(), common.origins) as one, Nurseries(Limits(), common.origins) as other:
        assert printed(one, "import tensorflow", place) == printed(other, "import tensorflow", place)
        assert printed(one, "", LOADED) == printed(other, "", LOADED) == "False\n"
        assert outermost(os.getpid()) == before


def test_a_lane_that_ends_leaves_nothing_in_the_common_sandbox(common: Common) -> None:
    def settled(lanes: int) -> bool:
        """Whether there is what all have in common, and of each lane its zygote and a worker in reserve."""
        return comes_true(lambda: len(common.processes()) == 4 + 2 * lanes, 60)

    with Nurseries(Limits(), common.origins) as one:
        assert printed(one, "", "print(1)") == "1\n"
        assert settled(1)
        with Nurseries(Limits(), common.origins) as other:
            assert printed(other, "", "print(1)") == "1\n"
            assert settled(2)
        assert settled(1)
        assert printed(one, "", "print(2)") == "2\n"


def test_without_the_common_sandbox_a_lane_starts_its_own(common: Common) -> None:
    with Nurseries(Limits(), common.origins) as lane:
        assert printed(lane, "", "print(1)") == "1\n"
        os.kill(common.sandbox, signal.SIGKILL)
        lane.close()
        assert printed(lane, "", "print(2)") == "2\n"


def test_without_work_nothing_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")  # bubblewrap would be missed
    assert list(Lanes(Settings(), 2).grade(iter([]))) == []
