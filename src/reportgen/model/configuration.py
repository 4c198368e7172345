"""The project file, reportgen.yaml: which reports are made, for whom, and how strictly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from reportgen.model.base import Noun
from reportgen.model.codelists import (
    AUDIENCE,
    CATCH_UP,
    EDITION_STATUS,
    FORMAT,
    LAYER,
    LEVEL,
    PICTURES,
    SWITCH,
)
from reportgen.model.scalars import Coded, Edtf, Line, Number, Whole
from reportgen.model.text import Text

Format = Annotated[str, Coded(FORMAT)]
FORMATS = ("html", "pdf")
PUBLIC = "public"
"""The audience of everything that does not say otherwise."""

TODAY = "today"
DEFAULT_THEME = "default"
TEMPLATES = "templates"
PROJECT_FILE = "reportgen.yaml"


def _short_schedule(value: Any) -> Any:
    return {"cron": value} if isinstance(value, str) else value


class Schedule(Noun):
    """When a report falls due."""

    cron: Line = Field(
        description="daily, weekly, monthly, quarterly, yearly, or a cron expression."
    )
    catch_up: Annotated[str, Coded(CATCH_UP)] = "last"
    except_: tuple[Edtf, ...] = Field((), alias="except", description="Days without a slot (EDTF).")
    embargo: Line | None = Field(None, description="Held back after the slot: 2 days.")
    timezone: Line | None = Field(None, description="IANA time zone.")


class Publish(Noun):
    """Where editions and the ledger of slots live."""

    to: Line = Field(description="A folder or an fsspec address.")
    ledger: Line | None = Field(
        None, description="A folder or an fsspec address; beside `to` without it."
    )
    keep: Whole | None = Field(None, description="Editions kept of each report.")

    @property
    def ledger_address(self) -> str:
        """Where the ledger lives: beside the editions, where nothing else is said."""
        return self.ledger or f"{self.to.rstrip('/')}.ledger"


class Area(Noun):
    """A rectangle of a page that is not compared; millimetres from its upper left corner."""

    page: Whole | None = Field(None, description="Counted from 1; every page without it.")
    left: Number
    top: Number
    width: Number
    height: Number


class Snapshots(Noun):
    """How briefs are compared with what was found right before (`reportgen test`)."""

    layers: tuple[Annotated[str, Coded(LAYER)], ...] | None = Field(
        None, description="data, html, pdf, pages; all without it."
    )
    tolerance: Number | None = Field(
        None, description="How much of the worst tile of a page may differ: 0.06."
    )
    pictures: Annotated[str, Coded(PICTURES)] | None = Field(
        None, description="`hash` keeps a small picture of a page, `whole` all of it."
    )
    mask: tuple[Line, ...] = Field(
        (), description="Regular expressions of words that are not compared."
    )
    areas: tuple[Area, ...] = Field((), description="Parts of pages that are not compared.")


class Settings(Noun):
    """What the project file says for all reports, and a report may say otherwise."""

    languages: tuple[Line, ...] | None = Field(
        None, description="The first is what the others fall back to."
    )
    formats: tuple[Format, ...] | None = None
    theme: Line | None = Field(
        None, description="`default`, a folder of the project, or the name of an installed theme."
    )
    paper: Line | None = Field(None, description="A4, Letter, landscape, A5 landscape ...")
    audience: Annotated[str, Coded(AUDIENCE)] | None = None
    status: Annotated[str, Coded(EDITION_STATUS)] | None = None
    classification: Text | None = Field(None, description="Printed on every page.")
    timezone: Line | None = Field(None, description="IANA time zone: Asia/Ho_Chi_Minh.")
    snapshots: Snapshots | None = Field(
        None, description="How `reportgen test` compares; a report's go before these."
    )
    attachments: Annotated[str, Coded(SWITCH)] | None = Field(
        None, description="`off` leaves the data out of the PDFs."
    )


class Report(Settings):
    """One report: a template with its parameters, once or once per record."""

    template: Line = Field(description="The name of a template: country-brief.")
    title: Text | None = Field(None, description="{name} looks a field of the record up.")
    pages: Line | None = Field(None, description="How many pages it may have: 1, 6-12.")
    sections: tuple[Line, ...] | None = Field(
        None, description="Which sections, in which order; all of the template's without it."
    )
    params: Mapping[str, Any] = Field(default={}, description="The template's parameters.")
    each: Line | None = Field(None, description="One brief for each record of this collection.")
    where: Mapping[str, Any] = Field(
        default={}, description="Of those, the records whose fields equal, or are among, these."
    )
    output: Line | None = Field(
        None, description="Path in build/LANGUAGE/ without ending: partners/{id}."
    )
    schedule: (
        Annotated[Schedule, BeforeValidator(_short_schedule, json_schema_input_type=str | Schedule)]
        | None
    ) = None


class Configuration(Settings):
    """The whole of reportgen.yaml."""

    version: Whole = Field(1, description="Format of this file.")
    requires: Line | None = Field(
        None, description="Versions of reportgen-toolkit that build it (PEP 440): >=0.1,<1."
    )
    as_of: Line | None = Field(None, description="The edition's date (ISO 8601), or `today`.")
    checks: Mapping[str, Annotated[str, Coded(LEVEL)]] = Field(
        default={}, description="error, warning or off, by the code of a problem."
    )
    publish: Publish | None = None
    reports: Mapping[str, Report] = Field(default={}, description="The reports, by name.")

    def formats_of(self, report: Report) -> tuple[str, ...]:
        """The formats of a report: its own, those of the project, or all."""
        return report.formats or self.formats or FORMATS

    def audience_of(self, report: Report) -> str:
        """Whom a report is for: `public`, or `internal`, which is not published."""
        return report.audience or self.audience or PUBLIC

    def theme_of(self, report: Report | None) -> str:
        """The theme of a report, or that of the project: of the index page, and of most reports."""
        return (report.theme if report else None) or self.theme or DEFAULT_THEME

    def has_attachments(self, report: Report) -> bool:
        """Whether the PDFs of a report carry what they print as data; never for internal use."""
        asked = report.attachments or self.attachments or "on"
        return asked == "on" and self.audience_of(report) == PUBLIC
