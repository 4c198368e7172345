from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from reportgen.rendering.fetching import Fetched
from reportgen.rendering.fonts import FontFace
from reportgen.rendering.pdf import render_pdf
from reportgen.testing.pdf_outline import pdf_outline
from tests.pdf_validation import PROFILES, page_failures, vera_failures

PAGE = """<!DOCTYPE html><html lang="en"><head><title>T</title><style>
html {{ font-family: Inter; image-rendering: crisp-edges }} {css}</style></head>
<body><h1 id="top">T</h1>{body}</body></html>"""


def made(faces: tuple[FontFace, ...], body: str, css: str = "") -> bytes:
    html = PAGE.format(body=body, css=css)
    return render_pdf(html, fetch=lambda _: None, faces=faces).data


def structure(data: bytes) -> list[str]:
    text = pdf_outline(data)
    tree = text[text.index("# structure\n") : text.index("# page 1")]
    return [line.strip() for line in tree.splitlines()[1:] if line]


def failures(data: bytes) -> list[str]:
    return [failure for profile in PROFILES for failure in page_failures(data, profile)]


CASES = {
    "link with a superscript": ('<p>x<a href="#top"><sup>3</sup></a></p>', ""),
    "link with a block": ('<a href="#top"><span style="display: block">3</span></a>', ""),
    "link with a part that is moved": (
        '<p><a href="#top">x<span style="position: relative; left: 9em">y</span></a></p>',
        "",
    ),
    "link over two lines": (
        '<p style="width: 3em">x <a href="#top">a <b>long</b> link</a></p>',
        "",
    ),
    "link with an image": (
        '<p><a href="#top">x <svg width="9" height="9"><title>t</title></svg></a></p>',
        "",
    ),
    "item with paragraphs": ("<ul><li><p>a</p><p>b</p></li></ul>", ""),
    "item without bullet": ("<ul><li><p>a</p><p>b</p></li></ul>", "ul { list-style: none }"),
    "item as a grid": ("<ul><li><p>a</p></li></ul>", "li { display: grid }"),
    "terms in blocks": ("<dl><div><dt>a</dt><dd>b</dd></div><div><dt>c</dt></div></dl>", ""),
    "terms with a list": ("<dl><div><dt>a</dt><dd>b<ul><li>c</li></ul></dd></div></dl>", ""),
    "list in a list": ("<ul><li>a<ol><li><p>b</p></li></ol></li><li>c</li></ul>", ""),
    "list in columns": ("<ol><li>a</li><li><p>b</p></li></ol>", "ol { columns: 2 }"),
    "list over pages": (
        "<ul>" + "<li><p>a</p><p>b</p></li>" * 60 + "</ul>",
        "@page { size: A5 }",
    ),
    "figure": (
        '<figure><svg width="9" height="9"><title>t</title></svg><figcaption>c</figcaption></figure>',
        "",
    ),
    "list that holds words": ("<ul>x<li>a</li></ul>", ""),
    "items in columns": ("<ul><li>a<p>b</p></li><li>c</li></ul>", "li { columns: 2 }"),
    "item in pieces": ("<dl><dd><span>a<p>b</p>c</span><dt>d</dl>", "dd { columns: 2 }"),
    "item that is a footnote": ("<ul><li>a</li><li class=f>b</li></ul>", ".f { float: footnote }"),
    "link that is a footnote": ("<p>a <a href='#top' class=f>b</a></p>", ".f { float: footnote }"),
    "words beside blocks": ("<section>x<p>y</p><div>z <b>w</b></div></section>", ""),
    "table that breaks": (
        "<table><caption>c</caption><thead><tr><th scope=col><a href='#top'>a</a></th></tr></thead>"
        + "<tbody><tr><th scope=row>b</th></tr></tbody>" * 40
        + "</table>",
        "@page { size: A5 landscape }",
    ),
    "row that breaks": (
        "<table><tr><td>" + "<p>a b c</p>" * 40 + "</td><td>d</td></tr></table>",
        "@page { size: A5 landscape }",
    ),
    "running heads": (
        "<p>a</p><p style='break-before: page'>b</p>",
        "@page { @top-left { content: 'Head' } @bottom-right { content: counter(page) } }",
    ),
    "contents": (
        '<nav role="doc-toc"><ol><li><a href="#top">T</a><ol><li><a href="#top">U</a></ol></ol></nav>',
        "a::after { content: target-counter(attr(href), page) }",
    ),
    "footnote": ("<p>a<span class=f>b</span></p>", ".f { float: footnote }"),
    "notes": (
        '<p>a<a role="doc-noteref" href="#n1"><sup>1</sup></a></p><ol><li id="n1">b</li></ol>',
        "",
    ),
    "another language": ('<p>a <q lang="vi">b</q></p><p lang="fr">c</p><div lang="ar">d</div>', ""),
    "table": (
        "<table><caption>c</caption><tr><th scope=col>a</th></tr><tr><td>b</td></tr></table>",
        "",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_pdf_is_accessible_and_archival(faces: tuple[FontFace, ...], name: str) -> None:
    assert failures(made(faces, *CASES[name])) == []


def test_verapdf_has_nothing_against_any_case(faces: tuple[FontFace, ...], tmp_path: Path) -> None:
    for name, case in CASES.items():
        (tmp_path / f"{name}.pdf").write_bytes(made(faces, *case))
    assert vera_failures(sorted(tmp_path.iterdir())) == []


def test_the_cases_are_those_that_would_fail(
    faces: tuple[FontFace, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.rendering.weasy.mend_tags", lambda *_: None)
    failing = {name for name in CASES if failures(made(faces, *CASES[name]))}
    assert failing >= {"link with a superscript", "item with paragraphs", "terms in blocks"}


def test_a_list_keeps_its_items_and_their_words(faces: tuple[FontFace, ...]) -> None:
    body, css = CASES["terms in blocks"]
    data = made(faces, body, css)
    assert structure(data) == ["Document", "H1", "L", "LI: Lbl LBody", "LI: Lbl"]
    assert "a\nb\nc\n" in pdf_outline(data)


def test_a_link_keeps_one_annotation_that_knows_its_tag(faces: tuple[FontFace, ...]) -> None:
    data = made(faces, CASES["link with a superscript"][0])
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (annotation,) = pdf.pages[0].Annots
        assert annotation.Subtype == "/Link"
        owner = parents(pdf)[int(annotation.StructParent)]
        assert owner.S == "/Link"


def test_an_annotation_beside_the_others_moves_to_the_link(faces: tuple[FontFace, ...]) -> None:
    data = made(faces, CASES["link with a part that is moved"][0])
    with pikepdf.open(io.BytesIO(data)) as pdf:
        numbers = parents(pdf)
        owners = [numbers[int(annotation.StructParent)] for annotation in pdf.pages[0].Annots]
        assert [owner.S for owner in owners] == ["/Link", "/Link"]
        assert owners[0].objgen == owners[1].objgen


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), (200, 0, 0)).save(out, "PNG")
    return out.getvalue()


def parents(pdf: pikepdf.Pdf) -> dict[int, Any]:
    root: Any = pdf.Root
    flat = list(root.StructTreeRoot.ParentTree.Nums)
    return {int(number): owner for number, owner in zip(flat[::2], flat[1::2], strict=True)}


def test_parent_of_every_tag_is_the_one_that_holds_it(faces: tuple[FontFace, ...]) -> None:
    for body, css in CASES.values():
        with pikepdf.open(io.BytesIO(made(faces, body, css))) as pdf:
            root: Any = pdf.Root
            assert wrong_parents(root.StructTreeRoot.K[0]) == []


def wrong_parents(element: Any) -> list[str]:
    kids = element.get("/K", [])
    wrong: list[str] = []
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            if kid.P.objgen != element.objgen:
                wrong.append(f"{kid.S} in {element.S}")
            wrong += wrong_parents(kid)
    return wrong


def tags(data: bytes, role: str) -> list[Any]:
    """Every tag of this type, in reading order."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root: Any = pdf.Root
        return [told(tag, pdf) for tag in below(root.StructTreeRoot.K[0]) if f"/{role}" == tag.S]


def below(tag: Any) -> Any:
    yield tag
    for kid in tag.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from below(kid)


def told(tag: Any, pdf: pikepdf.Pdf) -> dict[str, Any]:
    """A tag as plain values: its attributes, and how much content it has on which pages."""
    pages: dict[Any, int] = {page.objgen: at for at, page in enumerate(pdf.pages)}
    attributes = tag.get("/A", {})
    found = [kid for kid in tag.get("/K", []) if not isinstance(kid, pikepdf.Dictionary)]
    other = [kid for kid in tag.get("/K", []) if isinstance(kid, pikepdf.Dictionary)]
    return {
        "id": str(tag.get("/ID", "")),
        "language": str(tag.get("/Lang", "")),
        "scope": str(attributes.get("/Scope", "")),
        "headers": [str(id_) for id_ in attributes.get("/Headers", [])],
        "box": [float(edge) for edge in attributes.get("/BBox", [])],
        "pages": sorted(
            {pages[tag.Pg.objgen] for _ in found}
            | {pages[kid.Pg.objgen] for kid in other if kid.get("/Type") == "/MCR"}
        ),
    }


def content(data: bytes, page: int = 0) -> str:
    """What draws a page."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return " ".join(bytes(pdf.pages[page].Contents.read_bytes()).decode("latin-1").split())


def test_a_table_over_pages_is_one_and_its_head_is_read_once(faces: tuple[FontFace, ...]) -> None:
    body, css = CASES["table that breaks"]
    data = made(faces, body, css)
    found = structure(data)
    assert (found.count("Table"), found.count("THead"), found.count("Caption")) == (1, 1, 1)
    assert sum(line.startswith("TR: TH[Scope=/Row]") for line in found) == 40
    assert "/Artifact <</Type /Pagination>> BDC" in content(data, 1)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) > 2
        owners = [parents(pdf)[int(page.Annots[0].StructParent)] for page in pdf.pages]
        assert len({owner.objgen for owner in owners}) == 1  # it leads on from every page


def test_a_cell_over_pages_is_one(faces: tuple[FontFace, ...]) -> None:
    data = made(faces, *CASES["row that breaks"])
    found = structure(data)
    assert found[:4] == ["Document", "H1", "Table", "TBody"]
    assert [line.split(" ")[:3] for line in found[4:]] == [["TR"], ["TD:", "P", "P"], ["TD"]]
    assert [cell["pages"] for cell in tags(data, "TD")] == [[], [0]]


def test_a_paragraph_over_pages_columns_or_lines_is_one(faces: tuple[FontFace, ...]) -> None:
    data = made(
        faces,
        "<div class=c><p>" + "word <b>bold</b> " * 400 + "</p></div>",
        "@page { size: A6 } .c { columns: 2 }",
    )
    assert structure(data) == ["Document: H1 P"]
    (paragraph,) = tags(data, "P")
    assert len(paragraph["pages"]) > 1


def test_a_link_over_lines_is_one_with_an_annotation_a_line(faces: tuple[FontFace, ...]) -> None:
    data = made(faces, *CASES["link over two lines"])
    assert len(tags(data, "Link")) == 1
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert [str(a.Contents) for a in pdf.pages[0].Annots] == ["a long link"] * 3


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ('<a href="https://example.org/">Bộ  <b>Lao động</b></a>', "Bộ Lao động"),
        ('<a href="#top" aria-label="Note 3"><sup>3</sup></a>', "Note 3"),
        ('<a href="#top"><img src="a.png" alt="Logo"></a>', "Logo"),
    ],
)
def test_a_link_says_its_words_and_not_its_address(
    faces: tuple[FontFace, ...], link: str, words: str
) -> None:
    picture = Fetched(png(), "image/png")
    html = PAGE.format(body=f"<p>{link}</p>", css="")
    data = render_pdf(html, fetch=lambda _: picture, faces=faces).data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert [str(a.Contents) for a in pdf.pages[0].Annots] == [words]


