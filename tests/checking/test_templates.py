"""Templates against the data model: what is wrong is told at its place, what is right never is."""

from __future__ import annotations

import pytest

from reportgen.checking.templates import BRIEF_FIELDS, check_named
from reportgen.model.project import Job
from reportgen.rendering.page import PageWriter
from reportgen.rendering.templates import ENDING, Templates
from reportgen.shipped import templates_root
from tests.checking.templates import PROJECT, check
from tests.small import MemoryWorld, small_project

WRONG = [
    # fields of records, at every distance
    ("{{ record.titel }}", "Programme has no field 'titel'", "title"),
    ("{{ record.budgett }}", "Programme has no field 'budgett'", "budgets"),
    ("{{ record['statsu'] }}", "Programme has no field 'statsu'", "status"),
    ("{{ record.period.spann }}", "Period has no field 'spann'", "span"),
    ("{{ record.description.generall }}", "Description has no field 'generall'", "general"),
    ("{{ record.parent.titel }}", "Programme has no field 'titel'", "title"),
    ("{{ record.notes }}", "Programme has no field 'notes'", None),
    ("{{ dataset.titel }}", "Dataset has no field 'titel'", "title"),
    ("{{ partners.ilo.nam }}", None, None),  # an id may be anything: silent, see below
    ("{{ partners['ilo'].acronim }}", "Partner has no field 'acronim'", "acronym"),
    ("{{ partners[0].nmae }}", "Partner has no field 'nmae'", "name"),
    ("{{ (partners | first).nmae }}", "Partner has no field 'nmae'", "name"),
    ("{{ (partners | sort(attribute='id') | last).nmae }}", "Partner has no field 'nmae'", "name"),
    ("{{ record.participants[0].rol }}", "Participant has no field 'rol'", "role"),
    ("{{ record.participants[0].partner.nam }}", "Partner has no field 'nam'", "name"),
    ("{{ record.results[0].indicators[0].baseline.yaer }}", "Baseline has no field 'yaer'", "year"),
    ("{{ record.children[0].titel }}", "Programme has no field 'titel'", "title"),
    ("{{ record.agreements[0].titel }}", "Agreement has no field 'titel'", "title"),
    # loops
    ("{% for p in partners %}{{ p.nmae }}{% endfor %}", "Partner has no field 'nmae'", "name"),
    ("{% for f in figures %}{{ f.lable }}{% endfor %}", "Figure has no field 'lable'", "label"),
    ("{% for e in events %}{{ e.dat }}{% endfor %}", "Event has no field 'dat'", "date"),
    ("{% for s in sources %}{{ s.tilte }}{% endfor %}", "Source has no field 'tilte'", "title"),
    ("{% for g in groups %}{{ g.member }}{% endfor %}", "Group has no field 'member'", "members"),
    (
        "{% for g in groups %}{% for p in g.members %}{{ p.nam }}{% endfor %}{% endfor %}",
        "Partner has no field 'nam'",
        "name",
    ),
    (
        "{% for l in priorities %}{% for i in l.items %}{{ i.tite }}{% endfor %}{% endfor %}",
        "PriorityItem has no field 'tite'",
        "title",
    ),
    (
        "{% for a in agreements %}{% for p in a.parties %}{{ p.statuss }}{% endfor %}{% endfor %}",
        "Party has no field 'statuss'",
        "status",
    ),
    ("{% for p in partners if p.typ %}x{% endfor %}", "Partner has no field 'typ'", "type"),
    (
        "{% for p in partners %}{{ loop.lenght }}{% endfor %}",
        "loop has no field 'lenght'",
        "length",
    ),
    ("{% for p in partners %}{{ loop.indx }}{% endfor %}", "loop has no field 'indx'", "index"),
    (
        "{% for p in partners | reverse %}{{ p.nmae }}{% endfor %}",
        "Partner has no field 'nmae'",
        "name",
    ),
    ("{% for p in partners[:3] %}{{ p.nmae }}{% endfor %}", "Partner has no field 'nmae'", "name"),
    (
        "{% for p in partners | selectattr('acronym') %}{{ p.nmae }}{% endfor %}",
        "Partner has no field 'nmae'",
        "name",
    ),
    (
        "{% for p in record.participants %}{{ p.partnr }}{% endfor %}",
        "Participant has no field 'partnr'",
        "partner",
    ),
    # sets, with, conditions
    ("{% set p = partners | first %}{{ p.nmae }}", "Partner has no field 'nmae'", "name"),
    (
        "{% with p = record.parent %}{{ p.titel }}{% endwith %}",
        "Programme has no field 'titel'",
        "title",
    ),
    ("{% if record.statuss %}x{% endif %}", "Programme has no field 'statuss'", "status"),
    ("{% if not record.titel %}x{% endif %}", "Programme has no field 'titel'", "title"),
    ("{% if 1 %}{% elif record.titel %}x{% endif %}", "Programme has no field 'titel'", "title"),
    (
        "{% if 1 %}{% else %}{{ record.titel }}{% endif %}",
        "Programme has no field 'titel'",
        "title",
    ),
    ("{{ record.titel if record.status else '' }}", "Programme has no field 'titel'", "title"),
    ("{{ 'a' ~ record.titel }}", "Programme has no field 'titel'", "title"),
    ("{{ record.ordinal + record.ordinel }}", "Programme has no field 'ordinel'", "ordinal"),
    ("{{ [record.titel, 1] | length }}", "Programme has no field 'titel'", "title"),
    ("{{ {'a': record.titel} | tojson }}", "Programme has no field 'titel'", "title"),
    ("{% set x %}{{ record.titel }}{% endset %}", "Programme has no field 'titel'", "title"),
    # filters, tests
    ("{{ record.title | uper }}", "there is no filter 'uper'", "upper"),
    ("{{ record.title | nunber }}", "there is no filter 'nunber'", "number"),
    ("{{ record.title is defind }}", "there is no test 'defind'", "defined"),
    ("{{ partners | map(attribute='nmae') | list }}", "Partner has no field 'nmae'", "name"),
    ("{{ partners | map(attribute='name.x.nmae') | list }}", None, None),  # texts may be anything
    ("{{ partners | sort(attribute='nmae') }}", "Partner has no field 'nmae'", "name"),
    (
        "{{ partners | selectattr('tpye', 'equalto', 'x') | list }}",
        "Partner has no field 'tpye'",
        "type",
    ),
    ("{{ figures | rejectattr('valeu') | list }}", "Figure has no field 'valeu'", "value"),
    (
        "{% for g, ps in partners | groupby('tpye') %}x{% endfor %}",
        "Partner has no field 'tpye'",
        "type",
    ),
    (
        "{{ record.participants | map(attribute='partner.nam') | list }}",
        "Partner has no field 'nam'",
        "name",
    ),
    (
        "{{ events | sort_dates | map(attribute='titel') | list }}",
        "Event has no field 'titel'",
        "title",
    ),
    # names, brief, params
    ("{{ recrod.title }}", "there is no name 'recrod' here", "record"),
    ("{{ partner.name }}", "there is no name 'partner' here", "partners"),
    ("{{ quantitty(figures[0]) }}", "there is no name 'quantitty' here", "quantity"),
    ("{{ brief.langauge }}", "brief has no field 'langauge'", "language"),
    ("{{ brief.titel }}", "brief has no field 'titel'", "title"),
    ("{{ params.headlin }}", "params has no field 'headlin'", "headline"),
    ("{{ params.lead.nmae }}", "Partner has no field 'nmae'", "name"),
    (
        "{% for f in params.headline %}{{ f.lable }}{% endfor %}",
        "Figure has no field 'lable'",
        "label",
    ),
    # templates and macros
    ("{% extends 'bsae.html.j2' %}", "there is no template 'bsae.html.j2'", "base.html.j2"),
    ("{% extends '!bsae.html.j2' %}", "there is no template '!bsae.html.j2'", "!base.html.j2"),
    ("{% include 'sectons.html.j2' %}", "there is no template 'sectons.html.j2'", None),
    (
        "{% include 'sections/patners.html.j2' %}",
        "there is no template 'sections/patners.html.j2'",
        "sections/partners.html.j2",
    ),
    (
        "{% include ['a.html.j2', 'macors.html.j2'] %}",
        "there is no template 'macors.html.j2'",
        None,
    ),
    (
        "{% import 'macros.html.j2' as m %}{{ m.crad(1) }}",
        "macros.html.j2 has no macro 'crad'",
        "card",
    ),
    (
        "{% import 'macros.html.j2' as m %}{{ m.card(1, nte=2) }}",
        "the macro card has no argument 'nte'",
        "note",
    ),
    (
        "{% from 'macros.html.j2' import card %}{{ card(note=2) }}",
        "the macro card needs the argument 'title'",
        None,
    ),
    (
        "{{ quantity(figures[0], nots=false) }}",
        "the function quantity has no argument 'nots'",
        "note",
    ),
    ("{{ name() }}", "the function name needs the argument 'record'", None),
    ("{{ record.ordinal | money }}", "the filter money needs the argument 'currency'", None),
    ("{{ 'a' | truncate(lenght=5) }}", "the filter truncate has no argument 'lenght'", "length"),
    ("{{ 'a' | upper(1) }}", "the filter upper takes 0 arguments, not 1", None),
    ("{{ partners | map('uper') | list }}", "there is no filter 'uper'", "upper"),
    ("{{ [1] | select('defind') | list }}", "there is no test 'defind'", "defined"),
    (
        "{{ partners | selectattr('type', 'equlto', 'x') | list }}",
        "there is no test 'equlto'",
        "equalto",
    ),
    ("{% from 'macros.html.j2' import crad %}", "macros.html.j2 has no macro 'crad'", "card"),
    (
        "{% from 'macros.html.j2' import card %}{{ card(1, nte=2) }}",
        "the macro card has no argument 'nte'",
        "note",
    ),
    (
        "{% from 'macros.html.j2' import card %}{{ card(1, 2, 3) }}",
        "the macro card takes 2 arguments, not 3",
        None,
    ),
    ("{% macro m(a) %}{{ a }}{% endmacro %}{{ m(b=1) }}", "the macro m has no argument 'b'", None),
    ("{% macro m() %}{{ record.titel }}{% endmacro %}", "Programme has no field 'titel'", "title"),
    (
        "{% block content %}{{ record.titel }}{% endblock %}",
        "Programme has no field 'titel'",
        "title",
    ),
    (
        "{% call later() %}{{ record.titel }}{% endcall %}",
        "Programme has no field 'titel'",
        "title",
    ),
    ("{{ quantity(record.titel) }}", "Programme has no field 'titel'", "title"),
    ("{{ '{:,}'.format(record.titel) }}", "Programme has no field 'titel'", "title"),
    ("{% trans n=record.titel %}{{ n }}{% endtrans %}", "Programme has no field 'titel'", "title"),
]

