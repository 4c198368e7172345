"""What Tab completes, and that it never says or raises anything else."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from reportgen.cli import command
from reportgen.problems import CODES
from tests.running import write_project

PROJECT = """\
languages: [en, vi]
reports:
  country-brief: {template: country-brief}
  partner-profile: {template: partner-profile, each: partners, languages: [fr]}
"""


def completed(arguments: list[str], incomplete: str) -> list[str]:
    shell = ShellComplete(command, {}, "reportgen", "_REPORTGEN_COMPLETE")
    return [str(item.value) for item in shell.get_completions(arguments, incomplete)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_project(tmp_path, {"reportgen.yaml": PROJECT})


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", ["build", "ls", "why"])
def test_names_of_the_project(name: str) -> None:
    assert completed([name], "") == ["country-brief", "partner-profile"]
    assert completed([name, "country-brief"], "") == ["partner-profile"]
    assert completed([name], "part") == ["partner-profile"]
    assert completed([name, "--lang"], "") == ["en", "vi", "fr"]
    assert completed([name, "--where"], "gro") == ["groups="]
    assert completed([name, "--where"], "budg") == []


def test_names_of_another_project(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    assert completed(["build", "-C", str(folder)], "c") == ["country-brief"]


def test_names_of_templates_and_of_copies(folder: Path) -> None:
    files = {"templates/own.css": "", "templates/.base/styles/print.css": ""}
    write_project(folder, files)
    for name in ("show", "eject"):
        assert completed(["templates", name], "sections/conte") == ["sections/context.html.j2"]
    assert completed(["templates", "show"], "ow") == ["own.css"]
    for name in ("diff", "upgrade"):
        assert completed(["templates", name], "") == ["styles/print.css"]


def test_codes() -> None:
    assert completed(["explain"], "bad-la") == ["bad-language"]
    assert completed(["explain"], "") == list(CODES)


@pytest.mark.parametrize("text", ["", "reports: [", "reports: [a]", "a", "reports: {a: b}", None])
def test_a_broken_project_completes_nothing_and_says_nothing(
    folder: Path, text: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "reportgen.yaml"
    path.unlink() if text is None else path.write_text(text, "utf-8")
    for arguments in (["build", "--where"], ["build", "--lang"]):
        assert completed(arguments, "") == []
    assert completed(["build"], "x") == []
    assert capsys.readouterr() == ("", "")
