"""Blocks that override nothing, and text beside the blocks, which nobody would see."""

from __future__ import annotations

import pytest

from tests.checking.templates import check

PARENT = "{% block body %}{% block inner %}{% endblock %}{% endblock %}{% block contents %}{% endblock %}"


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("{% extends 'parent.html.j2' %}{% block body %}{% endblock %}", None),
        ("{% extends 'parent.html.j2' %}{% block inner %}{% endblock %}", None),
        (
            "{% extends 'parent.html.j2' %}{% block body %}{% block new %}{% endblock %}{% endblock %}",
            None,
        ),
        ("{% extends 'child.html.j2' %}{% block contents %}{% endblock %}", None),
        ("{% extends 'child.html.j2' %}{% block added %}{% endblock %}", None),
        ("{% extends 'parent.html.j2' %}{% block mine %}{% endblock %}{% block body %}{{ self.mine() }}{% endblock %}", None),
        ("{% extends brief.template ~ '.html.j2' %}{% block mine %}{% endblock %}", None),
        ("{% block mine %}{% endblock %}", None),
        ("{% extends 'parent.html.j2' %}{% block contnets %}{% endblock %}", "contents"),
        ("{% extends 'child.html.j2' %}{% block contnets %}{% endblock %}", "contents"),
        ("{% extends 'parent.html.j2' %}{% if brief.title %}{% block bdy %}{% endblock %}{% endif %}", "body"),
        ("{% extends 'base.html.j2' %}{% block boddy %}{% endblock %}", "body"),
        ("{% extends '!one-pager.html.j2' %}{% block cver %}{% endblock %}", "cover"),
    ],
)  # fmt: skip
def test_blocks_that_override_nothing(source: str, wrong: str | None) -> None:
    child = "{% extends 'parent.html.j2' %}{% block body %}{% block added %}{% endblock %}{% endblock %}"
    found = check(f"\n{source}", parent=PARENT, child=child)
    if wrong is None:
        assert found == ()
        return
    (one,) = found
    assert (one.code, one.hint) == ("unused-block", f"did you mean `{wrong}`?")
    assert one.place is not None
    assert one.place.line == 2
    assert one.place.text[one.place.column - 1 :].startswith(one.message.split("'")[1])


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("{% extends 'parent.html.j2' %}\n\n<p>x</p>\n", [3]),
        ("{% extends 'parent.html.j2' %}\n{{ brief.title }}", [2]),
        ("{% extends 'parent.html.j2' %}{% block body %}{% endblock %}\n<p>\nx</p>", [2]),
        ("{% extends 'parent.html.j2' %}\n{# x #}\n\n{% block body %}x{% endblock %}\n", []),
        ("{% extends 'parent.html.j2' %}\n{% set x = 1 %}\n{% macro m() %}x{% endmacro %}", []),
        ("<!-- printed -->{% extends 'parent.html.j2' %}", []),
        ("{% if brief.title %}{% extends 'parent.html.j2' %}{% endif %}x", []),
        ("<p>x</p>{{ brief.title }}", []),
    ],
)
def test_text_beside_the_blocks(source: str, lines: list[int]) -> None:
    found = check(source, parent=PARENT)
    assert [one.place.line for one in found if one.place] == lines
    assert {one.code for one in found} <= {"unused-block"}
