"""What is looked for in a record is found wherever the model lets it stand."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from reportgen.model import COLLECTIONS
from reportgen.model.base import Noun
from reportgen.model.configuration import Configuration
from reportgen.model.dataset import Dataset
from reportgen.model.fields import HIDDEN, _referring, fields_of
from reportgen.model.scalars import Ref
from reportgen.model.text import Text
from reportgen.model.translatable import _telling
from reportgen.reading.rules import _countable


def nouns() -> set[type[Noun]]:
    """Every kind of noun that a project may hold, at any depth."""
    found: set[type[Noun]] = set()
    ahead: list[Any] = [*COLLECTIONS.values(), Dataset, Configuration]
    while ahead:
        noun = ahead.pop()
        if noun not in found:
            found.add(noun)
            ahead += [
                part
                for field in fields_of(noun).values()
                for part in parts(noun, field.attribute)
                if isinstance(part, type) and issubclass(part, Noun)
            ]
    return found


def parts(noun: type[Noun], attribute: str) -> Iterator[Any]:
    """Everything that the type of a field is made of."""
    ahead = [typing.get_type_hints(noun, include_extras=True)[attribute]]
    while ahead:
        part = ahead.pop()
        ahead += typing.get_args(part)
        yield part


def holding(noun: type[Noun], *wanted: type) -> set[str]:
    """The attributes of the fields whose type has one of these somewhere."""
    return {
        kind.attribute
        for kind in fields_of(noun).values()
        if any(
            isinstance(part, wanted) or (isinstance(part, type) and issubclass(part, wanted))
            for part in parts(noun, kind.attribute)
        )
    }


def test_references_are_looked_for_wherever_they_may_stand() -> None:
    assert len(nouns()) > 30
    for noun in nouns():
        looked = {kind.attribute for _, kind in _referring(noun)}
        assert looked == holding(noun, Ref, Noun), noun


def test_texts_are_looked_for_wherever_they_may_stand() -> None:
    for noun in nouns():
        hidden = {kind.attribute for name, kind in fields_of(noun).items() if name in HIDDEN}
        looked = {attribute for _, attribute in _telling(noun)}
        assert looked >= holding(noun, Text, BaseModel) - hidden - {"bodies"}, noun


def test_numbers_are_looked_for_wherever_they_may_stand() -> None:
    for noun in nouns():
        looked = {attribute for _, attribute in _countable(noun)}
        assert looked >= holding(noun, Decimal, Noun) - {"percentage"}, noun
