"""What each file says of a collection, and where it is kept so that it is judged only once.

A sheet holds what its file alone decides: the records as written, their references, and what is
wrong with them. Its verdict holds what the languages of the project decide as well. Both are kept
in one place for a file, and count only while the bytes of the file, the program and, for the
verdict, the languages and `translations.lock` are the same. JSON and nothing else: a folder from a
stranger may bring a cache along.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from reportgen.model.project import Project
from reportgen.model.records import Reference, Row
from reportgen.model.scalars import Ref
from reportgen.problems import Place, Problem
from reportgen.problems.told import place_of, problems_of, rows_of
from reportgen.reading.kept_rows import Held, KeptRow, Lines
from reportgen.reading.origin import Origin, Raw
from reportgen.world import Keep, digest

FORMAT = 4

Spare = Mapping[str, tuple[int, Place]]
"""Language in which no brief is made -> how many texts are written in it, and the first place."""


@dataclass(frozen=True)
class Verdict:
    """What is to be said of the languages of a sheet's texts, in one setting of the project."""

    setting: str
    problems: tuple[Problem, ...]
    spare: Spare


@dataclass(frozen=True)
class Sheet:
    """What one file says of one collection.

    Attributes:
        file: Its name; empty for what stands in several files.
        collection: The collection.
        rows: The records that the model accepts, by id.
        written: The same records as JSON, in the same order.
        problems: What is wrong with single records.
        characters: Every character that stands in a text of a record, and perhaps more.
        links: A digest of the ids and of everything that the records refer to.
        state: A digest of all that the records say.
        origin: Where a record is written.
        verdict: What is known of its languages from an earlier reading.
        same: Ids of records that an earlier reading has judged, and that are as they were. Nothing
            was wrong with any of them, and `verdict` is on them alone if there are any.
        held: What the rows have in common, where all are kept ones.
    """

    file: str
    collection: str
    rows: Mapping[str, Row]
    written: Sequence[bytes] = field(repr=False)
    problems: tuple[Problem, ...]
    characters: str
    links: str
    state: str
    origin: Callable[[str], Origin]
    verdict: Verdict | None = None
    same: frozenset[str] = frozenset()
    held: Held | None = field(default=None, repr=False)

    @cached_property
    def references(self) -> Sequence[Reference]:
        """What its records refer to, each reference once however many records have it."""
        if self.held is not None:
            return self.held.distinct()
        return tuple(dict.fromkeys(one for row in self.rows.values() for one in row.references))


class Aside(Protocol):
    """Judges files in processes of their own: name -> their sheets, as they are kept."""

    def __call__(
        self, files: Sequence[str], judge: Callable[[str], bytes | None], settings: Project
    ) -> Mapping[str, bytes]:
        """Only the sheets of files of which `judge` gives one; `settings` has no data yet."""


class Sheets:
    """The sheets that earlier runs have kept."""

    def __init__(self, keep: Keep, program: str, aside: Aside | None = None) -> None:
        """`program` stands for everything that reads: another one finds nothing.

        `aside` judges large files elsewhere, where there is a place for it.
        """
        self._keep = keep
        self._program = program
        self._aside = aside

    def judge_aside(
        self, files: Sequence[str], judge: Callable[[str], bytes | None], settings: Project
    ) -> None:
        """Have large files judged elsewhere; what comes of it is kept as `put` would keep it."""
        for file, data in self._aside(files, judge, settings).items() if self._aside else ():
            self._keep.put(_slot(file), data)

    @property
    def has_aside(self) -> bool:
        """Whether there is a place where large files can be judged."""
        return self._aside is not None

    def find(
        self, file: str, collection: str, raw: bytes, again: Callable[[Sheet], Iterable[Raw]]
    ) -> Sheet | None:
        """The sheet of a file with these bytes, if it is kept.

        `again` reads the file once more, where something has to be shown in it.
        """
        return self._kept(file, collection, again, digest(raw))

    def before(self, file: str, collection: str) -> Sheet | None:
        """The sheet of a file as it was when it was judged last, whatever stands there now.

        Its records know no origin. None where anything was wrong with it.
        """
        found = self._kept(file, collection, lambda _: (), None)
        verdict = found.verdict if found else None
        clean = verdict is not None and not (verdict.problems or verdict.spare)
        return found if found is not None and clean and not found.problems else None

    def _kept(
        self, file: str, collection: str, again: Callable[[Sheet], Iterable[Raw]], of: str | None
    ) -> Sheet | None:
        """What is kept of a file; where `of` is given, only if its bytes had this digest."""
        found = self._keep.get(_slot(file))
        if found is None:
            return None
        try:
            lines = Lines(found)
            value = json.loads(lines.head)
            if value["by"] != self._by(collection) or of not in (None, value["of"]):
                return None
            if len(lines) != len(value["ids"]):
                return None
            return _sheet(file, collection, value, lines, again)
        except (
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
            ArithmeticError,
            RecursionError,
        ):
            return None

    def put(self, sheet: Sheet, verdict: Verdict, raw: bytes) -> None:
        """Keep the sheet of a file with these bytes."""
        self._keep.put(_slot(sheet.file), self.frozen(sheet, verdict, raw))

    def frozen(self, sheet: Sheet, verdict: Verdict, raw: bytes) -> bytes:
        """The sheet of a file with these bytes, as it is kept."""
        state = {"by": self._by(sheet.collection), "of": digest(raw)}
        value = {**state, **_columns(sheet), "verdict": None}
        value["verdict"] = {
            "setting": verdict.setting,
            "problems": rows_of(verdict.problems),
            "spare": {k: [n, _row(place)] for k, (n, place) in verdict.spare.items()},
        }
        head = json.dumps(value, ensure_ascii=False).encode("utf-8")
        return b"\n".join([head, *sheet.written])

    def _by(self, collection: str) -> str:
        """Stands for what has judged: another program finds nothing."""
        return digest("\n".join([str(FORMAT), self._program, collection]).encode())


