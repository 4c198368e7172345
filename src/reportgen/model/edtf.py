"""Dates as EDTF text (ISO 8601-2:2019, Library of Congress): what it says, and its bounds.

Read: level 0 (`1992`, `2023-03`, `2023-03-28`, `2022/2026`), level 1 (`2015~`, `1984?`, `201X`,
`199X`, seasons `2023-21`, open and unknown ends `2022/..`, `/2026`) and, of level 2, unspecified
digits anywhere (`XXXX-03-28`: a day of which the source does not give the year).

Why our own: the libraries at hand either only validate or build a pyparsing grammar at import,
which costs more than the rest of `reportgen check`; the tests compare this reader with theirs.
"""

from __future__ import annotations

import calendar
import functools
import re
import unicodedata
from dataclasses import dataclass
from datetime import date

_PART = re.compile(
    r"^(?P<year>-?[0-9X]{4})(?:-(?P<month>[0-9X]{2})(?:-(?P<day>[0-9X]{2}))?)?(?P<mark>[?~%])?$"
)
_DAY_FIRST = re.compile(r"^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$")
_SHORT = re.compile(r"^(\d{4})[-./](\d{1,2})[-./](\d{1,2})$")
_YEARS = re.compile(r"^(\d{4}) ?[-\u2010-\u2015] ?(\d{4})$")
_WORDS = (
    re.compile(
        r"^(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+)?(?P<month>[A-Za-z]+)\.?,?\s+(?P<year>\d{4})$"
    ),
    re.compile(r"^(?P<month>[A-Za-z]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})$"),
    re.compile(
        r"^(?:(?:ngày\s+)?(?P<day>\d{1,2})\s+)?tháng\s+(?P<month>\d{1,2})"
        r"(?:\s+năm\s+|\s*[,/]\s*|\s+)(?P<year>\d{4})$",
        re.IGNORECASE,
    ),
)
"""A day or a month in words, English or Vietnamese."""
# Not the calendar module's names: those are of the machine's language.
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
SEASONS = (21, 22, 23, 24)
"""Spring, summer, autumn, winter, in the place of a month."""


class EdtfError(ValueError):
    """A text that is not an EDTF date; `hint` says what to write, `code` which problem it is."""

    def __init__(self, message: str, hint: str, code: str = "bad-date") -> None:
        super().__init__(message)
        self.hint = hint
        self.code = code


@dataclass(frozen=True, slots=True)
class EdtfDate:
    """One date, as precise as it was written. `year`, `month`, `day`: digits, `X` where unknown."""

    year: str
    month: str | None = None
    day: str | None = None
    mark: str = ""

    @property
    def approximate(self) -> bool:
        """True for `~` and `%`: about then."""
        return self.mark in ("~", "%")

    @property
    def uncertain(self) -> bool:
        """True for `?` and `%`: the source is not sure."""
        return self.mark in ("?", "%")

    def first_day(self) -> date | None:
        """The first day it can mean; None where the year is not wholly known as a number."""
        return self._bound(last=False)

    def last_day(self) -> date | None:
        """The last day it can mean; None where the year is not wholly known as a number."""
        return self._bound(last=True)

    def _bound(self, *, last: bool) -> date | None:
        if self.year.startswith(("X", "-")):
            return None
        year = max(1, int(self.year.replace("X", "9" if last else "0")))
        month, day = self.month or "XX", self.day or "XX"
        if month == "XX" and day == "XX":  # the common case of a bare year
            return date(year, 12, 31) if last else date(year, 1, 1)
        if month.isdigit() and int(month) in SEASONS:
            month, day = "XX", "XX"  # a season's months differ by hemisphere
        months = [m for m in range(1, 13) if _matches(month, m)]
        number = months[-1 if last else 0]
        days = [d for d in range(1, _days(year, number) + 1) if _matches(day, d)]
        return date(year, number, days[-1 if last else 0]) if days else None


@dataclass(frozen=True, slots=True)
class EdtfInterval:
    """From `start` to `end`; None is unknown, or open (`..`) where the flags say so."""

    start: EdtfDate | None
    end: EdtfDate | None
    open_start: bool = False
    open_end: bool = False


@functools.lru_cache(maxsize=4096)  # a project says the same few dates over and over
def parse_edtf(text: str) -> EdtfDate | EdtfInterval:
    """Read EDTF text.

    Raises:
        EdtfError: the text is no EDTF date; its `hint` gives the mended form where it can.
    """
    if "/" not in text or any(form.match(text) for form in (_DAY_FIRST, _SHORT, _WORDS[-1])):
        return _parse_date(text)
    start, _, end = text.partition("/")
    interval = EdtfInterval(
        _parse_date(start) if start not in ("", "..") else None,
        _parse_date(end) if end not in ("", "..") else None,
        open_start=start == "..",
        open_end=end == "..",
    )
    if interval.start is None and interval.end is None:
        raise EdtfError(f"'{text}' says neither a start nor an end", "write at least one of them")
    lower = interval.start.first_day() if interval.start else None
    upper = interval.end.last_day() if interval.end else None
    if lower and upper and lower > upper:
        raise EdtfError(
            f"the period {text} ends before it starts", f"write {end}/{start}", "period-order"
        )
    return interval


