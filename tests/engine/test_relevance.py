"""Which cells of a submission need to run: demonstrations are skipped unless something that runs needs them."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.engine.release import Release, ReleasedCell
from autograder.engine.relevance import LONGEST_SOURCE, cells_to_skip, names_in


@pytest.mark.parametrize(
    ("source", "used"),
    [
        ("y = x", {"x"}),
        ("x = 1\ny = x", set()),
        ("x = x + 1", {"x"}),
        ("x += 1", {"x"}),
        ("if flag:\n    x = 1\ny = x", {"flag", "x"}),
        ("for x in rows:\n    x", {"rows", "x"}),
        ("def f(X, W):\n    Z = X @ W\n    return Z", set()),
        ("def f(X):\n    return X @ W", {"W"}),
        ("def f():\n    def g():\n        return W\n    return g", {"W"}),
        ("def f():\n    global W\n    W = 1", set()),
        ("def f(W):\n    W -= 1\n    del W", set()),
        ("def f():\n    for i in rows:\n        W += i", {"rows"}),
        ("def f():\n    global W\n    W += 1", {"W"}),
        ("def f():\n    def g():\n        global W\n        del W", {"W"}),
        ("if flag:\n    W += 1", {"flag", "W"}),
        ("class C:\n    W += 1", {"W"}),
        ("def f(a=default): pass", {"default"}),
        ("class C(Base):\n    x = y", {"Base", "y"}),
        ("[x for x in rows if x > least]", {"rows", "least"}),
        ("f = lambda X: X + b", {"b"}),
        ("import numpy as np\nnp.exp(1)", set()),
        ("f'{x}'", {"x"}),
        ('globals()["x"]', {"globals", "x"}),
        ('import sys\nsys.modules["__main__"].x', {"sys", "modules", "__main__", "x"}),
        ("import __main__ as here\nhere.x", {"here", "__main__", "x"}),
        ('eval("x + 1")', {"eval", "x"}),
        ('layer(name="x")', {"layer"}),
        ("del x", {"x"}),
    ],
)
def test_what_a_cell_needs_from_elsewhere(source: str, used: set[str]) -> None:
    names = names_in(source)
    assert names.readable
    assert names.used == used


@pytest.mark.parametrize(
    ("source", "defined"),
    [
        ("x = y = 1", {"x", "y"}),
        ("a, (b, *c) = rows", {"a", "b", "c"}),
        ("import os.path\nfrom a import b as c", {"os", "c"}),
        ("def f(X):\n    Z = X", {"f"}),
        ("class C:\n    x = 1", {"C"}),
        ("for i in rows:\n    with open(i) as file: pass", {"i", "file"}),
        ("if flag:\n    x = 1", {"x"}),
        ("(n := 3)", {"n"}),
        ("def f():\n    global W\n    W = 1", {"f", "W"}),
    ],
)
def test_what_a_cell_defines(source: str, defined: set[str]) -> None:
    assert names_in(source).defined == defined


@pytest.mark.parametrize("source", ["%matplotlib inline", "!ls", "def f(:", "x = (" * 500, "\0"])
def test_what_is_not_plain_python_may_need_anything(source: str) -> None:
    assert not names_in(source).readable


def test_a_cell_that_is_too_long_to_be_read_may_need_anything() -> None:
    line = "x = 1\n"
    assert names_in(line * (LONGEST_SOURCE // len(line))).readable
    assert not names_in(line * (LONGEST_SOURCE // len(line) + 1)).readable


DEMOS = {
    "data": "X = load()",
    "trained": "W = train(X)",
    "picture": "plot(X)",
}


def skipped(*sources: str, changed: str = "") -> set[str]:
    """The ids of the demonstrations that are left out of a notebook in which a learner has written ``sources``."""
    released = tuple(ReleasedCell(name, "code", source, tags=("demo",)) for name, source in DEMOS.items())
    cells = [new_code_cell(cell.source, id=cell.id) for cell in released]
    for cell in cells:
        if cell.id == changed:
            cell.source += "\n"
    cells += [new_code_cell(source, id=f"own-{number}") for number, source in enumerate(sources)]
    places = cells_to_skip(new_notebook(cells=cells), Release("a", "a", released, {}))
    return {cells[place].id for place in places}


def test_demonstrations_that_nothing_needs_are_left_out() -> None:
    assert skipped("def my_dense(X, W):\n    return X @ W") == set(DEMOS)


def test_one_that_is_needed_runs_and_so_does_what_it_needs() -> None:
    assert skipped("print(W)") == {"picture"}
    assert skipped("print(X)") == {"trained", "picture"}


def test_one_that_was_changed_runs() -> None:
    assert skipped("pass", changed="picture") == {"trained"}


def test_beside_a_magic_all_run() -> None:
    assert skipped("%time 1") == set()
