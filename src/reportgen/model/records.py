"""The records of a collection, each made only when somebody looks into it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from reportgen.model.base import Record
from reportgen.model.fields import references
from reportgen.model.scalars import Ref

Path = tuple[str | int, ...]

Reference = tuple[Path, Ref, str]
"""(path in the record, what it may point at, the id that stands there)."""


class Row(Protocol):
    """One record, and what is asked so often that the record need not be made for it."""

    @property
    def record(self) -> Record:
        """The record itself, made when it is asked for."""

    @property
    def digest(self) -> str:
        """Of the record as it is written: the same digest gives the same record."""

    @property
    def audience(self) -> str | None:
        """For whom it is; None for everybody."""

    @property
    def references(self) -> Sequence[Reference]:
        """Everything that it refers to."""

    def press(self) -> None:
        """Hold what the record is made from compressed, if it is not made yet."""


@dataclass(frozen=True, slots=True)
class MadeRow:
    """The row of a record that is made already, and stays."""

    record: Record
    digest: str
    audience: str | None
    references: Sequence[Reference]

    @classmethod
    def of(cls, record: Record, digest: str) -> MadeRow:
        """The row of a record with this digest."""
        return cls(record, digest, record.audience, tuple(references(record)))

    def press(self) -> None:
        """As `Row` has it."""


class Records(Mapping[str, Record]):
    """The records of one collection by id, in the order in which they are written.

    Attributes:
        rows: The same records, not made yet.
        characters: Every character that stands in one of their texts, and perhaps more; None
            where nobody has looked.
        paths: The paths in records at which references stand.
        links: A digest of the ids, in their order, and of everything that the records refer to.
        state: A digest of all that the records say: where it is the same, each of them is. Empty
            where nobody has worked it out.
    """

    def __init__(
        self,
        rows: Mapping[str, Row],
        characters: frozenset[str] | None = None,
        links: str = "",
        paths: Collection[Path] | None = None,
        state: str = "",
    ) -> None:
        """Without `paths` they are looked for."""
        self.rows = rows
        self.characters = characters
        self.links = links
        if paths is None:
            paths = {path for row in rows.values() for path, _, _ in row.references}
        self.paths = paths
        self.state = state

    @classmethod
    def made(cls, records: Mapping[str, Record]) -> Records:
        """The collection of records that are made already; what they say is their digest."""
        rows = {id_: MadeRow.of(record, repr(record)) for id_, record in records.items()}
        return cls(rows, links=repr([(id_, row.references) for id_, row in rows.items()]))

    def press(self) -> None:
        """Hold compressed what records are made from that are not made yet."""
        for row in self.rows.values():
            row.press()

    def __getitem__(self, id_: str) -> Record:
        return self.rows[id_].record

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __contains__(self, id_: object) -> bool:
        return id_ in self.rows
