'''The explorers' common base: controls, a picture, a sentence that says what is seen, and something to find.

An explorer is one small module. This is a whole one::

    """How a neuron's bias moves its sigmoid."""

    import numpy as np
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

    from course_utils.explore.base import Explorer, Seen, slider
    from course_utils.explore.goals import Goal
    from course_utils.check.guard import Guard
    from course_utils.plots.style import class_style
    from course_utils.text import text


    class BiasExplorer(Explorer):
        key = "explore.bias"                                  # its sentences: see below
        size = (640, 280)                                     # CSS pixels
        goals = (Goal("half", lambda now, before: abs(now["a0"] - 0.5) < 0.0005),)

        def __init__(self, my_sigmoid):
            self._sigmoid = Guard(my_sigmoid)                 # never call a learner's function without it
            super().__init__({"b": slider(text("explore.bias.b"), 2, -5, 5)}, learners=[self._sigmoid])

        def draw_background(self, figure: Figure) -> list[Artist]:
            ax = figure.subplots()
            ax.set(title=text("explore.bias.figure"), xlabel="z", xlim=(-8, 8), ylim=(0, 1.05))
            self._z = np.linspace(-8, 8, 200)
            (self._line,) = ax.plot(self._z, 0 * self._z, color=class_style(0).color)
            return [self._line]                               # what `update` changes

        def update(self, *, b: float) -> Seen:                # gets the controls' values by name
            self._line.set_visible(False)                     # what is set before a call is drawn if it fails
            a = self._sigmoid(self._z + b, shape=self._z.shape)
            self._line.set_data(self._z, a)
            self._line.set_visible(True)
            a0 = float(np.interp(0, self._z, a))
            return Seen(text("explore.bias.seen", b=f"{b:.1f}", a0=f"{a0:.3f}"), {"a0": a0})


    def bias(my_sigmoid) -> BiasExplorer:
        """Shows how the bias moves ``my_sigmoid``, a learner's function from any shape to the same shape."""
        return BiasExplorer(my_sigmoid)

`course_utils/explore/__init__.py` exports ``bias``. Its sentences are data, in `course_utils/text/en/`:
``explore.bias.alt`` (what the picture is, for those who do not see it), ``.b``, ``.figure``, ``.seen``, and
``.goals.half.task`` and ``.goals.half.found``.

Rules that keep every explorer the same: text that changes with a frame is a `QuickText` (`artists`); colours
come from ``class_style``; each mark is labelled directly, so that no legend and no colour has to be decoded;
the sentence says what a reader of the picture would conclude, with numbers. If a control changes what is not
animated, change it and call ``self.stage.renew_background()``. Whatever the learner's function does, `update`
lets `Trouble` through, and the base shows its sentence and goes on.
'''

from __future__ import annotations

import base64
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import ipywidgets as widgets
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from course_utils.check.guard import Guard, Trouble
from course_utils.explore.goals import Goal, Goals
from course_utils.explore.names import Names
from course_utils.explore.pace import Pacer
from course_utils.explore.stage import Stage
from course_utils.plots.style import style
from course_utils.quiet import no_logs, no_native_stderr
from course_utils.text import sentence_html, text

# Colours are JupyterLab's own variables, with fallbacks that suit light and dark pages alike.
CSS = """
.l2l-explorer {padding: 4px 2px; color: var(--jp-content-font-color1, inherit)}
.l2l-explorer img {min-width: 400px; border-radius: 8px; overflow: clip; box-shadow: 0 0 0 1px rgba(128, 128, 128, .3)}
.l2l-explorer .widget-html, .l2l-explorer .widget-html-content {height: auto; line-height: 1.5}
.l2l-explorer .widget-html-content {font-family: var(--jp-content-font-family, system-ui, sans-serif);
  font-size: var(--jp-content-font-size1, 14px); color: inherit; overflow: visible; white-space: normal}
.l2l-explorer p {margin: 0 0 4px}
.l2l-seen {padding-top: 6px}
.l2l-again {grid-column-end: -1; justify-self: end}
.l2l-explorer code {font-size: .95em; background: rgba(128, 128, 128, .16); padding: 1px 4px;
  border-radius: 3px}
.l2l-goal {border-left: 4px solid #0072b2; padding: 6px 12px; background: rgba(86, 180, 233, .12)}
.l2l-goal.l2l-all-found {border-left-color: #0f8a72; background: rgba(0, 158, 115, .12)}
.l2l-goal p:last-child, .l2l-seen p:last-child {margin-bottom: 0}
.l2l-trouble {border-left: 4px solid #d4570b; padding: 6px 12px; background: rgba(213, 94, 0, .12)}
.l2l-explorer .widget-label {width: auto; min-width: 2.4em; font-weight: 600; text-align: left;
  color: var(--jp-content-font-color1, inherit)}
.l2l-explorer .widget-readout {color: var(--jp-content-font-color1, inherit);
  font-variant-numeric: tabular-nums}
.l2l-explorer .noUi-handle:focus-visible, .l2l-explorer button:focus-visible,
.l2l-explorer .widget-readout:focus-visible {outline: 3px solid #56b4e9; outline-offset: 2px}
"""

