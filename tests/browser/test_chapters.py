"""Every chapter in JupyterLab's page: all cells run, every control moved, every explorer seen in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from docs.examples import EXPLORERS
from tests.browser.jupyterlab import OpenNotebook
from tests.conftest import ROOT, Lab

pytestmark = [pytest.mark.browser, pytest.mark.timeout(590)]

EXPLORER = ".l2l-explorer"
LIGHT, DARK = "Light", "Dark"


def copy_solved(root: Path, chapter: str) -> str:
    """Copies a solved edition to the class's folder in ``root``, and returns the copy's path from there.

    Every training is cut to one epoch: what is learned does not matter here.
    """
    notebook = nbformat.read(ROOT / "solutions" / chapter / f"{chapter}.ipynb", as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = re.sub(r"\bepochs=\d+", "epochs=1", cell.source)
    path = f"classroom/browser/solved/{chapter}.ipynb"
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, root / path)
    return path


def listen(page: Page, errors: list[str]) -> None:
    """Notes what the page reports as an error."""

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: errors.append(str(error)))


def move_everything(explorer: Locator) -> int:
    """Moves each control once, most of them by keyboard, sees the picture change, and says how many there are."""
    picture = explorer.locator("img.widget-image")
    moves = [
        *((slider, move_slider) for slider in explorer.get_by_role("slider").all()),
        *((menu, choose_next) for menu in explorer.get_by_role("combobox").all()),
        *((group, press_another) for group in explorer.locator(".widget-toggle-buttons").all()),
        *((pad, draw_by_keyboard) for pad in explorer.get_by_role("application").all()),
        *((box, tick) for box in explorer.get_by_role("checkbox").all()),
    ]
    for control, move in moves:
        before = picture.get_attribute("src") or ""
        assert before
        move(control)
        expect(picture).not_to_have_attribute("src", before)
    return len(moves)


def move_slider(slider: Locator) -> None:
    at_end = slider.get_attribute("aria-valuenow") == slider.get_attribute("aria-valuemax")
    slider.press("ArrowLeft" if at_end else "ArrowRight")


def choose_next(menu: Locator) -> None:
    menu.press("ArrowDown" if menu.evaluate("menu => menu.selectedIndex") == 0 else "ArrowUp")


def press_another(group: Locator) -> None:
    group.get_by_role("button", pressed=False).last.press("Enter")


def draw_by_keyboard(pad: Locator) -> None:
    for key in (" ", *["ArrowUp"] * 4, " "):
        pad.press(key)


def tick(box: Locator) -> None:
    box.press(" ")


def test_every_explorer_of_every_chapter_works_in_the_page(
    lab: Lab, browser: Browser, artifacts: Path
) -> None:
    errors: list[str] = []
    context = browser.new_context(viewport={"width": 1100, "height": 1000}, device_scale_factor=2)
    context.set_default_timeout(60_000)
    page = context.new_page()
    listen(page, errors)
    paths = {chapter: copy_solved(lab.root, chapter) for chapter in EXPLORERS}
    first, *others = paths.values()
    notebook = OpenNotebook(page, lab, first)
    notebook.start_all()
    for path in others:  # one kernel computes while the next notebook is opened
        notebook.open_another(path)
        notebook.start_all()
    for theme in (LIGHT, DARK):
        notebook.choose_theme(f"JupyterLab {theme}")
        for chapter, path in paths.items():
            notebook.tab(path).click()
            notebook.wait_until_idle()
            notebook.to_top()
            for name in EXPLORERS[chapter]:
                explorer = notebook.scroll_to(f"explore.{name}(").locator(EXPLORER)
                expect(explorer).to_be_visible()
                if theme == LIGHT:
                    assert move_everything(explorer) > 0
                explorer.screenshot(path=artifacts / f"{name}-{theme.lower()}.png")
    notebook.choose_theme(f"JupyterLab {LIGHT}")
    for kernel in page.request.get(lab.url("/api/kernels")).json():  # other tests need the memory
        page.request.delete(lab.url(f"/api/kernels/{kernel['id']}"))
    context.close()
    assert errors == []
