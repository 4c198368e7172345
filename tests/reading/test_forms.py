"""The forms that data may take all come to the same project."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from reportgen.model.evidence import Prose
from reportgen.model.partners import Partner
from reportgen.model.project import Project
from reportgen.problems import Severity, apply_levels
from reportgen.reading import Reading, check_levels, read_project
from reportgen.world import World
from tests.running import make_unreadable

TEMPLATES = Path(__file__).parents[1] / "projects" / "templates"
CONFIGURATION = "languages: [en, vi]\nreports:\n  a: {template: one-pager}\n"
ILO = "- id: ilo\n  name: {en: Labour, vi: Lao động}\n  type: multilateral\n"


def read(folder: Path, files: dict[str, str]) -> Reading:
    for name, text in {"reportgen.yaml": CONFIGURATION, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return read_project(World(folder, TEMPLATES))


def project(folder: Path, files: dict[str, str]) -> Project:
    reading = read(folder, files)
    assert reading.problems == ()
    assert reading.project is not None
    return reading.project


@pytest.mark.parametrize(
    "files",
    [
        {"data/partners.yaml": ILO},
        {"data/partners.yml": ILO},
        {"data/partners/un.yaml": ILO},
        {"data/partners/ilo.yaml": ILO.replace("- ", "  ", 1)},
        {"data.yaml": "partners:\n" + ILO},
        {
            "data.yaml": "partners: {records: [{id: ilo, type: '40', name: {en: Labour, vi: Lao động}}]}"
        },
        {
            "data/partners.yaml": "defaults: {type: multilateral, acronym: X}\n"
            "records:\n  - {id: ilo, acronym: ~, name: {en: Labour, vi: Lao động}}\n"
        },
    ],
)
def test_a_partner_in_any_form(tmp_path: Path, files: dict[str, str]) -> None:
    found = project(tmp_path, files).records["partners"]["ilo"]
    assert isinstance(found, Partner)
    assert (found.name.find("vi", "en"), found.type, found.acronym) == (
        ("Lao động", "vi"),
        "multilateral",
        None,
    )


def test_a_key_with_nothing_behind_it_counts_as_left_out(tmp_path: Path) -> None:
    text = "- id: ilo\n  name: {en: Labour, vi: Lao động, fr: }\n  groups:\n  ref: null\n"
    found = project(tmp_path, {"data/partners.yaml": text}).records["partners"]["ilo"]
    assert isinstance(found, Partner)
    assert (found.groups, found.ref, found.name.languages()) == ((), None, ("en", "vi"))


def test_prose_files_make_one_text_with_the_fields_of_both(tmp_path: Path) -> None:
    files = {
        "data/sources.yaml": "- {id: icd, title: Integration}\n",
        "data/texts/purpose.en.md": "---\nsources: [icd]\n---\nWhat for.\n",
        "data/texts/purpose.vi.md": "---\nreviewed: false\n---\nĐể làm gì.\n",
    }
    found = project(tmp_path, files).records["texts"]["purpose"]
    assert isinstance(found, Prose)
    assert found.bodies == {"en": "What for.\n", "vi": "Để làm gì.\n"}
    assert [source.id for source in found.sources] == ["icd"]
    assert found.reviewed is False


def test_own_records_are_text_unless_their_schema_says_otherwise(tmp_path: Path) -> None:
    rows = "- {id: a, seats: 12, price: 1.50, open: false, code: 0123, tags: [1, 2]}\n"
    schema = """{"properties": {"seats": {"type": "integer"}, "price": {"type": "number"},
      "open": {"type": "boolean"}, "tags": {"items": {"type": "integer"}}}}"""
    files = {"data/rooms.yaml": rows, "data/halls.yaml": rows, "data/rooms.schema.json": schema}
    found = project(tmp_path, files)
    assert found.own["halls"]["a"] == {
        "id": "a",
        "seats": "12",
        "price": "1.50",
        "open": "false",
        "code": "0123",
        "tags": ["1", "2"],
    }
    assert found.own["rooms"]["a"] == {
        "id": "a",
        "seats": 12,
        "price": Decimal("1.50"),
        "open": False,
        "code": "0123",
        "tags": [1, 2],
    }


def test_own_records_may_be_looked_up_and_made_reports_of(tmp_path: Path) -> None:
    files = {
        "reportgen.yaml": "reports:\n  m: {template: one-pager, each: meetings, where: {kind: x}, "
        "output: 'meetings/{date}-{id}', title: '{title}'}\n",
        "data/meetings.yaml": "- {id: first, date: 2024-01-01, title: First, kind: x}\n",
        "data/texts/purpose.en.md": "See {meetings.first.title}.\n",
    }
    assert list(project(tmp_path, files).own["meetings"]) == ["first"]


def test_records_know_where_they_are_written(tmp_path: Path) -> None:
    files = {
        "data/partners.yaml": "# one\n" + ILO,
        "data/dataset.yaml": "title: Data\n",
        "data/texts/purpose.en.md": "---\ntitle: A\n---\nWhat for.\n",
        "data/texts/purpose.vi.md": "Để làm gì.\n",
    }
    found = project(tmp_path, files)
    places = {
        path: place and (place.file, place.line)
        for path in (
            ("partners", "ilo", ("type",)),
            ("dataset", "dataset", ("title",)),
            ("texts", "purpose", ("title",)),
            ("texts", "nothing", ()),
        )
        for place in (found.find(*path),)
    }
    assert list(places.values()) == [
        ("data/partners.yaml", 4),
        ("data/dataset.yaml", 1),
        ("data/texts/purpose.en.md", 2),
        None,
    ]


def test_a_project_sets_how_grave_its_problems_are(tmp_path: Path) -> None:
    lacks = {"data/partners.yaml": "- id: ilo\n  name: {en: Labour}\n"}
    told = read(tmp_path, lacks)
    assert [found.severity for found in told.problems] == [Severity.WARNING]
    assert told.project is not None
    strict = apply_levels(told.problems, check_levels(told.project.configuration), strict=True)
    assert [found.severity for found in strict] == [Severity.ERROR]
    silent = read(
        tmp_path, {"reportgen.yaml": CONFIGURATION + "checks: {missing-translation: off}"}
    )
    assert silent.problems == ()
    grave = read(
        tmp_path, {"reportgen.yaml": CONFIGURATION + "checks: {missing-translation: error}"}
    )
    assert grave.project is None


def test_a_chain_of_many_parents_is_no_ring(tmp_path: Path) -> None:
    rows = ["- {id: p0, title: T}"] + [
        f"- {{id: p{n}, title: T, parent: p{n - 1}}}" for n in range(1, 5000)
    ]
    found = project(tmp_path, {"data/programmes.yaml": "\n".join(rows)})
    assert len(found.records["programmes"]) == 5000


def test_a_file_that_may_not_be_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_unreadable(monkeypatch, "partners.yaml")
    told = read(tmp_path, {"data/partners.yaml": ILO, "data/programmes.yaml": "[]"})
    assert [(found.code, found.message) for found in told.problems] == [
        ("cannot-read", "data/partners.yaml cannot be read: permission denied")
    ]


def test_a_section_of_the_project_may_be_printed_by_its_reports(tmp_path: Path) -> None:
    configuration = "languages: [en, vi]\nreports:\n  a: {template: own, sections: [rooms, old]}\n"
    files = {
        "reportgen.yaml": configuration,
        "data/partners.yaml": ILO,
        "templates/own.html.j2": "",
        "templates/own.yaml": "title: Own\nsections: [old]\n",
        "templates/sections/rooms.html.j2": "",
    }
    project(tmp_path, files)
    (tmp_path / "templates/sections/rooms.html.j2").unlink()
    (problem,) = read(tmp_path, {"reportgen.yaml": configuration}).problems
    assert problem.code == "unknown-section"
