"""Nothing that a template can reach is the program's: no model, no file, no environment variable.

The walk goes through everything that a template can name, by every way that Jinja has; what it
meets must be a plain value, a view, or a function without insides. The classic ways out of a
sandbox are tried one by one.
"""

from __future__ import annotations

import functools
import re
import types
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from jinja2 import Undefined
from jinja2.filters import do_attr
from jinja2.runtime import BlockReference, LoopContext, Macro, TemplateReference
from jinja2.utils import Cycler, Joiner, Namespace
from markupsafe import Markup, escape

from reportgen.model.project import Job
from reportgen.problems import ProblemsError
from reportgen.rendering.environment import BriefEnvironment, Collection
from reportgen.rendering.filters import FILTERS
from reportgen.rendering.functions import FUNCTIONS
from reportgen.rendering.page import PageWriter
from reportgen.rendering.values import Code, Dated, LocalText
from reportgen.rendering.view import CollectionView, View
from tests.small import SOURCE, MemoryWorld, small_project, write_page

SECRET = "s3cr3t"
PROJECT = small_project(
    {
        "partners": [
            {
                "id": "ilo",
                "name": {"en": "Labour Organization"},
                "acronym": "ILO",
                "type": "multilateral",
                "notes": SECRET,
                "x-own": SECRET,
                "groups": ["un"],
                "valid": {"from": "1919"},
                "sources": [{"id": "icd", "locator": "para. 3", "quote": "Q"}],
            },
            {"id": "spy", "name": SECRET, "audience": "internal"},
        ],
        "groups": [{"id": "un", "title": "UN", "members": ["spy"], "complete": "false"}],
        "people": [{"id": "an", "name": "An", "contacts": {"email": SECRET}, "partner": "ilo"}],
        "programmes": [
            {
                "id": "p",
                "title": "P",
                "period": "2022/2026",
                "participants": [{"partner": "ilo", "role": "funding"}],
                "budgets": [{"value": "5.5", "currency": "USD"}],
            }
        ],
        "events": [{"id": "e", "title": "E", "date": "2023"}],
        "figures": [{"id": "n", "label": "N", "value": "193", "sources": ["icd"]}],
        "images": [{"id": "dots", "file": "images/dots.svg", "alt": "A", "credit": "C"}],
        "sources": [SOURCE],
        "texts": [{"id": "context", "en": "Says {n} and {partners.ilo} [@icd, p. 2]."}],
    },
    own={"meetings": [{"id": "m", "title": "M", "notes": SECRET, "place": {"room": 1}}]},
    dataset={"title": "Data", "publisher": "ilo", "notes": SECRET},
    manifests={
        "brief": {
            "title": "Brief",
            "parameters": {
                "lead": {"type": "reference", "of": "partners", "description": "d"},
                "free": {"type": "text", "default": {"en": "x"}, "description": "d"},
                "some": {"type": "list", "of": "figures", "default": ["n"], "description": "d"},
            },
        }
    },
)

EVERYTHING = """
{% macro inner(a, b=2) %}{{ remember(caller, varargs, kwargs, a, b) }}{{ caller() }}{% endmacro %}
{% set space = namespace(a=1) %}
{{ remember(self, self.part, brief, params, dataset, record) }}
{% block part %}{% endblock %}
{% for item in [1, 2] %}{{ remember(loop, loop.cycle, loop.changed) }}{% endfor %}
{% call inner(1, 2, 3, x=4) %}{{ remember(inner, space, none) }}{% endcall %}
{{ remember(cycler(1), joiner(","), namespace(a=1), dict(a=1), range(3), gettext("a"), _) }}
{{ remember(head(), heading(2, "H"), contents(), cite(partners.ilo), notes(), bibliography()) }}
{{ remember(name(partners.ilo), acronyms(), quantity(figures.n), quantity_parts(figures.n)) }}
{{ remember(comparable(figures), picture(images.dots)) }}
{{ remember(as_of(figures.n), prose("context"), has_prose("context"), gaps()) }}
{{ remember(chart({"mark": "bar", "encoding": {"x": {"field": "a", "type": "nominal"}}},
                  title="T", description="D", values=[{"a": 1}])) }}
{{ remember(asset("styles/tokens.css"), programmes.p.period | period, 5 | number, 5 | money("USD")) }}
{{ remember(["a", "b"] | join_list, "x" | plain, partners.ilo.type | label) }}
{{ remember("2023-03" | date, "vi" | language, partners.ilo.name | direction) }}
{{ remember(events | sort_dates("date"), programmes | groupby("id"), partners | batch(2)) }}
{{ remember(partners | map(attribute="name"), partners.ilo | items, partners | tojson) }}
{% call later() %}{{ remember(notes(), contents(), acronyms(), bibliography(), gaps()) }}
{{ finish() }}{% endcall %}
"""

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
PLAIN = (str, bool, int, float, Decimal, type(None), tuple, list, dict, range)
OURS = (Markup, LocalText, Dated, Code, View, Collection, CollectionView)
JINJAS = (Macro, LoopContext, Cycler, Joiner, Namespace, TemplateReference, BlockReference)
LAZY: tuple[type, ...] = (types.GeneratorType, type({}.items()), type({}.keys()), type({}.values()))
FREE = frozenset({dict, Cycler, Joiner, Namespace})
"""The classes that templates may call: they make plain values."""


