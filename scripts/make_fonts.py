"""Write templates/fonts/: static Latin and Vietnamese subsets of Inter, for print and for screens.

    python -m venv dist/fonts && dist/fonts/bin/pip install -r scripts/make_fonts.txt
    dist/fonts/bin/python scripts/make_fonts.py

The same input gives the same bytes; `--check` says whether the folder still equals what this makes.

Why static and whole: WeasyPrint stamps the clock into a variable font that it embeds, and several
split subsets under one family name print wrong letters without a warning. Each face is therefore
one file that holds every character a brief may need: TTF for the PDF and for measuring the text
of charts, WOFF2 for the page.
"""

from __future__ import annotations

import argparse
import io
import sys
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "fonts"

# stem of the file, source in the package, weight, style name, italic
FACES = (
    ("inter-400", "Inter[opsz,wght].ttf", 400, "Regular", False),
    ("inter-400-italic", "Inter-Italic[opsz,wght].ttf", 400, "Italic", True),
    ("inter-600", "Inter[opsz,wght].ttf", 600, "SemiBold", False),
    ("inter-700", "Inter[opsz,wght].ttf", 700, "Bold", False),
)

# Whole blocks where a name may bring any letter, single signs elsewhere.
RANGES = (
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x017F),  # Latin-1 Supplement, Latin Extended-A
    (0x0192, 0x0192),  # florin
    (0x01A0, 0x01A1),  # o with horn
    (0x01AF, 0x01B0),  # u with horn
    (0x01CD, 0x01DC),  # pinyin vowels
    (0x0218, 0x021B),  # Romanian s and t with comma
    (0x0259, 0x0259),  # schwa
    (0x02BB, 0x02BC),  # turned comma, modifier apostrophe
    (0x02C6, 0x02C7),  # modifier circumflex, caron
    (0x02D8, 0x02DD),  # breve to double acute
    (0x0300, 0x030C),  # combining marks, for text that is not composed
    (0x031B, 0x031B),  # combining horn
    (0x0323, 0x0328),  # combining dot below to ogonek
    (0x1E00, 0x1EFF),  # Latin Extended Additional: Vietnamese
    (0x2002, 0x200A),  # spaces by width
    (0x2010, 0x2015),  # hyphens and dashes
    (0x2018, 0x201E),  # quotation marks
    (0x2020, 0x2022),  # daggers, bullet
    (0x2026, 0x2026),  # ellipsis
    (0x202F, 0x202F),  # narrow no-break space: French and Swiss numbers
    (0x2030, 0x2030),  # per mille
    (0x2032, 0x2033),  # prime, double prime
    (0x2039, 0x203A),  # single angle quotation marks
    (0x2044, 0x2044),  # fraction slash
    (0x2070, 0x208E),  # superscripts and subscripts
    (0x20A6, 0x20A6),  # naira
    (0x20A9, 0x20A9),  # won
    (0x20AB, 0x20AC),  # dong, euro
    (0x20B1, 0x20B1),  # peso
    (0x20B9, 0x20B9),  # rupee
    (0x2116, 0x2116),  # numero
    (0x2122, 0x2122),  # trade mark
    (0x2150, 0x215E),  # fractions
    (0x2190, 0x2199),  # arrows
    (0x2212, 0x2212),  # minus
    (0x221E, 0x221E),  # infinity
    (0x2248, 0x2248),  # almost equal
    (0x2260, 0x2260),  # not equal
    (0x2264, 0x2265),  # less or equal, greater or equal
    (0x25A0, 0x25A1),  # squares
    (0x25B2, 0x25B3),  # triangles
    (0x25B6, 0x25B7),
    (0x25BC, 0x25BD),
    (0x25C6, 0x25C7),  # diamonds
    (0x25CB, 0x25CB),  # circles
    (0x25CF, 0x25CF),
    (0x2713, 0x2713),  # check mark
    (0x2717, 0x2717),  # ballot cross
    (0xFFFD, 0xFFFD),  # replacement character: visible when a text is damaged
)
# kern, mark and mkmk place letters and accents; tnum and pnum choose the figures; ccmp and locl
# are needed for right letters. calt stays out: it turns "->" into an arrow.
FEATURES = ("ccmp", "locl", "kern", "mark", "mkmk", "tnum", "pnum", "sups", "subs")


def make_face(data: bytes, *, weight: int, style: str, italic: bool) -> TTFont:
    """One static subset face, named so that fontconfig, browsers and Vega all find it."""
    variable = TTFont(io.BytesIO(data), recalcTimestamp=False)
    font = instancer.instantiateVariableFont(
        variable, {"wght": weight, "opsz": 14}, inplace=True, overlap=instancer.OverlapMode.REMOVE
    )
    options = subset.Options()
    options.layout_features = list(FEATURES)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.notdef_outline = True
    options.hinting = False
    options.drop_tables += ["STAT", "DSIG", "meta"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[c for first, last in RANGES for c in range(first, last + 1)])
    subsetter.subset(font)
    _name_face(font, weight=weight, style=style, italic=italic)
    return font


def _name_face(font: TTFont, *, weight: int, style: str, italic: bool) -> None:
    linked = style in ("Regular", "Italic", "Bold")
    names = {
        1: "Inter" if linked else f"Inter {style}",
        2: style if linked else "Regular",
        3: f"{version('fontpkg-inter')};RPGN;Inter-{style}",
        4: f"Inter {style}",
        6: f"Inter-{style}",
        16: None if linked else "Inter",
        17: None if linked else style,
    }
    for number, text in names.items():
        font["name"].removeNames(nameID=number)
        if text is not None:
            font["name"].setName(text, number, 3, 1, 0x409)
    font["name"].names.sort()
    table = font["OS/2"]
    table.usWeightClass = weight
    bold = style == "Bold"
    upright = not italic and not bold
    kept = table.fsSelection & ~0b1100001
    table.fsSelection = kept | (italic << 0) | (bold << 5) | (upright << 6)
    font["head"].macStyle = (bold << 0) | (italic << 1)


def saved(font: TTFont, flavor: str | None) -> bytes:
    """The bytes of the face, as TTF or as WOFF2."""
    font.flavor = flavor
    out = io.BytesIO()
    font.save(out, reorderTables=flavor is None)
    return out.getvalue()


def make_files() -> dict[str, bytes]:
    """Every file that the script answers for, by name."""
    source = files("fontpkg_inter")
    made = {"OFL.txt": source.joinpath("LICENSE").read_bytes()}
    for stem, name, weight, style, italic in FACES:
        data = source.joinpath("files", name).read_bytes()
        face = make_face(data, weight=weight, style=style, italic=italic)
        made[f"{stem}.ttf"] = saved(face, None)
        made[f"{stem}.woff2"] = saved(face, "woff2")
    return made


def main() -> int:
    """Write the files, or with --check compare them; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    FOLDER.mkdir(parents=True, exist_ok=True)
    different = 0
    for name, data in make_files().items():
        path = FOLDER / name
        same = path.is_file() and path.read_bytes() == data
        different += not same
        print(f"{name:24} {len(data):7,} bytes {'same' if same else 'different'}")
        if not check:
            path.write_bytes(data)
    return 1 if check and different else 0


if __name__ == "__main__":
    sys.exit(main())
