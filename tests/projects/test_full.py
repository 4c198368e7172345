"""The made-up project: it fills every field of the model, and all of it is printed, but no secret.

Its 200 projects are made here (tests/projects/many.py).
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from reportgen.model import COLLECTIONS
from reportgen.model.base import Noun, Record
from reportgen.model.codelists import CodeList
from reportgen.model.dataset import Dataset
from reportgen.model.fields import HIDDEN, FieldKind, fields_of
from reportgen.model.project import Project
from reportgen.model.text import Text
from reportgen.reading import read_project
from reportgen.rendering.values import Code
from reportgen.shipped import templates_root
from reportgen.testing.pdf_outline import pdf_outline
from reportgen.world import World
from tests.built import FULL, build_full, built_once
from tests.pdf_overflow import overflowing
from tests.pdf_validation import PROFILES, page_failures, vera_failures
from tests.pdf_words import attached, everything_in
from tests.projects.many import NUMBER, many_projects
from tests.small import shipped_wording

SECRET = "unpublishable"  # stands in every text that no brief may print
SECRET_NUMBERS = ("987,654,321", "987.654.321", "777,777,777", "777.777.777")
MARGIN_MM = 15
LANGUAGES = ("en", "vi")

WHOLES = ("All places", "Tất cả chỗ học")
UNPRINTED: Mapping[str, str] = {
    "*.id": "addresses of records; anchors and file names are made of them",
    "*.reviewed": "for `reportgen translations`",
    "*.audience": "decides who sees a record",
    "Dataset.name": "for machines that take the data over",
    "License.*": "for machines that take the data over",
    "Contributor.*": "in the metadata of a file whose data set has no publisher",
    "*.record": "decides where a record is printed",
    "*.kind": "decides where a statement is printed",
    "*.topics": "for finding statements",
    "*.qualifier": "prints as `about`, `fourth`, an arrow: tests/rendering/test_quantities.py",
    "Figure.unit_multiplier": "prints as `billion`",
    "Group.scheme": "for machines that compare classes",
    "Image.alt": "said in place of the picture",
    "Image.file": "its image is printed",
    "Partner.logo": "its image is printed",
    "Programme.iati_extra": "for an export to IATI",
    "Prose.title": "texts stand under the headings of templates",
    "Result.parent": "an address; prints as `Outcome 1`",
    "Sector.vocabulary": "tells which list a code is of",
    "Source.description": "for those who keep the data",
    "Source.file": "a path",
    "Source.type": "for machines that take the data over",
}
"""Class.field -> why no brief prints its text."""


@pytest.fixture(scope="module")
def project() -> Project:
    reading = read_project(World(FULL, templates_root()))
    assert reading.problems == ()
    assert reading.project is not None
    return reading.project


def nouns(value: Any) -> Iterator[Noun]:
    """The noun and all nouns inside it."""
    if isinstance(value, tuple | list):
        for item in value:
            yield from nouns(item)
    elif isinstance(value, Noun):
        yield value
        for kind in fields_of(type(value)).values():
            yield from nouns(getattr(value, kind.attribute))


def classes(noun: type[Noun]) -> Iterator[type[Noun]]:
    yield noun
    for kind in fields_of(noun).values():
        if kind.noun is not None and issubclass(kind.noun, Noun):
            yield from classes(kind.noun)


def everything(project: Project) -> Iterator[Noun]:
    yield from nouns(project.dataset)
    for records in project.records.values():
        yield from nouns(list(records.values()))


def test_every_field_of_every_noun_is_filled(project: Project) -> None:
    filled = {
        (type(noun), name)
        for noun in everything(project)
        for name, kind in fields_of(type(noun)).items()
        if getattr(noun, kind.attribute) not in (None, (), {})
    }
    roots: list[type[Noun]] = [Dataset, *COLLECTIONS.values()]
    known = {c for root in roots for c in classes(root)}
    # Extensions may stand anywhere; a record of each collection has one.
    missing = {
        f"{noun.__name__}.{name}"
        for noun in known
        for name in fields_of(noun)
        if (noun, name) not in filled and (name != "x-*" or issubclass(noun, Record | Dataset))
    }
    assert missing == set()


def test_every_word_of_the_short_code_lists_is_used(project: Project) -> None:
    used: dict[str, set[str]] = {}
    lists: dict[str, CodeList] = {}
    for noun in everything(project):
        for kind in fields_of(type(noun)).values():
            value = getattr(noun, kind.attribute)
            if kind.coded is not None and value is not None:
                lists[kind.coded.codes.name] = kind.coded.codes
                used.setdefault(kind.coded.codes.name, set()).add(value)
    for name in ("qualifiers", "kinds of record", "statuses of a party", "types of agreement"):
        assert set(lists[name].words) == used[name]
    for name in ("kinds of statement", "IATI ResultType", "IATI IndicatorMeasure"):
        assert set(lists[name].words) == used[name]


def test_it_says_that_it_is_made_up(project: Project) -> None:
    title, description = project.dataset.title, project.dataset.description
    assert title is not None
    assert description is not None
    for language, words in (("en", "made up"), ("vi", "giả định")):
        assert words in title.by_language[language].lower()
        assert words in description.by_language[language].lower()


def test_it_has_the_lengths_that_break_layouts(project: Project) -> None:
    programme: Any = project.records["programmes"]["long-road"]
    assert len(programme.title.by_language["vi"]) >= 200
    partner: Any = project.records["partners"]["long-name"]
    assert max(map(len, partner.name.by_language["vi"].split())) >= 60


Built = Mapping[str, bytes]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Path -> bytes of all that a build of the project with its 200 projects writes.

    It is built once for all tests of a run, however many processes run them.
    """
    folder, log = built_once(tmp_path_factory, "full", build_full)
    assert not re.search(r"(warning|error)\[", log)
    files = sorted(path for path in (folder / "build").rglob("*") if path.is_file())
    return {path.relative_to(folder / "build").as_posix(): path.read_bytes() for path in files}


