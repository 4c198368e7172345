"""Fails where WeasyPrint moves what `weasy_private.py` rests on and does not promise."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from weasyprint import HTML
from weasyprint.pdf import tags as stock

from reportgen.rendering.structure import Origins
from reportgen.rendering.weasy_private import noting_origins

PAGE = """<!DOCTYPE html><html lang="en"><head><title>T</title><style>
@page { @top-left { content: "H" } @bottom-right { content: counter(page) } }
i::before { content: "x" } u { float: footnote } b { position: absolute }</style></head>
<body><h1>T</h1><ul><li>a</li></ul><dl><dt>c</dt></dl><table><tr><th>d</th></tr></table>
<p><i>e</i> <u>f</u> <b>g</b> <svg width="9" height="9"><title>t</title></svg></p></body></html>"""


@pytest.fixture
def noted() -> tuple[Origins, list[Any]]:
    """What was noted, and every tag that WeasyPrint made."""
    found: list[Any] = []
    with noting_origins() as origins:
        HTML(string=PAGE).render().write_pdf(
            pdf_variant="pdf/a-3a", finisher=lambda _, pdf: found.extend(pdf.objects)
        )
    return origins, [thing for thing in found if thing.__class__.__name__ == "Dictionary"]


def test_the_function_that_makes_tags_is_as_it_was() -> None:
    assert list(inspect.signature(stock._build_box_tree).parameters) == [
        "box",
        "parent",
        "pdf",
        "page_number",
        "nums",
        "annotations",
        "tags",
    ]


def test_the_function_is_put_back(noted: tuple[Origins, list[Any]]) -> None:
    assert stock._build_box_tree.__module__ == "weasyprint.pdf.tags"
    assert stock._build_box_tree.__qualname__ == "_build_box_tree"


def test_every_tag_of_an_element_knows_it(noted: tuple[Origins, list[Any]]) -> None:
    origins, things = noted
    tags = [thing for thing in things if thing.get("Type") == "/StructElem"]
    known = {thing["S"] for thing in tags if thing.number in origins.of}
    assert known >= {"/H1", "/P", "/L", "/LI", "/LBody", "/Lbl", "/Table", "/TR", "/TH", "/Figure"}
    names = {origin.tag for origin in origins.of.values()}
    assert names >= {"h1", "li", "li::marker", "dt", "th", "i", "i::before", "u", "b"}
    assert all(origin.element is not None for origin in origins.of.values())
    assert [o.tag for o in origins.of.values() if o.footnote and "::" not in o.tag] == ["u"]
    (figure,) = (origin for origin in origins.of.values() if origin.edges)
    left, top, right, bottom = figure.edges or (0, 0, 0, 0)
    assert (right - left, bottom - top) == (9, 9)


def test_what_stands_in_the_margins_is_known(noted: tuple[Origins, list[Any]]) -> None:
    origins, _ = noted
    assert [place for place, _ in origins.running] == ["@top-left", "@bottom-right"]
    assert all(things for _, things in origins.running)
