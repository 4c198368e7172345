"""Nothing is built into what a project is read from, nor where nothing can be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.building.merging import merge
from reportgen.building.pipeline import build
from reportgen.building.writing import try_folder
from reportgen.problems import ProblemsError
from reportgen.wanted import Options
from tests.running import reportgen, write_project
from tests.workshop import files_of

FILES = {
    "reportgen.yaml": "theme: looks/ours\nformats: [html]\nreports:\n  brief: {template: one-pager}\n",
    "looks/ours/theme.yaml": "name: Ours\n",
    "data.yaml": "partners: [{id: ilo, name: ILO}]\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_project(tmp_path_factory.mktemp("project"), FILES)


@pytest.mark.parametrize(
    "name",
    [
        *(".", "data", "data/deeper", "out/../data", "templates", "snapshots"),
        *(".reportgen", ".reportgen/cache", ".git", "looks/ours"),
    ],
)
def test_folders_of_the_project_itself_are_refused(folder: Path, name: str) -> None:
    options = Options(output=folder / name)
    for result in (build(folder, options), merge(folder, [folder / "shard"], options)):
        (found,) = [one for one in result.problems if one.code == "bad-option"]
        assert found.hint == "name a folder of its own, such as build or out"
    assert set(files_of(folder)) - {one for one in files_of(folder) if one[0] == "."} == set(FILES)


@pytest.mark.parametrize("name", ["out", "build/deeper", "database", ".reportgen/testing/build"])
def test_other_folders_may_be_named(folder: Path, name: str) -> None:
    result = build(folder, Options(output=folder / name, dry_run=True))
    assert [found.code for found in result.problems if found.code == "bad-option"] == []
    assert result.plan.jobs


def test_a_file_is_no_folder(folder: Path) -> None:
    said = reportgen(folder, "build", "-o", "data.yaml", code=2).stderr
    assert "'data.yaml' is a file" in said


def test_a_folder_that_cannot_be_written_is_told_before_anything_is_built(folder: Path) -> None:
    said = reportgen(folder, "build", "-o", "data.yaml/out", code=1).stderr
    assert "error[cannot-write]: cannot write out in data.yaml: not a directory" in said.lower()
    assert "built brief" not in said
    assert said.count("error[") == 1


def test_trying_a_folder_leaves_it_there_and_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    try_folder(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []

    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(ProblemsError, match="Read-only file system"):
        try_folder(tmp_path / "a")
