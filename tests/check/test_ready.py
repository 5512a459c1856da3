"""A cell that builds on an exercise waits for it, and says so in a sentence."""

import pytest

from course_utils.check.exercises import UnknownExercise
from tests.check.answers import names_defined_by

RIGHT = "import numpy as np\ndef my_softmax(z):\n    return np.exp(z) / np.exp(z).sum()\n"
WRONG = "import numpy as np\ndef my_softmax(z):\n    return np.exp(z)\n"
UNTOUCHED = "def my_softmax(z):\n    raise NotImplementedError()\n"
CELL = "from course_utils.check import ready\nran = False\nif ready('my_softmax'):\n    ran = True\n"


def test_goes_on_when_the_exercise_is_solved(capsys: pytest.CaptureFixture[str]) -> None:
    assert names_defined_by(RIGHT + CELL)["ran"]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("before", [WRONG, UNTOUCHED, ""], ids=["wrong", "untouched", "missing"])
def test_waits_and_names_what_is_missing(before: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert not names_defined_by(before + CELL)["ran"]
    shown = capsys.readouterr()
    assert "`my_softmax`, which is not finished yet" in shown.out
    assert shown.err == ""


def test_waits_for_the_first_of_several_that_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    cell = CELL.replace("'my_softmax'", "'my_softmax', 'hardmax', 'predict_proba'")
    assert not names_defined_by(RIGHT + cell)["ran"]
    out = capsys.readouterr().out
    assert "`hardmax`" in out
    assert "`predict_proba`" not in out


def test_refuses_a_name_that_is_no_exercise() -> None:
    with pytest.raises(UnknownExercise):
        names_defined_by(CELL.replace("my_softmax", "my_sotfmax"))
