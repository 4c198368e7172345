"""Prose to markup: Markdown (CommonMark with tables) around look-ups and notes.

Look-ups and notes are put in after Markdown has run, so that nothing of the data is ever read as
Markdown. HTML in the text is printed as text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

from reportgen.documents.prose import Citation, LookUp, parse_prose
from reportgen.rendering.image_figure import FIGURE

MARK = re.compile("\x02(\\d+)\x03")
"""Holds the place of a look-up; the two control characters cannot stand in a document."""

_ALONE = re.compile("<p>\x02(\\d+)\x03</p>")

CAPTION = ": "
"""What the caption of a table begins with, on a line of its own above it."""

_IN_ATTRIBUTE = re.compile("(?:\x02|%02)(\\d+)(?:\x03|%03)")
"""The same in the address or the title of a link, as Markdown writes it there."""

BEFORE_NOTE = re.compile(r"(?:(?<=\S)|\A)[ \t]*\n?[ \t]*\Z")
"""The space that people type before a note, which print has none of."""


@functools.cache
def _markdown() -> MarkdownIt:
    # Images would need alternatives and credits, which Markdown cannot say: templates place them.
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


def prose_markup(
    text: str,
    look_up: Callable[[tuple[str, ...]], Any],
    cite: Callable[[tuple[tuple[str, str | None], ...]], Markup],
    level: int = 3,
) -> Markup:
    """A text as HTML; its highest heading becomes `<h{level}>`."""
    source: list[str] = []
    found: list[Markup] = []
    for piece in parse_prose(str.__str__(text)):
        if isinstance(piece, LookUp):
            source.append(f"\x02{len(found)}\x03")
            found.append(escape(look_up(piece.path)))
        elif isinstance(piece, Citation):
            if source:
                source[-1] = BEFORE_NOTE.sub("", source[-1])
            source.append(f"\x02{len(found)}\x03")
            found.append(cite(piece.items))
        else:
            source.append(piece.text)
    tokens = _markdown().parse("".join(source))
    _set_levels(tokens, level)
    tokens = _with_captions(tokens)
    _fill_attributes(tokens, found)
    html = _markdown().renderer.render(tokens, _markdown().options, {})
    html = _ALONE.sub(lambda at: _alone(found[int(at[1])], at[0]), html)
    return Markup(MARK.sub(lambda match: str(found[int(match[1])]), html))


def _alone(printed: Markup, paragraph: str) -> str:
    """What a paragraph of one look-up becomes: a picture stands by itself."""
    return str(printed) if printed.startswith(FIGURE) else paragraph


def _set_levels(tokens: list[Any], level: int) -> None:
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    top = min((int(token.tag[1]) for token in headings), default=1)
    for token in headings:
        token.tag = f"h{min(6, int(token.tag[1]) - top + level)}"


def _with_captions(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with what tables need to be read out: scopes, and captions.

    A paragraph right above a table that begins with a colon is its caption, as in Pandoc: Markdown
    itself has none.
    """
    found: list[Token] = []
    for token in tokens:
        if token.type == "th_open":
            token.attrSet("scope", "col")
        found.append(token)
        if token.type == "table_open" and _is_caption(found[-4:-1]):
            _, words, _, table = found[-4:]
            first = (words.children or [words])[0]
            first.content = first.content.removeprefix(CAPTION)
            opened = Token("caption_open", "caption", 1)
            found[-4:] = [table, opened, words, Token("caption_close", "caption", -1)]
    return found


def _is_caption(tokens: Sequence[Token]) -> bool:
    kinds = [token.type for token in tokens]
    return (
        kinds == ["paragraph_open", "inline", "paragraph_close"]
        and tokens[1].content.startswith(CAPTION)
        and tokens[0].level == 0
    )


def _fill_attributes(tokens: Sequence[Token], found: Sequence[Markup]) -> None:
    """Look-ups in links: bare text, and no address that Markdown itself would refuse."""
    for token in tokens:
        _fill_attributes(token.children or (), found)
        for name, value in list(token.attrs.items()):
            if not _IN_ATTRIBUTE.search(str(value)):
                continue
            text = _IN_ATTRIBUTE.sub(lambda at: found[int(at[1])].striptags(), str(value))
            if name == "href":
                text = _markdown().normalizeLink(text) if _markdown().validateLink(text) else ""
            token.attrs[name] = text
