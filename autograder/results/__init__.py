"""What grading left behind, read in bulk: the gradebook, the autograded notebooks and the marks beside them."""

from autograder.results.chapter import ChapterResults, NothingHandedIn, chapters_handed_in, read_chapter
from autograder.results.work import Answer, CaseResult, Diagnosis, State, Student, Work, show_points

__all__ = [
    "Answer",
    "CaseResult",
    "ChapterResults",
    "Diagnosis",
    "NothingHandedIn",
    "State",
    "Student",
    "Work",
    "chapters_handed_in",
    "read_chapter",
    "show_points",
]
