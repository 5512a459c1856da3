"""The page that each learner gets back: points, what did not pass and why, what to look at next, their own code."""

from autograder.feedback.page import feedback_page
from autograder.feedback.write import write_feedback

__all__ = ["feedback_page", "write_feedback"]
