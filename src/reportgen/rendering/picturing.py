"""Pictures of the pages of a PDF: a small one of the first for the list of briefs, large ones."""

from __future__ import annotations

import functools
import io
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL import Image

WIDTH = 256
"""Pixels; the index shows it at 160, so that it is sharp on fine screens."""

_WIDE = 900
"""Pixels of a page that is looked at closely."""

_COLOURS = 64
"""Of a palette: a page is ink on paper, and half the bytes of full colour."""

MOST_RATIO = 3
"""Height over width: what is longer is cut off below, so that no page costs much."""


@functools.cache
def picture_versions() -> tuple[str, ...]:
    """Name and version of what decides the bytes of a picture, without loading it."""
    return (f"pypdfium2 {version('pypdfium2')}", f"pillow {version('pillow')}", f"width {WIDTH}")


def first_page(pdf: bytes) -> bytes:
    """The first page as PNG, 256 pixels wide; the same bytes for the same PDF.

    Why pypdfium2: WeasyPrint draws PDFs only, and this is a renderer in a wheel, which reads no
    font of the system where all are inside the PDF, as ours are. What it cannot read shows as an
    empty page: a brief does not fail for want of its picture.
    """
    import pypdfium2
    from PIL import Image

    found = io.BytesIO()
    try:
        image = _drawn(pdf)
    except pypdfium2.PdfiumError:
        image = Image.new("RGB", (WIDTH, round(WIDTH * 297 / 210)), "white")
    few = image.quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(found, "PNG")
    return found.getvalue()


def height_of(png: bytes) -> int:
    """The pixels of a PNG from top to bottom, as its head says (ISO/IEC 15948, 11.2.2)."""
    return int.from_bytes(png[20:24], "big")


def page_pictures(pdf: bytes, most: int) -> list[bytes]:
    """The first pages as PNG, each 900 pixels wide.

    Args:
        pdf: A PDF.
        most: How many pages at most.
    """
    import pypdfium2

    found = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(min(most, len(document))):
            out = io.BytesIO()
            _of_page(document[number], _WIDE).save(out, "PNG", compress_level=1)
            found.append(out.getvalue())
    finally:
        document.close()
    return found


def _drawn(pdf: bytes) -> Image.Image:
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return _of_page(document[0], WIDTH)
    finally:
        document.close()


def _of_page(page: Any, wide: int) -> Image.Image:
    """A page in RGB, so many pixels wide; what is longer than `MOST_RATIO` is cut off below."""
    width, height = page.get_size()
    below = max(0.0, height - MOST_RATIO * width)
    drawn = page.render(
        scale=wide / width, crop=(0, below, 0, 0), may_draw_forms=False, rev_byteorder=True
    )
    found: Image.Image = drawn.to_pil().convert("RGB")
    return found if found.width == wide else found.resize((wide, found.height))
