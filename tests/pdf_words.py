"""Every word inside a PDF, wherever it is: for looking for what may be in none."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pypdfium2


def everything_in(data: bytes) -> str:
    """What its pages say, and every string and stream: metadata, tags, links, attachments."""
    pages = (sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(data))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        # Words may be broken over lines; in a stream they are as they were written.
        return "\n".join([*(" ".join(page.split()) for page in pages), *_strings(pdf)])


def attached(data: bytes) -> dict[str, bytes]:
    """Name -> bytes of the files inside a PDF."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}


def _strings(pdf: pikepdf.Pdf) -> Iterator[str]:
    for thing in [*pdf.objects, pdf.trailer]:
        yield from _inside(thing)
        if isinstance(thing, pikepdf.Stream):
            yield _words(thing).decode("utf-8", "replace")


def _words(stream: pikepdf.Stream) -> bytes:
    """What a stream holds; a picture as its file is, with whatever a camera wrote into it."""
    if stream.get("/Filter") == "/DCTDecode":
        return stream.read_raw_bytes()
    return stream.read_bytes(pikepdf.StreamDecodeLevel.generalized)


def _inside(value: object) -> Iterator[str]:
    if isinstance(value, pikepdf.String | pikepdf.Name):
        yield str(value)
    elif isinstance(value, pikepdf.Array):
        for part in value:
            if not getattr(part, "is_indirect", False):
                yield from _inside(part)
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for key, part in value.items():
            yield str(key)
            if not getattr(part, "is_indirect", False):
                yield from _inside(part)
