"""A project of one page, and pytest run on it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.running import SRC, write_project

PROJECT = {
    "reportgen.yaml": """\
languages: [en, vi]
as_of: 2024-04-24
reports:
  note:
    template: note
    title: {en: Schools and roads, vi: Trường học và đường sá}
""",
    "data.yaml": """\
dataset:
  title: Made-up figures
partners:
  - id: moet
    name: {en: Ministry of Education, vi: Bộ Giáo dục}
figures:
  - id: schools
    label: {en: Schools, vi: Trường học}
    value: 230
    unit: {en: buildings, vi: toà nhà}
""",
    "templates/note.yaml": "title: Note\n",
    "templates/note.html.j2": """\
<!DOCTYPE html>
<html lang="{{ brief.language }}"><head>{{ head() }}</head>
<body><h1>{{ brief.title }}</h1>
<h2 id="figures">{{ figures.schools.label }}</h2>
<p>{{ figures.schools.value }} {{ figures.schools.unit }}</p>
<p>{{ partners.moet.name }}</p>
</body></html>
""",
    "pytest.ini": "[pytest]\nreportgen_projects = .\n",
}
"""Made up."""

Run = Callable[..., pytest.RunResult]


@pytest.fixture(scope="session")
def accepted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with all its snapshots, built and accepted once."""
    from reportgen.testing.desk import NEW, Desk

    folder = write_project(tmp_path_factory.mktemp("accepted"), PROJECT)
    desk = Desk(folder)
    layers = list(desk.layers(desk.tested, NEW))
    for brief, layer in layers:
        desk.settle(brief, layer, NEW)
    return folder


@pytest.fixture
def project(accepted: Path, pytester: pytest.Pytester) -> Path:
    """A copy of the project in the folder of the test."""
    shutil.copytree(accepted, pytester.path, dirs_exist_ok=True)
    return pytester.path


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Run:
    """pytest in the folder of the test; with workers in a process of its own."""
    for name in ("CI", "GITHUB_STEP_SUMMARY", "PYTEST_ADDOPTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHONPATH", str(SRC))

    def run_pytest(*arguments: str) -> pytest.RunResult:
        start = pytester.runpytest_subprocess if "-n" in arguments else pytester.runpytest_inprocess
        return start("-p", "reportgen.testing.plugin", *arguments)

    return run_pytest


def change(path: Path, old: str, new: str) -> None:
    """The file with other words, which must have been in it."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
