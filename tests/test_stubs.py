"""What nbgrader leaves of a solution in the student edition."""

from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.preprocessors import ClearSolutions

from autograder.stubs import StubSolutions, release_steps

CHOICES = 'choices = {"cat": ""}\n### BEGIN SOLUTION\nchoices = {"cat": "animal"}\n### END SOLUTION'
FUNCTION = "def f(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION"


def test_only_a_stub_in_a_function_raises() -> None:
    solution = {"nbgrader": {"solution": True, "grade": False, "locked": False, "schema_version": 3}}
    cells = [new_code_cell(source, metadata=solution) for source in (CHOICES, FUNCTION)]
    released, _ = StubSolutions().preprocess(new_notebook(cells=cells), {})
    assert [cell.source for cell in released.cells] == [
        'choices = {"cat": ""}\n# YOUR CODE HERE',
        "def f(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()",
    ]


def test_it_stands_where_nbgraders_own_step_stands() -> None:
    steps = release_steps()
    assert StubSolutions in steps
    assert ClearSolutions not in steps
