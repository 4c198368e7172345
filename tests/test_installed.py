"""Themes of installed packages: found without running anything, read in their folder alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.installed import installed_themes, theme_fault, theme_folder
from reportgen.reading import read_project
from reportgen.reading.themes import find_lookup
from reportgen.shipped import templates_root
from reportgen.world import World
from tests.packages import install
from tests.running import SRC, write_project

PROJECT = {
    "reportgen.yaml": "theme: ministry\nreports:\n  page: {template: page, formats: [html]}\n",
    "templates/page.yaml": "title: A page\n",
    "templates/page.html.j2": '{% extends "base.html.j2" %}'
    "{% block main %}<h1>{{ brief.title }}</h1>{{ super() }}{% endblock %}",
}
THEME = {
    "house/theme.yaml": "name: Ministry\nextends: family\n",
    "house/base.html.j2": '{% extends "!base.html.j2" %}'
    "{% block main %}<p>ministry</p>{{ super() }}{% endblock %}",
    "family/theme.yaml": "name: Family\n",
    "family/base.html.j2": '<!DOCTYPE html><html lang="en"><head>{{ head() }}</head><body><main>'
    "{% block main %}<p>family</p>{% endblock %}</main></body></html>",
    "secret.txt": "beside the theme",
}
ENTRIES = {"ministry": "ministry_theme.house", "family": "ministry_theme.family"}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with two themes that can be imported, and must not be."""
    found = install(tmp_path / "site", "ministry_theme", ENTRIES, THEME)
    monkeypatch.syspath_prepend(str(found))
    return found


def world(folder: Path, **files: str) -> World:
    return World(write_project(folder, {**PROJECT, **files}), templates_root(), environment={})


def test_a_package_gives_folders_and_is_not_run(site: Path) -> None:
    assert installed_themes() == ("family", "ministry")
    assert theme_folder("ministry") == site / "ministry_theme" / "house"
    assert theme_folder("other") is None
    assert theme_fault("other") is None
    assert "ministry_theme" not in sys.modules


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("ministry_theme.nowhere", "there is no such folder"),
        ("no_such_package_at_all", "there is no such folder"),
        ("ministry_theme:folder", "which is no folder of a package"),
        ("../ministry_theme", "which is no folder of a package"),
        ("ministry_theme..house", "which is no folder of a package"),
        ("sys", "there is no such folder"),
    ],
)
@pytest.mark.usefixtures("site")
def test_an_entry_point_that_gives_no_folder_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, said: str
) -> None:
    monkeypatch.syspath_prepend(str(install(tmp_path / "more", "more", {"wrong": value}, {})))
    files = {"reportgen.yaml": PROJECT["reportgen.yaml"].replace("ministry", "wrong")}
    (found,) = read_project(world(tmp_path / "project", **files)).problems[-1:]
    assert (found.code, found.place and found.place.line) == ("bad-theme", 1)
    assert said in found.message


@pytest.mark.usefixtures("site")
def test_two_packages_that_give_one_name_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = install(tmp_path / "more", "other_theme", {"ministry": "other_theme"}, {})
    monkeypatch.syspath_prepend(str(other))
    fault = theme_fault("ministry")
    assert fault == "more than one package gives it: ministry_theme.house and other_theme"


@pytest.mark.usefixtures("site")
def test_a_folder_of_the_project_goes_before_an_installed_theme(tmp_path: Path) -> None:
    here = world(tmp_path / "project", **{"ministry/theme.yaml": "name: Ours\n"})
    assert [level.called for level in find_lookup(here, "ministry", None).levels] == [
        "project",
        "ministry",
        "shipped",
    ]


@pytest.mark.usefixtures("site")
def test_a_theme_of_the_project_may_extend_an_installed_one_and_not_the_other_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"ours/theme.yaml": "name: Ours\nextends: ministry\n"}
    levels = find_lookup(world(tmp_path / "project", **files), "ours", None).levels
    called = ["project", "ours", "theme ministry", "theme family", "shipped"]
    assert [level.called for level in levels] == called
    wrong = {"theme.yaml": "name: Wrong\nextends: ours\n"}
    monkeypatch.syspath_prepend(str(install(tmp_path / "more", "more", {"wrong": "more"}, wrong)))
    configuration = PROJECT["reportgen.yaml"].replace("ministry", "wrong")
    reading = read_project(world(tmp_path / "two", **files, **{"reportgen.yaml": configuration}))
    (told,) = [p for p in reading.problems if p.code == "unknown-theme"]
    assert (told.place and told.place.file) == "theme wrong/theme.yaml"
    assert told.message == "there is no installed theme `ours`"


def test_an_installed_theme_is_read_in_its_folder_alone(site: Path, tmp_path: Path) -> None:
    folder = site / "ministry_theme" / "house"
    (folder / "out.txt").symlink_to(site / "ministry_theme" / "secret.txt")
    (folder / "up").symlink_to(site / "ministry_theme")
    (folder / ".hidden").write_text("x", "utf-8")
    here = world(tmp_path / "project")
    root = "theme ministry"
    assert here.exists("theme.yaml", root)
    names = ("../secret.txt", "out.txt", "up/secret.txt", ".hidden", str(site / "x"), "/theme.yaml")
    assert [here.read(name, root) for name in names] == [None] * len(names)
    assert set(here.files(".", root)) == {"base.html.j2", "theme.yaml"}
    assert here.read("x", "theme ../ministry") is None
    assert here.strays() == ()


def test_a_build_with_an_installed_theme_runs_nothing_of_it_and_follows_its_changes(
    tmp_path: Path,
) -> None:
    """In a process of its own, as it is typed; a package that is imported would end it."""
    site = install(tmp_path / "site", "ministry_theme", ENTRIES, THEME)
    project = write_project(tmp_path / "project", PROJECT)

    def said(*arguments: str) -> str:
        ran = subprocess.run(
            [sys.executable, "-m", "reportgen", *arguments],
            cwd=project,
            env={**os.environ, "PYTHONPATH": f"{SRC}{os.pathsep}{site}", "NO_COLOR": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout + ran.stderr

    said("build")
    page = project / "build" / "en" / "page.html"
    text = page.read_text("utf-8")
    at = [text.index(part) for part in ("<h1>A page", "<p>ministry", "<p>family")]
    assert at == sorted(at)
    assert "up to date" in said("build")
    listed = said("templates", "ls")
    assert "theme ministry, extends theme family, overrides shipped" in " ".join(listed.split())
    write_project(site, {"ministry_theme/family/base.html.j2": "<html lang=en>{{ head() }}new"})
    assert "theme family/base.html.j2 changed" in said("why", "page")
    said("build")
    assert "new" in page.read_text("utf-8")
