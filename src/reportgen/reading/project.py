"""A folder to a checked project, with every problem at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from reportgen.documents import Source, collector_resting
from reportgen.model import COLLECTIONS
from reportgen.model.base import Record
from reportgen.model.configuration import PROJECT_FILE, TEMPLATES, Configuration
from reportgen.model.dataset import Dataset
from reportgen.model.evidence import Figure, Prose
from reportgen.model.project import Finder, Project
from reportgen.model.scalars import ID_PATTERN
from reportgen.model.translatable import texts_of
from reportgen.problems import (
    Place,
    Problem,
    Severity,
    apply_levels,
    problem,
    sort_problems,
)
from reportgen.reading.configuration import check_levels, read_configuration
from reportgen.reading.harvest import DATASET, Harvest
from reportgen.reading.languages import Written, bad_language, is_known
from reportgen.reading.manifests import Manifests
from reportgen.reading.names import Data
from reportgen.reading.origin import Origin, Path, Raw
from reportgen.reading.own import read_own, read_schema
from reportgen.reading.prose import Known, check_prose
from reportgen.reading.references import Index, dangling, rings
from reportgen.reading.reports import check_reports, check_texts
from reportgen.reading.rules import ambiguous_numbers, broken_rules
from reportgen.reading.translation_lock import read_lock
from reportgen.reading.translations import translation_problems
from reportgen.reading.validation import validate
from reportgen.world import World

PUBLIC = "public"
TEMPLATE = ".j2"
_COUNTING = frozenset({"figures", "programmes", "partners", "agreements", "groups"})
"""Collections whose records have numbers: to look through the others would take time."""

_ID = re.compile(ID_PATTERN)


@dataclass(frozen=True)
class Reading:
    """What came of reading a folder.

    Attributes:
        project: The project, or None where a problem is an error.
        problems: Everything that is wrong, in order, with the severities that the project sets.
    """

    project: Project | None
    problems: tuple[Problem, ...]


def read_project(world: World) -> Reading:
    """The project in the folder of a world, checked, with every problem at once.

    Only a project file that is absent or written for another version ends the reading early:
    everything else is read on, so that one run tells all.
    """
    with collector_resting():
        return _read(world)


def _read(world: World) -> Reading:
    configuration, origin, problems = read_configuration(world)
    if configuration is None and any(
        found.code in {"no-project", "wrong-version", "newer-format"} for found in problems
    ):
        return Reading(None, problems)
    reader = _Reader(world, configuration, origin)
    told = sort_problems([*problems, *reader.problems()])
    if configuration is not None:
        told = apply_levels(told, check_levels(configuration))
    if configuration is None or any(found.severity is Severity.ERROR for found in told):
        return Reading(None, told)
    return Reading(reader.project(configuration), told)


@dataclass
class _Reader:
    """The steps of one reading and what each leaves to the next."""

    world: World
    configuration: Configuration | None
    origin: Origin | None
    dataset: Dataset = field(default_factory=Dataset)
    records: dict[str, dict[str, Record]] = field(default_factory=dict)
    own: dict[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    origins: dict[tuple[str, str], Origin] = field(default_factory=dict)
    manifests: Manifests = field(init=False)

    def problems(self) -> Iterator[Problem]:
        """Every problem of data and reports, reading on the way."""
        harvest = Harvest(self.world)
        yield from harvest.problems
        yield from self._dataset(harvest)
        for collection, raws in harvest.raws.items():
            yield from self._same_ids(collection, raws)
            if collection in COLLECTIONS:
                yield from self._collection(collection, raws)
            else:
                yield from self._own(collection, raws, harvest)
        ids = {
            collection: {raw.id: None for raw in raws if raw.id is not None}
            for collection, raws in harvest.raws.items()
        }
        index = Index(ids, harvest.broken)
        yield from self._between(index)
        yield from self._reports(index)

    def project(self, configuration: Configuration) -> Project:
        """The project; asked for only when no problem is an error."""
        if self.origin is not None:
            self.origins[(PROJECT_FILE, "")] = self.origin
        return Project(
            configuration=configuration,
            dataset=self.dataset,
            records=self.records,
            own=self.own,
            manifests={n: held for n, held in self.manifests.held.items() if held is not None},
            find=_finder(self.origins),
        )

    def _dataset(self, harvest: Harvest) -> Iterator[Problem]:
        if harvest.dataset is None:
            return
        origin = harvest.dataset.origin
        self.origins[(DATASET, DATASET)] = origin
        dataset, problems = validate(Dataset, harvest.dataset.value, origin, name="the dataset")
        yield from problems
        if dataset is None:
            return
        self.dataset = dataset
        self.origins[("dataset", "dataset")] = origin
        for number, language in enumerate(dataset.languages):
            if not is_known(language):
                yield bad_language(language, origin.place(("languages", number)))

    def _same_ids(self, collection: str, raws: list[Raw]) -> Iterator[Problem]:
        first: dict[str, Raw] = {}
        for raw in raws:
            if raw.id is None:
                continue
            if raw.id in first:
                before = first[raw.id].origin.place(("id",))
                place = raw.origin.place(("id",))
                same = before.file == place.file
                where = f"on line {before.line}" if same else f"in {before.file}:{before.line}"
                yield problem(
                    "duplicate-id",
                    f"{collection} already has `{raw.id}`, {where}",
                    place,
                    "give one of them another id, or join the two records",
                )
            first.setdefault(raw.id, raw)
            self.origins.setdefault((collection, raw.id), raw.origin)

    def _collection(self, collection: str, raws: list[Raw]) -> Iterator[Problem]:
        held = self.records.setdefault(collection, {})
        for raw in raws:
            record, problems = validate(COLLECTIONS[collection], raw.value, raw.origin)
            yield from problems
            if record is not None and record.id not in held:
                held[record.id] = record
                yield from broken_rules(record, raw.origin)
                if collection in _COUNTING:
                    yield from ambiguous_numbers(record, raw.value, raw.origin)

    def _own(self, collection: str, raws: list[Raw], harvest: Harvest) -> Iterator[Problem]:
        schema = None
        name, raw_schema = harvest.schemas.get(collection, ("", b""))
        if name:
            schema, problems = read_schema(name, raw_schema)
            yield from problems
        self.own[collection], refused = read_own(raws, schema, name)
        yield from refused

    def _between(self, index: Index) -> Iterator[Problem]:
        """What can be judged only when all records are known."""
        figures = {
            id_: figure
            for id_, figure in self.records.get("figures", {}).items()
            if isinstance(figure, Figure)
        }
        known = Known(index, figures, self.own)
        for collection, held in self.records.items():
            for id_, record in held.items():
                origin = self.origins[(collection, id_)]
                yield from dangling(record, origin, index)
                if isinstance(record, Prose):
                    yield from check_prose(record, origin, known)
        yield from rings(self.records, self.origins)
        yield from self._translations()

    def _translations(self) -> Iterator[Problem]:
        languages = self._languages()
        lock, problems = read_lock(self.world)
        yield from problems
        configuration = self.configuration or Configuration()
        written = Written(configuration, languages)
        for text in texts_of(self.records, self.own, self.dataset, configuration, languages):
            at = (text.collection, text.id)
            origin = self.origin if text.collection == PROJECT_FILE else self.origins.get(at)
            if origin is not None:
                record = self.records.get(text.collection, {}).get(text.id)
                yield from written.add(text, origin, getattr(record, "language", None))
                if written.settled:
                    yield from translation_problems(text, origin, languages, lock)
        if self.configuration is not None and written.settled:
            yield from written.spare()

    def _languages(self) -> tuple[str, ...]:
        settings = self.configuration
        return (settings.languages if settings else None) or self.dataset.languages or ("en",)

    def _reports(self, index: Index) -> Iterator[Problem]:
        self.manifests = Manifests(self.world)
        if self.configuration is None or self.origin is None:
            return
        for document, _ in self.origin.layers:
            for name in self.configuration.reports:
                self.origins[("reports", name)] = Origin(((document, ("reports", name)),))
        own_fields = {
            name: tuple(dict.fromkeys(key for record in held.values() for key in record))
            for name, held in self.own.items()
        }
        data = Data(index, own_fields)
        yield from check_reports(self.configuration, self.origin, self.manifests, data)
        texts = {
            id_: self.origins[("texts", id_)].place(("id",))
            for id_, text in self.records.get("texts", {}).items()
            if text.audience in (None, PUBLIC)
        }
        closed = not any(name.endswith(TEMPLATE) for name in self.world.files(TEMPLATES))
        yield from check_texts(self.configuration, self.manifests, texts, closed=closed)
        yield from self.manifests.problems
        yield from self._strays()

    def _strays(self) -> Iterator[Problem]:
        """Links among data and templates that lead where nothing is read."""
        for name, why in self.world.strays():
            place, hint = Source(name, "").at(0, 0), "put the file itself in its place"
            yield problem("refused-asset", f"{name} is not read: {why}", place, hint)


def _finder(origins: Mapping[tuple[str, str], Origin]) -> Finder:
    def find(
        collection: str, id_: str, path: Path, offset: int | None = None, width: int = 1
    ) -> Place | None:
        origin = origins.get((collection, id_))
        if origin is None:
            return None
        return origin.place(path) if offset is None else origin.place_in(path, offset, width)

    return find
