"""A PDF as text that a person can read and compare, without coordinates.

What depends on how lines break (pages, text of a page, structure of what was split) is the same
only with the same Pango, HarfBuzz and WeasyPrint. `without_breaks` leaves those parts out, for
comparing what two of them made.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2

_PAGE = re.compile(r" *\(p\. \d+\)$|^pages: .*$")
_HYPHEN = "\ufffe"  # what PDFium gives for a hyphen at the end of a line
_SHOWN = ("Scope", "ColSpan", "RowSpan")
_SPOKEN = ("Alt", "ActualText", "Lang")


def pdf_outline(data: bytes) -> str:
    """The outline of a PDF: sections, each begun by a line `# name`."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = {
            "document": list(_document(pdf)),
            "fonts": sorted(_fonts(pdf)),
            "attachments": sorted(_attachments(pdf)),
            "bookmarks": list(_bookmarks(pdf)),
            "links": list(_links(pdf)),
            "structure": list(_structure(pdf)),
            **dict(_pages(data)),
        }
    return "\n".join(
        f"# {name}\n" + "".join(f"{line}\n" for line in lines) for name, lines in found.items()
    )


def sections(outline: str) -> dict[str, list[str]]:
    """Name -> lines of each section, in order."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in outline.splitlines():
        if line.startswith("# "):
            lines = found.setdefault(line[2:], [])
        elif line:
            lines.append(line)
    return found


def hangs_on_breaks(section: str) -> bool:
    """Whether what a section says depends on where lines break."""
    return section == "structure" or section.startswith("page ")


def without_breaks(outline: str) -> str:
    """The outline without all that depends on where lines break.

    Bookmarks and links lose their pages; a link that was broken over two lines counts once.
    """
    kept = {
        name: dict.fromkeys(_PAGE.sub("", line) for line in lines)
        for name, lines in sections(outline).items()
        if not hangs_on_breaks(name)
    }
    return "\n".join(
        f"# {name}\n" + "".join(f"{line}\n" for line in lines) for name, lines in kept.items()
    )


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root: Any = pdf.Root
    yield f"pages: {len(pdf.pages)}"
    sizes = {tuple(round(float(x) * 25.4 / 72) for x in page.mediabox[2:]) for page in pdf.pages}
    yield "size in mm: " + ", ".join(f"{width} x {height}" for width, height in sorted(sizes))
    yield f"version: {pdf.pdf_version}"
    yield f"language: {root.get('/Lang')}"
    yield f"tagged: {str(root.get('/MarkInfo', {}).get('/Marked')).lower()}"
    shown = root.get("/ViewerPreferences", {}).get("/DisplayDocTitle")
    yield f"shows its title: {str(shown).lower()}"
    for key, value in sorted((str(k), str(v)) for k, v in pdf.docinfo.items()):
        if key != "/Producer":  # its version stands above
            yield f"{key[1:]}: {value}"
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        for key in sorted(metadata):
            name = key.rpartition("}")[2]
            if name not in ("Producer", "schemas"):  # the latter explains pdfuaid to PDF/A
                yield f"XMP {name}: {metadata[key]}"


def _fonts(pdf: pikepdf.Pdf) -> set[str]:
    files = ("/FontFile", "/FontFile2", "/FontFile3")
    return {
        f"{str(thing.FontName)[1:].partition('+')[2]}"
        + ("" if any(file in thing for file in files) else " (not embedded)")
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
    }


def _attachments(pdf: pikepdf.Pdf) -> Iterator[str]:
    for name, attached in pdf.attachments.items():
        file = attached.get_file()
        yield f"{name}: {file.mime_type}, {attached.relationship}, {len(file.read_bytes())} bytes"


def _bookmarks(pdf: pikepdf.Pdf) -> Iterator[str]:
    pages = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}

    def told(items: Any, depth: int) -> Iterator[str]:
        for item in items:
            page = item.destination[0] if item.destination is not None else None
            yield "  " * depth + item.title + (f" (p. {pages[page.objgen]})" if page else "")
            yield from told(item.children, depth + 1)

    with pdf.open_outline() as tree:
        yield from told(tree.root, 0)


def _links(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        for note in page.get("/Annots", []):
            if note.get("/Subtype") == "/Link":
                action: Any = note.get("/A", {})
                target = action.get("/URI", action.get("/D", note.get("/Dest")))
                words = str(note.get("/Contents", ""))
                told = f" {words!r}" if words not in ("", str(target)) else ""
                yield f"{target}{told} (p. {number})"


def _structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    """The tree of tags; leaves stand on the line of their parent, equal lines are counted."""
    root = pdf.Root.get("/StructTreeRoot")
    lines = [line for part in _parts(root) for line in _tags(part, 0)] if root else []
    position = 0
    while position < len(lines):
        line, count = lines[position], 1
        while lines[position + count : position + count + 1] == [line]:
            count += 1
        yield line + (f" ({count} times)" if count > 1 else "")
        position += count


def _tags(part: Any, depth: int) -> Iterator[str]:
    children = _parts(part)
    grown = [child for child in children if _parts(child)]
    line = "  " * depth + _tag(part)
    if children and not grown:
        yield f"{line}: " + " ".join(_tag(child) for child in children)
        return
    yield line
    for child in children:
        yield from _tags(child, depth + 1)


def _parts(part: Any) -> list[Any]:
    """The tags right below; what only groups and says nothing counts as not there."""
    kids = part.get("/K")
    several = kids if isinstance(kids, pikepdf.Array) else [] if kids is None else [kids]
    tags = [kid for kid in several if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    return [inner for tag in tags for inner in (_parts(tag) if _is_silent(tag) else [tag])]


def _is_silent(tag: Any) -> bool:
    return _tag(tag) in ("Span", "NonStruct")


def _tag(part: Any) -> str:
    told = [str(part.S)[1:]]
    attributes = part.get("/A", {})
    if isinstance(attributes, pikepdf.Dictionary):
        told += [f"{k}={attributes[f'/{k}']}" for k in _SHOWN if f"/{k}" in attributes]
    told += [f"{key}={str(part[f'/{key}'])!r}" for key in _SPOKEN if f"/{key}" in part]
    return told[0] + (f"[{' '.join(told[1:])}]" if told[1:] else "")


def _pages(data: bytes) -> Iterator[tuple[str, list[str]]]:
    for number, page in enumerate(pypdfium2.PdfDocument(data), 1):
        text = page.get_textpage().get_text_range().replace(_HYPHEN, "-")
        lines = [" ".join(line.split()) for line in text.splitlines()]
        # A line that begins with `# ` would begin a section.
        yield f"page {number}", [re.sub("^# ", "#\u00a0", line) for line in lines if line]
