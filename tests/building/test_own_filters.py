"""What is built again when filters.py changes: the briefs that call one of its functions."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen.building import jobs
from reportgen.building.pipeline import Result
from reportgen.building.quick import unchanged
from reportgen.wanted import Options
from tests.running import write_project
from tests.workshop import build, cheap, write_shipped

FILTERS = "def shout(text):\n    return text.upper()\n\n\ndef other(text):\n    return text\n"
PROJECT = {
    "reportgen.yaml": "languages: [en]\nformats: [html]\nreports:\n"
    "  loud: {template: loud, title: Loud}\n  plain: {template: plain, title: Plain}\n",
    "data.yaml": "partners:\n  - {id: ilo, name: ILO}\n",
    "filters.py": FILTERS,
    "templates/loud.html.j2": '{% extends "base.html.j2" %}{% block body %}'
    "{{ partners.ilo.name | shout }}{% endblock %}\n",
    "templates/loud.yaml": "title: Loud\n",
    "templates/plain.html.j2": '{% extends "base.html.j2" %}{% block body %}'
    "{{ partners.ilo.name }}{{ extra is defined }}{% endblock %}\n",
    "templates/plain.yaml": "title: Plain\n",
}
TRUSTED = Options(trust=True)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    with cheap(write_shipped(tmp_path / "shipped")):
        yield write_project(tmp_path / "project", PROJECT)


def done(result: Result) -> dict[str, str]:
    """Brief -> why it was built."""
    assert result.ok, result.problems
    return {name.partition("[")[0]: why for name, why in result.reasons.items()}


def html(folder: Path, name: str) -> str:
    return (folder / f"build/en/{name}.html").read_text("utf-8")


def test_a_change_of_the_file_builds_those_that_call_it(folder: Path) -> None:
    make = functools.partial(build, folder, TRUSTED)
    assert set(done(make())) == {"loud", "plain"}
    assert "<main>ILO</main>" in html(folder, "loud")
    assert unchanged(folder, TRUSTED, folder / "build") is not None
    write_project(folder, {"filters.py": FILTERS.replace("text.upper()", "text.lower()")})
    assert done(make()) == {"loud": "filters.py changed"}
    assert "<main>ilo</main>" in html(folder, "loud")
    # Which names there are, a template may test; so then all are looked at again.
    write_project(folder, {"filters.py": FILTERS + "\n\ndef extra():\n    return 1\n"})
    why = "there are other filters and functions of your own"
    assert done(make())["plain"] == why
    assert "<main>ILOTrue</main>" in html(folder, "plain")


def test_trust_that_ends_is_noticed_though_no_file_has_changed(folder: Path) -> None:
    assert build(folder, TRUSTED).ok
    assert unchanged(folder, Options(), folder / "build") is None
    result = build(folder, replace(TRUSTED, trust=False))
    assert {found.code for found in result.problems} == {"not-trusted", "unknown-filter"}
    assert [file.path for file in result.written] == ["en/plain.html"]  # it looks which there are
    assert "<main>ILO</main>" in html(folder, "loud")
    assert done(build(folder, TRUSTED)) == {}


def test_what_the_user_has_written_elsewhere_is_noticed_at_a_quick_look(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = folder.parent / "own"
    monkeypatch.setenv("XDG_CONFIG_HOME", str(here))
    trusted = {"reportgen/config.yaml": f"projects:\n  {folder}: {{trust: true}}\n"}
    write_project(here, trusted)
    assert build(folder).problems == ()
    assert unchanged(folder, Options(), folder / "build") is not None
    write_project(here, {"reportgen/config.yaml": "projects: {}\n"})
    assert unchanged(folder, Options(), folder / "build") is None
    assert not build(folder).ok
    write_project(here, trusted)
    assert unchanged(folder, Options(), folder / "build") is not None
    (here / "reportgen/config.yaml").unlink()
    assert unchanged(folder, Options(), folder / "build") is None


def test_an_edit_in_an_installed_package_is_noticed_at_a_quick_look(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = folder.parent / "package.py"
    module.write_text("x = 1\n", "utf-8")
    monkeypatch.setattr(jobs, "installed_files", lambda: (module,))
    assert build(folder, TRUSTED).ok
    assert unchanged(folder, TRUSTED, folder / "build") is not None
    module.write_text("x = 10\n", "utf-8")
    assert unchanged(folder, TRUSTED, folder / "build") is None


def test_a_file_that_appears_is_noticed(folder: Path) -> None:
    (folder / "filters.py").unlink()
    write_project(folder, {"templates/loud.html.j2": PROJECT["templates/plain.html.j2"]})
    assert build(folder).problems == ()
    assert build(folder).current == 2
    write_project(folder, {"filters.py": FILTERS})
    assert [found.code for found in build(folder).problems] == ["not-trusted"]
    assert build(folder, TRUSTED).problems == ()
