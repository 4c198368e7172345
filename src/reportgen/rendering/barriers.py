"""What on a finished page some readers could not use, found before anything is laid out.

Every rule is one of WCAG 2.2 or of PDF/UA-1 (docs/accessibility.md says which). One walk over the
few tags that count serves all of them; `markup.py` has made sure that tags can be read like this.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from reportgen.rendering.fonts import uncovered
from reportgen.rendering.functions import HEAD
from reportgen.rendering.grids import Grid
from reportgen.rendering.markup import attributes_of
from reportgen.rendering.tracing import beginning

_TAG = re.compile(
    r"<(?:!--.*?-->|(?P<raw>script|style)\b.*?</(?P=raw)\s*>"
    r"|(?P<close>/?)(?P<name>h[1-6]|a|img|svg|table|caption|thead|tbody|tfoot|tr|th|td|title|html)"
    r"(?=[\s/>])(?P<attributes>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)>)",
    re.DOTALL | re.IGNORECASE,
)
_TEXT = re.compile(r"(?:\A|>)[^<]*?[^<\s]")
_SPOKEN = re.compile(
    r"\s(?:alt|aria-label|aria-labelledby|title)\s*=\s*(?:\"\s*[^\s\"]|'\s*[^\s']|\w)"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,}")
_CAPTION_END = re.compile(r"</caption\b", re.IGNORECASE)
_BLANK = re.compile(r"&(?:nbsp|#160|#xa0);", re.IGNORECASE)
_MARKUP = re.compile(
    r"<!--.*?-->|<(?:style|script|title)\b.*?</(?:style|script|title)>|<[^>]*>", re.DOTALL
)
_DECORATION = frozenset({"presentation", "none"})


@dataclass(frozen=True)
class Barrier:
    """Something that keeps readers out.

    Attributes:
        code: A code of the catalogue.
        message: What is wrong.
        hint: What to do.
        at: Where in the page the tag or character stands; None where something is missing.
    """

    code: str
    message: str
    hint: str
    at: int | None = None


def barriers(html: str, *, title: str, template: str) -> list[Barrier]:
    """The barriers of a page, in the order in which they stand in it.

    Args:
        html: The page, with a mark where `head()` stands.
        title: What stands in the title bar.
        template: The template of the page, for messages.
    """
    walk = _Walk(html)
    found = list(walk.found())
    if not html.strip():
        missing = f"the template '{template}' is empty"
    elif not walk.language:
        missing = f"the page of the template '{template}' has no `<html lang=...>`"
    else:
        missing = ""
    begin = 'begin the template with `{% extends "base.html.j2" %}`'
    if missing:
        found.insert(0, Barrier("no-language", missing, begin, walk.root))
    elif not (walk.title or (HEAD in html and title.strip())):
        message = f"the page of the template '{template}' has no title"
        hint = "write `{{ head() }}` inside `<head>`, and give the report a `title:`"
        found.insert(0, Barrier("no-title", message, hint, walk.root))
    return found


def unknown_characters(html: str, covered: frozenset[int]) -> list[Barrier]:
    """The characters of a page's text that no font of the theme has, each once."""
    if not uncovered("\n".join(set(html)), covered):
        return []
    hint = "bring a font that has it in a theme"
    found = []
    for char in uncovered(_MARKUP.sub("\n", html), covered):
        message = f"no font has the character `{char}` (U+{ord(char):04X})"
        place = re.search(rf"(?:\A|>)[^<]*?({re.escape(char)})", html)
        found.append(Barrier("missing-glyph", message, hint, place.start(1) if place else None))
    return found


@dataclass
class _Table:
    """A table that is being read."""

    at: int
    attributes: Mapping[str, str]
    grid: Grid = field(default_factory=Grid)
    caption: bool = False
    unscoped: int | None = None
    unscoped_number: int = 0

    @property
    def named(self) -> str:
        id_ = self.attributes.get("id")
        return f"the table `{id_}`" if id_ else "a table"


