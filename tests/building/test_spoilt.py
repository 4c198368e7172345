"""What is wrong with one report costs that report only; its files of before stay as they were."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.building.pipeline import check
from reportgen.wanted import Options, Wanted
from tests.running import reportgen, write_project
from tests.workshop import build, cheap, files_of, write_shipped

PAGE = '{% extends "base.html.j2" %}{% block body %}<h1>{{ brief.title }}</h1>BODY{% endblock %}'
REPORTS = """languages: [en]
checks: {not-accessible: "off"}
reports:
  one: {template: one}
  two: {template: two}
  rows: {template: rows, each: partners, sections: [names]}
"""
FILES = {
    "reportgen.yaml": REPORTS,
    "data/partners.yaml": "- {id: a, name: Anna}\n",
    "templates/one.html.j2": PAGE.replace("BODY", '{% include "parts/shared.html.j2" %}'),
    "templates/one.yaml": "title: One\n",
    "templates/two.html.j2": PAGE.replace("BODY", '{% include "parts/shared.html.j2" %}'),
    "templates/two.yaml": "title: Two\n",
    "templates/rows.html.j2": PAGE.replace(
        "BODY",
        '{% for s in brief.sections %}{% include "sections/" ~ s ~ ".html.j2" %}{% endfor %}',
    ),
    "templates/rows.yaml": "title: Rows\nsections: [names, others]\n",
    "templates/sections/names.html.j2": "<p>{{ record.name }}</p>",
    "templates/sections/others.html.j2": "<p>others</p>",
    "templates/parts/shared.html.j2": "<p>shared</p>",
    "templates/parts/idle.html.j2": "<p>nobody prints it</p>",
}
CASES = [
    pytest.param("templates/one.html.j2", "{{ brief.titel }}", {"one"}, id="a wrong name"),
    pytest.param("templates/one.html.j2", "{% if %}", {"one"}, id="no template at all"),
    pytest.param("templates/one.yaml", "titel: One\n", {"one"}, id="a manifest"),
    pytest.param("templates/parts/shared.html.j2", "{{ x | uper }}", {"one", "two"}, id="shared"),
    pytest.param("templates/sections/names.html.j2", "{{ record.name | uper }}", {"rows"}, id="a section"),
    pytest.param("templates/sections/others.html.j2", "{{ brief.titel }}", set(), id="not chosen"),
    pytest.param("templates/parts/idle.html.j2", "{{ brief.titel }}", set(), id="not used"),
    pytest.param("reportgen.yaml", ("template: two", "template: tow"), {"two"}, id="a template"),
    pytest.param("reportgen.yaml", ("[names]", "[nmaes]"), {"rows"}, id="a section's name"),
    pytest.param("reportgen.yaml", ("each: partners", "each: partnres"), {"rows"}, id="a collection"),
    pytest.param("reportgen.yaml", ("template: two", "template: two, pages: x"), {"two"}, id="pages"),
    pytest.param("reportgen.yaml", ("template: two", "template: two, theme: x"), {"two"}, id="a theme"),
    pytest.param("reportgen.yaml", ("template: two", "template: two, output: one"), {"one", "two"}, id="one path"),
]  # fmt: skip


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    return write_shipped(tmp_path / "shipped")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_project(tmp_path / "project", FILES)


def spoil(project: Path, file: str, how: str | tuple[str, str]) -> None:
    text = FILES[file].replace(*how) if isinstance(how, tuple) else how
    assert text != FILES[file]
    (project / file).write_text(text, "utf-8")


def reports_of(files: dict[str, bytes]) -> set[str]:
    names = {"one": "one", "two": "two", "rows": "rows"}
    return {names[path.split("/")[1].split(".")[0]] for path in files if path.endswith(".pdf")}


@pytest.mark.parametrize(("file", "how", "spoilt"), CASES)
def test_the_others_are_built(
    project: Path, shipped: Path, file: str, how: str | tuple[str, str], spoilt: set[str]
) -> None:
    spoil(project, file, how)
    with cheap(shipped):
        result = build(project)
    assert not result.ok
    assert reports_of(files_of(project / "build")) == {"one", "two", "rows"} - spoilt
    assert {name for one in result.problems for name in one.reports or ()} == spoilt


@pytest.mark.parametrize(("file", "how", "spoilt"), CASES)
def test_what_it_had_made_stays_and_is_made_anew_when_mended(
    project: Path, shipped: Path, file: str, how: str | tuple[str, str], spoilt: set[str]
) -> None:
    with cheap(shipped):
        build(project)
        before = files_of(project / "build")
        spoil(project, file, how)
        (project / "data/partners.yaml").write_text("- {id: a, name: Bea}\n", "utf-8")
        build(project)
        after = files_of(project / "build")
        rows = "en/rows/a.pdf"
        assert set(after) == set(before)
        assert (after[rows] == before[rows]) is ("rows" in spoilt)
        assert [
            p for p in before if after[p] != before[p] and p.split("/")[1:2] == ["one.pdf"]
        ] == []
        (project / file).write_text(FILES[file], "utf-8")
        assert build(project).ok
        assert b"Bea" in (project / "build" / rows).read_bytes()
        known = files_of(project / "build")
        assert build(project, Options(force=True)).ok
    assert files_of(project / "build") == known


def test_who_asks_for_one_hears_nothing_of_the_others(project: Path, shipped: Path) -> None:
    spoil(project, "templates/one.html.j2", "{{ brief.titel }}")
    with cheap(shipped):
        assert build(project, Options(Wanted(("two",)))).ok
        assert check(project, Options(Wanted(("two",)))).ok
        assert not build(project, Options(Wanted(("one",)))).ok
    assert reports_of(files_of(project / "build")) == {"two"}


def test_the_summary_names_what_was_left(tmp_path: Path) -> None:
    folder = write_project(
        tmp_path,
        {
            "reportgen.yaml": "languages: [en]\nformats: [html]\nreports:\n"
            "  good: {template: good}\n  bad: {template: bad}\n",
            "templates/good.html.j2": PAGE.replace("BODY", ""),
            "templates/good.yaml": "title: Good\n",
            "templates/bad.html.j2": PAGE.replace("BODY", "{{ brief.titel }}"),
            "templates/bad.yaml": "title: Bad\n",
        },
    )
    said = reportgen(folder, "build", code=1).stderr
    assert "left as before, for errors of their own: bad" in said
    assert (folder / "build/en/good.html").exists()
    assert not (folder / "build/en/bad.html").exists()


def test_an_error_of_the_data_stops_all(project: Path, shipped: Path) -> None:
    """Which brief would print what nobody could read, nobody knows."""
    (project / "data/partners.yaml").write_text("- {id: a, nmae: Anna}\n", "utf-8")
    with cheap(shipped):
        assert not build(project).ok
    assert not list((project / "build").rglob("*.pdf"))
