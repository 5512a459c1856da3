"""From an author's source to the two editions: percent script, instructor's notebook, student's notebook.

``solutions/<chapter>/<chapter>.py`` and ``.ipynb`` are a pair that jupytext keeps equal; nbgrader makes
``notebooks/<chapter>/<chapter>.ipynb`` from the notebook. Every cell's id is its nbgrader id or its name, so
that it stays the same when cells move. The start page has no answers, so nothing stands between its script,
``solutions/start-here.py``, and ``notebooks/start-here.ipynb``.
"""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from autograder.course import NbgraderFailed, load_config, nbgrader_api, open_gradebook, succeed
from autograder.source_check import find_mistake

PERCENT = {"extension": ".py", "format_name": "percent"}
# nbgrader's words, when it would have to change the cells of what has been graded.
_IN_USE = "Cannot add or remove cells"
# JupyterLab leaves these beside a notebook that somebody saved; they are never committed.
_CHECKPOINTS = ".ipynb_checkpoints"
_CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class BadScript(ValueError):
    """A chapter's source cannot be made into a notebook; the message names the file and the cell."""


class ChapterInUse(NbgraderFailed):
    """A class has grades in a chapter whose cells are no longer those that its gradebook has."""


class UnknownChapter(LookupError):
    """The course has no chapter of this name; the message lists those that there are."""


@dataclass(frozen=True)
class Chapter:
    """A chapter's files in the course's folder."""

    course: Path
    name: str

    @property
    def script(self) -> Path:
        """The percent script that an author reads and edits."""
        return self.course / "solutions" / self.name / f"{self.name}.py"

    @property
    def notebook(self) -> Path:
        """The instructor's edition."""
        return self.script.with_suffix(".ipynb")

    @property
    def released(self) -> Path:
        """The student's edition."""
        return self.course / "notebooks" / self.name / f"{self.name}.ipynb"


def start_page(course: Path) -> Path:
    """The page that a learner opens first."""
    return course / "notebooks" / "start-here.ipynb"


def find_chapters(course: Path) -> list[Chapter]:
    """The chapters that have a source, in the order of the course."""
    return [Chapter(course, script.stem) for script in sorted(course.glob("solutions/*/[0-9][0-9]-*.py"))]


def choose_chapters(course: Path, names: Iterable[str]) -> list[Chapter]:
    """The chapters called ``names``, each once, in the order of the course. Raises `UnknownChapter`."""
    chapters, wanted = find_chapters(course), set(names)
    if unknown := sorted(wanted - {chapter.name for chapter in chapters}):
        there_are = ", ".join(chapter.name for chapter in chapters)
        raise UnknownChapter(f"There is no chapter {unknown[0]!r}. There are: {there_are}.")
    return [chapter for chapter in chapters if chapter.name in wanted]


def synchronise(chapter: Chapter) -> list[Path]:
    """Makes the script and the instructor's notebook equal and returns the files written.

    Where they differ, the one saved last wins. Raises `BadScript` as `read_script` does, for the one that was saved
    last, and then writes nothing.
    """
    if not chapter.notebook.exists() or _is_newer(chapter.script, chapter.notebook):
        notebook = notebook_text(read_script(chapter.script))
        return _write(chapter.notebook, notebook)
    try:
        edited = nbformat.read(chapter.notebook, as_version=4)
    except nbformat.reader.NotJSONError:
        raise BadScript(
            f"{chapter.notebook} is no notebook. Delete it: it is made anew from its script"
        ) from None
    before = _parse(chapter.script.read_text(encoding="utf-8"))
    if notebook_text(before) == notebook_text(edited):
        _check(before, chapter.script)
        return []
    script = script_text(edited, before)
    made = _parse(script)
    _check(made, chapter.notebook)
    return _write(chapter.script, script) + _write(chapter.notebook, notebook_text(made))


def make_start_page(course: Path) -> list[Path]:
    """Makes the start page from its script and returns the files written. Raises `BadScript` as `read_script` does."""
    return _write(start_page(course), _start_page_text(course))


def release(course: Path, chapters: list[Chapter]) -> list[Path]:
    """Makes the student editions with nbgrader, records the assignments in the gradebook, and returns the files
    that changed. Raises `autograder.course.NoGradebook`, and `autograder.course.NbgraderFailed` with nbgrader's log
    if it refuses a notebook."""
    with _scratch(course) as scratch:
        generated = generate(course, chapters, release_directory=_below(course, scratch))
        return [path for chapter in chapters for path in _write(chapter.released, generated[chapter.name])]


def generate(
    course: Path, chapters: list[Chapter], *, release_directory: str, **directories: str
) -> dict[str, str]:
    """The text of each chapter's student edition, generated by nbgrader in ``release_directory`` below the course.

    ``directories`` replace nbgrader's other settings by name, as in `autograder.course.load_config`.
    """
    api = nbgrader_api(load_config(course, release_directory=release_directory, **directories))
    open_gradebook(api.coursedir).close()  # nbgrader would not say what is wrong with it
    texts = {}
    for chapter in chapters:
        try:
            succeed(f"nbgrader generate_assignment {chapter.name}", api.generate_assignment(chapter.name))
        except NbgraderFailed as failed:
            if _IN_USE in str(failed):
                raise ChapterInUse(_say_in_use(chapter)) from None
            raise
        released = course / release_directory / chapter.name / f"{chapter.name}.ipynb"
        texts[chapter.name] = released.read_text(encoding="utf-8")
    return texts


