"""A folder to a checked project, with every problem at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

from reportgen.documents import Source, collector_resting
from reportgen.model import COLLECTIONS
from reportgen.model.base import Record
from reportgen.model.brand import BRAND_FILE, Brand
from reportgen.model.configuration import PROJECT_FILE, PUBLIC, Configuration
from reportgen.model.dataset import Dataset
from reportgen.model.evidence import Figure, Prose
from reportgen.model.lookup import SHIPS, Lookup
from reportgen.model.project import Finder, Project
from reportgen.model.records import Records, Row
from reportgen.model.scalars import ID_PATTERN
from reportgen.model.translatable import texts_of
from reportgen.problems import (
    Place,
    Problem,
    apply_levels,
    errors_of,
    problem,
    sort_problems,
    spoilt_reports,
)
from reportgen.reading.brand import read_brand
from reportgen.reading.configuration import check_levels, read_configuration
from reportgen.reading.harvest import DATASET, Harvest, Leaf
from reportgen.reading.judging import Judge, judge
from reportgen.reading.languages import bad_language, is_known
from reportgen.reading.manifests import Manifests
from reportgen.reading.names import Data
from reportgen.reading.origin import Origin, Path, Raw
from reportgen.reading.own import read_own, read_schema
from reportgen.reading.prose import Known, check_prose
from reportgen.reading.references import Index, dangling, rings
from reportgen.reading.reports import check_reports, check_texts
from reportgen.reading.sheets import Origins, Sheet, Sheets, Verdict
from reportgen.reading.themes import read_lookups
from reportgen.reading.translation_lock import read_lock
from reportgen.reading.validation import validate
from reportgen.world import World

TEMPLATE = ".j2"

_ID = re.compile(ID_PATTERN)


@dataclass(frozen=True)
class Reading:
    """What came of reading a folder.

    Attributes:
        project: The project, or None where an error stands in the way of all its reports.
        problems: Everything that is wrong, in order, with the severities that the project sets.
    """

    project: Project | None
    problems: tuple[Problem, ...]


def read_project(world: World, kept: Sheets | None = None) -> Reading:
    """The project in the folder of a world, checked, with every problem at once.

    `kept` are the sheets of earlier readings: what is the same is not judged again.

    Only a project file that is absent or written for another version ends the reading early:
    everything else is read on, so that one run tells all.
    """
    with collector_resting():
        return _read(world, kept)


def _read(world: World, kept: Sheets | None) -> Reading:
    configuration, origin, problems = read_configuration(world)
    if configuration is None and any(
        found.code in {"no-project", "wrong-version", "newer-format"} for found in problems
    ):
        return Reading(None, problems)
    reader = _Reader(world, configuration, origin, kept)
    told = sort_problems([*problems, *reader.problems()])
    if configuration is not None:
        told = apply_levels(told, check_levels(configuration))
    spoilt = spoilt_reports(told)
    if configuration is None or spoilt is None:
        return Reading(None, told)
    if not spoilt:
        reader.keep()
    return Reading(reader.project(configuration, spoilt), told)


@dataclass
class _Reader:
    """The steps of one reading and what each leaves to the next."""

    world: World
    configuration: Configuration | None
    origin: Origin | None
    kept: Sheets | None = None
    dataset: Dataset = field(default_factory=Dataset)
    records: dict[str, Records] = field(default_factory=dict)
    own: dict[str, Mapping[str, Mapping[str, Any]]] = field(default_factory=dict)
    origins: Origins = field(default_factory=Origins)
    sheets: list[Sheet] = field(default_factory=list)
    verdicts: list[tuple[Sheet, Verdict]] = field(default_factory=list)
    manifests: Manifests = field(init=False)
    lookups: Mapping[str, Lookup] = field(default_factory=dict)
    brand: Brand | None = None

    def problems(self) -> Iterator[Problem]:
        """Every problem of data and reports, reading on the way."""
        ahead = self._judge_aside if self.kept and self.kept.has_aside else None
        harvest = Harvest(self.world, self.kept, ahead=ahead if self.configuration else None)
        yield from self._dataset(harvest)
        ids: dict[str, dict[str, None]] = {}
        for collection, leaves in harvest.leaves.items():
            yield from self._same_ids(collection, leaves, ids.setdefault(collection, {}), harvest)
            if collection in COLLECTIONS:
                yield from self._collection(collection, leaves)
            else:
                yield from self._own(collection, leaves, harvest)
        yield from harvest.problems
        index = Index(ids, harvest.broken)
        yield from self._between(index)
        yield from self._reports(index)
        yield from self._brand()

    def keep(self) -> None:
        """Keep the sheets that this reading has made; asked for only when nothing is wrong."""
        if self.kept is None:
            return
        for sheet, verdict in self.verdicts:
            if sheet.file and sheet.verdict is not verdict:
                self.kept.put(sheet, verdict, self.world.read(sheet.file) or b"")

    def _judge_aside(self, files: Sequence[str]) -> None:
        """Have large files judged in processes of their own, before this one reads them."""
        settings = self.configuration
        if self.kept is not None and settings is not None and self.origin is not None:
            lookups, _ = read_lookups(self.world, settings, self.origin)  # told later
            brand, _, _ = self._read_brand
            known = Project(settings, Dataset(), {}, lookups=lookups, brand=brand)
            self.kept.judge_aside(files, self._judged_alone, known)

    def _judged_alone(self, file: str) -> bytes | None:
        """The sheet of a file as it is kept; None where something is wrong, which is told later."""
        alone = _Reader(self.world, self.configuration, self.origin, self.kept)
        return alone.frozen(file)

    def frozen(self, file: str) -> bytes | None:
        """What is to be kept of one file, which is all that this reading reads."""
        harvest = Harvest(self.world, only=file)
        found = list(self._dataset(harvest))
        for collection, leaves in harvest.leaves.items():
            found += self._same_ids(collection, leaves, {}, harvest)
            found += self._collection(collection, leaves) if collection in COLLECTIONS else ()
        sheets = [sheet for sheet in self.sheets if sheet.file == file]
        wrong = harvest.problems or errors_of(found)
        if self.kept is None or wrong or not sheets:
            return None
        for _ in self._translations():
            pass  # they are in the verdict
        verdict = next(verdict for sheet, verdict in self.verdicts if sheet is sheets[0])
        return self.kept.frozen(sheets[0], verdict, self.world.read(file) or b"")

    def project(self, configuration: Configuration, spoilt: frozenset[str]) -> Project:
        """The project; asked for only when no error stands in the way of all reports."""
        if self.origin is not None:
            self.origins[(PROJECT_FILE, "")] = self.origin
        return Project(
            configuration=configuration,
            dataset=self.dataset,
            records=self.records,
            own=self.own,
            manifests={n: held for n, held in self.manifests.held.items() if held is not None},
            lookups=self.lookups,
            brand=self.brand,
            find=_finder(self.origins),
            spoilt=spoilt,
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

    def _same_ids(
        self, collection: str, leaves: list[Leaf], ids: dict[str, None], harvest: Harvest
    ) -> Iterator[Problem]:
        """One problem for each id that is taken; what is wrong is told from the file itself."""
        for leaf in leaves:
            if leaf.sheet is not None:
                if ids.keys().isdisjoint(leaf.sheet.rows):
                    ids.update(dict.fromkeys(leaf.sheet.rows))
                    self.origins.defer(leaf.sheet)
                    continue
                leaf.raws, leaf.sheet = harvest.again(leaf.sheet), None
            for raw in leaf.raws:
                if raw.id in ids:
                    yield _taken(collection, raw, self.origins[(collection, raw.id)])
                elif raw.id is not None:
                    ids[raw.id] = None
                    self.origins[(collection, raw.id)] = raw.origin

    def _collection(self, collection: str, leaves: list[Leaf]) -> Iterator[Problem]:
        rows: dict[str, Row] = {}
        characters: set[str] = set()
        links: list[str] = []
        states: list[str] = []
        paths: set[tuple[str | int, ...]] = set()
        for leaf in leaves:
            sheet = leaf.sheet or self._judged(collection, leaf, rows)
            yield from sheet.problems
            rows.update(sheet.rows)
            characters.update(sheet.characters)
            links.append(sheet.links)
            states.append(sheet.state)
            paths.update(path for path, _, _ in sheet.references)
            self.sheets.append(sheet)
        self.records[collection] = Records(
            rows, frozenset(characters), " ".join(links), paths, " ".join(states)
        )

    def _judged(self, collection: str, leaf: Leaf, taken: Mapping[str, Row]) -> Sheet:
        """The sheet of a file that is new, or another than when it was judged last."""
        before = self.kept.before(leaf.file, collection) if self.kept and leaf.file else None
        return judge(leaf.file, collection, leaf.raws, taken, before)

    def _own(self, collection: str, leaves: list[Leaf], harvest: Harvest) -> Iterator[Problem]:
        schema, raws = None, [raw for leaf in leaves for raw in leaf.raws]
        name, raw_schema = harvest.schemas.get(collection, ("", b""))
        if name:
            schema, problems = read_schema(name, raw_schema)
            yield from problems
        self.own[collection], refused = read_own(raws, schema, name)
        yield from refused

    def _between(self, index: Index) -> Iterator[Problem]:
        """What can be judged only when all records are known."""
        for sheet in self.sheets:
            lost = not all(index.leads(ref, id_) for _, ref, id_ in sheet.references)
            for id_, row in sheet.rows.items() if lost else ():
                yield from dangling(row.references, partial(sheet.origin, id_), index)
        yield from self._prose(index)
        yield from rings(self.records, lambda collection, id_: self.origins[(collection, id_)])
        yield from self._translations()

    def _prose(self, index: Index) -> Iterator[Problem]:
        texts: Mapping[str, Record] = self.records.get("texts", {})
        held: Mapping[str, Record] = self.records.get("figures", {}) if texts else {}
        figures = {id_: figure for id_, figure in held.items() if isinstance(figure, Figure)}
        known = Known(index, figures, self.own)
        for id_, text in texts.items():
            if isinstance(text, Prose):
                yield from check_prose(text, self.origins[("texts", id_)], known)

    def _translations(self) -> Iterator[Problem]:
        languages = self._languages()
        lock, problems = read_lock(self.world)
        yield from problems
        configuration = self.configuration or Configuration()
        judge = Judge(configuration, languages, lock)
        for text in texts_of({}, self.own, self.dataset, configuration, languages):
            at = (text.collection, text.id)
            origin = self.origin if text.collection == PROJECT_FILE else self.origins.get(at)
            if origin is not None:
                yield from judge.text(text, origin, judge.written)
        for sheet in self.sheets:
            verdict = judge.verdict(sheet)
            yield from verdict.problems
            judge.written.join(verdict.spare)
            self.verdicts.append((sheet, verdict))
        if self.configuration is not None and judge.settled:
            yield from judge.written.spare()

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
        self.lookups, _ = read_lookups(self.world, self.configuration, self.origin)  # told already
        yield from check_reports(
            self.configuration, self.origin, self.manifests, self.lookups, data
        )
        texts = {
            id_: self.origins[("texts", id_)].place(("id",))
            for id_, text in self.records.get("texts", {}).items()
            if text.audience in (None, PUBLIC)
        }
        # All are listed, whatever the first one holds: links among them are told, too.
        levels = dict.fromkeys(level for held in self.lookups.values() for level in held.levels)
        files = [
            file
            for level in levels
            if level != SHIPS
            for file in self.world.files(level.folder or ".", level.root)
        ]
        closed = not any(file.endswith(TEMPLATE) for file in files)
        yield from check_texts(self.configuration, self.manifests, texts, closed=closed)
        yield from self._strays()

    @cached_property
    def _read_brand(self) -> tuple[Brand | None, Origin | None, tuple[Problem, ...]]:
        return read_brand(self.world)  # once: a process that lays out asks for it first

    def _brand(self) -> Iterator[Problem]:
        self.brand, origin, problems = self._read_brand
        if origin is not None:
            self.origins[(BRAND_FILE, "")] = origin
        yield from problems

    def _strays(self) -> Iterator[Problem]:
        """Links among data and templates that lead where nothing is read."""
        for name, why in self.world.strays():
            place, hint = Source(name, "").at(0, 0), "put the file itself in its place"
            yield problem("refused-asset", f"{name} is not read: {why}", place, hint)


def _taken(collection: str, raw: Raw, first: Origin) -> Problem:
    before, place = first.place(("id",)), raw.origin.place(("id",))
    where = (
        f"on line {before.line}" if before.file == place.file else f"in {before.file}:{before.line}"
    )
    return problem(
        "duplicate-id",
        f"{collection} already has `{raw.id}`, {where}",
        place,
        "give one of them another id, or join the two records",
    )


def _finder(origins: Origins) -> Finder:
    def find(
        collection: str, id_: str, path: Path, offset: int | None = None, width: int = 1
    ) -> Place | None:
        origin = origins.get((collection, id_))
        if origin is None:
            return None
        return origin.place(path) if offset is None else origin.place_in(path, offset, width)

    return find
