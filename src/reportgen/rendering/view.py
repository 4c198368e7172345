"""What templates see instead of the model: fields, references and relations, and nothing else.

A template must never hold a pydantic object: its methods run code (in Jinja's own sandbox
`{{ p.parse_raw(..., proto='pickle') }}` starts a shell command). A view has no method that a
template can reach: the environment turns every `view.x` into a look-up of the field `x`.

Every look-up is recorded in `Reads`, so that what a page depends on is known by construction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from reportgen.model.base import Noun, Record
from reportgen.model.configuration import PUBLIC
from reportgen.model.fields import HIDDEN, FieldKind, fields_of
from reportgen.model.project import Project
from reportgen.model.relations import RELATIONS
from reportgen.model.scalars import Ref
from reportgen.model.text import LANGUAGE, Text
from reportgen.problems import Place
from reportgen.rendering.values import Code, Dated, LocalText

Path = tuple[str | int, ...]
"""Where a value stands in its record: fields by name, parts of a list by number."""

EVERYTHING = "*"
"""In `Reads.fields`: which fields a record of an own collection has, and what they hold."""
_PLAIN = FieldKind("")


@dataclass
class Reads:
    """What a page has read, so that what it depends on is known by construction.

    `fields`: (collection, id, field); `scans`: collections gone through as a whole;
    `relations`: (collection, id, relation); `names`: files of the project and the theme, absent
    ones too. A record that was only looked for counts as read in its field `audience`, which
    decides whether a brief may show it. `paths`: (collection, id, path) of every value that was
    handed out, however deep in its record. `code`: sources of added functions that were called.
    """

    fields: set[tuple[str, str, str]] = field(default_factory=set)
    scans: set[str] = field(default_factory=set)
    relations: set[tuple[str, str, str]] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    paths: set[tuple[str, str, Path]] = field(default_factory=set)
    code: set[str] = field(default_factory=set)

    def dependencies(self) -> tuple[tuple[str, ...], ...]:
        """Everything that was read, as (kind, ...) in a fixed order."""
        return (
            *sorted(("field", *key) for key in self.fields),
            *sorted(("scan", name) for name in self.scans),
            *sorted(("relation", *key) for key in self.relations),
            *sorted(("file", name) for name in self.names),
            *sorted(("code", source) for source in self.code),
        )

    def records(self, collection: str) -> set[str]:
        """The ids of the records of a collection of which anything was read."""
        return {
            id_ for name, id_, field in self.fields if name == collection and field != "audience"
        }


class View(Mapping[str, Any]):
    """One record, or a value inside one, as a mapping of its fields."""

    __slots__ = ("_address", "_cache", "_noun", "_path", "_views")

    def __init__(
        self,
        views: Views,
        noun: Noun | Mapping[str, Any],
        address: tuple[str, str],
        path: Path = (),
    ) -> None:
        self._views = views
        self._noun = noun
        self._address = address
        self._path = path
        self._cache: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """The field's value, wrapped; KeyError where the record can have no such field."""
        if name not in self._cache:
            self._cache[name] = self._look_up(name)
        return self._cache[name]

    def __iter__(self) -> Iterator[str]:
        """The names of the fields, relations left out."""
        if isinstance(self._noun, Mapping):
            self._views.reads.fields.add((*self._address, EVERYTHING))
            names: Iterable[str] = self._noun
        else:
            names = fields_of(type(self._noun))
        return (n for n in names if n not in HIDDEN and not n.startswith("x-"))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return any(True for _ in self)  # asked of every record; a length looks at all its fields

    def __eq__(self, other: object) -> bool:
        """True for the same part of the same record; comparing reads no field."""
        if not isinstance(other, View):
            return NotImplemented
        return self._address == other._address and self._noun == other._noun

    def __hash__(self) -> int:
        return hash(self._address)

    def __repr__(self) -> str:
        return f"<{self.kind} {self._address[1]}>"

    @property
    def is_record(self) -> bool:
        """True for a whole record, False for a value inside one."""
        return self._views.is_record(self)

    @property
    def kind(self) -> str:
        """What it is called in messages: Programme, Figure; the collection's name for own data."""
        return type(self._noun).__name__ if isinstance(self._noun, Noun) else self._address[0]

    @property
    def address(self) -> tuple[str, str]:
        """(collection, id) of the record that it is, or is part of."""
        return self._address

    def names(self) -> tuple[str, ...]:
        """Every name that a template may ask for: fields and relations."""
        return (*self, *(n for n in self._relations() if n not in self))

    def _relations(self) -> Mapping[str, Any]:
        return RELATIONS.get(self._address[0], {}) if isinstance(self._noun, Record) else {}

    def _look_up(self, name: str) -> Any:
        views, (collection, id_) = self._views, self._address
        if name in self._relations():
            return views.related(collection, id_, name)
        if name in HIDDEN or name.startswith("x-"):
            raise KeyError(name)
        views.reads.fields.add((collection, id_, name))
        path = (*self._path, name)
        views.reads.paths.add((collection, id_, path))
        if isinstance(self._noun, Mapping):
            return views.wrap(self._noun[name], _PLAIN, self._address, path)
        kind = fields_of(type(self._noun))[name]
        return views.wrap(getattr(self._noun, kind.attribute), kind, self._address, path)


