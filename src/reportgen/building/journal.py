"""What a build was about to write, kept until its manifest stands.

A build that is killed leaves files that no manifest lists. The next build knows from here that
they are its own, by path and digest, and may remove what nothing makes any more.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path

from reportgen.building.locking import STATE, lock_name
from reportgen.building.manifest import is_below
from reportgen.building.writing import append_line


class Journal:
    """The open ends of the builds into one output folder."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._path = root / STATE / f"journal-{lock_name(folder)}.jsonl"

    def note(self, path: str, digest: str) -> None:
        """Say that a file with this digest is about to be written.

        Raises:
            ProblemsError: it cannot be noted; then the file must not be written either.
        """
        append_line(self._path, json.dumps([path, digest]))

    def claims(self) -> Mapping[str, set[str]]:
        """Path -> digests under which an unfinished build may have left it."""
        try:
            lines = self._path.read_text("utf-8").splitlines()
        except (OSError, ValueError):
            return {}
        found: dict[str, set[str]] = {}
        for line in lines:
            try:
                path, digest = json.loads(line)
            except (ValueError, TypeError, RecursionError):  # the last line of a killed build
                continue
            if isinstance(path, str) and isinstance(digest, str) and is_below(path):
                found.setdefault(path, set()).add(digest)
        return found

    def close(self) -> None:
        """Forget everything: the manifest says it now."""
        with contextlib.suppress(OSError):  # then it says too much, which does no harm
            self._path.unlink(missing_ok=True)
