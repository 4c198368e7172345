"""The texts of a record that are written language by language, wherever in it they stand."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reportgen.model.base import EXTENSION, Noun, Record
from reportgen.model.configuration import PROJECT_FILE, Configuration
from reportgen.model.cooperation import Statement
from reportgen.model.dataset import Dataset
from reportgen.model.evidence import Prose
from reportgen.model.fields import HIDDEN, fields_of
from reportgen.model.text import Text

BODIES = "bodies"
PARAMETERS = "params"
DATASET = "dataset"


@dataclass(frozen=True)
class Translatable:
    """One text, in the languages in which it is written.

    Attributes:
        key: What people and the lock call it: `partners.ilo.name`. An item of a list goes by its
            id where it has one, so that another order changes no key.
        collection: Its collection; `dataset` or the name of the project file too.
        id: The record; empty for the project file.
        path: Where it stands in the record, for messages.
        texts: Language -> text.
        kept: True for words that are kept to the letter: a translation of them is never missing.
        reviewed: False where nobody has read the translations yet.
    """

    key: str
    collection: str
    id: str
    path: tuple[str | int, ...]
    texts: Mapping[str, str]
    kept: bool = False
    reviewed: bool = True

    @property
    def name(self) -> str:
        """The field in a word, for messages."""
        return next((part for part in reversed(self.path) if isinstance(part, str)), "text")

    def source(self, first: str) -> str:
        """The language that it is translated from: the project's first, else its own first."""
        return first if first in self.texts else next(iter(self.texts))


def texts_of(
    records: Mapping[str, Mapping[str, Record]],
    own: Mapping[str, Mapping[str, Mapping[str, Any]]],
    dataset: Dataset,
    configuration: Configuration,
    languages: Collection[str],
) -> Iterator[Translatable]:
    """Every text of a project that is written language by language."""
    yield from translatable(PROJECT_FILE, "", configuration, languages)
    yield from translatable(DATASET, DATASET, dataset, languages)
    collections: Mapping[str, Mapping[str, Any]] = {**records, **own}
    for collection, held in collections.items():
        for id_, record in held.items():
            yield from translatable(collection, id_, record, languages)


def translatable(
    collection: str, id_: str, value: Noun | Mapping[str, Any], languages: Collection[str]
) -> Iterator[Translatable]:
    """Every text of a record, of the data set's card or of the project file.

    A plain text serves every language and is left out. In a collection of one's own a map from
    languages of the project to text is a text, as it is for templates.
    """
    told = value if isinstance(value, Mapping) else {"reviewed": getattr(value, "reviewed", None)}
    is_read = told.get("reviewed") not in (False, "false")
    start = {DATASET: DATASET, PROJECT_FILE: "reportgen"}.get(collection, f"{collection}.{id_}")
    for path, key, texts, kept in _inside(value, (), (), languages):
        name = ".".join((start, *key))
        yield Translatable(name, collection, id_, path, texts, kept, is_read)


_Found = tuple[tuple[str | int, ...], tuple[str, ...], Mapping[str, str], bool]


def _inside(
    value: Any, path: tuple[str | int, ...], key: tuple[str, ...], languages: Collection[str]
) -> Iterator[_Found]:
    if isinstance(value, Text):
        if value.by_language:
            yield path, key, value.by_language, False
    elif isinstance(value, Noun):
        yield from _fields(value, path, key, languages)
    elif isinstance(value, Mapping):
        yield from _mapping(value, path, key, languages)
    elif isinstance(value, tuple | list):
        for number, item in enumerate(value):
            id_ = getattr(item, "id", None)
            yield from _inside(item, (*path, number), (*key, id_ or str(number)), languages)


def _fields(
    noun: Noun, path: tuple[str | int, ...], key: tuple[str, ...], languages: Collection[str]
) -> Iterator[_Found]:
    if isinstance(noun, Prose) and noun.bodies:
        yield (*path, BODIES), key, noun.bodies, False
    for name, attribute in _telling(type(noun)):
        value = getattr(noun, attribute)
        if not value:
            continue
        kept = isinstance(noun, Statement) and noun.verbatim is True and name == "text"
        for where, what, texts, inner in _inside(value, (*path, name), (*key, name), languages):
            yield where, what, texts, kept or inner


@functools.cache
def _telling(noun: type[Noun]) -> tuple[tuple[str, str], ...]:
    """Name and attribute of the fields in which texts may stand."""
    return tuple(
        (name, kind.attribute)
        for name, kind in fields_of(noun).items()
        if name not in HIDDEN and name != BODIES and (kind.noun is not None or name == PARAMETERS)
    )


def _mapping(
    value: Mapping[str, Any],
    path: tuple[str | int, ...],
    key: tuple[str, ...],
    languages: Collection[str],
) -> Iterator[_Found]:
    if value and all(name in languages and isinstance(text, str) for name, text in value.items()):
        yield path, key, value, False
        return
    for name, item in value.items():
        if name not in HIDDEN and not name.startswith(EXTENSION):
            yield from _inside(item, (*path, name), (*key, name), languages)
