"""Who takes part: organisations, countries, the own ministry; their groups; people."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from reportgen.model.base import Count, Noun, Record, SourceNames, Validity
from reportgen.model.codelists import ORGANISATION_TYPE
from reportgen.model.iso import COUNTRY
from reportgen.model.scalars import Address, Coded, Edtf, Flag, Id, Line, Ref
from reportgen.model.text import Text


class Partner(Record):
    """An organisation, a country or the own ministry: one record per thing."""

    name: Text = Field(description="Its official name.")
    acronym: Text | None = Field(None, description="Its short form: ILO.")
    aliases: tuple[Text, ...] = Field((), description="Other names it is known by.")
    names_in_sources: SourceNames = Field((), description="Names as sources print them.")
    description: Text | None = None
    ref: Line | None = Field(
        None, description="Organisation identifier (org-id.guide): XM-DAC-41302; null where none."
    )
    type: Annotated[str, Coded(ORGANISATION_TYPE)] | None = Field(
        None, description="IATI OrganisationType, or `country`."
    )
    groups: tuple[Annotated[Id, Ref("groups")], ...] = ()
    country: Annotated[str, Coded(COUNTRY)] | None = Field(None, description="ISO 3166-1 alpha-2.")
    website: Address | None = None
    logo: Line | None = Field(None, description="Path of an image in `data/`: images/ilo.svg.")
    image: Annotated[Id, Ref("images")] | None = Field(None, description="A picture of it.")
    valid: Validity | None = Field(None, description="From when until when it existed.")


class Group(Record):
    """A class of partners, also one that a source leaves open or only counts."""

    title: Text
    description: Text | None = None
    members: tuple[Annotated[Id, Ref("partners")], ...] = ()
    complete: Flag | None = Field(None, description="false prints 'among others'.")
    count: Count | None = Field(None, description="How many members a source counts.")
    scheme: Line | None = Field(None, description="Whose classes these are.")
    ambiguity: Text | None = Field(None, description="What the source leaves open.")
    names_in_sources: SourceNames = ()


class Contacts(Noun):
    """How to reach a person; never published by default."""

    email: Line | None = None
    phone: Line | None = None
    address: Text | None = None


class Person(Record):
    """A person who acts or speaks for a partner."""

    name: Text
    honorific: Text | None = Field(None, description="Ms, President: as the source gives it.")
    role: Text | None = None
    partner: Annotated[Id, Ref("partners")] | None = None
    from_: Edtf | None = Field(None, alias="from", description="In the role since (EDTF).")
    until: Edtf | None = None
    names_in_sources: SourceNames = ()
    contacts: Contacts | None = None
