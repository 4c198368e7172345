"""A file inside a PDF. What lays out a page loads this, and none of what writes such files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from reportgen.world import digest


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a PDF.

    Attributes:
        name: What it is called there.
        data: Its bytes.
        media_type: What it is (RFC 9512 for YAML, RFC 8259 for JSON).
        relationship: What it is to the PDF (ISO 32000-2, 7.11.3): Source, Data.
        description: A line for people.
        day: When it was made and changed, as far as the file says.
    """

    name: str
    data: bytes = field(repr=False)
    media_type: str
    relationship: str
    description: str
    day: date

    def key(self) -> str:
        """What stands for it in the key of the PDF."""
        parts = (self.name, digest(self.data), self.media_type, self.relationship)
        return " ".join((*parts, self.description, self.day.isoformat()))
