"""What is given to a template's parameter, in the one form in which files give it: as text."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from reportgen.model.manifest import Parameter


def stated(parameter: Parameter, value: Any) -> Any:
    """The value as a file would say it: text, a tuple of texts for a list, a map, or None.

    A command line writes a list as `a,b` or `[a, b]`; a program gives numbers, dates and lists of
    Python. What has no such form comes back as it is, for the check to refuse.
    """
    if parameter.type != "list":
        return _text(value)
    if isinstance(value, str):
        return tuple(_parts(value))
    if isinstance(value, list | tuple | set | frozenset):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return tuple(_text(item) for item in items)
    return _text(value)


def _parts(text: str) -> list[str]:
    inner = text.strip()
    if inner.startswith("[") and inner.endswith("]"):
        inner = inner[1:-1]
    row = next(csv.reader([inner.replace("\n", " ")], skipinitialspace=True), [])
    return [part.strip() for part in row if part.strip()]


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        value = Decimal(str(value))
    if isinstance(value, int | Decimal):
        return f"{value:f}" if isinstance(value, Decimal) else str(value)
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, Mapping):
        return {str(key): item for key, item in value.items()}
    return value
