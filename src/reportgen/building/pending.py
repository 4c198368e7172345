"""What is to be entered of briefs that were done, held small while workers need the memory.

Manifest, ledger and record of a run want lines of their own for each brief. Nobody looks at them
before the last brief is done, and then the workers have ended: their memory is free.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reportgen.building.events import Finished
from reportgen.building.fingerprints import Dependency
from reportgen.building.manifest import Entry
from reportgen.problems import Problem

_TOGETHER = 32
"""Briefs that are pressed at once: they read the same files, whose names then cost nothing."""


@dataclass(frozen=True)
class Done:
    """A job that has ended.

    Attributes:
        finished: As it was told.
        ended: Seconds of the run when it had.
        same: Whether nothing that it depends on changed meanwhile.
        read: What it depends on; records as a whole.
        found: What was found, as the worker has it.
        entries: Path -> what the manifest says of the file.
        files: Path -> what a ledger knows the file by, from the moment when it was written.
    """

    finished: Finished
    ended: float
    same: bool
    read: Iterable[Dependency]
    found: tuple[Problem, ...]
    entries: Mapping[str, Entry]
    files: Mapping[str, Any]


class Pending:
    """The jobs that have ended, in their order."""

    def __init__(self) -> None:
        self._pressed: list[bytes] = []
        self._latest: list[Done] = []

    def add(self, done: Done) -> None:
        """Hold one more."""
        self._latest.append(done)
        if len(self._latest) == _TOGETHER:
            self._pressed.append(zlib.compress(pickle.dumps(self._latest), level=1))
            self._latest.clear()

    def __iter__(self) -> Iterator[Done]:
        for piece in self._pressed:
            yield from pickle.loads(zlib.decompress(piece))  # noqa: S301  from this very process
        yield from self._latest
