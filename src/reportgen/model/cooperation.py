"""What partners want and agree: priorities, agreements, events, statements."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from reportgen.model.base import Citations, Count, Noun, Record, SourceNames, Validity
from reportgen.model.codelists import (
    AGREEMENT_TYPE,
    PARTY_STATUS,
    RECORD_KIND,
    STATEMENT_KIND,
    TENSE,
)
from reportgen.model.scalars import Coded, Edtf, Flag, Id, Line, Ref
from reportgen.model.text import Text


class PriorityItem(Noun):
    """One item of a list of priorities."""

    id: Id | None = None
    title: Text
    description: Text | None = None
    sdgs: tuple[Line, ...] = ()
    programmes: tuple[Annotated[Id, Ref("programmes")], ...] = ()
    sources: Citations = ()


def _short_item(value: Any) -> Any:
    if isinstance(value, str) or (
        isinstance(value, dict) and "title" not in value and "id" not in value
    ):
        return {"title": value}
    return value


class PriorityList(Record):
    """A named list of priorities, in the order of its source; lists are never merged."""

    title: Text
    description: Text | None = None
    owner: Annotated[Line, Ref("partners", loose=True)] | None = None
    programme: Annotated[Id, Ref("programmes")] | None = None
    complete: Flag | None = Field(None, description="false prints 'among others'.")
    tense: Annotated[str, Coded(TENSE)] | None = None
    period: Edtf | None = None
    items: tuple[
        Annotated[
            PriorityItem,
            BeforeValidator(_short_item, json_schema_input_type=str | Text | PriorityItem),
        ],
        ...,
    ] = ()


class AgreementDates(Noun):
    """The dates of an instrument, or of one party to it (EDTF)."""

    negotiated: Edtf | None = None
    adopted: Edtf | None = None
    signed: Edtf | None = None
    ratified: Edtf | None = None
    in_force: Edtf | None = None
    denounced: Edtf | None = None


class Party(Noun):
    """A party to an agreement and where it stands."""

    partner: Annotated[Id, Ref("partners")]
    status: Annotated[str, Coded(PARTY_STATUS)] | None = None
    status_text: Text | None = Field(None, description="The source's wording, where it says more.")
    as_of: Edtf | None = Field(None, description="When the status held; null prints 'undated'.")
    planned: Edtf | None = Field(None, description="When the next step is planned.")
    dates: AgreementDates | None = None
    sources: Citations = ()


class Agreement(Record):
    """A treaty, convention, memorandum or law; or a class of them that a source only counts."""

    title: Text
    type: Annotated[str, Coded(AGREEMENT_TYPE)] | None = None
    record: Annotated[str, Coded(RECORD_KIND)] = "single"
    code: Line | None = Field(None, description="Its number in its series: C087.")
    acronym: Text | None = None
    aliases: tuple[Text, ...] = ()
    names_in_sources: SourceNames = ()
    description: Text | None = None
    status_text: Text | None = Field(None, description="What the source says of its status.")
    dates: AgreementDates | None = None
    parties: tuple[Party, ...] = ()
    count: Count | None = None
    complete: Flag | None = Field(None, description="false prints 'among others'.")
    programmes: tuple[Annotated[Id, Ref("programmes")], ...] = ()
    valid: Validity | None = None
    successor: Annotated[Id, Ref("agreements")] | None = None
    ambiguity: Text | None = Field(None, description="What the source leaves open.")


class Resolution(Noun):
    """What a date means, found elsewhere than where it was written."""

    date: Edtf
    sources: Citations = ()


class Event(Record):
    """Something that happened, or a span, dated as its source dates it."""

    title: Text
    description: Text | None = None
    date: Edtf | None = Field(None, description="EDTF, as written; null prints 'undated'.")
    date_as_written: Line | None = Field(None, description="The source's words for the date.")
    resolved: Resolution | None = None
    ambiguity: Text | None = Field(None, description="What the source leaves open.")
    partners: tuple[Annotated[Id, Ref("partners")], ...] = ()
    people: tuple[Annotated[Id, Ref("people")], ...] = ()
    programmes: tuple[Annotated[Id, Ref("programmes")], ...] = ()
    agreements: tuple[Annotated[Id, Ref("agreements")], ...] = ()


class Statement(Record):
    """What was said or written, by whom where the source tells."""

    title: Text | None = None
    kind: Annotated[str, Coded(STATEMENT_KIND)]
    text: Text = Field(description="Kept to the letter where `verbatim` is true.")
    verbatim: Flag | None = Field(None, description="The source's own words, white space and all.")
    reading: Text | None = Field(None, description="What is meant, where the words are garbled.")
    attributed_to: tuple[Annotated[Id, Ref("partners", "people", "groups")], ...] = ()
    attributed_as: Text | None = Field(
        None, description="Who, in words, where no record stands for them: the Party and State."
    )
    date: Edtf | None = None
    topics: tuple[Text, ...] = ()
    duplicate_of: Annotated[Id, Ref("statements")] | None = None
    complete: Flag | None = Field(None, description="false prints 'among others'.")
    ambiguity: Text | None = Field(None, description="What the source leaves open.")
