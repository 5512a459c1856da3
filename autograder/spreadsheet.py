"""Text in a CSV file that no spreadsheet takes for a formula."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_text(value: str) -> str:
    """``value``, with an apostrophe before what a spreadsheet would calculate. Source: OWASP, *CSV Injection*."""
    return f"'{value}" if value.startswith(_FORMULA) else value
