"""The briefs of the sample as readers get them: notes that lead somewhere, figures with all that
they need, and a Vietnamese brief in Vietnamese."""

from __future__ import annotations

import io
import posixpath
import re
from collections import Counter
from decimal import Decimal
from typing import Any

import pikepdf
import pypdfium2
import pytest
from babel.numbers import format_decimal
from lxml import html as lxml_html

from reportgen.documents import parse_yaml
from reportgen.shipped import sample_root
from tests.sample.conftest import Built

pytestmark = pytest.mark.slow

BRIEFS = [
    f"{language}/{name}" for language in ("en", "vi") for name in ("country-brief", "one-pager")
]
QUALIFIERS = {
    "en": {"about": "about", "nearly": "nearly", "more-than": "more than", "at-least": "at least", "at-most": "at most"},
    "vi": {"about": "khoảng", "nearly": "gần", "more-than": "hơn", "at-least": "ít nhất", "at-most": "nhiều nhất"},
}  # fmt: skip
UNDATED = {"en": "undated", "vi": "không ghi ngày"}


def text(part: lxml_html.HtmlElement) -> str:
    return " ".join(part.text_content().split())


def figures() -> dict[str, dict[str, Any]]:
    """The figures of the sample as they are written."""
    document, problems = parse_yaml("figures", (sample_root() / "data/figures.yaml").read_bytes())
    assert document is not None
    assert not problems
    content = document.data
    records = content["records"] if isinstance(content, dict) else content
    defaults = content.get("defaults", {}) if isinstance(content, dict) else {}
    return {record["id"]: {**defaults, **record} for record in records}


FIGURES = figures()


def test_the_build_said_nothing_but_that_it_is_done(built: Built) -> None:
    assert "warning" not in built.log
    assert "error" not in built.log
    assert built.names(".html")
    assert [n.replace(".html", ".pdf") for n in built.names(".html")] == built.names(".pdf")


# Notes


def test_every_note_leads_to_its_source_and_back(built: Built) -> None:
    followed = 0
    for name, page in built.pages.items():
        ids = Counter(page.xpath("//@id"))
        assert [i for i, count in ids.items() if count > 1] == [], name
        calls = page.xpath("//a[@role='doc-noteref']")
        for call in calls:
            target = call.get("href").removeprefix("#")
            (note,) = page.xpath("//*[@id=$id]", id=target)
            assert text(call) == target.removeprefix("note-"), name
            assert text(note).startswith(text(call)), name
            sources = [a for a in note.xpath(".//a/@href") if a.startswith("#source-")]
            if sources:
                (source,) = page.xpath("//*[@id=$id]", id=sources[0].removeprefix("#"))
                assert len(text(source)) > 10, name
            else:  # a page without a list of sources names each in its note
                assert len(note.xpath(".//cite")) == 1, name
            assert f"#{call.get('id')}" in note.xpath(".//a/@href"), name
            followed += 1
        notes = page.xpath("//*[starts-with(@id, 'note-')]/@id")
        assert {call.get("href") for call in calls} == {f"#{note}" for note in notes}, name
    assert followed > 500


def test_every_link_inside_a_page_leads_somewhere(built: Built) -> None:
    for name, page in built.pages.items():
        ids = set(page.xpath("//@id"))
        inside = {a for a in page.xpath("//@href") if a.startswith("#")}
        assert {a for a in inside if a[1:] not in ids} == set(), name
        twins = set(page.xpath("//a[@hreflang]/@href"))
        assert twins or name == "index", name
        for address in twins:  # the same brief in another language
            found = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
            assert found.partition("/")[2] == f"{name}.html".partition("/")[2], name
            assert found.removesuffix(".html") in built.pages, name
        outside = {a for a in page.xpath("//a/@href") if not a.startswith("#")} - twins
        others = {a.split(":")[0] for a in outside}
        assert others <= {"http", "https", "mailto"}, name
        for attribute in ("aria-labelledby", "aria-describedby"):
            wanted = {i for value in page.xpath(f"//@{attribute}") for i in value.split()}
            assert wanted <= ids, name


def test_the_list_of_briefs_leads_to_every_one_of_them(built: Built) -> None:
    page = lxml_html.document_fromstring(built.read("index.html").decode("utf-8"))
    files = {a for a in page.xpath("//a/@href") if a.endswith((".html", ".pdf"))}
    assert files == {*built.names(".html"), *built.names(".pdf")}


