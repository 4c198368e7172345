"""Builds of many briefs hold less: the same bytes, files of data compressed, strings once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from benchmarks.portfolio import write
from reportgen.building import jobs
from reportgen.building.manifest import read_manifest, write_manifest
from reportgen.building.pipeline import build
from reportgen.wanted import Options
from reportgen.world import World


class Project:
    """Four briefs, and what was done to hold less while they were built."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.done: list[str] = []
        self.outputs: Mapping[str, Any] = {}
        write(folder, 4, html=True)
        press = World.press

        def pressing(world: World) -> None:
            self.done.append("pressed")
            press(world)

        def keeping(where: Path, outputs: Mapping[str, Any]) -> None:
            self.outputs = outputs
            write_manifest(where, outputs)

        monkeypatch.setattr(World, "press", pressing)
        monkeypatch.setattr(
            "reportgen.building.jobs.give_back_memory", lambda: self.done.append("given back")
        )
        monkeypatch.setattr("reportgen.building.jobs.write_manifest", keeping)

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
    monkeypatch.setattr(jobs, "_MANY", 2)
    assert project.built() == few
    assert project.done == ["pressed", "given back"]


def test_what_briefs_have_read_is_named_by_the_same_strings(project: Project) -> None:
    project.built()
    inputs = [e["inputs"]["files"] for e in project.outputs.values() if e["report"]]
    assert len(inputs) == 4
    assert len({id(name) for files in inputs for name in files}) == len(set(inputs[0]))
