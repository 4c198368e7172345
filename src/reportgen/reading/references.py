"""References between records: those that lead nowhere, and those that lead in a ring."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from reportgen.model import COLLECTIONS
from reportgen.model.records import Records, Reference
from reportgen.model.scalars import Ref
from reportgen.problems import Place, Problem, did_you_mean, problem
from reportgen.reading.origin import Origin

_CHAINS = (
    ("programmes", ("parent",)),
    ("figures", ("of",)),
    ("figures", ("part_of",)),
    ("partners", ("valid", "successor")),
    ("agreements", ("successor",)),
    ("agreements", ("valid", "successor")),
    ("statements", ("duplicate_of",)),
)


class Index:
    """Which ids there are, also of records that are wrong otherwise.

    A collection with an unreadable file has all ids, as far as anybody knows.
    """

    def __init__(self, ids: Mapping[str, Collection[str]], broken: Collection[str]) -> None:
        self.ids = ids
        self._broken = broken

    def has(self, collection: str, id_: str) -> bool:
        """Whether the record exists, or may exist in a file that could not be read."""
        return id_ in self.ids.get(collection, ()) or self.unknown(collection)

    def leads(self, ref: Ref, id_: str) -> bool:
        """Whether a reference leads to a record, or need not."""
        return ref.loose or any(self.has(collection, id_) for collection in ref.collections)

    def unknown(self, collection: str) -> bool:
        """Whether nobody knows all ids of the collection."""
        return collection in self._broken or (collection not in COLLECTIONS and "*" in self._broken)


def dangling(
    references: Iterable[Reference], origin: Callable[[], Origin], index: Index
) -> Iterator[Problem]:
    """One problem for each reference to a record that does not exist.

    `origin` tells where they stand; it is asked only when there is something to say.
    """
    for path, ref, id_ in references:
        if index.leads(ref, id_):
            continue
        yield unknown_reference(id_, ref, origin().place(path), index)


def unknown_reference(id_: str, ref: Ref, place: Any, index: Index) -> Problem:
    """The problem of a reference that leads nowhere."""
    known = [known for name in ref.collections for known in index.ids.get(name, ())]
    names = " or ".join(ref.collections)
    return problem(
        "unknown-reference",
        f"there is no `{id_}` in {names}",
        place,
        did_you_mean(id_, known, kind=f"ids in {names}")
        if known
        else f"add a record with `id: {id_}` to {names}",
    )


def rings(
    records: Mapping[str, Records], origin: Callable[[str, str], Origin]
) -> Iterator[Problem]:
    """One problem for each ring of records that are parents of one another."""
    for collection, path in _CHAINS:
        if collection not in records or path not in records[collection].paths:
            continue
        rows = records[collection].rows
        held = {
            id_: next((to for found, _, to in row.references if found == path), None)
            for id_, row in rows.items()
        }
        for ring in rings_of(held):
            yield ring_problem(ring, path[-1], origin(collection, ring[0]).place(path))


def rings_of(held: Mapping[str, str | None]) -> Iterator[list[str]]:
    """The ids of each ring, where each id leads to at most one other."""
    done: set[str] = set()
    for start in held:
        chain: dict[str, None] = {}
        at: str | None = start
        while at is not None and at in held and at not in done and at not in chain:
            chain[at] = None
            at = held[at]
        if at is not None and at in chain:
            walk = list(chain)
            yield walk[walk.index(at) :]
        done |= set(chain)


def ring_problem(ring: list[str], field: str, place: Place) -> Problem:
    """The problem of ids that lead back to the first of them."""
    first = ring[0]
    shown = [*ring, first] if len(ring) <= 8 else [*ring[:4], "...", *ring[-3:], first]
    return problem(
        "parent-cycle",
        f"`{field}` leads from `{first}` back to it: {' -> '.join(shown)}",
        place,
        f"take `{field}` out of one of them",
    )
