"""Views: what a template sees of records, and what is written down of it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from reportgen.model.project import Project
from tests.small import SOURCE, Brief, small_project

PROJECT = small_project(
    {
        "partners": [
            {
                "id": "ilo",
                "name": {"en": "Labour Organization", "vi": "Tổ chức Lao động"},
                "acronym": "ILO",
                "notes": "secret of ilo",
                "x-rank": "secret rank",
                "groups": ["un"],
                "sources": ["icd"],
                "type": "multilateral",
            },
            {"id": "ifad", "name": {"en": "Fund & <Co>"}, "groups": []},
            {"id": "spy", "name": "Spy", "audience": "internal", "groups": ["un"]},
        ],
        "groups": [
            {"id": "un", "title": "UN", "members": ["ifad"]},
            {"id": "closed", "title": "Closed", "members": ["spy", "ilo"], "audience": "internal"},
        ],
        "people": [
            {
                "id": "an",
                "name": "An",
                "partner": "spy",
                "contacts": {"email": "secret@example.org"},
            }
        ],
        "programmes": [
            {
                "id": "dwcp",
                "title": {"en": "Decent work", "vi": "Việc làm"},
                "period": "2022/2026",
                "participants": [
                    {"partner": "ilo", "role": "funding"},
                    {"partner": "spy", "role": "funding"},
                ],
                "partners": ["spy", "ifad"],
                "budgets": [{"value": "1200000.50", "currency": "USD"}],
                "sdgs": ["8", "8.10"],
            },
            {"id": "part", "title": "Part", "parent": "dwcp"},
            {"id": "hidden-part", "title": "Part", "parent": "dwcp", "audience": "internal"},
        ],
        "events": [{"id": "visit", "title": "Visit", "partners": ["ilo"], "date": "XXXX-03-28"}],
        "sources": [SOURCE, {"id": "own", "title": "Memo", "audience": "internal"}],
        "figures": [
            {"id": "n", "label": "N", "value": "193", "sources": [{"id": "own"}, {"id": "icd"}]}
        ],
    },
    own={
        "meetings": [
            {
                "id": "m1",
                "title": {"en": "First", "vi": "Đầu"},
                "place": {"city": "Hà Nội", "notes": "secret room", "x-code": "secret code"},
                "notes": "secret notes",
                "x-private": "secret own",
                "contacts": "secret contacts",
                "days": ["NO", "8.10"],
            },
            {"id": "m2", "title": "Second", "audience": "internal"},
        ]
    },
)


def brief(language: str = "en", audience: str = "public", project: Project = PROJECT) -> Brief:
    return Brief(project, language, audience=audience)


def test_fields_and_parts_are_reached_by_name_and_by_key() -> None:
    page = brief()
    assert page.render("{{ programmes.dwcp.title }}") == "Decent work"
    assert page.render('{{ programmes["dwcp"]["title"] }}') == "Decent work"
    assert page.render("{{ programmes[0].participants[0].partner.name }}") == "Labour Organization"
    assert page.render("{{ programmes.dwcp.budgets[0].currency }}") == "USD"
    assert page.render("{{ programmes.dwcp.sdgs | join(' ') }}") == "8 8.10"
    # `items` and `values` are fields of records, not methods of a mapping.
    lists = small_project({"priorities": [{"id": "a", "title": "A", "items": ["One", "Two"]}]})
    assert brief(project=lists).render("{{ priorities.a.items | length }}") == "2"


def test_values_keep_their_kind() -> None:
    view = brief().views.record("programmes", "dwcp")
    assert view["budgets"][0]["value"] == Decimal("1200000.50")
    assert view["parent"] is None
    page = brief()
    assert page.render("{{ partners.ilo.type == 'multilateral' }}") == "True"
    assert page.render("{{ partners.ilo.type }}") == "multilateral organisation"
    assert page.render("{{ events.visit.date }}") == "28 March, year not stated"
    assert page.render("{{ events.visit.date == 'XXXX-03-28' }}") == "True"
    assert page.render("{{ partners.ifad.type }}") == '<span class="missing">not stated</span>'


def test_text_of_the_data_is_escaped() -> None:
    assert brief().render("{{ partners.ifad.name }}") == "Fund &amp; &lt;Co&gt;"
    assert brief("vi").render("{{ partners.ifad.name }}") == (
        '<span lang="en" class="fallback">Fund &amp; &lt;Co&gt;</span>'
        ' <span class="fallback-mark">(tiếng Anh)</span>'
    )


@pytest.mark.parametrize(
    ("source", "prints"),
    [
        ("{{ partners.ilo.name }}", "Tổ chức Lao động"),
        ("{{ partners.ilo.name.language }}", "vi"),
        ("{{ partners.ilo.name.fallback }}", "False"),
        ("{{ partners.ifad.name.language }} {{ partners.ifad.name.fallback }}", "en True"),
        # A plain string serves every language: it is no fallback.
        ("{{ people.an.name }}", "An"),
        ("{{ people.an.name.fallback }}", "False"),
        ("{{ meetings.m1.title }}", "Đầu"),
    ],
)
def test_language_and_fallback(source: str, prints: str) -> None:
    assert brief("vi").render(source) == prints


def test_a_fallback_goes_to_the_first_language_then_to_any() -> None:
    project = small_project(
        {
            "partners": [
                {"id": "a", "name": {"fr": "Un", "en": "One"}},
                {"id": "b", "name": {"fr": "Deux"}},
            ]
        }
    )
    page = brief("vi", project=project)
    one, two = page.render("{{ partners.a.name }}"), page.render("{{ partners.b.name }}")
    assert one.startswith('<span lang="en" class="fallback">One</span> ')
    assert two.startswith('<span lang="fr" class="fallback">Deux</span> ')
    assert Markup(one + two).striptags() == "One (tiếng Anh)Deux (tiếng Pháp)"
    assert page.render("{{ partners.a.name | plain }}") == "One"


@pytest.mark.parametrize(
    ("source", "prints"),
    [
        ("{{ partners.ilo.programmes | map(attribute='id') | join(' ') }}", "dwcp"),
        ("{{ partners.ifad.programmes | map(attribute='id') | join(' ') }}", "dwcp"),
        ("{{ partners.ilo.events | map(attribute='id') | join(' ') }}", "visit"),
        ("{{ programmes.dwcp.children | map(attribute='id') | join(' ') }}", "part"),
        # A membership may be written on either side; both sides see both.
        ("{{ groups.un.members | map(attribute='id') | join(' ') }}", "ilo ifad"),
        ("{{ partners.ifad.groups | map(attribute='id') | join(' ') }}", "un"),
        ("{{ partners.ilo.groups | map(attribute='id') | join(' ') }}", "un"),
    ],
)
def test_relations(source: str, prints: str) -> None:
    assert brief().render(source) == prints


def test_internal_records_are_in_internal_briefs() -> None:
    page = brief(audience="internal")
    assert page.render("{{ partners.spy.name }}") == "Spy"
    assert page.render("{{ groups.un.members | map(attribute='id') | join(' ') }}") == (
        "ilo ifad spy"
    )
    assert page.render("{{ partners.ilo.groups | map(attribute='id') | join(' ') }}") == "un closed"
    assert page.render("{{ meetings | length }}") == "2"
    assert page.render("{{ programmes.dwcp.participants[1].partner.id }}") == "spy"


@pytest.mark.parametrize(
    "source",
    [
        "{{ partners | map(attribute='id') | join(' ') }} {{ partners | length }}",
        "{{ groups.un.members | map(attribute='id') | join(' ') }}",
        "{{ partners.ilo.groups | map(attribute='id') | join(' ') }}",
        "{{ programmes.dwcp.partners | map(attribute='id') | join(' ') }}",
        "{{ programmes.dwcp.children | map(attribute='id') | join(' ') }}",
        "{{ people.an.partner is none }}",
        "{{ programmes.dwcp.participants | length }}",
        "{{ partners.spy is defined }} {{ 'spy' in (partners | map(attribute='id')) }}",
        "{{ meetings | length }} {{ meetings.m2 is defined }}",
        "{{ partners | tojson }} {{ programmes | tojson }} {{ groups | tojson }}",
        "{{ cite(figures.n) | striptags }} {{ notes() | map(attribute='source.title') | join_list }}",
    ],
)
def test_internal_records_are_absent_from_public_briefs(source: str) -> None:
    shown, hidden = brief().render(source), brief(audience="internal").render(source)
    assert shown != hidden, "the internal brief shows nothing more: this tests nothing"
    for word in ("spy", "Spy", "closed", "hidden-part", "m2", "Memo"):
        assert word not in shown


@pytest.mark.parametrize("name", ["spy", "nobody"])
def test_an_internal_record_is_like_one_that_does_not_exist(name: str) -> None:
    with pytest.raises(UndefinedError, match=f"there is no record '{name}' in partners"):
        brief().render("{{ partners." + name + ".name }}")


@pytest.mark.parametrize(
    "source",
    [
        "{{ partners.ilo.notes }}",
        '{{ partners.ilo["notes"] }}',
        '{{ partners.ilo["x-rank"] }}',
        '{{ partners.ilo["x-*"] }}',
        "{{ partners.ilo.extensions }}",
        "{{ people.an.contacts.email }}",
        "{{ meetings.m1.notes }}",
        '{{ meetings.m1["x-private"] }}',
        "{{ meetings.m1.contacts }}",
        "{{ meetings.m1.place.notes }}",
        "{{ [partners.ilo] | map(attribute='notes') | join }}",
        "{{ partners.ilo | attr('notes') }}",
        "{{ '{0.notes}'.format(partners.ilo) }}",
        "{{ '{0[notes]}'.format(partners.ilo) }}",
    ],
)
def test_hidden_fields_are_not_there(source: str) -> None:
    with pytest.raises(UndefinedError):
        brief(audience="internal").render(source)


def test_hidden_fields_are_in_no_listing() -> None:
    page = brief(audience="internal")
    source = (
        "{% for group in (partners, people, meetings, groups) %}"
        "{% for record in group %}{{ record | tojson }}{{ record | dictsort | string }}"
        "{{ record | items | list | string }}{{ record | list | string }}{{ record | string }}"
        "{{ record | pprint }}{% endfor %}{{ group | tojson }}{% endfor %}"
    )
    text = page.render(source)
    assert "Hà Nội" in text or "H\\u00e0" in text
    assert "secret" not in text


def test_reads_are_recorded() -> None:
    page = brief()
    page.render("{{ partners.ilo.name }}{{ programmes.dwcp.budgets[0].currency }}")
    reads = page.views.reads
    assert ("partners", "ilo", "name") in reads.fields
    assert ("programmes", "dwcp", "budgets") in reads.fields
    assert reads.records("partners") == {"ilo"}
    assert (reads.scans, reads.relations) == (set(), set())
    page.render("{% for group in groups %}{{ group.title }}{% endfor %}{{ events | length }}")
    assert reads.scans == {"groups", "events"}
    page.render("{{ programmes.dwcp.children | length }}")
    assert reads.relations == {("programmes", "dwcp", "children")}


def test_comparing_records_reads_nothing() -> None:
    page = brief()
    source = "{{ partners.ilo in [partners.ifad] }} {{ partners.ilo == partners['ilo'] }}"
    assert page.render(source) == "False True"
    assert page.render("{{ [partners.ilo, partners.ilo] | unique | list | length }}") == "1"
    assert {field for *_, field in page.views.reads.fields} == {"audience"}


def test_own_collections() -> None:
    page = brief()
    assert page.render("{{ meetings.m1.place.city }}") == "Hà Nội"
    assert page.render("{{ meetings.m1.days | join(' ') }}") == "NO 8.10"
    with pytest.raises(UndefinedError, match="meetings has no field 'plcae'"):
        page.render("{{ meetings.m1.plcae }}")
    assert page.views.reads.records("meetings") == {"m1"}


def test_a_part_counts_as_nothing_where_no_field_of_it_may_be_shown() -> None:
    halls = {"open": {"city": "Huế"}, "hidden": {"notes": "secret", "x-code": "secret"}}
    page = brief(project=small_project(own={"meetings": [{"id": "m1", **halls}]}))
    asked = "{{ 'yes' if meetings.m1.open }} {{ 'yes' if meetings.m1.hidden else 'no' }}"
    assert page.render(asked) == "yes no"
    assert brief().render("{{ 'yes' if partners.ilo }}") == "yes"


def test_a_known_collection_without_records_is_empty() -> None:
    assert brief().render("{{ agreements | length }}{% for a in agreements %}x{% endfor %}") == "0"


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("{{ partners.ilo is mapping }}", "True"),
        ("{{ programmes.dwcp.period is mapping }}", "True"),
        ("{{ meetings.m1.place is mapping }}", "True"),
        ("{{ partners is iterable }}", "True"),
        ("{{ partners is mapping }}", "False"),
    ],
)
def test_kinds(source: str, kind: str) -> None:
    assert brief().render(source) == kind


def as_json(source: str) -> Any:
    return json.loads(brief().render(source))


def test_tojson_writes_what_people_write() -> None:
    found = as_json("{{ programmes.dwcp | tojson }}")
    assert found["title"] == "Decent work"
    assert found["period"]["span"] == "2022/2026"
    assert found["budgets"][0]["value"] == 1200000.5
    assert found["sdgs"] == ["8", "8.10"]
    # A reference is an id again: a record in a record would lead round in a ring.
    assert found["participants"][0] == {"partner": "ilo", "role": "funding", **as_nothing()}
    assert found["partners"] == ["ifad"]
    assert as_json("{{ partners.ilo | tojson }}")["groups"] == ["un"]
    assert as_json("{{ groups.un | tojson }}")["members"] == ["ilo", "ifad"]
    assert [row["id"] for row in as_json("{{ partners | tojson }}")] == ["ilo", "ifad"]
    assert as_json("{{ {'a': partners.ilo} | tojson }}")["a"]["acronym"] == "ILO"
    assert as_json("{{ meetings.m1 | tojson }}")["place"] == {"city": "Hà Nội"}


def as_nothing() -> dict[str, Any]:
    return {"name_as_reported": None, "sources": []}


def test_tojson_cannot_end_a_script() -> None:
    text = brief().render("{{ partners.ifad | tojson }}")
    assert "<" not in text
    assert ">" not in text
