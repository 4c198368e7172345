"""How Vega writes numbers and dates in a language, from Babel's data (CLDR)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from babel import Locale

_MINUS = "\u2212"


@cache
def number_format(language: str) -> Mapping[str, Any]:
    """A d3-format locale: `1.234,5` in Vietnamese."""
    locale = Locale.parse(language, sep="-")
    symbols = locale.number_symbols["latn"]
    return {
        "decimal": symbols["decimal"],
        "thousands": symbols["group"],
        "grouping": _grouping(locale),
        "currency": ["", ""],
        "percent": symbols["percentSign"],
        "minus": _MINUS,
    }


def _grouping(locale: Locale) -> list[int]:
    first, rest = locale.decimal_formats[None].grouping
    return [first] * 8 if first == rest else [first, *[rest] * 8]


@cache
def time_format(language: str) -> Mapping[str, Any]:
    """A d3-time-format locale, with the names of months and days. Weeks begin on Sunday there."""
    locale = Locale.parse(language, sep="-")
    periods = locale.day_periods["format"]["abbreviated"]
    week = (6, 0, 1, 2, 3, 4, 5)  # Babel counts from Monday
    days, months = locale.days["format"], locale.months["format"]
    return {
        "dateTime": "%x, %X",
        "date": "%Y-%m-%d",
        "time": "%H:%M:%S",
        "periods": [periods["am"], periods["pm"]],
        "days": [days["wide"][day] for day in week],
        "shortDays": [days["abbreviated"][day] for day in week],
        "months": [months["wide"][month] for month in range(1, 13)],
        "shortMonths": [months["abbreviated"][month] for month in range(1, 13)],
    }
