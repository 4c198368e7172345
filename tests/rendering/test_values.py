"""Texts as they stand on a page: escaped, marked where they fell back, breakable where too long."""

from __future__ import annotations

from typing import Any

import pytest
from markupsafe import Markup

from reportgen.rendering.values import LocalText, breakable, direction
from tests.small import Brief, small_project

LONG = "Beispielarbeitsvermittlungsverwaltungsgenossenschaftsbundesrat"


def test_a_word_that_no_column_holds_may_be_broken() -> None:
    broken = breakable(f"Of {LONG} & <others>")
    assert broken.startswith("Of Beispielar<wbr>beitsvermi<wbr>")
    assert broken.endswith(" &amp; &lt;others&gt;")
    assert broken.replace("<wbr>", "").startswith(f"Of {LONG} ")
    assert broken.striptags() == f"Of {LONG} & <others>"


@pytest.mark.parametrize("text", ["", "Convention", "a" * 30, "hai mươi tư tháng tư " * 9])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert breakable(text) == text


def test_what_is_escaped_is_not_broken_in_the_middle() -> None:
    assert breakable("&" * 31).replace("<wbr>", "") == "&amp;" * 31


@pytest.mark.parametrize(
    ("text", "prints"),
    [
        (LocalText("a < b", "en"), "a &lt; b"),
        (LocalText("a", "en", fallback=True), '<span lang="en" class="fallback">a</span>'),
        (
            LocalText("ا", "ar", fallback=True),
            '<span lang="ar" dir="rtl" class="fallback">ا</span>',
        ),
    ],
)
def test_a_fallback_says_its_language_and_its_direction(text: LocalText, prints: str) -> None:
    assert Markup("{}").format(text) == prints


@pytest.mark.parametrize(
    ("tag", "turned"), [("ar", "rtl"), ("fa-IR", "rtl"), ("he", "rtl"), ("vi", "ltr"), ("", "ltr")]
)
def test_direction(tag: str, turned: str) -> None:
    assert direction(tag) == turned


def test_dates_are_sorted_from_before_our_era_to_undated() -> None:
    dates = [None, "XXXX-03-28", "2031", "-0044", "19XX", "2022/2026"]
    events: list[dict[str, Any]] = [
        {"id": f"e{n}", "title": "An event", "date": date} for n, date in enumerate(dates)
    ]
    page = Brief(small_project({"events": events}))
    sorted_ids = page.render("{{ events | sort_dates('date') | map(attribute='id') | join(' ') }}")
    assert sorted_ids == "e3 e4 e5 e2 e1 e0"


def test_a_row_about_a_withheld_record_is_not_there_at_all() -> None:
    project = small_project(
        {
            "partners": [
                {"id": "a", "name": "A"},
                {"id": "s", "name": "S", "audience": "internal"},
            ],
            "programmes": [
                {
                    "id": "p",
                    "title": "P",
                    "participants": [
                        {"partner": "s", "role": "funding", "name_as_reported": "S."},
                        {"partner": "a"},
                    ],
                    "transactions": [
                        {"type": "disbursement", "value": "5", "currency": "USD", "provider": "s"}
                    ],
                }
            ],
        }
    )
    source = "{{ programmes.p.participants | map(attribute='partner.id') | join(' ') }}"
    assert Brief(project).render(source) == "a"
    assert Brief(project, audience="internal").render(source) == "s a"
    # A reference that is not needed is left blank, and the row stays.
    source = "{{ programmes.p.transactions | length }} {{ programmes.p.transactions[0].provider }}"
    assert "1 <span" in Brief(project).render(source)
