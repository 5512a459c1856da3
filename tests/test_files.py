"""Writing a file so that nobody sees half of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.files import replace_file


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    replace_file(page, "first")
    replace_file(page, "second")
    assert page.read_text(encoding="utf-8") == "second"
    assert list(tmp_path.iterdir()) == [page]


def test_nothing_is_left_of_a_try_that_fails(tmp_path: Path) -> None:
    folder = tmp_path / "page.html"
    folder.mkdir()
    with pytest.raises(OSError, match="page"):
        replace_file(folder, "text")
    assert list(tmp_path.iterdir()) == [folder]
