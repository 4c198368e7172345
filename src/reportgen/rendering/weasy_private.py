"""Everything here that WeasyPrint does not promise: which element of the page each tag comes from.

Its public hook, the finisher, hands over structure elements that no longer know it, and with that
neither their language, nor the scope of a header cell, nor which parts of a table belong together.
`tests/rendering/test_weasy_private.py` fails where WeasyPrint moves what is used: the function
`weasyprint.pdf.tags._build_box_tree`, and of boxes their class, `element`, `element_tag`,
`children`, edges and `at_keyword`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.formatting_structure.boxes import FootnoteAreaBox, MarginBox
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags as stock

from reportgen.rendering.structure import Origin, Origins

_IMAGES = ("img", "{http://www.w3.org/2000/svg}svg")


@contextmanager
def noting_origins() -> Iterator[Origins]:
    """While it lasts, the origin of every tag that WeasyPrint makes is noted."""
    origins = Origins()
    footnotes: set[int] = set()
    build = stock._build_box_tree

    def noting(
        box: Any, parent: Any, pdf: pydyf.PDF, page_number: int, *rest: Any
    ) -> Iterator[Any]:
        known = box._box if isinstance(box, AbsolutePlaceholder) else box
        if isinstance(known, MarginBox):
            first = len(pdf.objects)
            yield from build(box, parent, pdf, page_number, *rest)
            origins.running.append((known.at_keyword, pdf.objects[first:]))
            return
        if isinstance(known, FootnoteAreaBox):
            footnotes.update(map(id, known.children))
        for element in build(box, parent, pdf, page_number, *rest):
            # Of a box that only hands on those of its children they are noted already.
            if known.element is not None and element.number not in origins.of:
                origins.of[element.number] = _origin(
                    known, page_number, footnote=id(known) in footnotes
                )
            yield element

    stock._build_box_tree = noting
    try:
        yield origins
    finally:
        stock._build_box_tree = build


def _origin(box: Any, page: int, *, footnote: bool) -> Origin:
    edges = None
    if box.element_tag in _IMAGES:
        x, y = box.content_box_x(), box.content_box_y()
        edges = (x, y, x + box.width, y + box.height)
    return Origin(box.element, box.element_tag, page, edges, footnote)
