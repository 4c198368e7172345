from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.publishing import press
from tests.workshop import cheap, write_shipped


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    return write_shipped(tmp_path / "shipped")


@pytest.fixture
def folder(tmp_path: Path, shipped: Path) -> Iterator[Path]:
    """A project; while a test has it, nothing is laid out and no process is started."""
    with cheap(shipped):
        yield press.project(tmp_path / "project")
