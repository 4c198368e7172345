from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import cssselect2
import pydyf
import pytest
import tinyhtml5
import weasyprint
from tinyhtml5 import inputstream
from weasyprint import css
from weasyprint.css import find_style_attributes
from weasyprint.draw import text as drawing
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import block, column, percent, preferred
from weasyprint.layout import float as floating
from weasyprint.layout import page as page_layout
from weasyprint.pdf import stream
from weasyprint.text import fonts as text_fonts
from weasyprint.text import line_break

from reportgen.rendering import (
    weasy,
    weasy_columns,
    weasy_drawing,
    weasy_faces,
    weasy_flow,
    weasy_fonts,
    weasy_known,
    weasy_markup,
    weasy_parsing,
    weasy_pool,
    weasy_shelf,
    weasy_shortcuts,
    weasy_styles,
    weasy_text,
)
from reportgen.rendering.fetching import Fetched
from reportgen.rendering.fonts import FontFace
from reportgen.rendering.pdf import render_pdf
from reportgen.shipped import templates_root
from reportgen.world import digest

Faces = tuple[FontFace, ...]

SHEET = """
@page { size: A4; margin: 20mm; @top-left { content: string(head) } @bottom-right {
  content: counter(page) " / " counter(pages) } }
html { font-family: Inter; font-size: 9pt; image-rendering: crisp-edges; --gap: 4mm }
body { orphans: 3; widows: 3; font-variant-numeric: lining-nums; overflow: hidden }
h1 { string-set: head content(); bookmark-level: 1 } h2 { break-after: avoid }
a { color: inherit } .far::after { content: target-counter(attr(href), page) }
p::first-letter { font-size: 2em } .line::first-line { font-weight: 700; letter-spacing: 1pt }
.justify { text-align: justify; hyphens: auto; word-spacing: 1pt }
.wide { letter-spacing: 0.1em; overflow-wrap: anywhere; width: 20mm }
.under { text-decoration: underline } .tall { line-height: 2lh; margin-top: 1ex }
.view { width: 30vw; padding: calc(1mm + 2%) } .half { width: 50%; box-sizing: border-box }
ol.notes { columns: 3; column-gap: var(--gap); list-style: none; padding: 0; margin: 0 }
.notes > li { break-inside: avoid; margin: 0 0 0.6mm; padding-left: 7mm }
.notes > li > b { float: left; margin-left: -7mm }
.boxes { columns: 2 } .boxes > div { break-inside: avoid; padding: 2mm 0 3mm; border: 1px solid }
.boxes > div + div { border-style: dashed } .prose { columns: 2 } .prose h3 { column-span: all }
.apart { columns: 2 } .apart > div { break-inside: avoid; margin: 3mm 0 }
table { width: 100%; border-collapse: collapse } td, th { padding: 1mm; text-align: left }
tr { break-inside: avoid; border-bottom: 0.5pt solid } .loose { border-collapse: separate }
.loose td { padding: inherit } tr:nth-child(3n) { background: #eef } thead th { width: 30% }
.flex { display: flex; gap: 3mm } .flex > * { flex: 1 1 20mm } .flex::before { content: "f" }
.grid { display: grid; grid-template-columns: 1fr 2fr } .at { position: relative; top: 1mm }
.abs { position: absolute; right: 0 } .foot { float: footnote } .note-quote { font-style: italic }
ul ul { list-style-type: square } .in { list-style-position: inside } ::marker { color: teal }
.clip { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; width: 40mm }
.clamp { line-clamp: 2; width: 60mm } pre { font-family: Inter; tab-size: 3 }
.m > p + p { color: navy } .m p:first-child { font-style: italic } .m li:nth-child(2) { top: 1px }
.m:has(section) { padding: 1mm } i:empty::before { content: "e" } #picked p { margin: 1mm }
#picked { color: green } [data-x="a"] b { color: red } :lang(en) { letter-spacing: 1pt }
[lang] { text-indent: 1mm } .k { color: gray } .m .k.l { font-weight: 700 } p ~ p.k { top: 2px }
.caps { font-variant-caps: small-caps } .o i:first-child { color: red } .o i.q { color: blue }
.m:not(.l) em { color: lime } .m section > p { font-size: 8pt } .m p::after { content: "." }
.named { page: other } @page other { size: A5 landscape }
"""

