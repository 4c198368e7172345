"""What the layers of a brief are now: the snapshots that a test run compares with the kept ones."""

from __future__ import annotations

import functools
import platform
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import version

from PIL import Image

from reportgen.machine import LIBRARIES, library_version
from reportgen.model.configuration import Snapshots
from reportgen.rendering.media import PRINT_SHEETS, SCREEN
from reportgen.rendering.theme import TOKENS
from reportgen.testing.baseline import Header, PageSnapshot, Snapshot, TextSnapshot, page_snapshot
from reportgen.testing.briefs import Brief, Briefs
from reportgen.testing.html_outline import html_outline
from reportgen.testing.pdf_outline import pdf_outline
from reportgen.testing.pictures import Box, Pages, millimetres

LAYOUT = ("WeasyPrint", "Pango", "HarfBuzz")
"""Where one of these is another, lines may break elsewhere."""

RENDERER = "PDFium"
_MASKED = "[masked]"
_PACKAGES = {"Jinja2": "jinja2", "Babel": "babel", "vl-convert": "vl-convert-python"}
_FONTS = "fonts"
_DIGITS = 12


class Made:
    """The layers of the briefs of one project as they come out now; each is made once."""

    def __init__(self, briefs: Briefs) -> None:
        self._briefs = briefs
        self._brief: Brief | None = None
        self._known: dict[str, Snapshot] = {}
        self._pages: Pages | None = None

    def snapshot(self, brief: Brief, layer: str) -> Snapshot | None:
        """A layer of a brief; None for a page that it does not have.

        Raises:
            OSError: the brief was not built.
        """
        self._turn_to(brief)
        if layer in self._known:
            return self._known[layer]
        found: Snapshot | None
        if layer.startswith("page-"):
            number = int(layer.removeprefix("page-"))
            found = self._page(brief, number) if number <= self.pages(brief) else None
        else:
            found = TextSnapshot(self._header(brief, layer), self._text(brief, layer))
        if found is not None:
            self._known[layer] = found
        return found

    def pages(self, brief: Brief) -> int:
        """How many pages the PDF of a brief has."""
        self._turn_to(brief)
        return len(self._open(brief))

    def picture(self, brief: Brief, number: int) -> Image.Image:
        """A page as it is drawn now, masked as the report says."""
        self._turn_to(brief)
        pages = self._open(brief)
        return pages.draw(number, tuple(_masked_boxes(brief.settings, pages, number)))

    def _turn_to(self, brief: Brief) -> None:
        """Forget the brief before: a long run must not hold them all."""
        if self._brief != brief:
            self._brief, self._known, self._pages = brief, {}, None

    def _open(self, brief: Brief) -> Pages:
        if self._pages is None:
            self._pages = Pages(self._briefs.read(brief, "pdf"))
        return self._pages

    def _text(self, brief: Brief, layer: str) -> str:
        if layer == "data":
            text = self._briefs.data(brief)
        elif layer == "html":
            text = html_outline(self._briefs.read(brief, "html").decode("utf-8"))
        else:
            text = pdf_outline(self._briefs.read(brief, "pdf"))
        for pattern in brief.settings.mask:
            text = re.sub(pattern, _MASKED, text)
        return text

    def _page(self, brief: Brief, number: int) -> PageSnapshot:
        whole = brief.settings.pictures == "whole"
        picture = self.picture(brief, number)
        return page_snapshot(self._header(brief, f"page-{number}"), picture, whole=whole)

    def _header(self, brief: Brief, layer: str) -> Header:
        sources = {
            name: digest[:_DIGITS] for name, digest in self._sources(brief) if _is_of(layer, name)
        }
        return Header(brief.item(layer), makers(layer), dict(sorted(sources.items())))

    def _sources(self, brief: Brief) -> Iterator[tuple[str, str]]:
        for (kind, *rest), digest in self._briefs.dependencies(brief).items():
            if kind == "file" and digest != "absent":
                yield rest[0], digest
            elif kind == "faces":
                yield _FONTS, digest


def _is_of(layer: str, name: str) -> bool:
    """Whether a layer can differ for this file when those above it do not."""
    if layer == "data":
        return False
    of_print = name in (_FONTS, *PRINT_SHEETS)
    if layer == "html":
        return not of_print or name == TOKENS
    return of_print and name != SCREEN


@functools.cache
def makers(layer: str) -> Mapping[str, str]:
    """Library -> version, of those that decide what a layer holds beside the project."""
    if layer == "data":
        return {}
    if layer == "html":
        return {name: version(package) for name, package in _PACKAGES.items()}
    found = {"WeasyPrint": version("weasyprint")}
    found |= {
        library.name: library_version(library) for library in LIBRARIES if library.name in LAYOUT
    }
    found[RENDERER] = version("pypdfium2")
    if layer.startswith("page-"):
        found["processor"] = platform.machine()
    return found


def _masked_boxes(settings: Snapshots, pages: Pages, number: int) -> Iterator[Box]:
    for area in settings.areas:
        if area.page in (None, number):
            edges = (area.left, area.top, area.width, area.height)
            yield millimetres(*(float(edge) for edge in edges))
    if settings.mask:
        text = pages.text(number)
        spans = [match.span() for mask in settings.mask for match in re.finditer(mask, text)]
        yield from pages.find(number, iter(spans))
