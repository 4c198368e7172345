"""Moments and days as people type them: `2026-11-01`, `2026-11-01T06:00`, `...+07:00`, `...Z`."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from reportgen.problems import ProblemsError, problem

_YEARS = range(1970, 2200)
"""The calendars of programs end somewhere; a plan for briefs ends before."""


def parse_moment(text: str, zone: str, option: str, *, end: bool = False) -> datetime:
    """The instant (UTC) that a text says.

    Args:
        text: A day or a time (ISO 8601); without a distance from UTC it is of the zone.
        zone: IANA name.
        option: Where it was typed, for the message.
        end: Whether a day means its end; else its beginning.

    Raises:
        ProblemsError: it is neither a day nor a time.
    """
    hint = "write 2026-11-01, or 2026-11-01T06:00, or 2026-11-01T06:00+07:00"
    try:
        found = _read(text.strip(), ZoneInfo(zone), end=end)
        if found.year in _YEARS:
            return found
        hint = f"plans reach from {_YEARS[0]} to {_YEARS[-1]}"
    except (ValueError, OverflowError):
        pass
    message = f"'{text}' is no time for {option}"
    raise ProblemsError((problem("bad-option", message, None, hint),))


def _read(text: str, zone: ZoneInfo, *, end: bool) -> datetime:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
    if end:
        next_day = datetime.combine(day + timedelta(days=1), time(), zone)
        return next_day.astimezone(UTC) - timedelta(seconds=1)
    return datetime.combine(day, time(), zone).astimezone(UTC)