OTHER = "li { color: navy; font-size: 7pt } b { font-style: italic }"

WORDS = "Hợp tác quốc tế về lao động và xã hội, international cooperation on labour and skills. "


def items(count: int, form: str) -> str:
    return "".join(form.format(n=n, words=WORDS * (1 + n % 3)) for n in range(1, count + 1))


PARTS = {
    "text": "<p class=line>{w}</p><p class=justify lang=en>{w}{w}{w}</p><p class=wide>{w}</p>"
    "<p class='under tall'>{w}<span class=view>x</span></p><p style='color: red; width: 50%'>{w}"
    "<div class=half style='padding: 2%'>{w}</div><p lang=en>{w}<b id=b>{w}</b>",
    "lists": "<ul><li>a<ul><li id=x>b<li id=y>c</ul><li class=in>d</ul>"
    "<ol start=4><li>one<li value=9>two</ol><dl><dt>a<dd>b</dl><a name=old>x</a>",
    "columns": "<ol class=notes>"
    + items(11, "<li id=n{n}><b>{n}</b> <a href=#n{n}>{words}</a></li>")
    + "</ol><div class=boxes>"
    + items(7, "<div><h3>{n}</h3><ol><li>{words}<li>{words}</ol></div>")
    + "</div><div class=prose>"
    + items(6, "<p>{words}{words}</p><h3>{n}</h3>")
    + "</div><div class=apart>"
    + items(5, "<div>{words}</div>")
    + "</div>",
    "long": "<ol class=notes>" + items(70, "<li><b>{n}</b> {words}</li>") + "</ol>",
    "short": "<ol class=notes>" + items(32, "<li><b>{n}</b> x</li>") + "</ol>",
    "one": "<ol class=notes><li><b>1</b> {w}</li></ol><ol class=notes></ol>",
    "tables": "<table><thead><tr><th>a<th>b<th>c</thead>"
    + items(24, "<tr id=r{n}><th>{n}<td>{words}<td><a href=#r1 class=far>go</a></tr>")
    + "</table><table class=loose style='padding: 3mm'><tr><td colspan=2>x<td>{w}</table>",
    "boxes": "<div class=flex><div>{w}</div><p>{w}</p></div><div class=flex>a<p style='float: left'>x</p>"
    "b<p style='float: footnote'>y</p></div><div class=grid><p>a<p>{w}</div>"
    "<div class=at>{w}<span class=abs>r</span></div><p>{w}<span class=foot>foot {w}</span></p>"
    "<div class=named>{w}</div><svg width=40 height=9 viewBox='0 0 40 9' id=drawing><title>s"
    "</title><text x=1 y=8 font-family=Inter>svg</text></svg>",
    "paper": "<style>@page {{ size: A5; margin: 9vw; @bottom-left {{ content: 'x' counter(page) }} "
    "@left-middle {{ content: 'l'; font-size: 3vw }} }} @page :first {{ "
    "@bottom-left {{ content: 'first' }} }} @page :left {{ @top-right {{ content: 'l' }} }} "
    "@page :nth(3) {{ size: A6; color: teal }}</style>" + items(40, "<p>{words}{words}</p>"),
    "other-paper": "<style>@page {{ @bottom-left {{ content: 'y' counter(page); width: 2cm }} "
    "@left-middle {{ content: 'l'; font-size: 3pt }} }} @page :first {{ margin: 3mm }}</style>"
    + items(40, "<p>{words}{words}</p>"),
    "logical": "<style>@page {{ size: A5; margin-left: 1cm; margin-inline-start: 2cm }} "
    "@page :first {{ margin-left: 1cm }}</style>" + items(30, "<p>{words}{words}</p>"),
    "logical-everywhere": "<style>@page {{ size: A5; margin-left: 1cm; margin-inline-start: 2cm }}"
    "</style>" + items(30, "<p>{words}{words}</p>"),
    "glyphs": "<h1 style='letter-spacing: 0.02em'>{w}</h1><p>a\u2060b<sup>1\u2060</sup> {w}</p>"
    + items(9, "<p style='font-size: {n}.3pt'>AVA {words} fi 1/2</p><p>AVA fi {n}/2</p>")
    + "<p>e\u0301 a\u0323\u0302 \u1ec7 q\u0323\u0302 n\u0303\u0323\u0330</p><p>\u6f22 \u05e9\u05dc \u0628"
    "\U0001f600 \uf8ff {w}</p><p dir=rtl>{w} 12</p><p style='tab-size: 1lh; hyphenate-limit-zone: 1lh'>{w}</p><p>\u202eŴẅŶ\u202c d</p><p>z q\u0323</p>"
    "<p class=caps>Aa Bb {w}</p><p class=clip>{w}{w}</p><p class=clamp>{w}{w}</p>"
    "<pre>a\tb\n  c {w}</pre><p>a\u00a0b\u00adc \u200b d</p><p><u>a</u> <s>b</s> <b>c</b>d<i>e</i></p>",
    "words": "<table><tr>"
    + "".join(
        f"<td style='{style}'>{{w}} socio-economic, a/b; wage–price \u00adlong\u00adword x\u00a0y"
        f"<td style='{style}' lang=en>international cooperation on unquestionably\ta <b>b</b>c d"
        for style in (
            "",
            "hyphens: auto",
            "hyphens: none",
            "white-space: nowrap",
            "white-space: pre-line",
            "white-space: pre-wrap",
            "overflow-wrap: anywhere",
            "overflow-wrap: break-word",
            "word-break: break-all",
            "letter-spacing: 1pt",
            "letter-spacing: -30pt",
            "word-spacing: 2pt",
            "font-size: 0",
            "text-align: justify",
            "text-indent: 1em",
        )
    )
    + "</table><table><tr><td>\u2060 a b<td> a  b<td>\u2014 a<td>(a b) c<td>1 234,5 %<td>\n</table>",
    "matched": "<div class=m><p>a</p><p>b</p><p class=k>c<i></i></p></div><div class=m id=picked>"
    "<p data-x=a>a<b>b</b></p><p>a<b>b</b></p><p class=o><i>a</i><i class=q>a</i></p>"
    "<p class=o><i class=q>a</i><i>b</i></p><p lang=en>b</p><p class='k l'>c</p><section><p>d</p></section></div>"
    "<div class=m><section><p>a</p></section></div><div class='m l'><p>a <em>b</em></p></div>"
    "<ul class=m><li>a</li><li>b</li><li class=k>c</li></ul><p><i></i><i> </i></p>",
    "own": "<style>p {{ color: blue; margin-top: 7mm }} @page {{ margin: 30mm }}</style>"
    "<p class=view>{w}</p><table><tr><td>{w}<td>x</table><p id='a\"b'>q</p><p id=''>e</p>",
}


