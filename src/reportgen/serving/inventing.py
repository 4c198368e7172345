"""Made-up records from the models: as little as they allow, or as much as a page must hold.

Everything that can be read says that it is made up. The same record comes out every time.
"""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, NamedTuple

from reportgen.model.base import Noun, Record
from reportgen.model.scalars import Address, Coded, Edtf, Flag, Id, Number, Ref, Whole
from reportgen.model.text import Text

_IN_ROWS = frozenset({"sources", "groups", "dates", "period", "budgets", "participants", "parties"})
"""Lists and nouns that tables print, and that all records have therefore."""

_WORDS: Mapping[str, tuple[str, str, str]] = {
    # language -> (a name, with its number of 60 letters; a title; a sentence)
    "en": (
        "Made-up Agency of Vocational Education and Social Affairs",
        (
            "Made-up programme to strengthen the institutions of vocational education, employment"
            " services and social protection in mountainous, remote and particularly difficult"
            " districts"
        ),
        "This sentence is made up and says nothing about the world; it is here to fill a line.",
    ),
    "vi": (
        "Cơ quan giả định về Giáo dục nghề nghiệp và Người có công",
        (
            "Chương trình giả định về tăng cường năng lực thể chế giáo dục nghề nghiệp, dịch vụ"
            " việc làm và bảo trợ xã hội tại các huyện miền núi, vùng sâu, vùng xa và đặc biệt khó"
            " khăn"
        ),
        (
            "Câu này là giả định và không nói gì về thế giới thực; nó chỉ có ở đây để lấp đầy một"
            " dòng."
        ),
    ),
}
_FEW = {
    "en": ("Made-up name", "Made-up title", "A made-up sentence."),
    "vi": ("Tên giả định", "Tiêu đề giả định", "Một câu giả định."),
}
_SAID = {  # strings without a language that stand for something
    "sdgs": ("1.3", "4.4", "8.5", "8.10", "17"),
    "language": ("en",),
    "url": ("https://example.org/made-up/" + "long-path/" * 8,),
    "percentage": ("50",),
    "value": ("123456789012.5",),
    "ordinal": ("4",),
    "unit_multiplier": ("3",),
    "year": ("2031",),
    "locator": ("p. 1234", "para. 56"),
}
_NAMES = frozenset({"name", "title_short", "honorific", "reading", "status_text", "unit", "window"})
_TITLES = frozenset({"title", "label", "role", "attributed_as"})
FILES = frozenset({"file", "image", "images", "logo"})
"""What names a file, or a record that names one: no word that is made up leads to a file."""

_KEPT_ASIDE = frozenset(
    {
        *(
            "x-*",
            "audience",
            "notes",
            "reviewed",
            "iati_extra",
            "contacts",
            "quote",
            "bodies",
            "duplicate_of",
        ),
        *("record", "successor", "of", "part_of", "verbatim"),
        *FILES,
    }
)
"""What no page prints, what needs a file, and what makes a record stand for another one."""

_NOTHING: Mapping[str, Any] = types.MappingProxyType({})

_MANY = 3
"""Items of a list inside a record."""

_FULL = 2
"""So many records of a collection are filled to the brim. The others have what tables print, so
that many rows do not cost minutes."""


class _Where(NamedTuple):
    """For what a value is made: the collection, the record's place in it, how deep inside."""

    collection: str
    number: int
    depth: int = 0

    @property
    def full(self) -> bool:
        return self.number < _FULL and self.depth < 2