RIGHT = [
    "{{ record.title }}",
    "{{ record['title'] }}",
    "{{ record.period.span }}",
    "{{ record.description.general | default('none') }}",
    "{{ record.parent.parent.title }}",
    "{{ record.children | length }}",
    "{{ record.results[0].indicators[0].baseline.year }}",
    "{{ record.participants[0].partner.groups[0].title }}",
    "{{ record.titel is defined }}",
    "{{ record.titel | default('x') }}",
    "{{ record.titel | d }}",
    "{% if record.titel is defined %}{{ record.titel }}{% endif %}",
    "{% if record is defined and record.titel %}{{ record.titel }}{% endif %}",
    "{{ record.titel if record.titel is defined else '' }}",
    "{% if nobody is defined %}{{ nobody.name }}{% endif %}",
    "{{ nobody | default('x') }}",
    "{{ partners.ilo.name }}",
    "{{ partners['ilo'].name }}",
    "{{ partners[0].name }}",
    "{{ partners[id].name if id is defined else '' }}",
    "{{ partners | length }}",
    "{{ (partners | first).name }}",
    "{{ partners | map(attribute='name') | join(', ') }}",
    "{{ partners | map('upper') | list }}",
    "{{ partners | sort(attribute='name,id') | list }}",
    "{{ partners | selectattr('type', 'equalto', 'country') | list }}",
    "{{ partners | groupby('type') | list }}",
    "{% for type, ps in partners | groupby('type') %}{{ type }}{{ ps[0].name }}{% endfor %}",
    "{% for p in partners %}{{ loop.index }}{{ loop.last }}{{ p.name }}{% endfor %}",
    "{% for p in partners %}{{ p.programmes | length }}{{ p.agreements }}{{ p.groups }}{% endfor %}",
    "{% for p in partners recursive %}{{ loop(p.groups) }}{% endfor %}",
    "{% for g in groups %}{% for p in g.members %}{{ p.name }}{% endfor %}{% endfor %}",
    "{% for l in priorities %}{% for i in l.items %}{{ i.title }}{% endfor %}{% endfor %}",
    "{% for s in statements %}{% for w in s.attributed_to %}{{ w.anything }}{% endfor %}{% endfor %}",
    "{% for s in sources %}{{ s.publisher.name }}{% endfor %}",
    "{% for m in meetings %}{{ m.place }}{{ m.whatever }}{% endfor %}",
    "{% for key, value in record | items %}{{ key }}{{ value }}{% endfor %}",
    "{% for x in [1, 2] %}{{ x.anything }}{% endfor %}",
    "{% for f in params.headline %}{{ f.label }}{{ quantity(f) }}{% endfor %}",
    "{{ params.lead.name }}{{ params.words }}",
    "{{ brief.title }}{{ brief.language }}{{ brief.sections | join }}",
    "{{ dataset.title }}{{ dataset.publisher }}",
    "{% set ns = namespace(n=0) %}{% set ns.n = ns.n + 1 %}{{ ns.n }}",
    "{% set p = partners | first %}{{ p.name }}",
    "{% if brief.status %}{% set p = record %}{% else %}{% set p = dataset %}{% endif %}{{ p.anything }}",
    "{% set rows = [] %}{% for r in rows %}{{ r.anything }}{% endfor %}",
    "{% with a = 1, b = 2 %}{{ a + b }}{% endwith %}",
    "{% from 'macros.html.j2' import card %}{{ card(1) }}{{ card(1, note=2) }}{{ card(title=1) }}",
    "{% from 'macros.html.j2' import card as c with context %}{{ c(1, 2) }}",
    "{% from 'macros.html.j2' import free %}{{ free(1, 2, a=3) }}",
    "{% from 'macros.html.j2' import separator %}{{ separator }}",
    "{% import 'macros.html.j2' as m %}{{ m.card(1) }}",
    "{{ m(1) }}{% macro m(a, b=2) %}{{ a }}{{ b }}{{ caller() if caller else '' }}{% endmacro %}",
    "{% macro m() %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, x=3) }}",
    "{% macro outer(r) %}{{ r.anything }}{{ inner(r) }}{% endmacro %}{% macro inner(r) %}{{ r.x }}{% endmacro %}",
    "{% call(x) later() %}{{ x.anything }}{% endcall %}",
    "{% extends 'base.html.j2' %}{% block body %}{{ super() }}{{ self.body() }}{% endblock %}",
    "{% extends '!base.html.j2' %}",
    "{% include 'absent.html.j2' ignore missing %}",
    "{% include 'sections/' ~ brief.language ~ '.html.j2' %}",
    "{% include ['absent.html.j2', 'macros.html.j2'] %}",
    "{{ _('Words') }}{% trans count=partners | length %}one{% pluralize %}{{ count }} many{% endtrans %}",
    "{{ ngettext('one', 'many', 2) }}{{ pgettext('c', 'x') }}",
    "{{ heading(2, 'T') }}{{ cite(record) }}{{ name(partners[0]) }}{{ prose('context') }}",
    "{{ chart('figures-dots', title='t', description='d', values=[{'a': 1}]) }}",
    "{{ record.title | plain | upper | trim | replace('a', 'b') }}",
    "{{ record.title is string and record.budgets is not none }}",
    "{{ 3 is divisibleby 3 }}{{ record.title is in ['a'] }}{{ 'a' in record.title }}",
    "{{ range(3) | list }}{{ dict(a=1).a }}{{ cycler('a', 'b').next() }}{{ joiner(',')() }}",
    "{{ record.title.upper() }}{{ record.title.language }}{{ 'x'.join(['a']) }}",
    "{{ (record.parent or record).title }}{{ [record.title, 'x'] | first }}",
    "{% set t = record.title ~ ' ' ~ brief.title %}{{ t | length }}{{ record.results[1:] }}",
    "{% import 'macros.html.j2' as m %}{{ m.card(1, note=2) }}{{ m.separator }}",
    "{% macro m(a) %}{{ a | default('x') }}{% endmacro %}{{ m() }}",
    "{% macro m(a) %}{% if a is defined %}{{ a }}{% endif %}{% endmacro %}{{ m() }}",
    "{% macro m(a, b) %}{% if b %}{{ a }}{% endif %}{% endmacro %}{{ m(b=false) }}",
    "{% macro m(a) %}{{ a }}{% endmacro %}{{ m(*[1]) }}{{ m(**{'a': 1}) }}",
    "{% macro m(caller) %}{{ caller() }}{% endmacro %}{% call m() %}x{% endcall %}",
    "{{ record.ordinal | number }}{{ 1 | money('USD') }}{{ 'a' | truncate(5, true, end='…') }}",
    "{{ partners | map('upper') | select('string') | reject('none') | list }}",
    "{{ [3, 1] | sort(reverse=true) | batch(2) | list }}{{ {'a': 1} | dictsort(by='value') }}",
    "{{ [1] | sum(start=2) }}{{ 1.5 | round(1, 'floor') }}{{ [1] | join(', ', attribute='x') }}",
    "{{ quantity(figures[0], note=false) }}{{ 'x' | replace('a', 'b', 1) }}{{ 1 | abs }}",
    "{% include ['absent.html.j2', 'absent-too.html.j2'] ignore missing %}",
    "{% set f = 'upper' %}{{ ['a'] | map(f) | list }}{{ ['a'] | select | list }}",
    "{% raw %}{{ record.titel }}{% endraw %}{# {{ record.titel }} #}",
]


