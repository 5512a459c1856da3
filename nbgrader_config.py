"""nbgrader's settings: solutions/ is the source, notebooks/ the release, classroom/ a class's own data."""

from pathlib import Path

from autograder.course import put_commands_on_path
from autograder.engine.preprocessor import autograde_steps
from autograder.stubs import release_steps

put_commands_on_path()  # for whoever starts JupyterLab or nbgrader by its whole path

root = Path(__file__).resolve().parent
classroom = root / "classroom"
exchange = classroom / "exchange"
exchange.mkdir(parents=True, exist_ok=True)

c = get_config()  # type: ignore[name-defined]  # noqa: F821  (nbgrader provides it)

c.CourseDirectory.root = str(root)
c.CourseDirectory.course_id = "logits-to-labels"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "notebooks"
c.CourseDirectory.submitted_directory = "classroom/submitted"
c.CourseDirectory.autograded_directory = "classroom/autograded"
c.CourseDirectory.feedback_directory = "classroom/feedback"
c.CourseDirectory.solution_directory = "classroom/solution"
c.CourseDirectory.db_url = f"sqlite:///{classroom / 'gradebook.db'}"
c.Exchange.root = str(exchange)

# nbgrader copies everything beside a source notebook into the release; the percent source holds the answers.
c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "[0-9][0-9]-*.py"]

# A student edition runs from top to bottom before anything is answered.
c.GenerateAssignment.preprocessors = release_steps()

# Released is only what is in the gradebook, since nothing else could be graded.
c.ExchangeFactory.release_assignment = "autograder.handout.exchange.ReleaseAssignment"

# The page that learners get back shows nothing of the hidden tests; nbgrader's own would.
c.GenerateFeedback.exporter_class = "autograder.feedback.exporter.FeedbackExporter"
# Where some of a class have handed in by another way, the others still get theirs through the exchange.
c.ExchangeFactory.release_feedback = "autograder.feedback.exchange.ReleaseFeedback"

# The engine runs learners' cells in its sandbox. Without this line, nbgrader runs them itself: slowly, and with every
# right that you have.
c.Autograde.autograde_preprocessors = autograde_steps()

# TensorFlow needs seconds to load; a cell that loops for ever is interrupted and the next one graded.
c.ExecutePreprocessor.timeout = 60
c.ExecutePreprocessor.interrupt_on_timeout = True
# An interrupted kernel on a busy machine is slow to say that it has stopped; nbgrader would drop the whole submission.
c.ExecutePreprocessor.iopub_timeout = 60
# A grader's screen is for the grader: no kernel warnings on it, and no history file.
c.ExecutePreprocessor.extra_arguments = [
    "--IPKernelApp.log_level=ERROR",
    "--HistoryManager.hist_file=:memory:",
]
