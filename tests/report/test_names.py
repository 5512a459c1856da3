"""Hidden names: one number for each learner, which nothing gives away."""

from __future__ import annotations

from autograder.report import hide_names
from autograder.results import ChapterResults, Student, Work, WorkState

IDS = ("ada", "ben", "cem", "dan", "eve", "fay")


def results(chapter: str) -> ChapterResults:
    works = [
        Work(Student(id_, f"{id_} x"), chapter, WorkState.FAILED, reason=f"{id_}.ipynb", penalty=number)
        for number, id_ in enumerate(IDS)
    ]
    return ChapterResults(chapter, chapter, tuple(works))


def drawn() -> list[dict[float, str]]:
    """In each of two chapters, the number that hides each learner, whom the penalty tells."""
    hidden = hide_names([results("01"), results("02")])
    for each in hidden:
        assert [work.reason for work in each.works] == [""] * len(IDS)
        assert [work.student.id for work in each.works] == [f"learner-{number}" for number in range(1, 7)]
        assert [work.student.name for work in each.works] == [f"Learner {number}" for number in range(1, 7)]
    return [{work.penalty: work.student.id for work in each.works} for each in hidden]


def test_a_learner_has_the_same_number_in_every_chapter() -> None:
    first, second = drawn()
    assert first == second
    assert len(set(first.values())) == len(IDS)


def test_the_numbers_follow_no_order_and_change() -> None:
    assert len({tuple(sorted(drawn()[0].items())) for _ in range(20)}) > 10
