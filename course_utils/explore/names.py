"""What a screen reader needs of an explorer, and ipywidgets has no setting for."""

from __future__ import annotations

from pathlib import Path

import anywidget
import ipywidgets as widgets
import traitlets


class Names(anywidget.AnyWidget):
    """Stands unseen in an explorer's box and names what is around it: see `names.js`.

    ``picture`` is read in the picture's place. Sliders, buttons and the drawing pad are named by their labels.
    Boxes of the class ``l2l-status`` become regions whose changes are announced.
    """

    _esm = Path(__file__).with_name("names.js")
    picture = traitlets.Unicode().tag(sync=True)

    def __init__(self, picture: str):
        super().__init__(picture=picture, layout=widgets.Layout(display="none"))
