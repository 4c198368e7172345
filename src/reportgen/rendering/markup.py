"""The finished page, tag by tag: no program, no load from elsewhere, no link that is none.

The data cannot write a tag, since all of it is escaped; templates can. So the page is read here
once more, by a grammar narrower than HTML's: what browsers would mend in ways of their own (a
quotation mark that is not closed, a tag inside a title) is refused, so that what is judged is what
every reader sees. The Content-Security-Policy of the screen page says the same to browsers.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from html import unescape

from reportgen.links import link_fault
from reportgen.problems import Problem, problem
from reportgen.rendering.drawings import css_addresses

_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*)"
    r"(?P<attributes>(?:\s+[^\s\"'<>/=`]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*)\s*/?>"
)
_ATTRIBUTE = re.compile(
    r"(?P<name>[^\s\"'<>/=`]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?"
)
_COMMENT = re.compile(r"<!--(?!-?>)(?:(?!--!?>|<!--).)*-->", re.DOTALL)
_DOCTYPE = re.compile(r"<!doctype\s+html\s*>", re.IGNORECASE)
_OPENING = re.compile(r"<(?=[a-zA-Z/!?])")
_RAW = frozenset({"script", "style", "title"})
"""What stands in these is text to browsers, whatever it looks like."""

_REFUSED = frozenset(
    {"iframe", "frame", "frameset", "object", "embed", "applet", "base", "portal", "noscript"}
    | {"noembed", "noframes", "plaintext", "xmp", "textarea", "foreignobject", "handler"}
)
_LINKS = frozenset({"href", "xlink:href", "cite"})
_LINKING = frozenset({"a", "area", "blockquote", "q", "ins", "del"})
_SENDING = frozenset({"action", "formaction", "ping", "srcdoc", "manifest", "codebase"})
_LOADS = frozenset({"src", "srcset", "imagesrcset", "poster", "background", "data", "lowsrc"})
_ANIMATED = re.compile(r"(?:^|:)(?:href|src|on\w*)$", re.IGNORECASE)
_LONGEST = 60


def markup_problems(
    html: str, *, screen: bool, scripts: Collection[str] = (), beside: Collection[str] = ()
) -> list[Problem]:
    """What the markup of a page may not hold, each once.

    Args:
        html: The page, its images still by the marks that `asset()` leaves.
        screen: Whether it is made for the screen too, where all must be inside the page.
        scripts: The programs that ship, which index pages carry.
        beside: The addresses of pictures that lie with the page, which index pages show.
    """
    shown = frozenset(beside)
    found = _found(html, screen=screen, scripts=scripts, beside=shown)
    return list(dict.fromkeys(found))


def _found(
    html: str, *, screen: bool, scripts: Collection[str], beside: frozenset[str]
) -> Iterator[Problem]:
    at = 0
    while opening := _OPENING.search(html, at):
        start = opening.start()
        match = _COMMENT.match(html, start) or _DOCTYPE.match(html, start)
        if match is not None:
            at = match.end()
            continue
        tag = _TAG.match(html, start)
        if tag is None:
            yield _unread(html, start)
            at = start + 1
            continue
        at = tag.end()
        name = tag["name"].lower()
        if tag["close"]:
            continue
        if name in _REFUSED:
            yield _refused(f"`<{name}>` may not stand in a brief")
        yield from _attributes(name, tag["attributes"], screen=screen, beside=beside)
        if name in _RAW:
            end = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(html, at)
            text = html[at : end.start() if end else len(html)]
            yield from _raw(name, text, scripts, closed=end is not None, screen=screen)
            at = end.end() if end else len(html)


def attributes_of(text: str) -> dict[str, str]:
    """The attributes in the text between the name of a tag and its end; the first of a name."""
    found: dict[str, str] = {}
    for key, value in _pairs(text):
        found.setdefault(key, value)
    return found


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    for match in _ATTRIBUTE.finditer(text) if text else ():
        yield match["name"].lower(), unescape(match[2] or match[3] or match[4] or "")


def _attributes(tag: str, text: str, *, screen: bool, beside: frozenset[str]) -> Iterator[Problem]:
    for key, value in _pairs(text):
        if key.startswith("on"):
            yield _refused(f"`{key}=` holds a program, which a brief may not")
        elif key in _SENDING or key == "http-equiv":
            yield _refused(f"`{key}=` may not stand in a brief")
        elif key == "attributename" and _ANIMATED.search(value):
            yield _refused("an animation may not change an address")
        elif key in _LINKS and tag in _LINKING:
            yield from _link(value)
        elif screen and not (tag == "img" and key == "src" and value in beside):
            yield from _loads(key, value)


def _link(address: str) -> Iterator[Problem]:
    fault = link_fault(address)
    if fault is not None:
        hint = "write an address that begins with https://, or `#` and an id"
        yield problem("bad-link", f"the link `{_cut(address)}` {fault}", None, hint)


def _loads(key: str, value: str) -> Iterator[Problem]:
    if key in _LOADS or key in _LINKS:
        yield from _load(value)
    elif key == "style" or "url(" in value.lower() or "\\" in value:
        for address in css_addresses(value):
            yield from _load(address)


def _load(address: str) -> Iterator[Problem]:
    """What the screen page would have to load when it is opened."""
    plain = address.strip()
    inside = plain.startswith(("#", "<asset:")) or plain[:5].lower() == "data:"
    if plain and not inside:
        message = f"`{_cut(plain)}` is not inside the page, which must need nothing else"
        hint = f"write `{{{{ asset('{_cut(plain)}') }}}}`, which puts the file into it"
        yield problem("refused-asset", message, None, hint)


def _raw(
    name: str, text: str, scripts: Collection[str], *, closed: bool, screen: bool
) -> Iterator[Problem]:
    if not closed:
        yield _refused(f"`<{name}>` is not closed")
    elif name == "script":
        if text not in scripts:
            yield _refused("`<script>` may not stand in a brief")
    elif "<" in text:
        yield _refused(f"inside `<{name}>` stands a tag")
    elif name == "style" and screen:
        for address in css_addresses(text):
            yield from _load(address)


def _unread(html: str, start: int) -> Problem:
    shown = " ".join(html[start : start + 40].split())
    message = f"`{shown}` cannot be read as a tag"
    hint = "put the values of attributes into quotation marks, and write `&lt;` for the sign"
    return problem("bad-markup", message, None, hint)


def _refused(message: str) -> Problem:
    hint = "take it out of the template; a brief is text, tables, images and links"
    return problem("bad-markup", message, None, hint)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."
