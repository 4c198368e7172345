"""What every noun of the data shares: strict keys, `x-*` extensions, id, sources, notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic.json_schema import SkipJsonSchema

from reportgen.model.codelists import AUDIENCE, QUALIFIER
from reportgen.model.scalars import Coded, Edtf, Flag, Id, Line, Number, Ref
from reportgen.model.text import Text

EXTENSION = "x-"


class Noun(BaseModel):
    """A frozen value with no unknown keys; keys that begin with `x-` are kept aside, unread."""

    model_config = ConfigDict(
        frozen=True,
        defer_build=True,  # most commands use few of the nouns
        extra="forbid",
        json_schema_extra={"patternProperties": {"^x-": {}}},
        validate_by_name=False,
    )

    extensions: SkipJsonSchema[Mapping[str, Any]] = Field(
        default={}, alias="x-*", description="Keys that begin with x-: yours, never published."
    )

    @model_validator(mode="before")
    @classmethod
    def _set_extensions_aside(cls, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return value
        aside = {key: value[key] for key in value if str(key).startswith(EXTENSION)}
        if not aside:
            return value
        return {key: value[key] for key in value if key not in aside} | {"x-*": aside}


def _short_citation(value: Any) -> Any:
    return {"id": value} if isinstance(value, str) else value


class SourceReference(Noun):
    """Where a fact stands: a source, the place in it, and its words."""

    id: Annotated[Id, Ref("sources")] = Field(description="The id of a record in `sources`.")
    locator: Line | None = Field(
        None, description="The place in the source: `L9`, `para. 4`, `p. 12` (CSL `locator`)."
    )
    quote: Line | None = Field(None, description="The source's own words, kept to the letter.")


Citation = Annotated[
    SourceReference, BeforeValidator(_short_citation, json_schema_input_type=str | SourceReference)
]
"""A `SourceReference`; `icd` is short for `{id: icd}`."""

Citations = tuple[Citation, ...]


class Record(Noun):
    """The fields that every record has."""

    id: Id = Field(description="Unique in its collection: lower-case letters, digits, hyphens.")
    sources: Citations = Field((), description="Where the record's facts stand.")
    notes: Text | None = Field(
        None, description="For the people who keep the data; never published."
    )
    audience: Annotated[str, Coded(AUDIENCE)] | None = Field(
        None, description="`internal` keeps the record out of public briefs."
    )
    reviewed: Flag | None = Field(None, description="false: nobody has read the translation yet.")


class Validity(Noun):
    """From when until when a thing existed, and what came after it (org-id.guide practice)."""

    from_: Edtf | None = Field(None, alias="from", description="First day (EDTF).")
    until: Edtf | None = Field(None, description="Last day (EDTF).")
    successor: Annotated[Id, Ref("partners", "agreements")] | None = Field(
        None, description="The record that took its place."
    )
    sources: Citations = ()


class SourceName(Noun):
    """A name as a source prints it, kept to the letter, with a reading where it is garbled."""

    name: Line
    reading: Text | None = Field(None, description="What is meant, where the words are garbled.")
    source: Annotated[Id, Ref("sources")] | None = None
    locator: Line | None = None


def _short_name(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


SourceNames = tuple[
    Annotated[SourceName, BeforeValidator(_short_name, json_schema_input_type=str | SourceName)],
    ...,
]


class Count(Noun):
    """How many there are of what a source only counts."""

    value: Number | None = None
    figure: Annotated[Id, Ref("figures")] | None = Field(
        None, description="The figure that holds the count, instead of `value`."
    )
    qualifier: Annotated[str, Coded(QUALIFIER)] = "exact"
    unit: Text | None = None
    window: Text | None = Field(None, description="The span counted over, in words.")
    ambiguity: Text | None = Field(None, description="What the source leaves open.")
