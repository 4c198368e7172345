"""A project that has been read, and the work that follows from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from reportgen.model.base import Record
from reportgen.model.brand import Brand
from reportgen.model.configuration import Configuration, Report
from reportgen.model.dataset import Dataset
from reportgen.model.lookup import PLAIN, Lookup
from reportgen.model.manifest import Manifest
from reportgen.model.records import Records
from reportgen.model.relations import Relations
from reportgen.problems import Place


class Finder(Protocol):
    """(collection, id, path in the record) -> where that is written; for messages only.

    With an offset, the place of so many characters of that text. The card of the data set is
    `dataset`, `dataset`; the project file has its name and no id.
    """

    def __call__(
        self,
        collection: str,
        id_: str,
        path: Sequence[str | int],
        offset: int | None = None,
        width: int = 1,
    ) -> Place | None:
        """The place, or None for what is not written anywhere."""


def _nowhere(*_: object, **__: object) -> Place | None:
    return None


@dataclass(frozen=True)
class Project:
    """Everything that a folder says, checked.

    `records`: collection -> id -> record, in the order in which they are written.
    `own`: the same for the user's own collections, whose records are plain maps.
    `lookups`: theme -> where its files are looked up, for the themes that reports use.
    `manifests`: theme, template name -> its manifest, for the templates that reports use.
    `brand`: the look of the house, where `_brand.yml` gives it.
    `spoilt`: the reports that cannot be planned, because of errors of their own.
    """

    configuration: Configuration
    dataset: Dataset
    records: Mapping[str, Records]
    own: Mapping[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    manifests: Mapping[tuple[str, str], Manifest] = field(default_factory=dict)
    lookups: Mapping[str, Lookup] = field(default_factory=dict)
    brand: Brand | None = None
    find: Finder = field(default=_nowhere, compare=False)
    spoilt: frozenset[str] = frozenset()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages of the project; the first is what the others fall back to."""
        return self.configuration.languages or self.dataset.languages or ("en",)

    def lookup(self, report: Report | None = None) -> Lookup:
        """Where the files of a report are looked up; of the project's own pages without one."""
        return self.lookups.get(self.configuration.theme_of(report), PLAIN)

    @property
    def used_lookups(self) -> tuple[Lookup, ...]:
        """Those of the project's own pages and of its reports, each once."""
        reports = self.configuration.reports.values()
        return tuple(dict.fromkeys([self.lookup(), *map(self.lookup, reports)]))

    def manifest(self, report: Report) -> Manifest | None:
        """The manifest of a report's template, as its theme has it."""
        return self.manifests.get((self.configuration.theme_of(report), report.template))

    @cached_property
    def relations(self) -> Relations:
        """Who refers to whom; found once, when it is first asked for."""
        return Relations(self.records)

    def audience(self, collection: str, id_: str) -> str | None:
        """For whom a record of a known or an own collection is; the record is not made for it."""
        known = self.records.get(collection)
        if known:
            return known.rows[id_].audience
        return self.own[collection][id_].get("audience")

    def collection(self, name: str) -> Mapping[str, Record | Mapping[str, Any]]:
        """The records of a known or an own collection, by id; empty for one that has no file."""
        return self.records.get(name) or self.own.get(name) or {}


PNG = "png"
"""The format of pictures, which are no format of a brief: nobody asks for them."""


@dataclass(frozen=True)
class Output:
    """One file that a job writes: its format and its POSIX path inside the output folder."""

    format: str
    path: str


@dataclass(frozen=True)
class Job:
    """One brief: a report, for one record or none, in one language, in one or more formats.

    The formats belong together because they share one rendering of the page.

    Attributes:
        picture: Path of the small picture of the PDF's first page, which the index shows; None
            for a brief without PDF, and for one that the index does not list.
    """

    report: str
    language: str
    outputs: tuple[Output, ...]
    collection: str | None = None
    record: str | None = None
    parameters: tuple[tuple[str, Any], ...] = ()
    picture: str | None = None

    @property
    def files(self) -> tuple[Output, ...]:
        """All that it writes: its outputs, and the picture."""
        return self.outputs if self.picture is None else (*self.outputs, Output(PNG, self.picture))

    @property
    def name(self) -> str:
        """What people call it: `country-brief[en]`, `partner-profile[ilo, vi]`."""
        inside = [part for part in (self.record, self.language) if part]
        return f"{self.report}[{', '.join(inside)}]"


@dataclass(frozen=True)
class Plan:
    """The jobs of a build, and the date its edition carries, if any.

    `spoilt` are the reports that have no jobs because of their own errors: what earlier builds made
    of them stays.
    """

    jobs: tuple[Job, ...]
    as_of: date | None = None
    spoilt: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Artifact:
    """A finished file: its path inside the output folder, its bytes, its pages (0 for HTML).

    Attributes:
        height: Of a picture, in pixels; 0 for all else.
    """

    path: str
    data: bytes
    pages: int = 0
    height: int = 0