def bounds(text: str) -> tuple[date | None, date | None]:
    """(first day, last day) that an EDTF text covers; None where it is open or unknown."""
    value = parse_edtf(text)
    if isinstance(value, EdtfDate):
        return value.first_day(), value.last_day()
    return (
        value.start.first_day() if value.start else None,
        value.end.last_day() if value.end else None,
    )


def covers(text: str, day: date) -> bool:
    """Whether an EDTF text means a day, or a time that the day lies in.

    `XXXX-12-25` means that day of every year; an end that is open or unknown has no bound. A
    season, of which the months differ by hemisphere, covers its whole year.
    """
    value = parse_edtf(text)
    if isinstance(value, EdtfDate):
        season = value.month is not None and value.month.isdigit() and int(value.month) in SEASONS
        return (
            _fits(value.year, f"{day.year:04}")
            and (value.month is None or season or _matches(value.month, day.month))
            and (value.day is None or _matches(value.day, day.day))
        )
    first, last = bounds(text)
    return (first is None or first <= day) and (last is None or day <= last)


def _fits(pattern: str, digits: str) -> bool:
    return len(pattern) == len(digits) and all(
        p in ("X", n) for p, n in zip(pattern, digits, strict=True)
    )


def _parse_date(text: str) -> EdtfDate:
    match = _PART.match(text)
    if match is None:
        raise EdtfError(f"'{text}' is not a date", _hint(text))
    year, month, day = match["year"], match["month"], match["day"]
    value = EdtfDate(year, month, day, match["mark"] or "")
    if (
        month
        and month.isdigit()
        and not (1 <= int(month) <= 12 or (int(month) in SEASONS and not day))
    ):
        raise EdtfError(f"'{text}' has no month {month}", "months run from 01 to 12")
    if month and not any(_matches(month, m) for m in (*range(1, 13), *SEASONS)):
        raise EdtfError(f"'{text}' has no month {month}", "months run from 01 to 12")
    if day and not _day_exists(year, month or "XX", day):
        raise EdtfError(f"'{text}' is no day of the calendar", "look the day up in a calendar")
    return value


def _hint(text: str) -> str:
    short = _SHORT.match(text)
    if short is not None:
        return f"write {short[1]}-{int(short[2]):02}-{int(short[3]):02}"
    years = _YEARS.match(text)
    if years is not None and years[1] < years[2]:
        return f"write {years[1]}/{years[2]}"
    day_first = _DAY_FIRST.match(text)
    if day_first is None:
        stated = _in_words(text)
        return (
            f"write {stated}"
            if stated
            else "write EDTF: 1992, 2023-03, 2023-03-28, 2022/2026, 2015~ or XXXX-03-28"
        )
    a, b, year = int(day_first[1]), int(day_first[2]), day_first[3]
    if a > 12 >= b:
        return f"write {year}-{b:02}-{a:02}"
    if b > 12 >= a:
        return f"write {year}-{a:02}-{b:02}"
    return f"write {year}-{b:02}-{a:02} or {year}-{a:02}-{b:02}, whichever is meant"


def _in_words(text: str) -> str | None:
    """The EDTF form of `10 February 2025` or `tháng 2 năm 2025`; None for anything else."""
    for pattern in _WORDS:
        match = pattern.match(unicodedata.normalize("NFC", text.strip()))
        if match is None:
            continue
        word = match["month"].lower()
        named = [n for n, m in enumerate(_MONTHS, 1) if len(word) >= 3 and m.startswith(word)]
        month = int(word) if word.isdigit() else next(iter(named), 0)
        if not 1 <= month <= 12:
            return None
        found = f"{match['year']}-{month:02}" + (f"-{int(match['day']):02}" if match["day"] else "")
        return found if _exists(found) else None
    return None


def _exists(text: str) -> bool:
    try:
        parse_edtf(text)
    except EdtfError:
        return False
    return True


def _matches(pattern: str, number: int) -> bool:
    return _fits(pattern, f"{number:02}")


def _days(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _day_exists(year: str, month: str, day: str) -> bool:
    # A year that is not known may be a leap year.
    number = int(year) if year.isdigit() and int(year) > 0 else 2000
    months = [m for m in range(1, 13) if _matches(month, m)]
    return any(_matches(day, d) for m in months for d in range(1, _days(number, m) + 1))
