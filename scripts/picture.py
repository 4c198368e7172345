"""Makes docs/brief.png and docs/notes.png from the built sample: after `make build`."""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2
from PIL import Image

ROOT = Path(__file__).parents[1]
PICTURES = {
    "brief.png": (
        ("en/country-brief", 0),
        ("en/country-brief", 2),
        ("vi/country-brief", 4),
        ("vi/country-brief", 8),
    ),
    "notes.png": (("en/ilo-note", 0), ("vi/ilo-note", 1), ("en/ilo-meeting", 0)),
}
"""Picture -> (brief, page counted from 0) of the pages side by side."""

WIDTH = 300
GAP = 14
COLOURS = 48
"""A palette keeps the file small; pages of text and two colours lose nothing."""


def page(brief: str, number: int) -> Image.Image:
    """One page of a brief as a picture."""
    document = pypdfium2.PdfDocument(ROOT / "build" / f"{brief}.pdf")
    sheet = document[number]
    image: Image.Image = sheet.render(scale=2 * WIDTH / sheet.get_width()).to_pil()
    height = round(WIDTH * image.height / image.width)
    return image.resize((WIDTH, height), Image.Resampling.LANCZOS)


def main() -> int:
    """Write the pictures and say how large they are."""
    for name, chosen in PICTURES.items():
        pages = [page(brief, number) for brief, number in chosen]
        height = max(image.height for image in pages)
        size = (len(pages) * WIDTH + (len(pages) + 1) * GAP, height + 2 * GAP)
        picture = Image.new("RGB", size, "#d9dee2")
        for place, image in enumerate(pages):
            picture.paste(image, (GAP + place * (WIDTH + GAP), GAP))
        target = ROOT / "docs" / name
        picture.quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
        print(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
