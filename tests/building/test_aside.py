"""Large files are judged in workers: this process neither parses them nor holds their records."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from benchmarks.portfolio import write
from reportgen.building import pipeline
from reportgen.building.pipeline import Result, prepare
from reportgen.building.settling import can_fork
from reportgen.documents import parse_yaml
from reportgen.reading import harvest, judging
from reportgen.wanted import Options

pytestmark = pytest.mark.skipif(not can_fork(), reason="files are judged aside where there is fork")

FILES = ["data/agreements.yaml", "data/partners.yaml", "data/programmes.yaml"]


class Room:
    """A project whose larger files count as large, and what this process has parsed of it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.parsed: list[str] = []
        self._patch = monkeypatch
        write(folder, 6, html=True)
        monkeypatch.setattr(harvest, "LARGE", 2_000)
        monkeypatch.setattr(harvest, "parse_yaml", self._parse)

    def _parse(self, name: str, raw: bytes) -> Any:
        self.parsed.append(name)
        return parse_yaml(name, raw)

    def read(self, options: Options | None = None) -> Result:
        self.parsed.clear()
        folder = self.folder / "build"
        return prepare(self.folder, options or Options(), writing=True, folder=folder)[0]

    def read_here(self) -> Result:
        """The same without workers, and without what is kept."""
        with self._patch.context() as patch:
            patch.setattr(pipeline, "aside", lambda *_: None)
            return self.read(Options(force=True))

    def change(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        assert old in path.read_text("utf-8")
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    return Room(tmp_path / "project", monkeypatch)


def same(one: Result, other: Result) -> bool:
    assert one.project is not None
    assert other.project is not None
    records = [
        {name: {i: (row.record, row.digest) for i, row in held.rows.items()} for name, held in all_}
        for all_ in (one.project.records.items(), other.project.records.items())
    ]
    return records[0] == records[1] and one.problems == other.problems


def test_large_files_are_parsed_and_judged_elsewhere(room: Room) -> None:
    found = room.read()
    assert room.parsed
    assert not set(room.parsed) & set(FILES)
    assert same(found, room.read_here())
    assert set(FILES) <= set(room.parsed)


def test_also_when_nothing_that_is_kept_may_be_used(room: Room) -> None:
    room.read()
    room.read(Options(force=True))
    assert room.parsed
    assert not set(room.parsed) & set(FILES)


def test_only_the_file_that_changed_is_judged_again(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.read()
    room.change("data/partners.yaml", "acronym: P0", "acronym: P0x")
    asked: list[str] = []
    plain = harvest.Harvest._is_large

    def asking(self: harvest.Harvest, name: str) -> bool:
        large = plain(self, name)
        asked.extend([name] if large else [])
        return large

    monkeypatch.setattr(harvest.Harvest, "_is_large", asking)
    assert same(room.read(), room.read_here())
    assert asked == ["data/partners.yaml"]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("data/partners.yaml", "acronym: P0", "acronim: P0"),
        ("data/partners.yaml", "id: partner-0001", "id: partner-0000"),
        ("data/programmes.yaml", "partner: partner-0000", "partner: partner-9999"),
        ("data/agreements.yaml", "status: signed", "status: [signed"),
        ("data/agreements.yaml", "id: made-up", "id: made-up, id: made-up"),
    ],
)
def test_what_is_wrong_is_told_all_the_same(room: Room, name: str, old: str, new: str) -> None:
    room.change(name, old, new)
    found = room.read()
    assert found.problems
    assert found.problems == room.read_here().problems


def test_a_worker_that_dies_leaves_its_file_to_the_build(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder, plain = os.getpid(), judging.judge

    def deadly(file: str, *rest: Any) -> Any:
        if file == "data/partners.yaml" and os.getpid() != builder:
            os.kill(os.getpid(), signal.SIGKILL)
        return plain(file, *rest)

    monkeypatch.setattr("reportgen.reading.project.judge", deadly)
    found = room.read()
    assert [name for name in FILES if name in room.parsed] == ["data/partners.yaml"]
    assert same(found, room.read_here())


def test_a_file_that_takes_too_much_ends_the_reading(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder = os.getpid()

    def endless(*_: Any) -> Any:
        while os.getpid() != builder:
            pass

    monkeypatch.setattr("reportgen.reading.project.judge", endless)
    monkeypatch.setattr("reportgen.building.aside.TIMES", 1)
    found = room.read(Options(seconds=0.3))
    assert "too-costly" in {one.code for one in found.problems}
    assert found.project is None
