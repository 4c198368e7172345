"""Notes: numbers in the order of the page, one note for one place, ways there and back."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.small import Brief, small_project, write_page

PROJECT = small_project(
    {
        "sources": [
            {"id": "icd", "title": {"en": "A <document>", "vi": "Tài liệu"}},
            {"id": "vss", "title": "V"},
        ],
        "figures": [
            {"id": "a", "label": "A", "value": 1, "sources": [{"id": "icd", "locator": "para. 3"}]},
            {"id": "b", "label": "B", "value": 2, "sources": ["vss", {"id": "icd", "locator": "para. 3"}]},
            {"id": "c", "label": "C", "value": 3, "sources": [{"id": "icd", "locator": "p. 4", "quote": "Q"}]},
            {"id": "d", "label": "D", "value": 4},
        ],
        "partners": [
            {"id": "ilo", "name": "Labour Organization", "acronym": "ILO"},
            {"id": "wb", "name": "World Bank", "acronym": "WB"},
            {"id": "same", "name": "ADB", "acronym": "ADB"},
        ],
    }
)  # fmt: skip

LIST = (
    "{% for n in notes() %}{{ n.number }} {{ n.id }} {{ n.source_id }} {{ n.locator or '-' }}"
    " {{ n.quotes | map(attribute='text') | join or '-' }} {{ n.references | join(',') }}\n"
    "{% endfor %}"
)


def test_numbers_follow_the_page_and_one_place_is_one_note() -> None:
    page = Brief(PROJECT)
    html = page.render("{{ cite(figures.c) }}{{ cite(figures.a) }}{{ cite(figures.b) }}")
    assert re.findall(r'href="#(note-\d)" id="([^"]+)"', html) == [
        ("note-1", "ref-1"),
        ("note-2", "ref-2"),
        ("note-3", "ref-3"),
        ("note-2", "ref-2-2"),
    ]
    assert re.findall(r"<sup>(\d)</sup>", html) == ["1", "2", "3", "2"]
    assert page.render(LIST).splitlines() == [
        "1 note-1 source-icd p. 4 Q ref-1",
        "2 note-2 source-icd para. 3 - ref-2,ref-2-2",
        "3 note-3 source-vss - - ref-3",
    ]


def test_every_reference_stands_on_the_page_once() -> None:
    page = Brief(PROJECT)
    html = page.render("{% for i in range(12) %}{{ quantity(figures.b) }}{% endfor %}")
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 24
    assert sorted(ids) == sorted(r for n in page.draft.notes() for r in n.references)


def test_a_later_list_of_notes_has_those_that_follow_it() -> None:
    source = (
        "{% call later() %}{{ notes() | length }}|{{ contents() | length }}{% endcall %}"
        "{{ cite(figures.a) | length > 0 }}{{ heading(2, 'H') }}"
        "{% call later() %}{{ cite(figures.b) | striptags }}{% endcall %}"
        "{% call later() %}{{ notes() | length }}{% endcall %}"
    )
    assert Brief(PROJECT).render(source) == '1|1True<h2 id="h">H</h2>2, 12'


def test_blocks_inside_blocks_are_written() -> None:
    source = (
        "{% call later() %}a{% call later() %}b{{ notes() | length }}{% endcall %}{% endcall %}"
        "{{ cite(figures.a) | striptags }}"
    )
    assert Brief(PROJECT).render(source) == "ab11"


def test_a_block_that_is_printed_twice_stands_twice() -> None:
    source = "{% set x %}{% call later() %}a{% endcall %}{% endset %}{{ x }}-{{ x }}"
    assert Brief(PROJECT).render(source) == "a-a"


@pytest.mark.parametrize(
    ("language", "locator", "label"),
    [("en", "para. 3", "Note 1"), ("vi", "đoạn 3", "Chú thích 1")],
)
def test_places_and_labels_speak_the_language(language: str, locator: str, label: str) -> None:
    page = Brief(PROJECT, language)
    assert f'aria-label="{label}"' in page.render("{{ cite(figures.a) }}")
    assert page.render("{{ notes()[0].locator }}") == locator


@pytest.mark.parametrize("text", ["L9", "table 2", "para", "page 3 ", "p."])
def test_a_place_without_a_known_word_is_kept(text: str) -> None:
    source = {"id": "icd", "locator": text}
    figure = {"id": "n", "label": "N", "value": 1, "sources": [source]}
    page = Brief(
        small_project({"figures": [figure], "sources": [{"id": "icd", "title": "A"}]}), "vi"
    )
    page.render("{{ cite(figures.n) }}")
    assert page.render("{{ notes()[0].locator }}") == text


def test_what_has_no_source_has_no_note() -> None:
    page = Brief(PROJECT)
    assert page.render("{{ cite(figures.d) }}{{ cite([]) }}{{ cite(none) }}") == ""
    assert page.draft.notes() == ()


def test_bibliography_names_each_source_once_in_the_order_of_its_first_note() -> None:
    page = Brief(PROJECT)
    page.render("{{ cite(figures.c) }}{{ cite(figures.b) }}")
    source = "{% for row in bibliography() %}{{ row.id }} {{ row.notes | join(',') }}\n{% endfor %}"
    assert page.render(source).splitlines() == ["source-icd 1,3", "source-vss 2"]


def test_names_are_in_full_once_and_the_acronym_afterwards() -> None:
    page = Brief(PROJECT)
    assert page.render("{{ name(partners.ilo) }}") == "Labour Organization (ILO)"
    assert page.render("{{ name(partners.ilo) }}") == '<abbr title="Labour Organization">ILO</abbr>'
    assert page.render("{{ name(partners.ilo, full=true) }}") == "Labour Organization (ILO)"
    assert page.render("{{ name(partners.same) }} {{ name('Somebody & Co') }}") == (
        "ADB Somebody &amp; Co"
    )
    page.render("{{ name(partners.wb) }}")
    source = "{% for row in acronyms() %}{{ row.acronym }}={{ row.name }};{% endfor %}"
    assert page.render(source) == "ILO=Labour Organization;WB=World Bank;"


@pytest.mark.parametrize(
    ("calls", "ids"),
    [
        ("{{ heading(2, 'Ưu tiên & đối tác') }}", ["uu-tien-doi-tac"]),
        (
            "{{ heading(2, 'A') }}{{ heading(3, 'A') }}{{ heading(2, 'B', id='a') }}",
            ["a", "a-2", "a-3"],
        ),
        ("{{ heading(2, '中文') }}", ["part"]),
        ("{{ heading(2, sources.icd.title) }}", ["a-document"]),
    ],
)
def test_headings_have_anchors_of_their_own(calls: str, ids: list[str]) -> None:
    page = Brief(PROJECT)
    html = page.render(calls)
    assert re.findall(r'id="([^"]+)"', html) == ids
    assert page.render("{{ contents() | map(attribute='id') | join(' ') }}") == " ".join(ids)


def test_contents_keep_level_and_bare_text() -> None:
    page = Brief(PROJECT)
    assert page.render("{{ heading(3, sources.icd.title) }}") == (
        '<h3 id="a-document">A &lt;document&gt;</h3>'
    )
    rows: list[dict[str, Any]] = [{"level": 3, "id": "a-document", "text": "A <document>"}]
    assert [vars(h) for h in page.draft.headings] == rows


@pytest.mark.parametrize(
    ("source", "marks"),
    [
        ("{{ cite(figures.a) }}{{ cite(figures.c) }}", "1, 2"),
        ("{{ cite(figures.a) }} {{ cite(figures.c) }}", "1, 2"),
        ("{{ cite(figures.a) }}{{ cite(figures.b) }}", "1, 2"),  # b cites the place of a again
        ("{{ cite(figures.a) }}x{{ cite(figures.c) }}", "1x2"),
    ],
)
def test_references_side_by_side_are_one_row_without_repeats(source: str, marks: str) -> None:
    html = write_page(PROJECT, source).html
    assert re.sub("<[^>]*>", "", html) == marks
    assert html.count('<span class="note-refs">') == (2 if "x" in marks else 1)


def test_a_figure_and_the_citation_behind_it_are_told_apart() -> None:
    text = "It is {a} [@icd, p. 4]; or {a} [@icd, para. 3]."
    project = small_project(
        {
            "sources": [{"id": "icd", "title": "A document"}],
            "figures": [
                {"id": "a", "label": "A", "value": 1, "sources": [{"id": "icd", "locator": "para. 3"}]}
            ],
            "texts": [{"id": "context", "en": text}],
        }
    )  # fmt: skip
    html = write_page(project, "{{ prose('context') }}").html
    assert re.sub("<[^>]*>", "", html).strip() == "It is 11, 2; or 11."


def test_a_quote_belongs_to_the_references_that_cite_it() -> None:
    place = {"id": "icd", "locator": "para. 3"}
    rows = [[place], [{**place, "quote": "Q"}], [{**place, "quote": "R"}, {**place, "quote": "Q"}]]
    figures = [
        {"id": f"f{number}", "label": "F", "value": 1, "sources": row}
        for number, row in enumerate(rows)
    ]
    project = small_project({"figures": figures, "sources": [{"id": "icd", "title": "A"}]})
    page = Brief(project)
    page.render("{% for f in figures %}{{ cite(f) }}{% endfor %}")
    source = (
        "{% for q in notes()[0].quotes %}{{ q.text }}: {{ q.references | join(',') }};{% endfor %}"
    )
    assert page.render(source) == "Q: ref-1-2,ref-1-3;R: ref-1-3;"


def test_no_way_back_leads_to_a_reference_that_is_not_printed() -> None:
    template = (
        '{% from "macros/notes.html.j2" import notes_list with context %}{{ cite(figures.a) }}'
        "{{ notes_list() }}{% call later() %}{% set dropped = cite(figures.b) %}{% endcall %}"
        "{% call later() %}{{ cite(figures.b) }}{% endcall %}"
    )
    for source in (template, template.replace("{{ notes_list() }}", "") + "{{ notes_list() }}"):
        html = write_page(PROJECT, source).html
        ids = set(re.findall(r' id="([^"]+)"', html))
        ways = re.findall(r'href="#(ref-[^"]+)"', html)
        assert ways
        assert set(ways) <= ids
