"""One build at a time in a folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from reportgen.building.writing import sweep
from reportgen.problems import ProblemsError, problem
from reportgen.world import digest

STATE = ".reportgen"


@contextmanager
def locked(root: Path, folder: Path, *, wait: bool) -> Iterator[None]:
    """Hold the output folder for oneself; what a killed build left half done is swept first.

    The lock is the operating system's, so it ends with the process, however that ends. It lies
    with the project, not in the output folder, which may be handed to readers as it is.

    Raises:
        ProblemsError: another build works there and `wait` is false, or there is no right to.
    """
    name = digest(os.fsencode(folder.resolve()))[:12]
    path = root / STATE / f"build-{name}.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        lock.acquire(timeout=-1 if wait else 0)
    except Timeout:
        hint = "wait for it, or build into another folder with --output-dir"
        message = f"another build works in {folder.name}/"
        raise ProblemsError((problem("build-running", message, None, hint),)) from None
    except OSError as error:
        message = f"cannot write {STATE}/: {error.strerror}"
        raise ProblemsError((problem("cannot-write", message),)) from error
    try:
        sweep(folder)
        yield
    finally:
        lock.release()
