"""Projects that are built once for all tests of a session, however many processes run them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from tests.projects.many import many_yaml
from tests.running import reportgen

FULL = Path(__file__).parent / "projects" / "full"


def built_once(
    factory: pytest.TempPathFactory, name: str, build: Callable[[Path], str]
) -> tuple[Path, str]:
    """(the folder of the project of this name, what its build said).

    Args:
        factory: Knows the folder of the run.
        name: Of the project: who says it first builds it, all others wait.
        build: Makes the project in a new folder and builds it; gives what the build said.
    """
    shared = factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent  # the folder of the whole run, where the others look too
    folder, log = shared / name, shared / f"{name}.log"
    with FileLock(shared / f"{name}.lock"):
        if not log.exists():
            log.write_text(build(folder), "utf-8")
    return folder, log.read_text("utf-8")


def build_full(folder: Path) -> str:
    """What the build of the made-up project with its 200 projects says, in this new folder."""
    shutil.copytree(FULL, folder, ignore=shutil.ignore_patterns(".reportgen", "build"))
    (folder / "data/programmes/many.yaml").write_text(many_yaml(), "utf-8")
    ran = reportgen(folder, "build")
    return ran.stdout + ran.stderr
