from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.recurrence import (
    WORDS,
    RecurrenceError,
    Span,
    check_schedule,
    expression,
    parse_span,
)

FIELD = st.text(alphabet="0123456789*/-,#LWMONTUEJANFEB?٣ ²", max_size=6)


@pytest.mark.parametrize(
    "text", [*WORDS, "0 6 * * MON#2", "0 6 LW * *", "0 6 L * *", "0 6 29 2 *", "0 6 * * 5L"]
)
def test_a_schedule_that_comes_is_taken(text: str) -> None:
    check_schedule(text)
    assert len(expression(text).split()) == 5


@pytest.mark.parametrize(
    ("text", "why", "hint"),
    [
        ("@monthly", "is no schedule", "write `monthly`, or five cron fields"),
        ("0 6 * *", "is no schedule", "write `monthly`, or five cron fields"),
        ("0 0 6 * * *", "is no schedule", "write `monthly`, or five cron fields"),
        ("60 6 * * *", "bad minute", "minutes run from 0 to 59"),
        ("0 24 * * *", "bad hour", "hours run from 0 to 23"),
        ("0 6 32 * *", "bad day of month", "days run from 1 to 31"),
        ("0 6 31 2 *", "bad day of month", "if the month has so many"),
        ("0 6 31 4,6,9,11 *", "bad day of month", "if the month has so many"),
        ("0 6 * 13 *", "bad month", "months run from 1 to 12"),
        ("0 6 * * MON#6", "bad day of week", "days run from 0 or SUN"),
    ],
)
def test_a_schedule_that_cannot_be_says_which_field(text: str, why: str, hint: str) -> None:
    with pytest.raises(RecurrenceError, match=why) as found:
        check_schedule(text)
    assert found.value.hint.startswith(hint) or hint in found.value.hint


@given(FIELD, FIELD, FIELD, FIELD, FIELD)
def test_any_five_fields_come_or_are_refused(
    minute: str, hour: str, day: str, month: str, weekday: str
) -> None:
    with suppress(RecurrenceError):
        check_schedule(f"{minute} {hour} {day} {month} {weekday}")


@pytest.mark.parametrize("text", ["", "2", "days", "-2 days", "2.5 days", "2 years", "two days"])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(RecurrenceError):
        parse_span(text)


def test_a_span_in_days_keeps_the_hour_where_clocks_change() -> None:
    london = ZoneInfo("Europe/London")
    before = datetime(2027, 3, 27, 6, tzinfo=london)  # clocks go forward on the 28th
    after = Span(2, "day").after(before, "Europe/London")
    assert after == datetime(2027, 3, 29, 5, tzinfo=UTC)
    assert Span(48, "hour").after(before, "Europe/London") == datetime(2027, 3, 29, 6, tzinfo=UTC)


def test_a_span_in_months_ends_with_the_month() -> None:
    end = datetime(2027, 12, 31, 6, tzinfo=UTC)
    assert parse_span("2 months").after(end, "UTC") == datetime(2028, 2, 29, 6, tzinfo=UTC)
    assert parse_span("1 week").after(end, "UTC") == datetime(2028, 1, 7, 6, tzinfo=UTC)
