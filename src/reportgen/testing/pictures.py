"""Pages as pictures: drawn by one renderer, kept small, compared tile by tile.

Why tiles: a digit that changes is a hundred times as much of the tile that it stands in as of the
page; a share of the page that lets noise through lets a wrong budget through.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter

DPI = 100
TILE = 24
"""Pixels of a side of a tile, of a whole picture."""

SMALL = 4
"""How many pixels of a side become one in the small picture that is kept beside a hash."""

TOLERANCE = 0.06
"""Share of the worst tile that two renderers may differ in.

Measured on a page of 10 pt text: drawn at 101 dpi and made smaller, 0.016 of a whole picture and
0.055 of a small one; letters smoothed for an LCD, 0.063 and less than 0.01; a digit, 0.008 to 0.043
and 0.027; another colour of a heading, 0.42 and 0.44. So for one digit the same renderer is needed,
whose pixels are compared to the last bit, or the text of the page.
"""

_STEPS = 0xF8
"""Of the values of a small picture five bits are kept: it is half the size, and looks the same."""

_FAR, _FAR_SMALL = 32, 24
"""A colour this far (of 255) outside what stands around it in the other picture differs."""

_PT_PER_MM = 72 / 25.4
_MASKED = (128, 128, 128)
_LEADING_PT = 2
Box = tuple[float, float, float, float]
"""left, top, right, bottom: points from the upper left corner of a page."""


@dataclass(frozen=True)
class Tile:
    """The tile in which two pictures differ most.

    Attributes:
        share: Of its pixels, how many differ: 0 to 1.
        across: Where its middle is, as a share of the width of the page.
        down: The same of its height.
    """

    share: float
    across: float
    down: float

    @property
    def where(self) -> str:
        """`top left`, `middle`, `bottom right`: where to look on the page."""
        rows = ("top", "middle", "bottom")[min(2, int(self.down * 3))]
        columns = ("left", "centre", "right")[min(2, int(self.across * 3))]
        return f"{rows} {columns}"


class Pages:
    """The pages of a PDF, to be drawn."""

    def __init__(self, data: bytes) -> None:
        self._document = pypdfium2.PdfDocument(data)

    def __len__(self) -> int:
        return len(self._document)

    def draw(self, number: int, masked: Sequence[Box] = ()) -> Image.Image:
        """Page `number` (from 1) in RGB at 100 dpi, with grey boxes on what is masked."""
        page = self._document[number - 1]
        picture: Image.Image = page.render(scale=DPI / 72).to_pil().convert("RGB")
        pen = ImageDraw.Draw(picture)
        for box in masked:
            pen.rectangle([round(edge * DPI / 72) for edge in box], fill=_MASKED)
        return picture

    def find(self, number: int, spans: Iterator[tuple[int, int]]) -> Iterator[Box]:
        """The lines, from edge to edge, in which stretches (begin, end) of the text stand.

        Why whole lines: words of another width move what stands beside them.
        """
        page = self._document[number - 1]
        width, height = page.get_size()
        text = page.get_textpage()
        for begin, end in spans:
            for rectangle in range(text.count_rects(begin, end - begin)):
                _, bottom, _, top = text.get_rect(rectangle)
                yield 0, height - top - _LEADING_PT, width, height - bottom + _LEADING_PT

    def text(self, number: int) -> str:
        """The text of a page, as `find` counts its characters."""
        found: str = self._document[number - 1].get_textpage().get_text_range()
        return found


def millimetres(left: float, top: float, width: float, height: float) -> Box:
    """The box of an area that is given in millimetres."""
    x, y, w, h = (value * _PT_PER_MM for value in (left, top, width, height))
    return x, y, x + w, y + h


def picture_hash(picture: Image.Image) -> str:
    """What stands for all pixels of a picture: equal pictures have equal hashes."""
    size = f"{picture.width}x{picture.height}:".encode()
    return hashlib.blake2b(size + picture.tobytes(), digest_size=16).hexdigest()


def small(picture: Image.Image) -> Image.Image:
    """The picture at a quarter of its size, its colours in steps."""
    return picture.reduce(SMALL).point(lambda value: value & _STEPS)


def worst_tile(one: Image.Image, other: Image.Image, tile: int) -> Tile:
    """The tile in which two pictures differ most; all of it where their sizes differ.

    Tiles overlap by half, so that what differs does not hide on the edge of two.

    Args:
        one: What was accepted.
        other: What is drawn now.
        tile: Pixels of a side of a tile: 24 of whole pictures, 6 of small ones.
    """
    if one.size != other.size:
        return Tile(1.0, 0.5, 0.5)
    far = _FAR if tile == TILE else _FAR_SMALL
    pixels = differing(one, other, far)
    worst = Tile(0.0, 0.5, 0.5)
    for left in (0, tile // 2):
        for top in (0, tile // 2):
            shares = pixels.crop((left, top, *pixels.size)).reduce(tile)
            most = shares.getextrema()[1]
            if isinstance(most, int | float) and most / 255 > worst.share:
                at = shares.tobytes().index(int(most))
                x, y = (
                    left + (at % shares.width + 0.5) * tile,
                    top + (at // shares.width + 0.5) * tile,
                )
                worst = Tile(most / 255, min(1.0, x / one.width), min(1.0, y / one.height))
    return worst


def differing(one: Image.Image, other: Image.Image, far: int = _FAR) -> Image.Image:
    """White where two pictures of one size differ, black elsewhere (8 bits, one channel).

    A pixel differs where its colour is far outside those around the same place in the other
    picture, so that a letter whose edge is smoothed otherwise does not count.
    """
    both = ImageChops.lighter(_outside(one, other), _outside(other, one))
    bands = both.point(lambda value: 255 if value > far else 0).split()
    return ImageChops.lighter(bands[0], ImageChops.lighter(bands[1], bands[2]))


def _outside(one: Image.Image, other: Image.Image) -> Image.Image:
    """How far each colour is below the least or above the most around it in the other."""
    least = other.filter(ImageFilter.MinFilter(3))
    most = other.filter(ImageFilter.MaxFilter(3))
    return ImageChops.lighter(ImageChops.subtract(least, one), ImageChops.subtract(one, most))


def difference(one: Image.Image, other: Image.Image) -> Image.Image:
    """The second picture, pale, with what differs from the first in red."""
    if one.size != other.size:
        one = one.resize(other.size)
    changed = ImageChops.difference(one, other).convert("L").point(lambda v: 255 if v else 0)
    pale = Image.blend(other, Image.new("RGB", other.size, "white"), 0.75)
    pale.paste((220, 0, 60), mask=changed)
    return pale


def as_png(picture: Image.Image) -> bytes:
    """A picture as a file that any browser shows; made quickly, not small."""
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()
