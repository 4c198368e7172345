"""Made-up data for the preview: it says so, a project accepts it, and it is the worst there is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reportgen.building.pipeline import Result, prepare
from reportgen.model import COLLECTIONS
from reportgen.serving.inventing import Inventor
from reportgen.serving.sampling import DENSE, ROWS, SPARSE, Sample
from reportgen.wanted import Options, Wanted
from tests.running import reportgen_says, write_project

Rows = dict[str, list[dict[str, Any]]]
LANGUAGES = ("en", "vi")
SAYS_SO = ("made up", "made-up", "giả định")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    folder = tmp_path_factory.mktemp("sampled")
    reportgen_says(folder, ["init", ".", "--example", "viet-nam"])
    return folder, prepare(folder, Options())[0]


def copied(project: tuple[Path, Result], kind: str) -> tuple[Sample, Rows]:
    folder, read = project
    assert read.project is not None
    sample = Sample(folder, kind)
    sample.renew(read, read.project)
    data = sample.root / "data"
    return sample, {name: json.loads(read_text(data, name)) for name in COLLECTIONS}


def read_text(folder: Path, name: str) -> str:
    path = folder / f"{name}.yaml"
    return path.read_text("utf-8") if path.exists() else "[]"


def texts(value: Any) -> Iterator[str]:
    """Every text of a value that has languages."""
    if isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from [one] if key in LANGUAGES and isinstance(one, str) else texts(one)


@pytest.mark.parametrize("kind", [SPARSE, DENSE])
def test_the_project_accepts_it_and_every_text_says_that_it_is_made_up(
    project: tuple[Path, Result], kind: str
) -> None:
    sample, rows = copied(project, kind)
    read, _ = prepare(sample.root, Options(sample.wanted(project[1], Wanted())))
    assert read.problems == ()
    found = list(texts(list(rows.values())))
    assert found
    assert [text for text in found if not any(said in text.lower() for said in SAYS_SO)] == []
    assert read.project is not None
    titles = [r.title for r in read.project.configuration.reports.values() if r.title]
    plain = [text for title in titles for _, text in title.parts() if "{" not in text]
    assert plain
    assert [text for text in plain if not any(said in text.lower() for said in SAYS_SO)] == []


def test_dense_data_has_many_rows_and_long_names(project: tuple[Path, Result]) -> None:
    _, rows = copied(project, DENSE)
    assert {name: len(rows[name]) >= most for name, most in ROWS.items()} == dict.fromkeys(
        ROWS, True
    )
    for language in LANGUAGES:  # a number of one or two digits
        assert {len(partner["name"][language]) for partner in rows["partners"]} == {59, 60}
    assert min(len(programme["title"]["vi"]) for programme in rows["programmes"]) > 150
    full = rows["programmes"][0]
    assert set(full) > {"description", "period", "budgets", "results", "sectors"}


def test_sparse_data_has_required_fields_alone_and_few_records(
    project: tuple[Path, Result],
) -> None:
    _, rows = copied(project, SPARSE)
    assert {frozenset(row) for row in rows["figures"]} == {frozenset({"id", "label", "value"})}
    assert {row["id"] for row in rows["figures"]} == {
        "diplomatic-relations",
        "commercial-relations",
        "ingo-relations",
        "ngo-support-projects",
        "partner-ngos",
    }  # fmt: skip  those that reportgen.yaml names
    assert rows["sources"] == []
    assert {"id", "name"} <= set(rows["partners"][0]) <= {"id", "name", "groups"}


def test_records_are_the_same_every_time() -> None:
    inventor = Inventor(dense=True, languages=("vi",), ids={"partners": ("a", "b")})
    noun = COLLECTIONS["programmes"]
    assert inventor.record("programmes", noun, 0, "x") == inventor.record(
        "programmes", noun, 0, "x"
    )


@pytest.mark.parametrize("kind", [SPARSE, DENSE])
def test_a_picture_keeps_its_file_and_gets_other_words(tmp_path: Path, kind: str) -> None:
    drawing = "<svg xmlns='http://www.w3.org/2000/svg' width='30' height='20'/>"
    folder = write_project(
        tmp_path,
        {
            "reportgen.yaml": "languages: [en]\nreports:\n"
            "  brief: {template: one-pager, params: {image: dots}}\n"
            "  profile: {template: partner-profile, each: partners}\n",
            "data/images/dots.SVG": drawing,
            "data/images.yaml": "- {id: dots, file: images/dots.SVG, alt: Dots, credit: Nobody,"
            " caption: Drawn}\n",
            "data/partners.yaml": "- {id: a, name: Anna, logo: images/dots.SVG, image: dots}\n",
        },
    )
    read, _ = prepare(folder, Options())
    assert read.problems == ()
    sample, rows = copied((folder, read), kind)
    again, _ = prepare(sample.root, Options(sample.wanted(read, Wanted())))
    assert again.problems == ()
    (image,) = rows["images"]
    assert image["file"] == "images/dots.SVG"
    words = [image[name]["en"] for name in ("alt", "credit", "caption") if name in image]
    assert len(words) == (3 if kind == DENSE else 2)
    assert [text for text in words if not any(said in text.lower() for said in SAYS_SO)] == []
    partner = rows["partners"][0]
    named = {"logo": "images/dots.SVG", "image": "dots"} if kind == DENSE else {}
    assert {name: partner[name] for name in ("logo", "image") if name in partner} == named


@pytest.mark.parametrize("dense", [False, True])
def test_a_picture_that_is_not_there_is_not_made_up(*, dense: bool) -> None:
    inventor = Inventor(dense=dense, languages=("en",))
    assert inventor.record("images", COLLECTIONS["images"], 0, "dots") is None


def test_templates_themes_and_images_are_those_of_the_project(tmp_path: Path) -> None:
    folder = write_project(
        tmp_path,
        {
            "reportgen.yaml": "theme: house\nlanguages: [vi]\nreports:\n"
            "  sheet: {template: sheet, each: partners}\n",
            "data.yaml": "partners: [{id: real, name: Thật}]\n",
            "data/images/x.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
            "house/theme.yaml": "name: house\n",
            "house/sheet.html.j2": "<p>{{ record.name }}</p>",
            "house/sheet.yaml": "title: '{name}'\n",
            "house/styles/own.css": "p { color: red }",
        },
    )
    read, _ = prepare(folder, Options())
    assert read.project is not None, read.problems
    sample = Sample(folder, DENSE)
    sample.renew(read, read.project)
    for name in ("data/images/x.svg", "house/sheet.html.j2", "house/styles/own.css"):
        assert (sample.root / name).read_bytes() == (folder / name).read_bytes()
    assert not (sample.root / "data.yaml").exists()
    (folder / "house/styles/own.css").unlink()
    sample.follow([folder / "house/styles/own.css"])
    assert not (sample.root / "house/styles/own.css").exists()
    assert sample.source(sample.root / "house/sheet.yaml") == folder / "house/sheet.yaml"
