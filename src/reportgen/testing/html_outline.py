"""An HTML page laid out line by line, so that a change shows as the lines that changed."""

from __future__ import annotations

import hashlib
import re

from lxml import etree
from lxml import html as lxml_html

_WORDS = (
    "abbr",
    "b",
    "bdi",
    "cite",
    "code",
    "em",
    "i",
    "q",
    "small",
    "span",
    "strong",
    "time",
    "u",
)
_VOID = ("br", "img")
_INLINE = frozenset((*_WORDS, *_VOID, "a", "sub", "sup"))
_LONG = 2_000
_EMBEDDED = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=]+")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def html_outline(page: str) -> str:
    """The page, one block a line, nested by a blank; attributes sorted, drawings as digests.

    White space between blocks, comments and the order of attributes say nothing and are left out;
    within a line each run of white space is one blank. Embedded fonts are no part of it: what a
    glyph looks like is for the pictures of the pages to see.
    """
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True)
    root = lxml_html.document_fromstring(page.encode("utf-8"), parser)
    return "\n".join(["<!DOCTYPE html>", *_lines(root, 0)]) + "\n"


def _lines(part: lxml_html.HtmlElement, depth: int) -> list[str]:
    pad = " " * depth
    if not isinstance(part.tag, str):
        return []
    if part.tag in ("style", "script", "svg"):
        return [f"{pad}{_whole(part)}"]
    if all(_is_inline(child) for child in part):
        return [f"{pad}{_inline(part, outer=True)}"]
    lines = [f"{pad}<{part.tag}{_attributes(part)}>", *_loose(part.text, depth + 1)]
    for child in part:
        lines += [*_lines(child, depth + 1), *_loose(child.tail, depth + 1)]
    return lines


def _is_inline(part: lxml_html.HtmlElement) -> bool:
    return not isinstance(part.tag, str) or (
        part.tag in _INLINE and all(_is_inline(child) for child in part)
    )


def _loose(text: str | None, depth: int) -> list[str]:
    words = _spaced(text).strip()
    return [" " * depth + words] if words else []


def _inline(part: lxml_html.HtmlElement, *, outer: bool = False) -> str:
    """A line of text with its tags; the block around it needs no end, its line ends there."""
    if not isinstance(part.tag, str):
        return ""
    inner = _spaced(part.text) + "".join(_inline(c) + _spaced(c.tail) for c in part)
    start = f"<{part.tag}{_attributes(part)}>"
    if outer:
        inner = re.sub(" {2,}", " ", inner).strip(" ")
        return f"{start} {inner}" if inner else start
    return start if part.tag in _VOID else f"{start}{inner}</{part.tag}>"


def _whole(part: lxml_html.HtmlElement) -> str:
    """A style sheet or drawing: its words, and a digest of all that it says."""
    spoken = [c for c in part.iter() if c.tag in ("title", "desc", "text")]
    words = [_spaced("".join(c.itertext())).strip() for c in spoken]
    return " ".join([f"<{part.tag}>", *(repr(word) for word in words), f"digest {_said(part)}"])


def _said(part: lxml_html.HtmlElement) -> str:
    if part.tag == "svg":  # canonical XML: one order of attributes
        source = etree.tostring(part, method="c14n", with_tail=False).decode("utf-8")
        return _digest(re.sub(r">\s+<", "><", source))
    text = _EMBEDDED.sub("embedded", "".join(part.itertext()))
    return _digest(" ".join(_COMMENT.sub(" ", text).split()) if part.tag == "style" else text)


def _attributes(part: lxml_html.HtmlElement) -> str:
    return "".join(f' {key}="{_value(key, part.attrib[key])}"' for key in sorted(part.attrib))


def _value(key: str, value: str) -> str:
    if key == "class":
        return " ".join(sorted(value.split()))
    if len(value) > _LONG or value.startswith("data:"):
        return f"{value[:20]}... digest {_digest(value)}"
    return value.replace("&", "&amp;").replace('"', "&quot;").replace("\n", "&#10;")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _spaced(text: str | None) -> str:
    # No-break spaces are typography and stay; only what collapses in a browser collapses here.
    plain = re.sub(r"[ \t\r\n]+", " ", text or "")
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace("\u00a0", "&nbsp;")
