"""Mistakes of form, which every exercise recognises."""

from __future__ import annotations

import string
import subprocess
import sys
from dataclasses import replace
from types import ModuleType

import numpy as np
import pytest

from autograder.hidden import hidden_cases
from course_utils.check.card import report_card
from course_utils.check.contracts import Array, Pair
from course_utils.check.examine import Report, examine
from course_utils.check.exercises import find_exercise
from course_utils.check.problem import MEANINGS
from course_utils.text import catalogue, text
from tests.check.answers import names_defined_by

MISTAKES = {
    "form.missing": "import numpy as np",
    "form.not_callable": "my_softmax = 3",
    "form.untouched": "def my_softmax(z):\n    raise NotImplementedError()",
    "form.nothing": "def my_softmax(z):\n    z + 1",
    "form.printed": "def my_softmax(z):\n    print(z)",
    "form.list": "def my_softmax(z):\n    return list(z)",
    "form.scalar": "def my_softmax(z):\n    return float(z.sum()) + 7.5",
    "form.type": "def my_softmax(z):\n    return 'abc'",
    "form.tensor": "import tensorflow as tf\ndef my_softmax(z):\n    return tf.exp(z)/tf.reduce_sum(tf.exp(z))",
    "form.dtype_integer": "def my_softmax(z):\n    return z.astype(int)",
    "form.shape": "def my_softmax(z):\n    return z[:, None] * z[None, :]",
    "form.not_finite": "def my_softmax(z):\n    return z / 0",
    "form.ignores": "import numpy as np\ndef my_softmax(z):\n    return np.array([0.2, 0.3, 0.5])",
    "form.global": "import numpy as np\nx = np.ones(3)\ndef my_softmax(z):\n    return np.exp(x) / np.exp(x).sum()",
    "form.exit": "import sys\ndef my_softmax(z):\n    sys.exit(0)",
    "form.recursion": "def my_softmax(z):\n    return my_softmax(z)",
    "form.unknown_name": "def my_softmax(z):\n    return zz",
    "form.raised_at": "def my_softmax(z):\n    return z @ z.reshape(7, 9)",
    "form.interrupted": "def my_softmax(z):\n    raise KeyboardInterrupt",
    "form.refused": "import tensorflow as tf\ndef my_softmax(z):\n    return tf.nn.softmax(z).numpy()",
    "form.not_repeatable": (
        "import numpy as np\ncalls = []\ndef my_softmax(z):\n    calls.append(1)\n"
        "    return np.exp(z) / np.exp(z).sum() + (len(calls) % 2 == 0)"
    ),
}


# A line for each that Python, NumPy or Keras answers in words that rarely help a beginner.
MISUNDERSTOOD = {
    "truth_value": "max(0, z)",
    "single_number": "math.exp(z)",
    "whole_number": "np.max(0, z)",
    "axis": "z.sum(axis=1)",
    "index": "z[99]",
    "index_type": "z[z]",
    "place": "z[np.max(z)]",
    "shapes": "z + np.ones(77)",
    "product": "z @ np.ones((77, 2))",
    "reshape": "z.reshape(7, 9)",
    "in_place_shape": "np.zeros(3).__isub__(np.ones((2, 3)))",
    "in_place": "np.array([1, 2]).__itruediv__(2)",
    "function": "z / z.sum",
    "called": "(1 + z)(2)",
    "key": "z @ {'W': z}.W",
    "words": "z @ np.array(['W', 'b', 'c', 'd'])[: len(z)]",
    "bits": "z & z",
    "sequence": "z.__setitem__(0, z)",
    "model_shape": "keras.Input(7)",
    "from_logits": "keras.layers.Dense(7, from_logits=True)",
    "arguments": "(lambda z, T: z / T)(z)",
    "optimizer": "keras.Sequential().compile(optimizer=keras.optimizers.Adam)",
    "activation": "keras.layers.Dense(7, 'ReLu')",
    "symbolic": "tf.nn.relu(keras.Input((7,)))",
}


