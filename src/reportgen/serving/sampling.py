"""A copy of a project with made-up data: its reports and templates, and the worst that may come.

The ids are those of the project, since its templates and settings name them. The copy lies in
`.reportgen/sample/`; it can be thrown away.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reportgen.building.loading import open_world
from reportgen.building.locking import STATE, check_state
from reportgen.building.pipeline import Result
from reportgen.building.writing import remove_file, write_changed
from reportgen.documents import parse_yaml
from reportgen.model import COLLECTIONS
from reportgen.model.base import Record
from reportgen.model.configuration import PROJECT_FILE, TEMPLATES, Report
from reportgen.model.evidence import Prose
from reportgen.model.fields import fields_of
from reportgen.model.project import Project
from reportgen.reading.translation_lock import LOCK_FILE
from reportgen.serving.inventing import FILES, Inventor, numbered
from reportgen.wanted import Wanted
from reportgen.world import DATA, ENTRIES, World, digest

SPARSE, DENSE = "sparse", "dense"
ROWS = {"programmes": 20, "agreements": 20, "events": 20, "partners": 20, "sources": 12,
        "figures": 12, "people": 6, "statements": 6, "groups": 3, "priorities": 3}  # fmt: skip
"""How many records dense data has at least."""

BRIEFS = 3
"""Of the records of which a report makes a brief, so many are shown."""

_AS_IT_IS = (".schema.json", ".png", ".jpg", ".jpeg", ".svg", ".webp", ".gif")
_QUIET = ("ambiguous-number", "other-language", "percentages", "near-collection", "typed-figure",
          "missing-translation", "stale-translation", "stale-figure", "unused-record",
          "unused-text", "missing-catalogue", "missing-section")  # fmt: skip
"""What is wrong with made-up data is nobody's fault."""

_WORD = re.compile(r"[a-z0-9][a-z0-9-]*")


class Sample:
    """The copy of one project with one kind of data.

    Attributes:
        root: Where it lies.
    """

    def __init__(self, root: Path, kind: str) -> None:
        self._origin, self._kind = root.resolve(), kind
        self._inside = f"{STATE}/sample/{kind}"
        self.root = self._origin / self._inside

    def renew(self, read: Result, project: Project) -> None:
        """Write the copy anew, from a project that has been read.

        Raises:
            ProblemsError: it cannot be written.
        """
        check_state(self._origin)
        world = open_world(self._origin)
        files = {**_look(world, read, project), **self._made(world, project)}
        for name, data in files.items():
            write_changed(self._origin, f"{self._inside}/{name}", data, digest(data))
        for name in World(self.root, self.root, environment={}).files(""):
            if name not in files:
                remove_file(self.root, self.root / name)

    def follow(self, changed: Iterable[Path]) -> None:
        """Copy the files that have changed; they are such as the copy has as they are.

        Raises:
            ProblemsError: they cannot be written.
        """
        world = open_world(self._origin)
        for path in changed:
            if not path.is_relative_to(self._origin):
                continue  # of an installed theme, or what ships: the copy reads them, too
            name = path.relative_to(self._origin).as_posix()
            data = world.read(name)
            if data is None:
                remove_file(self.root, self.root / name)
            else:
                write_changed(self._origin, f"{self._inside}/{name}", data, digest(data))

    def wanted(self, read: Result, wanted: Wanted) -> Wanted:
        """What to build of the copy: of each report the first briefs of the project."""
        ids: dict[str, list[str]] = {}
        for job in read.plan.jobs:
            if job.record and job.record not in ids.setdefault(job.report, []):
                ids[job.report].append(job.record)
        shown = dict.fromkeys(id_ for found in ids.values() for id_ in found[:BRIEFS])
        where = {"id": list(shown)} if shown else {}
        return Wanted(wanted.reports, wanted.languages, wanted.formats, where)

    def source(self, path: Path) -> Path:
        """The file of the project that a file of the copy stands for."""
        return self._origin / path.relative_to(self.root) if self._has(path) else path

    def _has(self, path: Path) -> bool:
        return path.is_relative_to(self.root)

    def _made(self, world: World, project: Project) -> dict[str, bytes]:
        """The files of data and the project file."""
        settings = world.read(PROJECT_FILE) or b""
        ids = self._dense(project) if self._kind == DENSE else _named(world, project, settings)
        inventor = Inventor(self._kind == DENSE, project.languages, ids)
        made: dict[str, Any] = {"dataset": {"title": inventor.words("title")}}
        for name, noun in COLLECTIONS.items():
            found = (
                self._record(project, inventor, name, noun, number, id_)
                for number, id_ in enumerate(ids.get(name, ()))
            )
            made[name] = [row for row in found if row is not None]
        for name, held in project.own.items():  # nothing is known of their fields
            made[name] = [{**row, "id": id_} for id_, row in held.items()]
        files = {f"{DATA}/{name}.yaml": _bytes(rows) for name, rows in made.items() if rows}
        return {**files, PROJECT_FILE: _bytes(_settings(settings, inventor))}

    def _dense(self, project: Project) -> dict[str, tuple[str, ...]]:
        """The ids that there are, and new ones until there are many."""
        return {
            name: tuple(numbered(name, tuple(held), ROWS.get(name, 0)))
            for name, held in project.records.items()
        }

    def _record(
        self,
        project: Project,
        inventor: Inventor,
        collection: str,
        noun: type[Record],
        number: int,
        id_: str,
    ) -> dict[str, Any] | None:
        written = project.records[collection].get(id_)
        if isinstance(written, Prose):
            bodies = written.bodies
            first = next(iter(bodies.values()), "")
            return {
                "id": id_,
                **{x: inventor.body(x, bodies.get(x, first)) for x in project.languages},
            }
        kept = _kept(_asked(project, collection), inventor, written) if written else {}
        return inventor.record(collection, noun, number, id_, kept)


