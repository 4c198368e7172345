"""Whether two PDFs say the same: contestants that leave something out would win too easily."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pypdfium2

_HYPHEN = re.compile("[\ufffe\u00ad-]\r?\n")
_CLAIM = re.compile(rb"(pdf(?:ua|a)id:(?:part|conformance))(?:=\"|>)(\w+)")
_WORD = re.compile(r"[^\W\d_]+|\d+")


def texts(path: Path) -> list[str]:
    """The text of a PDF, page by page, as it is drawn."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [str(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def words(path: Path) -> Counter[str]:
    """How often each word and number stands in a PDF, whatever its order and its line breaks."""
    text = _HYPHEN.sub("", "\n".join(texts(path)))
    return Counter(_WORD.findall(text))


def difference(ours: Path, theirs: Path) -> dict[str, int]:
    """Word -> how often more it stands in ours (below 0: in theirs); what pages repeat is left out.

    Running heads and page numbers stand once a page, and the two need not have the same pages.
    """
    mine, other = words(ours), words(theirs)
    found = Counter(mine)
    found.subtract(other)
    return {word: number for word, number in sorted(found.items()) if number}


def claims(path: Path) -> set[bytes]:
    """The standards that a PDF says it keeps, as its metadata has them: `pdfuaid:part 1`."""
    found = _CLAIM.findall(path.read_bytes())
    return {b" ".join(part for part in parts if part) for parts in found}


def same(ours: Path, theirs: Path) -> bool:
    """True where both say the same on the same number of pages."""
    return not difference(ours, theirs) and len(texts(ours)) == len(texts(theirs))