def page(name: str) -> str:
    body = PARTS[name].replace("{w}", WORDS).replace("{{", "{").replace("}}", "}")
    return (
        '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>t</title></head>'
        f"<body><h1>{name}</h1>{body}</body></html>"
    )


def fetch(name: str) -> Fetched | None:
    sheets = {"styles/print.css": SHEET, "styles/other.css": OTHER}
    return Fetched(sheets[name].encode(), "text/css") if name in sheets else None


FONTS = {
    "bold.ttf": templates_root() / "fonts" / "inter-700.ttf",
    "tall.ttf": Path(__file__).parents[1]
    / "projects"
    / "full"
    / "templates"
    / "fonts"
    / "noto-sans-arabic-400.ttf",
}


def with_fonts(name: str) -> Fetched | None:
    return Fetched(FONTS[name].read_bytes(), "font/ttf") if name in FONTS else fetch(name)


def laid_out(faces: Faces, name: str, html: str = "") -> bytes:
    pdf = render_pdf(html or page(name), fetch=fetch, faces=faces, sheets=["styles/print.css"])
    return pdf.data


@contextmanager
def nothing() -> Iterator[None]:
    yield


@pytest.fixture(scope="module")
def plain(faces: Faces) -> dict[str, bytes]:
    """The pages as WeasyPrint lays them out by itself, each with nothing left from another."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weasy, "shortcuts", nothing)
        found = {}
        for name in PARTS:
            weasy_fonts.READY.clear()
            found[name] = laid_out(faces, name)
    weasy_fonts.READY.clear()
    return found


@pytest.mark.parametrize("name", PARTS)
def test_a_page_is_the_same_with_and_without_shortcuts(
    faces: Faces, plain: dict[str, bytes], name: str
) -> None:
    assert laid_out(faces, name) == plain[name]


def test_no_page_leaves_anything_to_the_next(faces: Faces, plain: dict[str, bytes]) -> None:
    order = [*reversed(PARTS), *PARTS]
    assert [name for name in order if laid_out(faces, name) != plain[name]] == []


def test_pages_of_another_size_measure_by_their_own(faces: Faces) -> None:
    small = page("text").replace("<head>", "<head><style>@page { size: A5 }</style>")
    weasy_fonts.READY.clear()
    alone = laid_out(faces, "", small)
    weasy_fonts.READY.clear()
    laid_out(faces, "text")
    assert laid_out(faces, "", small) == alone


def test_pages_of_other_sheets_go_by_their_own(faces: Faces) -> None:
    def made(sheet: str) -> bytes:
        return render_pdf(page("one"), fetch=fetch, faces=faces, sheets=[sheet]).data

    weasy_fonts.READY.clear()
    alone = made("styles/other.css")
    weasy_fonts.READY.clear()
    made("styles/print.css")
    assert made("styles/other.css") == alone


def test_paper_inherits_from_its_own_root(faces: Faces) -> None:
    tinted = page("other-paper").replace("<html", "<html style='color: teal'")
    weasy_fonts.READY.clear()
    alone = laid_out(faces, "", tinted)
    weasy_fonts.READY.clear()
    assert alone != laid_out(faces, "other-paper")
    assert laid_out(faces, "", tinted) == alone


def test_a_style_of_paper_that_is_changed_is_that_of_one_page(faces: Faces) -> None:
    weasy_fonts.READY.clear()
    laid_out(faces, "other-paper")
    (fonts,) = weasy_fonts.READY.values()
    shared = [worked.style for worked in fonts.pool.styles.values()]
    assert [style for style in shared if style.get("counter_increment") == (("page", 1),)] == []


@pytest.mark.parametrize("float_", ["none", "left", "right", "inline-end", "footnote"])
@pytest.mark.parametrize(
    "position", ["static", "relative", "absolute", "fixed", ("running()", "a"), ("note()", "a")]
)
def test_a_box_is_in_the_flow_where_weasyprint_says_so(float_: str, position: Any) -> None:
    box = Box("p", {"float": float_, "position": position}, None)
    assert weasy_flow.is_in_normal_flow(box) == box.is_in_normal_flow()


def test_a_message_about_styles_is_told_of_every_page(faces: Faces) -> None:
    html = page("text").replace("color: red", "colour: red")
    told = [
        render_pdf(html, fetch=fetch, faces=faces, sheets=["styles/print.css"]).problems
        for _ in range(2)
    ]
    assert told[0] == told[1]
    assert [found.code for found in told[0]] == ["style-ignored"]


def test_weasyprint_itself_is_as_it_was_outside_a_layout(faces: Faces) -> None:
    laid_out(faces, "text")
    assert css.StyleFor is not weasy_styles.PooledStyleFor
    assert line_break.Layout.setup is not weasy_faces.setup
    assert line_break.Layout.reactivate is not weasy_drawing.reactivate
    assert tinyhtml5.parse is not weasy_markup.parse
    assert block.block_box_layout is not weasy_columns.block_box_layout


def test_styles_are_worked_out_once_for_pages_of_one_form(
    faces: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    count = [0]

    class Counted(css.ComputedStyle):  # type: ignore[misc]  # WeasyPrint has no types
        def __init__(self, *arguments: Any) -> None:
            count[0] += 1
            super().__init__(*arguments)

    weasy_fonts.READY.clear()
    monkeypatch.setattr(weasy_styles, "ComputedStyle", Counted)
    laid_out(faces, "lists")
    first, count[0] = count[0], 0
    laid_out(faces, "lists")
    assert first > 20
    assert count == [0]


def test_paper_is_worked_out_once_for_all_pages(
    faces: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone: list[Any] = []
    set_styles = css.StyleFor.set_computed_styles

    def noted(self: Any, element: Any, *rest: Any, pseudo_type: str | None, **more: Any) -> None:
        alone.append((element, pseudo_type))
        set_styles(self, element, *rest, pseudo_type=pseudo_type, **more)

    monkeypatch.setattr(css.StyleFor, "set_computed_styles", noted)
    weasy_fonts.READY.clear()
    laid_out(faces, "one")
    assert alone == []


def test_a_line_is_drawn_without_pango_the_next_time(
    faces: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    real = weasy_drawing._drawn

    def noted(stream: Any, layout: Any, fonts: Any) -> Any:
        made.append(layout.text)
        return real(stream, layout, fonts)

    monkeypatch.setattr(weasy_drawing, "_drawn", noted)
    weasy_fonts.READY.clear()
    one, other = (
        page("one").replace("</h1>", f"</h1><p>A {word}</p>") for word in ("pear", "plum")
    )
    first = laid_out(faces, "", one)
    assert " pear" in made
    made.clear()
    assert laid_out(faces, "", one) == first
    assert made == []
    laid_out(faces, "", other)
    assert made == [" plum"]


def test_references_to_pages_are_made_once_and_anew_for_another_page() -> None:
    pdf = pydyf.PDF()
    pdf.add_page(pydyf.Dictionary())
    stock = pdf.page_references
    assert stock is not pdf.page_references  # else there is nothing to mend any more
    with weasy_shortcuts.shortcuts():
        assert pdf.page_references == stock
        assert pdf.page_references is pdf.page_references
        pdf.add_page(pydyf.Dictionary())
        mended = pdf.page_references
    assert mended == pdf.page_references
    assert len(mended) == len(stock) + 1


def test_ids_do_not_multiply_styles(faces: Faces) -> None:
    sizes = []
    for rows in (5, 50):
        weasy_fonts.READY.clear()
        laid_out(faces, "", page("one") + items(rows, "<p id=p{n}><b>{n}</b> x</p>"))
        (fonts,) = weasy_fonts.READY.values()
        sizes.append(len(fonts.pool.styles))
    assert sizes[0] == sizes[1]


def test_a_list_of_notes_is_laid_out_few_times(
    faces: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    rounds: list[float] = []
    learn = weasy_columns._learn

    def counted(*given: Any) -> None:
        rounds.append(given[1])
        learn(*given)

    monkeypatch.setattr(weasy_columns, "_learn", counted)
    notes = "<ol class=notes>" + items(40, "<li><b>{n}</b> {words}</li>") + "</ol>"
    laid_out(faces, "", page("one").replace("</h1>", f"</h1>{notes}"))
    # One layout of each list (two stand on the page), and one block alone where a column ends.
    assert 2 <= len(rounds) < 20


def test_a_text_is_measured_once(faces: Faces, measured: list[str]) -> None:
    weasy_fonts.READY.clear()
    cells = items(30, "<tr><td>not stated<td>implementing</tr>")
    laid_out(faces, "", page("one").replace("</h1>", f"</h1><table>{cells}</table>"))
    assert 0 < measured.count("not stated") <= 2


def test_lines_are_kept_for_the_next_page_and_then_let_go(
    faces: Faces, monkeypatch: pytest.MonkeyPatch, measured: list[str]
) -> None:
    monkeypatch.setattr(weasy_shelf, "FEW", 0)
    monkeypatch.setattr(weasy_shelf, "MANY", 0)
    weasy_fonts.READY.clear()
    one, other = (
        page("one").replace("</h1>", f"</h1><p>A {word}</p>") for word in ("pear", "plum")
    )
    laid_out(faces, "", one)
    assert any("pear" in text for text in measured)
    measured.clear()
    laid_out(faces, "", one)
    assert measured == []
    laid_out(faces, "", other)
    laid_out(faces, "", other)
    assert not any("pear" in text for text in measured)
    laid_out(faces, "", one)
    assert any("pear" in text for text in measured)


def test_what_is_kept_does_not_grow_without_end(
    faces: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weasy_pool, "MOST", 40)
    monkeypatch.setattr(weasy_shelf, "MOST", 60)
    monkeypatch.setattr(weasy_drawing, "PIECES", 50)
    weasy_fonts.READY.clear()
    for name in ("text", "lists", "columns", "text", "tables"):
        laid_out(faces, name)
    (fonts,) = weasy_fonts.READY.values()
    laid_out(faces, "one")  # forgets what stood beyond the limit
    assert len(fonts.pool.styles) < 100
    shelf = weasy_shelf.shelf_of(fonts)
    assert max(len(kept) for kept in (shelf.lines, shelf.words, shelf.drawn)) <= 2 * 61
    assert max(len(face.written) for face in shelf.fonts.values()) <= 50
    monkeypatch.setattr(weasy_shelf, "FONTS", 3)
    laid_out(faces, "one")
    assert weasy_shelf.shelf_of(fonts) is not shelf


def test_a_long_text_is_not_kept(faces: Faces) -> None:
    weasy_fonts.READY.clear()
    laid_out(faces, "", page("one").replace("</h1>", f"</h1><p>{'skills ' * 400}</p>"))
    (fonts,) = weasy_fonts.READY.values()
    lines = weasy_shelf.shelf_of(fonts).lines
    assert lines._now
    assert max(len(text) for text, *_ in lines._now) <= weasy_text._LONGEST


def test_a_font_of_one_page_draws_that_page_and_no_other(faces: Faces) -> None:
    faces_of_page = "".join(
        f"@font-face {{ font-family: {name}; src: url({name}.ttf) }}" for name in ("bold", "tall")
    )
    plain = page("one").replace("<h1>", "<h1 style='font: 400 20px bold, Inter; padding: 9ch'>")
    plain = plain.replace("</h1>", "</h1><p style='font-family: tall, Inter'>a b")
    own = plain.replace("<head>", f"<head><style>{faces_of_page}</style>")

    def made(html: str) -> bytes:
        return render_pdf(html, fetch=with_fonts, faces=faces, sheets=["styles/print.css"]).data

    weasy_fonts.READY.clear()
    alone = made(own)
    weasy_fonts.READY.clear()
    before = made(plain)
    assert alone != before
    assert made(own) == alone
    assert made(plain) == before


def test_ways_to_stand_are_not_kept_without_end(
    faces: Faces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weasy_pool, "MOST", 40)
    weasy_fonts.READY.clear()
    for number in range(4):
        classes = "".join(f"<p class=c{number}-{place}>a</p>" for place in range(30))
        laid_out(faces, "", page("one").replace("</h1>", f"</h1>{classes}"))
    (fonts,) = weasy_fonts.READY.values()
    assert sum(stands.count for stands in fonts.pool._stands.values()) < 2 * 40


# The functions that a shortcut stands for or answers in the name of, as they were read.
READ = {
    "StyleFor": css.StyleFor,
    "find_style_attributes": find_style_attributes,
    "ComputedStyle": css.ComputedStyle,
    "AnonymousStyle": css.AnonymousStyle,
    "get_all_computed_styles": css.get_all_computed_styles,
    "Layout": line_break.Layout,
    "split_first_line": line_break.split_first_line,
    "first_line_metrics": line_break.first_line_metrics,
    "strut": line_break.strut,
    "get_font_description": text_fonts.get_font_description,
    "font_features": text_fonts.font_features,
    "resolve_percentages": percent.resolve_percentages,
    "columns_layout": column.columns_layout,
    "block_box_layout": block.block_box_layout,
    "block_container_layout": block.block_container_layout,
    "_in_flow_layout": block._in_flow_layout,
    "_out_of_flow_layout": block._out_of_flow_layout,
    "_linebox_layout": block._linebox_layout,
    "float_layout": floating.float_layout,
    "remove_placeholders": block.remove_placeholders,
    "page_references": pydyf.PDF.page_references.fget,
    "chars_until": inputstream.HTMLUnicodeInputStream.chars_until,
    "is_in_normal_flow": Box.is_in_normal_flow,
    "is_floated": Box.is_floated,
    "is_absolutely_positioned": Box.is_absolutely_positioned,
    "is_running": Box.is_running,
    "is_footnote": Box.is_footnote,
    "is_note": Box.is_note,
    "set_page_type_computed_styles": page_layout.set_page_type_computed_styles,
    "draw_text": drawing.draw_text,
    "draw_first_line": drawing.draw_first_line,
    "Stream": stream.Stream,
    "get_pango_font_key": text_fonts.get_pango_font_key,
    "inline_line_widths": preferred.inline_line_widths,
    "HTML": weasyprint.HTML,
    "parse": tinyhtml5.parse,
    "Matcher": cssselect2.Matcher,
    "ElementWrapper": cssselect2.ElementWrapper,
    "_compile_node": cssselect2.compiler._compile_node,
}

DIGESTS = {
    "StyleFor": "d5ba5bc255fe",
    "find_style_attributes": "a8e281d1fffb",
    "ComputedStyle": "50eef1feabbf",
    "AnonymousStyle": "cb7c68942dca",
    "get_all_computed_styles": "4954403da16d",
    "Layout": "b1e0b09df6b7",
    "split_first_line": "1155e46f1380",
    "first_line_metrics": "b85d02b33f7e",
    "strut": "b08df259703e",
    "get_font_description": "3f192d82127f",
    "font_features": "cdf62e16c3e4",
    "resolve_percentages": "35e7d247cd5f",
    "columns_layout": "ecdc5eb670fb",
    "block_box_layout": "21019cf1d822",
    "block_container_layout": "e946bf2184b3",
    "_in_flow_layout": "ff6cac750dad",
    "_out_of_flow_layout": "48ee29713eb4",
    "_linebox_layout": "ac473c041218",
    "float_layout": "ea617ac98c35",
    "remove_placeholders": "010222917932",
    "page_references": "28042fc30b7b",
    "chars_until": "57884a0dce02",
    "is_in_normal_flow": "51a6047fecee",
    "is_floated": "7984413b6fb7",
    "is_absolutely_positioned": "da1465f39c20",
    "is_running": "5fa8d82d8f74",
    "is_footnote": "1f6dc9b4d0c9",
    "is_note": "7130791d3b61",
    "set_page_type_computed_styles": "9ade7e52b2eb",
    "draw_text": "1b16199f1c52",
    "draw_first_line": "c6166500ccd9",
    "Stream": "c4f0596df773",
    "get_pango_font_key": "8d334af9be9d",
    "inline_line_widths": "5003704de42c",
    "HTML": "da212a4acfd9",
    "parse": "6b58ad14fdf0",
    "Matcher": "42397e6b46a5",
    "ElementWrapper": "b30105ff4ca2",
    "_compile_node": "3a5c723c447b",
}


def test_weasyprint_is_as_the_shortcuts_know_it() -> None:
    versions = {library: version(library) for library in weasy_known.KNOWN}
    assert versions == weasy_known.KNOWN, (
        "A library has moved. Until weasy_known.KNOWN names this version, briefs are laid "
        "out without its shortcuts. Compare the functions below with those of before, mend the "
        "shortcuts, then write the version and the digests anew."
    )
    assert {name: source_digest(thing) for name, thing in READ.items()} == DIGESTS
    assert {name for _, name, _, _ in weasy_shortcuts._PLACES} == {
        "StyleFor", "split_first_line", "strut", "resolve_percentages", "block_box_layout",
        "__init__", "setup", "page_references", "characters_until_regex", "is_in_normal_flow",
        "reactivate", "deactivate", "draw_first_line", "parse",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("moved", "left"),
    [
        ("weasyprint", set()),
        ("pydyf", {"AnonymousStyle", "Layout", "Box", "tinyhtml5", "tinyhtml5.inputstream"}),
        ("tinyhtml5", {"AnonymousStyle", "Layout", "Box", "PDF"}),
    ],
)
def test_a_library_that_has_moved_goes_its_own_way(
    moved: str, left: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(weasy_known.KNOWN, moved, "0.0")
    holders = {holder.__name__ for holder, *_ in weasy_shortcuts._places()}
    assert {name for name in holders if not name.startswith("weasyprint.")} == left


def source_digest(thing: Callable[..., Any]) -> str:
    return digest(inspect.getsource(thing).encode())[:12]


def test_what_finds_the_end_of_a_text_is_made_once() -> None:
    page = "<p class='a' id=b>A <b>c</b> &amp; d<script>e</script>" * 3
    weasy_parsing.EXPRESSIONS.clear()
    with weasy_shortcuts.shortcuts():
        with_them = tinyhtml5.parse(page)
        made = dict(weasy_parsing.EXPRESSIONS)
        tinyhtml5.parse(page)
    assert made
    assert made == weasy_parsing.EXPRESSIONS
    without = tinyhtml5.parse(page)
    assert ET.tostring(with_them) == ET.tostring(without)
    # Where tinyhtml5 finds what it keeps, the shortcut has done its service.
    assert all(isinstance(key, re.Pattern) for key, _ in inputstream.characters_until_regex)
