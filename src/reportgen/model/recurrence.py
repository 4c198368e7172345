"""When something comes again: the words and cron expressions of `schedule:`, spans of time.

An expression has the five fields of cron (minute, hour, day of month, month, day of week), with
names of months and days, steps and ranges, `L` (the last day of the month), `LW` (its last
weekday), `MON#2` (the second Monday) and `5L` (the last Friday). Where neither the day of month nor
the day of week begins with `*`, either of them is enough, as in Debian's cron.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

WORDS = {
    "daily": "0 6 * * *",
    "weekly": "0 6 * * MON",
    "monthly": "0 6 1 * *",
    "quarterly": "0 6 1 1,4,7,10 *",
    "yearly": "0 6 1 1 *",
}
"""What can be said in place of an expression; each comes at 06:00."""

_FIELDS = 5
_SPAN = re.compile(r"^(\d{1,4}) (hour|day|week|month)s?$")
_EARLIEST = datetime(2000, 1, 1)  # noqa: DTZ001  whether it ever comes is asked of no zone
_RANGES = {
    "minute": "minutes run from 0 to 59",
    "hour": "hours run from 0 to 23",
    "day-of-month": "days run from 1 to 31, if the month has so many; `L` is its last one",
    "month": "months run from 1 to 12, or JAN to DEC",
    "day-of-week": "days run from 0 or SUN to 6 or SAT; `MON#2` is the second Monday",
}


class RecurrenceError(ValueError):
    """A text that says no schedule and no span; `hint` says what to write."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Span:
    """So many hours, days, weeks or months."""

    number: int
    unit: str

    def after(self, start: datetime, zone: str) -> datetime:
        """The instant (UTC) so long after a moment of a zone; all but hours go by its calendar."""
        begin = start.astimezone(ZoneInfo(zone))
        if self.unit == "hour":
            return begin.astimezone(UTC) + timedelta(hours=self.number)
        if self.unit == "month":
            months = begin.month - 1 + self.number
            year, month = begin.year + months // 12, months % 12 + 1
            day = min(begin.day, calendar.monthrange(year, month)[1])
            return begin.replace(year=year, month=month, day=day).astimezone(UTC)
        days = self.number * (7 if self.unit == "week" else 1)
        return (begin + timedelta(days=days)).astimezone(UTC)


def expression(text: str) -> str:
    """The cron expression that a word stands for, or the text itself."""
    return WORDS.get(text, text)


def check_schedule(text: str) -> None:
    """Nothing, where the text is a word or an expression that comes to pass.

    Raises:
        RecurrenceError: it is neither.
    """
    from cronsim import CronSim, CronSimError

    if text in WORDS:
        return
    if len(text.split()) != _FIELDS:
        raise RecurrenceError(f"`{text}` is no schedule", "write `monthly`, or five cron fields")
    try:
        next(CronSim(text, _EARLIEST))
    except CronSimError as error:
        field = str(error).removeprefix("Bad ")
        name = field.replace("-", " ")
        hint = _RANGES.get(field, "write five cron fields")
        raise RecurrenceError(f"`{text}` is no schedule: bad {name}", hint) from error
    except StopIteration:
        hint = "look at its day and month: they must be able to meet"
        raise RecurrenceError(f"`{text}` never comes", hint) from None


def parse_span(text: str) -> Span:
    """The span of time that a text says: `2 days`, `36 hours`, `1 month`.

    Raises:
        RecurrenceError: it says none.
    """
    match = _SPAN.match(text)
    if match is None:
        raise RecurrenceError(f"`{text}` is no span of time", "write for instance `2 days`")
    return Span(int(match[1]), match[2])
