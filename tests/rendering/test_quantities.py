"""Figures in words: qualifier, number, unit, date, in both languages."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.small import SOURCE, Brief, small_project


def printed(figure: dict[str, Any], language: str = "en", *others: dict[str, Any]) -> str:
    """The text of a figure's quantity, without its markup."""
    project = small_project({"figures": [{"id": "n", "label": "N", **figure}, *others]})
    page = Brief(project, language)
    return re.sub(r"<[^>]+>", "", page.render("{{ quantity(figures.n) }}"))


@pytest.mark.parametrize(
    ("qualifier", "english", "vietnamese"),
    [
        (None, "230", "230"),
        ("exact", "230", "230"),
        ("about", "about 230", "khoảng 230"),
        ("nearly", "nearly 230", "gần 230"),
        ("more-than", "more than 230", "hơn 230"),
        ("at-least", "at least 230", "ít nhất 230"),
        ("at-most", "at most 230", "nhiều nhất 230"),
    ],
)
def test_qualifiers(qualifier: str | None, english: str, vietnamese: str) -> None:
    given = {"qualifier": qualifier} if qualifier else {}
    figure = {"value": "230", "unit": {"en": "markets", "vi": "thị trường"}, **given}
    assert printed(figure) == f"{english} markets"
    assert printed(figure, "vi") == f"{vietnamese} thị trường"


@pytest.mark.parametrize(
    ("value", "english", "vietnamese"),
    [
        ("1", "first", "thứ nhất"),
        ("4", "fourth", "thứ tư"),
        ("10", "tenth", "thứ mười"),
        ("11", "no. 11", "thứ 11"),
        ("0", "no. 0", "thứ 0"),
    ],
)
def test_ordinals(value: str, english: str, vietnamese: str) -> None:
    figure = {"value": value, "qualifier": "ordinal"}
    assert (printed(figure), printed(figure, "vi")) == (english, vietnamese)


def test_an_identifier_is_printed_as_it_is() -> None:
    assert printed({"value": "1987", "qualifier": "identifier"}) == "1987"
    assert printed({"value": "1987", "qualifier": "exact"}) == "1,987"


@pytest.mark.parametrize(
    ("power", "english", "vietnamese"),
    [
        (0, "1,234.50", "1.234,50"),
        (2, "1,234.50 hundred", "1.234,50 trăm"),
        (3, "1,234.50 thousand", "1.234,50 nghìn"),
        (6, "1,234.50 million", "1.234,50 triệu"),
        (9, "1,234.50 billion", "1.234,50 tỷ"),
        # Powers without a word are multiplied out, and no digit is lost.
        (1, "12,345.0", "12.345,0"),
        (4, "12,345,000", "12.345.000"),
        (-2, "12.3450", "12,3450"),
    ],
)
def test_multipliers(power: int, english: str, vietnamese: str) -> None:
    figure = {"value": "1234.50", "unit_multiplier": power}
    assert (printed(figure), printed(figure, "vi")) == (english, vietnamese)


def test_a_multiplied_number_of_forty_digits_keeps_them() -> None:
    digits = "1234567890" * 4
    assert printed({"value": digits, "unit_multiplier": 1}).replace(",", "") == digits + "0"


def test_qualifier_multiplier_and_unit_together() -> None:
    figure = {"value": "1.2", "unit_multiplier": 6, "qualifier": "more-than", "unit": "people"}
    assert printed(figure) == "more than 1.2 million people"
    assert printed(figure, "vi") == "hơn 1,2 triệu people"


def test_a_part_of_a_whole_names_the_whole() -> None:
    whole = {
        "id": "all",
        "label": "A",
        "value": "193",
        "qualifier": "about",
        "unit": {"en": "member states", "vi": "quốc gia thành viên"},
    }
    figure = {"value": "180", "of": "all", "unit": "states"}
    assert printed(figure, "en", whole) == "180 of about 193 member states"
    assert printed(figure, "vi", whole) == "180 trên tổng số khoảng 193 quốc gia thành viên"
    bare = {"id": "all", "label": "A", "value": "193"}
    assert printed(figure, "en", bare).rstrip() == "180 of 193"


def test_a_whole_that_is_hidden_leaves_the_unit() -> None:
    hidden = {"id": "all", "label": "A", "value": "193", "audience": "internal"}
    assert printed({"value": "180", "of": "all", "unit": "states"}, "en", hidden) == "180 states"


def test_text_of_the_data_is_escaped() -> None:
    project = small_project({"figures": [{"id": "n", "label": "N", "value": 1, "unit": "<b>&"}]})
    assert "&lt;b&gt;&amp;</span>" in Brief(project).render("{{ quantity(figures.n) }}")


def test_a_fallback_of_the_unit_is_marked() -> None:
    project = small_project(
        {"figures": [{"id": "n", "label": "N", "value": 1, "unit": {"en": "days"}}]}
    )
    text = Brief(project, "vi").render("{{ quantity(figures.n) }}")
    assert '<span lang="en" class="fallback">days</span>' in text


@pytest.mark.parametrize(
    ("dates", "english", "vietnamese"),
    [
        ({}, "undated", "không ghi ngày"),
        ({"time": None, "as_of": None}, "undated", "không ghi ngày"),
        ({"time": "2023"}, "as of 2023", "tính đến 2023"),
        ({"time": "2023", "as_of": "2024-04"}, "as of April 2024", "tính đến tháng 4 năm 2024"),
    ],
)
def test_as_of(dates: dict[str, Any], english: str, vietnamese: str) -> None:
    project = small_project({"figures": [{"id": "n", "label": "N", "value": 1, **dates}]})
    assert Brief(project).render("{{ as_of(figures.n) }}") == english
    assert Brief(project, "vi").render("{{ as_of(figures.n) }}") == vietnamese


def test_a_figure_brings_its_notes_unless_told_not_to() -> None:
    figure = {"id": "n", "label": "N", "value": 1, "sources": ["icd"]}
    page = Brief(small_project({"figures": [figure], "sources": [SOURCE]}))
    assert "note-ref" not in page.render("{{ quantity(figures.n, note=false) }}")
    assert 'href="#note-1"' in page.render("{{ quantity(figures.n) }}")


def test_a_count_may_have_its_value_in_a_figure_or_none_at_all() -> None:
    project = small_project(
        {
            "figures": [
                {"id": "n", "label": "N", "value": 40, "qualifier": "nearly", "time": "2020"}
            ],
            "groups": [
                {"id": "a", "title": "A", "count": {"figure": "n"}},
                {"id": "b", "title": "B", "count": {"value": 7, "qualifier": "at-least"}},
                {"id": "c", "title": "C", "count": {"unit": "clubs"}},
            ],
        }
    )
    page = Brief(project)
    source = "{{ quantity(groups.%s.count) | striptags }}; {{ as_of(groups.%s.count) }}"
    assert page.render(source % ("a", "a")) == "nearly 40; as of 2020"
    assert page.render(source % ("b", "b")) == "at least 7; undated"
    assert page.render(source % ("c", "c")) == "not stated clubs; undated"


def test_parts_are_the_same_in_pieces() -> None:
    figure = {
        "id": "n",
        "label": "N",
        "value": 5,
        "qualifier": "about",
        "unit": "u",
        "time": "2020",
    }
    page = Brief(small_project({"figures": [figure]}))
    source = "{% set p = quantity_parts(figures.n) %}{{ p.number }}|{{ p.unit }}|{{ p.as_of }}"
    assert re.sub(r"<[^>]+>", "", page.render(source)) == "about 5|u|as of 2020"