def test_running_heads_are_not_read(faces: tuple[FontFace, ...]) -> None:
    data = made(faces, *CASES["running heads"])
    for page in (0, 1):
        drawn = content(data, page)
        assert drawn.count("/Artifact <</Type /Pagination/Subtype /Header>> BDC") == 1
        assert drawn.count("/Artifact <</Type /Pagination/Subtype /Footer>> BDC") == 1
        assert drawn.count("/MCID") == 2 - page  # heading and first paragraph; second paragraph
    assert structure(data) == ["Document: H1 P P"]


def test_contents_are_contents(faces: tuple[FontFace, ...]) -> None:
    assert structure(made(faces, *CASES["contents"])) == [
        "Document",
        "H1",
        "Sect",
        "TOC",
        "TOCI",
        "Lbl",
        "Reference: Link",
        "TOC",
        "TOCI",
        "Lbl",
        "Reference: Link",
    ]


@pytest.mark.parametrize("name", ["footnote", "notes"])
def test_notes_are_notes_with_an_id(faces: tuple[FontFace, ...], name: str) -> None:
    found = tags(made(faces, *CASES[name]), "Note")
    assert [note["id"] for note in found] == ["note-1"]


def test_a_heading_that_a_call_leads_to_stays_one(faces: tuple[FontFace, ...]) -> None:
    data = made(faces, '<p>a<a role="doc-noteref" href="#top">1</a></p>')
    assert structure(data) == ["Document", "H1", "P: Link"]


