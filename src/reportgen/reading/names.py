"""What reports may name: collections, their fields and the ids of their records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.model import COLLECTIONS
from reportgen.model.fields import FieldKind, fields_of
from reportgen.model.project import Project
from reportgen.model.relations import RELATIONS
from reportgen.reading.references import Index


@dataclass(frozen=True)
class Data:
    """What reports may name: ids by collection, and the fields of the user's own records."""

    index: Index
    own_fields: Mapping[str, tuple[str, ...]]

    def collections(self) -> list[str]:
        """The names of all collections."""
        return [*COLLECTIONS, *self.own_fields]

    def fields(self, collection: str) -> Mapping[str, FieldKind]:
        """The fields of a collection's records."""
        if collection in COLLECTIONS:
            return {k: v for k, v in fields_of(COLLECTIONS[collection]).items() if k != "x-*"}
        return {name: FieldKind(name) for name in self.own_fields.get(collection, ())}

    def conditions(self, collection: str) -> Mapping[str, FieldKind]:
        """What `where` may ask of a collection's records: their fields and computed relations."""
        related = {name: FieldKind(name) for name in RELATIONS.get(collection, {})}
        return {**related, **self.fields(collection)}


def data_of(project: Project) -> Data:
    """What the reports of a project that has been read may name."""
    held = {**project.records, **project.own}
    fields = {
        name: tuple(dict.fromkeys(key for record in records.values() for key in record))
        for name, records in project.own.items()
    }
    return Data(Index(held, ()), fields)