def of_kind(built: Built, kind: str, language: str = "") -> Built:
    return {
        name: data
        for name, data in built.items()
        if name.endswith(kind) and name.startswith(language)
    }


def words_of(data: bytes) -> str:
    """What a page says, without markup, in one line."""
    text = re.sub(rb"<(style|script)\b.*?</\1>", b" ", data, flags=re.DOTALL).decode("utf-8")
    text = re.sub(r"<wbr>|</?(span|q|cite|a|sup|abbr|strong|em)\b[^>]*>", "", text)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


@pytest.mark.slow
def test_all_reports_are_built_in_both_languages(built: Built) -> None:
    for language in LANGUAGES:
        briefs = ("country-brief", "one-pager", "agreements-register", "portfolio-overview", "note")
        for name in (*briefs, "meeting", "partners/bare"):
            assert f"{language}/{name}.pdf" in built
            assert f"{language}/{name}.html" in built
    assert len(of_kind(built, ".pdf", "en/")) == len(of_kind(built, ".pdf", "vi/"))


@pytest.mark.slow
def test_no_text_stands_in_a_margin(built: Built) -> None:
    found = {name: overflowing(data, margin_mm=MARGIN_MM) for name, data in pdfs(built).items()}
    assert {name: runs for name, runs in found.items() if runs} == {}


@pytest.mark.slow
@pytest.mark.parametrize("profile", PROFILES)
def test_every_pdf_is_accessible_and_archival(built: Built, profile: str) -> None:
    found = {name: page_failures(data, profile) for name, data in pdfs(built).items()}
    assert {name: failures for name, failures in found.items() if failures} == {}


@pytest.mark.slow
def test_verapdf_has_nothing_against_any_pdf(built: Built, tmp_path: Path) -> None:
    for number, data in enumerate(pdfs(built).values()):
        (tmp_path / f"{number}.pdf").write_bytes(data)
    assert vera_failures(sorted(tmp_path.iterdir())) == []


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_that_are_printed_are_attached(
    built: Built, project: Project, language: str
) -> None:
    told = set()
    for data in of_kind(built, ".pdf", f"{language}/").values():
        files = attached(data)
        (name,) = (name for name in files if name.endswith(".json"))
        told |= set(texts_in(json.loads(files[name])))
    missing: dict[str, list[str]] = {}
    for field, words in public_words(project, language):
        name = f"{field[0].__name__}.{field[1]}"
        kind = fields_of(field[0])[field[1]]
        is_text = kind.coded is None and not kind.date and not re.match(r"[-\u2212]?\d", words)
        reasons = {name, f"*.{field[1]}", f"{field[0].__name__}.*"} & set(UNPRINTED)
        # The page says its own language, in an attribute; the others it does not name.
        if is_text and words not in told and not reasons and name != "Dataset.languages":
            missing.setdefault(name, []).append(words)
    assert missing == {}


def texts_in(value: Any) -> Iterator[str]:
    """Every text in what was attached, in one line each."""
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts_in(part)


def pdfs(built: Built) -> Built:
    return of_kind(built, ".pdf")


@pytest.mark.slow
def test_every_page_says_that_it_is_a_draft_and_for_whom(built: Built) -> None:
    for language, words in (
        ("en", "Draft · Made up for tests"),
        ("vi", "Dự thảo · Dữ liệu giả định"),
    ):
        for name, data in of_kind(built, ".pdf", f"{language}/").items():
            for number, sheet in enumerate(pypdfium2.PdfDocument(data), start=1):
                text = " ".join(sheet.get_textpage().get_text_range().split())
                parts = words.split(" · ") if "country-brief" in name and number == 1 else [words]
                assert [part for part in parts if part not in text] == [], (name, number)


@pytest.mark.slow
def test_no_secret_is_in_any_file(built: Built) -> None:
    for name, data in built.items():
        assert SECRET not in name
        told = everything_in(data) if name.endswith(".pdf") else data.decode("utf-8", "replace")
        assert SECRET not in told.lower(), name
        assert [number for number in SECRET_NUMBERS if number in told] == [], name


