"""Where a page overflows: the block that begins beyond, and the template line that wrote it."""

from __future__ import annotations

import pytest
from jinja2 import Environment

from reportgen.rendering.fonts import FontFace
from reportgen.rendering.pdf import block_beyond
from reportgen.rendering.tracing import anchored, first_beyond, with_origins

TEMPLATE = """\
<section>
{% set kept = "<p>in a string</p>" %}
{% for row in rows %}
<p class="row">Đoạn {{ row }}</p>
{% endfor %}
<table id="last"><caption>The end</caption></table>
</section>
"""


def page(rows: int) -> str:
    source = with_origins(TEMPLATE, "templates/my report.html.j2")
    body = Environment(autoescape=True).from_string(source).render(rows=range(rows))
    style = "<style>@page{size:A5;margin:1cm} p{height:4.6cm;margin:0}</style>"
    return f"<!DOCTYPE html><html lang=vi><head><title>t</title>{style}</head><body>{body}"


def test_blocks_know_their_line() -> None:
    html, blocks = anchored(page(2))
    assert "data-origin" not in html
    found = [(block.path, block.line, block.text) for block in blocks.values()]
    assert found == [
        ("templates/my report.html.j2", 1, "Đoạn 0 Đoạn 1 The end"),
        ("templates/my report.html.j2", 4, "Đoạn 0 Đoạn 1 The end"),
        ("templates/my report.html.j2", 4, "Đoạn 1 The end"),
        ("templates/my report.html.j2", 6, "The end"),
        ("templates/my report.html.j2", 6, "The end"),
    ]
    assert blocks["last"].line == 6


@pytest.mark.parametrize(("rows", "line", "text"), [(6, 4, "Đoạn 4"), (4, 6, "The end")])
def test_the_first_block_beyond(
    faces: tuple[FontFace, ...], rows: int, line: int, text: str
) -> None:
    found = block_beyond(page(rows), 1, fetch=lambda _: None, faces=faces, sheets=())
    assert found is not None
    assert (found.line, found.text.startswith(text)) == (line, True)


def test_none_beyond(faces: tuple[FontFace, ...]) -> None:
    assert block_beyond(page(2), 1, fetch=lambda _: None, faces=faces, sheets=()) is None


def test_a_block_that_only_goes_on_counts_where_none_begins() -> None:
    _, blocks = anchored(page(1))
    first = next(iter(blocks))
    assert first_beyond([[first], [first]], blocks, 1) == blocks[first]
