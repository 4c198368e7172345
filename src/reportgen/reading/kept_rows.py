"""The rows of a sheet that was kept: records in one piece, each made when it is asked for."""

from __future__ import annotations

import json
import weakref
import zlib
from array import array
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, overload

from reportgen.model import COLLECTIONS
from reportgen.model.base import Record
from reportgen.model.records import Reference
from reportgen.model.scalars import Ref
from reportgen.reading.origin import Origin
from reportgen.reading.validation import validate
from reportgen.world import digest

_TOGETHER = 16
"""Lines that are pressed together: a fifth of their bytes is left, and to read one takes 25 µs."""


class Lines(Sequence[bytes]):
    """The lines of a kept sheet behind its head, all in one piece.

    Why: processes that are forked share what none of them writes to, and in Python to look at an
    object is to write to it. Of few large objects all stays shared, of many small ones nothing.
    """

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._parts: array[int] | None = None
        self._latest = (-1, b"")
        self._ends = array("Q")
        at = raw.find(b"\n")
        while at >= 0:
            self._ends.append(at)
            at = raw.find(b"\n", at + 1)
        self._ends.append(len(raw))

    @property
    def head(self) -> bytes:
        """The line before them; pressed lines have none any more."""
        return b"" if self._parts else self._raw[: self._ends[0]]

    def press(self) -> None:
        """Hold them compressed, some at a time: a record is read from its neighbours."""
        if self._parts is not None:
            return
        pressed, self._parts = bytearray(), array("Q", [0])
        for first in range(0, len(self), _TOGETHER):
            last = min(first + _TOGETHER, len(self))
            pressed += zlib.compress(self._raw[self._ends[first] + 1 : self._ends[last]])
            self._parts.append(len(pressed))
        self._raw = bytes(pressed)

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, at: int) -> bytes: ...
    @overload
    def __getitem__(self, at: slice) -> list[bytes]: ...
    def __getitem__(self, at: int | slice) -> bytes | list[bytes]:
        if isinstance(at, slice):
            return [self[n] for n in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        start, end = self._ends[at] + 1, self._ends[at + 1]
        if self._parts is None:
            return self._raw[start:end]
        number = at // _TOGETHER
        before = self._ends[number * _TOGETHER] + 1
        return self._part(number, self._parts)[start - before : end - before]

    def _part(self, number: int, parts: array[int]) -> bytes:
        """Lines that are pressed together; the latest stay, for neighbours are read together."""
        if self._latest[0] != number:
            part = zlib.decompress(self._raw[parts[number] : parts[number + 1]])
            self._latest = (number, part)
        return self._latest[1]


class Held:
    """What the rows of a kept sheet have in common."""

    def __init__(self, collection: str, value: Mapping[str, Any], lines: Lines) -> None:
        self.kind = COLLECTIONS[collection]
        self.lines = lines
        self.kinds = [
            (tuple(path), Ref(*collections, loose=loose))
            for path, collections, loose in value["kinds"]
        ]
        self.names = tuple(map(str, value["names"]))
        self.references = array("I", value["references"])
        self.ends = array("I", [0, *value["ends"]])
        pairs = self.references[0::2], self.references[1::2]
        if (
            len(self.ends) != len(lines) + 1
            or self.ends[-1] != len(self.references)
            or sorted(self.ends) != list(self.ends)
            or any(end % 2 for end in self.ends)
            or max(pairs[0], default=-1) >= len(self.kinds)
            or max(pairs[1], default=-1) >= len(self.names)
        ):
            raise ValueError("a kept sheet whose references are none")

    def distinct(self) -> list[Reference]:
        """What the records refer to, each reference once however many records have it."""
        pairs = set(zip(self.references[0::2], self.references[1::2], strict=True))
        return [(*self.kinds[kind], self.names[name]) for kind, name in sorted(pairs)]


class KeptRow:
    """A record of a kept sheet, made when it is asked for."""

    __slots__ = ("_at", "_held", "_record", "audience")

    latest: ClassVar[deque[Record]] = deque(maxlen=100)
    """The records that were made last. Others are made again when they are asked for, so that a
    process which goes through a large project does not come to hold all of it."""

    def __init__(self, held: Held, at: int, audience: str | None) -> None:
        self._held = held
        self._at = at
        self._record: Callable[[], Record | None] | None = None
        self.audience = audience

    @property
    def record(self) -> Record:
        """As `Row` has it."""
        found = self._record and self._record()
        if found is None:
            found = _made(self._held.kind, self._held.lines[self._at])
            self._record = weakref.ref(found)
            self.latest.append(found)
        return found

    @property
    def digest(self) -> str:
        """As `Row` has it."""
        return digest(self._held.lines[self._at])

    def press(self) -> None:
        """As `Row` has it."""
        self._held.lines.press()

    @property
    def references(self) -> Sequence[Reference]:
        """As `Row` has it."""
        held, at = self._held, self._at
        flat = held.references[held.ends[at] : held.ends[at + 1]]
        return [(*held.kinds[flat[n]], held.names[flat[n + 1]]) for n in range(0, len(flat), 2)]


def _made(kind: type[Record], line: bytes) -> Record:
    record, problems = validate(kind, json.loads(line), Origin(()))
    if record is None:
        raise ValueError(f"a kept record is not one any more: {problems[0].message}")
    return record
