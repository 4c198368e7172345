"""A partner's logo that cannot be shown is told at the line of the data that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.running import write_project
from tests.workshop import build, cheap, write_shipped

FILES = {
    "reportgen.yaml": "reports:\n  page: {template: page, each: partners}\n",
    "data.yaml": "partners:\n  - id: ilo\n    name: ILO\n    logo: images/ilo.svg\n",
    "templates/page.yaml": "title: Page\n",
    "templates/page.html.j2": '{% extends "base.html.j2" %}{% block body %}'
    '<img src="{{ asset("data/" ~ record.logo) }}" alt="{{ record.name }}">{% endblock %}',
}


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, "unknown-asset"),
        (
            {"data/images/ilo.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"},
            "bad-image",
        ),
    ],
)
def test_it_is_told_where_the_data_names_it(
    tmp_path: Path, files: dict[str, str], code: str
) -> None:
    with cheap(write_shipped(tmp_path / "shipped")):
        found = build(write_project(tmp_path / "project", FILES | files)).problems
    assert [(p.code, p.place and (p.place.file, p.place.line)) for p in found] == [
        (code, ("data.yaml", 4))
    ]


def test_what_a_template_names_is_told_there(tmp_path: Path) -> None:
    page = FILES["templates/page.html.j2"].replace('"data/" ~ record.logo', '"none.svg"')
    with cheap(write_shipped(tmp_path / "shipped")):
        found = build(write_project(tmp_path, FILES | {"templates/page.html.j2": page})).problems
    assert [p.place and p.place.file for p in found if p.code == "unknown-asset"] == [
        "templates/page.html.j2"
    ]
