"""What every command prints on."""

from __future__ import annotations

from rich.console import Console

console = Console()


def complain(problem: object) -> None:
    """Prints what went wrong, as it was worded."""
    console.print(str(problem), style="red", soft_wrap=True, markup=False)
