"""`--format` and the job summary, as CI meets them; exit codes; `--strict` tells everything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportgen.cli import main
from tests.running import reportgen, write_project

BROKEN = {
    "reportgen.yaml": "reports:\n  brief: {template: country-brief}\n",
    "data.yaml": "partners:\n  - id: ilo\n    nmae: ILO\n",
}
WARNED = {
    "reportgen.yaml": "languages: [en, vi]\nformats: [html]\nreports:\n"
    "  brief: {template: brief, title: {en: A brief}}\n",
    "data.yaml": "partners: [{id: ilo, name: {en: ILO}}]\n",
    "templates/brief.html.j2": '{% extends "base.html.j2" %}{% block body %}<p>x</p>{% endblock %}',
    "templates/brief.yaml": "title: Test\n",
}


def test_problems_go_to_stdout_in_the_format_and_to_stderr_for_a_person(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    folder = write_project(tmp_path / "in" / "briefs", BROKEN)
    ran = reportgen(folder, "check", "--format", "json", code=1)
    (row, *_) = [json.loads(line) for line in ran.stdout.splitlines()]
    assert (row["file"], row["line"]) == ("in/briefs/data.yaml", 3)
    assert "data.yaml:3:5: error[unknown-field]" in ran.stderr
    ran = reportgen(folder, "check", "--format", "github", code=1)
    assert ran.stdout.startswith("::error title=reportgen unknown-field,file=in/briefs/data.yaml,")
    assert "unknown-field" not in ran.stderr


@pytest.mark.parametrize("form", ["gitlab", "sarif", "junit", "github", "json"])
def test_build_tells_them_too(form: str, tmp_path: Path) -> None:
    folder = write_project(tmp_path, BROKEN)
    ran = reportgen(folder, "build", "--format", form, "--format", "html", code=1)
    assert "unknown-field" in ran.stdout
    ran = reportgen(folder, "build", "--format", "sarif", "--format", "github", code=2)
    assert "problems are told in one format, not in sarif and github" in ran.stderr


def test_the_summary_of_a_job_says_what_was_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    folder = write_project(tmp_path / "briefs", WARNED)
    ran = reportgen(folder, "build", "--format", "github", "--format", "html")
    assert "::warning title=reportgen missing-translation,file=" in ran.stdout
    text = (tmp_path / "summary.md").read_text("utf-8")
    assert "reportgen build" in text
    assert "2 briefs changed" in text
    assert "brief\\[en\\]" in text
    reportgen(folder, "build", "--format", "github", "--format", "html")
    assert "0 briefs changed" in (tmp_path / "summary.md").read_text("utf-8")[len(text) :]


def test_strict_tells_what_rendering_finds_as_well(tmp_path: Path) -> None:
    """What the check finds must not keep what only rendering finds from being told."""
    ran = reportgen(
        write_project(tmp_path, WARNED), "build", "--format", "html", "--strict", code=1
    )
    assert "error[missing-translation]" in ran.stderr
    assert "error[unused-record]" in ran.stderr
    ran = reportgen(tmp_path, "build", "--format", "html", "--strict", code=1)  # and again
    assert "error[missing-translation]" in ran.stderr
    assert "warning[unused-record]" in reportgen(tmp_path, "build", "--format", "html").stderr


def test_a_project_for_another_reportgen_is_told_so_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.metadata.version", lambda _: "0.1.0")
    files = {**BROKEN, "reportgen.yaml": 'requires: ">=9"\nreportz: {}\n'}
    with pytest.raises(SystemExit) as ended:
        main(["check", "--format", "json", "-C", str(write_project(tmp_path, files))])
    assert ended.value.code == 1
    rows = capsys.readouterr().out.splitlines()
    assert [json.loads(row)["code"] for row in rows] == ["wrong-version"]
