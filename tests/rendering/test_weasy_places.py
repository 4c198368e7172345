"""Where numbered blocks stand on paper; fails where WeasyPrint moves what that rests on."""

from __future__ import annotations

import pytest

from reportgen.rendering.fonts import FontFace
from reportgen.rendering.inspecting import Layout, Part, inspect, numbered

STYLE = "@page { size: 400px 300px; margin: 20px } * { margin: 0; padding: 0 } p { height: 40px }"


def laid_out(body: str, faces: tuple[FontFace, ...]) -> Layout:
    html = (
        f"<!DOCTYPE html><html lang=en><head><title>t</title><style>{STYLE}</style></head>"
        f"<body>{body}</body></html>"
    )
    return inspect(html, fetch=lambda _: None, faces=faces, sheets=())


def parts(layout: Layout, block: int) -> list[Part]:
    return [part for part in layout.parts if part.block == block]


def test_blocks_are_numbered_and_keep_the_line_that_made_them() -> None:
    html, origins = numbered(
        "<p data-origin=templates/my%20page.html.j2:3 class=a>x</p><b data-origin=b.j2:12>"
        "&lt;p data-origin=c:1&gt; data-origin=d:1</b>"
    )
    assert origins == (("templates/my page.html.j2", 3), ("b.j2", 12))
    assert html == (
        "<p data-block=0 class=a>x</p><b data-block=1>&lt;p data-origin=c:1&gt; data-origin=d:1</b>"
    )


def test_a_block_has_one_part_on_each_page_that_it_stands_on(faces: tuple[FontFace, ...]) -> None:
    layout = laid_out("<div data-block=0>" + "<p data-block=1>x</p>" * 9 + "</div>", faces)
    assert [(part.page, part.y, part.height) for part in parts(layout, 0)] == [
        (1, 20, 260),
        (2, 20, 120),
    ]
    assert len(parts(layout, 1)) == 9
    assert (layout.sheets[0].width, layout.sheets[0].height) == (400, 300)
    assert layout.pdf.startswith(b"%PDF")


def test_a_page_begins_with_the_largest_block_that_begins_there(
    faces: tuple[FontFace, ...],
) -> None:
    rows = "<p>x</p>" * 3
    layout = laid_out(
        f"<p data-block=0>x</p><section data-block=1 style='break-before: page'><h1 data-block=2>"
        f"y</h1></section><div data-block=3>{rows}{rows}</div>",
        faces,
    )
    assert [(sheet.first, sheet.inside) for sheet in layout.sheets] == [
        (0, False),
        (1, False),
        (3, True),
    ]


def test_heads_of_a_table_that_are_said_again_begin_no_page(faces: tuple[FontFace, ...]) -> None:
    rows = "".join(f"<tr data-block={n} style='height: 90px'><td>x" for n in range(3, 7))
    layout = laid_out(
        f"<table data-block=0><thead data-block=1><tr data-block=2><th>h</thead><tbody>{rows}</table>",
        faces,
    )
    assert [(sheet.first, sheet.inside) for sheet in layout.sheets][1:] == [(5, False)]


@pytest.mark.parametrize(
    ("body", "over"),
    [
        ("<p data-block=0 style='width: 50px'><span>" + "wide" * 30 + "</span></p>", {0}),
        ("<div data-block=0><p data-block=1 style='width: 500px'>x</p></div>", {1}),
        ("<div data-block=0 style='height: 50px'><p data-block=1>x</p><p data-block=2>y</p></div>", {2}),
        ("<p data-block=0 style='width: 50px; overflow: hidden'>" + "wide" * 30 + "</p>", set()),
        ("<div data-block=0><p data-block=1 style='margin-left: -30px'>x</p></div>", set()),
        ("<div data-block=0><p data-block=1 style='position: absolute; left: 370px'>x</p></div>", set()),
        ("<ul data-block=0><li data-block=1>x</li></ul>", set()),
        ("<table data-block=0><tr data-block=1><td data-block=2 rowspan=2>a<br>b<td>c<tr><td>d</table>", set()),
    ],
)  # fmt: skip
def test_what_stands_out_is_told_and_what_is_meant_so_is_not(
    body: str, over: set[int], faces: tuple[FontFace, ...]
) -> None:
    found = {part.block for part in laid_out(body, faces).parts if part.overflows}
    assert found == over
