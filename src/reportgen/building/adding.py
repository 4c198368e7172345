"""New records for a project: where they go, and the files as they will be."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reportgen.building.loading import open_world
from reportgen.building.scaffolds import quoted, scaffold, sections_text, words
from reportgen.building.schemas import SCHEMAS, write_schemas
from reportgen.building.writing import write_file
from reportgen.documents import append, parse_yaml
from reportgen.model import COLLECTIONS
from reportgen.model.configuration import PROJECT_FILE, TEMPLATES, Configuration, Report
from reportgen.model.fields import fields_of
from reportgen.model.lookup import Lookup
from reportgen.model.manifest import Manifest
from reportgen.model.scalars import ID_PATTERN
from reportgen.problems import Place, Problem, ProblemsError, problem
from reportgen.reading.configuration import read_configuration
from reportgen.reading.harvest import Harvest
from reportgen.reading.manifests import Manifests
from reportgen.reading.themes import find_lookup
from reportgen.rendering.page import CATALOGUE
from reportgen.rendering.sectioned import heading_names
from reportgen.rendering.templates import ENDING, Templates
from reportgen.rendering.wording import Wording
from reportgen.world import DATA, World

KINDS = {
    "partner": "partners",
    "programme": "programmes",
    "figure": "figures",
    "agreement": "agreements",
    "text": "texts",
    "report": None,
}
"""What can be added -> its collection; a report is an entry of the project file."""

_ONE_FILE = ("data.yaml", "data.yml")
_TEXTS = f"{DATA}/texts"
_NOWHERE = Place("")
_FIRST_PLACE = "purpose"
"""The place for a text that the template of a new report has."""


@dataclass(frozen=True)
class NewFile:
    """A file as it will be: its path, its bytes, what is new in it and on which line."""

    path: str
    data: bytes
    added: str
    line: int


def new_record(root: Path, kind: str, id_: str, template: str | None = None) -> tuple[NewFile, ...]:
    """The files that a new record of this kind makes or changes; nothing is written.

    Args:
        root: The project.
        kind: One of KINDS.
        id_: The id of the record, the name of the report.
        template: Of a report; without it a new template of that name, and a text for its first
            place.

    Raises:
        ProblemsError: the id is taken or cannot be used, there is no such template or one that
            the new one would take the place of, or the file that it belongs to cannot be read or
            added to.
    """
    world = open_world(root)
    configuration, origin, problems = read_configuration(world)
    if configuration is None or origin is None:
        raise ProblemsError(problems)
    if not re.fullmatch(ID_PATTERN, id_):
        hint = "use small letters, digits and hyphens"
        raise ProblemsError((problem("bad-id", f"`{id_}` cannot be an id", None, hint),))
    adding = _Adding(world, configuration)
    if kind == "report":
        if id_ in configuration.reports:
            raise ProblemsError((_taken("reports", id_, origin.place(("reports", id_), key=True)),))
        return adding.report(id_, template) if template else adding.report_type(id_)
    return adding.record(kind, id_)


def write_record(root: Path, files: Iterable[NewFile]) -> None:
    """Write what `new_record` gave, and the schemas that new files name where there are none.

    Raises:
        ProblemsError: a file cannot be written.
    """
    for file in files:
        write_file(root / file.path, file.data)
    if not (root / SCHEMAS).exists():
        write_schemas(root)


class _Adding:
    """One project, and where things go in it."""

    def __init__(self, world: World, configuration: Configuration) -> None:
        self._world = world
        self._harvest = Harvest(world)
        dataset = self._harvest.dataset.value if self._harvest.dataset else {}
        told = dataset.get("languages")
        said = told if isinstance(told, list) and all(isinstance(t, str) for t in told) else None
        self._configuration = configuration
        self._languages = tuple(configuration.languages or said or ("en",))

    def record(self, kind: str, id_: str) -> tuple[NewFile, ...]:
        collection = KINDS[kind] or ""
        for raw in self._harvest.raws(collection):
            if raw.id == id_:
                place = raw.origin.place(("id",))
                raise ProblemsError((_taken(collection, id_, place),))
        places = {"id": quoted(id_), "name": words(id_)}
        if kind == "text" and self._texts_are_files():
            return tuple(self._text_files(id_))
        block = scaffold(f"{kind}.yaml", self._languages, places)
        return (self._place(collection, id_, block),)

    def report_type(self, name: str) -> tuple[NewFile, ...]:
        """A template and its manifest, a text for its place, and the report that prints it."""
        found = Templates(self._world, self._lookup()).find(name + ENDING)
        if found is not None:
            message = f"there is a template `{name}` already: {found[0]}"
            manifest = Manifests(self._world).manifest(name, _NOWHERE, self._lookup())
            hint = "choose another name"
            if manifest is not None:
                hint = f"`reportgen new report {name} --template {name}` makes a report of it"
            raise ProblemsError((problem("template-exists", message, None, hint),))
        places = {"name": words(name), "template": name}
        new = []
        for ending in (ENDING, ".yaml"):
            path = f"{TEMPLATES}/{name}{ending}"
            if self._world.exists(path):
                hint = "move it away, or choose another name"
                raise ProblemsError((problem("template-exists", f"{path} is there", None, hint),))
            text = scaffold(f"template/page{ending}", self._languages, places)
            new.append(NewFile(path, text.encode("utf-8"), text, 1))
        sample = f"{name}-{_FIRST_PLACE}"
        if not any(raw.id == sample for raw in self._harvest.raws("texts")):
            new += self.record("text", sample)
        return (*new, self._entry(name, name, None))

    def report(self, name: str, template: str) -> tuple[NewFile, ...]:
        manifests = Manifests(self._world)
        manifest = manifests.manifest(template, _NOWHERE, self._lookup())
        if manifest is None:
            raise ProblemsError(_without_place(found) for found in manifests.told)
        entry = self._entry(name, template, manifest.each)
        if not manifest.headings or any(raw.id == name for raw in self._harvest.raws("texts")):
            return (entry,)
        return (entry, *self._sectioned(name, manifest))

    def _lookup(self, report: Report | None = None) -> Lookup:
        return find_lookup(self._world, self._configuration.theme_of(report), None)

    def _entry(self, name: str, template: str, each: str | None) -> NewFile:
        places = {
            "id": quoted(name),
            "template": template,
            "each": each,
            "title": f'"{{{_title_field(each)}}}"' if each else words(name),
        }
        block = scaffold("report.yaml", self._languages, places)
        return self._append(PROJECT_FILE, ("reports",), block) or _refuse(PROJECT_FILE, "reports")

    def _place(self, collection: str, id_: str, block: str) -> NewFile:
        """The file of a collection with the record, by the form that the project has."""
        for ending in ("yaml", "yml"):
            name = f"{DATA}/{collection}.{ending}"
            if self._world.exists(name):
                return self._append_to_file(name, collection, id_, block)
        if any(path.startswith(f"{DATA}/{collection}/") for path in self._world.files(DATA)):
            return _new_file(f"{DATA}/{collection}/{id_}.yaml", collection, block)
        for name in _ONE_FILE:
            if self._world.exists(name):
                path = self._path(name, (collection,))
                return self._append(name, path, block) or _refuse(name, collection)
        return _new_file(f"{DATA}/{collection}.yaml", collection, block)

    def _append_to_file(self, name: str, collection: str, id_: str, block: str) -> NewFile:
        path = self._path(name, ())
        if path is None:  # one record has the file to itself: so may the new one
            return _new_file(f"{DATA}/{collection}/{id_}.yaml", collection, block)
        return self._append(name, path, block) or _refuse(name, collection)

    def _path(self, name: str, path: tuple[str, ...]) -> tuple[str, ...] | None:
        """Where in a file its records stand; None where it is a single one."""
        document, problems = parse_yaml(name, self._world.read(name) or b"")
        if any(found.code != "empty-file" for found in problems):
            raise ProblemsError(problems)
        held = document.data if document is not None else None
        for part in path:
            held = held.get(part) if isinstance(held, dict) else None
        if not isinstance(held, dict):
            return path
        return (*path, "records") if "records" in held or "defaults" in held else None

    def _append(self, name: str, path: tuple[str, ...] | None, block: str) -> NewFile | None:
        if path is None:
            return None
        appended = append(name, self._world.read(name) or b"", path, block)
        if appended is None:
            return None
        return NewFile(name, appended.data, appended.added, appended.line)

    def _texts_are_files(self) -> bool:
        if any(path.startswith(_TEXTS + "/") for path in self._world.files(DATA)):
            return True
        files = (*_ONE_FILE, f"{_TEXTS}.yaml", f"{_TEXTS}.yml")
        return not any(self._world.exists(name) for name in files)

    def _text_files(self, id_: str) -> Iterator[NewFile]:
        report = self._configuration.reports.get(id_)
        lookup = self._lookup(report)
        manifest = report and Manifests(self._world).manifest(report.template, _NOWHERE, lookup)
        if manifest and manifest.headings:
            yield from self._sectioned(id_, manifest, report)
            return
        for language in self._languages:
            text = scaffold("text.md", (language,), {"id": id_, "name": words(id_)})
            yield NewFile(f"{_TEXTS}/{id_}.{language}.md", text.encode("utf-8"), text, 1)

    def _sectioned(
        self, name: str, manifest: Manifest, report: Report | None = None
    ) -> Iterator[NewFile]:
        """A text for each language with the headings of a report's sections."""
        templates = Templates(self._world, self._lookup(report))
        for language in self._languages:
            wording = Wording(language, templates.all(CATALOGUE.format(language)))
            text = sections_text(manifest, heading_names(manifest, wording))
            path = f"{_TEXTS}/{name}.{language}.md"
            yield NewFile(path, text.encode("utf-8"), text, 1)


def _new_file(path: str, collection: str, block: str) -> NewFile:
    up = "../" * path.count("/")
    text = f"# yaml-language-server: $schema={up}{SCHEMAS}/{collection}.json\n{block}"
    return NewFile(path, text.encode("utf-8"), text, 2)


def _title_field(each: str) -> str:
    """The field by which a record of a collection is called."""
    fields = fields_of(COLLECTIONS[each]) if each in COLLECTIONS else {}
    return next((name for name in ("name", "title", "label") if name in fields), "id")


def _without_place(found: Problem) -> Problem:
    return dataclasses.replace(found, place=None) if found.place == _NOWHERE else found


def _taken(collection: str, id_: str, place: Place) -> Problem:
    hint = "choose another id, or change the record that is there"
    return problem("duplicate-id", f"{collection} already has `{id_}`", place, hint)


def _refuse(name: str, collection: str) -> NewFile:
    message = f"{name} holds `{collection}` in a form that nothing can be added to"
    hint = "write it as a list in block form, `- id: ...` on lines of their own"
    raise ProblemsError((problem("cannot-add", message, None, hint),))
