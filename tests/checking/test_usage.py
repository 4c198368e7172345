"""Templates that nothing uses are told, those that are used in some way are not."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from reportgen.checking.templates import check_templates
from reportgen.rendering.templates import ENDING
from tests.checking.templates import ListedWorld
from tests.small import small_project

USED = {
    "brief": "{% extends 'skeleton.html.j2' %}{% from 'macros/mine.html.j2' import m %}",
    "skeleton": "{% for s in brief.sections %}{% include 'sections/' ~ s ~ '.html.j2' %}{% endfor %}",
    "macros/mine": "{% macro m() %}{% include ['absent.html.j2', 'part.html.j2'] %}{% endmacro %}",
    "part": "x",
    "sections/ours": "x",
    "sections/partners": "takes the place of the one that ships",
    "macros/charts": "likewise",
    "index": "likewise",
}


def unused(files: Mapping[str, str]) -> dict[str, str | None]:
    """Template -> the hint, of those that nothing uses."""
    project = small_project(
        configuration={"reports": {"brief": {"template": "brief", "sections": ["ours", "figures"]}}}
    )
    world = ListedWorld({f"templates/{name}{ENDING}": text for name, text in files.items()})
    found = [one for one in check_templates(project, world) if one.code == "unused-template"]
    return {one.place.file: one.hint for one in found if one.place}


def test_templates_that_are_used_in_some_way_raise_no_alarm() -> None:
    assert unused(USED) == {}


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("sections/patners", "did you mean to override `sections/partners.html.j2`?"),
        ("sections/dialogue", "name it under `sections:` of a report: dialogue"),
        ("one-pgaer", "did you mean to override `one-pager.html.j2`?"),
        ("dialogue", "`reportgen new report dialogue --template dialogue` makes a report of it"),
        ("parts/letter", "include or import it in a template that is used, or delete it"),
    ],
)
def test_a_template_that_nothing_uses_is_told(name: str, hint: str) -> None:
    more = {name: "{% include 'only-there.html.j2' %}", "only-there": "x"}
    found = unused({**USED, **more})
    assert found.pop(f"templates/{name}{ENDING}") == hint
    assert list(found) == [f"templates/only-there{ENDING}"]


def test_where_any_name_may_be_meant_nothing_counts_as_unused() -> None:
    part = "{% include 'parts/' ~ brief.language ~ '.html.j2' %}"
    assert list(unused({**USED, "part": part, "parts/vi": "x", "other": "x"})) == [
        f"templates/other{ENDING}"
    ]
    part = "{% include brief.title %}"
    assert unused({**USED, "part": part, "parts/vi": "x", "other": "x"}) == {}
