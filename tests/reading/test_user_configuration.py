"""The user's own configuration: what it may say, where it stands, and who may not write it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.problems import ProblemsError, format_problem
from reportgen.reading.user_configuration import UserSettings, user_settings
from reportgen.wanted import Options
from reportgen.world import configuration_file
from tests.running import reportgen, write_project

SMALLEST = Path(__file__).parents[1] / "projects" / "smallest"


def settings(folder: Path, text: str | None, project: Path | None = None) -> UserSettings:
    if text is not None:
        write_project(folder, {"reportgen/config.yaml": text})
    environment = {"XDG_CONFIG_HOME": str(folder), "HOME": str(folder)}
    return user_settings(project or folder / "briefs", environment)


def test_without_a_file_nothing_is_granted(tmp_path: Path) -> None:
    found = settings(tmp_path, None)
    assert found == UserSettings(tmp_path / "reportgen" / "config.yaml")
    assert (found.allow_hosts, found.trust) == ((), False)


@pytest.mark.parametrize(
    ("environment", "file"),
    [
        ({"XDG_CONFIG_HOME": "/x", "HOME": "/h"}, "/x/reportgen/config.yaml"),
        ({"HOME": "/h"}, "/h/.config/reportgen/config.yaml"),
        ({"XDG_CONFIG_HOME": "", "HOME": "/h"}, "/h/.config/reportgen/config.yaml"),
        ({"XDG_CONFIG_HOME": "here", "HOME": "/h"}, "/h/.config/reportgen/config.yaml"),
    ],
)
def test_where_it_stands(environment: dict[str, str], file: str) -> None:
    assert configuration_file(environment).as_posix() == file


def test_each_project_has_what_is_granted_to_it(tmp_path: Path) -> None:
    text = (
        "limits: {timeout: 90, memory: 3G}\n"
        "projects:\n"
        f"  {tmp_path}/briefs:\n"
        "    allow_hosts: [Data.example.org]\n"
        "    trust: true\n"
        "    limits: {memory: 500M}\n"
        f"  {tmp_path}/other: {{trust: false}}\n"
    )
    found = settings(tmp_path, text)
    assert found.allow_hosts == ("data.example.org",)
    assert found.trust
    assert (found.seconds, found.memory) == (90, 500_000_000)
    assert found.line == 4
    other = settings(tmp_path, text, tmp_path / "briefs" / "inner")
    assert (other.allow_hosts, other.trust) == ((), False)
    assert (other.seconds, other.memory, other.line) == (90, 3_000_000_000, None)


def test_a_project_may_be_named_from_home_or_through_a_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "briefs").mkdir()
    (tmp_path / "link").symlink_to("briefs")
    text = "projects:\n  ~/link: {trust: true}\n"
    assert settings(tmp_path, text).trust


@pytest.mark.parametrize("text", ["", "# nothing\n", "{}\n", "projects:\n"])
def test_a_file_that_says_nothing_grants_nothing(tmp_path: Path, text: str) -> None:
    found = settings(tmp_path, text)
    assert (found.allow_hosts, found.trust, found.seconds) == ((), False, None)
    assert found.exists


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("projects:\n  /a: {allow_host: [x.org]}\n", 2, "did you mean `allow_hosts`?"),
        ("projects:\n  /a:\n    allow_hosts: ['*']\n", 3, "'*' is no name of a host"),
        ("projects:\n  /a:\n    allow_hosts: [127.0.0.1]\n", 3, "is no name of a host"),
        ("projects:\n  /a:\n    allow_hosts: [localhost]\n", 3, "is no name of a host"),
        ("projects:\n  /a:\n    allow_hosts: [https://x.org]\n", 3, "is no name of a host"),
        ("projects:\n  /a:\n    allow_hosts: x.org\n", 3, "must be a list"),
        ("projects:\n  /a: {trust: yes}\n", 2, "neither true nor false"),
        ("projects:\n  briefs: {trust: true}\n", 2, "is no whole path"),
        ("projects: [/a]\n", 1, "must be a mapping"),
        ("- a\n", 1, "must be a mapping"),
        ("limits: {timeout: 0}\n", 1, "timeout"),
        ("limits: {timeout: a minute}\n", 1, "is not a number"),
        ("limits: {memory: much}\n", 1, "is no size"),
        ("version: 2\n", 1, "form 2"),
        ("projects: {\n", 1, "not closed"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        settings(tmp_path, text)
    (found,) = caught.value.problems
    assert found.place is not None
    assert found.place.file == str(tmp_path / "reportgen" / "config.yaml")
    assert found.place.line == line
    assert says in format_problem(found)


def test_a_project_cannot_bring_it(tmp_path: Path) -> None:
    project = tmp_path / "briefs"
    text = f"projects: {{{project}: {{trust: true}}}}\n"
    write_project(project, {"own/reportgen/config.yaml": text})
    with pytest.raises(ProblemsError, match="cannot grant itself"):
        user_settings(project, {"XDG_CONFIG_HOME": str(project / "own")})
    (tmp_path / "reportgen").symlink_to(project / "own" / "reportgen")
    with pytest.raises(ProblemsError, match="cannot grant itself"):
        user_settings(project, {"XDG_CONFIG_HOME": str(tmp_path)})


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "make the file {file} with `projects: {{{project}: {{allow_hosts: [x.org]}}}}`"),
        ("{}", "write into {file} `projects: {{{project}: {{allow_hosts: [x.org]}}}}`"),
        ("projects:\n  {project}: {{}}\n", "write `allow_hosts: [x.org]` at {file}:2"),
        (
            "projects:\n  {project}:\n    allow_hosts: [a.org]\n",
            "write `allow_hosts: [a.org, x.org]` at {file}:3",
        ),
    ],
)
def test_what_would_allow_a_host_does(tmp_path: Path, text: str | None, says: str) -> None:
    project, file = tmp_path / "briefs", tmp_path / "reportgen" / "config.yaml"
    found = settings(tmp_path, text.format(project=project) if text and "{p" in text else text)
    assert found.to_allow("x.org", project) == says.format(file=file, project=project)


def test_options_go_before_it() -> None:
    assert Options(seconds=5).limits.seconds == 5
    assert Options().limits.memory == 2 * 1024**3


def test_a_build_keeps_to_its_limits_and_tells_its_mistakes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "briefs"
    write_project(project, {path.name: path.read_text("utf-8") for path in SMALLEST.glob("*.yaml")})
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    write_project(tmp_path, {"reportgen/config.yaml": "limits: {memory: 1M}\n"})
    said = reportgen(project, "build", "--format", "html", code=1).stderr
    assert "too-costly" in said
    reportgen(project, "build", "--format", "html", "--memory", "2G")
    write_project(tmp_path, {"reportgen/config.yaml": "limits: {memory: much}\n"})
    said = reportgen(project, "build", "--force", "--format", "html", code=1).stderr
    assert "reportgen/config.yaml:1:" in said
    said = reportgen(project, "doctor", code=1).stdout
    assert f"{tmp_path}/reportgen/config.yaml:1: 'much' is no size" in said
    write_project(tmp_path, {"reportgen/config.yaml": f"projects: {{{project}: {{trust: true}}}}"})
    assert "reportgen/config.yaml (trusted)" in reportgen(project, "doctor").stdout
