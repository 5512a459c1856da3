"""What grading left behind, read in bulk: the gradebook, the autograded notebooks and the marks beside them."""

from autograder.results.chapter import ChapterResults, NothingHandedIn, chapters_handed_in, read_chapter
from autograder.results.work import Answer, CaseResult, Diagnosis, Student, Work, WorkState, show_points

__all__ = [
    "Answer",
    "CaseResult",
    "ChapterResults",
    "Diagnosis",
    "NothingHandedIn",
    "Student",
    "Work",
    "WorkState",
    "chapters_handed_in",
    "read_chapter",
    "show_points",
]
