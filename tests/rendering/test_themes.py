"""Themes that stand on one another: from which level each part of a page comes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from reportgen.model.lookup import OWN, SHIPS, Level, Lookup
from reportgen.model.project import Job, Project
from reportgen.problems import ProblemsError
from reportgen.reading import read_project
from reportgen.rendering.compiled import CompiledTemplates, KeptCode
from reportgen.rendering.page import PageWriter
from reportgen.world import World
from tests.running import write_project
from tests.workshop import small_font, write_shipped

CONFIGURATION = "theme: themes/office\nreports:\n  page: {template: page, formats: [html]}\n"
CHAIN = {
    "reportgen.yaml": CONFIGURATION,
    "themes/office/theme.yaml": "name: Office\nextends: themes/ministry\n",
    "themes/ministry/theme.yaml": "name: Ministry\nextends: themes/state\n",
    "themes/state/theme.yaml": "name: State\n",
    "templates/page.yaml": "title: A page\n",
    "templates/page.html.j2": '{% extends "base.html.j2" %}{% block body %}page {% endblock %}',
}
LEVELS = {
    "project": "templates",
    "office": "themes/office",
    "ministry": "themes/ministry",
    "state": "themes/state",
    "shipped": "../shipped",
}
CATALOGUE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'


def worlds(folder: Path, files: Mapping[str, str]) -> tuple[Project, World]:
    """The project of these files over a chain of three themes, and its world."""
    shipped = write_shipped(folder / "shipped")
    root = write_project(folder / "project", {**CHAIN, **files})
    world = World(root, shipped, environment={})
    reading = read_project(world)
    assert reading.project is not None, reading.problems
    return reading.project, world


def body(folder: Path, files: Mapping[str, str], report: str = "page") -> str:
    """What stands in the page's <main>."""
    html = PageWriter(*worlds(folder, files), None).write(Job(report, "en", ())).html
    return html.partition("<main>")[2].partition("</main>")[0]


def at(level: str, name: str) -> str:
    return f"{LEVELS[level]}/{name}"


def test_every_level_changes_a_block_of_the_one_below(tmp_path: Path) -> None:
    files = {
        at(level, "base.html.j2"): '{% extends "!base.html.j2" %}'
        f"{{% block body %}}{level} {{{{ super() }}}}{{% endblock %}}"
        for level in ("project", "office", "ministry", "state")
    }
    page = '{% extends "base.html.j2" %}{% block body %}page {{ super() }}{% endblock %}'
    found = body(tmp_path, files | {"templates/page.html.j2": page})
    assert found.split() == ["page", "project", "office", "ministry", "state"]


@pytest.mark.parametrize("without", ["project", "office", "ministry", "state"])
def test_a_level_that_lacks_the_file_is_left_out(tmp_path: Path, without: str) -> None:
    levels = [level for level in LEVELS if level not in (without, "shipped")]
    files = {
        at(level, "base.html.j2"): '{% extends "!base.html.j2" %}'
        f"{{% block body %}}{level} {{{{ super() }}}}{{% endblock %}}"
        for level in levels
    }
    page = '{% extends "base.html.j2" %}{% block body %}{{ super() }}{% endblock %}'
    assert body(tmp_path, files | {"templates/page.html.j2": page}).split() == levels


def test_a_template_of_a_report_may_itself_stand_on_every_level(tmp_path: Path) -> None:
    def text(level: str, inner: str) -> str:
        return f'{{% extends "!page.html.j2" %}}{{% block body %}}{level} {inner}{{% endblock %}}'

    files = {
        at(level, "page.html.j2"): text(level, "{{ super() }}")
        for level in ("project", "office", "ministry", "state")
    }
    files[at("shipped", "page.html.j2")] = CHAIN["templates/page.html.j2"]
    assert body(tmp_path, files).split() == ["project", "office", "ministry", "state", "page"]


def test_macros_and_includes_go_down_level_by_level(tmp_path: Path) -> None:
    macro = "{{% macro name() %}}{level}{inner}{{% endmacro %}}"
    files = {
        at(level, "macros.html.j2"): '{% from "!macros.html.j2" import name as below %}'
        + macro.format(level=level, inner=" {{ below() }}")
        for level in ("project", "office", "ministry")
    }
    files[at("state", "macros.html.j2")] = macro.format(level="state", inner="")
    files |= {
        at(level, "part.html.j2"): f'<i>{level}</i> {{% include "!part.html.j2" ignore missing %}}'
        for level in ("office", "state")
    }
    files["templates/page.html.j2"] = (
        '{% extends "base.html.j2" %}{% import "!macros.html.j2" as m %}{% block body %}'
        '{% from "macros.html.j2" import name %}{{ name() }}; {{ m.name() }}; '
        '{% include "part.html.j2" %}; {% include ["!none.html.j2", "!part.html.j2"] %}'
        '{% set file = "part" %}; {% include "!" ~ file ~ ".html.j2" %}{% endblock %}'
    )
    assert [part.split() for part in body(tmp_path, files).split(";")] == [
        ["project", "office", "ministry", "state"],
        ["office", "ministry", "state"],
        *[["<i>office</i>", "<i>state</i>"]] * 3,
    ]


