"""The references to the pages of a PDF, made once for all that ask.

pydyf makes those of all pages each time, and WeasyPrint asks for one with every tag and link: in a
table over 300 pages that were 50 million.
"""

from __future__ import annotations

import pydyf


@property  # type: ignore[misc]  # it takes the place of a property of pydyf's class
def page_references(pdf: pydyf.PDF) -> tuple[bytes, ...]:
    """What stands for each page; the same as pydyf's own, kept until there is another page."""
    known: tuple[bytes, ...] = getattr(pdf, "_known_references", ())
    kids = pdf.pages["Kids"]  # three parts a reference: number, generation, R
    if 3 * len(known) != len(kids):
        known = tuple(f"{number} 0 R".encode("ascii") for number in kids[::3])
        pdf._known_references = known
    return known