def destinations(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """Name of a destination -> [page, /XYZ, left, top, zoom]."""
    tree: Any = pikepdf.NameTree(pdf.Root.Names.Dests)
    return {
        str(name): value.D if isinstance(value, pikepdf.Dictionary) else value
        for name, value in tree.items()
    }


def links(pdf: pikepdf.Pdf) -> list[tuple[int, str]]:
    """(page, name of its destination) of every link inside the document."""
    found = []
    for number, page in enumerate(pdf.pages):
        for note in page.get("/Annots", []):
            action: Any = note.get("/A", {})
            target = note.get("/Dest", action.get("/D"))
            if note.get("/Subtype") == "/Link" and target is not None:
                found.append((number, str(target)))
    return found


def test_every_note_of_the_pdf_leads_to_where_the_note_stands(built: Built) -> None:
    followed = 0
    for name, html in built.pages.items():
        data = built.read(f"{name}.pdf")
        with pikepdf.open(io.BytesIO(data)) as pdf:
            known, inside = destinations(pdf), links(pdf)
            numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
            places = {k: (numbers[d[0].objgen], float(d[2]), float(d[3])) for k, d in known.items()}
        assert {target for _, target in inside} <= set(known), name
        # Every call on the page is a link in the PDF (one call may be broken over two lines).
        calls = Counter(a.removeprefix("#") for a in html.xpath("//a[@role='doc-noteref']/@href"))
        linked = Counter(target for _, target in inside if target.startswith("note-"))
        assert set(linked) == set(calls), name
        assert all(linked[target] >= calls[target] for target in calls), name
        document = pypdfium2.PdfDocument(data)
        for target in calls:
            (note,) = html.xpath("//*[@id=$id]", id=target)
            found = text_at(document, *places[target])
            first = re.match(r"\d*", found)
            assert first is not None
            assert first[0] == target.removeprefix("note-"), f"{name}: {target}: {found!r}"
            for source in {a for a in note.xpath(".//a/@href") if a.startswith("#source-")}:
                assert source.removeprefix("#") in {t for _, t in inside}, f"{name}: {source}"
            followed += 1
    assert followed > 100


def text_at(document: Any, number: int, left: float, top: float) -> str:
    """The first word below and right of a destination: where the eye falls."""
    texts = document[number].get_textpage()
    words = texts.get_text_bounded(left - 1, top - 12, left + 60, top + 1).split()
    return str(words[0]) if words else ""


# Figures


def number_of(figure: dict[str, Any], language: str) -> str:
    value = Decimal(figure["value"])
    return str(format_decimal(value, locale={"en": "en_GB"}.get(language, language)))


@pytest.mark.parametrize("language", ["en", "vi"])
def test_every_figure_is_printed_with_all_that_it_needs(built: Built, language: str) -> None:
    page = built.pages[f"{language}/country-brief"]
    (section,) = page.xpath("//section[.//h2[@id='figures']]")
    entries = [
        *section.xpath(".//li[contains(@class, 'key-figure')]"),
        *section.xpath(".//tbody/tr"),
    ]
    printed: dict[str, lxml_html.HtmlElement] = {}
    for entry in entries:
        for id_, figure in FIGURES.items():
            labels = entry.xpath(".//p[contains(@class, 'label')]|.//th")
            if labels and text(labels[0]).startswith(figure["label"][language]):
                printed.setdefault(id_, entry)
    # A whole stands with its part; the number of a convention names it and is not measured.
    named = {f["of"] for f in FIGURES.values() if f.get("of")}
    named |= {id_ for id_, f in FIGURES.items() if f.get("qualifier") == "identifier"}
    assert set(FIGURES) - named <= set(printed)
    for id_, entry in printed.items():
        missing = lacks(FIGURES[id_], entry, language)
        assert missing == [], f"{id_}: {text(entry)}"


def lacks(figure: dict[str, Any], entry: lxml_html.HtmlElement, language: str) -> list[str]:
    """What the entry of a figure does not show."""
    shown = f" {text(entry)} "
    missing = []
    qualifier = figure.get("qualifier", "exact")
    if qualifier not in {"exact", "ordinal", "identifier"}:
        words = f" {QUALIFIERS[language][qualifier]} {number_of(figure, language)}"
        if words not in shown:
            missing.append(words)
    elif qualifier == "exact" and number_of(figure, language) not in shown:
        missing.append(number_of(figure, language))
    unit = FIGURES[figure["of"]]["unit"] if figure.get("of") else figure.get("unit")
    if unit and (unit if isinstance(unit, str) else unit[language]) not in shown:
        missing.append(str(unit))
    held = figure.get("as_of") or figure.get("time")
    if held is None and UNDATED[language] not in shown:
        missing.append(UNDATED[language])
    if held is not None and held[:4] not in shown:
        missing.append(held)
    if not entry.xpath(".//a[@role='doc-noteref']"):
        missing.append("a note")
    return missing


def test_every_quantity_in_running_text_has_its_unit_qualifier_and_note(built: Built) -> None:
    seen = 0
    for name, page in built.pages.items():
        language = name.partition("/")[0]
        for quantity in page.xpath("//*[contains(@class, 'quantity')]"):
            shown = text(quantity)
            fitting = [
                figure
                for figure in FIGURES.values()
                if number_of(figure, language) in re.findall(r"\d[\d.,]*", shown)
            ]
            assert fitting or not re.search(r"\d", shown), f"{name}: {shown} is no figure"
            for figure in fitting[:1] if len(fitting) == 1 else []:
                word = QUALIFIERS[language].get(figure.get("qualifier", "exact"), "")
                assert shown.startswith(word), f"{name}: {shown}"
                if figure.get("unit") or figure.get("of"):
                    assert quantity.xpath(".//*[contains(@class, 'unit')]"), f"{name}: {shown}"
            # Facts of one record are cited together, above their list.
            around = quantity.xpath("ancestor::dd/ancestor::section[1]") or quantity.xpath(
                "ancestor::*[self::p or self::li or self::tr or self::div][1]"
            )
            assert around[0].xpath(".//a[@role='doc-noteref']"), f"{name}: {shown}"
            seen += 1
    assert seen > 10


def test_what_is_missing_is_never_nought_or_blank(built: Built) -> None:
    for name, page in built.pages.items():
        # The register says below each matrix what its empty cells mean.
        for cell in page.xpath("//td[not(starts-with(@class, 'matrix-'))]|//dd"):
            shown = text(cell)
            assert shown or cell.xpath(".//svg|.//img"), f"{name}: {lxml_html.tostring(cell)!r}"
            assert shown not in {"0", "None", "-", "–", "nan", "null"}, f"{name}: {shown}"
        whole = {" ".join(found.split()) for found in page.xpath("//body//text()")}
        assert not {"None", "nan", "undefined", "True", "False", "()", "[]"} & whole, name
