"""Prose: Markdown around look-ups and notes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from markupsafe import Markup

from reportgen.problems import ProblemsError
from reportgen.rendering.prose import prose_markup
from tests.small import SOURCE, Brief, small_project, write_page

RECORDS: dict[str, list[dict[str, Any]]] = {
    "figures": [
        {"id": "n", "label": "N", "value": "1200", "qualifier": "nearly", "unit": "people",
         "sources": ["icd"], "as_of": "2023-03"},
        {"id": "memo", "label": "M", "value": 1, "audience": "internal"},
    ],
    "partners": [
        {"id": "ilo", "name": {"en": "Labour <Org>", "vi": "Tổ chức"}, "acronym": "ILO"},
        {"id": "wb", "name": "World Bank", "type": "multilateral", "aliases": ["A", "B & C"]},
    ],
    "programmes": [{"id": "p", "title": {"en": "Decent work"}, "parent": None, "period": "2022/2026"}],
    "sources": [SOURCE, {"id": "vss", "title": "V"}, {"id": "own", "title": "O", "audience": "internal"}],
}  # fmt: skip


def project(**bodies: str) -> Any:
    texts = [{"id": "context", **bodies}]
    own: dict[str, list[dict[str, Any]]] = {
        "meetings": [
            {"id": "m", "title": "Meeting", "room": 5, "tag": "<b> & c"},
            {"id": "bare", "x": "y"},
        ]
    }
    return small_project({**RECORDS, "texts": texts}, own=own, dataset={"title": "Data"})


def prose(text: str, language: str = "en", **more: Any) -> str:
    bodies = {language: text, **more}
    return Brief(project(**bodies), language).render("{{ prose('context') }}").strip()


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One *two* **three**.", "<p>One <em>two</em> <strong>three</strong>.</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("Tom & <b>Jerry</b>", "<p>Tom &amp; &lt;b&gt;Jerry&lt;/b&gt;</p>"),
        ("<script>x</script>", "<p>&lt;script&gt;x&lt;/script&gt;</p>"),
        ("<!-- later 0 -->", "<p>&lt;!-- later 0 --&gt;</p>"),
        ("{{brace}} and }}", "<p>{brace} and }</p>"),
        ("&amp; &copy;", "<p>&amp; ©</p>"),
        ("![alt](data/x.png)", '<p>!<a href="data/x.png">alt</a></p>'),
    ],
)
def test_markdown(text: str, html: str) -> None:
    assert prose(text) == html


def test_tables() -> None:
    html = prose("| a | b |\n|---|--:|\n| {n} | **2** |")
    assert html.startswith('<table>\n<thead>\n<tr>\n<th scope="col">a</th>')
    assert "<td><span" in html
    assert '<td style="text-align:right"><strong>2</strong></td>' in html


@pytest.mark.parametrize(
    ("above", "start"),
    [
        (": What *{n}* counts\n", "<table>\n<caption>What <em><span"),
        (":What counts\n", "<p>:What counts</p>\n<table>\n<thead>"),
        ("> : Quoted\n", "<blockquote>\n<p>: Quoted</p>\n</blockquote>\n<table>\n<thead>"),
        (": Far\n\nAway\n", "<p>: Far</p>\n<p>Away</p>\n<table>\n<thead>"),
    ],
)
def test_a_line_with_a_colon_right_above_a_table_is_its_caption(above: str, start: str) -> None:
    assert prose(f"{above}\n| a |\n|---|\n| 1 |").startswith(start)


@pytest.mark.parametrize(
    "link",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](vbscript:x)",
        "[x](data:text/html,x)",
        "[x](file:///etc/passwd)",
        "<javascript:alert(1)>",
    ],
)
def test_dangerous_links_are_dead(link: str) -> None:
    assert "href" not in prose(link)


def test_other_links_live() -> None:
    assert prose("[x](https://example.org/?a=1&b=2)") == (
        '<p><a href="https://example.org/?a=1&amp;b=2">x</a></p>'
    )
    assert 'href="#part"' in prose("[x](#part)")
    assert 'href="mailto:a@example.org"' in prose("<a@example.org>")


@pytest.mark.parametrize(
    ("site", "href"),
    [
        ("https://example.org/a?b=c&d", 'href="https://example.org/a?b=c&amp;d"'),
        ("javascript:alert(1)", 'href=""'),
        ('https://x.org/" onclick="x', 'href="https://x.org/%22%20onclick=%22x"'),
    ],
)
def test_look_ups_in_links_are_bare_and_safe(site: str, href: str) -> None:
    # Own data is not checked as the model's addresses are.
    partner = {"id": "a", "name": 'A "b" <c>', "acronym": "X"}
    texts = [{"id": "context", "en": '[x](<{sites.a.address}> "{partners.a}")'}]
    given = small_project(
        {"partners": [partner], "texts": texts}, own={"sites": [{"id": "a", "address": site}]}
    )
    assert Brief(given).render("{{ prose('context') }}") == (
        f'<p><a {href} title="A &quot;b&quot; &lt;c&gt; (X)">x</a></p>\n'
    )


@pytest.mark.parametrize(
    ("text", "level", "tags"),
    [
        ("# A\n\n## B\n\n### C", 3, ["h3", "h4", "h5"]),
        ("## A\n\n### B", 2, ["h2", "h3"]),
        ("#### A\n\n# B", 4, ["h6", "h4"]),
        ("# A\n\n###### B", 3, ["h3", "h6"]),
        ("A\n=\n\nB\n-", 3, ["h3", "h4"]),
    ],
)
def test_headings_are_set_below_those_around(text: str, level: int, tags: list[str]) -> None:
    html = prose_markup(text, str, lambda _: Markup(""), level)
    assert re.findall(r"<(h\d)>", html) == tags
    assert re.findall(r"</(h\d)>", html) == tags


@pytest.mark.parametrize(
    ("look_up", "english"),
    [
        ("{n}", "nearly 1,200 people1"),
        ("{n.value}", "nearly 1,200"),
        ("{figures.n}", "nearly 1,200 people1"),
        ("{figures.n.value}", "nearly 1,200"),
        ("{n.unit}", "people"),
        ("{n.as_of}", "March 2023"),
        ("{n.qualifier}", "nearly"),
        ("{partners.ilo}", "Labour &lt;Org&gt; (ILO)"),
        ("{partners.ilo} {partners.ilo}", "Labour &lt;Org&gt; (ILO) ILO"),
        ("{partners.ilo.name}", "Labour &lt;Org&gt;"),
        ("{partners.wb}", "World Bank"),
        ("{partners.wb.type}", "multilateral organisation"),
        ("{partners.wb.aliases}", "A and B &amp; C"),
        ("{partners.wb.aliases.1}", "B &amp; C"),
        ("{programmes.p}", "Decent work"),
        ("{programmes.p.period.span}", "2022–2026"),
        ("{programmes.p.parent}", "not stated"),
        ("{programmes.p.description.general}", "not stated"),
        ("{dataset.title}", "Data"),
        ("{meetings.m}", "Meeting"),
        ("{meetings.m.room}", "5"),
        ("{meetings.m.tag}", "&lt;b&gt; &amp; c"),
        ("**{n.value}**", "nearly 1,200"),
        ("`{n.value}`", "nearly 1,200"),
    ],
)
def test_look_ups(look_up: str, english: str) -> None:
    assert plain(prose(look_up)) == english


def test_look_ups_speak_the_language_of_the_brief() -> None:
    assert plain(prose("{n.value}; {n.as_of}; {partners.ilo}", "vi")) == (
        "gần 1.200; tháng 3 năm 2023; Tổ chức (ILO)"
    )
    assert '<span lang="en" class="fallback">Decent work</span>' in prose("{programmes.p}", "vi")


def test_nothing_of_the_data_is_read_as_markdown() -> None:
    given = small_project(
        {
            "partners": [{"id": "a", "name": "*x* {n} [@icd] <i> \\ `c`"}],
            "texts": [{"id": "context", "en": "{partners.a}"}],
        }
    )
    assert Brief(given).render("{{ prose('context') }}").strip() == (
        "<p>*x* {n} [@icd] &lt;i&gt; \\ `c`</p>"
    )


def test_look_ups_and_notes_are_done_in_the_order_of_the_text() -> None:
    text = "[@vss] {partners.ilo} [@icd, para. 3; @vss]\n\n| {partners.ilo} | {n} |\n|--|--|"
    page = Brief(project(en=text))
    html = page.render("{{ prose('context') }}")
    assert re.findall(r'href="#(note-\d)"', html) == ["note-1", "note-2", "note-1", "note-3"]
    assert html.index("(ILO)") < html.index("<abbr")
    assert [n.source.address[1] for n in page.draft.notes()] == ["vss", "icd", "icd"]
    assert [n.locator for n in page.draft.notes()] == [None, "para. 3", None]


def test_the_text_of_a_report_goes_before_the_one_of_its_place() -> None:
    texts = [{"id": "context", "en": "general"}, {"id": "brief-context", "en": "special"}]
    page = Brief(small_project({"texts": texts}))
    assert page.render("{{ prose('context') }}") == "<p>special</p>\n"
    assert page.render("{{ has_prose('context') }} {{ has_prose('other') }}") == "True False"
    assert page.render("{{ prose('other') }}") == ""


def test_a_text_in_another_language_is_marked() -> None:
    page = Brief(project(en="Only *English*."), "vi")
    assert page.render("{{ prose('context') }}") == (
        '<p class="fallback-mark">(tiếng Anh)</p>\n'
        '<div lang="en" class="fallback"><p>Only <em>English</em>.</p>\n</div>'
    )


def test_a_text_in_another_language_is_wholly_in_it() -> None:
    english = "The {partners.ilo} counts {n} in {figures.n.as_of} [@own-words, para. 3]."
    records: dict[str, list[dict[str, Any]]] = {
        **RECORDS,
        "figures": [{**RECORDS["figures"][0], "unit": {"en": "people", "vi": "người"}}],
        "sources": [SOURCE, {"id": "own-words", "title": {"en": "Words", "vi": "Lời"}}],
        "texts": [{"id": "context", "en": english}],
    }
    page = Brief(small_project(records), "vi")
    (text,) = re.findall(r"<div lang=.*</div>", page.render("{{ prose('context') }}"), re.DOTALL)
    assert Markup(text).striptags() == (
        "The Labour <Org> (ILO) counts nearly 1,200 people1 in March 20232."
    )
    assert "fallback" not in text.removeprefix('<div lang="en" class="fallback">')
    # Notes and acronyms are the page's, and in its language.
    rows = "{% for n in notes() %}{{ n.source.title }} {{ n.locator }};{% endfor %}"
    assert page.render(rows).endswith("Lời đoạn 3;")
    assert page.render("{{ acronyms()[0].name }}") == "Tổ chức"
    assert page.render("{{ name(partners.ilo) }} {{ quantity(figures.n) }}").endswith(
        "sup></a></span>"
    )
    assert "gần" in page.render("{{ quantity(figures.n) }}")


def test_the_words_of_another_language_count_as_read() -> None:
    own = {"templates/locale/en.po": 'msgid "undated"\nmsgstr "without date"\n'}
    records = {**RECORDS, "texts": [{"id": "context", "en": "{dataset.title}"}]}
    found = write_page(small_project(records), "{{ prose('context') }}", language="vi", files=own)
    assert {"locale/en.po", "!locale/en.po"} <= found.reads.names


def test_a_language_that_the_project_does_not_have_does_no_harm() -> None:
    assert prose("English", fr="Français") == "<p>English</p>"


def test_an_internal_text_is_not_there() -> None:
    texts = [{"id": "context", "en": "secret", "audience": "internal"}]
    page = Brief(small_project({"texts": texts}))
    assert page.render("{{ has_prose('context') }}{{ prose('context') }}") == "False"


def test_a_note_of_an_internal_source_is_left_out() -> None:
    html = prose("A [@own] B [@own; @icd]")
    assert re.findall(r'href="#(note-\d)"', html) == ["note-1"]
    assert 'href="#note-1"' in html[html.index("B") :]


@pytest.mark.parametrize(
    "look_up", ["{memo}", "{figures.memo.value}", "{partners.nobody}", "{figures}"]
)
def test_a_look_up_of_what_the_brief_may_not_show_is_a_problem(look_up: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        write_page(project(en=f"Says {look_up}."), "\n{{ prose('context') }}")
    (found,) = caught.value.problems
    assert (found.code, look_up in found.message) == ("unknown-look-up", True)
    assert found.place is not None
    assert (found.place.file, found.place.line) == ("templates/brief.html.j2", 2)
