"""What the style sheets that ship promise of printed pages: tables that go on say so, no row alone."""

from __future__ import annotations

from collections.abc import Sequence

import pypdfium2
import pytest

from reportgen.rendering.fetching import Fetched
from reportgen.rendering.fonts import FontFace
from reportgen.rendering.media import PRINT_SHEETS
from reportgen.rendering.pdf import render_pdf
from reportgen.shipped import templates_root
from tests.rendering.test_country_brief import country
from tests.rendering.test_reports import rows

Faces = tuple[FontFace, ...]


def pages(body: str, faces: Faces) -> list[str]:
    """The text of each page of a brief with this body, under the styles that ship."""

    def fetch(name: str) -> Fetched | None:
        path = templates_root() / name
        return Fetched(path.read_bytes(), "text/css") if path.is_file() else None

    html = (
        f'<html lang="en"><title>T</title><body class="brief" data-title="T">{body}</body></html>'
    )
    data = render_pdf(html, fetch=fetch, faces=faces, sheets=PRINT_SHEETS).data
    return [
        page.get_textpage().get_text_range().replace("\r\n", " ")
        for page in pypdfium2.PdfDocument(data)
    ]


def table(name: str, lines: Sequence[str]) -> str:
    """A table as macros/tables.html.j2 writes it."""
    body = "".join(f'<tr><th scope="row">{line}</th></tr>' for line in lines)
    return (
        f'<div class="table-frame"><table><caption data-continued="{name} (continued)">{name}'
        f'</caption><thead><tr><th scope="col">Head</th></tr></thead><tbody>{body}</tbody></table></div>'
    )


def numbered(count: int) -> list[str]:
    return [f"row-{number}" for number in range(count)]


def test_a_table_that_goes_on_says_so_and_a_whole_one_does_not(faces: Faces) -> None:
    long, whole = table("Long", numbered(100)), table("Whole", ["one", "two"])
    found = pages(
        f'<h2>First</h2>{long}<p>After.</p><div style="break-before: page">{whole}</div>'
        f'<p style="break-before: page">End.</p>',
        faces,
    )
    goes_on = [number for number, text in enumerate(found) if "(continued)" in text]
    starts, ends = (
        next(number for number, text in enumerate(found) if word in text.split())
        for word in ("row-0", "row-99")
    )
    assert ends > starts
    assert goes_on == list(range(starts + 1, ends + 1))
    assert all(found[number].count("Long (continued)") == 1 for number in goes_on)
    assert all("Head" in found[number] for number in goes_on), "heads are repeated"


def test_a_table_that_is_pushed_to_the_next_page_is_whole_there(faces: Faces) -> None:
    """It is tried on the page before, where its caption would still fit."""
    for room in range(236, 258, 3):
        filled = f'<div style="height: {room}mm"></div>'
        found = pages(f"{filled}{table('Short', numbered(3))}", faces)
        split = sum("row-" in text for text in found) > 1
        assert any("(continued)" in text for text in found) is split, room


@pytest.mark.parametrize("count", range(38, 46))
def test_no_row_stands_alone_on_a_page(faces: Faces, count: int) -> None:
    found = pages(table("Table", numbered(count)), faces)
    assert all(text.count("row-") != 1 for text in found), [t.count("row-") for t in found]


def agreement(number: int, kind: str) -> dict[str, str]:
    return {"id": f"a{number}", "title": f"Agreement {number}", "type": kind}


def test_several_instruments_of_one_type_stand_in_a_block() -> None:
    kinds = ["treaty", "fta", "treaty", "treaty", "treaty"]
    page = country(agreements=[agreement(n, kind) for n, kind in enumerate(kinds)])
    assert [row[0] for row in rows(page, "agreements-table")[1:]] == [
        *("Treaty", "Agreement 0", "Agreement 2", "Agreement 3", "Agreement 4"),
        *("Free trade agreement", "Agreement 1"),
    ]
    few = country(agreements=[agreement(n, kind) for n, kind in enumerate(kinds[:2])])
    assert [row[0] for row in rows(few, "agreements-table")[1:]] == [
        "Agreement 0 treaty",
        "Agreement 1 free trade agreement",
    ]
