"""An HTML page laid out line by line, so that a change shows as the lines that changed."""

from __future__ import annotations

import hashlib
import re

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
_INLINE = frozenset((*_WORDS, "a", "br", "img", "sub", "sup"))
_LONG = 2_000


def outline(page: str) -> str:
    """The page, one block a line, attributes sorted, embedded styles, fonts and charts as digests.

    White space between blocks says nothing and is left out; within a line each run is one space.
    """
    root = lxml_html.document_fromstring(page)
    return "\n".join(["<!DOCTYPE html>", *_lines(root, 0)]) + "\n"


def _lines(part: lxml_html.HtmlElement, depth: int) -> list[str]:
    pad = "  " * depth
    if not isinstance(part.tag, str):
        return []
    if part.tag in ("style", "script", "svg"):
        return [f"{pad}{_whole(part)}"]
    if all(_is_inline(child) for child in part):
        return [f"{pad}{_inline(part, trim=True)}"]
    lines = [f"{pad}<{part.tag}{_attributes(part)}>", *_loose(part.text, depth + 1)]
    for child in part:
        lines += [*_lines(child, depth + 1), *_loose(child.tail, depth + 1)]
    return [*lines, f"{pad}</{part.tag}>"]


def _is_inline(part: lxml_html.HtmlElement) -> bool:
    return not isinstance(part.tag, str) or (
        part.tag in _INLINE and all(_is_inline(child) for child in part)
    )


def _loose(text: str | None, depth: int) -> list[str]:
    words = _spaced(text).strip()
    return ["  " * depth + words] if words else []


def _inline(part: lxml_html.HtmlElement, *, trim: bool = False) -> str:
    if not isinstance(part.tag, str):
        return ""
    inner = _spaced(part.text) + "".join(_inline(c) + _spaced(c.tail) for c in part)
    inner = inner.strip(" ") if trim else inner
    if part.tag in ("br", "img", "link", "meta"):
        return f"<{part.tag}{_attributes(part)}>"
    return f"<{part.tag}{_attributes(part)}>{inner}</{part.tag}>"


def _whole(part: lxml_html.HtmlElement) -> str:
    """A style sheet or chart: its words, and a digest of all of it."""
    source = lxml_html.tostring(part, encoding="unicode", with_tail=False)
    digest = hashlib.sha256(source.encode()).hexdigest()[:12]
    spoken = [c for c in part.iter() if c.tag in ("title", "desc", "text")]
    words = [_spaced("".join(c.itertext())).strip() for c in spoken]
    return " ".join([f"<{part.tag}>", *(repr(word) for word in words), f"digest {digest}"])


def _attributes(part: lxml_html.HtmlElement) -> str:
    return "".join(f' {key}="{_value(key, part.attrib[key])}"' for key in sorted(part.attrib))


def _value(key: str, value: str) -> str:
    if key == "class":
        return " ".join(sorted(value.split()))
    if len(value) > _LONG or value.startswith("data:"):
        return f"{value[:20]}... digest {hashlib.sha256(value.encode()).hexdigest()[:12]}"
    return value.replace("&", "&amp;").replace('"', "&quot;")


def _spaced(text: str | None) -> str:
    # No-break spaces are typography and stay; only what collapses in a browser collapses here.
    plain = re.sub(r"[ \t\r\n]+", " ", text or "")
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace("\u00a0", "&nbsp;")
