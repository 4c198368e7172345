"""Which line of which template a block of the page came from, and where on paper it stands.

Only for telling people where a page overflows: the page is written once more from templates whose
block tags carry their line, so that pages that are in order cost nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, unquote

_BLOCKS = (
    "section|div|article|header|footer|aside|nav|table|caption|tr|ul|ol|dl|li|dt|dd|p|figure|"
    "figcaption|blockquote|h[1-6]"
)
_TAG = re.compile(rf"<({_BLOCKS})(?=[\s>])")
_TRACED = re.compile(rf"<({_BLOCKS})((?:[^<>]*?)) data-origin=([^\s>]+)([^<>]*)>")
_ID = re.compile(r"""\bid=["']?([^"'\s>]+)""")
_MARKUP = re.compile(r"<(?:style|script|svg)\b.*?</(?:style|script|svg)>|<[^>]*>", re.DOTALL)
_SHOWN = 40


@dataclass(frozen=True)
class Block:
    """A block of a page: its anchor, the template and line that wrote it, how its text begins."""

    id: str
    path: str
    line: int
    text: str


def with_origins(source: str, path: str) -> str:
    """A template whose block tags say where they stand: `<p data-origin=...>`.

    The value has no quotation marks, so that a tag inside a string of the template stays whole.
    """
    where = quote(path, safe="/.-_")
    lines = source.split("\n")
    return "\n".join(
        _TAG.sub(rf"<\1 data-origin={where}:{number}", line)
        for number, line in enumerate(lines, start=1)
    )


def anchored(html: str) -> tuple[str, dict[str, Block]]:
    """The page with an id on every block that has an origin, and the blocks by id."""
    blocks: dict[str, Block] = {}

    def anchor(match: re.Match[str]) -> str:
        tag, before, origin, after = match.groups()
        known = _ID.search(before + after)
        id_ = known[1] if known else f"origin-{len(blocks) + 1}"
        path, _, line = origin.rpartition(":")
        blocks[id_] = Block(id_, unquote(path), int(line), _text(html[match.end() :]))
        return f"<{tag}{before}{after}{'' if known else f' id={id_}'}>"

    return _TRACED.sub(anchor, html), blocks


def first_beyond(
    anchors: Sequence[Sequence[str]], blocks: dict[str, Block], pages: int
) -> Block | None:
    """The first block that begins after so many pages; else the first that goes on there.

    Args:
        anchors: Page by page, the ids on it from top to bottom.
        blocks: The blocks by id.
        pages: How many pages there may be.
    """
    if len(anchors) <= pages:
        return None
    before = {id_ for page in anchors[:pages] for id_ in page}
    found = [id_ for id_ in anchors[pages] if id_ in blocks]
    fresh = [id_ for id_ in found if id_ not in before]
    return next((blocks[id_] for id_ in (*fresh, *found)), None)


def _text(html: str) -> str:
    """How the text after a tag begins, for people to find it."""
    shown = " ".join(_words(html))
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN].rstrip()}…"


def _words(html: str) -> Iterator[str]:
    length = 0
    for word in _MARKUP.sub(" ", html[:4000]).split():
        yield word
        length += len(word) + 1
        if length > _SHOWN:
            return
