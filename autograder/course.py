"""The course's folder and nbgrader's settings for it."""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SAWarning
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

CONFIG_FILE = "nbgrader_config.py"


class NotACourse(FileNotFoundError):
    """No folder from here upwards holds the course's nbgrader_config.py."""


class NoGradebook(RuntimeError):
    """The database that nbgrader's settings name cannot be opened; says why."""


class NbgraderFailed(RuntimeError):
    """A step of nbgrader ended without success; the message holds the end of its log."""


def find_course(start: Path | None = None) -> Path:
    """The course's folder: the first from ``start`` (default: the working directory) upwards with its settings.

    Raises `NotACourse` if there is none.
    """
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / CONFIG_FILE).is_file():
            return folder
    raise NotACourse(
        f"{start}: neither this folder nor one above it has {CONFIG_FILE}. Run this inside the course."
    )


def load_config(course: Path, **directories: str) -> Config:
    """nbgrader's settings for ``course``; ``directories`` replace traits of CourseDirectory by name."""
    config = PyFileConfigLoader(CONFIG_FILE, path=str(course)).load_config()
    config.CourseDirectory.update(directories)
    return config


def with_stock_execution(config: Config) -> Config:
    """The settings ``config`` without the engine: nbgrader runs the learners' cells itself, slowly and unprotected."""
    config.Autograde.pop("autograde_preprocessors", None)
    return config


def nbgrader_api(config: Config) -> NbGraderAPI:
    """nbgrader's own programming interface under the settings ``config``."""
    # nbgrader 0.9 builds its records in an order that SQLAlchemy 2.1 remarks on; the rows are right.
    warnings.filterwarnings("ignore", category=SAWarning, message="Object of type <Submitted")
    return NbGraderAPI(config=config)


def open_gradebook(coursedir: CourseDirectory) -> Gradebook:
    """The class's gradebook, made if there is none. Raises `NoGradebook`."""
    setting = f"c.CourseDirectory.db_url in {CONFIG_FILE}"
    try:
        url = make_url(coursedir.db_url)
    except ArgumentError:
        raise NoGradebook(f"{setting} is not the URL of a database.") from None
    try:
        return Gradebook(coursedir.db_url, coursedir.course_id)
    except ModuleNotFoundError as missing:
        problem, remedy = str(missing), 'For PostgreSQL: pip install "psycopg[binary]".'
    except (ArgumentError, DBAPIError) as refused:  # ArgumentError: no such kind of database
        problem = str(getattr(refused, "orig", None) or refused).strip()
        remedy = "Is the database running, and does it exist?"
    shown = url.render_as_string(hide_password=True)
    raise NoGradebook(f"The gradebook {shown}, which is {setting}, cannot be opened. {remedy}\n{problem}")


def succeed(step: str, result: dict[str, Any]) -> str:
    """The log of a step of nbgrader; raises `NbgraderFailed`, naming ``step``, if it did not succeed."""
    log = str(result.get("log") or "")
    if not result["success"]:
        raise NbgraderFailed(f"{step}:\n{result.get('error') or ''}\n{log}".rstrip())
    return log


def put_commands_on_path() -> None:
    """Lets nbgrader find ``alembic``, which it runs by its bare name, where the environment is not activated."""
    commands = str(Path(sys.executable).parent)
    if commands not in os.environ.get("PATH", "").split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([commands, os.environ.get("PATH", "")])
