"""``autograder doctor``: which layers of the sandbox work on this machine."""

from __future__ import annotations

import typer

from autograder.commands.screen import console


def doctor() -> None:
    """Say which layers of the sandbox work on this machine, and what to do about each that does not."""
    from rich.table import Table

    from autograder.engine.layers import try_layers

    layers = try_layers()
    table = Table("layer", "works", "note")
    for layer in layers:
        table.add_row(layer.name, "✓" if layer.works else "✗", layer.note)
    console.print(table)
    raise typer.Exit(0 if all(layer.works for layer in layers) else 1)