def is_harmless(value: Any) -> bool:
    if isinstance(value, type):
        return value in FREE
    if isinstance(value, types.BuiltinMethodType | types.MethodType):
        # A method of a plain value, or of its class: `dict.fromkeys`.
        owner = value.__self__
        return isinstance(owner, (*PLAIN, *JINJAS)) or owner in {*PLAIN, LocalText, Markup}
    if isinstance(value, types.FunctionType | functools.partial):
        return True  # it may be called; what can be reached through it is walked
    return type(value) in PLAIN or isinstance(value, (*OURS, *JINJAS, *LAZY, tuple))


def steps(environment: BriefEnvironment, value: Any) -> Iterator[tuple[str, Any]]:
    """Whatever one step leads to, by each way that Jinja has; what is refused is left out."""
    guessed = {"_environment", "_views", "_noun", "_project", "environment", "view", "model"}
    for name in sorted({*dir(value), *dir(type(value)), *guessed}):
        for way in (
            environment.getattr,
            environment.getitem,
            functools.partial(do_attr, environment),
        ):
            try:
                found = way(value, name)
            except Exception:  # noqa: BLE001  refused, in whatever words
                continue
            if not isinstance(found, Undefined):
                yield f".{name}", found
    if isinstance(value, dict | View):
        names = value.names() if isinstance(value, View) else value
        yield from ((f"[{name}]", value[name]) for name in names)
    elif isinstance(value, list | tuple | Collection | CollectionView):
        yield from ((f"[{number}]", item) for number, item in enumerate(value))


class Walk:
    """Collects what a page reaches while it is written, and follows every way from there."""

    def __init__(self, environment: BriefEnvironment) -> None:
        self.environment = environment
        self.roots: dict[str, Any] = dict(environment.globals)
        self.met: set[str] = set()
        self.wrong: list[str] = []

    def remember(self, *values: Any) -> str:
        self.roots |= {f"value {len(self.roots) + n}": value for n, value in enumerate(values)}
        return ""

    def finish(self) -> str:
        todo, seen, explored = list(self.roots.items()), dict[int, Any](), set[type]()
        while todo:
            path, value = todo.pop()
            if id(value) in seen:
                continue
            seen[id(value)] = value
            self.met.add(type(value).__name__)
            if not is_harmless(value):
                self.wrong.append(
                    f"{path} is a {type(value).__module__}.{type(value).__qualname__}"
                )
            elif isinstance(value, str) and SECRET in value:
                self.wrong.append(f"{path} holds what is hidden")
            elif not isinstance(value, (str, int, float, Decimal)) or type(value) not in explored:
                explored.add(type(value))  # one string has the methods of all
                if path.count(".") < 6:  # methods of methods of methods: no end, and nothing new
                    todo += [(path + step, found) for step, found in steps(self.environment, value)]
        return ""


def test_the_walk_has_what_every_function_and_filter_gives() -> None:
    assert [name for name in FUNCTIONS if not re.search(rf"\b{name}\(", EVERYTHING)] == []
    assert [name for name in FILTERS if not re.search(rf"\| {name}\b", EVERYTHING)] == []


