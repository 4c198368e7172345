"""One PDF that keeps two standards: PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1).

WeasyPrint writes one of them at a time; what the other asks for is added to the objects of the
finished PDF, before they are written.
"""

from __future__ import annotations

from typing import Any

import pydyf

_END = b"</rdf:RDF>"

_UA = (
    b'<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"'
    b' pdfuaid:part="1"/>'
)
# PDF/A allows only what it knows in the metadata, or what a schema beside it explains (6.6.2.3).
_SCHEMA = (
    b'<rdf:Description rdf:about=""'
    b' xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    b' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"'
    b' xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    b'<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    b"<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    b"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    b"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    b'<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    b"<pdfaProperty:name>part</pdfaProperty:name>"
    b"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    b"<pdfaProperty:category>internal</pdfaProperty:category>"
    b"<pdfaProperty:description>PDF/UA part number</pdfaProperty:description>"
    b"</rdf:li></rdf:Seq></pdfaSchema:property>"
    b"</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)


def make_archival(pdf: pydyf.PDF) -> None:
    """Add to a PDF/A-3a what PDF/UA-1 asks for, and mend what keeps neither.

    The last thing that is done to a PDF: its objects are kept as they will be written.
    """
    for thing in pdf.objects:
        if isinstance(thing, pydyf.Stream):
            if thing.extra.get("Type") == "/Metadata":
                _claim_both(thing)
            elif thing.extra.get("Interpolate") == "true":
                thing.extra["Interpolate"] = "false"  # ISO 19005-3, 6.2.8
    if "AF" in pdf.catalog:  # WeasyPrint lists each file twice
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    # pydyf makes the bytes of every object twice: for the file, and for the identifier that PDF/A
    # asks for. Compressing fonts and pages is the dear part of it.
    pdf.objects[:] = [thing if thing.free == "f" else _Finished(thing) for thing in pdf.objects]


def _claim_both(metadata: Any) -> None:
    """Say in the metadata that it is PDF/UA, too; legible to programs that know no PDF."""
    metadata.stream = [part.replace(_END, _UA + _SCHEMA + _END) for part in metadata.stream]
    metadata.compress = False


class _Finished(pydyf.Object):  # type: ignore[misc]  # pydyf has no types
    """An object whose bytes are made."""

    def __init__(self, thing: Any) -> None:
        super().__init__()
        self.number, self.generation = thing.number, thing.generation
        # The line that ends may be taken for a part of data that ends with a carriage return.
        self._data = thing.data.replace(b"\r\nendstream", b"\r\r\nendstream")
        self._compressible = thing.compressible

    @property
    def data(self) -> bytes:
        return self._data  # type: ignore[no-any-return]  # pydyf has no types

    @property
    def compressible(self) -> bool:
        """Whether it may stand in an object stream."""
        return bool(self._compressible)
