"""A brand's keys are part of what pages depend on: the right ones are built again, with the key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.wanted import Options
from tests.running import write_project
from tests.workshop import build, cheap, files_of, small_font, write_shipped

BRAND = """\
meta: {name: House}
color:
  palette:
    plum: "#5b2a6e"
    moss: "#2f5d34"
  primary: plum
  secondary: "#555555"
typography:
  fonts:
    - family: House
      files: [fonts/house.ttf]
  base: {family: House}
logo: logos/house.svg
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
FILES = {
    "reportgen.yaml": "checks: {unused-record: off}\nreports:\n"
    "  plain: {template: plain}\n  shown: {template: shown}\n",
    "data.yaml": "partners:\n  - {id: ilo, name: ILO}\n",
    "templates/plain.yaml": "title: Plain\n",
    "templates/plain.html.j2": '{% extends "base.html.j2" %}',
    "templates/shown.yaml": "title: Shown\n",
    "templates/shown.html.j2": '{% extends "base.html.j2" %}{% block body %}{% if brief.logo %}'
    '<img src="{{ asset(brief.logo.head.path) }}" alt="{{ brief.logo.head.of }}">'
    "{% endif %}{% endblock %}",
    "logos/house.svg": SVG,
    "_brand.yml": BRAND,
}
ALL = {"plain[en]", "shown[en]"}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    folder = write_project(tmp_path / "project", FILES)
    (folder / "fonts").mkdir()
    (folder / "fonts" / "house.ttf").write_bytes(small_font())
    with cheap(write_shipped(tmp_path / "shipped")):
        assert build(folder).problems == ()
        yield folder


def why(folder: Path) -> dict[str, str]:
    """What has to be built again, and why."""
    return build(folder, Options(dry_run=True)).reasons


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ('plum: "#5b2a6e"', 'plum: "#4b1a5e"', "_brand.yml:6 color.primary changed"),
        ("primary: plum", "primary: moss", "_brand.yml:6 color.primary changed"),
        ('secondary: "#555555"', 'secondary: "#666666"', "_brand.yml:7 color.secondary changed"),
        ('  secondary: "#555555"\n', "", "_brand.yml color.secondary is not there any more"),
        (
            "family: House}",
            "family: House, size: 18px}",
            "_brand.yml:12 typography.base.size changed",
        ),
        ('moss: "#2f5d34"', 'moss: "#1f5d34"', "_brand.yml:4 color.palette changed"),
        ("logo: ", 'x: ""\nlogo: ', None),
        ("meta:", "defaults: {shiny: {a: b}}\nmeta:", None),
        ('palette:\n    plum: "#5b2a6e"', "palette:\n    plum: '#5B2A6E'", None),
    ],
)
def test_a_change_is_told_by_its_key(
    project: Path, before: str, after: str, reason: str | None
) -> None:
    (project / "_brand.yml").write_text(
        BRAND.replace(before, after).replace('x: ""\n', ""), "utf-8"
    )
    assert why(project) == (dict.fromkeys(ALL, reason) if reason else {})


def test_only_pages_that_show_the_logo_hang_on_it(project: Path) -> None:
    (project / "_brand.yml").write_text(BRAND.replace("name: House", "name: Home"), "utf-8")
    assert why(project) == {"shown[en]": "_brand.yml:13 logo changed"}
    (project / "_brand.yml").write_text(BRAND, "utf-8")
    (project / "logos" / "house.svg").write_text(SVG.replace("9", "8"), "utf-8")
    assert why(project) == {"shown[en]": "logos/house.svg changed"}


def test_a_brand_may_come_and_go(project: Path) -> None:
    (project / "_brand.yml").unlink()
    assert set(why(project).values()) == {"_brand.yml is not there any more"}
    assert build(project).ok
    (project / "_brand.yml").write_text(BRAND, "utf-8")
    assert why(project) == dict.fromkeys(ALL, "_brand.yml is new")


def test_another_font_file_is_seen(project: Path) -> None:
    (project / "fonts" / "house.ttf").write_bytes(small_font("ộ"))
    assert why(project) == dict.fromkeys(ALL, "the fonts changed")


def test_a_file_that_the_brand_does_not_name_stays_out_of_reach(project: Path) -> None:
    write_project(project, {"logos/other.svg": SVG})
    page = project / "templates" / "plain.html.j2"
    page.write_text(
        '{% extends "base.html.j2" %}{% block body %}{{ asset("logos/other.svg") }}{% endblock %}',
        "utf-8",
    )
    assert [found.code for found in build(project).problems] == ["unknown-asset"]


def test_the_styles_of_the_project_go_before_the_brand(project: Path) -> None:
    write_project(project, {"templates/styles/tokens.css": ":root { --accent: #010203 }\n"})
    assert build(project).ok
    html = files_of(project / "build")["en/plain.html"].decode()
    assert html.index("--ink: #111111") < html.index("--accent: #5b2a6e") < html.index("#010203")