class _Walk:
    """One reading of a page from its first tag to its last."""

    def __init__(self, html: str) -> None:
        self.language = self.title = False
        self.root: int | None = None
        self._html = html
        self._level = 0
        self._drawings: list[tuple[int, str]] = []
        self._titled = False
        self._tables: list[_Table] = []
        self._link: tuple[int, int, str] | None = None
        self._opened: Mapping[str, Callable[[re.Match[str]], Iterator[Barrier]]] = {
            "html": self._page, "img": self._image, "svg": self._drawing, "a": self._link_begins,
            "table": self._table, "th": self._cell, "td": self._cell, "tr": self._row,
            "title": self._title, "caption": self._caption,
            "thead": self._group, "tbody": self._group, "tfoot": self._group,
            **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), self._heading),
        }  # fmt: skip
        self._closed: Mapping[str, Callable[[re.Match[str]], Iterator[Barrier]]] = {
            "a": self._link_ends, "svg": self._drawing_ends, "table": self._table_ends,
        }  # fmt: skip

    def found(self) -> Iterator[Barrier]:
        """The barriers, one after the other."""
        for tag in _TAG.finditer(self._html):
            name = tag["name"]
            if name:
                handle = (self._closed if tag["close"] else self._opened).get(name.lower())
                if handle is not None:
                    yield from handle(tag)

    def _page(self, tag: re.Match[str]) -> Iterator[Barrier]:
        self.root = tag.start()
        self.language = bool(_LANGUAGE.match(attributes_of(tag["attributes"]).get("lang", "")))
        yield from ()

    def _title(self, tag: re.Match[str]) -> Iterator[Barrier]:
        filled = bool(_TEXT.match(self._html, tag.end() - 1))
        if self._drawings:
            self._titled |= filled
        else:
            self.title |= filled
        yield from ()

    def _heading(self, tag: re.Match[str]) -> Iterator[Barrier]:
        level, last = int(tag["name"][1]), self._level
        self._level = level
        if level > last + 1:
            shown = f"the heading `<h{level}>` '{beginning(self._html[tag.end() :])}'"
            wanted = f"`<h{last + 1}>`"
            message = (
                f"{shown} stands below `<h{last}>`: {wanted} is left out"
                if last
                else f"{shown} is the first of the page, which is to be {wanted}"
            )
            hint = f"make it {wanted}, or put a heading of that level above it"
            yield Barrier("skipped-heading", message, hint, tag.start())

    def _image(self, tag: re.Match[str]) -> Iterator[Barrier]:
        given = attributes_of(tag["attributes"])
        if "alt" not in given:
            message = f"the image `{_shown(given.get('src', ''))}` has no `alt`"
            hint = 'say in `alt="..."` what it shows; an image that only decorates has `alt=""`'
            yield Barrier("image-without-text", message, hint, tag.start())

    def _drawing(self, tag: re.Match[str]) -> Iterator[Barrier]:
        if not self._drawings:
            self._titled = False
        if not tag["attributes"].endswith("/"):
            self._drawings.append((tag.start(), tag["attributes"]))
        yield from ()

    def _drawing_ends(self, _: re.Match[str]) -> Iterator[Barrier]:
        if not self._drawings:
            return
        at, text = self._drawings.pop()
        if self._drawings or self._titled:
            return
        given = attributes_of(text)
        hidden = given.get("aria-hidden") == "true" or given.get("role") in _DECORATION
        if not (hidden or given.get("aria-label", "").strip()):
            hint = (
                "put `<title>` with a few words first inside it; one that only decorates has "
                '`aria-hidden="true"`'
            )
            yield Barrier("drawing-without-text", "a drawing (`<svg>`) has no title", hint, at)

    def _link_begins(self, tag: re.Match[str]) -> Iterator[Barrier]:
        self._link = (tag.start(), tag.end(), tag["attributes"])
        yield from ()

    def _link_ends(self, tag: re.Match[str]) -> Iterator[Barrier]:
        if self._link is None:
            return
        at, begin, text = self._link
        self._link = None
        inner = self._html[begin : tag.start()]
        inner = _BLANK.sub(" ", inner) if "&" in inner else inner
        if _TEXT.search(inner) or _SPOKEN.search(inner) or _SPOKEN.search(text):
            return
        given = attributes_of(text)
        if "href" in given:
            message = f"the link to `{_shown(given['href'])}` has no text"
            hint = "write into it where it leads; for an image, in its `alt`"
            yield Barrier("link-without-text", message, hint, at)

    def _table(self, tag: re.Match[str]) -> Iterator[Barrier]:
        self._tables.append(_Table(tag.start(), attributes_of(tag["attributes"])))
        yield from ()

    def _caption(self, tag: re.Match[str]) -> Iterator[Barrier]:
        if self._tables:
            end = _CAPTION_END.search(self._html, tag.end())
            to = end.start() if end else len(self._html)
            self._tables[-1].caption |= bool(_TEXT.search(self._html, tag.end() - 1, to))
        yield from ()

    def _group(self, _: re.Match[str]) -> Iterator[Barrier]:
        if self._tables:
            self._tables[-1].grid.group()
        yield from ()

    def _row(self, tag: re.Match[str]) -> Iterator[Barrier]:
        if self._tables:
            self._tables[-1].grid.row(tag.start())
        yield from ()

    def _cell(self, tag: re.Match[str]) -> Iterator[Barrier]:
        if not self._tables:
            return
        table, text = self._tables[-1], tag["attributes"]
        header = tag["name"] in ("th", "TH")
        given = attributes_of(text) if header or "span" in text else {}
        table.grid.cell(given.get("colspan", ""), given.get("rowspan", ""))
        if header and not given.get("scope"):
            table.unscoped_number += 1
            table.unscoped = tag.start() if table.unscoped is None else table.unscoped
        yield from ()

    def _table_ends(self, _: re.Match[str]) -> Iterator[Barrier]:
        if not self._tables:
            return
        table = self._tables.pop()
        ragged = table.grid.ragged()
        given = table.attributes
        if given.get("role") in _DECORATION:
            return
        if not (table.caption or given.get("aria-label") or given.get("aria-labelledby")):
            message = f"{table.named} has no caption"
            hint = "put `<caption>` first inside it; in a text, `: What it shows` right above it"
            yield Barrier("table-without-caption", message, hint, table.at)
        if table.unscoped is not None:
            number = table.unscoped_number
            cells = "a header cell" if number == 1 else f"{number} header cells"
            message = f"{cells} of {table.named} {'has' if number == 1 else 'have'} no `scope`"
            hint = 'write `<th scope="col">` above a column, `<th scope="row">` before a row'
            yield Barrier("header-without-scope", message, hint, table.unscoped)
        if ragged is not None:
            message = (
                f"row {ragged.number} of {table.named} has {_columns(ragged.width)}, "
                f"the first row {ragged.first}"
            )
            hint = "give each row as many cells, counting `colspan` and `rowspan`"
            yield Barrier("ragged-table", message, hint, ragged.at)


def _columns(number: int) -> str:
    return f"{number} column" if number == 1 else f"{number} columns"


def _shown(address: str) -> str:
    plain = address.removeprefix("<asset:").removesuffix(">")
    return plain if len(plain) <= 60 else f"{plain[:57]}..."