class CollectionView(Sequence[View]):
    """All records of a collection that this brief may show; `partners.ilo` is one of them."""

    __slots__ = ("_name", "_views")

    def __init__(self, views: Views, name: str) -> None:
        self._views = views
        self._name = name

    def __getitem__(self, key: Any) -> Any:
        """A record by its id, or by its place in the order of the data."""
        if isinstance(key, str):
            return self._views.record(self._name, key)
        return self._all()[key]

    def __iter__(self) -> Iterator[View]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    @property
    def name(self) -> str:
        """The collection's name, for messages."""
        return self._name

    def ids(self) -> tuple[str, ...]:
        """The ids that `partners.X` may name; asking is not recorded."""
        return self._views.visible_ids(self._name)

    def _all(self) -> tuple[View, ...]:
        self._views.reads.scans.add(self._name)
        return tuple(self._views.record(self._name, id_) for id_ in self.ids())


class Views:
    """The views of one brief: its language, its audience, and the record of what it reads."""

    def __init__(
        self,
        project: Project,
        language: str,
        audience: str,
        *,
        mark: Callable[[str], str] | None = None,
        reads: Reads | None = None,
    ) -> None:
        """`mark` says in words which language a text is in that has fallen back to it."""
        self._project = project
        self._mark = mark or (lambda _: "")
        self._records: dict[tuple[str, str], View] = {}
        self.language = language
        self.audience = audience
        self.reads = reads or Reads()

    def speaking(self, language: str, mark: Callable[[str], str]) -> Views:
        """The same brief as one in another language sees it; what is read is recorded here too."""
        return Views(self._project, language, self.audience, mark=mark, reads=self.reads)

    def collection(self, name: str) -> CollectionView:
        """The collection of this name; empty where the project has no such records."""
        return CollectionView(self, name)

    def record(self, collection: str, id_: str) -> View:
        """The record; KeyError where it does not exist or this brief may not show it."""
        key = (collection, id_)
        if not self.has(collection, id_):
            raise KeyError(id_)
        if key not in self._records:
            self._records[key] = View(self, self._project.collection(collection)[id_], key)
        return self._records[key]

    def has(self, collection: str, id_: str) -> bool:
        """True where there is such a record and this brief may show it."""
        self.reads.fields.add((collection, id_, "audience"))
        records = self._project.collection(collection)
        return id_ in records and self._may_show(collection, id_)

    def is_record(self, view: View) -> bool:
        """True for the view of a whole record."""
        return self._records.get(view.address) is view

    def dataset(self) -> View:
        """The card of the data set."""
        return View(self, self._project.dataset, ("dataset", "dataset"))

    def prose(
        self, id_: str, part: Callable[[str, str], str | None] | None = None
    ) -> LocalText | None:
        """The body of a text, or None where it has none; KeyError where there is no such text.

        `part` takes out of a body, given its language, what is wanted of it.
        """
        self.record("texts", id_)
        self.reads.fields.add(("texts", id_, "bodies"))
        bodies = getattr(self._project.records["texts"][id_], "bodies", {})
        if part is not None:
            parts = {language: part(body, language) for language, body in bodies.items()}
            bodies = {language: text for language, text in parts.items() if text is not None}
        return self.text(Text.model_validate(bodies)) if bodies else None

    def visible_ids(self, collection: str) -> tuple[str, ...]:
        """The ids of a collection's records that this brief may show, in the order of the data."""
        records = self._project.collection(collection)
        return tuple(id_ for id_ in records if self._may_show(collection, id_))

    def related(self, collection: str, id_: str, relation: str) -> tuple[View, ...]:
        """The records that stand in a relation to this one, in the order of the data."""
        self.reads.relations.add((collection, id_, relation))
        pairs = self._project.relations.find(collection, id_, relation)
        return tuple(self.record(c, i) for c, i in pairs if self.has(c, i))

    def text(self, text: Text) -> LocalText:
        """The text in the brief's language, marked where it is a fallback."""
        found, language = text.find(self.language, self._project.languages[0])
        if text.plain is not None:
            return LocalText(found, None)
        if language == self.language:
            return LocalText(found, language)
        return LocalText(found, language, fallback=True, mark=self._mark(language))

    def written(self, text: str) -> Place | None:
        """Where in the data a text stands that this page has read, or None."""
        for collection, id_, path in sorted(self.reads.paths, key=repr):
            value: Any = self._project.collection(collection).get(id_)
            for part in path:
                value = _inner(value, part)
            if value == text:
                return self._project.find(collection, id_, path)
        return None

    def wrap(self, value: Any, kind: FieldKind, address: tuple[str, str], path: Path) -> Any:
        """A value of the model as a template may hold it; it stands at `path` in its record."""
        if value is None or isinstance(value, bool | int | Decimal):
            return value
        if isinstance(value, tuple | list):
            shown = ((at, item) for at, item in enumerate(value) if not self._is_withheld(item))
            wrapped = (self.wrap(item, kind, address, (*path, at)) for at, item in shown)
            return tuple(w for w in wrapped if w is not None)
        if isinstance(value, Text):
            return self.text(value)
        if isinstance(value, Noun):
            return View(self, value, address, path)
        if isinstance(value, Mapping):
            return self._map(value, address, path)
        return self._string(value, kind)

    def _is_withheld(self, item: Any) -> bool:
        """True for a row about a record that this brief may not show: its role in a programme.

        Without the record the row would still tell that there is one.
        """
        if not isinstance(item, Noun):
            return False
        for kind in fields_of(type(item)).values():
            needed = kind.ref is not None and type(item).model_fields[kind.attribute].is_required()
            if needed and kind.ref is not None and not kind.ref.loose:
                id_ = getattr(item, kind.attribute)
                if not any(self.has(collection, id_) for collection in kind.ref.collections):
                    return True
        return False

    def _map(self, value: Mapping[str, Any], address: tuple[str, str], path: Path) -> Any:
        if value and all(LANGUAGE.match(k) and isinstance(v, str) for k, v in value.items()):
            known = set(self._project.languages)
            if set(value) <= known:
                return self.text(Text.model_validate(value))
        return View(self, value, address, path)

    def _string(self, value: str, kind: FieldKind) -> Any:
        if kind.ref is not None:
            return self._reference(value, kind.ref)
        if kind.date:
            return Dated(value)
        if kind.coded is not None:
            return Code(value, kind.coded.codes.name)
        return value

    def _reference(self, id_: str, ref: Ref) -> Any:
        for collection in ref.collections:
            shown = self.has(collection, id_)  # asked first: that there is none is read, too
            if id_ in self._project.collection(collection):
                return self.record(collection, id_) if shown else None
        return id_ if ref.loose else None

    def _may_show(self, collection: str, id_: str) -> bool:
        own = self._project.audience(collection, id_)
        return self.audience != PUBLIC or own in (None, PUBLIC)


def _inner(value: Any, part: str | int) -> Any:
    """A part of a value of the model, or None."""
    if isinstance(value, Noun) and isinstance(part, str):
        kind = fields_of(type(value)).get(part)
        return getattr(value, kind.attribute) if kind else None
    if isinstance(value, Mapping):
        return value.get(part)
    inside = isinstance(value, tuple | list) and isinstance(part, int) and part < len(value)
    return value[part] if inside else None
