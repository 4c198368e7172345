"""What a brief prints and the sources of it, as data that a reader can check.

A field is in it where the page shows it: a template asked for it, and the page has its words or
its number. Words of code lists, dates, yes and no and references go with a record that is shown.
Prose, notes to oneself (`notes`, `x-*`), people's contacts and the audience of a record never do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from markupsafe import escape

from reportgen.model import COLLECTIONS
from reportgen.model.base import Noun
from reportgen.model.fields import HIDDEN, FieldKind, fields_of
from reportgen.model.project import Project
from reportgen.model.text import LANGUAGE, Text
from reportgen.rendering.functions import LOCATORS
from reportgen.rendering.page_words import PageWords
from reportgen.rendering.view import Path
from reportgen.rendering.written_json import plain_number

_NEVER = HIDDEN | {"audience", "reviewed", "bodies"}
_SMALL = 12
"""Up to this a whole number may stand on the page as a word: an ordinal, a power of ten."""
_PLAIN = FieldKind("")
_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*")
_WRITTEN = re.compile(r"-?\d{1,31}(\.\d{1,31})?\Z")
_YEAR = re.compile(r"\d{4}")
_DRAWING_OR_TAG = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>", re.DOTALL)

Tree = dict[str | int, "Tree"]


class _Reference(str):
    """The id of a record of one of these collections."""

    __slots__ = ("collections",)

    collections: tuple[str, ...]


def source_data(
    project: Project, paths: Iterable[tuple[str, str, Path]], html: str
) -> dict[str, Any]:
    """Collection -> the records that a page shows, each with the fields that it shows.

    The card of the data set stands under `dataset`.

    Args:
        project: Where the records are.
        paths: Every value that the page's templates were handed: (collection, id, path).
        html: The page.

    Returns:
        Records as people write them; texts in the languages in which the page shows them.
    """
    trees: dict[tuple[str, str], Tree] = {}
    for collection, id_, path in paths:
        node = trees.setdefault((collection, id_), {})
        for part in path:
            node = node.setdefault(part, {})
    shown = _Shown(project, html)
    found: dict[str, Any] = {}
    if card := shown.record(project.dataset, trees.get(("dataset", "dataset"), {})):
        found["dataset"] = card
    for collection in (*COLLECTIONS, *project.own):
        records = project.collection(collection)
        for id_ in records:  # a record is made when it is looked up
            tree = trees.get((collection, id_), {})
            tree.pop("id", None)
            if tree and (values := shown.record(records[id_], tree)):
                found.setdefault(collection, []).append({"id": id_, **values})
    known = {(name, row["id"]) for name, rows in found.items() if name != "dataset" for row in rows}
    return {name: _linked(part, known) for name, part in found.items()}


def _linked(value: Any, known: set[tuple[str, str]]) -> Any:
    """The value without references to records that are not shown, and what hangs on those."""
    if isinstance(value, list):
        parts = (_linked(part, known) for part in value)
        return [part for part in parts if part is not None]
    if isinstance(value, dict):
        if isinstance(value.get("id"), _Reference) and _linked(value["id"], known) is None:
            return None  # a citation of a source that is not shown
        parts_ = {name: _linked(part, known) for name, part in value.items()}
        return {name: part for name, part in parts_.items() if part not in (None, [], {})}
    if isinstance(value, _Reference):
        there = any((collection, value) in known for collection in value.collections)
        return str.__str__(value) if there else None
    return value


class _Shown:
    """What of the values stands on a page."""

    def __init__(self, project: Project, html: str) -> None:
        self._project = project
        html = html.replace("<wbr>", "")
        self._words = PageWords(" ".join(html.split()))
        text = _DRAWING_OR_TAG.sub(" ", html)
        self._numbers = {_digits(found) for found in _NUMBER.findall(text)}
        self._counts = 0

    def record(self, record: Noun | Mapping[str, Any], tree: Tree) -> dict[str, Any]:
        """The fields of a record that are shown; empty where none of its words or numbers is."""
        before = self._counts
        values = self._fields(record, tree)
        return values if self._counts > before else {}

    def _fields(self, noun: Noun | Mapping[str, Any], tree: Tree) -> dict[str, Any]:
        if isinstance(noun, Noun):
            of = fields_of(type(noun))
            rows = [(name, getattr(noun, kind.attribute), kind) for name, kind in of.items()]
        else:
            rows = [(str(name), value, _PLAIN) for name, value in noun.items()]
        values = {
            name: self._value(value, kind, tree[name])
            for name, value, kind in rows
            if name in tree and name not in _NEVER and not name.startswith("x-")
        }
        return {name: value for name, value in values.items() if value not in (None, [], {})}

    def _value(self, value: Any, kind: FieldKind, tree: Tree) -> Any:
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int | Decimal):
            return plain_number(Decimal(value)) if self._has_number(value) else None
        if isinstance(value, tuple | list):
            parts = (self._value(part, kind, tree.get(at, {})) for at, part in enumerate(value))
            return [part for part in parts if part not in (None, {})]
        if isinstance(value, Text):
            return self._text(value)
        if isinstance(value, Noun):
            return self._fields(value, tree)
        if isinstance(value, Mapping):
            if not tree and all(LANGUAGE.match(key) for key in value):
                return self._text(Text.model_validate(value)) if value else None
            return self._fields(value, tree)
        return self._string(str.__str__(value), kind)

    def _text(self, text: Text) -> Any:
        found = {language: words for language, words in text.parts() if self._has(words)}
        return found.get(None) or found or None

    def _string(self, value: str, kind: FieldKind) -> Any:
        if kind.ref is not None and any(
            value in self._project.collection(name) for name in kind.ref.collections
        ):
            reference = _Reference(value)
            reference.collections = kind.ref.collections
            return reference
        if kind.coded is not None:
            return value
        if kind.date:
            years = _YEAR.findall(value)
            return value if all(_digits(year) in self._numbers for year in years) else None
        _, _, place = value.partition(" ")
        is_place = value.partition(" ")[0] in LOCATORS and self._has(place)
        is_number = _WRITTEN.match(value) and self._has_number(Decimal(value))
        return value if self._has(value) or is_place or is_number else None

    def _has(self, words: str) -> bool:
        found = str(escape(" ".join(words.split()))) in self._words
        self._counts += found
        return found

    def _has_number(self, value: Decimal | int) -> bool:
        is_small = value == int(value) and 1 <= value <= _SMALL
        found = is_small or _digits(f"{value:f}") in self._numbers
        self._counts += found
        return found


def _digits(text: str) -> str:
    """The digits that count of a number however it is written: `1.200,50` and `1200.5` agree."""
    return re.sub(r"\D", "", text).strip("0") or "0"