def test_passages_in_another_language_say_so(faces: tuple[FontFace, ...]) -> None:
    data = made(faces, *CASES["another language"])
    assert [tag["language"] for tag in tags(data, "Quote")] == ["vi"]
    assert [tag["language"] for tag in tags(data, "P")] == ["", "fr", "ar"]
    same = made(faces, '<p lang="en">a <i lang="vi">b</i></p>')
    assert [tag["language"] for tag in tags(same, "P") + tags(same, "Span")] == ["", "vi"]


def test_a_figure_tells_where_it_stands_on_the_page(faces: tuple[FontFace, ...]) -> None:
    data = made(
        faces,
        '<svg width="96" height="48"><title>t</title><rect width="9" height="9"/></svg>',
        "@page { size: 200mm 100mm; margin: 0 } body { margin: 0 } h1 { display: none }"
        " svg { position: absolute; left: 96px; top: 48px }",
    )
    (figure,) = tags(data, "Figure")
    height = 100 / 25.4 * 72
    assert figure["box"] == pytest.approx([72, height - 72, 144, height - 36], abs=0.01)


SPANS = """<table><caption>c</caption>
<thead><tr><th rowspan=2 scope=col>A</th><th colspan=2 scope=colgroup>B</th></tr>
<tr><th scope=col>B1</th><th scope=col>B2</th></tr></thead>
<tbody><tr><th colspan=3 scope=rowgroup>G</th></tr>
<tr><th rowspan=2 scope=row>r</th><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></tbody>
<tbody><tr><th scope=row>s</th><td colspan=2>5</td></tr></tbody></table>"""


