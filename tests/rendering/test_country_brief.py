"""The country brief of a small project: nothing printed that its data does not hold.

All records are made up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from reportgen.rendering.quantities import comparable_figures
from tests.rendering.test_reports import heads, page_of, register, rows, words
from tests.small import SOURCE, Brief, small_project

WFO = {"id": "wfo", "name": "World Fisheries Organisation", "acronym": "WFO"}
MOW = {"id": "mow", "name": "Ministry of Waters", "acronym": "MoW"}
COUNT = {"id": "n", "label": "Harbours", "value": 3}
SIGNED = {
    "id": "coop",
    "title": "Cooperation agreement",
    "acronym": "CA",
    "type": "mou",
    "dates": {"signed": "2019-05-03"},
    "parties": [{"partner": "wfo", "status": "signed"}, {"partner": "mow", "status": "signed"}],
}
OPEN = {
    "id": "lake",
    "title": "Lake treaty",
    "type": "treaty",
    "parties": [{"partner": "wfo", "status": "negotiating", "planned": "2026"}],
}
ALL = ["context", "figures", "priorities", "programmes", "partners", "agreements", "positions",
       "timeline", "sources", "acronyms", "gaps"]  # fmt: skip


def country(language: str = "en", *, named: bool = False, **records: Any) -> Any:
    settings: Mapping[str, Any] = {"sections": ALL} if named else {}
    return page_of("country-brief", records, language=language, report=settings)


def test_sections_without_data_are_left_out() -> None:
    page = country(figures=[COUNT])
    assert heads(page)[2:] == ["Headline figures", "Annex: undated and open items"]
    assert "state nothing" not in words(page)
    listed = page.xpath("//nav[@class='contents']//a")
    assert [words(entry) for entry in listed] == heads(page)[2:]


def test_sections_that_the_report_names_say_that_there_is_nothing() -> None:
    page = country(figures=[COUNT], named=True)
    assert len(heads(page)[2:]) == len(ALL)
    assert words(page).count("The sources state nothing on this.") == len(ALL) - 3


def test_a_citation_brings_the_sources() -> None:
    page = country(figures=[{**COUNT, "sources": ["icd"]}], sources=[SOURCE])
    assert "Sources" in heads(page)


def test_an_address_stands_once_in_the_list_of_sources() -> None:
    sources = [{"id": id_, "title": id_.upper(), "url": "https://x.org/a"} for id_ in ("a", "b")]
    page = country(figures=[{**COUNT, "sources": ["a", "b"]}], sources=sources)
    found = [words(item) for item in page.xpath("//ol[@class='sources']/li")]
    assert found == ["S1 A, undated https://x.org/a", "S2 B, undated address as S1"]


def test_dates_of_agreements_stand_in_the_timeline_but_for_those_of_events() -> None:
    later = {
        "id": "law",
        "title": "Fisheries law",
        "dates": {"in_force": "2020", "adopted": "2019"},
    }
    event = {"id": "e", "title": "The signing", "date": "2019-05-03", "agreements": ["coop"]}
    page = country(agreements=[SIGNED, later, OPEN], partners=[WFO, MOW], events=[event])
    found = [words(item) for item in page.xpath("//ol[@class='timeline']/li")]
    assert found == [
        "2019 Fisheries law: adopted",
        "3 May 2019 The signing",
        "2020 Fisheries law: entered into force",
    ]


def test_a_status_without_a_date_takes_that_of_the_instrument() -> None:
    page = country(agreements=[SIGNED, OPEN], partners=[WFO, MOW])
    (_, signed, opened) = rows(page, "agreements-table")
    assert signed[2] == "WFO, MoW: signed, 3 May 2019"
    assert opened[2].endswith("negotiating, undated; planned 2026")
    (undated,) = page.xpath("//h3[@id='gaps-undated']/..")
    assert "Lake treaty" in words(undated)
    assert "Cooperation" not in words(undated)


def test_the_register_counts_such_a_status_as_dated() -> None:
    page = register([SIGNED, OPEN], partners=[WFO, MOW])
    text = words(page)
    assert "of which with a dated status1" in text
    assert "WFO, MoW 3 May 2019" in text
    assert "undated; next step planned: 2026" in text
    assert "Nothing in this brief is undated" not in text


def test_acronyms_of_agreements_are_explained() -> None:
    page = country(agreements=[SIGNED], partners=[WFO, MOW])
    assert "CACooperation agreement" in words(page.get_element_by_id("acronyms").getparent())


@pytest.mark.parametrize(
    ("others", "drawn"),
    [
        ([{"value": 100}], True),
        ([{"value": 100, "unit": "harbours"}], True),
        ([{"value": 151}], False),  # more than fifty times as much
        ([{"value": "41.5", "unit": "per cent"}], False),
        ([{"value": 41, "unit": "%"}], False),
        ([{"value": 5, "unit": "USD"}], False),
        ([{"value": 5, "unit": "million USD"}], False),
        ([{"value": -3}], False),
        ([{"value": "2.5"}], True),  # the same unit: none
        ([{"value": "2.5", "unit": "metres"}], False),
        ([{"value": 4, "qualifier": "ordinal"}], False),
        ([], False),
    ],
)
def test_one_scale_is_drawn_for_like_figures_only(others: list[Any], drawn: bool) -> None:
    given = [{"id": f"f{n}", "label": "F", **other} for n, other in enumerate(others)]
    views = Brief(small_project({"figures": [COUNT, *given]})).views
    assert comparable_figures(tuple(views.collection("figures"))) == drawn


@pytest.mark.parametrize(
    ("language", "prints"),
    [("en", "about USD 4,500,000"), ("vi", "khoảng USD 4.500.000")],
)
def test_money_stands_in_one_order(language: str, prints: str) -> None:
    figure = {"id": "m", "label": "M", "value": 4500000, "unit": "USD", "qualifier": "about"}
    page = Brief(small_project({"figures": [figure]}), language)
    assert page.render("{{ quantity(figures.m) | plain }}").replace("\u00a0", " ") == prints
    parts = page.render("{% set p = quantity_parts(figures.m) %}{{ p.length }}|{{ p.unit }}|")
    assert parts == "13||"