UNSEEN = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)"
"""Read aloud, but not shown."""

# JupyterLab's message about a widget that it cannot show says less than the still picture above it.
STILL_CSS = """
.jp-OutputArea-child:has(.l2l-still) + .jp-OutputArea-child:not(:has(.l2l-explorer)) {display: none}
"""


@dataclass(frozen=True)
class Seen:
    """What a frame shows: the sentence that says it, and the facts that goals are judged by."""

    sentence: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def slider(label: str, value: float, low: float, high: float, step: float = 0.1) -> widgets.FloatSlider:
    """A slider that reports while it is dragged, is moved by the arrow keys, and takes a typed number too."""
    decimals = max(0, len(f"{step:.10g}".partition(".")[2]))
    return widgets.FloatSlider(
        value=value,
        min=low,
        max=high,
        step=step,
        description=label,
        readout_format=f".{decimals}f",
        layout=widgets.Layout(width="auto"),
    )


def _value(control: Any) -> Any:
    """A control's value; of a slider the step that it stands on, since pages send -0.9999999 for -1."""
    if not isinstance(control, widgets.FloatSlider):
        return control.value
    steps = round((control.value - control.min) / control.step)
    return round(control.min + steps * control.step, 10)


class Explorer(ABC):
    """Controls, a picture drawn from their values, a sentence about it, and goals.

    ``controls`` maps names to ipywidgets with a ``value``. ``image`` is the picture, ``sentence`` what stands
    under it, ``remarks`` what else there is to say of the learner's function, ``goal`` what is to be found.
    Displaying the explorer in a notebook also leaves a still picture behind, for readers without a kernel.
    """

    key: ClassVar[str]
    """The id under which the explorer's sentences are kept, such as ``explore.softmax``."""
    size: ClassVar[tuple[int, int]] = (640, 300)
    """Width and height of the picture in CSS pixels."""
    goals: ClassVar[tuple[Goal, ...]] = ()
    colours: ClassVar[tuple[str, ...]] = ()
    """Colours that frames need beyond the style's and the first frame's: a colour map's, for instance."""
    again: ClassVar[str] = "explore.base.start_again"
    """The id of what the button says that puts every control back."""
    beside: ClassVar[int] = 0
    """How many CSS pixels stand beside the picture, if anything does."""

    def __init__(self, controls: Mapping[str, Any], learners: Sequence[Guard] = ()):
        self.controls = dict(controls)
        self.goal = Goals(self.key, self.goals)
        self.sentence = ""
        self.remarks: list[str] = []
        self._learners = tuple(learners)
        self._drawn: dict[str, Any] | None = None
        self._start = {name: control.value for name, control in self.controls.items()}
        with style():
            self.stage = Stage(*self.size, colours=self.colours)
            self.stage.animate(self.draw_background(self.stage.figure))

        layout = widgets.Layout(width=f"{self.stage.width}px", max_width="100%", height="auto")
        self.image = widgets.Image(format="png", layout=layout)
        self.names = Names(picture=text(f"{self.key}.alt"))
        self._goal_line, self._seen_line = widgets.HTML(), widgets.HTML()
        for line in (self._goal_line, self._seen_line):
            line.add_class("l2l-status")
        self._widget = self._lay_out()

        self._pacer = Pacer(self._draw_frame)
        self._draw_frame()
        for control in self.controls.values():
            control.observe(lambda change: self._pacer.request(), names="value")

    @abstractmethod
    def draw_background(self, figure: Figure) -> list[Artist]:
        """Draws what stays, and returns the artists that `update` changes, in drawing order."""

    @abstractmethod
    def update(self, *args: Any, **values: Any) -> Seen:
        """Sets the artists from the controls' ``values`` and says what is seen. May raise `Trouble`."""

    def arrange(self, controls: widgets.Box) -> list[widgets.Widget]:
        """The parts from top to bottom."""
        return [self._goal_line, controls, self.image, self._seen_line]

    def flush(self) -> None:
        """Draws at once the frame that waits for fast dragging to pause, if one does."""
        self._pacer.flush()

    def start_again(self) -> None:
        """Puts every control back to where it began. What was found stays found."""
        for name, value in self._start.items():
            self.controls[name].value = value

    def _draw_frame(self) -> None:
        values = {name: _value(control) for name, control in self.controls.items()}
        if values == self._drawn:
            return
        self._drawn = values
        for learner in self._learners:
            learner.remarks.clear()
        troubled = False
        try:
            with no_logs(), no_native_stderr():  # once for all calls of a frame: see there
                seen = self.update(**values)
        except Trouble as trouble:
            troubled = True
            self.sentence = str(trouble)
        else:
            self.sentence = seen.sentence
            self.goal.look(seen.facts)
        self.remarks = [remark for learner in self._learners for remark in learner.remarks]
        self.image.value = self.stage.frame()
        self._seen_line.value = self._seen_html(troubled)
        self._goal_line.value = self._goal_html()

    def _seen_html(self, troubled: bool) -> str:
        body = f'<p class="{"l2l-trouble" if troubled else "l2l-now"}">{sentence_html(self.sentence)}</p>'
        body += "".join(f'<p class="l2l-trouble">{sentence_html(remark)}</p>' for remark in self.remarks)
        return f'<div class="l2l-seen">{body}</div>'

    def _goal_html(self) -> str:
        lines = [
            f'<p><span aria-hidden="true">✓</span> {sentence_html(praise)}</p>' for praise in self.goal.praise
        ]
        if self.goal.task:
            lines.append(
                f"<p><b>{sentence_html(text('explore.base.find'))}</b> {sentence_html(self.goal.task)}</p>"
            )
        if not lines:
            return ""
        state = "" if self.goal.task else " l2l-all-found"
        return f'<div class="l2l-goal{state}">{"".join(lines)}</div>'

    def _lay_out(self) -> widgets.VBox:
        again = widgets.Button(description=text(self.again), layout=widgets.Layout(width="max-content"))
        again.add_class("l2l-again")
        again.on_click(lambda button: self.start_again())
        controls = widgets.GridBox(
            [*self.controls.values(), again],
            layout=widgets.Layout(
                grid_template_columns="repeat(auto-fit, minmax(min(17rem, 100%), 1fr))",
                grid_gap="2px 28px",
                width="auto",
                margin="8px 0",
            ),
        )
        # While the live explorer is on the page, the still picture displayed with it is not needed.
        caption = f".{self._still_class()}"
        picture = f".jp-OutputArea-child:has(+ .jp-OutputArea-child {caption})"
        still = f"{caption}, {picture} {{display: none}}"
        sheet = widgets.HTML(f"<style>{CSS}{still}</style>", layout=widgets.Layout(display="none"))
        width = self.stage.width + self.beside + 6
        box = widgets.VBox(
            [sheet, self.names, *self.arrange(controls)], layout=widgets.Layout(max_width=f"{width}px")
        )
        box.add_class("l2l-explorer")
        return box

    def still(self) -> str:
        """The sentence of this moment as HTML without widgets, the caption of the picture above it."""
        caption = sentence_html(text("explore.base.still", sentence=self.sentence))
        alt = f'<p style="{UNSEEN}">{sentence_html(text(f"{self.key}.alt"))}</p>'
        return f'<style>{STILL_CSS}</style><div class="l2l-still {self._still_class()}">{alt}<p>{caption}</p></div>'

    def _still_class(self) -> str:
        return f"l2l-still-{self.image.model_id}"

    def _ipython_display_(self) -> None:
        """Displays a still picture, its caption, and the widget.

        Three outputs. JupyterLab renders a widget in preference to what stands beside it in one output, also
        when there is no kernel and the widget cannot be shown. And of a notebook that somebody else has run it
        shows pictures, but no HTML with pictures inside.
        """
        from IPython.display import display

        self.flush()
        size = {"image/png": {"width": self.stage.width}}
        png = base64.b64encode(self.image.value).decode("ascii")
        display({"image/png": png, "text/plain": ""}, metadata=size, raw=True)
        display({"text/html": self.still(), "text/plain": self.sentence}, raw=True)
        display({**self._widget._repr_mimebundle_(), "text/plain": "", "text/html": ""}, raw=True)
