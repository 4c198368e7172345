"""A year of a fake clock: late, missed, doubled and killed runs, moves and leap days.

What has to come of it is counted day by day from the rules in words, without what is under test.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest

from reportgen.publishing import making
from reportgen.publishing.desk import Desk
from reportgen.publishing.making import Outcome
from reportgen.publishing.state import State
from tests.publishing.press import (
    PARTNERS,
    Killed,
    Watch,
    check_readers,
    dying,
    ledger,
    project,
    readers,
    wake,
)

FIRST, LAST = date(2027, 6, 1), date(2028, 6, 4)
MOVED = date(2027, 11, 20)
"""The day on which the project moves from Viet Nam to London."""

PROJECT = """\
languages: [en]
formats: [html]
timezone: {zone}
publish: {{to: site, ledger: ledger, keep: 70}}
reports:
  monthly: {{template: news, schedule: monthly, output: monthly}}
  weekly: {{template: sheet, each: partners, schedule: {{cron: weekly, catch_up: all}}}}
  embargo:
    template: news
    output: embargo
    schedule: {{cron: "0 6 * * MON#2", timezone: America/New_York, embargo: 2 days, catch_up: all}}
  workdays:
    template: news
    output: workdays
    schedule: {{cron: "0 6 LW * *", catch_up: all, except: [2027-12, XXXX-03-31]}}
  night:
    template: news
    output: night
    schedule: {{cron: "30 1 * * SUN", timezone: Europe/London, catch_up: all}}
  early:
    template: news
    output: early
    schedule: {{cron: "30 2 * * SUN", timezone: America/New_York, catch_up: all}}
  leap:
    template: news
    output: leap
    schedule: {{cron: "0 6 29 2 *", catch_up: all}}
  friday:
    template: news
    output: friday
    schedule: {{cron: "0 22 * * FRI", timezone: UTC, catch_up: none}}
