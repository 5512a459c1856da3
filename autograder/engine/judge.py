"""Runs a repaired notebook: the learner's cells in the worker, the test cells here, with stand-ins for the names
that they mention."""

from __future__ import annotations

import ast
import builtins
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.engine.inside import shell
from autograder.engine.nurseries import Nurseries, uses_tensorflow
from autograder.engine.outputs import error_output
from autograder.engine.release import Release
from autograder.engine.relevance import DEMO, cells_to_skip
from autograder.engine.session import Session
from autograder.engine.stand_ins import look
from course_utils import check

SKIP_TAG = "skip-execution"


def run_notebook(notebook: NotebookNode, release: Release, nurseries: Nurseries, cell_seconds: float) -> None:
    """Fills in the outputs of every code cell of ``notebook`` that has to run."""
    tests = {cell.id for cell in release.cells if cell.is_test}
    skipped = cells_to_skip(notebook, release)
    code = [(place, cell) for place, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    for _, cell in code:
        cell.outputs, cell.execution_count = [], None
    running = [cell for place, cell in code if place not in skipped and _runs(cell)]
    nursery = nurseries.suited_to(cell.source for cell in running)
    if uses_tensorflow(cell.source for cell in release.cells if DEMO not in cell.tags):
        # The answers to such a chapter are models, and looked at here: this process loads what the zygote is loading.
        from autograder.engine.inside import quick_tensorflow  # noqa: F401
    with Session(nursery, cell_seconds) as session:
        for count, cell in enumerate(running, start=1):
            is_test = cell.get("id") in tests
            outputs = _judge(session, cell.source, count) if is_test else session.run(cell.source, count)
            for output in outputs:
                if output["output_type"] == "execute_result":
                    output["execution_count"] = count
            cell.outputs = [nbformat.from_dict(output) for output in outputs]
            cell.execution_count = count


def _runs(cell: NotebookNode) -> bool:
    return SKIP_TAG not in cell.metadata.get("tags", ()) and bool(cell.source.strip())


def _judge(session: Session, source: str, count: int) -> list[dict[str, Any]]:
    """Runs a test cell in this process's own shell, among fresh names."""
    names = shell.names()
    kept = dict(names)
    try:
        names.update(look(session, _names_mentioned(source)))
        names.update({name: getattr(check, name) for name in check.__all__})
        ran = shell.run(source, count)
        outputs: list[dict[str, Any]] = ran["outputs"]
        if not ran["finished"] and not any(output["output_type"] == "error" for output in outputs):
            # nbgrader gives full marks to a test cell that leaves nothing behind.
            outputs.append(error_output("TestCellError", "The test cell did not run to its end."))
        return outputs
    finally:
        names.clear()
        names.update(kept)


def _names_mentioned(source: str) -> list[str]:
    """The names in a test cell, those that it names in text, as in ``check("my_softmax")``, among them; of Python's
    own it means Python's, whatever a learner calls by them."""
    found = dict.fromkeys(
        name
        for node in ast.walk(ast.parse(source))
        for name in [getattr(node, "id", None) or getattr(node, "value", None)]
        if isinstance(name, str) and name.isidentifier() and not hasattr(builtins, name)
    )
    return list(found)
