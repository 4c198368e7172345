"""The reports of few pages: partner profile, programme sheet, agreements register.

All records are made up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import yaml
from lxml import html

from reportgen.shipped import templates_root
from tests.small import SOURCE, Rows, small_project, write_page

ACME = {"id": "acme", "name": {"en": "Association of Examplia", "vi": "Hiệp hội Examplia"}}
BANK = {"id": "bank", "name": "Bank of Examplia", "acronym": "BE"}
SPY = {"id": "spy", "name": "Spy", "audience": "internal"}


def page_of(
    template: str,
    records: Rows,
    record: tuple[str, str] | None = None,
    language: str = "en",
    report: Mapping[str, Any] | None = None,
    **parameters: Any,
) -> Any:
    """The page of a shipped report as a tree; `report`: what reportgen.yaml says of it."""
    manifest = yaml.safe_load((templates_root() / f"{template}.yaml").read_text("utf-8"))
    settings = {"reports": {"brief": {"template": "brief", **(report or {})}}}
    project = small_project(records, manifests={"brief": manifest}, configuration=settings)
    text = f'{{% extends "{template}.html.j2" %}}'
    page = write_page(project, text, record=record, language=language, parameters=parameters)
    return html.fromstring(page.html)


def words(tree: Any) -> str:
    return " ".join(tree.text_content().split())


def heads(tree: Any) -> list[str]:
    return [words(part) for part in tree.iter("h2")]


def rows(tree: Any, id_: str) -> list[list[str]]:
    return [[words(cell) for cell in row] for row in tree.get_element_by_id(id_).iter("tr")]


def profile(partner: Mapping[str, Any], language: str = "en", **others: Any) -> Any:
    records = {"sources": [SOURCE], **others, "partners": [partner, *others.get("partners", ())]}
    return page_of("partner-profile", records, ("partners", partner["id"]), language)


def sheet(programme: Mapping[str, Any], **others: Any) -> Any:
    records = {"partners": [ACME, BANK, SPY], "sources": [SOURCE], **others}
    programmes = [{"id": "p", "title": "Skills", **programme}, *others.get("programmes", ())]
    return page_of("programme-sheet", {**records, "programmes": programmes}, ("programmes", "p"))


def register(
    agreements: Sequence[Mapping[str, Any]],
    partners: Sequence[Mapping[str, Any]] = (ACME, BANK, SPY),
    **parameters: Any,
) -> Any:
    records: Rows = {"partners": partners, "agreements": agreements}
    return page_of("agreements-register", records, **parameters)


def test_a_partner_of_whom_only_the_name_is_known_gets_one_honest_line() -> None:
    page = profile(ACME)
    assert heads(page)[:2] == ["Identity", "What the sources leave open"]
    assert not list(page.iter("table"))
    assert (
        "The sources state nothing on this partner’s type, programmes, agreements, priorities, "
        "events, positions and people." in words(page)
    )


def test_the_same_in_vietnamese() -> None:
    page = profile(ACME, "vi")
    assert "Các nguồn không nêu thông tin về loại, chương trình, thỏa thuận" in words(page)


def test_a_profile_tells_the_roles_and_where_each_agreement_stands() -> None:
    page = profile(
        ACME,
        partners=[BANK],
        programmes=[
            {"id": "a", "title": "A", "participants": [{"partner": "acme", "role": "funding"}]},
            {"id": "b", "title": "B", "partners": ["acme"], "period": "2030/2031"},
        ],
        agreements=[
            {
                "id": "t",
                "title": "Treaty",
                "parties": [
                    {"partner": "acme", "status": "signed", "as_of": "2030"},
                    {"partner": "bank", "status": "ratified", "as_of": None},
                ],
            }
        ],
    )
    assert rows(page, "programmes-table")[1:] == [
        ["A", "funding", "not stated", "not stated"],
        ["B", "not stated", "2030–2031", "not stated"],
    ]
    assert rows(page, "agreements-table")[1] == [
        "Treaty",
        "not stated",
        "signed, as of 2030",
        "Bank of Examplia (BE)",
    ]


def test_many_programmes_that_only_name_the_partner_share_a_line() -> None:
    named = [{"id": f"p{n}", "title": f"Project {n}", "partners": ["acme"]} for n in range(4)]
    page = profile(ACME, programmes=named)
    assert not page.xpath("//table[@id='programmes-table']")
    assert "Named without role, period or status in: Project 0; Project 1;" in words(page)


def test_what_its_people_say_is_the_partners_and_their_contacts_are_not_printed() -> None:
    page = profile(
        ACME,
        people=[
            {"id": "x", "name": "Ann", "partner": "acme", "contacts": {"email": "a@example.org"}}
        ],
        statements=[
            {"id": "s", "kind": "paraphrase", "text": "Hope.", "attributed_to": ["x", "acme"]},
            {"id": "d", "kind": "unattributed", "text": "Hope.", "duplicate_of": "s"},
        ],
        events=[{"id": "e", "title": "Visit", "people": ["x"], "date": "2030"}],
    )
    text = words(page)
    assert text.count("Hope.") == 1
    assert "Visit" in text
    assert "example.org" not in html.tostring(page, encoding="unicode")


BUDGETS = [
    {"value": "1200000", "currency": "USD", "period": "2030", "type": "original"},
    {"value": "800000.50", "currency": "USD", "period": "2031", "type": "original"},
    {"value": "450000", "currency": "EUR", "period": "2030", "type": "original"},
    {"value": "470000", "currency": "EUR", "period": "2030", "type": "revised"},
]


def test_amounts_are_added_within_a_currency_and_a_type_only() -> None:
    page = sheet(
        {
            "budgets": BUDGETS,
            "transactions": [
                {"type": "disbursement", "value": "300", "currency": "USD", "receiver": "bank"},
                {"type": "disbursement", "value": "-100", "currency": "USD"},
                {"type": "expenditure", "value": "50", "currency": "USD"},
            ],
        }
    )
    totals = [row for row in rows(page, "budgets-table") if row[0].startswith("Total")]
    assert totals == [["Total", "2,000,000.50"]]
    totals = [row for row in rows(page, "transactions-table") if row[0].startswith("Total")]
    assert totals == [["Total: disbursement", "200"]]


def test_indicators_stand_in_blocks_with_what_is_not_stated() -> None:
    periods = [
        {"period": "2030", "target": {"value": "12000"}, "actual": {"value": "3450.5"}},
        {"period": "2031", "target": {"value": "a law"}},
    ]
    page = sheet(
        {
            "results": [
                {"id": "i", "type": "impact", "title": "Better"},
                {
                    "id": "o",
                    "type": "outcome",
                    "title": "More",
                    "parent": "i",
                    "indicators": [
                        {
                            "title": "People",
                            "baseline": {"year": "2029", "value": "0"},
                            "periods": periods,
                        }
                    ],
                },
            ]
        }
    )
    assert rows(page, "results-table")[1:] == [
        ["Impact 1", "Better", ""],
        ["Outcome 1", "More", "Impact 1"],
    ]
    assert rows(page, "indicators-table")[1:] == [
        ["Outcome 1: More"],
        ["People", "0 (2029)", "2030", "12,000", "3,450.5"],
        ["2031", "a law", "not stated"],
    ]


def test_a_bare_programme_says_what_is_missing_and_pads_nothing() -> None:
    page = sheet({})
    assert not list(page.iter("table"))
    assert "nothing on this programme’s period, status, objectives, target groups, budget" in words(
        page
    )


def test_a_parent_shows_its_parts_and_a_part_its_parent() -> None:
    part = {"id": "c", "title": "Part", "type": "project", "parent": "p"}
    assert rows(sheet({}, programmes=[part]), "parts-table")[1][:2] == ["Part", "project"]
    page = sheet({"parent": "c"}, programmes=[{"id": "c", "title": "Whole"}])
    assert "Part ofWhole" in words(page)


TREATY = {
    "id": "t",
    "title": "Treaty",
    "type": "treaty",
    "parties": [
        {"partner": "acme", "status": "negotiating", "as_of": None},
        {"partner": "bank", "status": "signed", "as_of": "2030-05-01"},
    ],
}
LAW = {"id": "l", "title": "Law", "type": "law", "parties": []}
BARE = {"id": "u", "title": "Paper"}
MINUTES = {"id": "m", "title": "Minutes", "type": "minutes", "record": "count"}


def test_the_matrix_puts_each_party_at_its_status_with_its_date() -> None:
    page = register([LAW, BARE, TREATY])
    found = rows(page, "register-table")
    assert found[0] == ["Instrument", "Dates", "Negotiating", "Signed", "Status not stated"]
    assert found[1:] == [
        ["Law (1)"],
        ["Law", "undated", "", "", "no party stated"],
        ["Treaty (1)"],
        ["Treaty", "undated", "Association of Examplia undated", "BE as of 1 May 2030", ""],
        ["Type not stated (1)"],
        ["Paper", "undated", "", "", "no party stated"],
    ]


def test_few_parties_of_many_instruments_get_a_column_each() -> None:
    treaties = [{**TREATY, "id": f"t{n}", "title": f"Treaty {n}"} for n in range(3)]
    found = rows(register(treaties), "register-table")
    assert found[0] == ["Instrument", "Dates", "Association of Examplia", "BE"]
    assert found[2][2:] == ["negotiating, undated", "signed, as of 1 May 2030"]


def test_kinds_choose_the_types_and_their_order_and_nothing_else_shows() -> None:
    page = register([TREATY, LAW, BARE, MINUTES], kinds=["law", "treaty"])
    found = [row[0] for row in rows(page, "register-table") if len(row) == 1]
    assert found == ["Law (1)", "Treaty (1)"]
    assert "Paper" not in words(page)
    assert "Minutes" not in words(page)


def test_what_is_only_counted_is_never_a_row_of_the_matrix() -> None:
    counted = {**MINUTES, "count": {"value": "30", "qualifier": "at-least"}}
    page = register([TREATY, LAW, counted])
    assert all(row[0] != "Minutes" for row in rows(page, "register-table"))
    assert rows(page, "counted-table")[1][:3] == [
        "Minutes",
        "minutes of cooperation",
        "at least 30",
    ]


def test_the_chart_draws_one_status_for_all_parties_or_says_that_they_differ() -> None:
    agreed = {**TREATY, "id": "a", "parties": [{"partner": "acme", "status": "in-force"}]}
    drawing = words(register([TREATY, agreed, LAW]).xpath("//*[local-name()='desc']")[0])
    assert "Treaty: in force 1, differs by party 1; Law: status not stated 1." in drawing


def test_a_party_that_the_public_may_not_know_leaves_no_trace() -> None:
    hidden = [{"partner": "spy", "status": "denounced", "as_of": "2030"}]
    page = register([{**TREATY, "parties": [*TREATY["parties"], *hidden]}, LAW, BARE])
    assert "Denounced" not in words(page)
    assert "None" not in words(page)
    page = sheet({"participants": [{"partner": "spy", "role": "funding"}]})
    assert "Partners: not stated" in words(page)
    assert "Funding" not in words(page)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_the_pages_are_sound_html(language: str) -> None:
    pages = [
        profile({**BANK, "sources": ["icd"]}, language, agreements=[]),
        page_of(
            "agreements-register",
            {"partners": [ACME, BANK], "agreements": [TREATY, LAW, MINUTES]},
            language=language,
        ),
        sheet({"budgets": BUDGETS, "results": [{"title": "R"}]}),
    ]
    for page in pages:
        assert len(list(page.iter("h1"))) == 1
        assert all(table.find("caption") is not None for table in page.iter("table"))
        assert all(head.get("scope") for head in page.iter("th"))
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert {link[1:] for link in page.xpath("//a/@href[starts-with(., '#')]")} <= set(ids)
