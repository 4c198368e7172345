"""The ledger: of several writers one wins, and whatever is wrong with it, nothing of it is lost."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.publishing import making
from reportgen.publishing.desk import Desk
from reportgen.publishing.ledger import KEPT, Ledger
from reportgen.publishing.making import Outcome
from reportgen.publishing.state import (
    STATES,
    DamagedError,
    Edition,
    State,
    from_json,
    to_json,
)
from reportgen.publishing.storage import Folder
from tests.publishing.press import (
    CONFIGURATION,
    check_readers,
    ledger,
    made,
    project,
    readers,
    wake,
)

NOW = datetime(2026, 11, 2, 2, tzinfo=UTC)
MONDAY, NEXT = "2026-11-02T09:00+07:00", "2026-11-09T09:00+07:00"

moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001  made aware here
    lambda at: at.replace(microsecond=0, tzinfo=UTC)
)
editions = st.builds(
    Edition,
    report=st.from_regex(r"[a-z][a-z0-9-]{0,10}", fullmatch=True),
    slot=st.from_regex(r"20[0-9]{2}-0[1-9]-[12][0-8]T[01][0-9][0-5][0-9](\+0100)?", fullmatch=True),
    zone=st.sampled_from(["UTC", "Asia/Ho_Chi_Minh", "Europe/London"]),
    as_of=st.dates(date(2000, 1, 1)),
    built=moments,
    state=st.sampled_from(STATES),
    files=st.integers(0, 10**6),
    digest=st.text("0123456789abcdef"),
    staged=st.lists(st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True)).map(tuple),
    failed=st.lists(st.text()).map(tuple),
    hold=st.booleans(),
    until=st.none() | moments,
    published=st.none() | moments,
)
states = st.builds(
    State,
    number=st.integers(1, 10**6),
    written=moments,
    revision=st.integers(0, 10**6),
    since=st.dictionaries(st.text(), moments),
    editions=st.lists(editions, max_size=3).map(tuple),
)


@given(states)
def test_what_is_written_is_read(state: State) -> None:
    assert from_json(to_json(state)) == state


@given(states, st.floats(0, 1))
def test_what_is_cut_off_is_damaged(state: State, part: float) -> None:
    raw = to_json(state).rstrip()
    with pytest.raises(DamagedError):
        from_json(raw[: int(len(raw) * part) - 1])


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda x: (
            st.lists(x)
            | st.dictionaries(
                st.sampled_from(["version", "number", "written", "revision", "since", "editions"]),
                x,
            )
        ),
    )
)
def test_anything_else_is_damaged(value: object) -> None:
    if isinstance(value, dict):
        value = {**value, "version": 1}
    with pytest.raises(DamagedError):
        from_json(json.dumps(value).encode())


@pytest.mark.parametrize("slot", ["../../etc/x", "2026-02-30T0600", "a/b"])
def test_an_edition_that_leads_elsewhere_is_damaged(slot: str) -> None:
    edition = Edition("r", "2026-11-01T0600", "UTC", date(2026, 11, 1), NOW, "published")
    raw = to_json(State(1, NOW, 1, {}, (edition,)))
    with pytest.raises(DamagedError):
        from_json(raw.replace(b"2026-11-01T0600", slot.encode()))


def test_of_many_writers_each_is_heard_once(tmp_path: Path) -> None:
    came = threading.Barrier(8)

    def write(number: int) -> None:
        own = Ledger(Folder(tmp_path, "ledger"))
        came.wait()
        while True:
            state = own.read()
            if own.write(replace(state, since={**state.since, str(number): NOW}), NOW):
                return

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    state = Ledger(Folder(tmp_path, "ledger")).read()
    assert (state.number, sorted(state.since)) == (8, [str(number) for number in range(8)])


def test_old_versions_go_and_a_late_writer_does_not_take_their_place(tmp_path: Path) -> None:
    own = Ledger(Folder(tmp_path, "ledger"))
    first = state = own.write(State(), NOW)
    for _ in range(KEPT + 20):
        assert state is not None
        state = own.write(state, NOW)
    assert len(list(tmp_path.iterdir())) == KEPT
    assert state is not None
    assert first is not None
    assert own.write(first, NOW) is None
    assert own.read().number == KEPT + 21
    assert len(list(tmp_path.iterdir())) == KEPT


def everything(folder: Path) -> dict[str, bytes]:
    places = (folder / "site", folder / "ledger")
    return {str(p): p.read_bytes() for place in places for p in place.rglob("*") if p.is_file()}


@pytest.mark.parametrize("damage", ["cut", "empty", "foreign", "number"])
def test_a_damaged_ledger_stops_everything_and_is_left_as_it_is(folder: Path, damage: str) -> None:
    wake(folder, MONDAY)
    path = max((folder / "ledger").glob("0*.json"))
    raw = path.read_bytes()
    wrong = {
        "cut": raw[: len(raw) // 2],
        "empty": b"",
        "foreign": b'{"version": 1}',
        "number": raw.replace(b'"number": 2', b'"number": 7'),
    }
    path.write_bytes(wrong[damage])
    before = everything(folder)
    (found,) = wake(folder, NEXT).problems
    assert (found.code, found.message) == (
        "bad-ledger",
        "ledger/00000002.json is cut off or damaged; nothing is built or published",
    )
    assert "the version before it is 00000001.json" in (found.hint or "")
    assert everything(folder) == before
    path.write_bytes(raw)
    assert made(wake(folder, NEXT)) == [("sheet", "2026-11-09T0600", "published")]
    check_readers(folder)


def test_a_ledger_of_a_newer_reportgen_is_refused(folder: Path) -> None:
    wake(folder, MONDAY)
    path = max((folder / "ledger").glob("0*.json"))
    path.write_bytes(path.read_bytes().replace(b'"version": 1', b'"version": 2'))
    before = everything(folder)
    (found,) = wake(folder, NEXT).problems
    assert (found.code, found.hint) == (
        "newer-format",
        "install a newer reportgen-toolkit here, too",
    )
    assert everything(folder) == before


def test_a_clock_that_jumps_back_publishes_nothing(folder: Path) -> None:
    wake(folder, NEXT)
    before = everything(folder)
    (found,) = wake(folder, MONDAY).problems
    assert found.code == "clock-behind"
    assert found.message == (
        "the clock says 2026-11-02T02:00:00+00:00, and the ledger was written at "
        "2026-11-09T02:00:00+00:00"
    )
    assert "ledger/00000002.json" in (found.hint or "")
    assert everything(folder) == before
    assert wake(folder, NEXT).ok


def test_clocks_of_machines_may_differ_a_little(folder: Path) -> None:
    wake(folder, NEXT)
    slow = datetime.fromisoformat(NEXT) - timedelta(minutes=10)
    assert wake(folder, slow.isoformat()).problems == ()


def test_a_ledger_that_was_lost_is_made_from_what_is_published(folder: Path) -> None:
    wake(folder, MONDAY)
    before = readers(folder)
    for path in (folder / "ledger").rglob("*"):
        path.unlink()
    outcome = wake(folder, "2026-11-03T09:00+07:00")
    (found,) = outcome.problems
    assert (found.code, outcome.ok, outcome.due) == ("ledger-rebuilt", True, 0)
    assert readers(folder) == before
    assert wake(folder, "2026-11-03T12:00+07:00").problems == ()
    assert made(wake(folder, NEXT)) == [("sheet", "2026-11-09T0600", "published")]
    check_readers(folder)


def test_without_a_word_on_it_the_ledger_lies_beside_the_editions(folder: Path) -> None:
    project(folder, CONFIGURATION.replace("to: site, ledger: ledger", "to: out/site"))
    wake(folder, MONDAY)
    assert (folder / "out/site.ledger/00000002.json").exists()
    assert not list((folder / "out/site").rglob("0*.json"))


def test_two_runs_at_once_publish_each_slot_once(folder: Path) -> None:
    """The second comes while the first has built, and has not yet said so in the ledger."""
    change = Desk.change
    others: list[Outcome] = []

    def late(desk: Desk, changed: Callable[[State], State]) -> State:
        if (folder / "ledger/staged").exists():
            with patch.object(Desk, "change", change), patch.object(making, "locked"):
                others.append(wake(folder, "2026-11-02T09:01+07:00"))  # on another machine
        return change(desk, changed)

    with patch.object(Desk, "change", late):
        first = wake(folder, MONDAY)
    (second,) = others
    assert [state for *_, state in made(second)] == ["published", "published"]
    assert (first.editions, len(first.taken), first.problems) == ((), 2, ())
    assert not list((folder / "ledger").rglob("*.html"))
    assert ledger(folder).revision == 1
    check_readers(folder)


def test_a_slow_run_does_not_leave_readers_with_less_than_a_quick_one(folder: Path) -> None:
    """Another machine publishes and delivers while this one is about to list what it delivered."""
    write = Folder.write
    others: list[Outcome] = []

    def late(storage: Folder, path: str, data: bytes) -> None:
        if path == "editions.json" and not others:
            others.append(Outcome())
            with patch.object(making, "locked"):
                others[0] = wake(folder, "2026-11-02T09:01+07:00")
        write(storage, path, data)

    with patch.object(Folder, "write", late):
        assert made(wake(folder, MONDAY, "news")) == [("news", "2026-11-01T0600", "published")]
    assert made(others[0]) == [("sheet", "2026-11-02T0600", "published")]
    check_readers(folder)
