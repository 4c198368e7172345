"""What `tojson` writes: a record as people write it, references as ids, nothing hidden."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from reportgen.rendering.view import View


def write_json(value: Any, **options: Any) -> str:
    """A value of a template as JSON text."""
    return json.dumps(_written(value, _outside), **options)


def _outside(view: View) -> Any:
    """A record that stands by itself: its fields; the records in them as their ids."""
    return {name: _written(view[name], _inside) for name in view}


def _inside(view: View) -> Any:
    # A record in a record would lead round in a ring: a partner, its groups, their members.
    return view.address[1] if view.is_record else _outside(view)


def _written(value: Any, record: Callable[[View], Any]) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, View):
        return record(value)
    if isinstance(value, Mapping):
        return {str(key): _written(inner, record) for key, inner in value.items()}
    if isinstance(value, Iterable):
        return [_written(inner, record) for inner in value]
    return str(value)  # an undefined name fails here, by name


def plain_number(value: Decimal) -> int | float | str:
    """The number itself; as text where JSON's readers would change a digit of it."""
    if value == value.to_integral_value():
        return int(value)
    number = float(value)
    return number if Decimal(repr(number)) == value else str(value)
