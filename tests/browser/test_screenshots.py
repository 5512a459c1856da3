"""The instructor's guide's screenshots: those that it shows are there, and the command takes them."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser

from docs.screenshots import FOLDER, screenshots
from tests.conftest import ROOT, Lab

SHOWN = re.findall(
    r"\]\(pictures/guide/([^)]+)\)", (ROOT / "docs" / "instructor-guide.md").read_text(encoding="utf-8")
)
LARGEST = 150_000


def test_the_guide_shows_every_screenshot_that_is_kept() -> None:
    assert len(SHOWN) > 3
    assert sorted(SHOWN) == sorted(path.name for path in FOLDER.iterdir())
    assert [path.name for path in FOLDER.iterdir() if path.stat().st_size > LARGEST] == []


@pytest.mark.browser
@pytest.mark.engine
@pytest.mark.timeout(400)
def test_the_command_takes_the_screenshots_that_the_guide_shows(lab: Lab, browser: Browser) -> None:
    taken = dict(screenshots(lab, browser))
    assert sorted(taken) == sorted(SHOWN)
    for name, content in taken.items():
        # Fonts and a browser's version move pixels: the same size, and something to see.
        new, kept = Image.open(io.BytesIO(content)), Image.open(FOLDER / name)
        assert new.size == kept.size, name
        assert np.asarray(new.convert("L")).std() > 10, name
