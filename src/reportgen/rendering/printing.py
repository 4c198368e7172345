"""What stands on a page for a value, in a template as in prose."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from reportgen.rendering.values import Code, Dated
from reportgen.rendering.view import CollectionView, View
from reportgen.rendering.wording import Wording


def printed(wording: Wording, value: Any) -> Any:
    """The value in the words of the language; what is missing is said to be.

    Raises:
        TypeError: the value has no printed form: a record, a mapping, a list.
    """
    if value is None:
        return Markup('<span class="missing">{}</span>').format(wording.gettext("not stated"))
    if isinstance(value, Code):
        return wording.label(value)
    if isinstance(value, Dated):
        return wording.date(value)
    if isinstance(value, Decimal) or (isinstance(value, int) and not isinstance(value, bool)):
        return wording.number(value)
    if isinstance(value, Mapping | CollectionView | list | tuple):
        # Its Python form would stand on the page.
        raise TypeError(f"{_told(value)} cannot be printed: print a field, or use join_list")
    return value


def _told(value: Any) -> str:
    if isinstance(value, View) and value.address[1]:
        return f"{value.kind} '{value.address[1]}'"
    return "a mapping" if isinstance(value, Mapping) else "a list"
