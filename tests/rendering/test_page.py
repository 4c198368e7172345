"""From a job to a page: what templates are given, and each mistake of theirs as a problem."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from reportgen.model.project import Job, Output, Project
from reportgen.problems import Problem, ProblemsError
from reportgen.rendering import charting
from reportgen.rendering import page as page_module
from reportgen.rendering.other_languages import other_languages
from reportgen.rendering.page import Page, PageWriter
from tests.small import SOURCE, MemoryWorld, small_project, write_page

IN_ENGLISH = ' <span class="fallback-mark">(tiếng Anh)</span>'
PROJECT = small_project(
    {
        "partners": [
            {"id": "ilo", "name": {"en": "Labour & {acronym}", "vi": "Lao động"}, "acronym": "ILO"},
            {"id": "wb", "name": {"en": "World Bank"}},
            {"id": "spy", "name": "Spy", "audience": "internal"},
        ],
        "figures": [{"id": "n", "label": "N", "value": 1}, {"id": "m", "label": "M", "value": 2}],
        "events": [{"id": "e", "title": "E", "date": "2023-03-28"}],
        "sources": [SOURCE],
    },
    dataset={"title": {"en": "Data", "vi": "Dữ liệu"}, "publisher": "ilo"},
)


def mistake(template: str, files: Mapping[str, str | bytes] | None = None, **more: Any) -> Problem:
    with pytest.raises(ProblemsError) as caught:
        write_page(more.pop("project", PROJECT), template, files=files, **more)
    (found,) = caught.value.problems
    return found


@pytest.mark.parametrize(
    ("template", "code", "message"),
    [
        ("{% for x in partners %}", "template-syntax", "unexpected end of template"),
        ("{{ partners.ilo.name", "template-syntax", "unexpected"),
        ("{{ 1 | nunber }}", "template-syntax", "no filter named 'nunber'"),
        ("{% iff x %}", "template-syntax", "encountered unknown tag 'iff'"),
        ("{% if x is odddd %}{% endif %}", "template-error", "no test named 'odddd'"),
        ("{% include 'nobody.html.j2' %}", "unknown-template", "there is no template 'nobody.html.j2'"),
        ("{% extends 'nobody.html.j2' %}", "unknown-template", "there is no template 'nobody.html.j2'"),
        ("{% from 'nobody.html.j2' import x %}", "unknown-template", "there is no template 'nobody.html.j2'"),
        ("{% from 'part.html.j2' import zzz %}{{ zzz() }}", "undefined-name", "does not export the requested name"),
        ("{{ partners.ilo.nmae }}", "undefined-name", "Partner has no field 'nmae'"),
        ("{{ ''.__class__ }}", "template-unsafe", "attribute '__class__' of 'str' object is unsafe"),
        ("{{ 1 / 0 }}", "template-error", "division by zero"),
        ("{{ 'a' + 1 }}", "template-error", "str"),
        ("{{ 5 | join_list }}", "template-error", "int"),
        ("{{ 'x' | date }}", "template-error", "'x' is not a date"),
        ("{{ 'x' | money('USD') }}", "template-error", ""),
        ("{{ quantity() }}", "template-error", "missing 1 required positional argument"),
        ("{{ quantity('n') }}", "template-error", ""),
        ("{{ cite(['icd']) }}", "template-error", ""),
        ("{{ cite([{'id': 'icd', 'locator': none, 'quote': none}]) }}", "template-error", ""),
        ("{{ heading() }}", "template-error", "missing"),
        ("{{ partners.ilo }}", "template-error", "partner 'ilo' cannot be printed"),
        ("{{ partners }}", "template-error", "a list cannot be printed"),
        ("{{ partners.ilo.groups }}", "template-error", "a list cannot be printed"),
        ("{{ brief }}", "template-error", "a mapping cannot be printed"),
        ("{{ asset('no.png') }}", "unknown-asset", "there is no file 'no.png'"),
        ("{{ asset('data/x.yaml') }}", "unknown-asset", "'data/x.yaml' is no image that pages show"),
        ("{{ chart('nobody', title='T', description='D') }}", "bad-chart", "there is no chart"),
        ("{{ chart({'mark': 'bar'}, title='T', description='', values=[{'a': 1}]) }}", "chart-without-text", ""),
        ("{{ chart(5, title='T', description='D') }}", "template-error", ""),
        ("{{ range(10000000) | length }}", "template-error", "range"),
        ("{% include 'loop.html.j2' %}", "template-error", "'loop.html.j2' names itself"),
        ("{% call later() %}{{ 1 / 0 }}{% endcall %}", "template-error", "division by zero"),
        ("{% call later() %}\n{{ asset('no.png') }}{% endcall %}", "unknown-asset", "no.png"),
    ],
)  # fmt: skip
def test_mistakes_become_problems_with_their_line(template: str, code: str, message: str) -> None:
    files = {
        "templates/loop.html.j2": "{% include 'loop.html.j2' %}",
        "templates/part.html.j2": "",
        "data/x.yaml": "",
    }
    found = mistake(f"<p>\n{template}\n</p>", files)
    assert (found.code, message in found.message) == (code, True), found
    assert found.place is not None
    loops = "loop" in template
    assert found.place.file == ("templates/loop.html.j2" if loops else "templates/brief.html.j2")
    assert loops or found.place.text in f"<p>\n{template}\n</p>".splitlines()
    assert loops or found.place.line >= 2


def test_a_mistake_in_a_part_is_told_where_it_stands() -> None:
    files = {"templates/part.html.j2": "a\nb\n  {{ partners.ilo.nmae }}"}
    found = mistake("{% include 'part.html.j2' %}", files)
    assert found.place is not None
    assert (found.place.file, found.place.line) == ("templates/part.html.j2", 3)
    assert (found.place.column, found.place.width) == (3, len("{{ partners.ilo.nmae }}"))
    files = {"templates/part.html.j2": "a\n{% for %}"}
    found = mistake("{% include 'part.html.j2' %}", files)
    assert found.place is not None
    assert (found.code, found.place.file, found.place.line) == (
        "template-syntax",
        "templates/part.html.j2",
        2,
    )


def test_a_mistake_in_a_template_that_ships_names_it() -> None:
    # The skeleton asks for a section that is not there.
    manifest = {"title": "B", "sections": ["nobody"]}
    project = small_project({"partners": []}, manifests={"brief": manifest})
    found = mistake("{% extends 'base.html.j2' %}", project=project)
    assert found.place is not None
    assert (found.code, found.place.file) == ("unknown-template", "shipped base.html.j2")
    assert "include" in found.place.text


def test_a_template_that_is_no_utf_8_is_a_problem() -> None:
    found = mistake("{% include 'part.html.j2' %}", {"templates/part.html.j2": b"a\nb \xe9"})
    assert found.place is not None
    assert (found.code, found.place.file, found.place.line) == (
        "not-utf-8",
        "templates/part.html.j2",
        2,
    )


def test_the_project_changes_one_block_of_what_ships() -> None:
    files = {
        "templates/base.html.j2": "{% extends '!base.html.j2' %}{% block cover %}MINE{% endblock %}"
    }
    html = write_page(PROJECT, "{% extends 'base.html.j2' %}", files=files).html
    assert "MINE" in html
    assert '<main id="content"' in html


@pytest.mark.parametrize(
    ("language", "prints"),
    [
        ("en", "Data|Data|en|ltr|2024-04-24|final|public|brief|brief|A4|Labour & {acronym}"),
        ("vi", "Dữ liệu|Dữ liệu|vi|ltr|2024-04-24|final|public|brief|brief|A4|Lao động"),
    ],
)
def test_what_a_page_knows_of_its_brief(language: str, prints: str) -> None:
    names = (
        "title subtitle language direction as_of status audience report template paper publisher"
    )
    source = "|".join("{{ brief." + name + " | plain }}" for name in names.split())
    page = write_page(PROJECT, source, language=language, as_of=date(2024, 4, 24))
    assert page.html.replace("&amp;", "&") == prints


def test_without_a_date_the_brief_has_none() -> None:
    assert write_page(PROJECT, "{{ brief.as_of is none }}").html == "True"


@pytest.mark.parametrize(
    ("title", "record", "language", "html"),
    [
        ("{name}", ("partners", "ilo"), "en", "Labour &amp; {acronym}"),
        ("{name}", ("partners", "ilo"), "vi", "Lao động"),
        (
            "{name}",
            ("partners", "wb"),
            "vi",
            f'<span lang="en" class="fallback">World Bank</span>{IN_ENGLISH}',
        ),
        # What is looked up is not looked up in again.
        ("{acronym}: {name}", ("partners", "ilo"), "en", "ILO: Labour &amp; {acronym}"),
        ("{title}, {date}", ("events", "e"), "vi", "E, ngày 28 tháng 3 năm 2023"),
        ({"en": "On {name}", "vi": "Về {name}"}, ("partners", "ilo"), "vi", "Về Lao động"),
        ("Plain {name}", None, "en", "Plain {name}"),
    ],
)
def test_titles_look_fields_up(
    title: Any, record: tuple[str, str] | None, language: str, html: str
) -> None:
    reports = {"brief": {"template": "brief", "title": title}}
    project = small_project_like(configuration={"reports": reports})
    assert write_page(project, "{{ brief.title }}", record=record, language=language).html == html


def small_project_like(**more: Any) -> Project:
    """The project of these tests with other settings."""
    settings = small_project(**more)
    return Project(settings.configuration, PROJECT.dataset, PROJECT.records, {}, settings.manifests)


PARAMETERS = {
    "lead": {"type": "reference", "of": "partners", "description": "d"},
    "figures": {"type": "list", "of": "figures", "default": ["n"], "description": "d"},
    "words": {"type": "list", "of": "text", "default": ["a", "b"], "description": "d"},
    "count": {"type": "number", "default": "3", "description": "d"},
    "day": {"type": "date", "default": "2023-03-28", "description": "d"},
    "open": {"type": "boolean", "default": "false", "description": "d"},
    "note": {"type": "text", "default": {"en": "N", "vi": "G"}, "description": "d"},
    "kind": {"type": "choice", "choices": ["x", "y"], "default": "x", "description": "d"},
}


def parameter_page(source: str, given: dict[str, Any], **more: Any) -> Page:
    manifests = {"brief": {"title": "B", "parameters": PARAMETERS}}
    project = small_project_like(manifests=manifests, **more)
    return write_page(project, source, parameters=given)


@pytest.mark.parametrize(
    ("source", "given", "html"),
    [
        ("{{ params.lead is none }}", {}, "True"),
        ("{{ params.lead.acronym }}", {"lead": "ilo"}, "ILO"),
        ("{{ params.figures | map(attribute='id') | join(' ') }}", {}, "n"),
        ("{{ params.figures | map(attribute='id') | join(' ') }}", {"figures": ["m", "n"]}, "m n"),
        ("{{ params.figures | map(attribute='id') | join(' ') }}", {"figures": "m,n"}, "m n"),
        ("{{ params.words | join(' ') }}", {}, "a b"),
        ("{{ params.words | join(' ') }}", {"words": "c,d"}, "c d"),
        ("{{ params.count + 1 }}", {}, "4"),
        ("{{ params.count }}", {"count": "1234.50"}, "1,234.50"),
        ("{{ params.day }}", {}, "28 March 2023"),
        ("{{ params.open }}", {}, "False"),
        ("{{ params.open }}", {"open": "true"}, "True"),
        ("{{ params.note }}", {}, "N"),
        ("{{ params.kind }}", {"kind": "y"}, "y"),
    ],
)
def test_parameters(source: str, given: dict[str, Any], html: str) -> None:
    assert parameter_page(source, given).html == html


def test_parameters_of_the_command_go_before_those_of_the_report() -> None:
    reports = {"brief": {"template": "brief", "params": {"kind": "y", "count": "7"}}}
    page = parameter_page(
        "{{ params.kind }} {{ params.count }}", {"count": "8"}, configuration={"reports": reports}
    )
    assert page.html == "y 8"


@pytest.mark.parametrize(
    ("given", "code", "message"),
    [
        ({"lead": "iol"}, "unknown-reference", "parameter 'lead': partners has no 'iol'"),
        ({"lead": "spy"}, "unknown-reference", "parameter 'lead': partners has no 'spy'"),
        ({"figures": ["n", "zz"]}, "unknown-reference", "parameter 'figures': figures has no 'zz'"),
        ({"count": "many"}, "bad-number", "parameter 'count': 'many' is not a number"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_a_problem(
    given: dict[str, Any], code: str, message: str
) -> None:
    with pytest.raises(ProblemsError) as caught:
        parameter_page("", given)
    (found,) = caught.value.problems
    assert (found.code, message in found.message) == (code, True)


def test_pages_of_one_writer_do_not_see_one_another() -> None:
    source = "{{ heading(2, 'H') }}{{ name(partners.ilo) }}{{ cite([]) }}{{ notes() | length }}"
    world = MemoryWorld({"templates/brief.html.j2": source})
    writer = PageWriter(PROJECT, world, None)
    first, second = (writer.write(Job("brief", "en", ())) for _ in range(2))
    assert first.html == second.html
    assert first.reads is not second.reads
    assert "Lao động" in writer.write(Job("brief", "vi", ())).html


def test_reads_come_with_the_page() -> None:
    page = write_page(PROJECT, "{{ partners.ilo.acronym }}", record=("partners", "wb"))
    assert page.reads.fields >= {("partners", "ilo", "acronym")}
    assert page.reads.records("figures") == set()


def test_an_error_of_the_program_is_not_blamed_on_the_template(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> dict[str, Any]:
        raise ValueError("ours")

    monkeypatch.setattr(page_module, "parameter_values", broken)
    with pytest.raises(ValueError, match="ours"):
        write_page(PROJECT, "x")


def test_a_call_of_a_note_that_was_not_printed_has_no_way_back() -> None:
    source = (
        "{% set unused = cite(figures.n) %}{{ cite(figures.n) }}"
        "{% call later() %}{{ notes()[0].references | join(' ') }}{% endcall %}"
    )
    figure = {"id": "n", "label": "N", "value": 1, "sources": ["icd"]}
    html = write_page(small_project({"figures": [figure], "sources": [SOURCE]}), source).html
    assert 'id="ref-1-2"' in html
    assert html.endswith("</span>ref-1-2")


def test_a_template_that_extends_itself_is_told_how_to_name_the_shipped_one() -> None:
    files = {"templates/country-brief.html.j2": "{% extends 'country-brief.html.j2' %}"}
    found = mistake("{% extends 'country-brief.html.j2' %}", files)
    assert found.hint == (
        "write `!country-brief.html.j2` for the one below, shipped country-brief.html.j2"
    )
    assert found.place is not None
    assert found.place.file == "templates/country-brief.html.j2"
    endless = "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}"
    assert "recursion" in mistake(endless).message


def other(report: Mapping[str, Any], language: str, path: str) -> list[tuple[str, str]]:
    project = small_project(configuration={"reports": {"brief": {"template": "brief", **report}}})
    job = Job("brief", language, (Output("html", path), Output("pdf", "x.pdf")))
    return [(row["name"], row["href"]) for row in other_languages(project, job)]


def test_a_page_leads_to_itself_in_other_languages() -> None:
    assert other({}, "en", "en/a.html") == [("Tiếng Việt", "../vi/a.html")]
    assert other({}, "vi", "vi/b/a b.html") == [("English", "../../en/b/a%20b.html")]
    assert other({"languages": ["vi"]}, "vi", "vi/a.html") == []
    assert other_languages(PROJECT, Job("brief", "en", (Output("pdf", "en/a.pdf"),))) == []


def test_a_chart_file_is_read_once_for_all_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charting, "draw_chart", lambda spec, **_: f"<svg>{len(spec)}</svg>")
    template = "{{ chart('figures-dots', title='T', description='D', values=[{'a': 1}]) }}"
    first = write_page(PROJECT, template).html
    monkeypatch.setattr(charting, "parse_yaml", None)  # reading it again would fail
    assert write_page(PROJECT, template).html == first
