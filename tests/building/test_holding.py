"""Builds of many briefs hold less: data compressed, and what is known of briefs entered late."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from benchmarks.portfolio import write
from reportgen.building import dispatching
from reportgen.building.executor import _Pool
from reportgen.building.ledger import Ledger
from reportgen.building.manifest import read_manifest
from reportgen.building.pending import Done
from reportgen.building.pipeline import build
from reportgen.model.records import Records
from reportgen.wanted import Options
from reportgen.world import World


class Project:
    """Four briefs, and what was done to hold less while they were built."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.done: list[str] = []
        write(folder, 4, html=True)
        press = World.press

        def pressing(world: World) -> None:
            self.done.append("pressed")
            press(world)

        monkeypatch.setattr(World, "press", pressing)
        monkeypatch.setattr(Records, "press", lambda _: self.done.append("records pressed"))
        monkeypatch.setattr(
            "reportgen.building.dispatching.give_back_memory",
            lambda: self.done.append("given back"),
        )

    def built(self) -> Mapping[str, str]:
        self.done.clear()
        result = build(self.folder, Options(force=True, workers=1))
        assert result.ok
        return {
            path: entry["digest"] for path, entry in read_manifest(self.folder / "build").items()
        }


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    return Project(tmp_path / "project", monkeypatch)


def test_memory_is_given_back_where_many_briefs_are_built(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = project.built()
    assert project.done == []
    monkeypatch.setattr(dispatching, "_MANY", 2)
    assert project.built() == few
    first, *between, last = project.done
    assert (first, set(between), last) == ("pressed", {"records pressed"}, "given back")


def test_what_is_known_of_briefs_is_spread_out_when_the_workers_have_ended(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    stop, enter = _Pool.stop, Ledger.enter_done

    def stopped(pool: _Pool) -> None:
        stop(pool)
        order.append("stopped")

    def entered(ledger: Ledger, done: Done) -> None:
        order.append("entered")
        enter(ledger, done)

    monkeypatch.setattr(_Pool, "stop", stopped)
    monkeypatch.setattr(Ledger, "enter_done", entered)
    project.built()
    assert order == ["stopped", *4 * ["entered"]]
