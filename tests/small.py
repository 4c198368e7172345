"""Small projects made in memory, and pages written from them: what tests of rendering stand on."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from reportgen.model import COLLECTIONS
from reportgen.model.configuration import DEFAULT_THEME, Configuration
from reportgen.model.dataset import Dataset
from reportgen.model.manifest import Manifest
from reportgen.model.project import Job, Project
from reportgen.model.records import Records
from reportgen.rendering.chart_look import ChartLook
from reportgen.rendering.draft import Draft
from reportgen.rendering.environment import BriefEnvironment
from reportgen.rendering.page import Page, PageWriter
from reportgen.rendering.templates import Templates
from reportgen.rendering.theme import Files
from reportgen.rendering.view import Views
from reportgen.rendering.wording import Wording
from reportgen.shipped import templates_root
from reportgen.world import World, digest

Rows = Mapping[str, Sequence[Mapping[str, Any]]]

MANIFEST = {"title": "Test"}
SOURCE = {"id": "icd", "title": "A document"}


def small_project(
    records: Rows | None = None,
    *,
    own: Rows | None = None,
    dataset: Mapping[str, Any] | None = None,
    configuration: Mapping[str, Any] | None = None,
    manifests: Mapping[str, Mapping[str, Any]] | None = None,
) -> Project:
    """A project of these records; languages en and vi, one report `brief` of template `brief`."""
    settings = {
        "languages": ["en", "vi"],
        "reports": {"brief": {"template": "brief"}},
        **(configuration or {}),
    }
    nouns = {
        name: {row["id"]: COLLECTIONS[name].model_validate(row) for row in rows}
        for name, rows in (records or {}).items()
    }
    return Project(
        Configuration.model_validate(settings),
        Dataset.model_validate(dataset or {}),
        {name: Records.made(nouns.get(name, {})) for name in COLLECTIONS},
        {name: {row["id"]: row for row in rows} for name, rows in (own or {}).items()},
        {
            (DEFAULT_THEME, name): Manifest.model_validate(given)
            for name, given in (manifests or {"brief": MANIFEST}).items()
        },
    )


@dataclass
class Shelf:
    """Keeps bytes in memory."""

    held: dict[str, bytes] = field(default_factory=dict)

    def get(self, key: str) -> bytes | None:
        return self.held.get(key)

    def put(self, key: str, data: bytes) -> None:
        self.held[key] = data


class MemoryWorld(World):
    """A world whose project files are given; the shipped files are the real ones."""

    def __init__(
        self, files: Mapping[str, str | bytes] | None = None, *, trust: bool = False
    ) -> None:
        super().__init__(Path("/nowhere"), templates_root(), environment={}, trust=lambda: trust)
        self._files = {
            name: content.encode() if isinstance(content, str) else content
            for name, content in (files or {}).items()
        }

    def read(self, name: str, root: str = "project") -> bytes | None:
        if root != "project":
            return super().read(name, root)
        data = self._files.get(name)
        self.seen[(root, name)] = None if data is None else digest(data)
        return data


class Brief:
    """A page in hand: renders pieces of template as the page of a report would."""

    def __init__(
        self,
        project: Project | None = None,
        language: str = "en",
        *,
        audience: str = "public",
        files: Mapping[str, str | bytes] | None = None,
    ) -> None:
        self.project = project or small_project()
        self.templates = Templates(MemoryWorld(files))
        wording = shipped_wording(language)
        self.views = Views(self.project, language, audience, mark=wording.in_language)
        look = ChartLook()
        self.draft = Draft(
            "brief", self.views, wording, Files(MemoryWorld(files), self.templates), look
        )
        self.draft.words = shipped_wording
        self.environment = BriefEnvironment(self.project, self.templates, wording)

    def render(self, source: str, **names: Any) -> str:
        """What the piece of template prints, blocks of `later` filled in."""
        with self.environment.writing(self.draft):
            text = self.environment.from_string(source).render(names)
            return self.draft.later.fill(text)


@functools.cache
def shipped_wording(language: str) -> Wording:
    """The words of a language as they ship."""
    catalogue = templates_root() / "locale" / f"{language}.po"
    return Wording(language, [catalogue.read_bytes()] if catalogue.exists() else [])


def write_page(
    project: Project,
    template: str,
    *,
    files: Mapping[str, str | bytes] | None = None,
    language: str = "en",
    record: tuple[str, str] | None = None,
    parameters: Mapping[str, Any] | None = None,
    as_of: date | None = None,
    trust: bool = False,
) -> Page:
    """The page of the report `brief` with this text as `templates/brief.html.j2`."""
    world = MemoryWorld({"templates/brief.html.j2": template, **(files or {})}, trust=trust)
    collection, id_ = record or (None, None)
    job = Job("brief", language, (), collection, id_, tuple((parameters or {}).items()))
    return PageWriter(project, world, as_of).write(job)
