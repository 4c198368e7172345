"""Pages read by Python's XML parser, expat, where it finds in them what tinyhtml5 would find.

HTML says how each mistake in a page is mended (WHATWG HTML, 13.2.6, tree construction), and a
parser in Python that does so takes longer than all our styles. Our templates close what they open.
A page is taken here only if no rule of HTML has a say in it beyond that: every tag closed in its
place, every element where it may stand without another being closed or made for it, and none that
is read in a way of its own. Any other page is left to tinyhtml5.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from io import StringIO
from typing import Any
from xml.etree.ElementTree import Element, ParseError, XMLParser

import tinyhtml5

_START = re.compile(r"<!DOCTYPE html>[ \n\t]*(?=<html[ \n\t>])")

_OWN_WAYS = re.compile(
    r"[\r\f]"  # made newlines and spaces
    r"|<[!?]|/>|xmlns|xml:"  # comments and the like, tags that only XML closes so, namespaces
    r"|&(?!(?:amp|lt|gt|quot|\#34|\#39);)"  # characters by the names and numbers of HTML
    r"|=\s*(?:\"[^\"]*[\n\t]|'[^']*[\n\t])"  # which XML makes spaces in a value
    r"|<style[^<>]*>[^<]*&"  # where HTML has text as it stands
)

_VOID = re.compile(r"<((?:br|col|hr|img|link|meta|wbr)\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")
_ATTRIBUTE = re.compile(r"[a-z][a-z0-9-]*")

_PHRASING = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i", "img"}
    | {"ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time"}
    | {"u", "var", "wbr"}
)
_PLAIN = frozenset(
    {"address", "article", "aside", "blockquote", "div", "figcaption", "figure", "footer", "header"}
    | {"hgroup", "main", "nav", "search", "section"}
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_FLOW = _PHRASING | _PLAIN | _HEADINGS | {"dl", "hr", "ol", "p", "table", "ul"}

_ROWS = frozenset({"tr"})
_INSIDE = {
    "html": frozenset({"head", "body"}),
    "head": frozenset({"link", "meta", "style", "title"}),
    "table": frozenset({"caption", "colgroup", "tbody", "tfoot", "thead"}),
    "colgroup": frozenset({"col"}),
    "thead": _ROWS,
    "tbody": _ROWS,
    "tfoot": _ROWS,
    "tr": frozenset({"td", "th"}),
    "dl": frozenset({"dd", "div", "dt"}),
    "ol": frozenset({"li"}),
    "ul": frozenset({"li"}),
    **dict.fromkeys(("body", "caption", "dd", "dt", "li", "td", "th", *_PLAIN), _FLOW),
    **dict.fromkeys((*_PHRASING, *_HEADINGS, "p"), _PHRASING),
    **dict.fromkeys(("br", "col", "hr", "img", "link", "meta", "wbr"), frozenset[str]()),
    **dict.fromkeys(("style", "title"), frozenset[str]()),
}
"""What may stand in an element without a rule that closes it, or makes another.

Inside phrasing there is nothing else, where HTML would let a block stand in a `span`: then no
paragraph and no heading has anything in it that would end it.
"""

_IN_GROUP = frozenset({"dd", "dt"})
"""The same for a `div` in a list of terms."""

_NO_TEXT = frozenset({"html", "head", "table", "colgroup", "thead", "tbody", "tfoot", "tr"})
"""Where text but spaces would be put elsewhere."""

_NAMES: set[str] = set()
"""Names of attributes that were seen."""

_MOST = 1000
"""Names that are kept: there are no more in HTML, but in pages there may be any."""


def parse(document: Any, *, real: Callable[..., Any] = tinyhtml5.parse, **named: Any) -> Any:
    """`tinyhtml5.parse`; of a page that is given as text, by expat where that gives the same."""
    if isinstance(document, StringIO) and named == {"namespace_html_elements": False}:
        found = _read(document.getvalue())
        if found is not None:
            return found
    return real(document, **named)


def _read(text: str) -> Element | None:
    """The tree of a page; None where HTML could see another in it than XML does."""
    start = _START.match(text)
    if start is None or _OWN_WAYS.search(text, start.end()):
        return None
    parser = XMLParser()  # noqa: S314  a page has no `<!` but its first, so no entities
    try:
        parser.feed(_VOID.sub(r"<\1/>", text[start.end() :]))
        root: Element = parser.close()
    except (ParseError, UnicodeEncodeError):
        return None
    if [child.tag for child in root] != ["head", "body"] or not _is_plain(root):
        return None
    _, body = root
    # Spaces before the head are left out, and what follows the body stands in it.
    _append(body, (body.tail or "") + text[text.rindex(">") + 1 :])
    root.text = body.tail = None
    return root


def _is_plain(root: Element) -> bool:
    """Whether each element stands where HTML leaves it, too."""
    waiting = [(root, _INSIDE["html"], False)]
    while waiting:
        element, inside, linked = waiting.pop()
        tag = element.tag
        if tag in _NO_TEXT and not _has_spaces_only(element):
            return False
        linked = linked or tag == "a"
        for child in element:
            name = child.tag
            if name not in inside or (linked and name == "a") or not _known(child.attrib):
                return False
            grouped = tag == "dl" and name == "div"
            waiting.append((child, _IN_GROUP if grouped else _INSIDE[name], linked))
    return _known(root.attrib)


def _has_spaces_only(element: Element) -> bool:
    texts = [element.text, *(child.tail for child in element)]
    return not any(text and text.strip(" \n\t") for text in texts)


def _known(attributes: Mapping[str, str]) -> bool:
    """Whether HTML leaves these names as they are."""
    if _NAMES.issuperset(attributes):
        return True
    if not all(_ATTRIBUTE.fullmatch(name) for name in attributes):
        return False
    if len(_NAMES) < _MOST:
        _NAMES.update(attributes)
    return True


def _append(element: Element, text: str) -> None:
    """Put text at the end of an element."""
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text
