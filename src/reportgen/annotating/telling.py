"""What is told, and how a problem is known again when lines above it have moved."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from reportgen.problems import OUTSIDE, Place, Problem, Severity, plain

_LINE = re.compile(r"\b(lines?|columns?) \d+")
_TOP = Place("reportgen.yaml")
"""Where a problem stands that has no place, for formats that need one."""


def _in_project(found: Problem) -> tuple[Place, Problem]:
    """Where a code host can show a problem, and the problem; it knows files of the project only."""
    place = found.place
    if place is None or not place.file.startswith(OUTSIDE):
        return place or _TOP, found
    message = f"{place.file}:{place.line}: {found.message}"
    return _TOP, dataclasses.replace(found, place=_TOP, message=message)


@dataclass(frozen=True)
class Telling:
    """The problems that a command has found, with what the formats say about them.

    Attributes:
        problems: Sorted, with the severity that the project wants.
        folder: The project's folder in its repository, with forward slashes; "" at the top.
        command: Which command found them: `check`.
        version: Of reportgen.
    """

    problems: tuple[Problem, ...]
    folder: str = ""
    command: str = "check"
    version: str = ""

    def findings(self) -> Iterator[Finding]:
        """Each problem with its path in the repository and its fingerprint."""
        seen: Counter[str] = Counter()
        for place, found in map(_in_project, self.problems):
            path = f"{self.folder}/{place.file}" if self.folder else place.file
            said = _LINE.sub(r"\1", found.message)  # "first on line 12" moves, too
            same = f"{path}\0{found.code}\0{said}"
            seen[same] += 1
            text = f"{same}\0{seen[same]}".encode("utf-8", "backslashreplace")
            yield Finding(found, path, place, hashlib.sha256(text).hexdigest()[:32])

    def count(self, severity: Severity) -> int:
        """How many problems have this severity."""
        return sum(found.severity is severity for found in self.problems)


class Finding(NamedTuple):
    """A problem as a code host wants it.

    Attributes:
        problem: What was found.
        path: Of the file, from the top of the repository.
        place: In that file; the top of reportgen.yaml for a problem without one.
        fingerprint: 32 hexadecimal digits, the same where only line numbers have changed.
    """

    problem: Problem
    path: str
    place: Place
    fingerprint: str

    @property
    def message(self) -> str:
        """The message, its hint on a line of its own."""
        hint = f"\nhint: {plain(self.problem.hint)}" if self.problem.hint else ""
        return plain(self.problem.message) + hint
