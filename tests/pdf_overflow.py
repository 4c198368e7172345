"""What a PDF prints beyond its margins: text that a narrow column or a wide table pushed out."""

from __future__ import annotations

import pypdfium2

_POINTS = 72 / 25.4
_TOLERANCE = 1.0  # points; the side bearing of a letter may stand out


def overflowing(data: bytes, *, margin_mm: float) -> list[str]:
    """`page 3: the words`, for each run of text that stands in the left or right margin."""
    found: list[str] = []
    for number, page in enumerate(pypdfium2.PdfDocument(data), 1):
        edge = margin_mm * _POINTS - _TOLERANCE
        text = page.get_textpage()
        for run in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(run)
            if left < edge or right > page.get_width() - edge:
                words = text.get_text_bounded(left, bottom, right, top)
                found.append(f"page {number}: {' '.join(words.split())}")
    return found
