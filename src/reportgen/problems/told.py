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
    """What `rows_of` was given."""
    return tuple(_problem(row) for row in rows)


def place_of(row: Mapping[str, Any]) -> Place:
    """The place that a row holds."""
    return Place(**row)


def _problem(row: Mapping[str, Any]) -> Problem:
    place = place_of(row["place"]) if row["place"] else None
    return Problem(row["code"], row["message"], place, row["hint"], Severity(row["severity"]))
