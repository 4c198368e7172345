from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from reportgen.checking.coverage import check_coverage
from reportgen.model import COLLECTIONS
from reportgen.model.configuration import Configuration
from reportgen.model.dataset import Dataset
from reportgen.model.project import Project
from reportgen.model.records import Records
from reportgen.problems import Place, ProblemsError
from reportgen.reading import read_project
from reportgen.shipped import templates_root
from reportgen.world import World

PDF = {"reports": {"brief": {"template": "brief"}}}


def project(
    records: dict[str, list[dict[str, Any]]] | None = None,
    *,
    own: dict[str, list[dict[str, Any]]] | None = None,
    configuration: dict[str, Any] | None = None,
    dataset: dict[str, Any] | None = None,
) -> Project:
    def find(
        collection: str,
        id_: str,
        path: Sequence[str | int],
        offset: int | None = None,
        width: int = 1,
    ) -> Place:
        at = -1 if offset is None else offset
        return Place("/".join((collection, id_, *map(str, path))), 7, at + 1, width=width)

    return Project(
        Configuration.model_validate(configuration or PDF),
        Dataset.model_validate(dataset or {}),
        {
            name: Records.made({r["id"]: COLLECTIONS[name].model_validate(r) for r in rows})
            for name, rows in (records or {}).items()
        },
        {name: {r["id"]: r for r in rows} for name, rows in (own or {}).items()},
        find=find,
    )


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, templates_root())


def told(found: Project, world: World) -> list[tuple[str, str]]:
    return [(p.message, p.place.file if p.place else "") for p in check_coverage(found, world)]


def test_a_character_without_font_names_the_record_its_field_and_the_character(
    world: World,
) -> None:
    found = project({"partners": [{"id": "wb", "name": {"en": "World Bank", "vi": "银行"}}]})
    (only,) = check_coverage(found, world)
    assert only.code == "missing-glyph"
    assert only.message == (
        "no font has `银` (U+94F6 cjk unified ideograph-94f6), "
        "`行` (U+884C cjk unified ideograph-884c), in partners.wb"
    )
    assert only.place is not None
    assert only.place.file == "partners/wb/name/vi"
    assert only.hint is not None
    assert "fonts.yaml" in only.hint


def test_the_place_is_that_of_the_character(world: World) -> None:
    found = project({"partners": [{"id": "wb", "name": "Ngân 行 hàng 行"}]})
    (only,) = check_coverage(found, world)
    assert only.place is not None
    assert (only.place.line, only.place.column) == (7, 6)


def test_in_a_folder_the_file_line_and_column_are_told(tmp_path: Path) -> None:
    data = tmp_path / "data" / "texts"
    data.mkdir(parents=True)
    (data / "context.vi.md").write_text("---\nreviewed: true\n---\n\nMột đoạn.\n\nHai 語.\n")
    (tmp_path / "data" / "partners.yaml").write_text(
        "- id: wb\n  name: >-\n    World\n    銀 Bank\n"
    )
    (tmp_path / "reportgen.yaml").write_text(
        "version: 1\nlanguages: [vi]\nreports:\n  brief:\n    template: country-brief\n    title: 簡報\n"
    )
    world = World(tmp_path, templates_root())
    reading = read_project(world)
    assert reading.project is not None, reading.problems
    places = [p.place for p in check_coverage(reading.project, world)]
    assert [(p.file, p.line, p.column) for p in places if p] == [
        ("data/partners.yaml", 4, 5),
        ("data/texts/context.vi.md", 7, 5),
        ("reportgen.yaml", 6, 12),
    ]


def test_many_characters_of_one_text_are_one_problem(world: World) -> None:
    found = project({"partners": [{"id": "wb", "name": "世界银行集团"}]})
    ((message, _),) = told(found, world)
    assert "and 3 more" in message


def test_what_is_covered_or_never_printed_is_no_problem(world: World) -> None:
    name = "Bộ Lao động – Thương binh và Xã hội “≤ 1\u202f234”\u00ad\u200f"
    rows = [{"id": "molisa", "name": name, "notes": "名", "x-name": "名"}]
    assert told(project({"partners": rows}, own={"mine": rows}), world) == []


def test_own_collections_dataset_titles_and_prose_are_checked(world: World) -> None:
    found = project(
        {"texts": [{"id": "context", "vi": "Một 語"}]},
        own={"meetings": [{"id": "one", "points": [{"vi": "語"}]}]},
        dataset={"title": "語"},
        configuration={"reports": {"brief": {"template": "brief", "title": {"vi": "語"}}}},
    )
    places = [(message.rpartition(", in ")[2], file) for message, file in told(found, world)]
    assert places == [
        ("texts.context", "texts/context/bodies/vi"),
        ("meetings.one", "meetings/one/points/0/vi"),
        ("dataset", "dataset/dataset/title"),
        ("reportgen.yaml", "reportgen.yaml//reports/brief/title/vi"),
    ]


@pytest.mark.parametrize(
    ("formats", "count"), [(None, 1), (["pdf"], 1), (["html"], 0), (["html", "pdf"], 1)]
)
def test_only_pdfs_are_bound_to_the_fonts(
    world: World, formats: list[str] | None, count: int
) -> None:
    configuration = {**PDF, "formats": formats} if formats else PDF
    found = project({"partners": [{"id": "wb", "name": "银"}]}, configuration=configuration)
    assert len(check_coverage(found, world)) == count


def test_a_theme_of_the_project_counts(world: World) -> None:
    fonts = world.project / "templates" / "fonts"
    fonts.mkdir(parents=True)
    (fonts / "fonts.yaml").write_text("- {family: A, weight: 400, style: normal, file: a}\n")
    with pytest.raises(ProblemsError) as caught:
        check_coverage(project(), world)
    assert caught.value.problems[0].code == "unknown-asset"
