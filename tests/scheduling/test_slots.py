"""Slots against calendars that are counted day by day, without a cron library."""

from __future__ import annotations

import calendar as days
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.model.recurrence import Span
from reportgen.scheduling.slots import Calendar, calendars, coming, last_slot, slots
from tests.small import small_project

ZONES = ["UTC", "Asia/Ho_Chi_Minh", "Europe/London", "America/New_York", "Australia/Lord_Howe"]
START, END = datetime(2027, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)


def weekday_number(day: date) -> tuple[int, int]:
    return day.weekday(), (day.day - 1) // 7 + 1


def last_weekday(day: date) -> bool:
    end = date(day.year, day.month, days.monthrange(day.year, day.month)[1])
    while end.weekday() > 4:
        end -= timedelta(days=1)
    return day == end


RULES: dict[str, Callable[[date], bool]] = {
    "0 6 * * *": lambda _: True,
    "0 6 * * MON": lambda day: day.weekday() == 0,
    "0 6 1 * *": lambda day: day.day == 1,
    "0 6 1 1,4,7,10 *": lambda day: day.day == 1 and day.month in (1, 4, 7, 10),
    "0 6 1 1 *": lambda day: (day.month, day.day) == (1, 1),
    "0 6 * * MON#2": lambda day: weekday_number(day) == (0, 2),
    "0 6 LW * *": last_weekday,
    "0 6 L * *": lambda day: (day + timedelta(days=1)).day == 1,
    "0 6 29 2 *": lambda day: (day.month, day.day) == (2, 29),
    "0 6 * * 5L": lambda day: day.weekday() == 4 and (day + timedelta(days=7)).month != day.month,
}


def counted(rule: Callable[[date], bool], zone: str) -> list[datetime]:
    """06:00 of every day that the rule holds for, in UTC."""
    every = [date(2026, 12, 30) + timedelta(days=n) for n in range(735)]
    at = [datetime.combine(day, time(6), ZoneInfo(zone)) for day in every if rule(day)]
    return [moment.astimezone(UTC) for moment in at if START < moment.astimezone(UTC) <= END]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("cron", RULES)
def test_slots_are_those_that_one_counts(cron: str, zone: str) -> None:
    found = list(slots(Calendar("r", cron, zone), START, END))
    assert [slot.instant for slot in found] == counted(RULES[cron], zone)
    assert all(slot.as_of == slot.instant.astimezone(ZoneInfo(zone)).date() for slot in found)
    assert all(slot.key == f"{slot.as_of}T0600" for slot in found)


def keys(cron: str, zone: str, day: date) -> list[str]:
    start = datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC) - timedelta(seconds=1)
    end = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)
    return [
        slot.key for slot in slots(Calendar("r", cron, zone), start, end - timedelta(seconds=1))
    ]


@pytest.mark.parametrize(
    ("zone", "forward", "back"),
    [
        ("Europe/London", date(2027, 3, 28), date(2027, 10, 31)),
        ("America/New_York", date(2027, 3, 14), date(2027, 11, 7)),
        ("Australia/Lord_Howe", date(2027, 10, 3), date(2027, 4, 4)),  # by half an hour
    ],
)
def test_a_time_of_day_comes_once_where_clocks_change(zone: str, forward: date, back: date) -> None:
    for minute, hour in ((0, 1), (15, 1), (30, 1), (0, 2), (15, 2), (30, 2), (45, 2)):
        assert len(keys(f"{minute} {hour} * * *", zone, forward)) == 1, (hour, minute)
        assert len(keys(f"{minute} {hour} * * *", zone, back)) == 1, (hour, minute)


def test_a_time_that_comes_twice_is_over_after_the_first() -> None:
    calendar = Calendar("r", "30 1 * * *", "Europe/London")
    second = datetime(2027, 10, 31, 1, 15, tzinfo=UTC)  # 01:15 on the wall, for the second time
    (slot,) = slots(calendar, second, second + timedelta(hours=25))
    assert slot.key == "2027-11-01T0130"


