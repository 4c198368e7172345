from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest

from reportgen.rendering.fonts import FontFace
from reportgen.rendering.pdf import render_pdf
from tests.pdf_outline import outline
from tests.pdf_validation import PROFILES, page_failures

PAGE = """<!DOCTYPE html><html lang="en"><head><title>T</title><style>
html {{ font-family: Inter; image-rendering: crisp-edges }} {css}</style></head>
<body><h1 id="top">T</h1>{body}</body></html>"""


def made(faces: tuple[FontFace, ...], body: str, css: str = "") -> bytes:
    html = PAGE.format(body=body, css=css)
    return render_pdf(html, fetch=lambda _: None, faces=faces).data


def structure(data: bytes) -> list[str]:
    text = outline(data)
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
    "table": (
        "<table><caption>c</caption><tr><th scope=col>a</th></tr><tr><td>b</td></tr></table>",
        "",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_pdf_is_accessible_and_archival(faces: tuple[FontFace, ...], name: str) -> None:
    assert failures(made(faces, *CASES[name])) == []


def test_the_cases_are_those_that_would_fail(
    faces: tuple[FontFace, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.rendering.weasy.mend_tags", lambda _: None)
    failing = {name for name in CASES if failures(made(faces, *CASES[name]))}
    assert failing >= {"link with a superscript", "item with paragraphs", "terms in blocks"}


def test_a_list_keeps_its_items_and_their_words(faces: tuple[FontFace, ...]) -> None:
    body, css = CASES["terms in blocks"]
    data = made(faces, body, css)
    assert structure(data) == ["Document", "H1", "L", "LI: LBody (3 times)"]
    assert "a\nb\nc\n" in outline(data)


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
