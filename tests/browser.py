"""The system's Chromium for tests, driven by Playwright; where it is missing they say so by name."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

__all__ = ["browser"]

PATIENCE = 300_000
"""Milliseconds after which a page on a busy machine counts as lost."""

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str:
    """The path of the program; skips the test where there is none."""
    found = next(filter(None, map(shutil.which, _NAMES)), None)
    if found is None:
        pytest.skip("no Chromium here (Debian: apt install chromium)")
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium, for all tests of a module.

    Not for those of a session: an event loop runs in this thread as long as it is there, and other
    tests start loops of their own, and processes that may not have a second thread.
    """
    program = chromium()
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"], timeout=PATIENCE
        )
        yield found
        found.close()
