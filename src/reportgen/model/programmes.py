"""Programmes, projects and their parts (IATI activity)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from reportgen.model.base import Citations, Count, Noun, Record, SourceNames
from reportgen.model.codelists import (
    ACTIVITY_STATUS,
    ACTIVITY_TYPE,
    BUDGET_STATUS,
    BUDGET_TYPE,
    ORGANISATION_ROLE,
    POLICY_MARKER,
    POLICY_SIGNIFICANCE,
    RECORD_KIND,
    SECTOR_VOCABULARY,
    TRANSACTION_TYPE,
)
from reportgen.model.iso import COUNTRY, CURRENCY
from reportgen.model.results import Result
from reportgen.model.scalars import Address, Coded, Edtf, Flag, Id, Line, Number, Ref, Whole
from reportgen.model.text import Text


class Participant(Noun):
    """A partner with its role (IATI participating-org)."""

    partner: Annotated[Id, Ref("partners")]
    role: Annotated[str, Coded(ORGANISATION_ROLE)] | None = None
    name_as_reported: Line | None = Field(None, description="The name the source gives it here.")
    sources: Citations = ()


class Period(Noun):
    """When a programme runs: one EDTF span, or IATI's planned and actual dates (activity-date)."""

    span: Edtf | None = Field(None, description="EDTF: 2022/2026.")
    planned_start: Edtf | None = None
    actual_start: Edtf | None = None
    planned_end: Edtf | None = None
    actual_end: Edtf | None = None


class Description(Noun):
    """IATI description types."""

    general: Text | None = None
    objectives: Text | None = None
    target_groups: Text | None = None
    other: Text | None = None


class Money(Noun):
    """An amount in one currency; never added to one in another (IATI value)."""

    value: Number = Field(description="Amount in units of the currency; may be negative.")
    currency: Annotated[str, Coded(CURRENCY)] = Field(description="ISO 4217: USD.")
    value_date: Edtf | None = Field(None, description="The day whose rate holds.")


class Budget(Money):
    """A budget of at most a year (IATI budget)."""

    type: Annotated[str, Coded(BUDGET_TYPE)] | None = None
    status: Annotated[str, Coded(BUDGET_STATUS)] | None = None
    period: Edtf | None = None
    sources: Citations = ()


class Transaction(Money):
    """Money that moved or was promised (IATI transaction)."""

    type: Annotated[str, Coded(TRANSACTION_TYPE)]
    date: Edtf | None = None
    provider: Annotated[Id, Ref("partners")] | None = None
    receiver: Annotated[Id, Ref("partners")] | None = None
    description: Text | None = None
    sources: Citations = ()


class Share(Noun):
    """A country's or a sector's part; the parts of one vocabulary sum to 100."""

    code: Line
    percentage: Number | None = None
    name: Text | None = None


class CountryShare(Share):
    """IATI recipient-country."""

    code: Annotated[str, Coded(COUNTRY)]


class Sector(Share):
    """IATI sector."""

    vocabulary: Annotated[str, Coded(SECTOR_VOCABULARY)] = "dac5"


class PolicyMarker(Noun):
    """IATI policy-marker."""

    code: Annotated[str, Coded(POLICY_MARKER)]
    significance: Annotated[str, Coded(POLICY_SIGNIFICANCE)] | None = None


class DocumentLink(Noun):
    """A document about the programme (IATI document-link)."""

    title: Text
    url: Address | None = None
    language: Line | None = None
    date: Edtf | None = None
    category: Line | None = None


class Scope(Noun):
    """One area of work that the source names."""

    id: Id | None = None
    title: Text
    sources: Citations = ()


def _short_share(value: Any) -> Any:
    return {"code": value} if isinstance(value, str) else value


def _short_period(value: Any) -> Any:
    return {"span": value} if isinstance(value, str) else value


def _short_scope(value: Any) -> Any:
    if isinstance(value, str) or (isinstance(value, dict) and "title" not in value):
        return {"title": value}
    return value


def _short_description(value: Any) -> Any:
    if isinstance(value, str) or (
        isinstance(value, dict) and value and not set(value) & set(Description.model_fields)
    ):
        return {"general": value}
    return value


class Programme(Record):
    """A programme, a project or a part of one (IATI activity)."""

    title: Text
    type: Annotated[str, Coded(ACTIVITY_TYPE)] = "programme"
    record: Annotated[str, Coded(RECORD_KIND)] = Field(
        "single", description="class or count for what a source names only as such."
    )
    count: Count | None = None
    complete: Flag | None = Field(None, description="false prints 'among others'.")
    parent: Annotated[Id, Ref("programmes")] | None = None
    ordinal: Whole | None = Field(None, description="The how-manieth of its kind: 4.")
    description: (
        Annotated[
            Description,
            BeforeValidator(_short_description, json_schema_input_type=str | Text | Description),
        ]
        | None
    ) = None
    image: Annotated[Id, Ref("images")] | None = Field(None, description="A picture of it.")
    status: Annotated[str, Coded(ACTIVITY_STATUS)] | None = None
    period: (
        Annotated[Period, BeforeValidator(_short_period, json_schema_input_type=Edtf | Period)]
        | None
    ) = Field(None, description="EDTF (2022/2026), or planned and actual dates.")
    scope: tuple[
        Annotated[Scope, BeforeValidator(_short_scope, json_schema_input_type=str | Text | Scope)],
        ...,
    ] = ()
    partners: tuple[Annotated[Id, Ref("partners")], ...] = Field(
        (), description="Partners whose role the source does not give."
    )
    participants: tuple[Participant, ...] = ()
    countries: tuple[
        Annotated[
            CountryShare, BeforeValidator(_short_share, json_schema_input_type=str | CountryShare)
        ],
        ...,
    ] = ()
    sectors: tuple[
        Annotated[Sector, BeforeValidator(_short_share, json_schema_input_type=str | Sector)], ...
    ] = ()
    sdgs: tuple[Line, ...] = Field((), description="SDG goals or targets: 8, 8.5.")
    policy_markers: tuple[PolicyMarker, ...] = ()
    budgets: tuple[Budget, ...] = ()
    transactions: tuple[Transaction, ...] = ()
    documents: tuple[DocumentLink, ...] = ()
    results: tuple[Result, ...] = ()
    names_in_sources: SourceNames = ()
    iati_extra: Line | None = Field(None, description="IATI XML kept as it came.")