def test_a_name_without_a_mark_means_the_first_level_also_from_below(tmp_path: Path) -> None:
    files = {
        "templates/part.html.j2": "ours",
        "themes/state/part.html.j2": "theirs",
        "themes/state/base.html.j2": "<main>{% include 'part.html.j2' %}</main>",
    }
    assert body(tmp_path, files) == "ours"


def test_reports_of_one_project_may_have_different_themes(tmp_path: Path) -> None:
    configuration = CONFIGURATION + (
        "  other: {template: page, theme: themes/state, formats: [html]}\n"
        "  plain: {template: page, theme: default, formats: [html]}\n"
    )
    files = {
        "reportgen.yaml": configuration,
        "themes/office/part.html.j2": "office",
        "themes/state/part.html.j2": "state",
        "templates/page.html.j2": "<main>{% include 'part.html.j2' ignore missing %}</main>",
    }
    project, world = worlds(tmp_path, files)
    writer = PageWriter(project, world, None)
    found = [writer.write(Job(name, "en", ())).html for name in ("page", "other", "plain", "page")]
    assert [html[6:-7] for html in found] == ["office", "state", "", "office"]


def test_a_manifest_comes_from_the_theme_of_the_report(tmp_path: Path) -> None:
    parameters = (
        "title: A sheet\nparameters:\n  word: {{type: text, default: {}, description: W}}\n"
    )
    configuration = CONFIGURATION + (
        "  one: {template: sheet, params: {word: x}}\n"
        "  two: {template: sheet, theme: themes/state, params: {word: y}}\n"
    )
    project, _ = worlds(
        tmp_path,
        {
            "reportgen.yaml": configuration,
            "themes/office/sheet.yaml": parameters.format("office"),
            "themes/state/sheet.yaml": parameters.format("state"),
            "themes/state/sheet.html.j2": "",
        },
    )
    reports = project.configuration.reports
    manifests = [project.manifest(reports[name]) for name in ("one", "two")]
    assert [m.parameters["word"].default for m in manifests if m] == ["office", "state"]


def test_tokens_of_all_levels_stand_after_those_that_they_change(tmp_path: Path) -> None:
    files = {
        at(level, "styles/tokens.css"): f":root {{ --{level}: 1px }}"
        for level in ("project", "office", "ministry", "state")
    }
    project, world = worlds(tmp_path, files)
    tokens = (
        PageWriter(project, world, None).theme("page").files("styles/tokens.css") or b""
    ).decode()
    names = ["--ink", "--state", "--ministry", "--office", "--project"]
    assert sorted(names, key=tokens.index) == names


def test_a_colour_of_a_theme_is_that_of_its_charts(tmp_path: Path) -> None:
    files = {
        "themes/ministry/styles/tokens.css": ":root { --accent: #aa0000; --rule: #00bb00; }",
        "themes/office/styles/tokens.css": ":root { --accent: #0000cc; }",
    }
    look = PageWriter(*worlds(tmp_path, files), None).theme("page").look
    assert (look.accent, look.rule) == ("#0000cc", "#00bb00")


def test_words_come_from_the_first_level_that_translates_them(tmp_path: Path) -> None:
    def words(*pairs: tuple[str, str]) -> str:
        return CATALOGUE + "".join(f'\nmsgid "{a}"\nmsgstr "{b}"\n' for a, b in pairs)

    page = "<main>{{ _('one') }} {{ _('two') }} {{ _('three') }}</main>"
    files = {
        "themes/state/locale/en.po": words(("one", "s1"), ("two", "s2"), ("three", "s3")),
        "themes/office/locale/en.po": words(("one", "o1"), ("two", "o2")),
        "templates/locale/en.po": words(("one", "p1")),
        "templates/page.html.j2": page,
    }
    assert body(tmp_path, files) == "p1 o2 s3"


