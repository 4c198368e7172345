"""A project may come with a state and a cache of somebody else: whatever is in them, builds go on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportgen.building.pipeline import Result
from reportgen.world import digest
from tests.running import SRC, reportgen, write_project
from tests.workshop import SHEETS, build, cheap, files_of, write_shipped

FILES = {**SHEETS, "data/partners.yaml": "- {id: a, name: Anna}\n- {id: b, name: Ben}\n"}
ODD: tuple[Any, ...] = (None, 5, "x", "\x1b[31m", [], [[]], {}, {"a": 1}, -1, 10**40)


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    return write_shipped(tmp_path / "shipped")


@pytest.fixture
def project(tmp_path: Path, shipped: Path) -> Path:
    folder = write_project(tmp_path / "project", FILES)
    with cheap(shipped):
        assert build(folder).ok
    return folder


def built(project: Path, shipped: Path) -> Result:
    with cheap(shipped):
        return build(project)


def changed(paths: list[Path], change: Callable[[dict[str, Any]], None]) -> None:
    assert paths
    for path in paths:
        value = json.loads(path.read_bytes())
        change(value)
        path.write_text(json.dumps(value), "utf-8")


def traces(project: Path) -> list[Path]:
    return sorted((project / ".reportgen/cache/jobs").glob("*.json"))


def states(project: Path) -> list[Path]:
    return sorted((project / ".reportgen/cache/states").glob("*.json"))


@pytest.mark.parametrize("key", ["format", "job", "dependencies", "outputs", "problems"])
def test_a_trace_that_is_none_counts_as_none(project: Path, shipped: Path, key: str) -> None:
    right = files_of(project / "build")
    for value in ODD:
        for path in states(project):
            path.unlink()

        def change(trace: dict[str, Any], value: Any = value) -> None:
            trace[key] = value

        changed(traces(project), change)
        assert built(project, shipped).ok, value
        assert files_of(project / "build") == right, value


@pytest.mark.parametrize("key", ["digest", "size", "pages", "title", "report", "language"])
def test_an_entry_of_a_trace_may_be_anything(project: Path, shipped: Path, key: str) -> None:
    right = files_of(project / "build")
    for value in ODD:
        for path in states(project):
            path.unlink()

        def change(trace: dict[str, Any], value: Any = value) -> None:
            for entry in trace["outputs"].values():
                entry[key] = value

        changed(traces(project), change)
        result = built(project, shipped)
        assert result.ok, value
        if key == "digest":
            assert files_of(project / "build") == right, value


@pytest.mark.parametrize(
    "dependency",
    [["field"], ["field", "x"], ["nothing"], ["file"], ["relation", "a"], ["scan"], ["settings"]],
)
def test_a_dependency_may_be_anything(project: Path, shipped: Path, dependency: list[str]) -> None:
    for path in states(project):
        path.unlink()
    changed(
        traces(project), lambda trace: trace.update(dependencies=[[dependency, "x"], [["x"], 5]])
    )
    assert built(project, shipped).ok


@pytest.mark.parametrize("key", ["format", "program", "seen", "outputs", "problems", "briefs"])
def test_a_state_that_is_none_counts_as_none(project: Path, shipped: Path, key: str) -> None:
    right = files_of(project / "build")
    for value in ODD:

        def change(state: dict[str, Any], value: Any = value) -> None:
            state[key] = value

        changed(states(project), change)
        assert built(project, shipped).ok, value
        assert files_of(project / "build") == right, value


def test_a_number_of_briefs_is_one(tmp_path: Path) -> None:
    folder = write_project(tmp_path, FILES)
    reportgen(folder, "build", "--format", "html")
    for value in ("\x1b[31m", None):

        def change(state: dict[str, Any], value: Any = value) -> None:
            state["briefs"] = value

        changed(states(folder), change)
        assert "2 briefs are up to date" in reportgen(folder, "build", "--format", "html").stderr


@pytest.mark.parametrize(
    "row",
    [
        {},
        5,
        {"code": "x", "message": 5, "place": None, "hint": None, "severity": "error"},
        {"code": "x", "message": "m", "place": {"file": 3}, "hint": None, "severity": "error"},
        {"code": "x", "message": "m", "place": {"x": 3}, "hint": None, "severity": "error"},
        {"code": "x", "message": "m", "place": None, "hint": [], "severity": "error"},
        {"code": "x", "message": "m", "place": None, "hint": None, "severity": "fatal"},
    ],
)
def test_a_problem_that_is_none_is_not_told(project: Path, shipped: Path, row: Any) -> None:
    changed([*states(project), *traces(project)], lambda value: value.update(problems=[row]))
    result = built(project, shipped)
    assert result.problems == ()


def test_a_message_from_a_state_does_not_drive_the_terminal(tmp_path: Path) -> None:
    folder = write_project(tmp_path, FILES)
    reportgen(folder, "build", "--format", "html")
    row = {"code": "x", "message": "\x1b]0;x\x07", "place": None, "hint": "\x1b[2J"}
    changed(states(folder), lambda state: state.update(problems=[{**row, "severity": "warning"}]))
    ran = reportgen(folder, "build", "--format", "html")
    assert "up to date" in ran.stderr
    assert "\x1b" not in ran.stderr


def test_results_that_are_none_are_made_again(tmp_path: Path) -> None:
    folder = write_project(tmp_path, FILES)
    reportgen(folder, "build")
    right = files_of(folder / "build")
    objects = sorted((folder / ".reportgen/cache/objects").rglob("*"))
    for data in (b"\xff\xff", b"[[5]]", b"\0\0\0\1\0\0\0\2[]x"):
        for path in objects:
            if path.is_file():
                path.write_bytes(digest(data).encode() + data)
        for name in ("jobs", "states"):
            for path in (folder / ".reportgen/cache" / name).iterdir():
                path.unlink()
        ran = reportgen(folder, "build")
        assert "Traceback" not in ran.stderr
        assert files_of(folder / "build") == right, data


@pytest.mark.parametrize(
    "name", [".reportgen", ".reportgen/cache", ".reportgen/runs", "build", "build/en"]
)
def test_a_file_where_a_folder_should_be_is_told(tmp_path: Path, name: str) -> None:
    folder = write_project(tmp_path, {**FILES, name: "in the way"})
    ran = reportgen(folder, "build", "--format", "html", code=1)
    assert "cannot-write" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_folder_of_any_depth_and_names_of_any_bytes_are_walked(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "project", FILES)
    for top in ("build", ".reportgen", "data", "templates"):
        (folder / top).mkdir(exist_ok=True)
        for name in (b"\xff", b"a\nb", b'"%&<'):
            path = os.fsencode(folder / top) + b"/" + name + b".txt"
            with open(path, "wb") as file:  # noqa: PTH123  a path of bytes
                file.write(b"x")
    deep = folder / "build"
    inner = os.open(deep, os.O_RDONLY)
    for _ in range(1500):  # deeper than a path may be long, in steps
        os.mkdir("d", dir_fd=inner)
        following = os.open("d", os.O_RDONLY, dir_fd=inner)
        os.close(inner)
        inner = following
    os.close(inner)
    try:
        ran = reportgen(folder, "build", "--format", "html")
        assert "Traceback" not in ran.stderr
        assert (folder / "build/en/sheet/a.html").is_file()
    finally:
        subprocess.run(["rm", "-rf", deep / "d"], check=True)


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_gets_into_no_file(tmp_path: Path, closed: str) -> None:
    folder = write_project(tmp_path / "project", FILES)
    usual = write_project(tmp_path / "usual", FILES)
    reportgen(usual, "build", "--format", "html")
    ran = subprocess.run(
        ["sh", "-c", f'exec "$0" -m reportgen build --format html {closed}', sys.executable],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(SRC), "NO_COLOR": "1"},
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert files_of(folder / "build") == files_of(usual / "build")
