"""What was wrong with a case, in a sentence that may be read after grading."""

from __future__ import annotations

from course_utils.text import catalogue

TEXT = "autograder.pages.text"


def finding_sentence(finding: str) -> str:
    """The sentence for the id of a finding, such as ``form.shape``. It names no value: a hidden case could be in it."""
    return catalogue(TEXT)(f"findings.{finding.removeprefix('form.').removeprefix('hidden.')}")
