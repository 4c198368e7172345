"""The text of one file, and places in it."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from functools import cached_property

from reportgen.problems import Place


@dataclass(frozen=True)
class Source:
    r"""A file's name and its text, in which lines end with `\n`."""

    name: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their breaks."""
        return self.text.split("\n")

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        for line in self.lines:
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def line(self, number: int) -> str:
        """The line with this number, counted from 0; empty past the end."""
        return self.lines[number] if number < len(self.lines) else ""

    def at(self, line: int, column: int, width: int = 1) -> Place:
        """The place at a line and column, both counted from 0."""
        if line >= len(self.lines) - 1 and not self.line(line):  # the end of the file
            line = max(0, len(self.text.rstrip().split("\n")) - 1)
            column = len(self.line(line).rstrip())
        return Place(self.name, line + 1, column + 1, self.line(line), max(1, width))

    def at_offset(self, offset: int, width: int = 1) -> Place:
        """The place of the character with this number."""
        line = max(0, bisect.bisect_right(self._starts, offset) - 1)
        return self.at(line, offset - self._starts[min(line, len(self._starts) - 1)], width)
