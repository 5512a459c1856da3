"""A notebook open in JupyterLab's page, worked with as a learner works: by looking, clicking and typing."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.conftest import Lab


class OpenNotebook:
    """The notebook in front in the page. Cells are found by text that stands in them."""

    def __init__(self, page: Page, lab: Lab, path: str):
        self.page = page
        page.goto(lab.url(f"/lab/tree/{path}") + "&reset")  # without the tabs of another test
        self.panel = page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
        self._wait_for_kernel()

    def _wait_for_kernel(self) -> None:
        expect(self.panel).to_be_visible(timeout=90_000)
        expect(self.page.locator("#jp-main-statusbar")).to_contain_text("| Idle", timeout=90_000)

    def open_another(self, path: str) -> None:
        """Opens one more notebook of the server's root in the same page, and brings it to the front."""
        self.page.get_by_role("menuitem", name="File", exact=True).click()
        self.page.get_by_role("menuitem", name=re.compile("^Open from Path")).click()
        self.page.locator(".jp-Dialog input").fill(path)
        self.page.keyboard.press("Enter")
        expect(self.tab(path)).to_have_attribute("aria-selected", "true", timeout=90_000)
        self._wait_for_kernel()

    def tab(self, path: str) -> Locator:
        """What brings a notebook to the front when it is clicked."""
        return self.page.locator("#jp-main-dock-panel .lm-TabBar-tab", has_text=path.rpartition("/")[2])

    def scroll_to(self, text: str) -> Locator:
        """The code cell whose source holds ``text``, brought into view: JupyterLab draws cells only when near."""
        cell = self.panel.locator(".jp-CodeCell").filter(
            has=self.page.locator(".jp-InputArea", has_text=text)
        )
        for _ in range(60):
            if cell.count():
                cell.first.scroll_into_view_if_needed()
                return cell.first
            self.panel.locator(".jp-WindowedPanel-outer").hover()
            self.page.mouse.wheel(0, 700)
            self.page.wait_for_timeout(100)
        raise AssertionError(f"no cell shows {text!r}")

    def to_top(self) -> None:
        """Scrolls back to the first cell."""
        self.panel.locator(".jp-WindowedPanel-outer").evaluate("element => element.scrollTo(0, 0)")
        self.page.wait_for_timeout(300)

    def run_all(self) -> None:
        """Runs every cell, and waits until the kernel is idle again."""
        self.start_all()
        self.wait_until_idle()

    def start_all(self) -> None:
        """Has the kernel run every cell."""
        self.page.get_by_role("menuitem", name="Run", exact=True).click()
        self.page.get_by_role("menuitem", name=re.compile("^Run All Cells")).click()

    def choose_theme(self, name: str) -> None:
        """Changes the colours of the page, to "JupyterLab Dark" for example."""
        self.page.get_by_role("menuitem", name="Settings", exact=True).click()
        self.page.locator(".lm-Menu-item", has_text="Theme").first.hover()
        self.page.locator(".lm-Menu-item", has_text=name).first.click()
        light = "false" if "Dark" in name else "true"
        expect(self.page.locator("body")).to_have_attribute("data-jp-theme-light", light, timeout=60_000)

    def type_into(self, cell: Locator, source: str) -> None:
        """Replaces a cell's source by typing."""
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(source)

    def run(self, cell: Locator) -> None:
        """Runs one cell, leaving it selected."""
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        self.wait_until_idle()

    def wait_until_idle(self) -> None:
        """Waits until the kernel has done all that it was asked."""
        self.page.wait_for_timeout(500)
        expect(self.page.locator("#jp-main-statusbar")).to_contain_text("| Idle", timeout=180_000)

    def screenshot(self, path: Path) -> None:
        """Keeps what the learner sees."""
        self.page.wait_for_timeout(300)
        self.page.screenshot(path=path)