def _kept(asked: set[str], inventor: Inventor, written: Record) -> dict[str, Any]:
    """The fields of a record that are not made up: those asked for, and what names files."""
    kept: dict[str, Any] = {}
    for name, kind in fields_of(type(written)).items():
        needed = inventor.dense or type(written).model_fields[kind.attribute].is_required()
        if name not in asked and not (name in FILES and needed):
            continue
        value = getattr(written, kind.attribute)
        if isinstance(value, str):
            kept[name] = value
        elif isinstance(value, tuple) and all(isinstance(x, str) for x in value):
            kept[name] = [x for x in value if inventor.has(kind.ref, x)]
    return kept


def _reports(project: Project) -> Iterable[Report]:
    return project.configuration.reports.values()


def _asked(project: Project, collection: str) -> set[str]:
    """The fields on which it depends whether there is a brief of a record at all."""
    return {"audience", *(n for r in _reports(project) if r.each == collection for n in r.where)}


def _named(world: World, project: Project, settings: bytes) -> dict[str, tuple[str, ...]]:
    """The ids that settings and templates of the project name, and those of which briefs are made.

    All others are left out, so that sections are as empty as they can be.
    """
    sources = [settings, *(world.read(name) or b"" for name in world.files(TEMPLATES))]
    named = {word for raw in sources for word in _WORD.findall(raw.decode("utf-8", "replace"))}
    kept = {report.each for report in _reports(project)} | {"texts"}
    return {
        name: tuple(id_ for id_ in held if name in kept or id_ in named)
        for name, held in project.records.items()
    }


def _settings(raw: bytes, inventor: Inventor) -> dict[str, Any]:
    """The project file without what is of no use here: who publishes, how many pages there are.

    Titles say that the data is made up, those that name a field of a record aside: that says it.
    """
    document, _ = parse_yaml(PROJECT_FILE, raw)
    found: dict[str, Any] = dict(document.data) if document else {}
    checks = {**found.get("checks", {}), **dict.fromkeys(_QUIET, "off")}
    reports = {}
    for number, (name, report) in enumerate(found["reports"].items()):
        kept = {key: value for key, value in report.items() if key not in ("pages", "schedule")}
        title = kept.get("title", "")
        own = "{" in "".join(title.values() if isinstance(title, dict) else [str(title)])
        reports[name] = kept if own else {**kept, "title": inventor.words("title", number)}
    kept = {key: value for key, value in found.items() if key not in ("publish", "schemas")}
    return {**kept, "checks": checks, "reports": reports}


def _look(world: World, read: Result, project: Project) -> dict[str, bytes]:
    """The files that are no data, as they are: templates, themes, images, schemas."""
    seen = {name for root, name in read.seen if root == "project" and not name.endswith("/")}
    themes = {level.folder for lookup in project.used_lookups for level in lookup.own}
    folders = sorted({TEMPLATES, DATA, *themes})
    names = {
        name
        for name in (*seen, *(name for folder in folders for name in world.files(folder)))
        if name != PROJECT_FILE and (not _is_data(name) or name.lower().endswith(_AS_IT_IS))
    }
    found = {name: world.read(name) for name in names if not name.startswith(ENTRIES)}
    return {name: data for name, data in found.items() if data is not None}


def _is_data(name: str) -> bool:
    return name.startswith((f"{DATA}/", f"{DATA}.")) or name == LOCK_FILE


def _bytes(value: Any) -> bytes:
    """The value as JSON, which is YAML, too."""
    return json.dumps(value, ensure_ascii=False, indent=1, default=str).encode("utf-8")
