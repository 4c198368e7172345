"""`reportgen test`, `accept`, `reject`, `snapshots size`, as they are typed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.running import SRC, reportgen
from tests.testing.conftest import change


@pytest.fixture
def folder(accepted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("CI", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    root = tmp_path / "it's a project"
    shutil.copytree(accepted, root)
    (root / "pytest.ini").unlink()
    return root


def test_a_change_is_found_and_accepted_or_dropped(folder: Path) -> None:
    assert "8 passed" in reportgen(folder, "test").stdout
    change(folder / "data.yaml", "value: 230", "value: 231")
    said = reportgen(folder, "test", "note[en]", "--snapshots=check", code=1).stdout
    assert "4 failed" in said
    assert (
        reportgen(folder, "accept", "note[en-data]").stdout == "kept snapshots/en/note.data.txt\n"
    )
    assert reportgen(folder, "reject", "note[vi]").stderr == "nothing waits\n"
    assert reportgen(folder, "reject", "note").stderr == "dropped 3 changes\n"
    assert "3 failed, 1 passed" in reportgen(folder, "test", "note[en]", code=1).stdout
    assert "4 failed" in reportgen(folder, "test", "note[vi]", code=1).stdout
    assert reportgen(folder, "accept").stderr == "accepted 7 snapshots\n"
    assert "8 passed" in reportgen(folder, "test", "-C", str(folder)).stdout


def test_wrong_names_are_told_with_the_nearest(folder: Path) -> None:
    said = reportgen(folder, "accept", "note[fr]", code=1).stderr
    assert "there is no report or brief 'note[fr]'" in said
    assert "did you mean `note`?" in reportgen(folder, "test", "noet", code=1).stderr


def test_results_that_cannot_be_written_are_told_before_the_work(folder: Path) -> None:
    ran = reportgen(folder, "test", "--junit", "data.yaml/results.xml", code=2)
    assert "data.yaml/results.xml cannot be written: " in ran.stderr
    assert ran.stdout == ""


def test_size_tells_what_costs_what(folder: Path) -> None:
    (row,) = json.loads(reportgen(folder, "snapshots", "size", "--format", "json").stdout)
    assert (row["report"], row["briefs"]) == ("note", 2)
    on_disk = sum(p.stat().st_size for p in (folder / "snapshots").rglob("note.*"))
    assert sum(row["bytes"].values()) == on_disk
    assert "2 briefs, 0.0 MB" in reportgen(folder, "snapshots", "size").stderr


def test_without_a_project_it_says_so(tmp_path: Path) -> None:
    assert "reportgen.yaml" in reportgen(tmp_path, "test", code=1).stderr


@pytest.mark.parametrize(("command", "package"), [("test", "pikepdf"), ("review", "lxml")])
def test_without_the_extra_it_says_how_to_get_it(folder: Path, command: str, package: str) -> None:
    blocked = f"import sys; sys.modules[{package!r}] = None; import reportgen.cli as c; c.main()"
    ran = subprocess.run(
        [sys.executable, "-c", blocked, command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(SRC)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 1, ran.stderr
    assert 'pip install "reportgen-toolkit[test]"' in ran.stdout + ran.stderr
    assert package in ran.stdout + ran.stderr


def test_a_failed_run_leaves_one_page_and_a_summary(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    monkeypatch.setenv("GITHUB_SERVER_URL", "https://ci.example")
    monkeypatch.setenv("GITHUB_REPOSITORY", "ministry/briefs")
    monkeypatch.setenv("GITHUB_RUN_ID", "7")
    monkeypatch.setenv("CI", "true")
    change(folder / "data.yaml", "vi: toà nhà", "vi: <toa> | nhà")
    said = reportgen(folder, "test", code=1).stdout
    page = (folder / ".reportgen" / "testing" / "report.html").read_text("utf-8")
    assert str(folder / ".reportgen" / "testing" / "report.html") in said
    assert page.count("data:image/webp;base64,") == 5  # of one page: three, and two in the slider
    assert "<del>toà</del>" in page
    assert "&lt;toa&gt;" in page
    assert "<script src" not in page
    assert "<link" not in page
    text = summary.read_text("utf-8")
    assert "| `note[vi]` | what it reads of the data |" in text
    assert "&lt;toa>" in text
    assert "https://ci.example/ministry/briefs/actions/runs/7#artifacts" in text
    change(folder / "data.yaml", "vi: <toa> | nhà", "vi: toà nhà")
    reportgen(folder, "test")
    assert not (folder / ".reportgen" / "testing" / "report.html").exists()


@pytest.mark.parametrize("form", ["json", "github", "gitlab", "sarif", "junit"])
def test_what_differs_is_told_to_code_hosts(folder: Path, form: str) -> None:
    change(folder / "data.yaml", "value: 230", "value: 231")
    ran = reportgen(folder, "test", "note[en]", "--format", form, code=1)
    assert "4 failed" in ran.stderr
    if form == "junit":
        suite = ET.fromstring(ran.stdout).find("testsuite")
        assert suite is not None
        assert (suite.get("tests"), suite.get("failures")) == ("4", "4")
    elif form == "json":
        rows = [json.loads(line) for line in ran.stdout.splitlines()]
        assert {row["code"] for row in rows} == {"snapshot-differs"}
        line = (folder / "data.yaml").read_text("utf-8").splitlines().index("    value: 231")
        assert not any("data.yaml:" in row["message"] for row in rows)
        assert ("data.yaml", line + 1) in {(row["file"], row["line"]) for row in rows}
    else:
        assert ran.stdout.count("note[en-") >= 4


def test_a_run_without_differences_tells_none(folder: Path) -> None:
    ran = reportgen(folder, "test", "note[en]", "--format", "gitlab")
    assert json.loads(ran.stdout) == []
    ran = reportgen(folder, "test", "noet", "--format", "json", code=1)
    assert "did you mean" in json.loads(ran.stdout)["message"] + ran.stderr