def report_on(source: str, *, graded: bool = False) -> Report:
    hidden = hidden_cases("my_softmax") if graded else ()
    return examine(find_exercise("my_softmax"), names_defined_by(source), hidden)


def test_every_explanation_is_for_an_exception() -> None:
    assert catalogue().ids("card.meanings.") == [f"card.meanings.{known}" for known in MEANINGS]


@pytest.mark.parametrize("known", MEANINGS)
def test_what_an_exception_means_is_explained(known: str) -> None:
    setup = "import math\nimport numpy as np\nimport tensorflow as tf\nkeras = tf.keras\n"
    card = report_card(report_on(f"{setup}def my_softmax(z):\n    return {MISUNDERSTOOD[known]}"))
    assert len(card.paragraphs) == 2
    assert card.paragraphs[1] == text(f"card.meanings.{known}")


@pytest.mark.parametrize(
    ("known", "mistake", "words"),
    [
        (
            "product",
            "tf.matmul(tf.ones((2, 3)), tf.ones((4, 5)))",
            "Error: Matrix size-incompatible: In[0]: [2,3]",
        ),
        (
            "shapes",
            "tf.ones((2, 3)) + tf.ones((4,))",
            "Error: Incompatible shapes: [2,3] vs. [4] [Op:AddV2]. It",
        ),
        ("reshape", "tf.reshape(tf.ones((2, 3)), (4,))", "Error: Input to reshape is a tensor with 6 values"),
    ],
)
def test_what_tensorflow_means_is_explained_without_how_it_ran(known: str, mistake: str, words: str) -> None:
    card = report_card(report_on(f"import tensorflow as tf\ndef my_softmax(z):\n    return {mistake}"))
    assert words in card.paragraphs[0]
    assert card.paragraphs[1] == text(f"card.meanings.{known}")


@pytest.mark.parametrize("misspelled", ["'w1'", "0"])
def test_a_name_that_a_dict_does_not_hold_is_explained(misspelled: str) -> None:
    card = report_card(report_on(f"def my_softmax(z):\n    return {{'W1': z}}[{misspelled}]"))
    assert card.paragraphs[1] == text("card.meanings.key")


def test_a_tensor_for_a_single_number_is_told_how_to_give_the_number() -> None:
    source = "import tensorflow as tf\ndef cross_entropy(P, y):\n    return tf.reduce_mean(P)"
    report = examine(find_exercise("cross_entropy"), names_defined_by(source))
    assert report.headline is not None
    assert report.headline.id == "form.tensor_for_mean"
    assert "`.numpy()`" in report_card(report).as_text()


@pytest.mark.parametrize(("finding", "source"), MISTAKES.items(), ids=MISTAKES)
def test_mistake_is_recognised_and_loses_points(finding: str, source: str) -> None:
    report = report_on(source)
    assert report.headline is not None
    assert report.headline.id == finding
    assert report.points < report.exercise.points
    assert "my_softmax" in report_card(report).as_text()


def test_the_line_that_raised_is_shown() -> None:
    card = report_card(report_on("def my_softmax(z):\n    k = 5\n    return z[k * 100]")).as_text()
    assert "IndexError" in card
    assert "`return z[k * 100]`" in card


def test_a_loop_without_end_is_stopped_and_later_cases_do_not_run() -> None:
    exercise = find_exercise("my_softmax")
    fast = replace(exercise, seconds=0.2)
    source = (
        "def my_softmax(z):\n    while True:\n        try:\n            sum(range(1000))\n        except Exception:\n"
        "            pass"
    )
    report = examine(fast, names_defined_by(source))
    assert report.headline is not None
    assert report.headline.id == "form.too_slow"
    assert [o.finding.id for o in report.outcomes[1:] if o.finding] == ["form.not_run_too_slow"] * 6


