"""Problems as plain rows, so that what was told once can be told again by a later build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from reportgen.problems.severity import Severity
from reportgen.problems.values import Place, Problem


def rows_of(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """The problems as JSON can hold them."""
    return [asdict(found) for found in problems]


def problems_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Problem, ...]:
    """What `rows_of` was given.

    Raises:
        KeyError, TypeError, ValueError: it is nothing of the kind.
    """
    return tuple(_problem(row) for row in rows)


def place_of(row: Mapping[str, Any]) -> Place:
    """The place that a row holds.

    Raises:
        TypeError: it holds none.
    """
    place = Place(**row)
    texts, numbers = (place.file, place.text), (place.line, place.column, place.width)
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("a place is in a file")
    if not all(isinstance(number, int) for number in numbers):
        raise TypeError("lines and columns are counted")
    return place


def _problem(row: Mapping[str, Any]) -> Problem:
    place = place_of(row["place"]) if row["place"] else None
    code, message, hint = row["code"], row["message"], row["hint"]
    if not isinstance(code, str) or not isinstance(message, str):
        raise TypeError("a problem is told in words")
    if not isinstance(hint, str | None):
        raise TypeError("a hint is told in words")
    reports = row["reports"]
    return Problem(
        code,
        message,
        place,
        hint,
        Severity(row["severity"]),
        None if reports is None else tuple(map(str, reports)),
    )
