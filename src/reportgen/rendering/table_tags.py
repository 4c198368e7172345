"""Header cells of a table in a PDF: their scope, and which of them a cell hangs on.

By the rules of HTML (4.9.12), which know spans; WeasyPrint's own lists lose the column under a
cell of several rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

import pydyf

from reportgen.rendering.structure import Node

_SCOPES = {"col": "Column", "colgroup": "Column", "row": "Row", "rowgroup": "Row"}


@dataclass(eq=False, slots=True)
class _Cell:
    """A cell in its place; `bottom` and `right` are the first row and column behind it."""

    node: Node
    group: int
    top: int
    left: int
    bottom: int
    right: int
    scope: str | None


def mend_table(table: Node) -> None:
    """Give header cells scope and ID, and cells of data the IDs of their headers."""
    cells = list(_placed(table))
    headers = [cell for cell in cells if cell.scope]
    number = table.thing.number
    for header in headers:
        attributes = header.node.attributes("/Table")
        attributes["Scope"] = f"/{_SCOPES[header.scope or 'col']}"
        header.node.id = f"{number}-{header.top}-{header.left}"
    by_row, by_column = _reach(cells, headers)
    for cell in cells:
        if cell.scope:
            continue
        above = [h for at in range(cell.left, cell.right) for h in by_column.get(at, ())]
        beside = [h for at in range(cell.top, cell.bottom) for h in by_row.get(at, ())]
        heads = dict.fromkeys([*beside, *(h for h in above if h.top < cell.top)])
        cell.node.attributes("/Table")["Headers"] = pydyf.Array(
            pydyf.String(header.node.id) for header in heads
        )


def _reach(
    cells: list[_Cell], headers: list[_Cell]
) -> tuple[dict[int, list[_Cell]], dict[int, list[_Cell]]]:
    """The header cells of each row, and of each column.

    The head of a group of rows (`scope="rowgroup"`) is that of the rows that it spans; where it
    stands above them, of all that follow in its part of the table, up to the next such head.
    """
    by_row: dict[int, list[_Cell]] = {}
    by_column: dict[int, list[_Cell]] = {}
    ends: dict[int, int] = {}
    for cell in cells:
        ends[cell.group] = max(ends.get(cell.group, 0), cell.bottom)
    next_head: dict[tuple[int, int], int] = {}
    for header in reversed(headers):
        if header.scope in ("row", "rowgroup"):
            bottom = header.bottom
            if header.scope == "rowgroup":
                place = (header.group, header.left)
                if bottom == header.top + 1:
                    bottom = next_head.get(place, ends[header.group])
                next_head[place] = header.top
            for row in range(header.top, bottom):
                by_row.setdefault(row, []).insert(0, header)
        else:
            for column in range(header.left, header.right):
                by_column.setdefault(column, []).insert(0, header)
    return by_row, by_column


def _placed(table: Node) -> Iterator[_Cell]:
    """The cells of a table, each with the rows and columns that it takes."""
    taken: dict[int, set[int]] = {}
    for row, (group, head, node) in enumerate(_rows(table)):
        cells = [cell for cell in node.nodes() if cell.role in ("TH", "TD")]
        free = count()
        for cell in cells:
            left = next(at for at in free if at not in taken.get(row, ()))
            across, down = _span(cell, "ColSpan"), _span(cell, "RowSpan")
            for other in range(row, row + down):
                taken.setdefault(other, set()).update(range(left, left + across))
            scope = None
            if cell.role == "TH":
                has_data = any(other.role == "TD" for other in cells)
                scope = cell.attribute("scope")
                scope = scope if scope in _SCOPES else "row" if has_data and not head else "col"
            yield _Cell(cell, group, row, left, row + down, left + across, scope)


def _rows(table: Node) -> Iterator[tuple[int, bool, Node]]:
    """Each row with the number of its group, and whether that is the head."""
    for group, part in enumerate(table.nodes()):
        if part.role == "TR":
            yield -1, False, part
        elif part.role in ("THead", "TBody", "TFoot"):
            for row in part.nodes():
                if row.role == "TR":
                    yield group, part.role == "THead", row


def _span(cell: Node, name: str) -> int:
    return int(cell.thing.get("A", {}).get(name, 1))