@pytest.mark.parametrize(
    "use",
    [
        "import scipy.special\ndef my_softmax(z):\n    return scipy.special.softmax(z)",
        "from scipy.special import softmax as s\ndef my_softmax(z):\n    return s(z)",
        "def my_softmax(z):\n    from scipy.special import softmax\n    return softmax(z)",
        "def my_softmax(z):\n    import scipy.special as sp\n    return sp.softmax(z)",
        "import scipy.special\nmy_softmax = scipy.special.softmax",
        "import scipy.special as sp\nmy_softmax = lambda z: sp.softmax(z)",
        "import scipy.special as sp\ndef helper(z):\n    return sp.softmax(z)\n"
        "def my_softmax(z):\n    return helper(z)",
        "import functools, scipy.special as sp\nmy_softmax = functools.partial(sp.softmax, axis=-1)",
        "import scipy.special as sp\nclass S:\n    def __call__(self, z):\n        return sp.softmax(z)\n"
        "my_softmax = S()",
        "import scipy.special as sp\ndef outer(f):\n    def inner(z):\n        return f(z)\n    return inner\n"
        "my_softmax = outer(sp.softmax)",
        "import numpy as np, scipy.special as sp\ndef my_softmax(z):\n    return np.exp(z - sp.logsumexp(z))",
        "from course_utils.reference import softmax\ndef my_softmax(z):\n    return softmax(z)",
        "from course_utils import reference\ndef my_softmax(z):\n    return reference.softmax(z)",
        "import tensorflow as tf\ndef my_softmax(z):\n    return tf.math.softmax(z).numpy()",
        "import tensorflow as tf\ndef my_softmax(z):\n"
        "    return tf.keras.activations.softmax(tf.constant([z])).numpy()[0]",
    ],
)
def test_a_call_that_hands_over_the_answer_is_found_however_it_is_reached(use: str) -> None:
    report = report_on(use)
    assert report.points == 0
    assert report.headline is not None
    assert report.headline.id == "form.refused"


def test_importing_a_refused_call_without_using_it_costs_nothing() -> None:
    report = report_on(
        "import numpy as np, tensorflow as tf\nfrom scipy.special import softmax\n"
        "theirs = softmax\ndef my_softmax(z):\n    return np.exp(z) / np.exp(z).sum()"
    )
    assert report.passed


def test_a_package_that_loads_its_parts_when_asked_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    lazy = ModuleType("lazy")
    lazy.__getattr__ = asked.append  # type: ignore[method-assign]
    monkeypatch.setitem(sys.modules, "lazy", lazy)
    exercise = replace(find_exercise("my_softmax"), refused=("lazy.part.softmax",))
    right = "import numpy as np\ndef my_softmax(z):\n    return np.exp(z) / np.exp(z).sum()"
    assert examine(exercise, names_defined_by(right)).passed
    assert asked == []


def test_nothing_reaches_stderr(capfd: pytest.CaptureFixture[str]) -> None:
    report = report_on(
        "import logging, os, sys, warnings\nimport numpy as np\ndef my_softmax(z):\n"
        "    warnings.warn('w'); logging.getLogger('x').error('l'); print('e', file=sys.stderr)\n"
        "    os.write(2, b'native'); np.log(np.zeros(1))\n"
        "    return np.exp(z) / np.exp(z).sum()"
    )
    assert report.passed
    assert capfd.readouterr() == ("", "")


def test_numpy_settings_of_the_notebook_do_not_change_a_score() -> None:
    before = np.seterr(all="raise")
    try:
        report = report_on(
            "import numpy as np\ndef my_softmax(z):\n    np.log(np.zeros(1))\n    return np.exp(z)/np.exp(z).sum()"
        )
    finally:
        np.seterr(**before)
    assert report.passed


def test_hidden_cases_show_no_value() -> None:
    source = (
        "import numpy as np\ndef my_softmax(z):\n    if z.size in (3, 4, 1, 5, 10, 2) and z.flags.owndata:\n"
        "        return np.exp(z) / np.exp(z).sum()\n    raise ValueError(str(z))"
    )
    report = report_on(source, graded=True)
    card = report_card(report)
    assert not report.passed
    assert report.headline is not None
    assert report.headline.id.startswith("form.hidden.")
    assert not any(character.isdigit() for line in card.lines if line.mark == "✗" for character in line.text)
    assert card.example == ()
    assert not any(character.isdigit() for paragraph in card.paragraphs for character in paragraph)


