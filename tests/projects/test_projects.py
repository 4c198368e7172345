"""Small whole projects: those that are right are read, those that are broken say all of it.

A broken project is a folder of its own; what reading says of it lies beside it in expected.txt.
"""

from __future__ import annotations

import importlib.metadata
from pathlib import Path
from typing import Protocol

import pytest

from reportgen.problems import CODES, format_problem
from reportgen.problems.codes_data import DATA
from reportgen.problems.codes_project import PROJECT
from reportgen.problems.codes_writing import WRITING
from reportgen.reading import Reading, read_project
from reportgen.world import World

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken").iterdir())
ELSEWHERE = {
    "too-large": "20 MB: tests/documents/test_parsing.py",
    "stale-figure": "not told yet",
    "unused-record": "a build tells it: tests/building/test_unused.py",
    "unused-image": "a build tells it: tests/building/test_unused.py",
    "unknown-report": "planning tells it",
    "output-collision": "planning tells it",
    "bad-option": "the command line tells it",
}


class Snapshot(Protocol):
    def check(self, path: Path, found: str) -> None: ...


def read(folder: Path) -> Reading:
    return read_project(World(folder, HERE / "templates"))


def test_the_smallest_project_is_read() -> None:
    reading = read(HERE / "smallest")
    assert reading.problems == ()
    assert reading.project is not None
    assert reading.project.languages == ("en", "vi")
    assert list(reading.project.records["partners"]) == ["ilo", "molisa"]


@pytest.mark.parametrize("folder", BROKEN, ids=lambda folder: folder.name)
def test_a_broken_project_says_all_of_it(
    folder: Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.metadata, "version", lambda _: "0.1.0")
    reading = read(folder)
    assert reading.problems, f"{folder.name} has no problem"
    told = [format_problem(found) for found in reading.problems]
    spoilt = sorted(reading.project.spoilt) if reading.project else []
    without = f", without its report {' and '.join(spoilt)}" if spoilt else ""
    told.append(f"-> {f'a project{without}' if reading.project else 'no project'}")
    found = "\n".join(told).replace(str(folder), "FOLDER") + "\n"
    snapshot.check(folder / "expected.txt", found)


@pytest.mark.parametrize("code", sorted(code.name for code in (*WRITING, *DATA, *PROJECT)))
def test_every_code_of_reading_has_its_broken_project(code: str) -> None:
    if code in ELSEWHERE:
        return
    expected = HERE / "broken" / code / "expected.txt"
    assert f"[{code}]" in expected.read_text("utf-8")


def test_no_snapshot_is_left_over() -> None:
    for folder in BROKEN:
        assert {path.name for path in folder.rglob("*")} - {"expected.txt"}, folder.name
    assert set(ELSEWHERE) <= set(CODES)


def test_only_errors_stop_a_project_or_a_report_of_it() -> None:
    for folder in BROKEN:
        reading = read(folder)
        stopped = any(found.severity == "error" for found in reading.problems)
        assert stopped == (reading.project is None or bool(reading.project.spoilt)), folder.name
