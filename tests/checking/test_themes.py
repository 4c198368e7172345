"""Templates of themes are checked like those of the project, each with what lies below it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from reportgen.checking.coverage import check_coverage
from reportgen.checking.templates import check_templates
from reportgen.problems import Problem
from reportgen.reading import read_project
from reportgen.world import World
from tests.running import write_project
from tests.workshop import small_font, write_shipped

FILES = {
    "reportgen.yaml": "theme: a\nreports:\n  page: {template: page}\n"
    "  other: {template: page, theme: b}\n",
    "data/partners.yaml": "- {id: x, name: Xã}\n",
    "a/theme.yaml": "name: A\nextends: b\n",
    "b/theme.yaml": "name: B\n",
    "templates/page.yaml": "title: A page\n",
    "templates/page.html.j2": '{% extends "base.html.j2" %}{% block body %}{% endblock %}',
    "b/macros.html.j2": "{% macro show(rows, wide=false) %}{{ rows | length }}{% endmacro %}",
    "a/macros.html.j2": '{% from "!macros.html.j2" import show as below %}'
    "{% macro show(rows) %}{{ below(rows, wide=true) }}{% endmacro %}",
    "a/base.html.j2": '{% extends "!base.html.j2" %}{% block body %}{{ super() }}{% endblock %}',
}


def opened(folder: Path, files: Mapping[str, str]) -> World:
    shipped = write_shipped(folder / "shipped")
    return World(write_project(folder / "project", {**FILES, **files}), shipped, environment={})


def told(folder: Path, files: Mapping[str, str]) -> list[tuple[str, str, int]]:
    world = opened(folder, files)
    project = read_project(world).project
    assert project is not None
    return sorted(map(_row, check_templates(project, world)))


def _row(found: Problem) -> tuple[str, str, int]:
    assert found.place is not None
    return found.code, found.place.file, found.place.line


def test_a_chain_that_is_right_raises_no_alarm(tmp_path: Path) -> None:
    assert told(tmp_path, {}) == []


@pytest.mark.parametrize(
    ("file", "text", "code"),
    [
        (
            "a/base.html.j2",
            '{% extends "!base.html.j2" %}\n{% block boby %}{% endblock %}',
            "unused-block",
        ),
        ("a/part.html.j2", "\n{% for p in partners %}{{ p.nmae }}{% endfor %}", "unknown-field"),
        ("b/part.html.j2", '\n{% include "!part.html.j2" %}', "unknown-template"),
        (
            "a/part.html.j2",
            '{% from "!macros.html.j2" import show %}\n{{ show(partners, wild=true) }}',
            "unknown-argument",
        ),
        (
            "templates/part.html.j2",
            '{% from "macros.html.j2" import show %}\n{{ show(partners, wide=true) }}{% include "part.html.j2" %}',
            "unknown-argument",
        ),
        ("b/part.html.j2", "\n{{ partners | nonsense }}", "unknown-filter"),
    ],
)
def test_a_mistake_is_told_on_its_level(tmp_path: Path, file: str, text: str, code: str) -> None:
    assert (code, file, 2) in told(tmp_path, {file: text})


def test_what_a_theme_brings_need_not_be_used(tmp_path: Path) -> None:
    assert told(tmp_path, {"a/spare.html.j2": "spare", "b/sections/spare.html.j2": "spare"}) == []


def test_a_template_that_one_theme_uses_is_used(tmp_path: Path) -> None:
    files = {"templates/lone.html.j2": "lone"}
    assert told(tmp_path / "one", files) == [("unused-template", "templates/lone.html.j2", 1)]
    used = files | {
        "b/base.html.j2": '{% extends "!base.html.j2" %}{% block body %}{% include "lone.html.j2" %}{% endblock %}'
    }
    assert told(tmp_path / "two", used) == []


def test_a_chart_of_a_theme_is_there_and_is_checked(tmp_path: Path) -> None:
    page = '{% extends "base.html.j2" %}\n{% block body %}{{ chart("WHICH", "a", "b", []) }}{% endblock %}'
    spec = "mark: bar\nencoding: {}\n"
    for number, (name, wrong) in enumerate([("bars", False), ("bras", True)]):
        files = {
            "b/charts/bars.vl.yaml": spec,
            "templates/page.html.j2": page.replace("WHICH", name),
        }
        found = ("bad-chart", "templates/page.html.j2", 2) in told(tmp_path / str(number), files)
        assert found is wrong
    broken = {"b/charts/bars.vl.yaml": "- a list\n"}
    assert ("bad-chart", "b/charts/bars.vl.yaml", 1) in told(tmp_path / "broken", broken)


def test_letters_are_looked_for_in_the_fonts_of_each_theme(tmp_path: Path) -> None:
    faces = "- {family: Small, weight: 400, style: normal, file: own}\n"
    world = opened(tmp_path, {"b/fonts/fonts.yaml": faces})
    (world.project / "b/fonts/own.ttf").write_bytes(small_font("ã"))
    project = read_project(world).project
    assert project is not None
    assert check_coverage(project, world) == ()
    plain = {"reportgen.yaml": FILES["reportgen.yaml"].replace("theme: b", "theme: default")}
    world = opened(tmp_path, plain)
    project = read_project(world).project
    assert project is not None
    assert [found.code for found in check_coverage(project, world)] == ["missing-glyph"]
