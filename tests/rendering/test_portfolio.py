"""The portfolio overview; all records are made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.rendering.test_reports import heads, page_of, rows, words

ACME = {"id": "acme", "name": "Association of Examplia", "acronym": "AE"}
BANK = {"id": "bank", "name": "Bank of Examplia"}


def portfolio(programmes: Sequence[Mapping[str, Any]], **more: Any) -> Any:
    named = [{"title": f"Title of {one['id']}", **one} for one in programmes]
    return page_of("portfolio-overview", {"partners": [ACME, BANK], "programmes": named}, **more)


def test_a_portfolio_without_programmes_says_so() -> None:
    page = page_of("portfolio-overview", {})
    assert heads(page) == ["Overview", "What the sources leave open"]
    assert "The sources state nothing on this." in words(page)


def test_what_is_not_stated_is_counted_and_never_zero_money() -> None:
    page = portfolio([{"id": "a"}, {"id": "b", "status": "closed", "period": "2030"}])
    assert heads(page) == [
        "Overview",
        "Programmes by status",
        "Money by currency",
        "What the sources leave open",
    ]
    said = words(page)
    assert "Budget: not stated" in said
    assert "Periodnot stated for 1 of 2 programmes" in said
    assert "Budgetnot stated for 2 of 2 programmes" in said
    assert not page.xpath("//table[@id='budgets-table']")


def test_programmes_stand_in_blocks_by_status_those_without_last() -> None:
    page = portfolio(
        [{"id": "a"}, {"id": "b", "status": "closed"}, {"id": "c", "status": "pipeline"}]
    )
    told = [row[0] for row in rows(page, "programmes-table")[1:]]
    assert told == [
        "In preparation (1)", "Title of c programme", "Closed (1)", "Title of b programme",
        "Status not stated (1)", "Title of a programme",
    ]  # fmt: skip


def test_a_programme_counts_once_for_each_partner_sector_and_goal() -> None:
    page = portfolio(
        [
            {
                "id": "a",
                "status": "closed",
                "participants": [
                    {"partner": "acme", "role": "funding"},
                    {"partner": "acme", "role": "accountable"},
                    {"partner": "bank"},
                ],
                "sectors": [{"code": "16020", "name": "Work"}, {"code": "16010"}],
                "sdgs": ["8.5", "8.10", "10"],
            },
            {"id": "b", "partners": ["acme"], "sdgs": ["8"]},
            {"id": "c"},
        ]
    )
    assert rows(page, "partners-table")[1:] == [
        ["Association of Examplia (AE)", "1", "1", "2"],
        ["Bank of Examplia", "1", "0", "1"],
        ["not stated", "0", "1", "1"],
    ]
    assert rows(page, "sectors-table")[1:] == [
        ["16010", "1", "0", "1"],
        ["Work (16020)", "1", "0", "1"],
        ["not stated", "0", "2", "2"],
    ]
    assert rows(page, "sdgs-table")[1:] == [
        ["Goal 8", "1", "1", "2"],
        ["Goal 10", "1", "0", "1"],
        ["not stated", "0", "1", "1"],
    ]


def test_money_is_added_within_a_currency_and_a_type_only_and_no_part_twice() -> None:
    def usd(value: str, **more: str) -> dict[str, str]:
        return {"value": value, "currency": "USD", **more}

    euros = {"value": "7.5", "currency": "EUR"}
    page = portfolio(
        [
            {"id": "a", "budgets": [usd("100"), usd("11", type="revised")]},
            {"id": "b", "budgets": [usd("200")]},
            {"id": "part", "parent": "a", "budgets": [usd("90"), euros]},
            {"id": "c", "transactions": [{"type": "disbursement", **usd("5")}] * 2},
        ]
    )
    assert rows(page, "budgets-table")[1:] == [
        ["Amounts in EUR"], ["Type not stated", "1", "7.5"],
        ["Amounts in USD"], ["Revised", "1", "11"], ["Type not stated", "2", "300"],
    ]  # fmt: skip
    assert rows(page, "transactions-table")[2:] == [["Disbursement", "1", "10"]]
    assert "Budgets of parts of a programme that states one" in words(page)


def test_classes_are_listed_apart_and_other_types_are_not_printed() -> None:
    many = {"id": "many", "record": "count", "count": {"value": "130", "qualifier": "about"}}
    page = portfolio([{"id": "a"}, {"id": "p", "type": "project"}, many], types=["programme"])
    assert rows(page, "counted-table")[1][:2] == ["Title of many", "about 130"]
    assert "Title of p" not in words(page)
    assert "Programmes named singly1" in words(page)