def test_the_walk_meets_only_plain_values_and_views() -> None:
    world = MemoryWorld({"templates/brief.html.j2": EVERYTHING, "data/images/dots.svg": SVG})
    writer = PageWriter(PROJECT, world, None)
    environment = writer._environment(writer.theme("brief"), "en", origins=False)
    walk = Walk(environment)
    environment.globals |= {"remember": walk.remember, "finish": walk.finish}
    writer.write(Job("brief", "en", (), "partners", "ilo"))
    assert walk.wrong == []
    # A walk that does not get about proves nothing.
    assert walk.met >= {"View", "Collection", "LocalText", "Code", "Dated", "Decimal", "Markup"}
    assert walk.met >= {"function", "Macro", "LoopContext", "Namespace", "dict", "tuple"}


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__ }}",
        "{{ ''['__class__'] }}",
        "{{ '' | attr('__class__') }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ ().__class__.__base__ }}",
        "{{ {}.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ cycler('a').__init__.__globals__ }}",
        "{{ joiner.__init__.__globals__ }}",
        "{{ namespace.__init__.__globals__ }}",
        "{{ namespace(a=1)['__init__'] }}",
        "{{ cycler.current.fget }}",
        "{{ dict.mro() }}",
        "{{ dict['x'] }}",
        "{{ dict.update(brief, {'title': 'x'}) }}",
        "{{ brief.update({'title': 'x'}) }}",
        "{{ brief.pop('title') }}",
        "{{ params.clear() }}",
        "{{ [1].append(2) }}",
        "{{ self.__init__.__globals__ }}",
        "{{ self._TemplateReference__context }}",
        "{{ self['_TemplateReference__context'] }}",
        "{{ range.__init__ }}",
        "{{ range.__globals__ }}",
        "{{ later.__closure__ }}",
        "{{ later.__globals__ }}",
        "{{ name.__closure__[0].cell_contents }}",
        "{{ quantity | attr('__globals__') }}",
        "{{ _.__closure__ }}",
        "{{ gettext.__wrapped__ }}",
        "{{ name.__code__ }}",
        "{{ name.__defaults__ }}",
        "{{ 'a'.format.__self__ }}",
        "{{ 'a'.upper.__self__.__class__ }}",
        "{{ partners._environment }}",
        "{{ partners['_environment'] }}",
        "{{ partners | attr('_environment') }}",
        "{{ partners | attr('now') }}",
        "{{ partners.now() }}",
        "{{ partners.draft }}",
        "{{ record._views }}",
        "{{ record['_noun'] }}",
        "{{ record | attr('_views') }}",
        "{{ record | attr('_noun') }}",
        "{{ record | attr('address') }}",
        "{{ [record] | map(attribute='_noun') | list }}",
        "{{ [record] | map('attr', '_noun') | map('attr', 'model_dump') | list }}",
        "{{ [record] | selectattr('_views') | list }}",
        "{{ [record] | groupby('_noun') }}",
        "{{ [record] | sum(attribute='_noun') }}",
        "{{ record.parse_raw('x', proto='pickle') }}",
        "{{ record.model_construct() }}",
        "{{ record.model_fields }}",
        "{{ record.__class__ }}",
        "{{ record.get('_noun') }}",
        "{{ record.keys() }}",
        "{{ dataset.model_dump() }}",
        "{{ dataset._noun }}",
        "{{ record.type.codes.word }}",
        "{{ record.type.__slots__ }}",
        "{{ record.name.__html__.__func__ }}",
        "{{ '{0.__class__}'.format(record) }}",
        "{{ '{0._noun}'.format(record) }}",
        "{{ '{0[_noun]}'.format(record) }}",
        "{{ '{0.__globals__}'.format(name) }}",
        "{{ '{x.__class__}'.format_map({'x': 1}) }}",
        "{{ '{0.format.__globals__}'.format(cite(record)) }}",
        "{{ cite(record).format.__globals__ }}",
        "{{ cite(record).unescape.__func__ }}",
        "{{ ('{0.__class__}' | e).format(1) }}",
        "{{ ('%s' | attr('format')).__func__ }}",
        "{% macro m() %}{% endmacro %}{{ m._environment }}",
        "{% macro m() %}{% endmacro %}{{ m | attr('_func') }}",
        "{% macro m() %}{% endmacro %}{{ m.__init__ }}",
        "{% macro m() %}{{ caller._func }}{% endmacro %}{% call m() %}{% endcall %}",
        "{% for x in [1] %}{{ loop._iterator }}{% endfor %}",
        "{% for x in [1] %}{{ loop.__init__ }}{% endfor %}",
        "{% set g = [1] | map('string') %}{{ g.gi_frame }}",
        "{% set g = partners | map(attribute='id') %}{{ g.send(none) }}",
        "{% import 'tool.html.j2' as tool %}{{ tool.__class__ }}",
        "{% import 'tool.html.j2' as tool %}{{ tool._body_stream }}",
        "{% import 'tool.html.j2' as tool with context %}{{ tool.a.__closure__ }}",
        "{{ nothing.describe() }}",
        "{{ nothing._undefined_obj }}",
        "{{ record.nothing.describe }}",
        "{{ config }}",
        "{{ environ }}",
        "{{ os }}",
        "{{ request }}",
        "{{ __builtins__ }}",
        "{{ __import__('os') }}",
        "{{ open('reportgen.yaml') }}",
        "{{ environment }}",
        "{{ world }}",
        "{{ draft }}",
        "{{ lipsum() }}",
        "{{ lipsum.__globals__ }}",
        "{{ [1, 2] | random }}",
        "{% include '../reportgen.yaml' %}",
        "{% include '/etc/hostname' %}",
        "{% include '../data/secret.txt' %}",
        "{% include '!../data/dataset.yaml' %}",
        "{% include 'file:///etc/hostname' %}",
        "{% debug %}",
        "{% do 1 %}",
        "{{ asset('../reportgen.yaml') }}",
        "{{ asset('/etc/hostname') }}",
        "{{ chart('../../data/x', title='T', description='D') }}",
    ],
)
def test_ways_out_are_shut(source: str) -> None:
    files = {
        "templates/tool.html.j2": "{% macro a() %}{% endmacro %}",
        "data/secret.txt": SECRET,
        "reportgen.yaml": SECRET,
    }
    with pytest.raises(ProblemsError) as caught:
        write_page(PROJECT, source, files=files, record=("partners", "ilo"))
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "message",
    [
        "{date.__class__}",
        "{date.format.__globals__[string]._re.enum.sys.modules[os].environ}",
        "{whole.format.__globals__[string]._re.enum.sys.modules[os].environ}",
        "{whole!r:>100}",
        "{0}",
        "{",
    ],
)
def test_a_catalogue_puts_words_in_and_looks_nothing_up(message: str) -> None:
    """Translations are the project's too: str.format would follow attributes to the environment."""
    words = ("of {whole}", "as of {date}", "{number} million", "about {date}")
    catalogue = "".join(f'msgid "{word}"\nmsgstr "{message}"\n\n' for word in words)
    project = small_project(
        {
            "figures": [
                {"id": "all", "label": "A", "value": 193, "as_of": "2020~", "unit_multiplier": 6},
                {"id": "a", "label": "A", "value": 180, "of": "all"},
            ]
        }
    )
    body = "{{ quantity(figures.a) }}\n{{ as_of(figures.all) }}\n{{ figures.all.as_of }}"
    page = write_page(project, body, files={"templates/locale/en.po": PO_HEADER + catalogue})
    for line in page.html.splitlines():
        assert str(escape(message)) in line


PO_HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


ODD = (
    *("none", "1", "10 ** 40", "1.5", "true", "'../x'", "'\\x00'", "[]", "{'a': 1}", "partners"),
    *("partners.ilo", "partners.ilo.name", "figures.n", "brief", "programmes.p.budgets", "prose"),
    *("namespace(a=1)", "dict", "figures.n.value", "programmes.p.period", "loop_that_is_not"),
)


def without_place(template: str) -> list[str]:
    """Problems of a page that say not where."""
    try:
        write_page(PROJECT, template).reads.dependencies()
    except ProblemsError as error:
        return [found.message for found in error.problems if found.place is None]
    return []


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name != "head"])
def test_whatever_a_function_is_given_the_template_is_told(name: str) -> None:
    """A mistake in a template is never taken for one of the program's."""
    for value in ODD:
        for call in (f"{name}({value})", f"{name}({value}, {value})", f"{name}('x', {value})"):
            assert without_place("{{ " + call + " }}") == [], call
