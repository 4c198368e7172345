"""Where on paper blocks stand, which of them overflow, and what each page begins with.

For people who look at a layout and ask which line of a template made it. The page has been
written with origins (`tracing.py`); it is laid out once more and never published.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from reportgen.rendering.fetching import Fetch
from reportgen.rendering.fonts import FontFace

NUMBER = "data-block"
"""The attribute that a block of an inspected page carries in place of its origin."""

_ORIGIN = re.compile(r"(?<=<)([A-Za-z][\w:-]*) data-origin=([^\s>]+)")


@dataclass(frozen=True)
class Part:
    """What stands of a block on one page; in pixels of CSS from the page's upper left corner.

    Attributes:
        block: The number of the block, in the order of the page's source.
        page: From 1.
        overflows: Whether it stands out of the block around it, or its own words out of it.
    """

    block: int
    page: int
    x: float
    y: float
    width: float
    height: float
    overflows: bool = False


@dataclass(frozen=True)
class Sheet:
    """A page of paper.

    Attributes:
        width: In pixels of CSS, as the height.
        first: The block that the page begins with; None for an empty page.
        inside: Whether that block has begun on a page before.
    """

    width: float
    height: float
    first: int | None = None
    inside: bool = False


@dataclass(frozen=True)
class Layout:
    """A page laid out on paper: its sheets, what stands on them, and the PDF to draw them from."""

    sheets: tuple[Sheet, ...]
    parts: tuple[Part, ...]
    pdf: bytes


def numbered(html: str) -> tuple[str, tuple[tuple[str, int], ...]]:
    """A page written with origins, its blocks numbered instead, and (path, line) of each."""
    origins: list[tuple[str, int]] = []

    def number(tag: re.Match[str]) -> str:
        path, _, line = unquote(tag[2]).rpartition(":")
        origins.append((path, int(line)))
        return f"{tag[1]} {NUMBER}={len(origins) - 1}"

    return _ORIGIN.sub(number, html), tuple(origins)


def inspect(html: str, *, fetch: Fetch, faces: Sequence[FontFace], sheets: Sequence[str]) -> Layout:
    """The layout of a numbered page, as `pdf.render_pdf` would lay it out.

    Raises:
        ProblemsError: a page is larger than PDF has them.
    """
    from reportgen.rendering.weasy import lay_out_to_inspect

    return lay_out_to_inspect(html, fetch=fetch, faces=faces, sheets=sheets)
