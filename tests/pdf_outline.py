"""A PDF as text that a person can read and compare, without coordinates.

What depends on how lines break (pages, text of a page, structure of what was split) is the same
only with the same Pango and HarfBuzz. The outline says which made it, and `differences` leaves
those parts out, by name, where they are not the same.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import pikepdf
import pypdfium2

from reportgen.machine import LIBRARIES, library_version

_MADE_WITH = "made with"
_HYPHEN = "\ufffe"  # what PDFium gives for a hyphen at the end of a line
_SHOWN = ("Scope", "ColSpan", "RowSpan")
_SPOKEN = ("Alt", "ActualText", "Lang")


def outline(data: bytes) -> str:
    """The outline of a PDF: sections, each begun by a line `# name`."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        sections = {
            _MADE_WITH: _makers(),
            "document": list(_document(pdf)),
            "fonts": sorted(_fonts(pdf)),
            "attachments": sorted(_attachments(pdf)),
            "bookmarks": list(_bookmarks(pdf)),
            "links": list(_links(pdf)),
            "structure": list(_structure(pdf)),
            **dict(_pages(data)),
        }
    return "\n".join(
        f"# {name}\n" + "".join(f"{line}\n" for line in lines) for name, lines in sections.items()
    )


def differences(kept: str, found: str) -> tuple[str, list[str]]:
    """What of the outline may be compared, as (kept, found) differ in it, and what may not.

    Returns:
        A text that is empty where all that may be compared is the same, and the names of the
        sections that were left out because another Pango or HarfBuzz breaks lines elsewhere.
    """
    old, new = _sections(kept), _sections(found)
    makers_differ = old.get(_MADE_WITH) != new.get(_MADE_WITH)
    left_out: list[str] = []
    told: list[str] = []
    for name in dict.fromkeys((*old, *new)):
        if name == _MADE_WITH:
            continue
        before, after = old.get(name), new.get(name)
        if makers_differ and (name == "structure" or name.startswith("page ")):
            if before != after:
                left_out.append(name)
            continue
        if makers_differ and before is not None and after is not None:
            before, after = _pageless(before), _pageless(after)
        if before != after:
            told.append(f"# {name}\n" + _both(before, after))
    return "\n".join(told), left_out


def _sections(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("# "):
            lines = found.setdefault(line[2:], [])
        elif line:
            lines.append(line)
    return found


def _pageless(lines: list[str]) -> list[str]:
    """Bookmarks and links without their pages; a link broken over two lines counts once."""
    return list(dict.fromkeys(re.sub(r" *\(p\. \d+\)$|^pages: .*$", "", line) for line in lines))


def _both(before: list[str] | None, after: list[str] | None) -> str:
    gone = [f"- {line}\n" for line in before or () if line not in (after or ())]
    come = [f"+ {line}\n" for line in after or () if line not in (before or ())]
    return "".join(gone + come) or "the same lines in another order\n"


def _makers() -> list[str]:
    libraries = [x for x in LIBRARIES if x.name in ("Pango", "HarfBuzz", "HarfBuzz-subset")]
    told = [f"{x.name} {library_version(x) or 'there'}" for x in libraries]
    return [f"WeasyPrint {version('weasyprint')}", *told[:2]]


def _document(pdf: pikepdf.Pdf) -> Iterator[str]:
    root: Any = pdf.Root
    yield f"pages: {len(pdf.pages)}"
    sizes = {tuple(round(float(x) * 25.4 / 72) for x in page.mediabox[2:]) for page in pdf.pages}
    yield "size in mm: " + ", ".join(f"{width} x {height}" for width, height in sorted(sizes))
    yield f"version: {pdf.pdf_version}"
    yield f"language: {root.get('/Lang')}"
    yield f"tagged: {str(root.get('/MarkInfo', {}).get('/Marked')).lower()}"
    yield f"shows its title: {str(root.get('/ViewerPreferences', {}).get('/DisplayDocTitle')).lower()}"
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
                yield f"{target}" + (f" {words!r}" if words else "") + f" (p. {number})"


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
    document = pypdfium2.PdfDocument(data)
    for number, page in enumerate(document, 1):
        text = page.get_textpage().get_text_range().replace(_HYPHEN, "-")
        lines = [" ".join(line.split()) for line in text.splitlines()]
        # A line that begins with `# ` would begin a section.
        yield f"page {number}", [re.sub("^# ", "#\u00a0", line) for line in lines if line]
