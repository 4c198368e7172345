"""The timeline of a build: one row a worker at a time, and nothing that a name could break."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import html

from reportgen.building.events import Finished, Started, Written
from reportgen.building.timeline import Timeline
from reportgen.model.project import Job
from reportgen.problems import ProblemsError


def finished(name: str, seconds: float, *, rendered: int = 1) -> Finished:
    return Finished(
        Job(name, "en", ()), (Written("x", 1, 1),), (), "a < b changed", rendered, seconds
    )


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr("time.perf_counter", lambda: now[0])
    return now


def test_jobs_that_overlap_stand_on_rows_of_their_own(clock: list[float], tmp_path: Path) -> None:
    timeline = Timeline(0.0)
    clock[0] = 1.0
    timeline(Started(3, 0, 2))
    for moment, event in (
        (3.0, finished("one", 2.0)),
        (4.0, finished("<two>", 3.0, rendered=0)),
        (5.0, finished("three", 2.0)),
    ):
        clock[0] = moment
        timeline(event)
    assert [(s.name, s.row) for s in timeline.spans[1:]] == [
        ("one[en]", 1),
        ("<two>[en]", 2),
        ("three[en]", 1),
    ]
    page = timeline.write(tmp_path / "profile.json")
    events = json.loads((tmp_path / "profile.json").read_text("utf-8"))["traceEvents"]
    assert [(e["name"], e["ts"], e["dur"]) for e in events[1:3]] == [
        ("one[en]", 1_000_000, 2_000_000),
        ("<two>[en]", 1_000_000, 3_000_000),
    ]
    drawing = html.fromstring(page.read_text("utf-8"))
    assert len(drawing.xpath("//*[local-name()='rect']")) == 5
    assert "<two>[en]" in drawing.xpath("string(//table)")


@pytest.mark.parametrize("name", ["data.yaml", "reportgen.yaml", "timeline", "page.html"])
def test_a_name_that_is_not_of_a_timeline_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match=r"has to end in \.json"):
        Timeline(0.0).write(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["profile.json", "profile.html"])
def test_only_a_timeline_is_replaced(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text("mine", "utf-8")
    with pytest.raises(ProblemsError, match=f"{name} is there already"):
        Timeline(0.0).write(tmp_path / "profile.json")
    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == ["mine"]
    (tmp_path / name).unlink()
    assert Timeline(0.0).write(tmp_path / "profile.json") == Timeline(0.0).write(
        tmp_path / "profile.json"
    )
