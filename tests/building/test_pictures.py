"""Briefs hang on the pictures that they print, on their words and on their files, and no others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.wanted import Options
from tests.running import write_project
from tests.workshop import build, cheap, write_shipped

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
DATA = """\
partners:
  - {id: ilo, name: ILO, image: dots}
  - {id: wb, name: WB}
images:
  - id: dots
    file: images/dots.svg
    alt: Dots
    credit: Drawn for tests
"""
FILES = {
    "reportgen.yaml": "reports:\n  page: {template: page, each: partners}\n",
    "data.yaml": DATA,
    "data/images/dots.svg": SVG,
    "templates/page.yaml": "title: Page\n",
    "templates/page.html.j2": '{% extends "base.html.j2" %}{% block body %}{{ record.name }}'
    "{{ picture(record.image) }}{% endblock %}",
}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    folder = write_project(tmp_path / "project", FILES)
    with cheap(write_shipped(tmp_path / "shipped")):
        assert build(folder).problems == ()
        yield folder


def why(folder: Path, name: str, text: str) -> dict[str, str]:
    """What has to be built again once this file is otherwise, and why."""
    write_project(folder, {name: text})
    return build(folder, Options(dry_run=True)).reasons


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("data/images/dots.svg", SVG.replace("9", "8"), "data/images/dots.svg changed"),
        ("data.yaml", DATA.replace("alt: Dots", "alt: Stripes"), "data.yaml:7 dots.alt changed"),
        ("data.yaml", DATA.replace("for tests", "by us"), "data.yaml:8 dots.credit changed"),
        ("data.yaml", f"{DATA}    caption: Dots\n", "data.yaml:9 dots.caption changed"),
        ("data.yaml", DATA.replace(", image: dots", ""), "data.yaml:2 ilo.image changed"),
    ],
)
def test_only_what_prints_it_is_built_again(
    project: Path, name: str, text: str, reason: str
) -> None:
    found = why(project, name, text)
    assert list(found) == ["page[ilo, en]"]
    assert found["page[ilo, en]"].endswith(reason.partition(":")[2] or reason)


def test_notes_to_oneself_about_it_build_nothing(project: Path) -> None:
    assert why(project, "data.yaml", f"{DATA}    notes: Ask for a larger one\n") == {}
