"""The course's exercises as data: one module a chapter, each with its ``EXERCISES``."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from course_utils.check.exercise import Exercise

CHAPTERS = {
    "01-activations": "activations",
    "02-softmax": "softmax",
    "03-roundoff": "roundoff",
    "04-cross-entropy": "cross_entropy",
    "05-multi-label": "multi_label",
    "06-mnist-forward-pass": "mnist_forward_pass",
}


class DuplicateExercise(ValueError):
    """Two exercises have one name."""


class UnknownExercise(KeyError):
    """No chapter has an exercise of the name asked for."""


@cache
def chapter_exercises(chapter: str) -> tuple[Exercise, ...]:
    """The exercises of a chapter, in the order of its notebook."""
    exercises: tuple[Exercise, ...] = import_module(f"{__name__}.{CHAPTERS[chapter]}").EXERCISES
    return exercises


@cache
def all_exercises() -> dict[str, Exercise]:
    """Every exercise by name, in the order of the course. Raises `DuplicateExercise`."""
    exercises: dict[str, Exercise] = {}
    for chapter in CHAPTERS:
        for exercise in chapter_exercises(chapter):
            if exercise.name in exercises:
                raise DuplicateExercise(
                    f"an exercise of {chapter} is called {exercise.name!r}, as another one is"
                )
            exercises[exercise.name] = exercise
    return exercises


def find_exercise(name: str) -> Exercise:
    """The exercise called ``name``; raises `UnknownExercise` if there is none."""
    try:
        return all_exercises()[name]
    except KeyError:
        raise UnknownExercise(name) from None


def chapter_of(name: str) -> str:
    """The chapter that the exercise called ``name`` belongs to."""
    return next(
        chapter
        for chapter in CHAPTERS
        if any(exercise.name == name for exercise in chapter_exercises(chapter))
    )
