"""A Markdown text by its headings: what stands under each, and where."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = ("h1", "h2")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a text.

    Attributes:
        heading: The words of its heading; empty for what stands before the first.
        text: What stands below it, in Markdown, up to the next one.
        offset: Where in the text the line of the heading, or the part without one, begins.
        width: How many letters that line has.
    """

    heading: str
    text: str
    offset: int
    width: int


@functools.lru_cache(maxsize=256)
def sections_of(body: str) -> tuple[Section, ...]:
    """The parts of a text in their order, each begun by a heading of the first or second level.

    A heading inside a quotation, a list or a block of code begins none (CommonMark). What stands
    before the first heading is a part of its own, unless it is blank.
    """
    lines = body.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    tokens = _markdown().parse(body)
    heads = [
        (token.map[0], token.map[1], tokens[at + 1])
        for at, token in enumerate(tokens)
        if token.type == "heading_open" and token.level == 0 and token.tag in _TAGS and token.map
    ]
    found = []
    end = heads[0][0] if heads else len(lines)
    before = "\n".join(lines[:end])
    if before.strip():
        skipped = len(before) - len(before.lstrip())
        found.append(Section("", before, skipped, len(before.strip().partition("\n")[0])))
    for number, (first, below, inline) in enumerate(heads):
        last = heads[number + 1][0] if number + 1 < len(heads) else len(lines)
        text = "\n".join(lines[below:last])
        found.append(Section(_words(inline), text, starts[first], len(lines[first].rstrip())))
    return tuple(found)


@functools.cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


def _words(inline: Token) -> str:
    """The words of a heading without the marks of emphasis."""
    parts = [token.content for token in inline.children or () if token.content]
    return " ".join(" ".join(parts).split())
