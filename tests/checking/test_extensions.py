"""Filters of a project before they run: names that are taken, arguments, and who may run them."""

from __future__ import annotations

import pytest

from reportgen.checking.extensions import check_extensions
from reportgen.checking.templates import check_templates
from reportgen.rendering.extensions import FILE
from tests.checking.templates import ListedWorld
from tests.small import MemoryWorld, small_project

PROJECT = small_project({"partners": [{"id": "ilo", "name": "ILO"}]}, own={"meetings": []})
SHOUT = "raise RuntimeError('nothing of this runs')\ndef shout(text, mark='!', *, times=1): ...\n"


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("number", "a filter that ships"),
        ("upper", "a filter that ships"),
        ("quantity", "a name of the template language"),
        ("partners", "a name of the template language"),
        ("meetings", "a name of the template language"),
        ("range", "a name of the template language"),
        ("brief", "a name of every page"),
        ("record", "a name of every page"),
    ],
)
def test_a_name_that_is_taken_is_told(name: str, of: str) -> None:
    world = MemoryWorld({FILE: f"x = 1\ndef {name}(value):\n    return value\n"}, trust=True)
    (found,) = check_extensions(PROJECT, world)
    assert found.code == "filter-name"
    assert found.message == f"the function `{name}` would take the place of {of}"
    assert (found.place and found.place.file, found.place and found.place.line) == (FILE, 2)


def test_other_names_are_no_mistake() -> None:
    assert check_extensions(PROJECT, MemoryWorld({FILE: SHOUT}, trust=True)) == ()
    assert check_extensions(PROJECT, MemoryWorld({FILE: "def number(x): ..."})) == ()
    assert check_extensions(PROJECT, MemoryWorld()) == ()


def told(template: str, *, trust: bool) -> list[tuple[str, str | None]]:
    world = ListedWorld({FILE: SHOUT, "templates/brief.html.j2": template}, trust=trust)
    return [(found.message, found.hint) for found in check_templates(PROJECT, world)]


@pytest.mark.parametrize(
    "template",
    [
        "{{ 'a' | shout }}{{ shout('a', '!', times=2) }}{{ 'a' | shout(mark='?') }}",
        "{{ ['a'] | map('shout') | list }}{{ partners.ilo.name | shout }}",
    ],
)
def test_right_use_raises_no_alarm_where_the_project_is_trusted(template: str) -> None:
    assert told(template, trust=True) == []


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{{ 'a' | shuot }}", "there is no filter 'shuot'"),
        ("{{ shuot('a') }}", "there is no name 'shuot' here"),
        ("{{ 'a' | shout(mrak=1) }}", "the filter shout has no argument 'mrak'"),
        ("{{ 'a' | shout(1, 2) }}", "the filter shout takes 1 arguments, not 2"),
        ("{{ shout() }}", "the function shout needs the argument 'text'"),
    ],
)
def test_wrong_use_is_told_as_for_those_that_ship(template: str, message: str) -> None:
    assert [said for said, _ in told(template, trust=True)] == [message]


def test_where_the_project_is_not_trusted_the_hint_says_why_there_is_none() -> None:
    why = "it is in filters.py, which is not run: the project is not trusted"
    assert told("{{ 'a' | shout }}", trust=False) == [("there is no filter 'shout'", why)]
    assert told("{{ shout('a') }}", trust=False) == [("there is no name 'shout' here", why)]
