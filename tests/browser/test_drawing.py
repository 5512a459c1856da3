"""A digit drawn in JupyterLab's page, with the mouse and with a finger."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.handwriting import DIGITS, HANDS, written
from tests.browser.jupyterlab import OpenNotebook
from tests.conftest import Lab

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

SETUP = "import numpy as np"
FORWARD = """\
def forward(network, X):
    def sigmoid(z):
        decay = np.exp(-np.abs(z))
        return np.where(z >= 0, 1, decay) / (1 + decay)

    A1 = sigmoid(X @ network["W1"] + network["b1"])
    A2 = sigmoid(A1 @ network["W2"] + network["b2"])
    powers = np.exp(A2 @ network["W3"] + network["b3"])
    return powers / powers.sum(axis=-1, keepdims=True)
"""
PAD_PATH = "classroom/browser/pad.ipynb"
SEVEN = ((0.25, 0.2), (0.7, 0.2), (0.42, 0.8))
"""Points of the pad, as shares of its width and height."""


def draw(page: Page, pad: Locator, points: Sequence[tuple[float, float]], steps: int = 12) -> None:
    """Draws a line through ``points`` with the mouse pressed, which reports ``steps`` places on the way to each."""
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    first, *others = [(box["x"] + u * box["width"], box["y"] + v * box["height"]) for u, v in points]
    page.mouse.move(*first)
    page.mouse.down()
    for point in others:
        page.mouse.move(*point, steps=steps)
    page.mouse.up()


def draw_with_a_finger(page: Page, pad: Locator, points: tuple[tuple[float, float], ...]) -> None:
    """Draws a line through ``points`` as a touch screen reports it."""
    box = pad.bounding_box()
    assert box is not None
    places = [{"x": box["x"] + u * box["width"], "y": box["y"] + v * box["height"]} for u, v in points]
    touch = page.context.new_cdp_session(page)
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": places[:1]})
    for place in places[1:]:
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [place]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


COUNT = "c => c.getContext('2d').getImageData(0, 0, c.width, c.height).data.filter((v, i) => i % 4 == 3 && v).length"
INKED = f"c => ({COUNT})(c) > 1000"


def white_pixels(pad: Locator) -> int:
    """How many pixels of the canvas have ink."""
    return pad.evaluate(COUNT)


def test_the_bars_move_while_a_seven_is_drawn(lab: Lab, page: Page, artifacts: Path) -> None:
    folder = lab.root / "classroom" / "browser"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(lab.root / "notebooks" / "06-mnist-forward-pass" / "06-mnist-forward-pass.ipynb", folder)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    notebook = OpenNotebook(page, lab, "classroom/browser/06-mnist-forward-pass.ipynb")
    notebook.run(notebook.scroll_to(SETUP))
    notebook.run(notebook.scroll_to("network = mnist_network()"))
    answer = notebook.scroll_to("def forward(network, X)")
    notebook.type_into(answer, FORWARD)
    notebook.run(answer)
    cell = notebook.scroll_to("explore.draw_digit(forward, network)")
    notebook.run(cell)

    pad, picture, sentence = (
        cell.locator("canvas"),
        cell.locator("img.widget-image"),
        cell.locator(".l2l-now"),
    )
    expect(pad).to_be_visible()
    empty = picture.get_attribute("src") or ""
    draw(page, pad, SEVEN[:2])
    expect(picture).not_to_have_attribute("src", empty)
    expect(sentence).to_contain_text("read as a")
    assert white_pixels(pad) > 1000
    notebook.screenshot(artifacts / "drawing-begun.png")

    clear = cell.get_by_role("button", name="Clear")
    clear.click()
    expect(sentence).to_contain_text("Draw a digit")
    place, bars = pad.bounding_box(), picture.bounding_box()
    assert place is not None
    assert bars is not None
    assert bars["x"] > place["x"] + place["width"]  # both are seen at once
    draw(page, pad, SEVEN)
    assert pad.bounding_box() == place  # what is said of a drawing must not push it away from the pen
    expect(sentence).to_contain_text("read as a 7")
    expect(cell.locator(".l2l-goal")).to_contain_text("✓")
    notebook.screenshot(artifacts / "drawing.png")

    clear.click()
    expect(sentence).to_contain_text("Draw a digit")
    page.wait_for_timeout(300)
    assert white_pixels(pad) == 0

    draw_with_a_finger(page, pad, SEVEN)
    expect(sentence).to_contain_text("read as a 7")
    assert errors == []


PAD = """\
from course_utils import explore, reference
from course_utils.data import mnist_network
explore.draw_digit(reference.forward, mnist_network())"""


@pytest.fixture
def pad_alone(lab: Lab, page: Page) -> OpenNotebook:
    """A notebook with a drawing pad and nothing else, run."""
    path = lab.root / PAD_PATH
    path.parent.mkdir(parents=True, exist_ok=True)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(PAD)], metadata=kernel), path)
    notebook = OpenNotebook(page, lab, PAD_PATH)
    notebook.run(notebook.scroll_to("explore.draw_digit"))
    return notebook


def test_a_drawing_is_still_there_when_the_page_is_opened_again(
    lab: Lab, page: Page, pad_alone: OpenNotebook
) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    cell = pad_alone.scroll_to("explore.draw_digit")
    draw(page, cell.locator("canvas"), SEVEN)
    expect(cell.locator(".l2l-now")).to_contain_text("read as a 7")
    page.keyboard.press("Control+s")
    expect(pad_alone.tab(PAD_PATH)).not_to_have_class(re.compile("jp-mod-dirty"))
    cell = OpenNotebook(page, lab, PAD_PATH).scroll_to("explore.draw_digit")
    page.wait_for_function(INKED, arg=cell.locator("canvas").element_handle())
    assert errors == []


def test_digits_in_several_hands_are_read(page: Page, pad_alone: OpenNotebook) -> None:
    """Large and small, in the middle and in a corner; a small one has thick strokes, since the pen is the same."""
    cell = pad_alone.scroll_to("explore.draw_digit")
    pad, sentence = cell.locator("canvas"), cell.locator(".l2l-now")
    expect(pad).to_be_visible()
    read = dict.fromkeys(HANDS, 0)
    for digit in DIGITS:
        for hand in HANDS:
            for stroke in written(digit, hand):
                draw(page, pad, stroke, steps=1)
            with suppress(AssertionError):
                expect(sentence).to_contain_text(f"read as a {digit},", timeout=3000)
                read[hand] += 1
            cell.get_by_role("button", name="Clear").click()
            expect(sentence).to_contain_text("Draw a digit")
    assert min(read.values()) >= 9, read