def _slot(file: str) -> str:
    return digest(f"sheet of {file}".encode())


def _row(place: Place) -> dict[str, Any]:
    return {name: getattr(place, name) for name in Place.__slots__}


def _columns(sheet: Sheet) -> dict[str, Any]:
    """The rows of a sheet as columns; what is referred to, and how, is written once."""
    kinds: dict[tuple[tuple[str | int, ...], Ref], int] = {}
    names: dict[str, int] = {}
    references: list[int] = []
    ends: list[int] = []
    for row in sheet.rows.values():
        for path, ref, id_ in row.references:
            references.append(kinds.setdefault((path, ref), len(kinds)))
            references.append(names.setdefault(id_, len(names)))
        ends.append(len(references))
    return {
        "ids": list(sheet.rows),
        "audiences": {i: row.audience for i, row in sheet.rows.items() if row.audience is not None},
        "kinds": [[list(path), list(ref.collections), ref.loose] for path, ref in kinds],
        "names": list(names),
        "references": references,
        "ends": ends,
        "problems": rows_of(sheet.problems),
        "characters": sheet.characters,
        "links": sheet.links,
        "state": sheet.state,
    }


def _sheet(
    file: str,
    collection: str,
    value: Mapping[str, Any],
    lines: Lines,
    again: Callable[[Sheet], Iterable[Raw]],
) -> Sheet:
    held, audiences = Held(collection, value, lines), value["audiences"]
    rows = {id_: KeptRow(held, n, audiences.get(id_)) for n, id_ in enumerate(value["ids"])}
    if len(rows) != len(lines):
        raise ValueError("a kept sheet with an id twice")
    origins: dict[str, Origin] = {}

    def origin(id_: str) -> Origin:
        if not origins:
            origins.update({str(raw.id): raw.origin for raw in again(sheet)})
        return origins[id_]

    verdict = value["verdict"]
    sheet = Sheet(
        file,
        collection,
        rows,
        lines,
        problems_of(value["problems"]),
        value["characters"],
        value["links"],
        str(value["state"]),
        origin,
        Verdict(
            verdict["setting"],
            problems_of(verdict["problems"]),
            {key: (count, place_of(row)) for key, (count, row) in verdict["spare"].items()},
        ),
        held=held,
    )
    return sheet


class Origins:
    """Where every record is written; of a kept sheet that is found out only when it is asked."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Origin] = {}
        self._deferred: dict[str, list[Sheet]] = {}

    def defer(self, sheet: Sheet) -> None:
        """The records of this sheet are where it says."""
        self._deferred.setdefault(sheet.collection, []).append(sheet)

    def __setitem__(self, key: tuple[str, str], origin: Origin) -> None:
        self._known[key] = origin

    def __getitem__(self, key: tuple[str, str]) -> Origin:
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def get(self, key: tuple[str, str]) -> Origin | None:
        """Where (collection, id) is written, or None."""
        if key not in self._known:
            for sheet in self._deferred.get(key[0], ()):
                if key[1] in sheet.rows:
                    self._known[key] = sheet.origin(key[1])
        return self._known.get(key)
