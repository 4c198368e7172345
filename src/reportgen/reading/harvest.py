"""The files of a project, and the records as they are written in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from reportgen.documents import Document, Source, parse_yaml
from reportgen.model import COLLECTIONS
from reportgen.model.images import IMAGES
from reportgen.problems import Place, Problem, nearest, problem
from reportgen.reading.absence import no_data
from reportgen.reading.origin import Origin, Raw
from reportgen.reading.sheets import Sheet, Sheets
from reportgen.reading.texts import read_texts
from reportgen.wanted import LARGE
from reportgen.world import DATA, World

DATASET = "dataset"
KEPT = frozenset(COLLECTIONS) - {"texts"}
"""Collections of which a file that has its own may be kept. Prose is judged with all records."""
_NAME = re.compile(r"^[a-z0-9][a-z0-9_-]{0,63}$")
_YAML = (".yaml", ".yml")
_ONE_FILE = ("data.yaml", "data.yml")
_SCHEMA = ".schema.json"
_TABLES = (".csv", ".tsv", ".json", ".xlsx", ".ods")
"""Endings under which people keep data that nothing here reads."""


@dataclass
class Leaf:
    """What one file says of a collection: records as written, or the sheet that was kept of it.

    `file` is named where the file holds nothing else.
    """

    raws: list[Raw] = field(default_factory=list)
    sheet: Sheet | None = None
    file: str = ""


class Harvest:
    """All records as written, by collection, and what was wrong with the files.

    Attributes:
        leaves: Collection -> what each of its files says: the records as written, or the sheet of
            a file that has been judged before. The texts of all Markdown files are one leaf.
        broken: Collections of which a file could not be read: nobody knows which ids it holds,
            so references into them are not judged.
        schemas: Name of a collection -> its JSON Schema file and that file's bytes.
    """

    def __init__(
        self,
        world: World,
        sheets: Sheets | None = None,
        *,
        only: str | None = None,
        ahead: Callable[[Sequence[str]], None] | None = None,
    ) -> None:
        """`sheets` are those that earlier readings have kept.

        With `only` this file is read and what describes the dataset, and nothing else. `ahead` is
        told of large files of which nothing is kept, be it none, and may have them judged before
        they are read.
        """
        self.leaves: dict[str, list[Leaf]] = {}
        self.dataset: Raw | None = None
        self.broken: set[str] = set()
        self.schemas: dict[str, tuple[str, bytes]] = {}
        self.problems: list[Problem] = []
        self._world = world
        self._sheets = sheets
        self._known: dict[str, Sheet | None] = {}
        self._one = False  # whether all data may stand in one file
        for name in _ONE_FILE:
            self._one_file(name)
        texts: list[str] = []
        files = self._files()
        if only is not None:
            files = tuple(n for n in files or () if n == only or _collection_of(n) == DATASET)
        if ahead is not None:
            ahead([name for name in files or () if not self._one and self._is_large(name)])
        if files is not None and not self._has_data(files):
            self.problems.append(no_data(world, files))
        for name in files or ():
            path = PurePosixPath(name)
            if path.parts[1] == "texts" and path.suffix == ".md":
                texts.append(name)
            elif name.endswith(_SCHEMA) and len(path.parts) == 2:
                self.schemas[path.name.removesuffix(_SCHEMA)] = (name, self._read(name) or b"")
            elif path.suffix in _YAML:
                self._collection_file(name)
            else:
                self.problems += _unread(path)
        found = read_texts({name: raw for name in texts if (raw := self._read(name)) is not None})
        self.problems += found.problems
        self.broken |= {"texts"} if found.broken else set()
        self.leaves.setdefault("texts", []).append(Leaf(found.raws))

    def raws(self, collection: str) -> list[Raw]:
        """The records of a collection as they are written, of all files that are not kept."""
        return [raw for leaf in self.leaves.get(collection, ()) for raw in leaf.raws]

    def again(self, sheet: Sheet) -> list[Raw]:
        """The records of a file that was judged before, as they are written."""
        document, _ = parse_yaml(sheet.file, self._read(sheet.file) or b"")
        if document is None:
            return []
        return list(self._records(sheet.collection, document.data, document, ()))

    def _files(self) -> tuple[str, ...] | None:
        try:
            return self._world.files(DATA)
        except OSError as error:
            self.problems.append(cannot_read(DATA, error))
            return None

    def _has_data(self, files: Sequence[str]) -> bool:
        """Whether there is a file of data, be it broken."""
        return self._one or any(name.endswith((*_YAML, ".md")) for name in files)

    def _read(self, name: str) -> bytes | None:
        try:
            return self._world.read(name)
        except OSError as error:
            self.problems.append(cannot_read(name, error))
            return None

    def _sheet(self, name: str, collection: str, raw: bytes | None) -> Sheet | None:
        """What was kept of a file, where its bytes are the same."""
        if self._sheets is None or raw is None or collection not in KEPT:
            return None
        return self._sheets.find(name, collection, raw, self.again)

    def _parsed(self, name: str, raw: bytes | None) -> Document | None:
        if raw is None:
            return None
        document, problems = parse_yaml(name, raw)
        self.problems += problems
        return document

    def _one_file(self, name: str) -> None:
        problems = len(self.problems)
        raw = self._read(name)
        if raw is None and len(self.problems) == problems:
            return  # there is no such file
        self._one = True
        document = self._parsed(name, raw)
        if document is None:
            self.broken |= {*COLLECTIONS, DATASET, "*"}
            return
        if not isinstance(document.data, dict):
            hint = "write `partners:` and the records below it"
            self._wrong(document.place(()), f"{name} must be a mapping of collections", hint)
            self.broken |= {*COLLECTIONS, DATASET, "*"}
            return
        for collection, value in document.data.items():
            if not collection.startswith("x-"):
                self._collection(collection, value, document, (collection,))

    def _is_large(self, name: str) -> bool:
        """Whether a file is to be judged for itself: it is large, and nothing is kept of it."""
        if not name.endswith(_YAML) or _collection_of(name) not in KEPT:
            return False
        try:
            raw = self._world.read(name)
        except OSError:  # told when it is read
            return False
        if raw is None or len(raw) < LARGE:
            return False
        self._known[name] = self._sheet(name, _collection_of(name), raw)
        return self._known[name] is None

    def _collection_file(self, name: str) -> None:
        collection = _collection_of(name)
        raw = self._read(name)
        sheet = self._known.get(name) or self._sheet(name, collection, raw)
        if sheet is not None:
            self.leaves.setdefault(collection, []).append(Leaf(sheet=sheet))
            return
        document = self._parsed(name, raw)
        if document is None:
            self.broken.add(collection)
        else:
            self._collection(collection, document.data, document, ())

    def _collection(
        self, collection: str, value: Any, document: Document, path: tuple[str | int, ...]
    ) -> None:
        if not _NAME.match(collection):
            self.problems.append(
                problem(
                    "bad-id",
                    f"`{collection}` cannot be the name of a collection",
                    document.place(path, key=True),
                    "use small letters, digits, hyphens and underscores",
                )
            )
            return
        if collection == DATASET:
            self._the_dataset(value, document, path)
            return
        if collection not in COLLECTIONS and collection not in self.leaves:
            near = nearest(collection, [*COLLECTIONS, DATASET])
            if near is not None:
                message = f"`{collection}` is read as a collection of your own"
                place = document.place(path, key=True)
                self.problems.append(
                    problem("near-collection", message, place, f"did you mean `{near}`?")
                )
        raws = list(self._records(collection, value, document, path))
        self.leaves.setdefault(collection, []).append(
            Leaf(raws, file="" if path else document.name)
        )

    def _the_dataset(self, value: Any, document: Document, path: tuple[str | int, ...]) -> None:
        if self.dataset is not None:
            hint = "keep one of them"
            place = document.place(path, key=True)
            first = self.dataset.origin.place()
            message = f"the dataset is described here and in {first.file}:{first.line}"
            self.problems.append(problem("duplicate-id", message, place, hint))
        elif isinstance(value, dict):
            self.dataset = Raw(DATASET, value, Origin(((document, path),)))
        elif value is not None:
            place = document.place(path, key=True)
            self._wrong(place, "the dataset must be a mapping", "write `title: ...` below it")

    def _records(
        self, collection: str, value: Any, document: Document, path: tuple[str | int, ...]
    ) -> Iterator[Raw]:
        """The records of a list, of a mapping with `defaults` and `records`, or a single one."""
        if value is None:
            return
        if isinstance(value, list):
            yield from self._listed(collection, value, document, path, None)
        elif not isinstance(value, dict):
            self._wrong(
                document.place(path),
                f"`{collection}` must be a list of records",
                "write `- id: ...` for each",
            )
            self.broken.add(collection)
        elif "records" in value or "defaults" in value:
            yield from self._with_defaults(collection, value, document, path)
        elif "id" in value or (collection not in COLLECTIONS and not path):
            stem = PurePosixPath(document.name).stem
            record = value if "id" in value else {"id": stem, **value}
            yield Raw(collection, record, Origin(((document, path),)))
        else:
            key = next(iter(value), "ilo")
            hint = f"write `- id: {key}` with its fields below it"
            if list(value) == [collection]:
                hint = f"take the line `{collection}:` out; the name of the file says it"
            message = f"`{collection}` must be a list of records, not a mapping"
            self._wrong(document.place(path), message, hint)
            self.broken.add(collection)

    def _with_defaults(
        self,
        collection: str,
        value: Mapping[str, Any],
        document: Document,
        path: tuple[str | int, ...],
    ) -> Iterator[Raw]:
        for key in value:
            if key not in {"records", "defaults"} and not key.startswith("x-"):
                message = f"a file of `{collection}` has no field `{key}`"
                hint = "it has `defaults` and `records`"
                place = document.place((*path, key), key=True)
                self.problems.append(problem("unknown-field", message, place, hint))
        defaults = value.get("defaults", {})
        if defaults is None:
            defaults = {}
        if not isinstance(defaults, dict):
            self._wrong(document.place((*path, "defaults")), "`defaults` must be a mapping", None)
            defaults = {}
        records = value.get("records", [])
        if records is None:
            records = []
        if not isinstance(records, list):
            hint = "write `- id: ...` for each"
            self._wrong(document.place((*path, "records")), "`records` must be a list", hint)
            self.broken.add(collection)
            return
        base = (*path, "records")
        yield from self._listed(
            collection, records, document, base, (defaults, (*path, "defaults"))
        )

    def _listed(
        self,
        collection: str,
        value: list[Any],
        document: Document,
        path: tuple[str | int, ...],
        defaults: tuple[Mapping[str, Any], tuple[str | int, ...]] | None,
    ) -> Iterator[Raw]:
        for number, item in enumerate(value):
            at = (*path, number)
            if not isinstance(item, dict):
                self._wrong(
                    document.place(at),
                    f"a record of `{collection}` must be a mapping",
                    f"write `- id: {item}` with its fields below it"
                    if isinstance(item, str) and _NAME.match(item)
                    else "write `- id: ...` with its fields below it",
                )
                continue
            if defaults is None:
                yield Raw(collection, item, Origin(((document, at),)))
            else:
                layers = ((document, at), (document, defaults[1]))
                yield Raw(collection, {**defaults[0], **item}, Origin(layers))

    def _wrong(self, place: Place, message: str, hint: str | None) -> None:
        self.problems.append(problem("wrong-type", message, place, hint))


def _collection_of(name: str) -> str:
    """The collection whose records a file of data holds: its own name, or that of its folder."""
    path = PurePosixPath(name)
    return path.stem if len(path.parts) == 2 else path.parts[1]


def cannot_read(name: str, error: OSError) -> Problem:
    """The problem of a file that is there and cannot be read."""
    said = (error.strerror or str(error)).lower()
    return problem("cannot-read", f"{name} cannot be read: {said}", Source(name, "").at(0, 0))


def _unread(path: PurePosixPath) -> Iterator[Problem]:
    """A problem where a file looks like data, and is not read."""
    ending = path.suffix.casefold()
    if ending in (*_YAML, ".md") and ending != path.suffix:
        hint = f"call it {path.with_suffix(ending)}: capitals count"
    elif ending in _TABLES and path.parts[1] != IMAGES:
        hint = f"write it as {path.with_suffix('.yaml')}, or keep it outside {DATA}/"
    else:
        return
    yield problem("unread-file", "the file is not read", Source(str(path), "").at(0, 0), hint)
