"""A learner's code as HTML, coloured by Pygments for light and dark pages."""

from __future__ import annotations

from functools import cache

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

LIGHT, DARK = "xcode", "github-dark"
LONGEST = 20_000
"""Characters of one answer that are shown."""


def code_html(source: str) -> Markup:
    """``source`` in a ``<pre>`` with classes for its colours, escaped, whatever is in it; cut at `LONGEST`."""
    lexer, formatter = _tools()
    return Markup(highlight(source[:LONGEST], lexer, formatter))


@cache
def code_css() -> Markup:
    """The rules that colour `code_html`: for light pages and paper, and for dark pages."""
    light = HtmlFormatter(style=LIGHT).get_style_defs(".code")
    dark = HtmlFormatter(style=DARK).get_style_defs(".code")
    return Markup(f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}")


@cache
def _tools() -> tuple[PythonLexer, HtmlFormatter[str]]:
    return PythonLexer(stripnl=True), HtmlFormatter(cssclass="code")
