"""Numbers of a column with their decimal signs below each other, however many decimals each has.

WeasyPrint does not align at a character, and zeros that no source gives would say more than is
known. So what stands in for them is room, which is no text: nothing is read out or copied more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd]\b([^>]*)>(.*?)</t[hd]>", re.DOTALL)
_NUMBERS = re.compile(r'class="[^"]*\bnumber-cell\b')
_SPAN = re.compile(r'colspan="(\d+)"')
_BELOW = re.compile(r'\s*(?:<span class="remark"|<br|\Z)')
_CLOSED = re.compile(r"(?:\s|</span>)+\Z")
_MOST = 6
"""Decimals that are made room for; more are no amounts, and would push their column aside."""


@dataclass(frozen=True)
class _Number:
    """A number at the end of its cell's first line: where its digits end, and its decimals."""

    column: int
    end: int
    start: int
    decimals: int


def with_aligned_decimals(html: str, sign: str) -> str:
    """The page with room behind the numbers of its tables (cells of the class `number-cell`).

    Args:
        html: The page.
        sign: The decimal sign of its language.
    """
    return _TABLE.sub(lambda match: _aligned(match[0], sign), html)


def _aligned(table: str, sign: str) -> str:
    if not _NUMBERS.search(table):
        return table
    numbers = list(_numbers(table, sign))
    most: dict[int, int] = {}
    for number in numbers:
        if number.decimals <= _MOST:
            most[number.column] = max(most.get(number.column, 0), number.decimals)
    parts, at = list[str](), 0
    for number in sorted(numbers, key=lambda one: one.start):
        lacking = most.get(number.column, 0) - number.decimals
        if lacking > 0:
            kind = "lacking" if number.decimals else "lacking whole"
            opened = f'<span class="{kind}" style="--digits: {lacking}">'
            parts += [table[at : number.start], opened, table[number.start : number.end], "</span>"]
            at = number.end
    return "".join([*parts, table[at:]])


def _numbers(table: str, sign: str) -> Iterator[_Number]:
    last = re.compile(r"[\d][\d.,\u00a0\u202f]*\Z")
    for row in _ROW.finditer(table):
        cells = list(_CELL.finditer(table, *row.span()))
        after = 0  # counted from the end of the row: what spans rows stands before
        for cell in reversed(cells):
            width = _SPAN.search(cell[1])
            if _NUMBERS.search(cell[1]):
                first = _CLOSED.sub("", cell[2][: _line_end(cell[2])])
                if found := last.search(first[first.rfind(">") + 1 :]):
                    end = cell.start(2) + len(first)
                    _, dot, behind = found[0].rpartition(sign)
                    yield _Number(after, end, end - len(found[0]), len(behind) if dot else 0)
            after += int(width[1]) if width else 1


def _line_end(content: str) -> int:
    found = _BELOW.search(content)
    return found.start() if found else len(content)
