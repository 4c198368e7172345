"""What must hold between the fields of one record."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from reportgen.model.base import Noun, Record, Validity
from reportgen.model.edtf import bounds
from reportgen.model.fields import fields_of
from reportgen.model.images import Image
from reportgen.model.partners import Person
from reportgen.model.programmes import Programme, Share
from reportgen.problems import Problem, problem
from reportgen.reading.origin import Origin, value_at
from reportgen.reading.references import ring_problem, rings_of

_THREE_DECIMALS = re.compile(r"^[+-]?[1-9]\d{0,2}\.\d{3}$")
_WORDS = {
    "alt": "say in a sentence what it shows, for those who do not see it",
    "credit": "say who made it, or who lets it be used",
}
_STRINGS = (str, str | None)
_TOLERANCE = Decimal("0.05")  # three thirds written 33.33 sum to 99.99


def broken_rules(record: Record, origin: Origin) -> Iterator[Problem]:
    """The problems of a record that is right field by field."""
    if isinstance(record, Programme):
        yield from _percentages("countries", record.countries, origin)
        yield from _percentages("sectors", record.sectors, origin)
        yield from _results(record, origin)
        if record.period is not None:
            period = record.period
            for kind in ("planned", "actual"):
                start, end = getattr(period, f"{kind}_start"), getattr(period, f"{kind}_end")
                yield from _order(start, end, origin, ("period", f"{kind}_end"))
    if isinstance(record, Person):
        yield from _order(record.from_, record.until, origin, ("until",))
    if isinstance(record, Image):
        yield from _wordless(record, origin)
    valid: Validity | None = getattr(record, "valid", None)
    if valid is not None:
        yield from _order(valid.from_, valid.until, origin, ("valid", "until"))


def ambiguous_numbers(record: Record, value: Any, origin: Origin) -> Iterator[Problem]:
    """A problem for each number with three digits after its only point, as it is written."""
    for path in _numbers(record, ()):
        written = value_at(value, path)
        if not isinstance(written, str) or not _THREE_DECIMALS.match(written):
            continue
        whole = written.replace(".", "")
        short = written.rstrip("0").rstrip(".")
        small = short if short != written else f"{whole}e-3"
        yield problem(
            "ambiguous-number",
            f"`{written}` is read as {short}, and may be meant as {whole}",
            origin.place(path),
            f"write `{whole}` if thousands are meant, else `{small}`",
        )


def _numbers(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """The paths of the numbers in a value; shares are below 100 and cannot be thousands."""
    if isinstance(value, Decimal):
        yield path
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _numbers(item, (*path, number))
    elif isinstance(value, Noun):
        for name, attribute in _countable(type(value)):
            inner = getattr(value, attribute)
            if isinstance(inner, Decimal | tuple | Noun):
                yield from _numbers(inner, (*path, name))


@functools.cache
def _countable(noun: type[Noun]) -> tuple[tuple[str, str], ...]:
    """Name and attribute of the fields in which such numbers may stand: not in plain strings."""
    return tuple(
        (name, kind.attribute)
        for name, kind in fields_of(noun).items()
        if name not in {"percentage", "x-*"}
        and noun.model_fields[kind.attribute].annotation not in _STRINGS
        and (kind.noun is None or issubclass(kind.noun, Noun))
    )


def _wordless(image: Image, origin: Origin) -> Iterator[Problem]:
    """Pictures whose alternative text or credit says nothing."""
    for field, hint in _WORDS.items():
        for language, words in getattr(image, field).parts():
            if not words.strip():
                place = origin.place((field,) if language is None else (field, language))
                message = f"the image `{image.id}` has an empty `{field}`"
                yield problem("missing-field", message, place, hint)


def _percentages(field: str, shares: Sequence[Share], origin: Origin) -> Iterator[Problem]:
    vocabularies: dict[str, list[Share]] = defaultdict(list)
    for share in shares:
        vocabularies[getattr(share, "vocabulary", "")].append(share)
    for vocabulary, held in vocabularies.items():
        stated = [share.percentage for share in held if share.percentage is not None]
        total = sum(stated, Decimal(0))
        of = f" of the vocabulary {vocabulary}" if vocabulary else ""
        if not stated:
            continue
        if len(stated) < len(held):
            message = f"some {field}{of} have a percentage and some have none"
            hint = "give each its percentage, or none of them"
        elif abs(total - 100) > _TOLERANCE:
            message = f"the percentages of the {field}{of} sum to {total.normalize():f}, not 100"
            hint = "correct them, or leave all of them out"
        else:
            continue
        yield problem("percentages", message, origin.place((field,), key=True), hint)


def _order(
    start: str | None, end: str | None, origin: Origin, path: tuple[str, ...]
) -> Iterator[Problem]:
    if start is None or end is None:
        return
    first, last = bounds(start)[0], bounds(end)[1]
    if first is not None and last is not None and last < first:
        yield problem(
            "period-order",
            f"the end {end} lies before the start {start}",
            origin.place(path),
            "write the earlier date as the start",
        )


def _results(programme: Programme, origin: Origin) -> Iterator[Problem]:
    """Two results of one id; results that serve one that is not there, or one another."""
    known: dict[str, int] = {}
    for number, result in enumerate(programme.results):
        if result.id is None:
            continue
        if result.id in known:
            yield problem(
                "duplicate-id",
                f"the programme has two results `{result.id}`",
                origin.place(("results", number, "id")),
                "give one of them another id",
            )
        known.setdefault(result.id, number)
    for number, result in enumerate(programme.results):
        if result.parent is not None and result.parent not in known:
            yield problem(
                "unknown-reference",
                f"the programme has no result `{result.parent}`",
                origin.place(("results", number, "parent")),
                "a result's parent is the id of another result of the same programme",
            )
    for ring in rings_of({id_: programme.results[number].parent for id_, number in known.items()}):
        place = origin.place(("results", known[ring[0]], "parent"))
        yield ring_problem(ring, "parent", place)
