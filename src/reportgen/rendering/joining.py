"""Note references as they stand on the finished page: side by side, and each with its way back."""

from __future__ import annotations

import re

_SIDE_BY_SIDE = re.compile(r'</a></span>\s*<span class="note-refs">(?=<a )')
_REFS = re.compile(r'<span class="note-refs">.*?</span>', re.DOTALL)
_REF = re.compile(r'<a class="note-ref" href="#(note-\d+)".*?</a>', re.DOTALL)
_BACK = re.compile(r'<a href="#(ref-\d+(?:-\d+)?)"[^>]*>.*?</a>[ \t]*', re.DOTALL)
_REFERENCE_ID = re.compile(r' id="(ref-\d+(?:-\d+)?)"')
COMMA = "<sup>, </sup>"
"""Without it two references would read as one number."""


def join_notes(html: str) -> str:
    """The page with references that touch each other as one row, each note in it once."""
    return _REFS.sub(_once, _SIDE_BY_SIDE.sub(f"</a>{COMMA}", html))


def _once(row: re.Match[str]) -> str:
    found: dict[str, str] = {}
    for ref in _REF.finditer(row[0]):
        found.setdefault(ref[1], ref[0])
    return f'<span class="note-refs">{COMMA.join(found.values())}</span>' if found else row[0]


def printed_ids(html: str) -> set[str]:
    """The ids of the references that the page holds, found in one go: a page has thousands."""
    return set(_REFERENCE_ID.findall(html))


def drop_dead_ways_back(html: str) -> str:
    """The page without links back to references that it does not hold.

    A macro can cite and drop what it got; only the finished page shows which references stand.
    """
    printed = printed_ids(html)
    return _BACK.sub(lambda way: way[0] if way[1] in printed else "", html)
