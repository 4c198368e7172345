"""Tables for narrow screens, where screen.css sets the cells of a row below one another.

Each cell carries the head of its column, which then stands before it. Roles are not written out:
HTML forbids them inside a table, and browsers of today keep cells that are set as blocks for cells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reportgen.rendering.grids import Grid
from reportgen.rendering.markup import attributes_of

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>table|thead|tbody|tfoot|tr|th|td)(?=[\s/>])"
    r"(?P<attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.IGNORECASE,
)
_NO_LABEL = re.compile(r"<sup\b.*?</sup>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_BLANK = re.compile(r"\s*</td", re.IGNORECASE)
_GROUPS = ("thead", "tbody", "tfoot")


@dataclass
class _Table:
    """A table that is being read."""

    plain: bool
    grid: Grid = field(default_factory=Grid)
    head: bool = False
    labels: dict[int, str] = field(default_factory=dict)
    column: int = 0
    across: int = 1
    begin: int = 0


def with_labels(html: str) -> str:
    """The page, its tables of data with `data-stacked`, and their cells with `data-label`.

    A cell without content has `data-empty`. A table that says its own role is left as it is.
    """
    if "<table" not in html:
        return html
    parts: list[str] = []
    tables: list[_Table] = []
    at = 0
    for tag in _TAG.finditer(html):
        added = _read(tables, tag, html)
        if added:
            name_end = tag.end("name")
            parts += (html[at:name_end], added)
            at = name_end
    parts.append(html[at:])
    return "".join(parts)


def _read(tables: list[_Table], tag: re.Match[str], html: str) -> str:
    """The attributes that a tag gets."""
    name = tag["name"].lower()
    if name == "table":
        if tag["close"]:
            del tables[-1:]
            return ""
        plain = "role" not in attributes_of(tag["attributes"])
        tables.append(_Table(plain))
        return " data-stacked" if plain else ""
    if not tables or not tables[-1].plain:
        return ""
    table = tables[-1]
    if tag["close"]:
        if name == "th" and table.head:
            _keep_label(table, html[table.begin : tag.start()])
    elif name in _GROUPS:
        table.head = name == "thead"
        table.grid.group()
    elif name == "tr":
        table.grid.row(tag.start())
    else:
        return _cell(table, tag, html, header=name == "th")
    return ""


def _cell(table: _Table, tag: re.Match[str], html: str, *, header: bool) -> str:
    text = tag["attributes"]
    given = attributes_of(text) if "span" in text else {}
    column = table.grid.cell(given.get("colspan", ""), given.get("rowspan", ""))
    if header:
        table.column, table.across, table.begin = column, table.grid.across, tag.end()
        return ""
    if _BLANK.match(html, tag.end()):
        return " data-empty"
    label = table.labels.get(column, "")
    return f' data-label="{label}"' if label else ""


def _keep_label(table: _Table, inner: str) -> None:
    """Note the words of a head for its columns; those of a head above stand before it."""
    words = " ".join(_NO_LABEL.sub("", inner).split()).replace('"', "&quot;")
    for column in range(table.column, table.column + table.across):
        above = table.labels.get(column, "")
        table.labels[column] = f"{above}, {words}" if above and words else above or words
