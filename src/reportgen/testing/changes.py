"""Two outlines as the lines that changed, each with the words that changed marked."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Piece = tuple[str, str]
"""(`=`, `-` or `+`, text): a stretch of a line that stayed, went or came."""

_WORD = re.compile(r"<[^<>]*>|\s+|[^\s<]+|<")
_HEADING = re.compile(r"^ *<h[1-6][^>]*> ?(.*)$")
_TAG = re.compile(r"<[^<>]*>")
_AROUND = 48
"""Characters beside what changed that are shown of a long line."""


@dataclass(frozen=True)
class Change:
    """A line that changed, went (`after` is None) or came (`before` is None).

    Attributes:
        where: The part of the outline: `page 3`, `figures.schools`, the heading above.
        place: Where the YAML says it, as `data/figures.yaml:12`; None where that is not known.
    """

    where: str
    before: str | None
    after: str | None
    place: str | None = None

    @property
    def pieces(self) -> tuple[list[Piece], list[Piece]]:
        """Both lines in pieces."""
        if self.before is None or self.after is None:
            return words((self.before or "").strip(), (self.after or "").strip())
        return words(self.before, self.after)


def changes(kept: str, found: str) -> Iterator[Change]:
    """The lines in which two outlines differ, in their order."""
    old, new = kept.splitlines(), found.splitlines()
    wheres_old, wheres_new = list(_wheres(old)), list(_wheres(new))
    same = _common(old, new)
    end = _common(old[same:][::-1], new[same:][::-1])
    matcher = difflib.SequenceMatcher(
        None, old[same : len(old) - end], new[same : len(new) - end], autojunk=False
    )
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        if kind == "equal":
            continue
        pairs = itertools.zip_longest(range(a1 + same, a2 + same), range(b1 + same, b2 + same))
        for a, b in pairs:
            before, after = (old[a] if a is not None else None), (new[b] if b is not None else None)
            where = wheres_new[b] if b is not None else wheres_old[a]
            if (before or after or "").strip():
                yield Change(where, before, after)


def words(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Two lines in pieces: what stayed, and what went or came, word by word."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        if kind == "equal":
            left.append(("=", "".join(old[a1:a2])))
            right.append(("=", "".join(new[b1:b2])))
        else:
            left += [("-", "".join(old[a1:a2]))] if a2 > a1 else []
            right += [("+", "".join(new[b1:b2]))] if b2 > b1 else []
    return left, right


def marked(pieces: Sequence[Piece]) -> str:
    """A line as text: `nearly [-230-] countries`, `nearly {+231+} countries`; long ones cut."""
    told = []
    for number, (kind, text) in enumerate(pieces):
        if kind == "=":
            told.append(_cut(text, first=number == 0, last=number == len(pieces) - 1))
        else:
            shown = text if len(text) <= 4 * _AROUND else f"{text[: 4 * _AROUND]}…"
            told.append(f"[-{shown}-]" if kind == "-" else f"{{+{shown}+}}")
    return "".join(told).strip()


def _cut(text: str, *, first: bool, last: bool) -> str:
    if len(text) <= 2 * _AROUND:
        return text
    if first and last:
        return f"{text[: 2 * _AROUND]}…"
    if first:
        return f"…{text[-_AROUND:]}"
    return f"{text[:_AROUND]}…" if last else f"{text[:_AROUND]} … {text[-_AROUND:]}"


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines are the same from the start."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _wheres(lines: Sequence[str]) -> Iterator[str]:
    """For each line, what it stands below: a heading, a section, a record."""
    first = lines[0] if lines else ""
    where = ""
    for line in lines:
        if first.startswith("<!DOCTYPE"):
            heading = _HEADING.match(line)
            where = _TAG.sub("", heading[1]) if heading else where
        elif first.startswith("# "):
            where = line[2:] if line.startswith("# ") else where
        elif line and line[0] != " ":
            where = line
        yield where
