"""A learner's first hour, in the page that `make lab` opens."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.jupyterlab import OpenNotebook
from tests.conftest import Lab

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

WRONG = "def my_softmax(z):\n    return np.exp(z) / len(z)"
RIGHT = "def my_softmax(z):\n    powers = np.exp(z)\n    return powers / np.sum(powers)"


def test_a_mistake_is_named_corrected_and_the_explorer_moves(lab: Lab, page: Page, artifacts: Path) -> None:
    # The learner's own copy: the released notebook stays as it is.
    folder = lab.root / "classroom" / "browser"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(lab.root / "notebooks" / "02-softmax" / "02-softmax.ipynb", folder)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    notebook = OpenNotebook(page, lab, "classroom/browser/02-softmax.ipynb")
    notebook.run_all()
    notebook.to_top()
    answer = notebook.scroll_to("def my_softmax(z)")
    notebook.type_into(answer, WRONG)
    notebook.run(answer)
    test = notebook.scroll_to('check("my_softmax")')
    notebook.run(test)
    card = test.locator(".l2l-card")
    expect(card).to_contain_text("The exponentials are divided by how many there are")
    card.scroll_into_view_if_needed()
    notebook.screenshot(artifacts / "card-mistake.png")

    notebook.to_top()
    answer = notebook.scroll_to("def my_softmax(z)")
    notebook.type_into(answer, RIGHT)
    notebook.run(answer)
    test = notebook.scroll_to('check("my_softmax")')
    notebook.run(test)
    card = test.locator(".l2l-card")
    expect(card).to_contain_text("3 of 3 points")
    expect(card).to_contain_text("✓")
    expect(card).not_to_contain_text("✗")
    expect(test.locator(".jp-OutputArea-executeResult")).to_contain_text("3.0")
    card.scroll_into_view_if_needed()
    notebook.screenshot(artifacts / "card-right.png")

    explorer = notebook.scroll_to("explore.softmax(my_softmax)")
    notebook.run(explorer)
    picture = explorer.locator("img.widget-image")
    expect(picture).to_be_visible()
    picture.scroll_into_view_if_needed()
    before = picture.get_attribute("src")
    slider = explorer.get_by_role("slider").first
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    expect(picture).not_to_have_attribute("src", before or "")
    notebook.screenshot(artifacts / "explorer-moved.png")
    assert errors == []
