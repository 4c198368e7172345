"""A run may die before or after any step: nothing is published twice, nothing is lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest

from reportgen.problems import ProblemsError
from reportgen.publishing.releasing import release
from tests.publishing.press import (
    CONFIGURATION,
    Killed,
    Watch,
    check_readers,
    dying,
    ledger,
    made,
    project,
    readers,
    wake,
    world,
)
from tests.running import write_project

MONDAY, NEXT = "2026-11-02T09:00+07:00", "2026-11-09T09:00+07:00"
KEPT = CONFIGURATION.replace("ledger: ledger", "ledger: ledger, keep: 1")


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_run_may_die_at_any_write(folder: Path, tmp_path: Path, after: bool) -> None:
    project(folder, KEPT)
    wake(folder, MONDAY)
    start = tmp_path / "start"
    shutil.copytree(folder, start)
    wake(folder, NEXT)
    whole, step, reached = readers(folder), 0, True
    while reached:
        step += 1
        shutil.rmtree(folder)
        shutil.copytree(start, folder)
        watch = Watch(folder)
        watch.look()
        with dying(step, after=after) as done, suppress(Killed):
            wake(folder, NEXT)
        reached = len(done) >= step
        watch.look()
        outcome = wake(folder, "2026-11-09T15:00+07:00")
        assert outcome.problems == (), done[-1]
        watch.look()
        check_readers(folder)
        assert set(watch.published.values()) == {1}, done[-1]
        assert len(watch.published) == 3, done[-1]
        assert readers(folder) | {"editions.json": b""} == whole | {"editions.json": b""}, done[-1]
        assert wake(folder, "2026-11-10T15:00+07:00").due == 0
        assert not (folder / "ledger/staged").exists(), done[-1]
    assert step > 20  # else this test sees nothing


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_release_may_die_at_any_write(folder: Path, tmp_path: Path, after: bool) -> None:
    wake(folder, MONDAY, hold=True)
    start = tmp_path / "start"
    shutil.copytree(folder, start)
    release(world(folder, NEXT))
    whole, step, reached = readers(folder), 0, True
    while reached:
        step += 1
        shutil.rmtree(folder)
        shutil.copytree(start, folder)
        # What is released is what was built, whatever the project says now.
        write_project(folder, {"templates/news.html.j2": "{% extends 'base.html.j2' %}"})
        with dying(step, after=after) as done, suppress(Killed):
            release(world(folder, NEXT))
        reached = len(done) >= step
        release(world(folder, "2026-11-09T15:00+07:00"))
        check_readers(folder)
        found = readers(folder)
        different = {path for path in whole | found if whole.get(path) != found.get(path)}
        assert different <= {"editions.json"}, done[-1]
    assert step > 10


def test_what_a_dead_run_has_brought_is_known_for_ours_a_week_later(folder: Path) -> None:
    with dying(1000, after=True) as done:
        wake(folder, MONDAY)
    for step in [n for n, what in enumerate(done, 1) if " site/en/" in what]:
        shutil.rmtree(folder)
        project(folder)
        with dying(step, after=True), suppress(Killed):
            wake(folder, MONDAY)
        assert wake(folder, NEXT).problems == (), done[step - 1]
        check_readers(folder)


def test_what_a_dead_run_has_staged_is_swept_a_day_later(folder: Path) -> None:
    with dying(3, after=True), suppress(Killed):
        wake(folder, MONDAY)
    assert list((folder / "ledger/staged").iterdir())
    wake(folder, "2026-11-02T15:00+07:00")
    assert len(list((folder / "ledger/staged").iterdir())) == 1  # it might be at work just now
    wake(folder, "2026-11-03T15:00+07:00")
    assert not (folder / "ledger/staged").exists()


def killed_after(seconds: float, folder: Path, now: str) -> bool:
    """Publish in a process that is killed after so long; True where that was before its end."""
    pid = os.fork()
    if pid == 0:
        with suppress(BaseException):
            wake(folder, now)
            os._exit(0)
        os._exit(1)
    time.sleep(seconds)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def test_runs_that_are_killed_at_any_instant_publish_once(folder: Path) -> None:
    text = CONFIGURATION.replace("schedule: weekly", "schedule: {cron: daily, catch_up: all}")
    project(folder, text)
    wake(folder, "2026-11-02T09:00+07:00")
    watch, chance, killed = Watch(folder), random.Random(8), 0
    for day in range(3, 19):
        killed += killed_after(chance.uniform(0, 0.25), folder, f"2026-11-{day:02}T09:00+07:00")
        watch.look()
        if day % 3 == 0:
            assert wake(folder, f"2026-11-{day:02}T15:00+07:00").problems == ()
            watch.look()
            check_readers(folder)
    assert killed > 3
    assert set(watch.published.values()) == {1}
    days = [slot for report, slot in watch.published if report == "sheet"]
    assert days == [f"2026-11-{day:02}T0600" for day in range(2, 19)]


def test_a_damaged_edition_is_not_published(folder: Path) -> None:
    assert [state for *_, state in made(wake(folder, MONDAY, hold=True))] == ["held", "held"]
    (page,) = (folder / "ledger/staged").rglob("a.html")
    page.write_bytes(page.read_bytes()[:-10])
    outcome = wake(folder, NEXT)  # no release: what is held by hand stays held
    assert outcome.ok
    number = ledger(folder).number
    with pytest.raises(ProblemsError, match=r"en/sheet/a\.html of the edition sheet/"):
        release(world(folder, NEXT))
    assert ledger(folder).number == number
    assert "en/news.html" not in readers(folder)  # all or nothing
