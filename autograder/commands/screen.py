"""What every command prints on."""

from __future__ import annotations

from typing import NoReturn

import typer
from rich.console import Console

console = Console()


def complain(problem: object) -> None:
    """Prints what went wrong, as it was worded."""
    console.print(str(problem), style="red", soft_wrap=True, markup=False)


def give_up(problem: object) -> NoReturn:
    """Ends a command that cannot do what it was asked, saying why. Raises `typer.Exit` with status 2."""
    complain(problem)
    raise typer.Exit(2) from None
