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
from reportgen.rendering.chart_words import Fault, Path, unknown_words

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


def spec_faults(spec: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with a specification and its rows, before it is drawn; and where, if anywhere.

    What is wrong with the rows as a whole stands nowhere in the specification: at ().
    """
    found = without_rows_faults(spec)
    data = spec.get("data")
    rows = data.get("values") if isinstance(data, Mapping) else None
    if rows is not None and not rows:
        hint = "leave it out, or fill it"
        found.append(((), problem("bad-chart", "the chart has no rows", None, hint)))
    elif "data" not in (path[-1] for path, _ in _entries(spec)):
        hint = "give it `values=[...]`"
        found.append(((), problem("bad-chart", "the chart has no data", None, hint)))
    elif isinstance(rows, list):
        found += _unknown_columns(spec, rows)
    return found


def without_rows_faults(spec: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with a specification whatever its rows are."""
    outside = [(path, _refused(path)) for path in _outside(spec)]
    lite = "/vega-lite/" in str(spec.get("$schema", "/vega-lite/"))
    return [*outside, *unknown_words(spec)] if lite else outside


def _outside(value: Any, path: Path = ()) -> Iterator[Path]:
    """The places of everything that would lead out of the chart."""
    if isinstance(value, list):
        for number, part in enumerate(value):
            yield from _outside(part, (*path, number))
    elif isinstance(value, Mapping):
        for key, part in value.items():
            here = (*path, str(key))
            if key in _ADDRESSES or (key in ("mark", "type") and part == "image"):
                yield here
            elif not _holds_rows(path, key):
                yield from _outside(part, here)


def _holds_rows(path: Path, key: str) -> bool:
    """Whether this is data, where a column may be called `url`: values print, they do not act."""
    return (key == "values" and path[-1:] == ("data",)) or (key == "datasets" and not path)


def _refused(path: Path) -> Problem:
    hint = "give the data as `values`; a chart has no links, images or data from outside"
    shown = ".".join(map(str, path))
    return problem("bad-chart", f"`{shown}` of the chart leads out of it", None, hint)


def _unknown_columns(spec: Mapping[str, Any], rows: list[Any]) -> Iterator[Fault]:
    columns = {column for row in rows if isinstance(row, Mapping) for column in row}
    made: set[str] = set(_IMPLIED)
    used: dict[str, Path] = {}
    for path, value in _entries({k: v for k, v in spec.items() if k != "data"}):
        key = path[-1]
        names = value if isinstance(value, list) else [value]
        texts = [name for name in names if isinstance(name, str)]
        if key in ("as", "fields"):
            made.update(texts)
        elif key == "field":
            used = {**dict.fromkeys(texts, path), **used}
    for name, path in used.items():
        plain = name.partition(".")[0].partition("[")[0]
        if plain not in columns and name not in columns and name not in made and "\\" not in name:
            hint = did_you_mean(name, sorted(columns), kind="columns")
            yield path, problem("bad-chart", f"the rows have no column `{name}`", None, hint)


def _entries(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every key with its value, however deep."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield (*path, key), part
            yield from _entries(part, (*path, key))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _entries(part, (*path, number))
