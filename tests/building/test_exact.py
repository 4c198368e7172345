"""What is built from what is known is, byte for byte, what is built from nothing.

A machine edits a project at random: data, prose, templates, overrides, styles, fonts, images,
words, settings. After every few edits it builds, copies the project without what was built, builds
the copy, and compares. It also knows everything that was ever laid out, so a PDF that is laid out
again from the same input is an error too.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from reportgen.building.pipeline import Result
from reportgen.wanted import Options, Wanted
from tests.workshop import build, cheap, files_of, small_font, write_shipped

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


class Exact(RuleBasedStateMachine):
    """A project that somebody edits; `check` compares what is built with what should be."""

    layout: Any = None

    def __init__(self) -> None:
        super().__init__()
        self.room = Path(tempfile.mkdtemp(prefix="exact-"))
        self.shipped = write_shipped(self.room / "shipped")
        self.project = self.room / "project"
        self.seen: set[str] = set()
        self.data: Data = {
            "partners": {
                "a": {"name": "Anna", "acronym": "A"},
                "b": {"name": {"en": "Ben", "vi": "Ba"}, "acronym": "B"},
            },
            "programmes": {"a": {"title": "First", "partners": ["a"]}},
            "figures": {"a": {"label": "Many", "value": 3, "sources": ["a"]}},
            "sources": {"a": {"title": "A book", "creator": "b"}, "b": {"title": "A paper"}},
            "groups": {},
            "people": {},
            "texts": {"context": {"en": "There are {a} of {partners.a}."}},
            "things": {},
        }
        self.configuration: dict[str, Any] = {
            "languages": ["en", "vi"],
            "reports": {
                "page": {"template": "page"},
                "sheet": {"template": "sheet", "each": "partners"},
                "inside": {"template": "page", "audience": "internal", "formats": ["pdf"]},
            },
        }
        self.comment = 0
        self.built = False
        self.lost = False

    def teardown(self) -> None:
        try:
            self.check()
        finally:
            shutil.rmtree(self.room)

    @initialize(
        one=st.lists(st.integers(0, len(PIECES) - 1), max_size=8),
        two=st.lists(st.integers(0, len(PIECES) - 1), max_size=5),
    )
    def start(self, one: list[int], two: list[int]) -> None:
        self.pages = {"page": one, "sheet": two}
        self.put("templates/macros.html.j2", MACROS[0])
        self.put("templates/outer.html.j2", OUTER[0])
        self.put("templates/inner.html.j2", INNER)
        self.put("data/images/logo.png", "logo")
        self.put("templates/images/seal.png", "seal")
        self.put("templates/page.yaml", yaml.safe_dump(MANIFEST))
        self.put("templates/sheet.yaml", yaml.safe_dump(MANIFEST))
        self.write()
        self.write_pages()

    def put(self, name: str, text: str | bytes | None, root: Path | None = None) -> None:
        """Write a file, or with None take it away."""
        path = (root or self.project) / name
        if text is None:
            path.unlink(missing_ok=True)
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def write(self) -> None:
        self.put("reportgen.yaml", yaml.safe_dump(self.configuration, sort_keys=False))
        for name, rows in self.data.items():
            records = [{"id": id_, **row} for id_, row in rows.items()]
            text = yaml.safe_dump(records, sort_keys=False) + "# note\n" * (self.comment % 3)
            self.put(f"data/{name}.yaml", text if records else None)

    def write_pages(self) -> None:
        for name, pieces in self.pages.items():
            comment = f"{{# {self.comment} #}}" if self.comment else ""
            self.put(f"templates/{name}.html.j2", page(pieces, comment))

    def after(self, then: int) -> None:
        self.write()
        self.write_pages()
        if then == 0:
            self.check()

    # Edits of the data

    @rule(id_=RECORDS, name=TEXTS, acronym=WORDS, audience=AUDIENCES, then=st.integers(0, 2))
    def partner(self, id_: str, name: Any, acronym: str, audience: str | None, then: int) -> None:
        row = {"name": name, "acronym": acronym}
        self.data["partners"][id_] = row | ({"audience": audience} if audience else {})
        self.after(then)

    @rule(
        kind=st.sampled_from(["partners", "programmes", "figures", "sources", "groups", "people"]),
        id_=RECORDS,
        then=st.integers(0, 2),
    )
    def remove(self, kind: str, id_: str, then: int) -> None:
        self.data[kind].pop(id_, None)
        self.after(then)

    @rule(kind=st.sampled_from(["partners", "figures", "programmes"]), then=st.integers(0, 2))
    def reorder(self, kind: str, then: int) -> None:
        self.data[kind] = dict(reversed(self.data[kind].items()))
        self.after(then)

    @rule(old=RECORDS, new=st.sampled_from(["a", "b", "c", "d"]), then=st.integers(0, 2))
    def rename(self, old: str, new: str, then: int) -> None:
        rows = self.data["partners"]
        if old in rows and new not in rows:
            self.data["partners"] = {new if k == old else k: v for k, v in rows.items()}
        self.after(then)

    @rule(
        id_=RECORDS,
        of=st.lists(RECORDS, unique=True, max_size=2),
        title=TEXTS,
        then=st.integers(0, 2),
    )
    def programme(self, id_: str, of: list[str], title: Any, then: int) -> None:
        known = [one for one in of if one in self.data["partners"]]
        self.data["programmes"][id_] = {"title": title, "partners": known}
        self.after(then)

    @rule(id_=RECORDS, of=st.lists(RECORDS, unique=True, max_size=2), then=st.integers(0, 2))
    def group(self, id_: str, of: list[str], then: int) -> None:
        known = [one for one in of if one in self.data["partners"]]
        self.data["groups"][id_] = {"title": f"Group {id_}", "members": known}
        self.after(then)

    @rule(id_=RECORDS, name=WORDS, then=st.integers(0, 2))
    def person(self, id_: str, name: str, then: int) -> None:
        self.data["people"][id_] = {"name": name}
        self.after(then)

    @rule(id_=RECORDS, creator=st.sampled_from(["a", "b", "c", "somebody"]), then=st.integers(0, 2))
    def source(self, id_: str, creator: str, then: int) -> None:
        self.data["sources"][id_] = {"title": f"Book {id_}", "creator": creator}
        self.after(then)

    @rule(id_=RECORDS, successor=RECORDS, then=st.integers(0, 2))
    def successor(self, id_: str, successor: str, then: int) -> None:
        if id_ < successor and {id_, successor} <= set(self.data["partners"]):
            self.data["partners"][id_]["valid"] = {"until": "2020", "successor": successor}
        self.after(then)

    @rule(
        id_=RECORDS,
        value=st.integers(0, 3),
        cited=st.sampled_from([[], ["a"], ["b"]]),
        time=st.sampled_from([None, "2020"]),
        then=st.integers(0, 2),
    )
    def figure(self, id_: str, value: int, cited: list[str], time: str | None, then: int) -> None:
        known = [one for one in cited if one in self.data["sources"]]
        self.data["figures"][id_] = {
            "label": "Many",
            "value": value,
            "sources": known,
            "time": time,
        }
        self.after(then)

    @rule(
        id_=st.sampled_from(["context", "page-context", "more"]),
        text=st.sampled_from([None, "Short.", "See {a}.", "See [@b].", "A *word*."]),
        then=st.integers(0, 2),
    )
    def text(self, id_: str, text: str | None, then: int) -> None:
        self.data["texts"].pop(id_, None)
        if text:
            self.data["texts"][id_] = {"en": text}
        self.after(then)

    @rule(
        name=st.sampled_from(["context.vi", "more.en", "sheet-context.en"]),
        text=st.sampled_from([None, "File.", "File two."]),
        then=st.integers(0, 2),
    )
    def text_file(self, name: str, text: str | None, then: int) -> None:
        self.put(f"data/texts/{name}.md", text)
        self.after(then)

    @rule(
        id_=RECORDS,
        row=st.sampled_from([None, {}, {"size": 1}, {"size": None}, {"size": 1, "x": [1]}]),
        then=st.integers(0, 2),
    )
    def thing(self, id_: str, row: Mapping[str, Any] | None, then: int) -> None:
        self.data["things"].pop(id_, None)
        if row is not None:
            self.data["things"][id_] = dict(row)
        self.after(then)

    @rule(title=TEXTS, publisher=st.sampled_from([None, "a", "Somebody"]), then=st.integers(0, 2))
    def dataset(self, title: Any, publisher: str | None, then: int) -> None:
        card = {"title": title} | ({"publisher": publisher} if publisher else {})
        self.put("data/dataset.yaml", yaml.safe_dump(card))
        self.after(then)

    # Edits of the theme

    @rule(
        name=st.sampled_from(["page", "sheet"]),
        pieces=st.lists(st.integers(0, len(PIECES) - 1), max_size=8),
        then=st.integers(0, 1),
    )
    def template(self, name: str, pieces: list[int], then: int) -> None:
        self.pages[name] = pieces
        self.after(then)

    @rule(
        file=st.sampled_from(
            [
                *(("macros.html.j2", text) for text in MACROS),
                *(("outer.html.j2", text) for text in (*OUTER, None)),
                ("inner.html.j2", INNER),
                ("inner.html.j2", INNER.replace("length", "list | length")),
                *(("part.html.j2", text) for text in (None, "a part", "{{ partners | length }}")),
                *(("first.html.j2", text) for text in (None, "the first")),
                *(("data/odd.html.j2", text) for text in (None, "odd one", "odd two")),
                *(("base.html.j2", text) for text in (None, BASE, BASE.replace("mine", "ours"))),
                *(
                    ("styles/print.css", text)
                    for text in (None, "@page {}", "@import url(styles/more.css);", "p { odd: 1 }")
                ),
                *(("styles/more.css", text) for text in (None, "p {}", "p { color: red }")),
                *(("styles/screen.css", text) for text in (None, "p {}")),
                *(("styles/tokens.css", text) for text in (None, ":root { --ink: #222222 }")),
                *(("images/seal.png", text) for text in ("seal", "other", None)),
                *(
                    ("locale/vi.po", text)
                    for text in (None, CATALOGUE, CATALOGUE.replace("WORD", "ban"))
                ),
                *(("locale/en.po", text) for text in (None, CATALOGUE)),
                *(("styles/index.css", text) for text in (None, "p {}")),
                *(("index.html.j2", text) for text in (None, "{{ head() }}{{ index.number }}")),
            ]
        ),
        below=st.sampled_from([False, False, True]),
        then=st.integers(0, 2),
    )
    def theme_file(self, file: tuple[str, str | None], then: int, *, below: bool) -> None:
        name, text = file
        needed = name.startswith(("styles/", "base", "locale/vi", "index"))
        if not below:
            self.put(f"templates/{name}", text)
        elif text is not None and (name != "base.html.j2"):
            self.put(name, text, self.shipped)
        elif not needed:
            self.put(name, None, self.shipped)
        self.after(then)

    @rule(brand=st.sampled_from(BRANDS), size=st.integers(8, 9), then=st.integers(0, 2))
    def brand(self, brand: str | None, size: int, then: int) -> None:
        self.put("_brand.yml", brand)
        self.put("mark.svg", MARK.format(size))
        self.after(then)

    @rule(data=st.sampled_from(["logo", "another", None]), then=st.integers(0, 2))
    def image(self, data: str | None, then: int) -> None:
        self.put("data/images/logo.png", data)
        self.after(then)

    @rule(
        faces=st.sampled_from([None, 1, 2]),
        letters=st.sampled_from(["", "é"]),
        then=st.integers(0, 2),
    )
    def fonts(self, faces: int | None, letters: str, then: int) -> None:
        rows = [
            {"family": "Small", "weight": weight, "style": "normal", "file": "small"}
            for weight in (400, 700)
        ]
        self.put("templates/fonts/fonts.yaml", yaml.safe_dump(rows[:faces]) if faces else None)
        self.put("templates/fonts/small.ttf", small_font(letters) if letters else None)
        self.after(then)

    # Edits of the settings

    @rule(
        change=st.sampled_from(
            [
                ("as_of", None),
                ("as_of", "2024-04-24"),
                ("as_of", "2025-01-01"),
                ("audience", "internal"),
                ("audience", "public"),
                ("status", "draft"),
                ("paper", "A5"),
                ("languages", ["vi", "en"]),
                ("languages", ["en"]),
                ("formats", ["html"]),
                ("formats", ["pdf", "html"]),
                ("checks", {"unused-record": "off"}),
                ("checks", {"style-ignored": "error"}),
            ]
        ),
        then=st.integers(0, 2),
    )
    def setting(self, change: tuple[str, Any], then: int) -> None:
        self.configuration[change[0]] = change[1]
        if change[1] is None:
            del self.configuration[change[0]]
        self.after(then)

    @rule(
        report=st.sampled_from(["page", "sheet", "inside"]),
        change=st.sampled_from(
            [
                ("title", "Another"),
                ("title", {"en": "In English", "vi": "Tieng Viet"}),
                ("pages", "1"),
                ("pages", "1-9"),
                ("pages", "9"),
                ("params", {"who": "a"}),
                ("params", {"who": "b", "word": "said"}),
                ("sections", ["y"]),
                ("output", "elsewhere/{id}"),
                ("output", "moved"),
                ("where", {"acronym": ["A", "one"]}),
                ("formats", ["html"]),
                ("template", "page"),
                ("template", "sheet"),
            ]
        ),
        then=st.integers(0, 2),
    )
    def report(self, report: str, change: tuple[str, Any], then: int) -> None:
        name, value = change
        own = self.configuration["reports"].setdefault(report, {"template": "page"})
        own[name] = value
        if (name == "where" or value == "elsewhere/{id}") != (report == "sheet") and name in (
            "where",
            "output",
        ):
            del own[name]
        self.after(then)

    @rule(report=st.sampled_from(["page", "sheet", "inside"]), then=st.integers(0, 2))
    def report_goes(self, report: str, then: int) -> None:
        self.configuration["reports"].pop(report, None)
        self.after(then)

    @rule(then=st.integers(0, 2))
    def undo_settings(self, then: int) -> None:
        for own in self.configuration["reports"].values():
            for name in ("pages", "title", "params", "output", "where", "sections"):
                own.pop(name, None)
        self.after(then)

    # What builds do

    @rule()
    def comments(self) -> None:
        """Comments in YAML and templates: nothing is laid out."""
        self.check()
        self.comment += 1
        self.write()
        self.write_pages()
        result, _ = self.incremental(Options())
        assert result.rendered == 0 or self.lost
        self.check()

    @rule(
        wanted=st.sampled_from(
            [
                Wanted(formats=("html",)),
                Wanted(languages=("en",)),
                Wanted(reports=("page",)),
                Wanted(parameters={"word": "given"}),
                Wanted(where={"id": ["a"]}),
            ]
        ),
        then=st.integers(0, 2),
    )
    def part(self, wanted: Wanted, then: int) -> None:
        """A build of some briefs only; whatever it leaves, the next full build is exact."""
        self.incremental(Options(wanted))
        self.after(then)

    @rule(path=st.integers(0, 9), how=st.sampled_from(["change", "remove"]))
    def hand(self, path: int, how: str) -> None:
        """Somebody changes or removes a file that is built."""
        found = [p for p in sorted((self.project / "build").rglob("*")) if p.is_file()]
        found = [p for p in found if p.name != "manifest.json"]
        if found and self.built:
            chosen = found[path % len(found)]
            if how == "remove":
                chosen.unlink()
            else:
                chosen.write_bytes(b"changed")
            self.check()

    @precondition(lambda self: self.built)
    @rule(how=st.sampled_from(["objects", "jobs", "states", "flip", "manifest"]))
    def lose(self, how: str) -> None:
        """Parts of the cache go, or are damaged."""
        cache = self.project / ".reportgen" / "cache"
        if how == "manifest":
            (self.project / "build" / "manifest.json").unlink(missing_ok=True)
        elif how == "flip":
            for path in sorted(cache.glob("objects/*/*")):
                path.write_bytes(path.read_bytes()[:-1] + b"?")
            self.seen.clear()
            self.lost = True
        else:
            shutil.rmtree(cache / how, ignore_errors=True)
            if how == "objects":
                self.seen.clear()
            self.lost |= how == "objects"
        self.check()

    def incremental(self, options: Options) -> tuple[Result, list[str]]:
        with cheap(self.shipped, layout=self.layout) as laid_out:
            result = build(self.project, options)
        again = [key for key in laid_out if key in self.seen]
        assert not again, "a PDF was laid out from what had been laid out before"
        self.seen.update(laid_out)
        return result, laid_out

    def check(self) -> None:
        """Build; build a copy from nothing; compare."""
        result, _ = self.incremental(Options())
        copy = self.room / "copy"
        shutil.copytree(self.project, copy, ignore=shutil.ignore_patterns("build", ".reportgen"))
        with cheap(self.shipped, layout=self.layout):
            clean = build(copy)
        try:
            assert told(result) == told(clean)
            assert result.ok == clean.ok
            ours, theirs = files_of(self.project / "build"), files_of(copy / "build")
            if clean.ok:
                assert sorted(ours) == sorted(theirs)
                assert [name for name in ours if ours[name] != theirs[name]] == []
            else:  # a brief that failed keeps its old files
                for name in ("manifest.json", "index.html"):
                    theirs.pop(name, None)
                assert {name: ours.get(name) for name in theirs} == theirs
            again, laid_out = self.incremental(Options())
            assert laid_out == []
            assert told(again) == told(result)
            if result.ok:
                assert again.written == ()
        finally:
            shutil.rmtree(copy)
        self.built = True


def told(result: Result) -> list[tuple[str, str, str]]:
    """The problems, without those of a file that somebody changed."""
    return [
        (found.code, found.message, str(found.place))
        for found in result.problems
        if found.code != "changed-by-hand"
    ]


def lay_out_for_real(html: str, **given: Any) -> Any:
    from reportgen.rendering.weasy import lay_out

    return lay_out(html, **given)


class ExactlyLaidOut(Exact):
    """The same with real PDFs."""

    layout = staticmethod(lay_out_for_real)


PROFILE = settings(
    max_examples=25,
    stateful_step_count=12,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)

TestExact = Exact.TestCase
TestExact.settings = PROFILE

TestExactlyLaidOut = pytest.mark.slow(ExactlyLaidOut.TestCase)
TestExactlyLaidOut.settings = settings(PROFILE, max_examples=4, stateful_step_count=5)


def test_a_walk_through_every_kind_of_edit() -> None:
    """Short, and the same each time: what once was wrong stays right."""
    at = Exact()
    at.start(list(range(len(PIECES))), [0, 3, 10])
    try:
        at.check()
        at.thing("a", {}, 0)  # a collection of one's own appears: a name that templates test
        at.thing("a", {"size": None}, 0)
        at.thing("a", {"size": 1, "x": [1]}, 0)
        at.person("c", "Carla", 0)
        at.source("a", "c", 0)
        at.partner("c", "Carl", "C", None, 0)  # the same id in the collection that goes first
        at.partner("b", "Ben", "B", "internal", 0)
        at.figure("b", 2, ["b"], None, 0)
        at.reorder("figures", 0)  # gaps stand in the order of the data
        at.theme_file(("styles/print.css", "@import url(styles/more.css);"), 2, below=False)
        at.theme_file(("styles/more.css", "p {}"), 0, below=False)
        at.comments()
        at.theme_file(("styles/print.css", "p { odd: 1 }"), 0, below=False)
        at.comments()  # a warning is no reason to lay out again
        at.theme_file(("macros.html.j2", MACROS[1]), 0, below=False)
        at.theme_file(("locale/en.po", CATALOGUE), 0, below=False)
        at.theme_file(("data/odd.html.j2", "odd"), 0, below=False)
        at.report("page", ("pages", "9"), 0)
        at.undo_settings(0)
        at.remove("programmes", "a", 0)
        at.rename("c", "d", 0)
    finally:
        at.teardown()
