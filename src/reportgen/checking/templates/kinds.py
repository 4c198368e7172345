"""What a name in a template can be: a record with known fields, a list of such, or anything.

Unsure means silent: whatever cannot be told is `ANY`, and nothing is ever said against `ANY`.
"""

from __future__ import annotations

import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from jinja2 import nodes

from reportgen.model import COLLECTIONS
from reportgen.model.base import Noun
from reportgen.model.fields import HIDDEN, fields_of
from reportgen.model.relations import RELATIONS
from reportgen.model.scalars import Ref


class Kind:
    """What is known of a value."""

    part = "field"
    """What messages call that which follows a point."""

    def names(self) -> tuple[str, ...] | None:
        """The names that may follow a point; None where that is not known."""
        return None

    def get(self, name: str) -> Kind:  # noqa: ARG002  the same for all of them
        """The kind of `value.name`."""
        return ANY

    def item(self) -> Kind:
        """The kind of what a loop over it gives."""
        return ANY

    @property
    def word(self) -> str:
        """What messages call it."""
        return "this"


class _Any(Kind):
    def __repr__(self) -> str:
        return "ANY"


ANY: Kind = _Any()


@dataclass(frozen=True)
class Record(Kind):
    """A value of the model, or a record of a collection with its relations."""

    noun: type[Noun]
    collection: str | None = None

    @property
    def word(self) -> str:
        """The model's name: Programme."""
        return self.noun.__name__

    def names(self) -> tuple[str, ...]:
        """Fields and relations."""
        fields = [name for name in fields_of(self.noun) if name not in HIDDEN]
        return (*fields, *(n for n in RELATIONS.get(self.collection or "", {}) if n not in fields))

    def get(self, name: str) -> Kind:
        """The kind of a field or relation."""
        relation = RELATIONS.get(self.collection or "", {}).get(name)
        if relation is not None:
            other = relation[0] if name != "groups" else "groups"
            return Many(record_of(other))
        hint = typing.get_type_hints(self.noun, include_extras=True)
        kind = fields_of(self.noun).get(name)
        return ANY if kind is None else _of_hint(hint[kind.attribute])


@dataclass(frozen=True)
class Many(Kind):
    """A list of values of one kind; what can be said of lists is not looked at."""

    each: Kind

    def item(self) -> Kind:
        """Its elements' kind."""
        return self.each


@dataclass(frozen=True)
class Loop(Kind):
    """The `loop` of a `for`."""

    @property
    def word(self) -> str:
        """`loop`."""
        return "loop"

    def names(self) -> tuple[str, ...]:
        """What Jinja's loop has."""
        return (
            "index",
            "index0",
            "revindex",
            "revindex0",
            "first",
            "last",
            "length",
            "cycle",
            "depth",
            "depth0",
            "previtem",
            "nextitem",
            "changed",
        )


@dataclass(frozen=True)
class Fixed(Kind):
    """A mapping with known keys: `brief`, `params` of a template with a manifest."""

    title: str
    keys: Mapping[str, Kind] = field(hash=False)

    @property
    def word(self) -> str:
        """Its name in templates."""
        return self.title

    def names(self) -> tuple[str, ...]:
        """Its keys."""
        return tuple(self.keys)

    def get(self, name: str) -> Kind:
        """The kind of the value of a key."""
        return self.keys.get(name, ANY)


@dataclass(frozen=True, eq=False)
class MacroKind(Kind):
    """A macro, with the file that defines it."""

    node: nodes.Macro
    file: str


@dataclass(frozen=True, eq=False)
class ModuleKind(Kind):
    """A template that was imported under a name: its macros, and the values that it sets."""

    file: str
    macros: Mapping[str, nodes.Macro]
    values: frozenset[str]
    part = "macro"

    @property
    def word(self) -> str:
        """Its name."""
        return self.file

    def names(self) -> tuple[str, ...]:
        """Macros first."""
        return (*self.macros, *sorted(self.values))

    def get(self, name: str) -> Kind:
        """A macro; a value may be anything."""
        macro = self.macros.get(name)
        return ANY if macro is None else MacroKind(macro, self.file)


def record_of(collection: str) -> Kind:
    """A record of a known collection; of an own one nothing is known."""
    noun = COLLECTIONS.get(collection)
    return ANY if noun is None else Record(noun, collection)


def _of_hint(hint: Any) -> Kind:
    """The kind that a field's annotation stands for."""
    if typing.get_origin(hint) is Annotated:
        inner, *marks = typing.get_args(hint)
        ref = next((mark for mark in marks if isinstance(mark, Ref)), None)
        if ref is not None:
            sure = len(ref.collections) == 1 and not ref.loose
            return record_of(ref.collections[0]) if sure else ANY
        return _of_hint(inner)
    arguments = typing.get_args(hint)
    if typing.get_origin(hint) is tuple:
        return Many(_of_hint(arguments[0]))
    if arguments:  # `X | None`: the kind of X, where it is the only one
        kinds = [_of_hint(part) for part in arguments if part is not type(None)]
        return kinds[0] if len(kinds) == 1 else ANY
    return Record(hint) if isinstance(hint, type) and issubclass(hint, Noun) else ANY
