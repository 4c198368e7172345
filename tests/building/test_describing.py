"""What `templates show` says of the shipped templates and of a project's own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from reportgen.building.describing import added_sources, describe, signature
from reportgen.problems import ProblemsError
from reportgen.rendering.custom_properties import custom_properties
from reportgen.shipped import templates_root
from tests.running import write_project
from tests.small import MemoryWorld

PROJECT = {"reportgen.yaml": "reports:\n  brief: {template: country-brief}\n"}
SHIPPED = sorted(
    path.relative_to(templates_root()).as_posix()
    for path in templates_root().rglob("*.html.j2")
    if "scaffolds" not in path.parts  # what `new` writes, which no page looks up
)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_block_and_macro_that_ships_is_listed_at_its_line(tmp_path: Path, name: str) -> None:
    offer = describe(write_project(tmp_path, PROJECT), name)
    text = (templates_root() / name).read_text("utf-8")
    for kind, parts in (("block", offer.blocks), ("macro", offer.macros)):
        own = [part for part in parts if part.where.startswith(f"shipped {name}:")]
        assert {part.text.partition("(")[0] for part in own} == set(
            re.findall(rf"{{%-? *{kind} (\w+)", text)
        )
        for part in own:
            line = text.splitlines()[int(part.where.rpartition(":")[2]) - 1]
            assert re.search(rf"{kind} {part.text.partition('(')[0]}\b", line)


def test_a_page_has_the_blocks_of_what_it_extends_and_what_its_manifest_declares(
    tmp_path: Path,
) -> None:
    own = '{% extends "!base.html.j2" %}\n\n{% block cover %}{% endblock %}\n'
    root = write_project(tmp_path, PROJECT | {"templates/base.html.j2": own})
    offer = describe(root, "country-brief")
    assert offer.chain == (
        "shipped country-brief.html.j2",
        "templates/base.html.j2",
        "shipped base.html.j2",
    )
    places = {part.text: part.where for part in offer.blocks}
    assert places["cover"] == "templates/base.html.j2:3"
    assert places["body"].startswith("shipped base.html.j2:")
    assert offer.manifest is not None
    assert "headline" in offer.manifest.parameters
    assert "context" in offer.manifest.texts


def test_tokens_are_those_of_the_project_after_those_that_ship(tmp_path: Path) -> None:
    own = ":root { --ink: #000011; --ours: 1px /* thin */ }"
    root = write_project(tmp_path, PROJECT | {"templates/styles/tokens.css": own})
    tokens = describe(root, "styles/print.css").tokens or {}
    assert (tokens["--ink"], tokens["--ours"]) == ("#000011", "1px")
    assert tokens["--paper"] == "#ffffff"


def test_each_part_is_told_from_the_level_that_it_comes_from(tmp_path: Path) -> None:
    root = write_project(
        tmp_path,
        {
            "reportgen.yaml": "theme: themes/a\n" + PROJECT["reportgen.yaml"],
            "themes/a/theme.yaml": "name: A\nextends: themes/b\n",
            "themes/b/theme.yaml": "name: B\n",
            "themes/a/base.html.j2": '{% extends "!base.html.j2" %}\n{% block end %}{% endblock %}',
            "themes/b/base.html.j2": '{% extends "!base.html.j2" %}{% block cover %}{% endblock %}',
            "themes/a/styles/tokens.css": ":root { --ink: #000011 }",
            "themes/b/styles/tokens.css": ":root { --ink: #000022; --rule: #000033 }",
            "templates/styles/tokens.css": ":root { --ours: 1px }",
        },
    )
    offer = describe(root, "country-brief")
    assert offer.chain[1:] == (
        "themes/a/base.html.j2",
        "themes/b/base.html.j2",
        "shipped base.html.j2",
    )
    places = {part.text: part.where for part in offer.blocks}
    assert places["end"] == "themes/a/base.html.j2:2"
    assert places["cover"] == "themes/b/base.html.j2:1"
    assert offer.set_by == {"--ink": "themes/a", "--rule": "themes/b", "--ours": "project"}
    assert (offer.tokens or {})["--ink"] == "#000011"
    assert describe(root, "country-brief", "default").chain[1:] == ("shipped base.html.j2",)


def test_tokens_under_a_condition_are_left_out() -> None:
    css = ":root { --a: 1 } /* :root { --a: 2 } */ @media print { :root { --a: 3; --b: 4 } } p { --c: 5 }"
    assert custom_properties(css).light == {"--a": "1"}


@pytest.mark.parametrize(
    "written", ['f(a, b="x", c=none, d=false, e=3, g=[], h=…)', "f()", "f(a)", "f(a=true)"]
)
def test_a_macro_is_shown_as_it_is_called(written: str) -> None:
    source = f"{{% macro {written.replace('…', 'b.c | upper')} %}}{{% endmacro %}}"
    (macro,) = Environment(autoescape=True).parse(source).find_all(nodes.Macro)
    assert signature(macro) == written


def test_a_template_that_extends_itself_ends(tmp_path: Path) -> None:
    files = PROJECT | {"templates/a.html.j2": '{% extends "a.html.j2" %}'}
    assert describe(write_project(tmp_path, files), "a").chain == ("templates/a.html.j2",)


@pytest.mark.parametrize(
    ("name", "code"),
    [("broken", "template-syntax"), ("country-breif", "unknown-template"), ("odd", "wrong-type")],
)
def test_what_cannot_be_shown_is_told(tmp_path: Path, name: str, code: str) -> None:
    files = PROJECT | {
        "templates/broken.html.j2": "\n{% for %}",
        "templates/odd.html.j2": "",
        "templates/odd.yaml": "- title: A\n",
    }
    with pytest.raises(ProblemsError) as told:
        describe(write_project(tmp_path, files), name)
    assert [found.code for found in told.value.problems] == [code]


FILTERS = "def shout(text, mark='!', *, times=1): ...\n\n\ndef _inner(): ...\n"


def test_filters_of_the_project_are_shown_with_their_arguments(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_project(tmp_path / "project", {**PROJECT, "filters.py": FILTERS})
    own = {"reportgen/config.yaml": f"projects:\n  {root}: {{trust: true}}\n"}
    monkeypatch.setenv("XDG_CONFIG_HOME", str(write_project(tmp_path / "own", own)))
    shown = [("shout(text, mark='!', *, times=1)", "filters.py:1")]
    for name in ("filters.py", "country-brief"):
        assert [(part.text, part.where) for part in describe(root, name).functions] == shown
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    assert [part.text for part in describe(root, "filters.py").functions] == ["shout"]
    assert describe(root, "country-brief").functions == ()


def test_what_adds_filters_is_listed() -> None:
    files = {"filters.py": FILTERS}
    assert list(added_sources(MemoryWorld())) == []
    assert list(added_sources(MemoryWorld(files, trust=True))) == [("filters.py", "project")]
    assert list(added_sources(MemoryWorld(files))) == [
        ("filters.py", "project, not run: it is not trusted")
    ]