@dataclass(frozen=True)
class Inventor:
    """Makes records.

    Attributes:
        dense: Whether every field is filled, and not only the required ones.
        languages: In which texts are.
        ids: Collection -> the ids that may be referred to.
    """

    dense: bool
    languages: Sequence[str]
    ids: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def record(
        self,
        collection: str,
        noun: type[Record],
        number: int,
        id_: str,
        kept: Mapping[str, Any] = _NOTHING,
    ) -> dict[str, Any] | None:
        """A record as it stands in YAML; None for one that would need what is not there.

        That is another record, or a file.

        Args:
            collection: Where it stands.
            noun: What it is.
            number: Its place among the others, from 0.
            id_: Its id.
            kept: Name of a field -> what it holds; the others are made up.
        """
        return self._noun(noun, number, _Where(collection, number), {**kept, "id": id_})

    def has(self, ref: Ref | None, id_: str) -> bool:
        """Whether such a reference leads somewhere; without one it is no id but a word."""
        return ref is None or any(id_ in self.ids.get(name, ()) for name in ref.collections)

    def body(self, language: str, written: str) -> str:
        """A text in Markdown with the headings that somebody has written, and other paragraphs."""
        name, title, sentence = self._words(language)
        told = " ".join([sentence] * 6) + f"\n\n- {title}\n- {name}"
        filled = told if self.dense else sentence
        heads = [line for line in written.splitlines() if line.startswith("#") and "{" not in line]
        return "\n\n".join(f"{head}\n\n{filled}" for head in heads) or filled

    def words(self, name: str, number: int = 0) -> dict[str, str]:
        """Language -> what stands in a text field of this name."""
        return {language: self._text(language, name, number) for language in self.languages}

    def _words(self, language: str) -> tuple[str, str, str]:
        known = _WORDS if self.dense else _FEW
        return known.get(language, known["en"])

    def _text(self, language: str, name: str, number: int) -> str:
        short, title, sentence = self._words(language)
        if name in ("acronym", "aliases"):
            return f"MADE-UP-{number + 1}"
        if name in _NAMES:
            return f"{short} {number + 1}"
        if name in _TITLES:
            return f"{title} ({number + 1})"
        return " ".join([sentence] * (2 if self.dense else 1))

    def _noun(
        self,
        noun: type[Noun],
        number: int,
        of: _Where,
        kept: Mapping[str, Any] = _NOTHING,
    ) -> dict[str, Any] | None:
        """The fields of a value; None where one that it needs would refer to nothing."""
        hints, found = _hints(noun), dict(kept)
        for name, info in noun.model_fields.items():
            written = info.alias or name
            if written in kept:
                continue
            if not (info.is_required() or self._is_wanted(written, hints[name], of)):
                continue
            value = self._value(hints[name], (), written, number, of)
            if value is not None:
                found[written] = value
            elif info.is_required():
                return None
        return found

    def _is_wanted(self, name: str, hint: Any, of: _Where) -> bool:
        """Whether a field that may be left out is filled."""
        if not self.dense or name in _KEPT_ASIDE:
            return False
        if of.depth and not of.full:
            return False
        return of.full or name in _IN_ROWS or not _is_long(hint)

    def _value(self, hint: Any, marks: tuple[Any, ...], name: str, number: int, of: _Where) -> Any:
        """What a field of this type holds; None where nothing can stand there."""
        if hint == Id:  # of a part; another one would have to be that of something
            return f"part-{number + 1}" if name == "id" else None
        scalar = self._scalar(hint, name, number)
        if scalar is not None:
            return scalar
        origin, inner = typing.get_origin(hint), typing.get_args(hint)
        if origin is Annotated:
            return self._value(inner[0], (*marks, *inner[1:]), name, number, of)
        if origin in (typing.Union, types.UnionType):
            first = next(part for part in inner if part is not type(None))
            return self._value(first, marks, name, number, of)
        if origin is tuple:
            return self._several(inner[0], name, number, of)
        if isinstance(hint, type) and issubclass(hint, Text):
            return self.words(name, number)
        if isinstance(hint, type) and issubclass(hint, Noun):
            return self._noun(hint, number, of._replace(depth=of.depth + 1))
        return self._marked(hint, marks, name, number, of)

    def _several(self, hint: Any, name: str, number: int, of: _Where) -> Any:
        many = 2 if name in ("countries", "sectors") else _MANY if of.full else 1
        values = [self._value(hint, (), name, number + at, of) for at in range(many)]
        different = [v for at, v in enumerate(values) if v is not None and v not in values[:at]]
        return different or None

    def _scalar(self, hint: Any, name: str, number: int) -> Any:
        if hint == Edtf:
            return _date(name, number)
        if hint == Flag:
            return "false"
        if hint == Address:
            return _SAID["url"][0]
        if hint in (Number, Whole):
            return _SAID.get(name, ("1234567",))[0]
        return None

    def _marked(self, hint: Any, marks: tuple[Any, ...], name: str, number: int, of: _Where) -> Any:
        for mark in marks:
            if isinstance(mark, Coded):
                words = tuple(mark.codes.words)
                return words[number % len(words)]
            if isinstance(mark, Ref):
                return self._id(mark, number, of)
        if hint is not str or name in FILES:
            return None
        said = _SAID.get(name)
        return said[number % len(said)] if said else self._text(self.languages[0], name, number)

    def _id(self, ref: Ref, number: int, of: _Where) -> str | None:
        """The id of a record; in its own collection of an earlier one, so that no ring closes."""
        for name in ref.collections:
            ids = self.ids.get(name, ())[: of.number if name == of.collection else None]
            if ids:
                return ids[number % len(ids)]
        return None


def _is_long(hint: Any) -> bool:
    """Whether a field holds values inside: a list, or a noun of its own."""
    if typing.get_origin(hint) is tuple:
        return True
    parts = [part for part in typing.get_args(hint) if isinstance(part, type)]
    return any(issubclass(part, Noun) for part in (*parts, *([hint] * isinstance(hint, type))))


@functools.cache
def _hints(noun: type[Noun]) -> Mapping[str, Any]:
    return typing.get_type_hints(noun, include_extras=True)


def _date(name: str, number: int) -> str:
    if "end" in name or "until" in name:
        return "2099-12-31"
    if "start" in name or name == "from":
        return "2031-01-15"
    if name in ("period", "span"):
        return "2031/2039"
    return (f"20{31 + number % 40}-03-28", f"20{31 + number % 40}", f"20{31 + number % 40}~")[
        number % 3
    ]


def numbered(collection: str, known: Sequence[str], wanted: int) -> Iterator[str]:
    """The ids that there are, then new ones until there are so many."""
    yield from known
    yield from (f"made-up-{collection}-{n + 1}" for n in range(len(known), wanted))
