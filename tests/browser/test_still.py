"""What is left of an explorer in a notebook that somebody else has run, opened without its kernel."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display
from IPython.utils.capture import capture_output
from playwright.sync_api import Page, expect

from course_utils import explore, reference
from course_utils.explore.base import Explorer
from tests.browser.jupyterlab import OpenNotebook
from tests.conftest import Lab

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

PATH = "classroom/browser/still.ipynb"


def displayed(explorer: Explorer) -> list[nbformat.NotebookNode]:
    """The outputs of a cell that ends with ``explorer``."""
    InteractiveShell.instance()
    with capture_output() as captured:
        display(explorer)
    InteractiveShell.clear_instance()
    return [
        nbformat.v4.new_output("display_data", data=output.data, metadata=output.metadata or {})
        for output in captured.outputs
    ]


def test_the_picture_and_its_caption_are_shown_without_trust_and_without_a_kernel(
    lab: Lab, page: Page, artifacts: Path
) -> None:
    explorer = explore.softmax(reference.softmax)
    cell = nbformat.v4.new_code_cell("explore.softmax(my_softmax)", outputs=displayed(explorer))
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    (lab.root / PATH).parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=[cell], metadata=kernel), lab.root / PATH)

    notebook = OpenNotebook(page, lab, PATH)
    shown = notebook.scroll_to("explore.softmax")
    picture = shown.locator(".jp-RenderedImage img")
    expect(picture).to_be_visible()
    assert picture.evaluate("img => [img.naturalWidth, img.width]") == [1280, 640]
    expect(shown.locator(".l2l-still")).to_contain_text(explorer.sentence)
    expect(shown.locator(".l2l-explorer")).to_have_count(0)
    notebook.screenshot(artifacts / "still.png")
