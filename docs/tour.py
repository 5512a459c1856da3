"""Takes the README's moving picture, ``python -m docs.tour``: a wrong softmax is told what is wrong with it, is mended,
and moves an explorer, all in a browser and in cells of chapter 02."""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from PIL import Image
from playwright.sync_api import Browser, Locator

from autograder.editions import Chapter
from tests.browser.jupyterlab import OpenNotebook
from tests.conftest import Lab, running_browser, running_lab

PICTURE = Path(__file__).parent / "pictures" / "tour.gif"
CHAPTER = "02-softmax"
CELLS = ("setup", "my_softmax-answer", "my_softmax", "explorer")
PATH = f"classroom/tour/{CHAPTER}.ipynb"
WRONG = "def my_softmax(z):\n    powers = np.exp(z)\n    return powers / len(powers)"
RIGHT = WRONG.replace("len(powers)", "np.sum(powers)")
SIZE = {"width": 900, "height": 660}
STEPS = 14

Frame = tuple[bytes, int]
"""A picture, a PNG, and for how many milliseconds it is shown."""


def frames(lab: Lab, browser: Browser) -> Iterator[Frame]:
    """What is seen of the tour, in order."""
    _write_cells(lab.root)
    page = browser.new_context(viewport=SIZE, device_scale_factor=1.25).new_page()
    page.set_default_timeout(60_000)
    notebook = OpenNotebook(page, lab, PATH)
    page.keyboard.press("Control+B")  # puts the list of files away
    notebook.run_all()
    yield from _check(notebook, WRONG, 1500, 4500)
    yield from _check(notebook, RIGHT, 1500, 2500)
    yield from _explore(notebook)
    page.context.close()


def _check(notebook: OpenNotebook, source: str, before: int, after: int) -> Iterator[Frame]:
    """An answer before and after its check."""
    notebook.to_top()
    answer = notebook.scroll_to("def my_softmax(z)")
    notebook.type_into(answer, source)
    notebook.run(answer)
    test = notebook.scroll_to('check("my_softmax")')
    card = test.locator(".jp-Cell-outputWrapper")
    card.evaluate("element => element.style.visibility = 'hidden'")  # it belongs to the answer before
    yield _picture(notebook, answer), before
    card.evaluate("element => element.style.visibility = 'visible'")
    notebook.run(test)
    yield _picture(notebook, answer), after


def _explore(notebook: OpenNotebook) -> Iterator[Frame]:
    """The explorer while its first slider moves."""
    explorer = notebook.scroll_to("explore.softmax(my_softmax)")
    notebook.run(explorer)
    drawn = explorer.locator("img.widget-image")
    slider = explorer.get_by_role("slider").first
    slider.focus()
    yield _picture(notebook, explorer), 1500
    for key in ["ArrowLeft"] * STEPS + ["ArrowRight"] * STEPS:
        shown = drawn.get_attribute("src")
        notebook.page.keyboard.press(key)
        notebook.page.keyboard.press(key)
        notebook.page.wait_for_function(
            "([img, shown]) => img.src !== shown", arg=[drawn.element_handle(), shown]
        )
        yield _picture(notebook, explorer), 120
    yield _picture(notebook, explorer), 1500


def _picture(notebook: OpenNotebook, cell: Locator) -> bytes:
    """The page with ``cell`` at its top."""
    cell.evaluate("element => element.scrollIntoView({block: 'start'})")
    notebook.page.wait_for_timeout(100)
    return notebook.panel.locator(".jp-WindowedPanel-outer").screenshot()


def _write_cells(course: Path) -> None:
    """Puts the cells of the tour into a notebook of their own."""
    notebook = nbformat.read(Chapter(course, CHAPTER).released, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.id in CELLS]
    (course / PATH).parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, course / PATH)


def moving_picture(taken: list[Frame]) -> bytes:
    """The frames as one GIF that begins again at its end."""
    pictures = [Image.open(io.BytesIO(picture)).convert("RGB") for picture, _ in taken]
    palette = pictures[1].quantize(64, dither=Image.Dither.NONE)
    first, *others = [picture.quantize(palette=palette, dither=Image.Dither.NONE) for picture in pictures]
    file = io.BytesIO()
    durations = [duration for _, duration in taken]
    first.save(file, "GIF", save_all=True, append_images=others, duration=durations, loop=0, optimize=True)
    return file.getvalue()


def main(target: Path = PICTURE) -> None:
    """Writes the picture to ``target``."""
    with tempfile.TemporaryDirectory() as room, running_lab(Path(room)) as lab, running_browser() as browser:
        taken = list(frames(lab, browser))
    target.write_bytes(moving_picture(taken))
    print(target, target.stat().st_size, "bytes")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
