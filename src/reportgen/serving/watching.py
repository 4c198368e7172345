"""Looks whether files changed: exactly those that a build read or looked for.

By asking the file system again and again. That works on every file system, network folders and
containers among them, where notices of changes do not arrive; some hundred files take about a
millisecond.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

Signature = tuple[object, ...] | None
"""What is known of a file without reading it, of a folder the names in it; None: not there."""


class Watch:
    """The files and folders that matter, and what they looked like last."""

    def __init__(self) -> None:
        self._known: dict[str, Signature] = {}
        self._deep: set[str] = set()

    def __len__(self) -> int:
        return len(self._known)

    def add(self, paths: Iterable[Path], deep: Iterable[Path] = ()) -> None:
        """Look after these, too; of `deep` folders after all folders inside them, as well."""
        inside = [folder for path in deep for folder in (str(path), *_folders(str(path)))]
        self._deep.update(inside)
        for path in (*map(str, paths), *inside):
            if path not in self._known:
                self._known[path] = _look(path)

    def changed(self) -> frozenset[Path]:
        """Those that are not as they were when this was asked last."""
        now = {path: _look(path) for path in self._known}
        found = [path for path, seen in now.items() if seen != self._known[path]]
        self._known = now
        self.add((), [Path(path) for path in found if path in self._deep])
        return frozenset(map(Path, found))


def _look(path: str) -> Signature:
    try:
        status = os.stat(path)  # noqa: PTH116  a third faster than pathlib, and asked all the time
        if stat.S_ISDIR(status.st_mode):
            with os.scandir(path) as entries:
                return tuple(sorted(entry.name for entry in entries if not _aside(entry.name)))
    except (OSError, ValueError):  # not there, or no name of a file
        return None
    return (status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino)


def _folders(path: str) -> Iterator[str]:
    for folder, names, _ in os.walk(path):
        names[:] = [name for name in names if not _aside(name)]
        yield from (f"{folder}/{name}" for name in names)


def _aside(name: str) -> bool:
    """What editors put beside a file while they save it; no report reads such names."""
    return name.startswith((".", "~")) or name.endswith("~")
