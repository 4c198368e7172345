"""What is known and where it stands: figures, sources, prose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, model_validator

from reportgen.model.base import Citations, Noun, Record
from reportgen.model.codelists import OBSERVATION_STATUS, QUALIFIER
from reportgen.model.scalars import Address, Coded, Edtf, Id, Line, Number, Ref, Whole
from reportgen.model.text import LANGUAGE, Text


class Observation(Noun):
    """One point of a series (SDMX observation)."""

    time: Edtf = Field(description="SDMX TIME_PERIOD, as EDTF.")
    value: Number | None = Field(None, description="SDMX OBS_VALUE.")
    status: Annotated[str, Coded(OBSERVATION_STATUS)] | None = None
    sources: Citations = ()


class Figure(Record):
    """A number with what it needs to be understood (SDMX concepts)."""

    label: Text = Field(description="What is counted or measured (SDMX INDICATOR).")
    value: Number = Field(description="SDMX OBS_VALUE, exactly as given.")
    qualifier: Annotated[str, Coded(QUALIFIER)] = Field(
        "exact", description="Prints as a word, never dropped."
    )
    unit: Text | None = Field(None, description="SDMX UNIT_MEASURE, in words.")
    unit_multiplier: Whole | None = Field(None, description="SDMX UNIT_MULT: power of ten.")
    area: Line | None = Field(None, description="SDMX REF_AREA: VN.")
    time: Edtf | None = Field(None, description="SDMX TIME_PERIOD; null prints 'undated'.")
    as_of: Edtf | None = Field(None, description="When it held.")
    valid_until: Edtf | None = Field(None, description="After this it prints as stale.")
    of: Annotated[Id, Ref("figures")] | None = Field(None, description="180 *of* 193.")
    part_of: Annotated[Id, Ref("figures")] | None = Field(None, description="A subset of it.")
    description: Text | None = None
    ambiguity: Text | None = Field(None, description="What the source leaves open.")
    observations: tuple[Observation, ...] = ()


class Source(Record):
    """A document or data set (Dublin Core)."""

    title: Text
    creator: Annotated[Line, Ref("partners", "people", loose=True)] | None = None
    publisher: Annotated[Line, Ref("partners", loose=True)] | None = None
    date: Edtf | None = Field(None, description="Dublin Core date (EDTF); `undated` is null.")
    date_as_written: Line | None = None
    language: Line | None = None
    url: Address | None = None
    retrieved: Edtf | None = None
    type: Line | None = Field(None, description="DCMI type or a word: article, web page, report.")
    rights: Text | None = None
    file: Line | None = None
    description: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _undated(cls, value: Any) -> Any:
        if isinstance(value, Mapping) and value.get("date") == "undated":
            return {**value, "date": None}
        return value


class Prose(Record):
    """A text of the brief: Markdown with look-ups and notes, a body for each language."""

    title: Text | None = None
    bodies: Mapping[str, str] = Field(default={}, description="Language -> Markdown.")

    @model_validator(mode="before")
    @classmethod
    def _languages_are_bodies(cls, value: Any) -> Any:
        if not isinstance(value, Mapping) or "bodies" in value:
            return value
        fields = set(cls.model_fields)
        bodies = {
            key: value[key] for key in value if key not in fields and LANGUAGE.match(str(key))
        }
        return {key: value[key] for key in value if key not in bodies} | {"bodies": bodies}
