"""Slots as iCalendar (RFC 5545), for the calendars of people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from reportgen.scheduling.slots import Slot

_OCTETS = 75
"""A line holds so many at most, its break not counted (RFC 5545, 3.1)."""


def icalendar(rows: Iterable[tuple[Slot, datetime | None]], made: datetime, project: str) -> str:
    """A calendar with an event for each slot; times in UTC, which needs no VTIMEZONE.

    Args:
        rows: The slots, each with the end of its embargo.
        made: When the calendar was made (DTSTAMP).
        project: What tells this project's events from those of others (in UID).
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//reportgen//reportgen//EN"]
    for slot, until in rows:
        lines += _event(slot, until, made, project)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(slot: Slot, until: datetime | None, made: datetime, project: str) -> Iterator[str]:
    about = f"Due at {slot.shown} ({slot.zone}), edition of {slot.as_of}"
    about += f", held until {until.isoformat(timespec='minutes')}" if until else ""
    yield "BEGIN:VEVENT"
    yield f"UID:{slot.report}.{slot.key}@{project}"
    yield f"DTSTAMP:{_utc(made)}"
    yield f"DTSTART:{_utc(slot.instant)}"
    yield f"SUMMARY:{_text(slot.report)}"
    yield f"DESCRIPTION:{_text(about)}"
    yield "TRANSP:TRANSPARENT"  # nobody is busy because a brief falls due
    yield "END:VEVENT"


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    """TEXT as RFC 5545, 3.3.11 wants it."""
    for char in "\\;,":
        text = text.replace(char, f"\\{char}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """The line in parts of 75 octets at most, never within a character."""
    part, size = "", 0
    for char in line:
        octets = len(char.encode("utf-8"))
        if size + octets > _OCTETS:
            yield part
            part, size = " ", 1
        part, size = part + char, size + octets
    yield part
