"""The slots of a report: the moments at which it falls due, each with the date of its edition.

A slot is called by the time on the wall of its zone, `2026-11-01T0600`. So it stays the same slot
where a project moves to another zone, and its name can be that of a folder. Where clocks are put
back, a time that comes a second time carries its distance from UTC: `2026-10-25T0130+0000`.

What cron does where clocks change is cronsim's, after Debian's cron: a time of day that is left
out comes as soon as the clocks have been put forward, one that comes twice is taken once, and
schedules of every hour or minute (`*`) go on as if nothing were.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from reportgen.model.configuration import Configuration, Schedule
from reportgen.model.edtf import covers
from reportgen.model.recurrence import Span, expression, parse_span

UTC_NAME = "UTC"
_KEY = "%Y-%m-%dT%H%M"
_NAME = re.compile(r"^(\d{4}-\d\d-\d\dT\d\d)(\d\d)([+-]\d{4})?$", re.ASCII)
_LOOK_BACK = 100_000
"""Slots that may be left out by `except:` before a schedule counts as ended."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One moment at which a report falls due.

    Attributes:
        key: What it is called: the time on the wall, fit for a path.
        instant: When that is, in UTC.
        zone: The IANA time zone of the wall.
    """

    report: str
    key: str
    instant: datetime
    zone: str

    @property
    def local(self) -> datetime:
        """The moment in its own zone."""
        return self.instant.astimezone(ZoneInfo(self.zone))

    @property
    def shown(self) -> str:
        """The moment as people read it, with its distance from UTC: `2026-11-01T06:00+07:00`."""
        return self.local.isoformat(timespec="minutes")

    @property
    def as_of(self) -> date:
        """The date of the edition: the day of the slot, however late it is made."""
        return self.local.date()


@dataclass(frozen=True, slots=True)
class Calendar:
    """When one report falls due, and what becomes of slots that were missed."""

    report: str
    cron: str
    zone: str
    except_: tuple[str, ...] = ()
    embargo: Span | None = None
    catch_up: str = "last"

    def slot(self, at: datetime) -> Slot:
        """The slot of this report at a moment."""
        local = at.astimezone(ZoneInfo(self.zone))
        key = local.strftime(_KEY + ("%z" if local.fold else ""))
        return Slot(self.report, key, local.astimezone(UTC), self.zone)

    def instant(self, key: str) -> datetime:
        """When the slot of this name is, on the wall of this calendar's zone.

        Raises:
            ValueError: it is no name of a slot.
        """
        match = _NAME.match(key)
        if match is None:
            raise ValueError(f"'{key}' is no name of a slot")
        naive = datetime.fromisoformat(f"{match[1]}:{match[2]}")
        local = naive.replace(tzinfo=ZoneInfo(self.zone), fold=1 if match[3] else 0)
        return local.astimezone(UTC)

    def held_until(self, slot: Slot) -> datetime | None:
        """When the embargo of a slot ends; None without one."""
        return self.embargo.after(slot.instant, self.zone) if self.embargo else None


def calendars(configuration: Configuration) -> Mapping[str, Calendar]:
    """The calendars of the reports that have a `schedule:`, by report."""
    return {
        name: _calendar(name, report.schedule, report.timezone or configuration.timezone)
        for name, report in configuration.reports.items()
        if report.schedule is not None
    }


def _calendar(report: str, schedule: Schedule, zone: str | None) -> Calendar:
    return Calendar(
        report,
        expression(schedule.cron),
        schedule.timezone or zone or UTC_NAME,
        schedule.except_,
        parse_span(schedule.embargo) if schedule.embargo else None,
        schedule.catch_up,
    )


def slots(calendar: Calendar, after: datetime, until: datetime) -> Iterator[Slot]:
    """The slots later than `after` and not later than `until`, in order."""
    from cronsim import CronSim

    for at in CronSim(calendar.cron, after.astimezone(ZoneInfo(calendar.zone))):
        slot = calendar.slot(at)
        if slot.instant > until:
            return
        # Where clocks are put back, the same time on the wall may lie before `after`.
        if slot.instant > after and not _excepted(calendar, slot):
            yield slot


def last_slot(calendar: Calendar, until: datetime) -> Slot | None:
    """The last slot that is not later than `until`."""
    from cronsim import CronSim

    # A time on the wall may come twice: begin where it is sure to be later.
    start = (until + timedelta(hours=25)).astimezone(ZoneInfo(calendar.zone))
    for number, at in enumerate(CronSim(calendar.cron, start, reverse=True)):
        slot = calendar.slot(at)
        if slot.instant <= until and not _excepted(calendar, slot):
            return slot
        if number > _LOOK_BACK:
            return None
    return None


def coming(
    found: Mapping[str, Calendar], after: datetime, until: datetime
) -> tuple[tuple[Slot, datetime | None], ...]:
    """The slots of several reports in a time, in order, each with the end of its embargo."""
    listed = [
        (slot, calendar.held_until(slot))
        for calendar in found.values()
        for slot in slots(calendar, after, until)
    ]
    return tuple(sorted(listed, key=lambda row: (row[0].instant, row[0].report)))


def _excepted(calendar: Calendar, slot: Slot) -> bool:
    return any(covers(text, slot.as_of) for text in calendar.except_)
