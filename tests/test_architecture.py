"""The maps in docs/architecture.md show the layers that `make check` holds the imports to."""

from __future__ import annotations

import re
import tomllib

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
]
ONE_SCREEN = 50


def drawn(package: str) -> list[str]:
    """The layers of a package's map: what stands before the gap in each line."""
    _, _, after = PAGE.partition(f"\n**`{package}`**")
    lines = re.search(r"(?:^    .+\n)+", after, re.MULTILINE)
    assert lines, package
    return [re.split(r"\s{2,}", line.strip())[0] for line in lines[0].splitlines()]


def test_the_maps_show_the_layers_that_are_checked() -> None:
    checked = {
        contract["containers"][0]: contract["layers"] for contract in CONTRACTS if "containers" in contract
    }
    assert len(checked) == 3
    assert {package: drawn(package) for package in checked} == checked


def test_every_module_has_its_place_and_the_page_fits_on_a_screen() -> None:
    assert all(contract["exhaustive"] for contract in CONTRACTS if "containers" in contract)
    assert len(PAGE.splitlines()) <= ONE_SCREEN