def test_headers_are_those_of_html_under_spans(faces: tuple[FontFace, ...]) -> None:
    data = made(faces, SPANS)
    heads = tags(data, "TH")
    assert [head["scope"] for head in heads] == ["/Column"] * 4 + ["/Row"] * 3
    called = ("A", "B", "B1", "B2", "G", "r", "s")
    names = dict(zip([head["id"] for head in heads], called, strict=True))
    found = [" ".join(names[id_] for id_ in cell["headers"]) for cell in tags(data, "TD")]
    assert found == ["G r B B1", "G r B B2", "G r B B1", "G r B B2", "s B B1 B2"]


GROUPS = """<table><caption>c</caption><thead><tr><th scope=col>A<th scope=col>B</thead><tbody>
<tr><th scope=rowgroup rowspan=2>p<td>1</tr><tr><td>2</tr>
<tr><th scope=rowgroup rowspan=2>q<td>3</tr><tr><td>4</tr></tbody>
<tbody><tr><th scope=rowgroup colspan=2>G</tr><tr><th scope=row>r<td>5</tr>
<tr><th scope=rowgroup colspan=2>H</tr><tr><th scope=row>s<td>6</tr></tbody></table>"""


def test_the_head_of_a_group_ends_where_the_next_begins(faces: tuple[FontFace, ...]) -> None:
    data = made(faces, GROUPS)
    called = ("A", "B", "p", "q", "G", "r", "H", "s")
    names = dict(zip([head["id"] for head in tags(data, "TH")], called, strict=True))
    found = [" ".join(names[id_] for id_ in cell["headers"]) for cell in tags(data, "TD")]
    assert found == ["p B", "p B", "q B", "q B", "G r B", "H s B"]


def test_a_header_without_scope_gets_that_of_its_place(faces: tuple[FontFace, ...]) -> None:
    data = made(faces, "<table><tr><th>a<th>b</tr><tr><th>c<td>d</tr></table>")
    assert [head["scope"] for head in tags(data, "TH")] == ["/Column", "/Column", "/Row"]
