"""A cell's outputs as a worker tells them, in nbformat's shape whatever the worker says."""

from __future__ import annotations

import re
from typing import Any

from autograder.engine.inside import shell

ADDRESS = re.compile(r"(?<= at )0x[0-9a-f]{6,16}\b")
"""Where an object lies in memory, as its repr says it; another in every lane, and of no use to anybody."""


def clean_outputs(reply: Any) -> list[dict[str, Any]]:
    """The outputs in a worker's answer."""
    listed = reply.get("outputs") if isinstance(reply, dict) else None
    cleaned = map(_clean, listed if isinstance(listed, list) else [])
    return shell.trimmed([output for output in cleaned if output is not None])


def _clean(raw: Any) -> dict[str, Any] | None:
    if not isinstance(raw, dict):
        return None
    kind = raw.get("output_type")
    if kind == "stream" and raw.get("name") in ("stdout", "stderr"):
        return {"output_type": kind, "name": raw["name"], "text": same_everywhere(raw.get("text", ""))}
    if kind == "error":
        trace = raw.get("traceback")
        lines = [same_everywhere(line) for line in trace] if isinstance(trace, list) else []
        return error_output(str(raw.get("ename", "")), same_everywhere(raw.get("evalue", "")), lines)
    if kind in ("display_data", "execute_result") and isinstance(raw.get("data"), dict):
        data = {
            str(mime): same_everywhere(value) for mime, value in raw["data"].items() if isinstance(value, str)
        }
        shown = {"output_type": kind, "data": data, "metadata": {}}
        return {**shown, "execution_count": None} if kind == "execute_result" else shown
    return None


def same_everywhere(value: Any) -> str:
    """A learner's text without the addresses of objects."""
    return ADDRESS.sub("0x...", str(value))


def error_output(name: str, value: str, trace: list[str] | None = None) -> dict[str, Any]:
    """An error as a cell's output."""
    return {
        "output_type": "error",
        "ename": name,
        "evalue": value,
        "traceback": trace or [f"{name}: {value}"],
    }
