"""Where a record is written, so that a problem in it can be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportgen.documents import Document, Source
from reportgen.model.text import LANGUAGE
from reportgen.problems import Place

Path = Sequence[str | int]
BODIES = "bodies"  # the attribute of a text that holds its prose, by language


@dataclass(frozen=True)
class Body:
    """Prose in a Markdown file: the file, and where in it the prose begins."""

    source: Source
    start: int


@dataclass(frozen=True)
class Origin:
    """The places of one record.

    Attributes:
        layers: Documents with the path of a mapping in each. A field is looked for in them in
            turn: the record itself, then the defaults of its file, or the front matter of each
            language of a text.
        bodies: Language -> prose that stands in a file of its own.
    """

    layers: tuple[tuple[Document, tuple[str | int, ...]], ...]
    bodies: Mapping[str, Body] = field(default_factory=dict)

    def place(self, path: Path = (), *, key: bool = False) -> Place:
        """The place of a field, or of the deepest part of its path that is written."""
        written = self._written(path)
        if written is None:
            return next(iter(self.bodies.values())).source.at(0, 0)
        document, whole = written
        return document.place(whole, key=key)

    def place_in(self, path: Path, offset: int, width: int) -> Place:
        """The place of a part of a text, given its offset in the value."""
        if len(path) == 2 and path[0] == BODIES and path[1] in self.bodies:
            body = self.bodies[str(path[1])]
            return body.source.at_offset(body.start + offset, width)
        written = self._written(path)
        if written is None:
            return self.place()
        document, whole = written
        return document.place_in(whole, offset, width)

    def _written(self, path: Path) -> tuple[Document, tuple[str | int, ...]] | None:
        rest = tuple(path[1:] if path and path[0] == BODIES else path)
        for document, base in self.layers:
            held = value_at(document.data, base)
            if not rest or (isinstance(held, Mapping) and rest[0] in held):
                return document, (*base, *_spelt_out(held, rest))
        if not self.layers:
            return None
        document, base = self.layers[0]
        return document, (*base, *rest)


def _spelt_out(value: Any, path: Path) -> Iterator[str | int]:
    """The path without what a short form leaves out: `title` of an item that is `en: ...`."""
    for number, part in enumerate(path, start=1):
        short = isinstance(value, Mapping) and part not in value and all(map(LANGUAGE.match, value))
        if not short or number == len(path):
            yield part
            value = value_at(value, (part,))


@dataclass(frozen=True)
class Raw:
    """A record as it is written, before the model has judged it."""

    collection: str
    value: Mapping[str, Any]
    origin: Origin

    @property
    def id(self) -> str | None:
        """Its id, if that is text."""
        found = self.value.get("id")
        return found if isinstance(found, str) else None


def value_at(value: Any, path: Path) -> Any:
    """What stands at a path, or None."""
    for part in path:
        if isinstance(value, Mapping):
            value = value.get(part)
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            return None
    return value