def test_a_catalogue_that_is_damaged_is_told_where_it_lies(tmp_path: Path) -> None:
    files = {"themes/state/locale/en.po": 'msgid "one\n', "templates/locale/en.po": CATALOGUE}
    with pytest.raises(ProblemsError) as told:
        body(tmp_path, files)
    (found,) = told.value.problems
    assert found.place is not None
    assert (found.code, found.place.file) == ("bad-catalogue", "themes/state/locale/en.po")


def test_a_theme_brings_its_own_faces_and_may_list_those_that_ship(tmp_path: Path) -> None:
    listed = (
        "- {family: House, weight: 400, style: normal, file: house}\n"
        "- {family: House, weight: 600, style: normal, file: small}\n"
    )
    root = write_project(tmp_path / "project", {"themes/ministry/fonts/fonts.yaml": listed})
    font = small_font("é")
    (root / "themes/ministry/fonts/house.ttf").write_bytes(font)
    faces = PageWriter(*worlds(tmp_path, {}), None).theme("page").faces
    assert [(face.family, face.ttf == font) for face in faces] == [
        ("House", True),
        ("House", False),
    ]


def test_sections_of_a_theme_may_be_asked_for(tmp_path: Path) -> None:
    configuration = "theme: themes/office\nreports:\n  page: {template: page, sections: [b, a]}\n"
    files = {
        "reportgen.yaml": configuration,
        "templates/page.yaml": "title: A page\nsections: [a]\n",
        "themes/state/sections/b.html.j2": "b",
    }
    project, _ = worlds(tmp_path, files)
    assert project.configuration.reports["page"].sections == ("b", "a")


def test_a_mistake_is_told_at_its_line_in_the_theme(tmp_path: Path) -> None:
    files = {
        "templates/base.html.j2": '{% extends "!base.html.j2" %}',
        "themes/office/base.html.j2": '{% extends "!base.html.j2" %}\n\n{% block body %}{{ oops }}{% endblock %}',
        "templates/page.html.j2": '{% extends "base.html.j2" %}',
    }
    with pytest.raises(ProblemsError) as told:
        body(tmp_path, files)
    (found,) = told.value.problems
    assert found.place is not None
    assert (found.place.file, found.place.line) == ("themes/office/base.html.j2", 3)
    assert found.place.text == "{% block body %}{{ oops }}{% endblock %}"


def test_what_is_asked_for_below_the_last_level_is_not_there(tmp_path: Path) -> None:
    files = {"themes/state/page.html.j2": '{% extends "!page.html.j2" %}'}
    files["templates/page.html.j2"] = '{% extends "!page.html.j2" %}'
    with pytest.raises(ProblemsError) as told:
        body(tmp_path, files)
    (found,) = told.value.problems
    assert found.message == "there is no template 'page.html.j2' below this one"
    assert found.place is not None
    assert found.place.file == "themes/state/page.html.j2"


def test_a_theme_that_names_itself_without_end_is_told_how_to_name_the_one_below(
    tmp_path: Path,
) -> None:
    files = {"themes/ministry/base.html.j2": '{% extends "base.html.j2" %}'}
    with pytest.raises(ProblemsError) as told:
        body(tmp_path, files)
    (found,) = told.value.problems
    assert found.message == "'base.html.j2' names itself without end"
    assert found.hint == "write `!base.html.j2` for the one below, shipped base.html.j2"


def test_levels_below_are_called_apart_and_found_by_their_paths() -> None:
    lookup = Lookup((OWN, Level("project", "a"), Level("theme b"), SHIPS), "a")
    paths = ["templates/x.css", "a/x.css", "theme b/x.css", "shipped x.css", "elsewhere/x.css"]
    names = ["x.css", "!x.css", "!!x.css", "!!!x.css", None]
    assert [lookup.name_of(path) for path in paths] == names
    assert [level.called for level in lookup.levels] == ["project", "a", "theme b", "shipped"]


@pytest.mark.parametrize("folder", ["shipped x", "shipped ", "theme b", "a/theme b"])
def test_no_folder_of_a_project_passes_for_another_root(folder: str) -> None:
    with pytest.raises(ValueError, match="would pass for"):
        Level("project", folder)


def test_no_code_of_a_theme_is_kept_as_that_of_shipped_templates() -> None:
    class Nowhere:
        def get(self, key: str) -> bytes | None: ...
        def put(self, key: str, data: bytes) -> None: ...

    code = CompiledTemplates(KeptCode(Nowhere(), "program"), "en", b"")
    levels = (OWN, Level("project", "themes/a"), Level("theme b"))
    assert [code.get_cache_key("x", level.path("x")) for level in levels] == [""] * 3
    assert code.get_cache_key("x", SHIPS.path("x"))
