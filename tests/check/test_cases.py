"""What the cases of the exercises put to an answer: each something that no other does, and what its id says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from autograder.hidden import hidden_cases
from course_utils.check.choices import Choices
from course_utils.check.exercise import Case
from course_utils.check.exercises import all_exercises
from course_utils.check.values import same_value

Arrays = list[np.ndarray]


def all_cases(name: str) -> tuple[Case, ...]:
    return (*all_exercises()[name].cases, *hidden_cases(name))


def arrays(value: Any) -> Iterator[np.ndarray]:
    """Every array among a case's arguments, those inside of dicts among them."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, dict):
        yield from arrays(tuple(value.values()))
    elif isinstance(value, tuple):
        for part in value:
            yield from arrays(part)


def in_columns(array: np.ndarray) -> bool:
    return array.flags.f_contiguous and not array.flags.c_contiguous


def with_gaps(array: np.ndarray) -> bool:
    return not (array.flags.c_contiguous or array.flags.f_contiguous)


def some(holds: Callable[[np.ndarray], bool]) -> Callable[[Arrays], bool]:
    return lambda given: any(map(holds, given))


def every(holds: Callable[[np.ndarray], bool]) -> Callable[[Arrays], bool]:
    return lambda given: bool(given) and all(map(holds, given))


def has_axes(count: int) -> Callable[[Arrays], bool]:
    return some(lambda array: array.ndim == count)


TRAITS: dict[str, Callable[[Arrays], bool]] = {
    "column-layout": some(in_columns),
    "transposed": some(lambda array: in_columns(array) or with_gaps(array)),
    "every-other": some(with_gaps),
    "reversed": some(with_gaps),
    "strided": some(with_gaps),
    "cropped": some(with_gaps),
    "read-only": every(lambda array: not array.flags.writeable),
    "float32": some(lambda array: array.dtype == np.float32),
    "single-precision": every(lambda array: array.dtype == np.float32),
    "three-axes": has_axes(3),
    "four-axes": has_axes(4),
    "five-axes": has_axes(5),
    "single-element": every(lambda array: array.size == 1),
    "one-by-one": every(lambda array: array.shape == (1, 1)),
    "single-example": some(lambda array: array.ndim == 2 and len(array) == 1),
    "zeros": some(lambda array: not array.all()),
    "all-zero": some(lambda array: not array.any()),
}
SAYING = [
    pytest.param(name, case, said, id=f"{name}-{case.id}-{said}")
    for name in all_exercises()
    for case in all_cases(name)
    for said in TRAITS
    if said in case.id
]


@pytest.mark.parametrize(("name", "case", "said"), SAYING)
def test_a_case_has_what_its_id_says(name: str, case: Case, said: str) -> None:
    assert TRAITS[said](list(arrays(case.make()))), f"make the arguments {said}, or call the case otherwise"


# The questions of choices stand in the notebook, and each hidden case looks at one of the answers.
ASKING = [name for name, exercise in all_exercises().items() if not isinstance(exercise.kind, Choices)]


@pytest.mark.parametrize("name", ASKING)
def test_every_case_asks_something_new(name: str) -> None:
    asked = [(case.id, case.make(), dict(case.named)) for case in all_cases(name)]
    for (one, *question), (other, *again) in combinations(asked, 2):
        assert not same_value(tuple(question), tuple(again)), (one, other)


@pytest.mark.parametrize("name", all_exercises())
def test_a_case_asks_the_same_each_time(name: str) -> None:
    for case in all_cases(name):
        assert same_value(case.make(), case.make()), case.id
