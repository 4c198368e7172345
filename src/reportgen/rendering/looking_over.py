"""What is wrong with a finished page whatever its medium, and which template line it came from."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable
from urllib.parse import unquote

from reportgen.problems import Place, Problem, problem
from reportgen.rendering.templates import ENDING

_HREF = re.compile(r"\bhref=[\"']?#([^\"'\s>]+)")
_ID = re.compile(r"\bid=[\"']?([^\"'\s>]+)")
_TABLE = re.compile(r"<table\b([^>]*)>(.*?)</table>", re.DOTALL)
_ORIGIN = re.compile(r" data-origin=([^\s>]+)")
_NAMED = re.compile(r"`([^`]+)`")
_PLACED = (ENDING, ".css")
_TOP = "top"
"""Every page has it, by HTML."""


def broken_links(html: str) -> list[Problem]:
    """Links inside the page that lead nowhere, also those that print leaves out."""
    ids = set(_ID.findall(html))
    hint = "give a heading or block that `id`, or change the link"
    return [
        problem("broken-link", f"nothing has the id `{anchor}`", None, hint)
        for anchor in dict.fromkeys(map(unquote, _HREF.findall(html)))
        if anchor not in ids and anchor != _TOP
    ]


MOST_ROWS = 2000
"""Rows of a table that are laid out without a word."""


@dataclasses.dataclass(frozen=True)
class LongTable:
    """A table of very many rows.

    Attributes:
        id: Its id; empty without one.
        rows: How many it has.
        origin: The template line that wrote it, `PATH:LINE`, on a page written with origins.
    """

    id: str
    rows: int
    origin: str = ""


def long_tables(html: str) -> list[LongTable]:
    """The tables of more than `MOST_ROWS` rows, in their order."""
    if html.count("<tr") <= MOST_ROWS:
        return []
    found = []
    for table in _TABLE.finditer(html):
        id_, origin = _ID.search(table[1]), _ORIGIN.search(table[1])
        rows = table[2].count("<tr")
        told = LongTable(id_[1] if id_ else "", rows, unquote(origin[1]) if origin else "")
        found += [told] if rows > MOST_ROWS else []
    return found


def long_table_problem(table: LongTable) -> Problem:
    """What is said of a long table."""
    named = f"the table `{table.id}`" if table.id else "a table"
    message = f"{named} has {table.rows:,} rows; up to {MOST_ROWS:,} are quick to lay out"
    hint = "print its sums or first rows, or make one brief for each group of records"
    return problem("long-table", message, None, hint)


def only_table(names: Iterable[str], find: Callable[[str], tuple[str, bytes] | None]) -> str | None:
    """Where the one tag stands that begins a table, `PATH:LINE`; None where there is not just one.

    Args:
        names: The templates and other files that a page was made from.
        find: (path for messages, bytes) of one of these by its name.
    """
    sources = dict(filter(None, (find(name) for name in names if name.endswith(ENDING))))
    found = [
        f"{path}:{number}"
        for path, raw in sources.items()
        for number, line in enumerate(raw.split(b"\n"), start=1)
        for _ in range(line.count(b"<table"))
    ]
    return found[0] if len(found) == 1 else None


def placed(
    problems: Iterable[Problem],
    names: Iterable[str],
    find: Callable[[str], tuple[str, bytes] | None],
) -> tuple[Problem, ...]:
    """The problems, each about a file or an anchor at the one line that names it.

    Where several lines do, or none, as when the data gives the name, it stays without a place.

    Args:
        problems: What is wrong with a page.
        names: The templates and style sheets that it was made from.
        find: (path for messages, bytes) of one of these by its name.
    """
    found = tuple(problems)
    if all(p.place for p in found):
        return found
    sources = [find(name) for name in sorted(names) if name.endswith(_PLACED)]
    lines = [
        (path, number, line)
        for path, raw in (source for source in sources if source)
        for number, line in enumerate(raw.decode("utf-8", "replace").splitlines(), start=1)
    ]
    return tuple(p if p.place else _placed(p, lines) for p in found)


def _placed(found: Problem, lines: Iterable[tuple[str, int, str]]) -> Problem:
    named = _NAMED.search(found.message)
    if named is None:
        return found
    pattern = _pattern(named[1])
    places = {
        (path, number): Place(path, number, match.start(1) + 1, line, len(match[1]))
        for path, number, line in lines
        if (match := pattern.search(line))
    }
    if len(places) != 1:
        return found
    (place,) = places.values()
    return dataclasses.replace(found, place=place)


def _pattern(name: str) -> re.Pattern[str]:
    """How a template writes what a message names: a name in quotation marks, a tag, `onclick=`."""
    if name.startswith("<") or name.endswith("="):
        stem = re.escape(name.rstrip("=>"))
        return re.compile(rf"({stem})(?![\w-])", re.IGNORECASE)
    return re.compile(rf"[\"'(#](?:\.{{0,2}}/)*({re.escape(name)})[\"')]")
