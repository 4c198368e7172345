"""Tables for narrow screens: the head of its column stands at each cell, whatever spans what."""

from __future__ import annotations

import re

import pytest

from reportgen.rendering.stacking import with_labels


def labels(html: str) -> list[str]:
    """`LABEL=TEXT` for each cell of data."""
    cells = re.findall(r'<td(?: data-label="([^"]*)")?[^>]*>(.*?)</td>', with_labels(html))
    return [f"{label}={text}" for label, text in cells]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            (
                "<thead><tr><th>A</th><th scope=col>B <span><a><sup>1</sup></a></span></th></tr></thead>"
                "<tbody><tr><th>x</th><td>1</td></tr><tr><td>y</td><td>2</td></tr></tbody>"
            ),
            ["B=1", "A=y", "B=2"],
        ),
        (
            (
                '<thead><tr><th rowspan="2">A</th><th colspan="2">Planned &amp; "so"</th></tr>'
                "<tr><th>2024</th><th>2025</th></tr></thead>"
                "<tbody><tr><td>x</td><td>1</td><td>2</td></tr></tbody>"
            ),
            ["A=x", "Planned &amp; &quot;so&quot;, 2024=1", "Planned &amp; &quot;so&quot;, 2025=2"],
        ),
        (
            (
                "<thead><tr><th>A</th><th>B</th><th>C</th></tr></thead><tbody>"
                '<tr><td rowspan="2">x</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr>'
                '<tr><td colspan="2">y</td><td>5</td></tr></tbody>'
            ),
            ["A=x", "B=1", "C=2", "B=3", "C=4", "A=y", "C=5"],
        ),
        ("<tr><td>1</td></tr>", ["=1"]),
    ],
)
def test_a_cell_knows_the_head_of_its_column(table: str, expected: list[str]) -> None:
    assert labels(f"<table>{table}</table>") == expected


def test_nothing_else_is_added() -> None:
    page = (
        '<table id="t"><caption>C</caption><thead><tr><th scope="col">A</th></tr></thead><tbody>'
        '<tr><th scope="rowgroup">G</th></tr><tr><td class="a">\n</td></tr></tbody></table>'
    )
    expected = page.replace("<table", "<table data-stacked").replace("<td", "<td data-empty")
    assert with_labels(page) == expected


def test_what_is_no_table_of_data_stays_as_it_is() -> None:
    for page in (
        "<p>a</p>",
        '<table role="presentation"><tr><td>1</td></tr></table>',
        "<tr></table>",
    ):
        assert with_labels(page) == page


def test_a_table_in_a_cell_has_labels_of_its_own() -> None:
    inner = "<table><thead><tr><th>I</th></tr></thead><tr><td>2</td></tr></table>"
    outer = f"<table><thead><tr><th>O</th></tr></thead><tr><td>1</td></tr><tr><td>{inner}</td></tr></table>"
    assert re.findall('data-label="(.)"', with_labels(outer)) == ["O", "O", "I"]