@pytest.mark.parametrize(("source", "message", "near"), WRONG)
def test_wrong(source: str, message: str | None, near: str | None) -> None:
    found = check(source)
    if message is None:
        assert found == ()
        return
    assert [problem.message for problem in found] == [message]
    if near is not None:
        assert found[0].hint == f"did you mean `{near}`?"


@pytest.mark.parametrize("source", RIGHT)
def test_right(source: str) -> None:
    assert check(source) == ()


def test_there_are_enough_of_both() -> None:
    assert sum(message is not None for _, message, _ in WRONG) >= 60
    assert len(RIGHT) >= 60


def test_the_place_is_the_word() -> None:
    found = check("<p>\n{% set p = record %}\n  {{ p.title }} {{ p.titel | upper }}\n")
    place = found[0].place
    assert place is not None
    assert (place.file, place.line, place.column, place.width) == (
        "templates/brief.html.j2",
        3,
        22,
        5,
    )
    assert place.text == "  {{ p.title }} {{ p.titel | upper }}"


def test_a_syntax_error_is_told_once_with_its_line() -> None:
    found = check("{% extends 'other.html.j2' %}", other="\n{% for x in %}")
    assert [(p.code, p.place and p.place.line) for p in found] == [("template-syntax", 2)]


def test_the_shipped_templates_raise_no_alarm() -> None:
    root = templates_root()
    names = [path.relative_to(root).as_posix() for path in root.rglob(f"*{ENDING}")]
    assert len(names) > 40
    assert check_named(names, small_project(), Templates(MemoryWorld())) == ()


