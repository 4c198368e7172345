"""A template's manifest, `templates/NAME.yaml`: what the template prints and may be told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from reportgen.model.base import Noun
from reportgen.model.codelists import PARAMETER_TYPE
from reportgen.model.scalars import Coded, Line
from reportgen.model.text import Text


class Parameter(Noun):
    """What a report may tell its template under `params:`."""

    type: Annotated[str, Coded(PARAMETER_TYPE)]
    of: Line | None = Field(
        None, description="For `reference`: the collection; for `list`: a collection or a type."
    )
    choices: tuple[Line, ...] = Field((), description="For `choice`: the words allowed.")
    default: Any = None
    description: Text


class Manifest(Noun):
    """What a template is for, its sections, parameters and places for texts."""

    title: Text
    description: Text | None = None
    paper: Line | None = None
    each: Line | None = Field(None, description="The collection whose records it prints, if one.")
    sections: tuple[Line, ...] = Field((), description="In the order in which they print.")
    parameters: Mapping[str, Parameter] = {}
    texts: Mapping[str, Text] = Field(
        default={}, description="Places that a text of the data fills: name -> what belongs there."
    )
    headings: Mapping[str, Text] = Field(
        default={},
        description="Texts that may stand in one file, data/texts/REPORT.LANGUAGE.md, each under "
        "its heading: name -> the heading.",
    )
    required: tuple[Line, ...] = Field((), description="Texts without which there is no report.")
    fills: Mapping[str, tuple[Line, ...]] = Field(
        default={},
        description="What fills each section: texts.NAME, params.NAME, a collection or a field of "
        "one: name -> what fills it.",
    )
