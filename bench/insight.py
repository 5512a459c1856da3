"""How long an instructor waits for the feedback and the report of a class of 300, chapter 04."""

import os
import shutil
from functools import partial

from nbgrader.api import Gradebook

from autograder import bulk
from autograder.course import find_course
from autograder.demo import classroom as demo
from autograder.demo.learners import make_class
from autograder.engine.grading import Graded
from autograder.engine.lane import Settings
from autograder.engine.submission import Status
from autograder.executors.lanes import Lanes
from autograder.feedback import write_feedback
from autograder.records import Record, write_records
from autograder.report import find_insight, report_csv, report_page
from autograder.results import ChapterResults, read_chapter
from bench.timing import report

CHAPTER = "04-cross-entropy"
GRADED, SIZE = 6, 300


def build(course: bulk.Course, gradebook: Gradebook) -> None:
    """Grades a few synthetic learners, and gives their results to many more."""
    handed_in = course.submissions(CHAPTER)
    list(bulk.grade_class(course, handed_in, Lanes(Settings(), os.cpu_count() or 1)))
    works = read_chapter(course, gradebook, CHAPTER).graded
    records = []
    for number in range(SIZE - len(works)):
        work, student = works[number % len(works)], f"more-{number}"
        for step in ("submitted", "autograded"):
            shutil.copytree(
                course.folder(step, work.student.id, CHAPTER), course.folder(step, student, CHAPTER)
            )
        scores = {answer.name: None if answer.waits else answer.points for answer in work.answers}
        records.append(Record(student, CHAPTER, CHAPTER, Graded(Status.GRADED, scores=scores)))
    write_records(gradebook, records, course.late)


def main() -> None:
    """Prints how long feedback and report take for a large class."""
    classroom = demo.Classroom(find_course(), "bench")
    learners = make_class(CHAPTER, GRADED)[:GRADED]  # without those who never end
    demo.prepare(classroom, CHAPTER, learners)
    course = bulk.Course(classroom.api())
    try:
        with Gradebook(course.api.coursedir.db_url, course.api.coursedir.course_id) as gradebook:
            build(course, gradebook)
            read = partial(read_chapter, course, gradebook, CHAPTER)
            results = read()
            report(f"results of {SIZE} learners, read", read, 3)
            report(f"feedback for {SIZE} learners, written", partial(_write_pages, course, results), 3)
            insights = [find_insight(results)]
            report(f"report on {SIZE} learners, figures", partial(find_insight, results), 3)
            report(
                f"report on {SIZE} learners, page",
                partial(report_page, insights, [results], anonymous=False),
                3,
            )
            report(f"report on {SIZE} learners, CSV", partial(report_csv, insights), 3)
    finally:
        classroom.remove()


def _write_pages(course: bulk.Course, results: ChapterResults) -> None:
    list(write_feedback(course, results, list(results.graded)))