def test_a_section_of_a_shipped_page_may_use_what_the_page_sets() -> None:
    name = "sections/partner/priorities.html.j2"
    text = (templates_root() / name).read_text(encoding="utf-8")
    world = MemoryWorld({f"templates/{name}": f"{text}{{{{ blankk }}}}"})
    found = check_named([name], PROJECT, Templates(world))
    assert [one.message for one in found] == ["there is no name 'blankk' here"]


def test_brief_has_the_fields_that_pages_have() -> None:
    world = MemoryWorld({f"templates/brief{ENDING}": "{{ brief | list | join(' ') }}"})
    page = PageWriter(small_project(), world, None).write(Job("brief", "en", ()))
    assert sorted(page.html.split()) == sorted(BRIEF_FIELDS)


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("<a href={{ partners.ilo.website }}>x</a>", "in `href=` without quotation marks"),
        ("<a href=/x/{{ partners.ilo.id }}>x</a>", "in `href=` without quotation marks"),
        ("<a title = {{ brief.title }} href='#'>x</a>", "in `title=` without quotation marks"),
        ("<p {% if 1 %}class={{ brief.title }}{% endif %}>", "in `class=` without quotation marks"),
        ("<script>var x = {{ brief.title | tojson }};</script>", "inside `<script>`"),
        ("<p onclick='f({{ brief.title }})'>", "inside the program of `onclick=`"),
        ("<p style='color: {{ brief.title }}'>", "inside `style=`"),
        ("<style>p { color: {{ brief.title }} }</style>", "inside `<style>`"),
        ("<p {{ brief.title }}>", "inside a tag"),
    ],
)
def test_values_stand_where_escaping_protects_them(source: str, says: str) -> None:
    found = [p for p in check(f"<p>\n{source}\n</p>") if p.code == "bad-markup"]
    assert [(p.place.line if p.place else 0, says in p.message) for p in found] == [(2, True)], (
        found
    )


@pytest.mark.parametrize(
    "source",
    [
        "<a href=\"{{ brief.title }}\" title='{{ brief.title }}'>{{ brief.title }}</a>",
        "<p style='width: {{ 12.5 | round }}%; --n: {{ loop.index }}'>",
        '<p class="a {% if 1 %}{{ brief.title }}{% else %}b{% endif %}">',
        "{% macro m() %}{% endmacro %}<cite{{ m() }}>x</cite>",
        "1 < 2 {{ brief.title }} > 0",
    ],
)
def test_values_in_their_places_are_no_mistake(source: str) -> None:
    assert [p for p in check(source) if p.code == "bad-markup"] == []
