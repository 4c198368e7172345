"""What the machine of test_exact.py writes into its project: pieces of templates, and their values."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

IDS = ("a", "b", "c")
WORDS = st.sampled_from(["one", "two", "three", "Hello", "A & B"])
TEXTS = st.one_of(WORDS, st.fixed_dictionaries({"en": WORDS}, optional={"vi": WORDS}))
RECORDS = st.sampled_from(IDS)
AUDIENCES = st.sampled_from([None, "public", "internal"])

PIECES = (
    "{{ partners | length }}",
    "{% for p in partners %}{{ p.name }};{% endfor %}",
    "{% for p in partners | sort(attribute='id') %}{{ p.id }}{% endfor %}",
    "{{ partners.a.name if partners.a is defined }}",
    "{{ partners.b.acronym if partners.b is defined }}",
    "{{ name(partners.c) if partners.c is defined }}",
    "{% if partners[0] is defined %}{{ partners[0].name }}{% endif %}",
    "{{ partners.a | tojson if partners.a is defined }}",
    "{% for g in programmes %}{{ g.title }}:{% for p in g.partners %}{{ p.name }},{% endfor %}{% endfor %}",
    "{% for p in partners %}{% for g in p.programmes %}{{ g.title }}{% endfor %}{% endfor %}",
    "{{ (partners.a.programmes | length) if partners.a is defined }}",
    "{% if partners.a is defined and partners.a.valid %}{{ partners.a.valid.successor.id }}{% endif %}",
    "{% for g in groups %}{% for p in g.members %}{{ p.id }}{% endfor %}{% endfor %}",
    "{{ prose('context') }}",
    "{{ 'more' if has_prose('more') }}",
    "{% for t in things | default([]) %}{{ t.size | default('-') }}/{{ t | length }};{% endfor %}",
    "{% if things is defined and things.a is defined %}{% for k in things.a %}{{ k }}{% endfor %}{{ 'size' in things.a }}{% endif %}",
    "{% if things is defined and things.a is defined and things.a.size is defined %}{{ things.a.size }}{% endif %}",
    "{% include 'part.html.j2' ignore missing %}",
    "{% include ['first.html.j2', 'part.html.j2'] ignore missing %}",
    "{% set which = 'part' %}{% include which ~ '.html.j2' ignore missing %}",
    "{% include 'data/odd.html.j2' ignore missing %}",
    "{% from 'macros.html.j2' import show, total %}{{ show(partners) }}{{ total }}",
    "{% import 'macros.html.j2' as m with context %}{{ m.show(programmes) }}",
    "{% import 'outer.html.j2' as o %}{{ o.all() }}",
    "{{ brief.as_of }}",
    "{{ brief.title }}{{ brief.status }}{{ brief.publisher.name if brief.publisher is mapping else brief.publisher }}",
    "{% for s in brief.sections %}{{ s }}{% endfor %}",
    '<img src="{{ asset(\'data/images/logo.png\') }}" alt="logo">',
    '<img src="{{ asset(\'images/seal.png\') }}" alt="seal">',
    "{% trans %}Hello{% endtrans %}{{ _('Programme') }}",
    "{{ quantity(figures.a) if figures.a is defined }}",
    "{{ figures.b.value if figures.b is defined }}{{ as_of(figures.b) if figures.b is defined }}",
    "{% for f in figures %}{{ f.label }}{{ cite(f) }}{% endfor %}",
    "{% for source in sources %}{{ source.title }}{% endfor %}",
    "{% call later() %}{% for row in gaps() %}{{ row.kind }}{{ row.title }}{% endfor %}{% endcall %}",
    "{{ params.who.name if params.who }}{{ params.word }}",
    "{{ dataset.title }}",
    "{{ record.id if record is defined }}",
    "{% if sources.a is defined %}{% if sources.a.creator is mapping %}{{ sources.a.creator.name }}{% else %}{{ sources.a.creator }}{% endif %}{% endif %}",
    "{{ brief.logo.head.of if brief.logo }}",
    '{% if brief.logo %}<img src="{{ asset(brief.logo.head.path) }}" alt="mark">{% endif %}',
)
NOTES = (
    '{% call later() %}{% for row in notes() %}<p id="{{ row.id }}">{{ row.source.title }}</p>'
    "{% endfor %}{% endcall %}"
)
MACROS = (
    "{% macro show(rows) %}{{ rows | length }}{% endmacro %}{% set total = partners | length %}",
    (
        "{% macro show(rows) %}{% for r in rows %}{{ r.id }}{% endfor %}{% endmacro %}"
        "{% set total = partners.a.name if partners.a is defined else 0 %}"
    ),
    (
        "{% set file = 'inner' %}{% import file ~ '.html.j2' as i %}"
        "{% macro show(rows) %}{{ i.one(rows) }}{% endmacro %}{% set total = 1 %}"
    ),
)
OUTER = (
    "{% import 'inner.html.j2' as i %}{% macro all() %}{{ i.one(partners) }}{% endmacro %}",
    "{% macro all() %}{{ figures | length }}{% endmacro %}",
)
INNER = "{% macro one(rows) %}{{ rows | length }}{% endmacro %}"
BASE = '{% extends "!base.html.j2" %}{% block body %}<p>mine</p>{{ super() }}{% endblock %}'
CATALOGUE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Hello"\nmsgstr "Chao WORD"\n'
MARK = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"/>'
BRANDS = (
    None,
    "color: {primary: '#5b2a6e'}\n",
    "color: {palette: {plum: '#5b2a6e'}, primary: plum}\n",
    "color: {palette: {plum: '#4b1a5e'}, primary: plum, background: '#fdf8ef'}\n",
    "typography: {base: {size: 18px}}\n",
    "meta: {name: House}\nlogo: mark.svg\n",
    "meta: {name: Home}\nlogo: {small: mark.svg}\n",
)
MANIFEST = {
    "title": "A page",
    "sections": ["x", "y"],
    "parameters": {
        "who": {"type": "reference", "of": "partners", "description": "Who"},
        "word": {"type": "text", "default": "none", "description": "A word"},
    },
}
Data = dict[str, dict[str, dict[str, Any]]]


def page(pieces: list[int], comment: str = "") -> str:
    body = "\n".join(PIECES[number] for number in pieces)
    return (
        '{% extends "base.html.j2" %}{% block body %}' + comment + "<h1>{{ brief.title }}</h1>\n"
        f"{body}\n{{{{ super() }}}}{NOTES}{{% endblock %}}\n"
    )