def test_half_hours_go_on_where_clocks_are_put_back() -> None:
    found = keys("*/30 * * * *", "Europe/London", date(2027, 10, 31))
    assert len(found) == len(set(found)) == 50
    assert found[2:7] == [
        "2027-10-31T0100",
        "2027-10-31T0130",
        "2027-10-31T0100+0000",
        "2027-10-31T0130+0000",
        "2027-10-31T0200",
    ]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("cron", ["*/30 * * * *", "30 1 * * *", "15 2 * * *", "0 6 1 * *"])
def test_the_name_of_a_slot_gives_its_moment(cron: str, zone: str) -> None:
    calendar = Calendar("r", cron, zone)
    for month in (3, 4, 10, 11):  # in which clocks change somewhere
        first = datetime(2027, month, 1, tzinfo=UTC)
        for slot in slots(calendar, first, first + timedelta(days=31)):
            assert calendar.instant(slot.key) == slot.instant


@pytest.mark.parametrize("name", ["", "2027", "2027-02-30T0600", "2027-01-01T0600+", "../x"])
def test_what_is_no_name_of_a_slot_is_refused(name: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  strptime says it in many ways
        Calendar("r", "daily", "UTC").instant(name)


@settings(deadline=None)
@given(
    st.sampled_from(["*/30 * * * *", "30 1 * * *", "0 6 1 * *", "0 6 29 2 *", "0 2 * * MON#2"]),
    st.sampled_from(ZONES),
    st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1)),  # noqa: DTZ001  made aware below
)
def test_the_last_slot_is_the_last(cron: str, zone: str, naive: datetime) -> None:
    until = naive.replace(tzinfo=UTC)
    calendar = Calendar("r", cron, zone)
    last = last_slot(calendar, until)
    assert last is not None
    assert last.instant <= until
    assert next(slots(calendar, last.instant, until), None) is None
    assert next(slots(calendar, last.instant - timedelta(seconds=1), until)) == last


def test_excepted_days_have_no_slot() -> None:
    calendar = Calendar(
        "r", "0 6 * * *", "Asia/Ho_Chi_Minh", ("2027-02-04/2027-02-10", "XXXX-12-25")
    )
    found = {slot.as_of for slot in slots(calendar, START, END)}
    gone = {date(2027, 2, day) for day in range(4, 11)} | {date(2027, 12, 25), date(2028, 12, 25)}
    assert not found & gone
    assert len(found) == 731 - len(gone)
    before = last_slot(calendar, datetime(2027, 2, 9, tzinfo=UTC))
    assert before is not None
    assert before.key == "2027-02-03T0600"


def test_a_schedule_that_ended_has_no_slot() -> None:
    calendar = Calendar("r", "0 6 * * *", "UTC", ("../2027-05-31", "2027-06/.."))
    assert list(slots(calendar, START, END)) == []


def test_calendars_are_those_of_the_project_file() -> None:
    reports = {
        "a": {"template": "brief", "schedule": "monthly"},
        "b": {"template": "brief", "timezone": "UTC", "schedule": "0 6 * * MON#2"},
        "c": {
            "template": "brief",
            "schedule": {"cron": "yearly", "timezone": "Europe/London", "embargo": "2 days"},
        },
        "d": {"template": "brief"},
    }
    project = small_project(configuration={"timezone": "Asia/Ho_Chi_Minh", "reports": reports})
    found = calendars(project.configuration)
    assert found == {
        "a": Calendar("a", "0 6 1 * *", "Asia/Ho_Chi_Minh"),
        "b": Calendar("b", "0 6 * * MON#2", "UTC"),
        "c": Calendar("c", "0 6 1 1 *", "Europe/London", (), Span(2, "day")),
    }
    rows = coming(found, START, datetime(2027, 1, 31, tzinfo=UTC))
    assert [(slot.report, slot.shown, until) for slot, until in rows] == [
        ("c", "2027-01-01T06:00+00:00", datetime(2027, 1, 3, 6, tzinfo=UTC)),
        ("b", "2027-01-11T06:00+00:00", None),
    ]
