"""Relations between records that nobody writes twice: a partner's programmes, a group's members.

Each is the reverse of references that the data holds, or joins a reference with its reverse.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from reportgen.model.records import Records
from reportgen.model.scalars import Ref

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


class _Made(NamedTuple):
    """What a reference that stands in a field makes.

    Attributes:
        back: Collection referred to -> the relations that its records have by that.
        forth: Collection to which the field itself is a relation.
    """

    back: dict[str, list[str]]
    forth: str | None


def _made() -> dict[str, dict[str, _Made]]:
    """Collection that refers -> field -> what that makes."""
    found: dict[str, dict[str, _Made]] = {}
    for collection, relations in RELATIONS.items():
        own = found.setdefault(collection, {})
        for relation, (other, fields) in relations.items():
            own.setdefault(relation, _Made({}, other))
            for name in fields:
                forth = RELATIONS.get(other, {}).get(name, (None,))[0]
                made = found.setdefault(other, {}).setdefault(name, _Made({}, forth))
                made.back.setdefault(collection, []).append(relation)
    return found


_MADE = _made()

Related = dict[tuple[str, str], dict[str, list[str]]]
"""(collection, relation) -> id -> ids of the related records."""


class Relations:
    """Who refers to whom among the records of a project; `Project.relations` has them."""

    def __init__(self, records: Mapping[str, Records]) -> None:
        self._records = records
        self._back: Related = {}
        self._forth: Related = {}
        self._orders: dict[str, dict[str, int]] = {}
        for collection, held in records.items():
            made = _MADE.get(collection, {})
            for id_, row in held.rows.items() if made else ():
                for path, ref, target in row.references:
                    if path[0] in made:
                        self._add(collection, str(path[0]), id_, ref, target)

    def find(self, collection: str, id_: str, relation: str) -> tuple[tuple[str, str], ...]:
        """(collection, id) of the related records, each once, in the order of the data."""
        other, _ = RELATIONS[collection][relation]
        back = self._back.get((collection, relation), {}).get(id_, [])
        forth = self._forth.get((collection, relation), {}).get(id_, [])
        found = dict.fromkeys([*back, *forth])
        # Those that refer here stand in order already.
        inside = sorted(found, key=self._places(other).__getitem__) if forth else found
        return tuple((other, one) for one in inside)

    def _add(self, collection: str, name: str, id_: str, ref: Ref, target: str) -> None:
        """Note a reference of a record in a field that makes relations."""
        to = next((one for one in ref.collections if target in self._records.get(one, ())), "")
        made = _MADE[collection][name]
        for relation in made.back.get(to, ()):
            self._back.setdefault((to, relation), {}).setdefault(target, []).append(id_)
        if made.forth == to:
            self._forth.setdefault((collection, name), {}).setdefault(id_, []).append(target)

    def _places(self, collection: str) -> Mapping[str, int]:
        """Id -> its place in the order of the data."""
        if collection not in self._orders:
            held = self._records.get(collection, ())
            self._orders[collection] = {id_: place for place, id_ in enumerate(held)}
        return self._orders[collection]
