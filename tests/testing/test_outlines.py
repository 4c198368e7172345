"""The outlines that the snapshots are made of, and that they see what they are for."""

from __future__ import annotations

import pytest

from reportgen.rendering.fonts import FontFace
from reportgen.rendering.pdf import render_pdf
from reportgen.testing.html_outline import html_outline
from reportgen.testing.pdf_outline import pdf_outline, sections, without_breaks
from tests.pdf_overflow import overflowing
from tests.rendering.conftest import face

PAGE = """<!DOCTYPE html><html lang="vi"><head><title>Bản tin</title><style>
html { font-family: Inter } @page { size: A4; margin: 20mm } h2 { break-before: page }
</style></head><body><h1>Một</h1><p>Xem <a href="#hai">phần hai</a>.</p>
<table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead><tbody>
<tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody></table>
<h2 id="hai">Hai</h2><p># một <a href="https://example.org/">ngoài</a></p></body></html>"""


@pytest.fixture(scope="module")
def kept() -> str:
    return pdf_outline(pdf(PAGE))


def differing(one: str, other: str) -> list[str]:
    old, new = sections(one), sections(other)
    return [name for name in dict.fromkeys((*old, *new)) if old.get(name) != new.get(name)]


def pdf(page: str) -> bytes:
    faces: tuple[FontFace, ...] = (face("inter-400", 400), face("inter-700", 700))
    return render_pdf(page, fetch=lambda _: None, faces=faces).data


def test_outline_tells_what_a_reader_gets_without_coordinates(kept: str) -> None:
    wanted = """
language: vi
tagged: true
Title: Bản tin
XMP part: 1

# fonts
Inter
Inter-Bold

# attachments

# bookmarks
Một (p. 1)
  Hai (p. 2)

# links
hai 'phần hai' (p. 1)
https://example.org/ 'ngoài' (p. 2)

# structure
Document
  H1
  P: Link
  Table
    THead
      TR: TH[Scope=/Column] TH[Scope=/Column]
    TBody
      TR: TD TD (2 times)
  H2
  P: Link

# page 1
Một
Xem phần hai.
A B
1 2
3 4

# page 2
Hai
#\u00a0một ngoài
"""
    lines = kept.splitlines()
    assert [line for line in wanted.splitlines() if line not in lines] == []
    assert "\n".join(lines[lines.index("# bookmarks") :]) in wanted
    assert kept == pdf_outline(pdf(PAGE))


@pytest.mark.parametrize(
    ("old", "new", "section"),
    [
        ('lang="vi"', 'lang="en"', "document"),
        ("<title>Bản tin", "<title>Tin", "document"),
        ("<h1>Một", "<h1>Mốt", "bookmarks"),
        ('href="#hai"', 'href="https://example.org/b"', "links"),
        ('<th scope="col">B</th>', "<td>B</td>", "structure"),
        ("<td>4</td>", "<td>5</td>", "page 1"),
        ("<h1>Một</h1>", "<h1>Một</h1><p><em>x</em></p>", "page 1"),
    ],
)
def test_a_change_shows_in_its_section(kept: str, old: str, new: str, section: str) -> None:
    assert section in differing(kept, pdf_outline(pdf(PAGE.replace(old, new))))


def test_a_glyph_in_another_font_shows(kept: str) -> None:
    light = PAGE.replace("<style>", "<style>* { font-weight: 400 !important }")
    assert "fonts" in differing(kept, pdf_outline(pdf(light)))


def test_what_hangs_on_line_breaks_can_be_left_out(kept: str) -> None:
    other = kept.replace("(p. 2)", "(p. 3)").replace("pages: 2", "pages: 3")
    other = other.replace("A B\n", "A\nB\n").replace("  P: Link\n", "  P: Link Link\n")
    assert differing(kept, other) == ["document", "bookmarks", "links", "structure", "page 1"]
    assert without_breaks(kept) == without_breaks(other)
    assert without_breaks(kept) != without_breaks(other.replace("language: vi", "language: en"))


def test_a_missing_section_shows(kept: str) -> None:
    assert differing(kept, kept[: kept.index("# page 2")]) == ["page 2"]


def test_text_in_the_margin_is_found() -> None:
    wide = PAGE.replace("<td>4</td>", "<td style='white-space: nowrap'>" + "rộng " * 60 + "</td>")
    assert overflowing(pdf(PAGE), margin_mm=20) == []
    (found,) = overflowing(pdf(wide), margin_mm=20)
    assert found.startswith("page 1: ")


def test_html_outline_sees_text_attributes_and_styles_but_not_layout() -> None:
    same = PAGE.replace("<p>Xem ", "<p>\n   Xem  ").replace("<tbody>\n", "<tbody>")
    assert html_outline(PAGE) == html_outline(same)
    for old, new in (
        ("phần hai", "phần ba"),
        ('scope="col"', 'scope="row"'),
        ("margin: 20mm", "margin: 10mm"),
        ("<td>1</td>", "<td>1\u00a0</td>"),
        ("<p>Xem", "<div>Xem"),
    ):
        assert html_outline(PAGE.replace(old, new)) != html_outline(PAGE)


def test_html_outline_shows_the_words_of_a_chart_and_shortens_what_is_embedded() -> None:
    page = (
        "<figure><svg><title>T</title><desc>D</desc><text>8</text></svg></figure>"
        "<p><img alt='x' src='data:image/png;base64,AAAA'> a &lt; b"
    )
    told = html_outline(page)
    assert "<svg> 'T' 'D' '8' digest " in told
    assert 'src="data:image/png;base64... digest ' not in told
    assert 'src="data:image/png;base6... digest ' in told
    assert "a &lt; b" in told