"""
ZONES = {"embargo": "America/New_York", "early": "America/New_York", "night": "Europe/London"}


def last_weekday(day: date) -> bool:
    rest = [day + timedelta(days=n) for n in range(1, 4)]
    later = [one for one in rest if one.month == day.month]
    return day.weekday() < 5 and len(later) < 3 and all(one.weekday() > 4 for one in later)


def is_due(report: str, day: date) -> bool:
    """The rules in words."""
    return {
        "monthly": day.day == 1,
        "weekly": day.weekday() == 0,
        "embargo": day.weekday() == 0 and 8 <= day.day <= 14,
        "workdays": last_weekday(day) and (day.year, day.month) != (2027, 12) and (day.month, day.day) != (3, 31),
        "night": day.weekday() == 6,
        "early": day.weekday() == 6,
        "leap": (day.month, day.day) == (2, 29),
        "friday": day.weekday() == 4,
    }[report]  # fmt: skip


TIMES = {"night": time(1, 30), "early": time(2, 30), "friday": time(22)}
FORWARD = {("night", date(2028, 3, 26)): time(2), ("early", date(2028, 3, 12)): time(3)}
"""The nights on which clocks are put forward over the time of a slot."""


def slot(report: str, day: date) -> tuple[str, datetime]:
    """(name, moment) of the slot of a report on a day."""
    at = FORWARD.get((report, day), TIMES.get(report, time(6)))
    zone = "UTC" if report == "friday" else ZONES.get(report)
    if zone is None:
        zone = "Asia/Ho_Chi_Minh" if day < MOVED else "Europe/London"
    moment = datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
    return f"{day}T{at:%H%M}", moment


def expected(report: str, until: datetime) -> dict[str, datetime]:
    """The slots of a report from the first day to a moment, by name."""
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    found = dict(slot(report, day) for day in days if is_due(report, day))
    return {name: at for name, at in found.items() if at <= until}


class Year:
    """The life of a project: what happens on each day, by a seeded chance."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.watch = Watch(folder)
        self.happened: dict[str, int] = {}
        self.came: list[datetime] = []
        """When a run came to its end without a problem."""

    def live(self, day: date) -> None:
        """One day: the host's cron is due thrice, and comes late or not at all."""
        for hour in (0, 8, 16):
            if self.chance.random() < 0.5:
                self._note("missed")
                continue
            late = timedelta(hours=hour, minutes=self.chance.randrange(400))
            now = datetime.combine(day, time(0, 17), UTC) + late
            if not self.came or now > self.came[-1] + timedelta(hours=1):
                self._run(now)

    def _run(self, now: datetime) -> None:
        kinds = {"well": 70, "killed": 12, "doubled": 6, "at once": 6, "broken": 4, "back": 2}
        kind = self.chance.choices(list(kinds), list(kinds.values()))[0]
        self._note(kind)
        if kind == "killed":
            step, after = self.chance.randrange(1, 30), self.chance.random() < 0.5
            with dying(step, after=after), suppress(Killed):
                assert wake(self.folder, now.isoformat()).ok
        elif kind == "broken":
            (self.folder / "data/partners.yaml").write_text("- {id: a, nmae: Anna}\n", "utf-8")
            wake(self.folder, now.isoformat())
            (self.folder / "data/partners.yaml").write_text(PARTNERS, "utf-8")
        elif kind == "back":
            before, files = ledger(self.folder), readers(self.folder)
            outcome = wake(self.folder, (now - timedelta(days=40)).isoformat())
            assert [found.code for found in outcome.problems] == ["clock-behind"]
            assert (ledger(self.folder), readers(self.folder)) == (before, files)
        else:
            outcome = (
                self._at_once(now) if kind == "at once" else wake(self.folder, now.isoformat())
            )
            assert outcome.problems == ()
            if kind == "doubled":
                assert wake(self.folder, (now + timedelta(seconds=1)).isoformat()).due == 0
            self.came.append(now)
            self._check(now)
        self.watch.look()

    def _at_once(self, now: datetime) -> Outcome:
        """Another machine does everything while this run is about to say what it has built."""
        change: Callable[..., State] = Desk.change
        staged = self.folder / "ledger/staged"

        def late(desk: Desk, changed: Callable[[State], State]) -> State:
            if staged.exists():
                with patch.object(Desk, "change", change), patch.object(making, "locked"):
                    assert (
                        wake(self.folder, (now + timedelta(seconds=2)).isoformat()).problems == ()
                    )
            return change(desk, changed)

        with patch.object(Desk, "change", late):
            return wake(self.folder, now.isoformat())

    def _check(self, now: datetime) -> None:
        """After a run that went well readers have what they should."""
        done = {(one.report, one.slot) for one in ledger(self.folder).editions}
        for report in ("monthly", "friday"):
            newest = max(expected(report, now).items(), key=lambda pair: pair[1], default=None)
            if newest and (report == "monthly" or now - newest[1] <= timedelta(hours=24)):
                assert (report, newest[0]) in done, (report, now)

    def _note(self, what: str) -> None:
        self.happened[what] = self.happened.get(what, 0) + 1


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
def test_in_a_year_each_slot_is_published_once_with_its_date(folder: Path, seed: int) -> None:
    project(folder, PROJECT.format(zone="Asia/Ho_Chi_Minh"))
    year = Year(folder, seed)
    assert wake(folder, "2027-06-01T00:10+00:00").problems == ()
    outages = {FIRST + timedelta(days=n) for n in (*range(60, 63), *range(200, 216), 272, 273)}
    day = FIRST
    while day <= LAST:
        if day == MOVED:
            project(folder, PROJECT.format(zone="Europe/London"))
        if day not in outages:
            year.live(day)
        day += timedelta(days=1)
    end = datetime.combine(LAST, time(23, 59), UTC)
    assert wake(folder, end.isoformat()).problems == ()
    year.watch.look()
    check_readers(folder)

    assert set(year.watch.published.values()) == {1}
    published: dict[str, dict[str, datetime]] = {}
    for one in ledger(folder).editions:
        assert one.state == "published"
        name, at = slot(one.report, one.as_of)
        assert one.slot == name
        assert one.published is not None
        assert one.published >= (at + timedelta(days=2) if one.report == "embargo" else at)
        published.setdefault(one.report, {})[one.slot] = one.published
    for report in ("weekly", "workdays", "night", "early", "leap", "embargo"):
        wanted = expected(report, end)
        found = {name for name in published[report] if name >= min(wanted)}
        assert found == set(wanted), report
    # Of these some are left out, but only by the policy.
    assert set(published["monthly"]) <= set(expected("monthly", end))
    for name, at in expected("friday", end).items():
        in_time = [came for came in year.came if at <= came <= at + timedelta(hours=24)]
        done = published["friday"].get(name)
        assert done is None or done - at <= timedelta(hours=24)
        assert done is not None or not in_time, name
    assert len(published["monthly"]) >= 11
    assert "2028-02-29T0600" in published["leap"]
    assert min(year.happened.values()) >= 3, year.happened
