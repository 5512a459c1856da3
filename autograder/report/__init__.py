"""The report on a class: scores, exercises, misconceptions, learners who need a look, code that is nearly the same."""

from autograder.report.insight import ChapterInsight, find_insight
from autograder.report.names import hide_names
from autograder.report.page import report_page
from autograder.report.table import report_csv

__all__ = ["ChapterInsight", "find_insight", "hide_names", "report_csv", "report_page"]
