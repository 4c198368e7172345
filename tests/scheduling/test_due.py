from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.scheduling.due import Due, Known, due_slots
from reportgen.scheduling.slots import Calendar, slots

NOW = datetime(2027, 3, 10, 9, tzinfo=UTC)


def daily(catch_up: str) -> Calendar:
    return Calendar("r", "0 6 * * *", "UTC", catch_up=catch_up)


def found(calendar: Calendar, known: Known, now: datetime = NOW) -> list[tuple[str, int]]:
    return [(due.slot.key[:10], due.left_out) for due in due_slots(calendar, known, now)]


@pytest.mark.parametrize("catch_up", ["last", "all", "none"])
def test_a_report_that_nobody_has_looked_at_begins_with_its_last_slot(catch_up: str) -> None:
    (due,) = due_slots(daily(catch_up), Known(), NOW)
    assert (due.slot.key, due.jobs, due.why) == ("2027-03-10T0600", None, "no edition yet")


@pytest.mark.parametrize(
    ("catch_up", "expected"),
    [
        ("last", [("2027-03-10", 2)]),
        ("all", [("2027-03-08", 0), ("2027-03-09", 0), ("2027-03-10", 0)]),
        ("none", [("2027-03-10", 2)]),
    ],
)
def test_missed_slots_are_made_by_policy(catch_up: str, expected: list[tuple[str, int]]) -> None:
    assert found(daily(catch_up), Known(None, {"2027-03-07T0600": ()})) == expected


def test_the_reason_names_the_last_edition() -> None:
    (due,) = due_slots(daily("last"), Known(None, {"2027-03-09T0600": ()}), NOW)
    assert due.why == "the last edition is of 2027-03-09T06:00+00:00"


def test_none_leaves_out_what_is_a_day_late() -> None:
    monthly = Calendar("r", "0 6 1 * *", "UTC", catch_up="none")
    first = datetime(2027, 3, 1, 6, tzinfo=UTC)
    assert found(monthly, Known(), first + timedelta(hours=24)) == [("2027-03-01", 0)]
    assert found(monthly, Known(), first + timedelta(hours=24, seconds=1)) == []


def test_with_all_nothing_is_lost_since_somebody_looked() -> None:
    known = Known(datetime(2027, 3, 8, 6, tzinfo=UTC))
    assert found(daily("all"), known) == [("2027-03-08", 0), ("2027-03-09", 0), ("2027-03-10", 0)]
    assert found(daily("last"), known) == [("2027-03-10", 2)]


def test_a_slot_that_was_done_is_not_due() -> None:
    for catch_up in ("last", "all", "none"):
        assert found(daily(catch_up), Known(None, {"2027-03-10T0600": ()})) == []


def test_failed_jobs_stay_due() -> None:
    known = Known(None, {"2027-03-10T0600": ("r[ilo, en]", "r[ilo, vi]")})
    (due,) = due_slots(daily("last"), known, NOW)
    assert due.jobs == ("r[ilo, en]", "r[ilo, vi]")
    assert due.why == "2 failed: r[ilo, en], r[ilo, vi]"


def test_what_failed_is_left_to_the_slot_after_it_unless_all_are_made() -> None:
    known = Known(None, {"2027-03-09T0600": ("r[en]",)})
    assert found(daily("last"), known) == [("2027-03-10", 0)]
    assert found(daily("all"), known) == [("2027-03-09", 0), ("2027-03-10", 0)]
    later = Known(None, {"2027-03-09T0600": ("r[en]",), "2027-03-10T0600": ()})
    assert found(daily("last"), later) == []
    assert found(daily("all"), later) == [("2027-03-09", 0)]


def test_an_earlier_time_than_the_last_edition_has_nothing_due() -> None:
    for failed in ((), ("r[en]",)):
        assert found(daily("all"), Known(None, {"2027-03-12T0600": failed})) == []


@pytest.mark.parametrize(
    ("before", "after"), [("Asia/Ho_Chi_Minh", "America/New_York"), ("UTC", "Asia/Tokyo")]
)
@pytest.mark.parametrize("order", [1, -1])
def test_moving_to_another_zone_makes_no_slot_twice(before: str, after: str, order: int) -> None:
    zones = [before, after][::order]
    done: dict[str, tuple[str, ...]] = {}
    for hour in range(24 * 8):
        calendar = Calendar("r", "0 6 * * *", zones[hour >= 100], catch_up="all")
        now = datetime(2027, 3, 1, tzinfo=UTC) + timedelta(hours=hour)
        for due in due_slots(calendar, Known(None, done), now):
            assert due.slot.key not in done
            done[due.slot.key] = ()
    days = [date.fromisoformat(key[:10]) for key in done]
    assert len(days) >= 8
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]


@settings(deadline=None)
@given(
    st.lists(st.integers(1, 2000), min_size=1, max_size=6),
    st.sampled_from(["0 6 * * *", "30 1 * * *", "0 6 * * MON#2", "*/30 * * * *"]),
    st.sampled_from(["UTC", "Europe/London", "America/New_York"]),
)
def test_with_all_every_slot_is_done_once_however_one_comes(
    minutes: list[int], cron: str, zone: str
) -> None:
    calendar = Calendar("r", cron, zone, catch_up="all")
    start = now = datetime(2027, 10, 28, 7, 7, tzinfo=UTC)  # before clocks are put back
    done: list[Due] = []
    for gap in minutes:
        now += timedelta(minutes=gap)
        done += due_slots(calendar, Known(start, {due.slot.key: () for due in done}), now)
    expected = list(slots(calendar, start - timedelta(days=40), now))
    made = [due.slot for due in done]
    assert made == expected[len(expected) - len(made) :]
    wanted = [slot for slot in expected if slot.instant >= start]
    assert made[len(made) - len(wanted) :] == wanted
