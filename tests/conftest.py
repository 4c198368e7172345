"""What all tests share: the flag that rewrites what is kept for comparison."""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

from tests.browser import browser

__all__ = ["browser"]  # a fixture, for tests everywhere

settings.register_profile("long", max_examples=12_000, deadline=None)

# What the person who runs the tests has configured for projects of their own is not under test.
os.environ["XDG_CONFIG_HOME"] = str(Path(tempfile.gettempdir()) / "reportgen-tests-configuration")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-snapshots",
        action="store_true",
        help="write the snapshots anew in place of comparing with them",
    )


@pytest.fixture
def update_snapshots(request: pytest.FixtureRequest) -> bool:
    """Whether snapshots are to be written anew."""
    return bool(request.config.getoption("--update-snapshots"))


class Snapshot:
    """A file that holds what was right; a missing one fails like one that differs."""

    def __init__(self, *, update: bool) -> None:
        self._update = update

    def check(self, path: Path, found: str) -> None:
        """Compares the text with the file, or writes it there when asked to."""
        if self._update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(found, "utf-8", newline="\n")
            return
        assert path.exists(), f"{path.name} is missing: look at the result, then --update-snapshots"
        assert found == path.read_text("utf-8"), f"{path} differs"


@pytest.fixture
def snapshot(*, update_snapshots: bool) -> Snapshot:
    """Compares texts with kept files."""
    return Snapshot(update=update_snapshots)


# A shell that starts the tests in the background has them ignore Ctrl-C, and so what they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
