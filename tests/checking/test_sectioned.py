"""Texts whose headings are the sections of a report; all made up."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from reportgen.building.adding import new_record, write_record
from reportgen.building.pipeline import check
from reportgen.problems import format_problem
from tests.running import write_project

CONFIGURATION = """\
languages: [en, vi]
checks: {no-data: off}
reports:
  visit: {template: briefing-note, title: {en: A visit, vi: Chuyến thăm}}
"""
EN = "---\nreviewed: false\n---\n## Purpose\n\nWhy.\n\n## Recommendation\n\nGo.\n"
VI = "## Mục đích\n\nVì sao.\n\n## Kiến nghị:\n\nNên đi.\n"


def told(
    folder: Path, texts: Mapping[str, str], configuration: str = CONFIGURATION
) -> list[tuple[str, str, int | None]]:
    """(code, file, line) of everything that a check says."""
    files = {f"data/texts/{name}.md": text for name, text in texts.items()}
    write_project(folder, {"reportgen.yaml": configuration, **files})
    return [
        (p.code, p.place.file if p.place else "", p.place.line if p.place else None)
        for p in check(folder).problems
    ]


def test_a_text_a_language_fills_the_sections(tmp_path: Path) -> None:
    assert told(tmp_path, {"visit.en": EN, "visit.vi": VI}) == []


def test_a_heading_may_be_the_name_of_the_place_or_the_manifests_own(tmp_path: Path) -> None:
    vi = "## purpose\n\nVì sao.\n\n## RECOMMENDATION\n\nNên đi.\n"
    assert told(tmp_path, {"visit.en": EN, "visit.vi": vi}) == []


def test_an_unknown_heading_is_told_with_its_line_and_the_nearest(tmp_path: Path) -> None:
    text = EN.replace("## Recommendation", "## Recomendation\n\nWait.\n\n## Recommendation")
    assert told(tmp_path, {"visit.en": text, "visit.vi": VI}) == [
        ("bad-heading", "data/texts/visit.en.md", 8)
    ]
    (found,) = check(tmp_path).problems
    assert "did you mean `Recommendation`?" in format_problem(found)


def test_the_nearest_is_looked_for_in_the_language_of_the_text(tmp_path: Path) -> None:
    told(tmp_path, {"visit.en": EN, "visit.vi": VI.replace("Kiến nghị", "Kien nghị")})
    hints = [found.hint for found in check(tmp_path).problems if found.code == "bad-heading"]
    assert hints == ["did you mean `Kiến nghị`?"]


@pytest.mark.parametrize(
    ("before", "line"), [("Words.\n\n", 4), ("# A title\n\n", 4), ("## Purpose\n\nTwice.\n\n", 8)]
)
def test_what_no_section_prints_is_told(tmp_path: Path, before: str, line: int) -> None:
    text = EN.replace("## Purpose", f"{before}## Purpose", 1)
    assert told(tmp_path, {"visit.en": text, "visit.vi": VI}) == [
        ("bad-heading", "data/texts/visit.en.md", line)
    ]


def test_a_section_that_the_report_needs_is_missed_also_where_its_heading_stands(
    tmp_path: Path,
) -> None:
    english, vietnamese = EN.replace("Go.", ""), VI.replace("Nên đi.", "")
    assert told(tmp_path, {"visit.en": english, "visit.vi": vietnamese}) == [
        ("missing-section", "data/texts/visit.en.md", 4)
    ]


def test_a_report_without_any_text_says_how_to_get_one(tmp_path: Path) -> None:
    assert told(tmp_path, {}) == [("missing-section", "reportgen.yaml", 4)] * 2
    assert "`reportgen new text visit`" in (check(tmp_path).problems[0].hint or "")


def test_places_of_their_own_and_sections_left_out_are_not_missed(tmp_path: Path) -> None:
    texts = {f"visit-purpose.{language}": "Why.\n" for language in ("en", "vi")}
    shorter = CONFIGURATION.replace("briefing-note,", "briefing-note, sections: [purpose, gaps],")
    assert told(tmp_path, texts, shorter) == []


def test_a_language_without_text_and_one_without_a_section_are_not_translated(
    tmp_path: Path,
) -> None:
    assert told(tmp_path, {"visit.en": EN}) == [
        ("missing-translation", "data/texts/visit.en.md", 4)
    ]
    english = EN + "\n## Options\n\nStay.\n"
    assert told(tmp_path, {"visit.en": english, "visit.vi": VI}) == [
        ("missing-translation", "data/texts/visit.vi.md", 1)
    ]
    assert "`Các phương án`" in check(tmp_path).problems[0].message


def test_a_project_may_bring_a_section_without_a_template(tmp_path: Path) -> None:
    own = (
        "title: Note\nsections: [purpose, risks]\ntexts: {purpose: Why., risks: What may happen.}\n"
        "headings: {purpose: Purpose, risks: {en: Risks, vi: Rủi ro}}\nrequired: [risks]\n"
    )
    write_project(tmp_path, {"templates/briefing-note.yaml": own})
    english, vietnamese = "## Risks\n\nMany.\n", "## Rủi ro\n\nNhiều.\n"
    assert told(tmp_path, {"visit.en": english, "visit.vi": vietnamese}) == []
    assert told(tmp_path, {"visit.en": "## Options\n\nx\n", "visit.vi": vietnamese}) == [
        ("bad-heading", "data/texts/visit.en.md", 1),
        ("missing-translation", "data/texts/visit.en.md", 1),
    ]


def test_a_manifest_names_only_texts_that_it_has(tmp_path: Path) -> None:
    own = "title: Note\ntexts: {risks: x}\nheadings: {risk: Risk}\nrequired: [purpose]\n"
    write_project(tmp_path, {"templates/briefing-note.yaml": own})
    found = told(tmp_path, {})
    assert [row for row in found if row[0] == "bad-manifest"] == [
        ("bad-manifest", "templates/briefing-note.yaml", 3),
        ("bad-manifest", "templates/briefing-note.yaml", 4),
    ]


@pytest.mark.parametrize("template", ["briefing-note", "meeting-brief"])
def test_a_new_report_checks_clean_with_the_texts_that_come_with_it(
    tmp_path: Path, template: str
) -> None:
    told(tmp_path, {"visit.en": EN, "visit.vi": VI})
    files = new_record(tmp_path, "report", "dialogue", template)
    assert [file.path for file in files] == [
        "reportgen.yaml",
        "data/texts/dialogue.en.md",
        "data/texts/dialogue.vi.md",
    ]
    write_record(tmp_path, files)
    assert check(tmp_path).problems == ()
    assert "## " in files[1].added
    assert files[1].added != files[2].added


def test_a_new_text_for_such_a_report_has_its_headings(tmp_path: Path) -> None:
    told(tmp_path, {})
    files = new_record(tmp_path, "text", "visit")
    write_record(tmp_path, files)
    assert check(tmp_path).problems == ()
    assert "## Kiến nghị\n\nKiến nghị: write this text." in files[1].added
    assert "#   Hiện trạng: Where things stand now." in files[1].added