def test_every_form_with_values_has_a_sentence_for_hidden_cases() -> None:
    sentences = catalogue()
    static = {"missing", "not_callable", "not_a_dict", "refused", "global"}  # found without running a case
    for key in sentences.ids("form."):
        kind = key.removeprefix("form.")
        if kind.startswith("hidden.") or kind in static:
            continue
        places = {place for _, place, _, _ in string.Formatter().parse(sentences._sentences[key]) if place}
        if places - {"name", "signature"}:
            assert f"form.hidden.{kind}" in sentences, key
    for key in sentences.ids("form.hidden."):
        places = {place for _, place, _, _ in string.Formatter().parse(sentences._sentences[key]) if place}
        assert places <= {"name"}, key


def test_an_argument_changed_in_place_is_named_with_its_number() -> None:
    source = (
        "import numpy as np\ndef predict_proba(X, W, b):\n    Z = np.exp(X @ W + b)\n    b += 1\n"
        "    return Z / Z.sum(axis=1, keepdims=True)"
    )
    report = examine(find_exercise("predict_proba"), names_defined_by(source))
    assert report.headline is not None
    assert report.headline.id == "form.changed_argument"
    assert report.headline.values["number"] == 3


def test_a_result_that_raises_when_looked_at_is_reported() -> None:
    source = (
        "class L(list):\n    def __len__(self):\n        raise RuntimeError\n"
        "def my_softmax(z):\n    return L([z, z])"
    )
    pair = replace(find_exercise("my_softmax"), contract=Pair(Array(), Array()), misconceptions=())
    report = examine(pair, names_defined_by(source))
    assert report.headline is not None
    assert report.headline.id == "form.unusable"


def test_an_exception_whose_text_fails_is_still_reported() -> None:
    report = report_on(
        "class E(Exception):\n    def __str__(self):\n        raise RuntimeError\ndef my_softmax(z):\n    raise E"
    )
    assert report.headline is not None
    assert "E" in report_card(report).as_text()


def test_a_result_whose_text_fails_is_still_shown() -> None:
    report = report_on(
        "class R:\n    def __repr__(self):\n        raise RuntimeError\ndef my_softmax(z):\n    return R()"
    )
    assert "R" in report_card(report).as_text()


def test_check_module_is_light() -> None:
    code = (
        "import sys, course_utils, course_utils.check, course_utils.explore, course_utils.plots\n"
        "from course_utils.check import check\ncheck('my_softmax')\n"
        "heavy = {'tensorflow', 'sklearn', 'matplotlib.pyplot', 'ipycanvas'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_a_mistake_is_named_whatever_dtype_it_is_made_in() -> None:
    source = "import numpy as np\ndef hardmax(z):\n    return (z == z.max()){}"
    for dtype in ("", ".astype(int)", ".astype(float)"):
        report = examine(find_exercise("hardmax"), names_defined_by(source.format(dtype)))
        assert report.misconception is not None
        assert report.misconception.id == "all-largest"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("model.compile('adam', 'mse')", "form.changed_model"),
        ("model.layers[-1].use_bias = False", "form.changed_model"),
        ("model.add(tf.keras.layers.Softmax()); return model.predict(X)", "softmax-put-into-the-model"),
    ],
)
def test_a_model_changed_in_another_way_is_not_taken_for_the_known_way(line: str, said: str) -> None:
    source = (
        "import tensorflow as tf\ndef probabilities(model, X):\n"
        f"    logits = model.predict(X, verbose=0)\n    {line}\n    return tf.nn.softmax(logits).numpy()"
    )
    report = examine(find_exercise("probabilities"), names_defined_by(source))
    assert report.headline is not None
    assert (report.misconception.id if report.misconception else report.headline.id) == said