def find_stale(course: Path) -> list[str]:
    """What is out of date among the committed editions, a line each; writes nothing of the course's."""
    chapters = find_chapters(course)
    stale = [
        f"{chapter.notebook.relative_to(course)} is not what {chapter.script.name} makes"
        for chapter in chapters
        if _read(chapter.notebook) != notebook_text(read_script(chapter.script))
    ]
    with _scratch(course) as scratch:
        database = f"sqlite:///{scratch / 'gradebook.db'}"
        generated = generate(course, chapters, release_directory=_below(course, scratch), db_url=database)
    stale += [
        f"{chapter.released.relative_to(course)} is not what nbgrader makes of {chapter.notebook.name}"
        for chapter in chapters
        if _read(chapter.released) != generated[chapter.name]
    ]
    if _read(start_page(course)) != _start_page_text(course):
        stale.append(
            f"{start_page(course).relative_to(course)} is not what {_start_script(course).name} makes"
        )
    known = {chapter.released for chapter in chapters}
    files = sorted(path for path in course.glob("notebooks/[0-9][0-9]-*/**/*") if path.is_file())
    strays = [path for path in files if path not in known and _CHECKPOINTS not in path.parts]
    return stale + [f"{path.relative_to(course)} is not made from any source" for path in strays]


def read_script(script: Path) -> NotebookNode:
    """The notebook that a percent script describes, with stable cell ids and without outputs.

    Raises `BadScript` for a cell without a name, with one that is taken or cannot be a cell id, or with a mistake that
    `autograder.source_check` finds.
    """
    notebook = _parse(script.read_text(encoding="utf-8"))
    _check(notebook, script)
    return notebook


def notebook_text(notebook: NotebookNode) -> str:
    """A notebook as it is committed: without outputs, in nbformat's own layout."""
    notebook = nbformat.from_dict(notebook)
    for cell in notebook.cells:
        cell.metadata.pop("lines_to_next_cell", None)
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    notebook.metadata.pop("language_info", None)
    text: str = nbformat.writes(notebook, version=nbformat.NO_CONVERT)
    return text + "\n"


def script_text(notebook: NotebookNode, before: NotebookNode) -> str:
    """The percent script of a notebook, laid out as the script that ``before`` was read from, so that the two differ in
    what an author changed alone."""
    notebook = nbformat.from_dict(notebook)
    lines = {cell.id: cell.metadata.get("lines_to_next_cell") for cell in before.cells}
    for cell in notebook.cells:
        if lines.get(cell.id) is not None:
            cell.metadata["lines_to_next_cell"] = lines[cell.id]
    notebook.metadata["jupytext"] = {"notebook_metadata_filter": "-jupytext"}  # no version of jupytext's
    text: str = jupytext.writes(notebook, fmt=PERCENT)
    return text


def _parse(script: str) -> NotebookNode:
    """The notebook that a percent script describes, whatever is wrong with it."""
    notebook = jupytext.reads(script, fmt=PERCENT)
    notebook.metadata.pop("jupytext", None)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for cell in notebook.cells:
        cell.id = _name_of(cell) or cell.id
    return notebook


def _name_of(cell: NotebookNode) -> str | None:
    name: str | None = cell.metadata.get("nbgrader", {}).get("grade_id") or cell.metadata.get("name")
    return name


def _check(notebook: NotebookNode, file: Path) -> None:
    """Raises `BadScript` for the first cell with which something is wrong; ``file`` is what an author has to mend."""
    seen: set[str] = set()
    for number, cell in enumerate(notebook.cells, start=1):
        name = _name_of(cell)
        where = f"{file}: cell {number}, which begins {cell.source.splitlines()[:1]}"
        if mistake := find_mistake(cell):
            raise BadScript(f"{where}, {mistake}")
        if not name or not _CELL_ID.fullmatch(name):
            raise BadScript(
                f'{where}, needs name="..." of letters, digits, - and _ behind its %%, or "name" in its metadata'
            )
        if name in seen:
            raise BadScript(f"{where}, has the name {name!r}, which another cell has")
        seen.add(name)


def _say_in_use(chapter: Chapter) -> str:
    source = chapter.script.relative_to(chapter.course)
    return (
        f"{source} has other answer, test or question cells than when the work of the class in classroom/ was graded, "
        "and its gradebook cannot take them. Take the change back, or see 'A chapter that is out already' in "
        "docs/authoring.md."
    )


def _start_script(course: Path) -> Path:
    return course / "solutions" / "start-here.py"


def _start_page_text(course: Path) -> str:
    return notebook_text(read_script(_start_script(course)))


@contextlib.contextmanager
def _scratch(course: Path) -> Iterator[Path]:
    """A folder that is gone afterwards, below the course's own, where nbgrader wants all its directories."""
    (course / "classroom").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=course / "classroom") as folder:
        yield Path(folder)


def _below(course: Path, folder: Path) -> str:
    return str(folder.resolve().relative_to(course.resolve()))


def _is_newer(one: Path, other: Path) -> bool:
    return one.stat().st_mtime_ns > other.stat().st_mtime_ns


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None


def _write(path: Path, text: str) -> list[Path]:
    """Writes ``text`` unless it is there already; returns the path in a list if it was written."""
    if _read(path) == text:
        return []
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return [path]
