"""The two doors by which strangers come in, tried with whatever hypothesis thinks of.

A file of data and a template may hold anything: what comes of it is a value or a problem with a
place, never an exception. `--hypothesis-profile=long` tries a hundred times as many. What was found
so stands in `FOUND`, to be tried each time.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reportgen.documents import parse_yaml
from reportgen.problems import ProblemsError, format_problem
from reportgen.rendering.markup import markup_problems
from tests.small import small_project, write_page

LONG = 1000  # examples of a profile that somebody asked for
_ASKED = settings().max_examples
_BOUNDED = settings(
    deadline=None,
    max_examples=_ASKED if _ASKED > LONG else 120,
    suppress_health_check=[HealthCheck.too_slow],
)
PROJECT = small_project(
    {
        "partners": [{"id": "ilo", "name": {"en": "ILO", "vi": "ILO <b>"}}],
        "figures": [{"id": "n", "label": "N", "value": "193"}],
        "events": [{"id": "e", "title": "E", "date": "2023"}],
    }
)

FOUND = [
    "{{ 'a' * 999999999999 }}",
    "{{ 10 ** 5000 }}",
    "{{ 1e400 | number }}",
    "{{ '\\ud800' }}",
    "{{ asset('a' * 5000) }}",
    "{{ asset('\\ud800') }}",
    "{{ 'x' | truncate(-1) }}",
    "{{ cycler() }}",
    "{{ (10 ** 4000) | number }}",
    "{% for a in [1] %}" * 25 + "{% endfor %}" * 25,
    "{{ " + "(" * 500 + ")" * 500 + " }}",
    "{{ 1" + "+1" * 3000 + " }}",
    "{{ '{0:>99999999999}'.format(1) }}",
    "{{ '%*d' % (99999999999, 1) }}",
    "{% include '\\x00' %}",
    "{{ [1, 'a'] | sort }}",
    "{{ heading(10 ** 9, 'x') }}",
    "{{ 5 | money(5) }}",
    "{% set a.b = 1 %}",
    "{{ _('%s') % 1 }}",
    "{# {{",
]
"""Templates that once ended with a traceback, or were near to it."""

words = st.sampled_from(
    [
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "{%-",
        "-%}",
        "if",
        "for",
        "in",
        "endfor",
        "else",
        "endif",
        "set",
        "macro",
        "call",
        "endmacro",
        "include",
        "import",
        "from",
        "extends",
        "block",
        "trans",
        "pluralize",
        "with",
        "raw",
        "filter",
        "not",
        "and",
        "or",
        "is",
        "|",
        ".",
        ",",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ":",
        "=",
        "==",
        "~",
        "+",
        "-",
        "*",
        "/",
        "//",
        "%",
        "**",
        "<",
        ">",
        "'a'",
        "1",
        "0",
        "-1",
        "1e9",
        "none",
        "true",
        "partners",
        "ilo",
        "figures",
        "n",
        "events",
        "name",
        "quantity",
        "number",
        "date",
        "money",
        "asset",
        "prose",
        "heading",
        "chart",
        "notes",
        "later",
        "self",
        "loop",
        "caller",
        "super",
        "range",
        "dict",
        "namespace",
        "cycler",
        "joiner",
        "map",
        "select",
        "attr",
        "join",
        "format",
        "replace",
        "tojson",
        "batch",
        "slice",
        "groupby",
        "sort",
        "truncate",
        "wordwrap",
        "indent",
        "xmlattr",
        "urlize",
        "e",
        "escape",
        "safe",
        "int",
        "float",
        "round",
        "__class__",
        "_",
        "x",
    ]
)
values = st.one_of(
    words, st.text(max_size=5), st.integers(-(10**20), 10**20).map(str), st.floats().map(repr)
)


def templates() -> st.SearchStrategy[str]:
    """Any order of Jinja's words; and calls of everything with anything, which get further."""
    loose = st.lists(values, max_size=14).map(" ".join)
    from reportgen.rendering.filters import FILTERS
    from reportgen.rendering.functions import FUNCTIONS

    atoms = st.one_of(
        st.sampled_from(
            ["partners", "partners.ilo", "figures.n", "none", "brief", "[]", "{}", "''"]
        ),
        st.integers(-(10**12), 10**12).map(str),
        st.text(alphabet="ab<>&{}%0 é\u202e", max_size=6).map(repr),
        st.floats().map(repr),
    )
    arguments = st.lists(atoms, max_size=3).map(", ".join)
    # What makes a large thing on purpose is the business of the limits, not of this test.
    small = ["upper", "lower", "first", "last", "list", "length", "int", "float", "round", "abs"]
    small += ["join", "sort", "unique", "map", "items", "string", "trim", "title", "default", "sum"]
    call = st.builds("{{{{ {}({}) }}}}".format, st.sampled_from(sorted(FUNCTIONS)), arguments)
    piped = st.builds(
        "{{{{ {} | {}({}) }}}}".format,
        atoms,
        st.sampled_from([*sorted(FILTERS), *small]),
        arguments,
    )
    return st.one_of(loose, call, piped, st.lists(st.one_of(call, piped), max_size=3).map("".join))


def try_template(source: str) -> None:
    try:
        page = write_page(PROJECT, source)
    except ProblemsError as error:
        told = error.problems
    else:
        page.html.encode("utf-8")
        told = ()
        for found in markup_problems(page.html, screen=True):
            assert format_problem(found)
    for found in told:
        assert found.place is not None, found
        assert format_problem(found)


@pytest.mark.parametrize("source", FOUND, ids=lambda source: source[:40])
def test_what_was_found_stays_mended(source: str) -> None:
    try_template(source)


@_BOUNDED
@given(source=templates())
@example("{{ '\\ud800' }}")
def test_any_template_is_a_page_or_a_problem_at_its_line(source: str) -> None:
    try_template(source)


yaml_words = st.sampled_from(
    [
        "a",
        "- ",
        ": ",
        "\n",
        "  ",
        "\t",
        "&x ",
        "*x",
        "!!python/object:os.system ",
        "!t ",
        "<<: ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "|",
        ">",
        "'",
        '"',
        "\\x00",
        "%TAG ! x\n",
        "---\n",
        "...\n",
        "? ",
        "#",
        "0x1",
        "1e9",
        "\u202e",
        "\ufeff",
        "\x00",
        "\x85",
        "\u2028",
        "é",
        "🇻🇳",
        "~",
        ".nan",
        "2026-02-30",
        "1_000",
        "@",
        "`",
    ]
)


@_BOUNDED
@given(text=st.lists(yaml_words | st.text(max_size=4), max_size=40).map("".join))
@example("&a [*a]")
@example("? [a]\n: b")
@example("<<: %TAG ! x\n<<: ")
def test_any_text_is_values_or_a_problem_at_its_line(text: str) -> None:
    try:
        raw = text.encode("utf-8")
    except UnicodeEncodeError:
        return
    document, problems = parse_yaml("f.yaml", raw)
    assert (document is None) == bool(problems)
    for found in problems:
        assert found.place is not None
        assert format_problem(found)
    waiting = [document.data] if document else []
    while waiting:  # plain values and nothing else
        value = waiting.pop()
        assert value is None or type(value) in (dict, list, str)
        if isinstance(value, dict):
            assert all(type(key) is str for key in value)
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
