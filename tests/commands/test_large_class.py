"""What keeps the time for a submission the same however many there are."""

from __future__ import annotations

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import text

from tests.commands.graded_class import GradedClass


@pytest.mark.engine
@pytest.mark.parametrize("table", ["grade", "comment"])
def test_a_notebooks_rows_are_found_without_reading_those_of_the_class(
    table: str, graded: GradedClass
) -> None:
    with Gradebook(graded.api.coursedir.db_url) as gradebook:
        query = text(f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE notebook_id = 'some'")
        (plan,) = gradebook.db.execute(query)
    assert f"SEARCH {table} USING INDEX" in str(plan)