def test_every_secret_carries_its_mark(project: Project) -> None:
    for noun in everything(project):
        for name, kind in fields_of(type(noun)).items():
            value = getattr(noun, kind.attribute)
            if name in HIDDEN and value:
                assert SECRET in str(value).lower(), (type(noun), name)
    hidden = [
        record
        for records in project.records.values()
        for record in records.values()
        if record.audience == "internal"
    ]
    assert len(hidden) == len(COLLECTIONS)
    assert all(SECRET in str(record).lower() for record in hidden)


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_is_printed_or_has_its_reason(
    built: Built, project: Project, language: str
) -> None:
    pages = [words_of(data) for data in of_kind(built, ".html", f"{language}/").values()]
    printed = "\n".join(pages).casefold()
    missing: dict[str, list[str]] = {}
    for field, words in public_words(project, language):
        name = f"{field[0].__name__}.{field[1]}"
        reasons = {name, f"*.{field[1]}", f"{field[0].__name__}.*"} & set(UNPRINTED)
        if not reasons and words.casefold() not in printed:
            missing.setdefault(name, []).append(words)
    assert missing == {}


def public_words(project: Project, language: str) -> Iterator[tuple[tuple[type[Noun], str], str]]:
    """(class, field) and the words for each value that a public brief could print."""
    roots: list[Noun] = [project.dataset]
    for records in project.records.values():
        roots += [record for record in records.values() if record.audience != "internal"]
    for root in roots:
        yield from _words(root, language)


def _words(noun: Noun, language: str) -> Iterator[tuple[tuple[type[Noun], str], str]]:
    for name, kind in fields_of(type(noun)).items():
        if name in HIDDEN:
            continue
        value = getattr(noun, kind.attribute)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Noun):
                if SECRET not in str(item).lower():  # a row about a withheld record
                    yield from _words(item, language)
            elif item is not None and not isinstance(item, bool | Mapping) and kind.ref is None:
                words = " ".join(_shown(item, kind, language).split())
                # The abbreviation of a place is translated; a whole is printed with its part.
                if (name != "locator" or language == "en") and words not in WHOLES:
                    yield (type(noun), name), words


def _shown(value: Any, kind: FieldKind, language: str) -> str:
    wording = shipped_wording(language)
    if isinstance(value, Text):
        return value.find(language, "en")[0]
    if isinstance(value, Decimal | int):
        return wording.number(value)
    if kind.attribute == "value" and re.fullmatch(r"\d+(\.\d+)?", value):
        return wording.number(Decimal(value))
    if kind.date:
        return wording.date(value)
    if kind.coded is not None:
        return wording.label(Code(value, kind.coded.codes.name))
    return str(value)


@pytest.mark.slow
def test_all_projects_are_printed(built: Built) -> None:
    printed = {
        language: words_of(built[f"{language}/country-brief.html"]) for language in LANGUAGES
    }
    projects = list(many_projects())
    assert len(projects) == NUMBER
    for record in projects:
        for language in LANGUAGES:
            assert record["title"][language] in printed[language]


@pytest.mark.slow
def test_currencies_are_never_added(built: Built) -> None:
    """Sums stand in the block of one currency, and only those of one type and status."""
    text = words_of(built["en/programmes/first-steps.html"])
    assert "Total 2,550,000.75" in text  # two original, committed budgets in dollars
    assert "99,999.5" in text  # 125,000 paid and 25,000.5 paid back
    assert text.count("Total") == 2
    blocks = re.findall(r"Amounts in ([A-Z]{3})", text)
    assert blocks == ["EUR", "JPY", "USD", "VND", "EUR", "USD", "VND"]
    assert "−40,000" in text


@pytest.mark.slow
def test_the_images_of_partners_are_printed_with_their_names(built: Built) -> None:
    for partner, name, kind in (
        ("skills-agency", "Example Agency for Skills", "svg+xml"),
        ("placeholder-bank", "Placeholder Bank for Development", "png"),
    ):
        text = built[f"en/partners/{partner}.html"].decode("utf-8")
        assert re.search(rf'<img [^>]*src="data:image/{re.escape(kind)};', text)
        assert f'alt="Logo of {name}"' in text


@pytest.mark.slow
def test_arabic_runs_from_right_to_left_in_its_own_font(built: Built) -> None:
    page_html = built["en/country-brief.html"].decode("utf-8")
    assert '<blockquote lang="ar" dir="rtl">' in page_html
    document = pypdfium2.PdfDocument(built["en/country-brief.pdf"])
    text = " ".join(p.get_textpage().get_text_range() for p in document)
    assert "\ufffd" not in text
    fonts = pdf_outline(built["en/country-brief.pdf"])
    assert "NotoSansArabic" in fonts or "Noto-Sans-Arabic" in fonts
