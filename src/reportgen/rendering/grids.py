"""The grid that the cells of a table make, by the rules of HTML (4.9.12)."""

from __future__ import annotations

from dataclasses import dataclass

_TO_THE_END = 65_535  # more rows than `rowspan` may say
_WIDEST = 1000  # columns that `colspan` may say


@dataclass(frozen=True)
class Ragged:
    """The first row that is not as wide as the first one.

    Attributes:
        at: What was given as the place of the row.
        number: Its number, from 1.
        width: Its columns.
        first: The columns of the first row.
    """

    at: int
    number: int
    width: int
    first: int


class Grid:
    """Counts the columns of each row while a table is read.

    Attributes:
        across: How many columns the last cell spans.
    """

    def __init__(self) -> None:
        self.across = 1
        self._rows = 0
        self._at: int | None = None
        self._width = 0
        self._first = 0
        self._taken: dict[int, int] = {}  # column -> rows still to come of the cell that is in it
        self._free = 0
        self._above: frozenset[int] = frozenset()
        self._ragged: Ragged | None = None

    def group(self) -> None:
        """A group of rows begins: no cell reaches into it from the one before."""
        self._end()
        self._taken = {}

    def row(self, at: int) -> None:
        """A row begins."""
        self._end()
        self._at = at
        self._rows += 1
        self._free = 0
        self._width = len(self._taken)
        if self._taken:
            self._above = frozenset(self._taken)
            self._taken = {column: rows - 1 for column, rows in self._taken.items() if rows > 1}
        elif self._above:
            self._above = frozenset()

    def cell(self, colspan: str = "", rowspan: str = "") -> int:
        """The column, from 0, in which a cell of the row begins; its spans are as written."""
        self.across = min(_number(colspan) or 1, _WIDEST)
        self._width += self.across
        while self._free in self._above:
            self._free += 1
        column = self._free
        self._free += self.across
        down = _TO_THE_END if rowspan.strip() == "0" else _number(rowspan) or 1
        if down > 1:
            self._taken |= dict.fromkeys(range(column, self._free), down - 1)
        return column

    def ragged(self) -> Ragged | None:
        """The first row that is wider or narrower than the first one; the table has ended."""
        self._end()
        return self._ragged

    def _end(self) -> None:
        """Judge the row that has ended, if one has."""
        if self._at is None:
            return
        if self._rows == 1:
            self._first = self._width
        elif self._width != self._first and self._ragged is None:
            self._ragged = Ragged(self._at, self._rows, self._width, self._first)
        self._at = None


def _number(text: str) -> int:
    plain = text.strip()[:5]
    return int(plain) if plain.isascii() and plain.isdigit() else 0
