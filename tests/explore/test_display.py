"""What a notebook gets of an explorer and of a figure: live, and as a still picture."""

import base64
import html
import re
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display
from IPython.utils.capture import RichOutput, capture_output

from course_utils import explore
from course_utils.explore.base import Explorer
from course_utils.plots.picture import Picture
from course_utils.plots.style import CLASS_STYLES, class_style, new_figure, style
from course_utils.text import catalogue, text

WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def _notebook() -> Iterator[None]:
    InteractiveShell.instance()
    yield
    InteractiveShell.clear_instance()


def explorer() -> Explorer:
    return explore.softmax(lambda z: np.exp(z) / np.exp(z).sum())


def shown(thing: object) -> list[RichOutput]:
    with capture_output() as captured:
        display(thing)
    return captured.outputs


@pytest.mark.usefixtures("_notebook")
def test_an_explorer_is_displayed_as_a_still_picture_with_a_caption_and_as_a_widget():
    opened = explorer()
    opened.controls["z1"].value = 3.5
    picture, caption, live = (output.data for output in shown(opened))
    assert base64.b64decode(picture["image/png"]) == opened.image.value
    assert shown(opened)[0].metadata == {"image/png": {"width": 640}}  # as wide as the live one
    assert text("explore.softmax.alt") in caption["text/html"]
    assert opened.sentence in caption["text/html"]
    assert caption["text/plain"] == opened.sentence
    assert WIDGET not in {*picture, *caption}
    assert WIDGET in live
    assert not live["text/html"]  # a page without widgets shows nothing under the still picture


@pytest.mark.usefixtures("_notebook")
def test_the_live_explorer_hides_its_own_still_picture_and_no_other():
    one, other = explorer(), explorer()
    classes = []
    for opened in (one, other):
        still = shown(opened)[1].data["text/html"]
        classes.append(re.search(r'class="l2l-still ([\w-]+)"', still).group(1))
    assert classes[0] != classes[1]
    sheets = [opened._widget.children[0].value for opened in (one, other)]
    assert f".{classes[0]}) {{display: none}}" in sheets[0]
    assert classes[0] not in sheets[1]


def test_sentences_are_escaped():
    opened = explore.softmax(_hostile)
    status = opened._widget.children[-1].value
    assert "<script>" not in status
    assert html.escape("<script>") in status


def _hostile(z):
    raise ValueError("<script>alert(1)</script>")


def test_the_image_has_a_name_and_the_controls_have_labels():
    opened = explorer()
    assert opened.names.picture == text("explore.softmax.alt")
    assert all(control.description for control in opened.controls.values())


def test_a_slider_that_reports_almost_a_step_counts_as_on_it():
    line = explore.float_line()
    line.controls["power"].value = -0.9999999  # as pages send it for -1
    assert "You ask for 0.1." in line.sentence


def test_importing_the_explorers_loads_neither_pyplot_nor_tensorflow():
    code = "import sys, course_utils.explore; print({'matplotlib.pyplot', 'tensorflow'} & set(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "set()"
    assert ran.stderr == ""


def test_every_explorer_has_its_sentences():
    for cls in Explorer.__subclasses__():
        parts = ["alt", *(f"goals.{goal.id}.{part}" for goal in cls.goals for part in ("task", "found"))]
        assert [part for part in parts if f"{cls.key}.{part}" not in catalogue()] == []


@pytest.mark.usefixtures("_notebook")
def test_a_picture_is_shown_at_two_pixels_to_one_with_its_alternative():
    with style():
        figure = new_figure(400, 200)
        figure.subplots().plot([0, 1])
    (output,) = shown(Picture(figure, 'A line that says "1 < 2".'))
    assert output.data["text/plain"] == 'A line that says "1 < 2".'
    assert 'alt="A line that says &quot;1 &lt; 2&quot;."' in output.data["text/html"]
    assert "width:400px;max-width:100%" in output.data["text/html"]
    assert Picture(figure, "").png[16:24] == (800).to_bytes(4, "big") + (400).to_bytes(4, "big")


def test_no_two_classes_look_alike_in_any_one_way():
    for looks in zip(
        *((look.color, look.hatch, look.marker, look.linestyle) for look in CLASS_STYLES), strict=True
    ):
        assert len(set(looks)) == len(CLASS_STYLES) == 10
    with pytest.raises(IndexError):
        class_style(10)
