"""The README's moving picture: the command takes it, and it shows what it should."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageSequence
from playwright.sync_api import Browser

from docs.tour import PICTURE, frames, moving_picture
from tests.conftest import Lab


@pytest.mark.browser
@pytest.mark.timeout(400)
def test_the_command_takes_the_moving_picture_that_the_readme_shows(lab: Lab, browser: Browser) -> None:
    taken = Image.open(io.BytesIO(moving_picture(list(frames(lab, browser)))))
    kept = Image.open(PICTURE)
    # Fonts and a browser's version move pixels: the same size, and each answer's card is another.
    assert taken.size == kept.size
    wrong, named, mended, passed, *_ = (
        np.asarray(frame.convert("L")) for frame in ImageSequence.Iterator(taken)
    )
    for before, after in ((wrong, named), (mended, passed), (named, passed)):
        assert np.mean(before != after) > 0.02
