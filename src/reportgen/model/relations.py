"""Relations between records that nobody writes twice: a partner's programmes, a group's members.

Each is the reverse of references that the data holds, or joins a reference with its reverse.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from reportgen.model.records import Records, Row

Step = tuple[str, tuple[str, ...]]
"""(collection that refers, the fields of its records through which it may do so)."""

RELATIONS: Mapping[str, Mapping[str, Step]] = {
    "partners": {
        "programmes": ("programmes", ("partners", "participants")),
        "agreements": ("agreements", ("parties",)),
        "events": ("events", ("partners",)),
        "statements": ("statements", ("attributed_to",)),
        "priorities": ("priorities", ("owner",)),
        "people": ("people", ("partner",)),
        "groups": ("groups", ("members",)),
    },
    "people": {
        "events": ("events", ("people",)),
        "statements": ("statements", ("attributed_to",)),
    },
    "groups": {
        "members": ("partners", ("groups",)),
        "statements": ("statements", ("attributed_to",)),
    },
    "programmes": {
        "children": ("programmes", ("parent",)),
        "priorities": ("priorities", ("programme", "items")),
        "agreements": ("agreements", ("programmes",)),
        "events": ("events", ("programmes",)),
    },
    "agreements": {"events": ("events", ("agreements",))},
    "figures": {"parts": ("figures", ("part_of",))},
    "statements": {"duplicates": ("statements", ("duplicate_of",))},
}
"""Collection -> relation -> where the references that make it stand.

`partners.groups` and `groups.members` may be written on either side, so they join both."""


class Relations:
    """Who refers to whom among the records of a project; `Project.relations` has them."""

    def __init__(self, records: Mapping[str, Records]) -> None:
        self._records = records
        self._order = {
            (collection, id_): place
            for collection, held in records.items()
            for place, id_ in enumerate(held)
        }
        self._back: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
        self._forth: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
        for collection, held in records.items():
            for id_, row in held.rows.items():
                for name, target in self._targets(row):
                    self._back.setdefault(target, []).append((collection, name, id_))
                    self._forth.setdefault((collection, id_, name), []).append(target)

    def find(self, collection: str, id_: str, relation: str) -> tuple[tuple[str, str], ...]:
        """(collection, id) of the related records, each once, in the order of the data."""
        other, fields = RELATIONS[collection][relation]
        found = [
            (from_, by)
            for from_, name, by in self._back.get((collection, id_), ())
            if from_ == other and name in fields
        ]
        found += self._forth.get((collection, id_, relation), ())
        return tuple(sorted(dict.fromkeys(found), key=self._order.__getitem__))

    def _targets(self, row: Row) -> Iterator[tuple[str, tuple[str, str]]]:
        for path, ref, id_ in row.references:
            for collection in ref.collections:
                if id_ in self._records.get(collection, {}):
                    yield str(path[0]), (collection, id_)
                    break
