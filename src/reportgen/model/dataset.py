"""The card of the data set (Frictionless Data Package and DCAT names)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from reportgen.model.base import Noun
from reportgen.model.iso import COUNTRY, CURRENCY
from reportgen.model.scalars import Address, Coded, Line, Ref
from reportgen.model.text import Text


class License(Noun):
    """A licence of the data (Frictionless `licenses`)."""

    name: Line = Field(description="SPDX or Open Definition id: CC-BY-4.0.")
    title: Text | None = None
    path: Address | None = Field(None, description="Address of its text.")


class Contributor(Noun):
    """Who made the data set (Frictionless `contributors`)."""

    title: Text = Field(description="Name of the person or organisation.")
    role: Line | None = None
    path: Address | None = None


class Dataset(Noun):
    """What the data as a whole is about."""

    name: Line | None = None
    title: Text | None = None
    description: Text | None = None
    languages: tuple[Line, ...] = ()
    country: Annotated[str, Coded(COUNTRY)] | None = Field(
        None, description="ISO 3166-1 alpha-2: VN."
    )
    currency: Annotated[str, Coded(CURRENCY)] | None = Field(None, description="ISO 4217: VND.")
    publisher: Annotated[Line, Ref("partners", loose=True)] | None = Field(
        None, description="The id of a partner, else a name."
    )
    licenses: tuple[License, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    notes: Text | None = None
