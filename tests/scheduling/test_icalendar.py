from __future__ import annotations

import re
from datetime import UTC, datetime

import icalendar as reader
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.problems import ProblemsError
from reportgen.scheduling.icalendar import icalendar
from reportgen.scheduling.moments import parse_moment
from reportgen.scheduling.slots import Calendar, Slot, slots

MADE = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
LINE = re.compile(r"^[A-Z-]+(;[A-Z-]+=[^;:]+)*:[^\x00-\x08\x0a-\x1f\x7f]*$")
"""A content line without its break (RFC 5545, 3.1), in the form that we write."""


def rows(calendar: Calendar) -> list[tuple[Slot, datetime | None]]:
    found = slots(calendar, datetime(2027, 1, 1, tzinfo=UTC), datetime(2027, 12, 31, tzinfo=UTC))
    return [(slot, calendar.held_until(slot)) for slot in found]


def events_of(text: str) -> list[reader.Event]:
    """The events of a calendar, as another program reads them."""
    found = reader.Calendar.from_ical(text)
    assert isinstance(found, reader.Calendar)
    return [event for event in found.walk("VEVENT") if isinstance(event, reader.Event)]


def test_another_program_reads_what_was_meant() -> None:
    listed = rows(Calendar("partner-profile", "0 6 1 1,4,7,10 *", "Asia/Ho_Chi_Minh"))
    events = events_of(icalendar(listed, MADE, "abc"))
    assert [event.decoded("DTSTART") for event in events] == [slot.instant for slot, _ in listed]
    assert [str(event["UID"]) for event in events] == [
        f"partner-profile.2027-{month}-01T0600@abc" for month in ("04", "07", "10")
    ]
    assert {event.decoded("DTSTAMP") for event in events} == {MADE}
    assert str(events[0]["DESCRIPTION"]) == (
        "Due at 2027-04-01T06:00+07:00 (Asia/Ho_Chi_Minh), edition of 2027-04-01"
    )
    assert all(event.errors == [] for event in events)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=200))
def test_any_name_gives_lines_as_the_standard_has_them(name: str) -> None:
    slot = Slot(name, "2027-01-01T0600", datetime(2027, 1, 1, 6, tzinfo=UTC), "UTC")
    text = icalendar([(slot, MADE)], MADE, "abc")
    assert text.endswith("\r\n")
    folded = text.removesuffix("\r\n").split("\r\n")
    assert all(len(line.encode()) <= 75 for line in folded)
    lines = text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert [line for line in lines if not LINE.match(line)] == []
    (event,) = events_of(text)
    assert str(event["SUMMARY"]) == name


@pytest.mark.parametrize(
    ("text", "end", "expected"),
    [
        ("2027-03-28", False, datetime(2027, 3, 28, 0, 0, tzinfo=UTC)),
        ("2027-03-28", True, datetime(2027, 3, 28, 22, 59, 59, tzinfo=UTC)),  # a day of 23 hours
        ("2027-03-28T06:00", False, datetime(2027, 3, 28, 5, 0, tzinfo=UTC)),
        ("2027-03-28T06:00Z", True, datetime(2027, 3, 28, 6, 0, tzinfo=UTC)),
        ("2027-03-28 06:00+07:00", False, datetime(2027, 3, 27, 23, 0, tzinfo=UTC)),
    ],
)
def test_moments_are_of_the_zone(text: str, end: bool, expected: datetime) -> None:
    assert parse_moment(text, "Europe/London", "--at", end=end) == expected


@pytest.mark.parametrize("text", ["", "soon", "2027-02-30", "9999-12-31", "0001-01-01", "2027-1-1"])
def test_what_is_no_moment_is_told(text: str) -> None:
    with pytest.raises(ProblemsError, match="is no time for --at"):
        parse_moment(text, "Asia/Ho_Chi_Minh", "--at")
