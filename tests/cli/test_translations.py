"""`reportgen translations`, from a change of an original to the acceptance of its translation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportgen.building.translating import State, read_translations
from reportgen.shipped import sample_root
from tests.running import reportgen, write_project

CONFIGURATION = """\
languages: [en, vi]
reports:
  one-pager: {template: one-pager}
"""
PARTNERS = """\
- id: ilo
  name:
    en: Labour
    vi: Lao động
- id: adb
  name: {en: Bank, vi: Ngân hàng}
  description: {en: It lends.}
  reviewed: false
- id: plain
  name: Plain
"""
STATEMENTS = """\
- id: kept
  kind: quotation
  verbatim: true
  text: {en: To the letter.}
"""
FILES = {
    "reportgen.yaml": CONFIGURATION,
    "data/partners.yaml": PARTNERS,
    "data/statements.yaml": STATEMENTS,
    "data/texts/purpose.en.md": "A text.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_project(tmp_path, FILES)


def test_what_is_not_settled_is_listed_with_its_line(folder: Path) -> None:
    ran = reportgen(folder, "translations", "ls")
    assert [line.split() for line in ran.stdout.splitlines()] == [
        [
            "missing",
            "vi",
            "data/partners.yaml:7",
            "partners.adb.description",
            "prints",
            "en,",
            "marked",
        ],
        ["missing", "vi", "data/texts/purpose.en.md:1", "texts.purpose", "prints", "en,", "marked"],
        [
            "fallback",
            "vi",
            "data/statements.yaml:4",
            "statements.kept.text",
            "prints",
            "en,",
            "marked",
        ],
        ["unreviewed", "vi", "data/partners.yaml:6", "partners.adb.name"],
    ]
    assert "vi: 5 texts: 2 missing, 1 fallback, 1 unreviewed, 1 done" in ran.stderr
    assert "translations.lock lacks 2 translations" in ran.stderr


def test_programs_get_json(folder: Path) -> None:
    ran = reportgen(folder, "translations", "ls", "--format", "json", "--state", "unreviewed")
    assert json.loads(ran.stdout) == [
        {
            "text": "partners.adb.name",
            "language": "vi",
            "state": "unreviewed",
            "source": "en",
            "prints": None,
            "file": "data/partners.yaml",
            "line": 6,
        }
    ]


def test_a_change_makes_stale_until_it_is_accepted(folder: Path) -> None:
    assert "accepted 2 translations\n" in reportgen(folder, "translations", "accept").stderr
    lock = (folder / "translations.lock").read_bytes()
    assert "accepted 0 translations\n" in reportgen(folder, "translations", "accept").stderr
    assert (folder / "translations.lock").read_bytes() == lock

    write_project(folder, {"data/partners.yaml": PARTNERS.replace("Labour", "Work")})
    stale = reportgen(folder, "translations", "ls", "--lang", "vi", "--state", "stale").stdout
    assert stale.split() == ["stale", "vi", "data/partners.yaml:4", "partners.ilo.name"]
    told = reportgen(folder, "check").stderr
    assert "data/partners.yaml:4:5: warning[stale-translation]: `name` in `vi`" in told

    ran = reportgen(folder, "translations", "accept", "partners.ilo")
    assert "accepted 1 translation, 1 of them stale" in ran.stderr
    assert "stale" not in reportgen(folder, "check").stderr


def test_checks_set_the_level(folder: Path) -> None:
    reportgen(folder, "translations", "accept")
    write_project(folder, {"data/partners.yaml": PARTNERS.replace("Labour", "Work")})
    for level, code in (("error", 1), ("off", 0)):
        checks = f"checks: {{stale-translation: {level}, missing-translation: off}}\n"
        write_project(folder, {"reportgen.yaml": checks + CONFIGURATION})
        told = reportgen(folder, "check", code=code).stderr
        assert ("error[stale-translation]" in told) is bool(code)
        assert "missing" not in told


def test_wrong_names_are_answered_with_the_nearest(folder: Path) -> None:
    ran = reportgen(folder, "translations", "accept", "partners.ilp", code=1)
    assert "did you mean `partners.ilo`?" in ran.stderr
    assert not (folder / "translations.lock").exists()
    ran = reportgen(folder, "translations", "ls", "--lang", "vn", code=2)
    assert "the languages are `vi`" in ran.stderr


def test_a_project_that_cannot_be_read_says_why(folder: Path) -> None:
    write_project(folder, {"data/partners.yaml": "- id: ilo\n"})
    assert "error[missing-field]" in reportgen(folder, "translations", "ls", code=1).stderr


def test_a_project_in_one_language_has_nothing_to_translate(folder: Path) -> None:
    write_project(folder, {"reportgen.yaml": CONFIGURATION.replace(", vi", "")})
    ran = reportgen(folder, "translations", "ls")
    assert ran.stdout == ""
    assert "nothing to translate" in ran.stderr


def test_the_sample_lacks_none_and_has_its_lock() -> None:
    """Run `reportgen translations accept` where a text of the sample has changed on purpose."""
    rows = read_translations(sample_root())
    assert len(rows) > 250
    wrong = [row.key for row in rows if row.state in (State.MISSING, State.STALE) or not row.locked]
    assert wrong == []
