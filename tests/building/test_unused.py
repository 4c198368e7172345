"""Records that no brief prints are told after a build of everything, and told again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.running import reportgen, write_project

CONFIGURATION = """\
languages: [en]
formats: [html]
reports:
  brief: {template: brief}
"""
TEMPLATE = """\
<!DOCTYPE html><html lang="en"><head>{{ head() }}</head><body>
<h1>{{ brief.title }}</h1>
{{ partners.ilo.name }} of {{ partners | length }}{{ cite(partners.ilo) }}
{% for partner in partners if partner.id == "ilo" %}{{ partner.name }}{% endfor %}
{{ prose("context") }}
{% call later() %}{% for row in notes() %}<p id="{{ row.id }}">{{ row.source.title }}</p>{% endfor %}{% endcall %}
</body></html>
"""
DATA = """\
partners:
  - id: ilo
    name: International Labour Organization
    sources: [icd]
  - id: adb
    name: Asian Development Bank
  - id: own
    name: A partner of our own
    audience: internal
figures:
  - {id: printed, label: Printed by a text, value: 3}
  - {id: lost, label: Printed by nothing, value: 4}
sources:
  - {id: icd, title: Cited}
  - {id: vss, title: Not cited}
texts:
  - {id: context, en: "{printed} of them."}
  - {id: contxt, en: A slip of the pen.}
"""
FILES = {
    "reportgen.yaml": CONFIGURATION,
    "templates/brief.html.j2": TEMPLATE,
    "templates/brief.yaml": "title: A brief\n",
    "data.yaml": DATA,
}
TOLD = [
    "data.yaml:5:9: warning[unused-record]: no brief prints partners.adb",
    "data.yaml:12:10: warning[unused-record]: no brief prints figures.lost",
    "data.yaml:15:10: warning[unused-record]: no brief prints sources.vss",
    "data.yaml:18:10: warning[unused-text]: no brief prints the text `contxt`",
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_project(tmp_path, FILES)


def told(folder: Path, *arguments: str, code: int = 0) -> list[str]:
    lines = reportgen(folder, "build", *arguments, code=code).stderr.splitlines()
    return [line for line in lines if "[unused-" in line]


def test_what_no_brief_prints_is_told_with_its_line(folder: Path) -> None:
    assert told(folder) == TOLD


def test_it_is_told_again_when_nothing_changed(folder: Path) -> None:
    told(folder)
    assert told(folder) == TOLD


def test_it_is_known_from_what_earlier_builds_left(folder: Path) -> None:
    told(folder)
    write_project(folder, {"data.yaml": DATA + "  - {id: another, en: Not printed either.}\n"})
    ran = reportgen(folder, "build")
    assert "1 brief is up to date" in ran.stderr
    assert [line for line in ran.stderr.splitlines() if "[unused-" in line] == [
        *TOLD,
        "data.yaml:19:10: warning[unused-text]: no brief prints the text `another`",
    ]


def test_the_manifest_names_the_records_of_which_something_was_read(folder: Path) -> None:
    reportgen(folder, "build")
    outputs = json.loads((folder / "build/manifest.json").read_bytes())["outputs"]
    assert outputs["en/brief.html"]["inputs"]["records"] == [
        "dataset.dataset",
        "figures.printed",
        "partners.ilo",
        "sources.icd",
        "texts.context",
    ]


def test_a_build_of_a_part_does_not_know(folder: Path) -> None:
    write_project(folder, {"reportgen.yaml": CONFIGURATION.replace("[en]", "[en, vi]")})
    assert told(folder, "--lang", "en") == []
    assert told(folder, "--format", "pdf") == []


def test_one_format_of_every_brief_is_enough_to_know(folder: Path) -> None:
    assert told(folder, "--format", "html") == TOLD


def test_a_build_in_which_a_brief_failed_does_not_know(folder: Path) -> None:
    broken = CONFIGURATION + "  broken: {template: broken}\n"
    page = "{{ partners.nobody.name }}"
    files = {"reportgen.yaml": broken, "templates/broken.html.j2": page}
    write_project(folder, {**files, "templates/broken.yaml": "title: Broken\n"})
    assert told(folder, code=1) == []


def test_an_internal_brief_is_asked_for_internal_records(folder: Path) -> None:
    write_project(folder, {"reportgen.yaml": "audience: internal\n" + CONFIGURATION})
    assert "data.yaml:7:9: warning[unused-record]: no brief prints partners.own" in told(folder)


def test_a_project_sets_the_level(folder: Path) -> None:
    checks = "checks: {unused-record: off, unused-text: error}\n"
    write_project(folder, {"reportgen.yaml": checks + CONFIGURATION})
    found = told(folder, code=1)
    assert found == [TOLD[3].replace("warning", "error")]


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
PICTURES = """\
  - {id: bank, name: Bank, logo: images/logo.svg}
images:
  - {id: dots, file: images/dots.svg, alt: Dots, credit: Drawn for tests}
"""


def test_a_picture_that_nothing_names_is_told(tmp_path: Path) -> None:
    """Logos and pictures of records, and what a template prints by its path, are named."""
    files = {f"data/images/{name}.svg": SVG for name in ("logo", "dots", "own", "lost")}
    show = "<img src=\"{{ asset('data/images/own.svg') }}\" alt='Own'></body>"
    files["templates/brief.html.j2"] = TEMPLATE.replace("</body>", show)
    files["data.yaml"] = DATA.replace("figures:\n", f"{PICTURES}figures:\n")
    folder = write_project(tmp_path, {**FILES, **files, "data/images/notes.txt": "No picture."})
    lost = "data/images/lost.svg:1:1: warning[unused-image]: nothing names `data/images/lost.svg`"
    lines = told(folder)
    assert [line for line in lines if "unused-image" in line] == [lost]
    assert "data.yaml:12:10: warning[unused-record]: no brief prints images.dots" in lines
    assert told(folder) == lines  # nothing changed, and it is told again
    (folder / "data/images/lost.svg").unlink()
    assert lost not in told(folder)
