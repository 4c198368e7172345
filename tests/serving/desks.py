"""A project that is served, and a browser that looks at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.browser import PATIENCE


@dataclass(frozen=True)
class Desk:
    """A folder that is served, and the page of the preview."""

    folder: Path
    address: str
    page: Page

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, "utf-8")

    @property
    def html(self) -> FrameLocator:
        return self.page.frame_locator("#html iframe:last-child")

    def ready(self) -> None:
        expect(self.page.locator("#phase")).to_have_text("up to date")

    def pdf(self) -> str:
        return self.page.locator("#pdf iframe:last-of-type").get_attribute("src") or ""


@contextmanager
def desk_at(browser: Browser, folder: Path, address: str, brief: str) -> Iterator[Desk]:
    """A page that shows this brief; no script of it may fail while it lasts."""
    expect.set_options(timeout=PATIENCE)
    page = browser.new_page(viewport={"width": 1400, "height": 800})
    page.set_default_timeout(PATIENCE)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error.stack)))
    page.goto(f"{address}#{brief}")
    yield Desk(folder, address, page)
    page.close()
    assert not errors, errors
