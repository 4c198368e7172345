"""YAML text and prose, and the values in them that know their line."""

from __future__ import annotations

from reportgen.documents.appending import Appended, append
from reportgen.documents.document import Document, collector_resting
from reportgen.documents.parsing import parse_yaml
from reportgen.documents.prose import (
    Citation,
    Literal,
    LookUp,
    Part,
    ProseFault,
    parse_prose,
    split_front_matter,
)
from reportgen.documents.sections import Section, sections_of
from reportgen.documents.source import Source

__all__ = [
    "Appended",
    "Citation",
    "Document",
    "Literal",
    "LookUp",
    "Part",
    "ProseFault",
    "Section",
    "Source",
    "append",
    "collector_resting",
    "parse_prose",
    "parse_yaml",
    "sections_of",
    "split_front_matter",
]
