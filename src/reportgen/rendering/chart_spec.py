"""What a chart specification may hold, and its rows.

Data is inside the specification or nowhere: Vega can fetch addresses, show images and make links,
and none of it is wanted in a brief.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from reportgen.problems import Problem, did_you_mean, problem

_ADDRESSES = frozenset({"url", "href"})
_IMPLIED = frozenset({"key", "value", "density", "prob"})  # names that transforms make unasked


def with_rows(spec: Mapping[str, Any], rows: Sequence[Mapping[str, Any]] | None) -> dict[str, Any]:
    """The specification with these rows as its data, ready for JSON; the given one stays as it is.

    Numbers become JSON numbers and dates ISO text; any other value its text.
    """
    if rows is not None:
        spec = {**spec, "data": {"values": [dict(row) for row in rows]}}
    return {str(key): _plain(value) for key, value in spec.items()}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return str.__str__(value)  # markup of the templates is a str too, and prints as one
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, Sequence):
        return [_plain(part) for part in value]
    return str(value)


def spec_problems(spec: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a specification, before it is drawn."""
    found = [_refused(path) for path in _outside(spec)]
    data = spec.get("data")
    rows = data.get("values") if isinstance(data, Mapping) else None
    if rows is not None and not rows:
        found.append(
            problem("bad-chart", "the chart has no rows", None, "leave it out, or fill it")
        )
    elif "data" not in (key for key, _ in _entries(spec)):
        found.append(problem("bad-chart", "the chart has no data", None, "give it `values=[...]`"))
    elif isinstance(rows, list):
        found += _unknown_columns(spec, rows)
    return found


def _outside(value: Any, path: tuple[str, ...] = ()) -> Iterator[str]:
    """The places of everything that would lead out of the chart."""
    if isinstance(value, list):
        for number, part in enumerate(value):
            yield from _outside(part, (*path, str(number)))
    elif isinstance(value, Mapping):
        for key, part in value.items():
            here = (*path, str(key))
            if key in _ADDRESSES or (key in ("mark", "type") and part == "image"):
                yield ".".join(here)
            elif not _holds_rows(path, key):
                yield from _outside(part, here)


def _holds_rows(path: tuple[str, ...], key: str) -> bool:
    """Whether this is data, where a column may be called `url`: values print, they do not act."""
    return (key == "values" and path[-1:] == ("data",)) or (key == "datasets" and not path)


def _refused(path: str) -> Problem:
    hint = "give the data as `values`; a chart has no links, images or data from outside"
    return problem("bad-chart", f"`{path}` of the chart leads out of it", None, hint)


def _unknown_columns(spec: Mapping[str, Any], rows: list[Any]) -> Iterator[Problem]:
    columns = {column for row in rows if isinstance(row, Mapping) for column in row}
    made: set[str] = set(_IMPLIED)
    used: dict[str, None] = {}
    for key, value in _entries({k: v for k, v in spec.items() if k != "data"}):
        names = value if isinstance(value, list) else [value]
        texts = [name for name in names if isinstance(name, str)]
        if key in ("as", "fields"):
            made.update(texts)
        elif key == "field":
            used.update(dict.fromkeys(texts))
    for name in used:
        plain = name.partition(".")[0].partition("[")[0]
        if plain not in columns and name not in columns and name not in made and "\\" not in name:
            hint = did_you_mean(name, sorted(columns), kind="columns")
            yield problem("bad-chart", f"the rows have no column `{name}`", None, hint)


def _entries(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield key, part
            yield from _entries(part)
    elif isinstance(value, list):
        for part in value:
            yield from _entries(part)
