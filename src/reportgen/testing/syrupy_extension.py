"""For those who use syrupy: briefs in its snapshots, as the same outlines.

from reportgen.testing.syrupy_extension import PdfOutline

def test_brief(reportgen, snapshot):
assert reportgen.brief("one-pager") == snapshot.use_extension(PdfOutline)
"""

from __future__ import annotations

from typing import Any

from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from reportgen.testing.fixture import BuiltBrief
from reportgen.testing.html_outline import html_outline
from reportgen.testing.pdf_outline import pdf_outline


class HtmlOutline(SingleFileSnapshotExtension):
    """A brief, or a page of HTML, kept as its outline."""

    _write_mode = WriteMode.TEXT
    file_extension = "html.txt"

    def serialize(self, data: Any, **_: Any) -> str:
        """The outline."""
        return data.html_outline if isinstance(data, BuiltBrief) else html_outline(str(data))


class PdfOutline(SingleFileSnapshotExtension):
    """A brief, or the bytes of a PDF, kept as its outline."""

    _write_mode = WriteMode.TEXT
    file_extension = "pdf.txt"

    def serialize(self, data: Any, **_: Any) -> str:
        """The outline."""
        return data.pdf_outline if isinstance(data, BuiltBrief) else pdf_outline(bytes(data))
