"""Which line of which template a part of the page came from, and where on paper it stands.

Only for telling people where something is wrong: the page is written once more from templates
whose tags carry their line, so that pages that are in order cost nothing.
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
_OTHERS = "html|body|main|a|img|svg|thead|tbody|tfoot|th|td|span|cite|q"
_TAG = re.compile(
    # What is translated is looked up by its text, so that has to stay as it is.
    r"\{%-?\s*trans\b.*?\{%-?\s*endtrans\s*-?%\}"
    rf"|<(?P<name>{_BLOCKS}|{_OTHERS})(?=[\s>]|$)",
    re.DOTALL | re.MULTILINE,
)
_ANY = re.compile(
    r"<!--.*?-->|<(?P<raw>style|script)\b.*?</(?P=raw)\s*>"
    r"|<(?P<close>/?)(?P<name>[a-zA-Z][\w:-]*)(?P<attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>",
    re.DOTALL | re.IGNORECASE,
)
_ORIGIN = re.compile(r"\sdata-origin=([^\s>]+)")
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"}
)
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
    return "".join(_marked(source, path))


def _marked(source: str, path: str) -> Iterator[str]:
    where, at, line = quote(path, safe="/.-_"), 0, 1
    for tag in _TAG.finditer(source):
        line += source.count("\n", at, tag.start())
        yield source[at : tag.start()]
        yield f"<{tag['name']} data-origin={where}:{line}" if tag["name"] else tag[0]
        line += tag[0].count("\n")
        at = tag.end()
    yield source[at:]


def with_origin(html: str, path: str, line: int) -> str:
    """What a function printed at this line of a template, its tags marked as in `with_origins`."""
    where = quote(path, safe="/.-_")
    return _TAG.sub(
        lambda tag: f"<{tag['name']} data-origin={where}:{line}" if tag["name"] else tag[0], html
    )


def origin_at(html: str, at: int | None) -> tuple[str, int] | None:
    """(path, line) of what stands at this place of a page that was written with origins.

    It is that of the tag there, else of the innermost one around it that has one; without a place
    that of the page.
    """
    open_: list[tuple[str, tuple[str, int] | None]] = []
    for tag in _ANY.finditer(html):
        if at is not None and tag.start() > at:
            break
        name = (tag["name"] or "").lower()
        if not name:
            continue
        if tag["close"]:
            if name in (opened for opened, _ in open_):
                while open_.pop()[0] != name:
                    pass
            continue
        origin = _origin(tag["attributes"])
        if tag.start() == at and origin:
            return origin
        if name not in _VOID and not tag["attributes"].endswith("/"):
            open_.append((name, origin))
        if at is None and origin:
            return origin
    return next((origin for _, origin in reversed(open_) if origin), None)


def _origin(attributes: str) -> tuple[str, int] | None:
    found = _ORIGIN.search(attributes)
    if found is None:
        return None
    path, _, line = unquote(found[1]).rpartition(":")
    return path, int(line)


def anchored(html: str) -> tuple[str, dict[str, Block]]:
    """The page with an id on every block that has an origin, and the blocks by id."""
    blocks: dict[str, Block] = {}

    def anchor(match: re.Match[str]) -> str:
        tag, before, origin, after = match.groups()
        known = _ID.search(before + after)
        id_ = known[1] if known else f"origin-{len(blocks) + 1}"
        path, _, line = origin.rpartition(":")
        blocks[id_] = Block(id_, unquote(path), int(line), beginning(html[match.end() :]))
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


def beginning(html: str) -> str:
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
