"""`build --due`, `due`, `release`, `history` and `schedule ls` as a person meets them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

import icalendar as reader
import pytest

from reportgen.cli import main
from reportgen.world import World
from tests.publishing.press import (
    CONFIGURATION,
    PARTNERS,
    Killed,
    check_readers,
    dying,
    project,
    readers,
    wake,
)
from tests.workshop import cheap, write_shipped

Run = Callable[..., tuple[int, str, str]]
EMBARGO = CONFIGURATION.replace("schedule: monthly", "schedule: {cron: monthly, embargo: 2 days}")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with cheap(write_shipped(tmp_path / "shipped")):
        yield project(tmp_path / "project")


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """(exit code, stdout, stderr) of a command line in the project at a time."""
    monkeypatch.chdir(folder)
    monkeypatch.delenv("GITHUB_OUTPUT", raising=False)

    def command(now: str, *arguments: str) -> tuple[int, str, str]:
        with (
            patch.object(World, "now", lambda _: datetime.fromisoformat(now)),
            pytest.raises(SystemExit) as ended,
        ):
            main(arguments)
        told = capsys.readouterr()
        return int(ended.value.code or 0), told.out, told.err

    return command


MONDAY = "2026-11-02T02:00+00:00"
NEXT = "2026-11-09T02:00+00:00"


def test_what_is_due_is_listed_with_its_reason(run: Run) -> None:
    code, out, err = run(MONDAY, "due")
    assert (code, err) == (0, "2 things to do\n")
    assert [line.split() for line in out.splitlines()] == [
        ["build", "news", "2026-11-01T06:00+07:00", "no", "edition", "yet"],
        ["build", "sheet", "2026-11-02T06:00+07:00", "no", "edition", "yet"],
    ]
    run(MONDAY, "build", "--due")
    assert run(MONDAY, "due") == (0, "", "nothing is due\n")
    code, out, _ = run(MONDAY, "due", "sheet", "--at", "2026-11-24", "--json")
    assert (code, json.loads(out)) == (
        0,
        {
            "do": "build",
            "report": "sheet",
            "slot": "2026-11-23T06:00+07:00",
            "as_of": "2026-11-23",
            "jobs": None,
            "left_out": 2,
            "why": "the last edition is of 2026-11-02T06:00+07:00",
        },
    )


def test_looking_changes_nothing(run: Run, folder: Path) -> None:
    for arguments in (["due"], ["history"], ["schedule", "ls"], ["due", "--at", "2030-01-01"]):
        assert run(MONDAY, *arguments)[0] == 0
    assert not (folder / "ledger").exists()
    assert not (folder / "site").exists()


def test_what_is_due_is_built_and_told(run: Run, folder: Path) -> None:
    code, out, err = run(MONDAY, "build", "--due")
    assert (code, out) == (0, "")
    assert err.splitlines()[-2:] == [
        "published news 2026-11-01T06:00+07:00 (1 file)",
        "published sheet 2026-11-02T06:00+07:00 (2 files)",
    ]
    check_readers(folder)
    assert run(MONDAY, "build", "--due") == (0, "", "nothing is due\n")


def test_a_step_of_a_job_learns_the_number(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "output"
    monkeypatch.setenv("GITHUB_OUTPUT", str(file))
    run(MONDAY, "due")
    run(MONDAY, "build", "--due")
    run(MONDAY, "build", "--due")
    assert file.read_text().split() == [
        *["due=2", "due=2", "published=2", "held=0"],
        *["due=0", "published=0", "held=0"],
    ]


def test_a_failure_ends_with_1_and_publishes_nothing(run: Run, folder: Path) -> None:
    (folder / "data/partners.yaml").write_text("- {id: a, nmae: Anna}\n", "utf-8")
    code, out, err = run(MONDAY, "build", "--due")
    assert (code, out) == (1, "")
    assert err.splitlines()[0].startswith("data/partners.yaml:1:11: error[unknown-field]")
    assert err.splitlines()[-1] == "nothing was published"
    assert not (folder / "site").exists()


def test_held_editions_are_released_with_the_same_bytes(run: Run, folder: Path) -> None:
    code, _, err = run(MONDAY, "build", "--due", "--hold")
    assert (code, err.splitlines()[-1]) == (
        0,
        "held sheet 2026-11-02T06:00+07:00 (2 files), until `reportgen release`",
    )
    assert not (folder / "site").exists()
    built = (folder / "build/en/sheet/a.html").read_bytes()
    (folder / "data/partners.yaml").write_text(PARTNERS.replace("Anna", "Hanna"), "utf-8")
    code, _, err = run(NEXT, "release", "sheet")
    assert (code, err.splitlines()) == (
        0,
        ["published sheet 2026-11-02T06:00+07:00 (2 files)", "1 edition released"],
    )
    assert readers(folder)["en/sheet/a.html"] == built
    check_readers(folder)
    code, out, _ = run(NEXT, "history")
    assert [line.split() for line in out.splitlines()] == [
        ["news", "2026-11-01T06:00+07:00", "held", "until", "`reportgen", "release`"],
        ["sheet", "2026-11-02T06:00+07:00", "published", "at", "2026-11-09T09:00+07:00"],
    ]


def test_an_embargo_holds_until_its_end(run: Run, folder: Path) -> None:
    project(folder, EMBARGO)
    held = "held news 2026-11-01T06:00+07:00 (1 file), until 2026-11-03T06:00+07:00"
    assert held in run(MONDAY, "build", "--due")[2].splitlines()
    code, _, err = run("2026-11-02T22:59+00:00", "release")
    assert (code, err.splitlines()) == (0, [held, "0 editions released"])
    assert "en/news.html" not in readers(folder)
    out = run("2026-11-02T23:00+00:00", "due")[1]
    assert out.split() == [
        *["release", "news", "2026-11-01T06:00+07:00", "held", "until", "2026-11-03T06:00+07:00"]
    ]
    err = run("2026-11-02T23:00+00:00", "build", "--due")[2]
    assert err == "published news 2026-11-01T06:00+07:00 (1 file)\n"
    check_readers(folder)


def test_the_calendar_is_listed_in_three_forms(run: Run, folder: Path) -> None:
    project(folder, EMBARGO)
    span = ["schedule", "ls", "--from", "2026-11-30", "--to", "2026-12-07"]
    code, out, err = run(MONDAY, *span)
    assert (code, err) == (0, "3 slots\n")
    assert out.splitlines() == [
        "2026-11-30T06:00+07:00     sheet",
        "2026-12-01T06:00+07:00     news  held until 2026-12-03T06:00+07:00",
        "2026-12-07T06:00+07:00     sheet",
    ]
    rows = [json.loads(line) for line in run(MONDAY, *span, "--json")[1].splitlines()]
    assert rows[1] == {
        "report": "news",
        "slot": "2026-12-01T06:00+07:00",
        "zone": "Asia/Ho_Chi_Minh",
        "as_of": "2026-12-01",
        "held_until": "2026-12-03T06:00+07:00",
    }
    code, out, err = run(MONDAY, *span, "--ical")
    found = reader.Calendar.from_ical(out.replace("\r\n", "\n").replace("\n", "\r\n"))
    assert (code, err, len(found.walk("VEVENT"))) == (0, "", 3)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["build", "--hold"], 2, "--hold and --partial say something about --due"),
        (["build", "--due", "--lang", "en"], 2, "--due builds whole editions"),
        (["build", "--due", "--as-of", "2026-11-01"], 2, "leave --as-of out"),
        (["build", "--due", "-o", "out"], 2, "leave --output-dir out"),
        (["build", "--due", "--dry-run"], 2, "`reportgen due` lists"),
        (["schedule", "ls", "--json", "--ical"], 2, "choose one"),
        (["schedule", "ls", "--from", "soon"], 1, "'soon' is no time for --from"),
        (["due", "--at", "2026-02-30"], 1, "'2026-02-30' is no time for --at"),
        (["schedule", "ls", "--from", "9999-12-01"], 1, "plans reach from 1970 to 2199"),
        (["schedule", "ls", "--from", "2026-11-02", "--to", "2026-11-01"], 1, "lies before --from"),
        (["schedule", "ls", "--to", "2001-01-01"], 1, "--to 2001-01-01 lies before now"),
        (["due", "sheets"], 1, "did you mean `sheet`?"),
        (["history", "sheets"], 1, "did you mean `sheet`?"),
        (["release", "sheets"], 1, "did you mean `sheet`?"),
    ],
)
def test_wrong_use_is_told(run: Run, arguments: list[str], code: int, said: str) -> None:
    ended, out, err = run(MONDAY, *arguments)
    assert (ended, out) == (code, "")
    assert said in err


def test_history_tells_every_edition(run: Run) -> None:
    run(MONDAY, "build", "--due")
    run(NEXT, "build", "--due")
    code, out, err = run(NEXT, "history", "sheet")
    assert (code, err) == (0, "2 editions\n")
    assert [line.split()[1] for line in out.splitlines()] == [
        "2026-11-02T06:00+07:00",
        "2026-11-09T06:00+07:00",
    ]
    row = json.loads(run(NEXT, "history", "news", "--json")[1])
    assert {name: row[name] for name in ("report", "slot", "as_of", "state", "files")} == {
        "report": "news",
        "slot": "2026-11-01T0600",
        "as_of": "2026-11-01",
        "state": "published",
        "files": 1,
    }


def test_what_a_dead_run_left_undone_is_due(run: Run, folder: Path) -> None:
    with dying(12, after=False) as done, suppress(Killed):
        wake(folder, MONDAY)
    assert " site/" in done[-1]
    code, out, _ = run(MONDAY, "due")
    assert (code, out.split()) == (
        0,
        ["deliver", "a", "run", "has", "ended", "before", "readers", "had", "everything"],
    )
    assert run(MONDAY, "build", "--due")[2] == (
        "nothing is due; readers have now what a run before had published\n"
    )
    check_readers(folder)
    assert run(MONDAY, "due")[1] == ""
