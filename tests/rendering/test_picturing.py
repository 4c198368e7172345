"""The small picture of a PDF's first page."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from PIL import Image

from reportgen.rendering.picturing import MOST_RATIO, WIDTH, first_page, height_of


def pdf(*sizes: tuple[float, float], ink: tuple[int, int, int] = (200, 0, 0)) -> bytes:
    """A PDF of pages of these sizes in points; the upper half of each is of one colour."""
    document = pypdfium2.PdfDocument.new()
    for width, height in sizes:
        page = document.new_page(width, height)
        box = pypdfium2.raw.FPDFPageObj_CreateNewRect(0, height / 2, width, height / 2)
        pypdfium2.raw.FPDFPageObj_SetFillColor(box, *ink, 255)
        pypdfium2.raw.FPDFPath_SetDrawMode(box, pypdfium2.raw.FPDF_FILLMODE_WINDING, 0)
        pypdfium2.raw.FPDFPage_InsertObject(page, box)
        page.gen_content()
    found = io.BytesIO()
    document.save(found)
    return found.getvalue()


def opened(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png), formats=("PNG",))


def is_red(image: Image.Image, x: int, y: int) -> bool:
    found = image.convert("RGB").crop((x, y, x + 1, y + 1)).tobytes()
    return found[0] > 190 and max(found[1:]) < 30


@pytest.mark.parametrize(
    ("size", "height"), [((595, 842), 363), ((842, 595), 181), ((612, 792), 332)]
)
def test_it_is_the_first_page_as_wide_as_said(size: tuple[float, float], height: int) -> None:
    png = first_page(pdf(size, (100, 100)))
    image = opened(png)
    assert image.size == (WIDTH, height_of(png))
    assert abs(height_of(png) - height) <= 1
    assert is_red(image, 128, 10)
    assert image.convert("RGB").getpixel((128, height - 10)) == (255, 255, 255)


def test_it_is_small_and_the_same_every_time() -> None:
    data = pdf((595, 842))
    assert first_page(data) == first_page(data)
    assert len(first_page(data)) < 2000
    assert opened(first_page(data)).mode == "P"


def test_a_page_of_any_length_costs_no_more_than_a_picture() -> None:
    png = first_page(pdf((10, 14_000)))
    assert opened(png).size == (WIDTH, MOST_RATIO * WIDTH)
    assert is_red(opened(png), 128, 700), "its upper end"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 and no more", pdf((595, 842))[:200]])
def test_what_cannot_be_read_is_an_empty_page(data: bytes) -> None:
    image = opened(first_page(data)).convert("RGB")
    assert image.getextrema() == ((255, 255),) * 3
