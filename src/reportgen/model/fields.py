"""What a noun's fields are, read from the models once: names as written, references, dates."""

from __future__ import annotations

import functools
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel

from reportgen.model.base import Noun
from reportgen.model.scalars import Coded, Edtf, Ref

HIDDEN = frozenset({"notes", "x-*", "contacts"})
"""Fields that no brief prints and no template sees."""

_DATE = typing.get_args(Edtf)[-1]


@dataclass(frozen=True)
class FieldKind:
    """One field: its attribute in Python and what its text stands for."""

    attribute: str
    ref: Ref | None = None
    coded: Coded | None = None
    date: bool = False
    noun: type[BaseModel] | None = None


@functools.cache
def fields_of(noun: type[Noun]) -> Mapping[str, FieldKind]:
    """Name as written in YAML -> kind, in the order of the model."""
    hints = typing.get_type_hints(noun, include_extras=True)
    return {
        info.alias or name: _kind(name, tuple(_marks(hints[name])))
        for name, info in noun.model_fields.items()
    }


@functools.cache
def _referring(noun: type[Noun]) -> tuple[tuple[str, FieldKind], ...]:
    """The fields in which references may stand: to look into the others would take time."""
    return tuple(
        (name, kind)
        for name, kind in fields_of(noun).items()
        if kind.ref is not None or (kind.noun is not None and issubclass(kind.noun, Noun))
    )


def references(noun: Noun) -> Iterator[tuple[tuple[str | int, ...], Ref, str]]:
    """Every reference in a value: (path to it, what it may point at, the id)."""
    for name, kind in _referring(type(noun)):
        value = getattr(noun, kind.attribute)
        if value:
            yield from _references((name,), kind, value)


def _references(
    path: tuple[str | int, ...], kind: FieldKind, value: Any
) -> Iterator[tuple[tuple[str | int, ...], Ref, str]]:
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _references((*path, index), kind, item)
    elif isinstance(value, Noun):
        for inner, ref, id_ in references(value):
            yield (*path, *inner), ref, id_
    elif kind.ref is not None and isinstance(value, str):
        yield path, kind.ref, value


def _kind(attribute: str, marks: tuple[Any, ...]) -> FieldKind:
    return FieldKind(
        attribute,
        ref=next((mark for mark in marks if isinstance(mark, Ref)), None),
        coded=next((mark for mark in marks if isinstance(mark, Coded)), None),
        date=any(mark is _DATE for mark in marks),
        noun=next(
            (
                m
                for m in marks
                if isinstance(m, type) and issubclass(m, BaseModel) and m is not BaseModel
            ),
            None,
        ),
    )


def _marks(hint: Any) -> Iterator[Any]:
    """Every type and every piece of metadata inside an annotation, at any depth."""
    if typing.get_origin(hint) is Annotated:
        inner, *metadata = typing.get_args(hint)
        yield from metadata
        yield from _marks(inner)
    elif typing.get_args(hint):
        for part in typing.get_args(hint):
            yield from _marks(part)
    else:
        yield hint
