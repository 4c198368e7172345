"""Filters of the template language. Each takes the page in hand first; templates leave that out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from reportgen.model.edtf import EdtfDate, bounds, parse_edtf
from reportgen.rendering.draft import Draft
from reportgen.rendering.values import Code, direction

_DIGITS = re.compile(r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,30})?\Z")


def number(draft: Draft, value: Decimal | int | str | None) -> Any:
    """A number with the language's separators; None stays missing.

    A text that is a number in digits is one too (IATI's indicators have texts as values); any
    other text stays as it is.
    """
    if isinstance(value, str):
        return draft.wording.number(Decimal(value)) if _DIGITS.match(value) else value
    return None if value is None else draft.wording.number(value)


def date_(draft: Draft, value: str | None) -> str:
    """An EDTF text as a date; None is `undated`."""
    return draft.wording.date(value)


def period(draft: Draft, value: Any) -> Any:
    """A programme's period: `2022–2026`; None where no date is known."""
    if value is None or isinstance(value, str):
        return None if value is None else draft.wording.date(value)
    if value["span"]:
        return draft.wording.date(value["span"])
    start = value["actual_start"] or value["planned_start"]
    end = value["actual_end"] or value["planned_end"]
    if not start and not end:
        return None
    if start and end:
        return f"{draft.wording.date(start)} – {draft.wording.date(end)}"
    return draft.wording.date(f"{start or '..'}/{end or '..'}")


def language(draft: Draft, tag: str | None) -> Any:
    """The name of a language in the brief's own: `tiếng Anh` for `en`; None stays missing."""
    return None if tag is None else draft.wording.language_name(tag)


def direction_(_: Draft, tag: str | None) -> str | None:
    """`rtl` or `ltr` for a language; None stays missing."""
    return None if tag is None else direction(tag)


def money(draft: Draft, value: Decimal | None, currency: str) -> Any:
    """An amount in its currency: `USD 1,200,000`."""
    return None if value is None else draft.wording.money(value, currency)


def join_list(draft: Draft, values: Iterable[Any]) -> Markup:
    """`A, B and C`; markup is kept, everything else escaped."""
    return draft.wording.join([value for value in values if value not in (None, "")])


def plain(draft: Draft, value: Any) -> str:
    """Bare text for an attribute: no markup, no marks."""
    if value is None:
        return draft.wording.gettext("not stated")
    return Markup(value).striptags() if isinstance(value, Markup) else str.__str__(str(value))


def label(draft: Draft, value: Any) -> Any:
    """The word for a code of a list; anything else as it is."""
    return draft.wording.label(value) if isinstance(value, Code) else value


def sort_dates(_: Draft, records: Iterable[Any], field: str = "date") -> list[Any]:
    """The records by date, earliest first: what has no known year after what has, undated last.

    A year before our era is the earliest of all; among several, the order of the data stays.
    """
    return sorted(records, key=lambda record: _date_key(record, field))


def _date_key(record: Mapping[str, Any], field: str) -> tuple[int, date, str]:
    resolved = record.get("resolved")
    text = (resolved["date"] if resolved else None) or record[field]
    if text is None:
        return 2, date.max, ""
    if text.startswith("-"):
        return 0, date.min, ""
    first, last = bounds(text)
    known = first or last
    if known is None:
        value = parse_edtf(text)
        return 1, date.max, f"{value.month}-{value.day}" if isinstance(value, EdtfDate) else ""
    return 0, known, ""


FILTERS: dict[str, Callable[..., Any]] = {
    "number": number,
    "date": date_,
    "period": period,
    "language": language,
    "direction": direction_,
    "money": money,
    "join_list": join_list,
    "plain": plain,
    "label": label,
    "sort_dates": sort_dates,
}
