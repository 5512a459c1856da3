"""Which code counts as nearly the same: a copy does, what honest learners have in common does not."""

from __future__ import annotations

import tracemalloc

import pytest

from autograder.demo.learners import make_class
from autograder.report.similarity import MOST_BY_CHANCE, near_identical, tokens
from autograder.results import Answer, Student, Work, WorkState
from course_utils.check.exercises import chapter_exercises

STUB = 'def {name}(z):\n    """What it does."""\n    # YOUR CODE HERE\n    raise NotImplementedError()'
ONE_LINER = "def {name}(z):\n    return np.exp(z) / np.sum(np.exp(z))"
LONG = """
def {name}(z):
    # my own way
    largest = z[0]
    for value in z:
        if value > largest:
            largest = value
    powers = [2.718281828 ** (value - largest) for value in z]
    total = 0
    for power in powers:
        total += power
    return np.array([power / total for power in powers])
"""
LONG_RENAMED = """
import numpy as np

def {name}(z):
    m=z[0]
    for v in z:

        if v>m:
            m = v   # the largest one
    es = [2.718281828**(v-m) for v in z]
    s = 0
    for e in es: s += e
    return np.array([e/s for e in es])
"""


def work(student: str, **sources: str) -> Work:
    answers = tuple(
        Answer(name, 3.0, source=source.format(name=name), released=STUB.format(name=name))
        for name, source in sources.items()
    )
    return Work(Student(student, student), "02-softmax", WorkState.GRADED, answers=answers)


def everybody(count: int, first: str, second: str) -> list[Work]:
    return [work(f"honest-{number}", first=first, second=second) for number in range(count)]


def test_a_copy_is_listed_whatever_its_names_comments_and_layout() -> None:
    works = [
        *everybody(20, ONE_LINER, ONE_LINER),
        work("writer", first=LONG, second=ONE_LINER),
        work("copier", first=LONG_RENAMED, second=ONE_LINER),
    ]
    (pair,) = near_identical(works)
    assert {pair.one.id, pair.other.id} == {"writer", "copier"}
    assert pair.exercises == ("first",)
    assert pair.share == 1
    assert pair.similarity > 0.95


def test_what_everybody_writes_is_not_listed() -> None:
    assert near_identical(everybody(40, ONE_LINER, ONE_LINER)) == []
    assert near_identical(everybody(40, LONG, LONG)) == []


def test_two_who_share_a_short_answer_that_nobody_else_has_are_not_listed() -> None:
    short = "def {name}(z):\n    return np.power(np.e, z) / np.add.reduce(np.power(np.e, z))"
    works = [
        *everybody(20, ONE_LINER, ONE_LINER),
        *(work(name, first=short, second=ONE_LINER) for name in "ab"),
    ]
    assert near_identical(works) == []


def test_two_who_wrote_nothing_are_not_listed() -> None:
    works = [work(name, first=STUB, second=STUB) for name in "ab"]
    assert near_identical([*works, *everybody(5, ONE_LINER, LONG)]) == []
    assert near_identical(works[:1]) == []
    assert near_identical([]) == []


def test_of_a_class_of_300_that_draws_on_the_same_answers_one_pair_at_most_is_listed() -> None:
    exercises = chapter_exercises("02-softmax")
    learners = make_class("02-softmax", 300)[:300]
    works = [
        work(
            learner.name,
            **{e.name: learner.answers[e.name].replace("{", "{{").replace("}", "}}") for e in exercises},
        )
        for learner in learners
    ]
    by_chance = {frozenset((pair.one.id, pair.other.id)) for pair in near_identical(works)}
    assert len(by_chance) <= MOST_BY_CHANCE
    copier = work("copier", **{exercise.name: LONG_RENAMED for exercise in exercises})
    writer = work("writer", **{exercise.name: LONG for exercise in exercises})
    first, *others = [{pair.one.id, pair.other.id} for pair in near_identical([*works, copier, writer])]
    assert first == {"copier", "writer"}
    assert all(pair in by_chance for pair in others)


@pytest.mark.parametrize(
    "source", ["def f(z:\n  return (", "'''", "\x00", "é ∑ ?? $$ ", "x = 1\n   y = 2\n z = 3"]
)
def test_code_that_is_no_python_is_read_as_far_as_it_goes(source: str) -> None:
    assert tokens(source, "") == tokens(source, STUB)


def test_only_what_the_learner_wrote_counts() -> None:
    assert tokens(STUB, STUB) == []
    assert tokens("def f(z):\n    return z.mean(axis=0)", "def f(z):\n    pass") == [
        "return", "name", ".", "mean", "(", "name", "=", "0", ")",
    ]  # fmt: skip


def test_what_twenty_of_a_thousand_found_by_themselves_is_not_listed() -> None:
    """The larger the class, the more pairs share by chance what a small share of it has written."""
    shared = [work(f"same-{number}", first=LONG, second=ONE_LINER) for number in range(20)]
    assert near_identical([*everybody(980, ONE_LINER, ONE_LINER), *shared]) == []
    assert len(near_identical([*everybody(980, ONE_LINER, ONE_LINER), *shared[:3]])) == 3


def test_the_memory_for_a_class_is_less_than_a_byte_for_each_pair() -> None:
    works = [
        *everybody(1000, ONE_LINER, LONG),
        work("writer", first=LONG, second=LONG),
        work("copier", first=LONG_RENAMED, second=LONG),
    ]
    near_identical(works[:2])
    tracemalloc.start()
    try:
        assert len(near_identical(works)) == 1
        assert tracemalloc.get_traced_memory()[1] < len(works) ** 2
    finally:
        tracemalloc.stop()
