"""One build at a time in a folder."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from reportgen.building.quick import BUILD
from reportgen.building.writing import link_in_the_way, sweep
from reportgen.problems import ProblemsError, problem
from reportgen.world import digest

STATE = ".reportgen"
FOLDERS = ("cache", "cache/objects", "cache/jobs", "cache/states")
"""Those of the state whose files are removed when they are old."""

_ABANDONED_S = 3600
"""Builds into several folders share the cache: what is younger may be in another's hands."""


def lock_name(folder: Path) -> str:
    """What tells the state of one output folder from that of another."""
    return digest(os.fsencode(folder.resolve()))[:12]


def check_state(root: Path) -> None:
    """Nothing, where the folders in which this project's state is kept are its own.

    Raises:
        ProblemsError: one of them is a link. A project of a stranger may bring such links; what is
            written, emptied and swept there would be somebody else's.
    """
    state = root / STATE
    found = [state, *(state / name for name in FOLDERS)]
    with suppress(OSError):
        found += [Path(entry) for entry in os.scandir(state) if entry.is_symlink()]
    for path in found:
        if path.is_symlink():
            raise ProblemsError((link_in_the_way(path),))


def _check_output(root: Path, folder: Path) -> None:
    """Nothing, where the output folder is a folder, or one that somebody has asked for by name."""
    if folder.is_symlink() and folder == root / BUILD:
        hint = f"remove it, or name the folder that is meant: --output-dir {folder.readlink()}"
        raise ProblemsError((link_in_the_way(folder, hint),))


@contextmanager
def locked(
    root: Path, folder: Path, *, wait: bool, waiting: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Hold the output folder for oneself; what a killed build left half done is swept first.

    The lock is the operating system's, so it ends with the process, however that ends. It lies
    with the project, not in the output folder, which may be handed to readers as it is.
    `waiting` is called once where another build has to end first.

    Raises:
        ProblemsError: another build works there and `wait` is false, or there is no right to, or
            a folder of ours is a link.
    """
    check_state(root)
    _check_output(root, folder)
    path = root / STATE / f"build-{lock_name(folder)}.lock"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if not wait:
                raise
            waiting()
            lock.acquire(timeout=-1)
    except Timeout:
        hint = "wait for it, or build into another folder with --output-dir"
        message = f"another build works in {folder.name}/"
        raise ProblemsError((problem("build-running", message, None, hint),)) from None
    except OSError as error:
        message = f"cannot write {STATE}/: {error.strerror}"
        raise ProblemsError((problem("cannot-write", message),)) from error
    try:
        sweep(folder)
        sweep(root / STATE, older_than=_ABANDONED_S)
        yield
    finally:
        lock.release()
