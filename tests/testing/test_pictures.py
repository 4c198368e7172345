"""The tile metric: a digit stands out, the smoothing of letters does not."""

from __future__ import annotations

import pypdfium2
import pytest
from PIL import Image

from reportgen.rendering.pdf import render_pdf
from reportgen.testing.baseline import Header, PageSnapshot, TextSnapshot, page_snapshot
from reportgen.testing.pictures import (
    SMALL,
    TILE,
    TOLERANCE,
    Pages,
    differing,
    picture_hash,
    small,
    worst_tile,
)
from tests.rendering.conftest import face

BODY = "<h1>Budget</h1>" + "<p>The programme has a budget of 1,200,000 dollars a year.</p>" * 12


def made(body: str) -> bytes:
    page = (
        '<!DOCTYPE html><html lang="en"><head><title>T</title><style>'
        "html { font: 10pt Inter } @page { size: A4; margin: 20mm }</style></head>"
        f"<body>{body}</body></html>"
    )
    faces = (face("inter-400", 400), face("inter-700", 700))
    return render_pdf(page, fetch=lambda _: None, faces=faces).data


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return made(BODY)


@pytest.fixture(scope="module")
def page(pdf: bytes) -> Image.Image:
    return Pages(pdf).draw(1)


def test_a_page_is_drawn_the_same_each_time(pdf: bytes, page: Image.Image) -> None:
    assert picture_hash(Pages(pdf).draw(1)) == picture_hash(page)
    assert worst_tile(page, page, TILE).share == 0


def test_a_digit_is_nothing_of_a_page_and_a_hundred_times_as_much_of_a_tile(
    page: Image.Image,
) -> None:
    one_digit = Pages(made(BODY.replace("1,200,000", "1,250,000", 1))).draw(1)
    tile = worst_tile(page, one_digit, TILE)
    assert tile.where == "top centre"
    changed = differing(page, one_digit).histogram()[255] / (page.width * page.height)
    assert 0 < changed < tile.share / 100
    assert picture_hash(page) != picture_hash(one_digit)


def test_another_renderer_stays_below_the_limit_and_another_colour_does_not(
    pdf: bytes, page: Image.Image
) -> None:
    finer = pypdfium2.PdfDocument(pdf)[0].render(scale=101 / 72).to_pil().convert("RGB")
    other = finer.resize(page.size, Image.Resampling.LANCZOS)
    assert 0 < worst_tile(page, other, TILE).share <= TOLERANCE
    assert 0 < worst_tile(small(page), small(other), TILE // SMALL).share <= TOLERANCE
    blue = Pages(made(BODY.replace("<h1>", "<h1 style='color: #236'>"))).draw(1)
    assert worst_tile(page, blue, TILE).share > 4 * TOLERANCE
    assert worst_tile(small(page), small(blue), TILE // SMALL).share > 4 * TOLERANCE


def test_what_stands_on_the_edge_of_two_tiles_counts_in_full() -> None:
    white = Image.new("RGB", (96, 96), "white")
    middle, edge = white.copy(), white.copy()
    middle.paste("black", (28, 28, 44, 44))
    edge.paste("black", (16, 16, 32, 32))
    assert worst_tile(white, middle, TILE).share == worst_tile(white, edge, TILE).share > 0.4


def test_pages_of_two_sizes_differ_in_all(page: Image.Image) -> None:
    assert worst_tile(page, page.crop((0, 0, 100, 100)), TILE).share == 1


@pytest.mark.parametrize("whole", [False, True])
def test_a_snapshot_of_a_page_comes_back_as_it_was(page: Image.Image, whole: bool) -> None:
    header = Header("brief[vi-page-1]", {"Pango": "1.50"}, {"styles/print.css": "0a"})
    kept = page_snapshot(header, page, whole=whole)
    again = PageSnapshot.from_bytes(kept.to_bytes())
    assert (again.header, again.hash, again.whole) == (header, kept.hash, whole)
    assert again.picture.tobytes() == kept.picture.tobytes()
    assert len(kept.to_bytes()) < (120_000 if whole else 12_000)


def test_a_snapshot_of_text_comes_back_and_says_what_differs() -> None:
    header = Header("a[en-pdf]", {"Pango": "1.50", "HarfBuzz": "6"}, {"a file.css": "0a"})
    kept = TextSnapshot(header, "# document\n\nĐường\n")
    again = TextSnapshot.from_bytes(kept.to_bytes())
    assert again == kept
    other = Header("a[en-pdf]", {"Pango": "1.52", "HarfBuzz": "6"}, {"a file.css": "0b"})
    assert header.others(other) == ["Pango 1.50, here 1.52"]
    assert header.changed_sources(other) == ["a file.css"]
    with pytest.raises(ValueError, match="form 1"):
        TextSnapshot.from_bytes(b"anything")
    with pytest.raises(ValueError, match="form 1"):
        PageSnapshot.from_bytes(b"anything")
