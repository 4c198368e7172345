"""From what a brand states to every colour of a page, for light pages and for dark ones.

What the brand states is taken as it is. The rest is worked out from it so that it can be read:
quiet grounds, hairlines, the lighter tones of charts, what stands on the cover, dark pages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportgen.model.brand import Brand
from reportgen.model.brand_colours import Mode, colour_of
from reportgen.model.colours import (
    BLACK,
    TEXT_CONTRAST,
    WHITE,
    Colour,
    contrast,
    mixed,
    read_colour,
    readable,
)

Path = tuple[str, ...]

STATED: Mapping[str, tuple[Path, ...]] = {
    "--paper": (("color", "background"),),
    "--ink": (("color", "foreground"),),
    "--accent": (("color", "primary"),),
    "--accent-light": (("color", "tertiary"),),
    "--muted": (("color", "secondary"),),
    "--warn": (("color", "warning"),),
    "--heading": (("typography", "headings", "color"),),
    "--link": (("color", "link"), ("typography", "link", "color")),
}
"""Property -> what of the brand gives it, the first that is stated."""

TEXTS = ("--ink", "--muted", "--accent", "--heading", "--link", "--warn")
"""The colours of text on `--paper`."""

_NEUTRAL = Colour(12, 18, 22)
"""The ground of dark pages before a brand tinges it."""

_VERY_DARK = 10.0
"""What a stated dark colour needs against white to be the ground of dark pages."""


@dataclass
class Palette:
    """The colours of one kind of page.

    Attributes:
        colours: Property -> colour.
        stated: Property -> where the brand states it, for those that it does.
    """

    colours: dict[str, Colour] = field(default_factory=dict)
    stated: dict[str, Path] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Colour:
        return self.colours[name]


def palette_of(brand: Brand, below: Mapping[str, str]) -> Palette:
    """The colours of light pages and of paper.

    Args:
        brand: The brand; it states some colour.
        below: The properties of the styles that the brand stands on; they stay where it says
            nothing.
    """
    made = _stated(brand, "light")
    old = _read(below)
    paper = made.colours.setdefault("--paper", old.get("--paper", WHITE))
    made.colours.setdefault("--ink", readable(old.get("--ink", BLACK), paper))
    accent = made.colours.setdefault("--accent", readable(old.get("--accent", BLACK), paper))
    tertiary = made.colours.get("--accent-light")
    made.colours.setdefault("--accent-light", mixed(accent, paper, 0.3))
    made.colours["--accent-mid"] = mixed(accent, paper, 0.68)
    if tertiary is None and _keeps_ground(made):
        for name in ("--accent-mid", "--accent-light"):
            made.colours[name] = old.get(name, made[name])
    _quiet(made, old)
    _cover(brand, made, "light")
    return made


def dark_palette_of(brand: Brand, below: Mapping[str, str], light: Palette) -> Palette:
    """The colours of dark pages; a brand whose pages are dark anyway keeps them."""
    made = _stated(brand, "dark")
    old = _read(below)
    if light["--paper"].is_dark and "--paper" not in made.stated:
        made.colours = {**light.colours, **made.colours}
        _quiet(made, old)  # what is stated for dark pages alone is to be read on tints, too
        return made
    paper = made.colours.setdefault("--paper", _dark_paper(brand, light, old))
    bright = _use(brand, "light")
    ink = bright if bright and contrast(bright, paper) >= 7 else old.get("--ink", WHITE)
    made.colours.setdefault("--ink", readable(ink, paper, least=7))
    for name in ("--accent", "--muted", "--warn", "--heading", "--link"):
        if name in light.stated and name not in made.colours:
            # A tint lies between text and page, so a little more than text needs.
            made.colours[name] = readable(light[name], paper, least=TEXT_CONTRAST + 1)
    accent = made.colours.setdefault("--accent", readable(old.get("--accent", WHITE), paper))
    made.colours["--accent-mid"] = mixed(accent, paper, 0.68)
    made.colours.setdefault("--accent-light", mixed(accent, paper, 0.3))
    _quiet(made, old)
    _cover(brand, made, "dark", light["--cover"])
    return made


def _stated(brand: Brand, mode: Mode) -> Palette:
    made = Palette()
    for name, paths in STATED.items():
        for path in paths:
            colour = colour_of(brand, path, mode)
            if colour is not None and name not in made.colours:
                made.colours[name], made.stated[name] = colour, path
    return made


def _read(below: Mapping[str, str]) -> dict[str, Colour]:
    found = {name: read_colour(value) for name, value in below.items()}
    return {name: colour for name, colour in found.items() if colour is not None}


def _use(brand: Brand, name: str) -> Colour | None:
    return colour_of(brand, ("color", name))


def _keeps_ground(made: Palette) -> bool:
    """True where the brand states neither the page's colour nor its own."""
    return not {"--accent", "--paper"} & made.stated.keys()


def _quiet(made: Palette, old: Mapping[str, Colour]) -> None:
    """Quieter text, quiet grounds and hairlines."""
    paper, ink = made["--paper"], made["--ink"]
    own = {"--ink", "--paper"} & made.stated.keys()
    muted = mixed(ink, paper, 0.72) if own else old.get("--muted", ink)
    made.colours.setdefault("--muted", readable(muted, paper))
    made.colours.setdefault("--warn", readable(old.get("--warn", ink), paper))
    made.colours.setdefault("--heading", made["--accent"])
    made.colours.setdefault("--link", made["--accent"])
    texts = [made[name] for name in TEXTS if contrast(made[name], paper) >= TEXT_CONTRAST]
    made.colours["--tint"] = _tint(made["--accent"], paper, texts)
    made.colours["--warn-tint"] = _tint(made["--warn"], paper, texts)
    made.colours["--rule"] = mixed(ink, paper, 0.2)


def _tint(colour: Colour, paper: Colour, texts: list[Colour]) -> Colour:
    """A breath of the colour on the paper, so weak that what can be read there can be read here."""
    for share in (0.08, 0.06, 0.045, 0.03, 0.015):
        found = mixed(colour, paper, share)
        if all(contrast(text, found) >= TEXT_CONTRAST for text in texts):
            return found
    return paper


def _cover(brand: Brand, made: Palette, mode: Mode, light: Colour | None = None) -> None:
    """The ground of the cover, and what stands on it."""
    ground = made["--accent"]
    if mode == "dark" and light is not None:
        ground = mixed(light, BLACK, 0.7) if light.is_dark else light
    made.colours["--cover"] = ground
    bright, deep = _use(brand, "light"), _use(brand, "dark")
    choices = (bright, WHITE) if ground.is_dark else (deep, BLACK)
    text = next(c for c in (*choices, WHITE, BLACK) if c and contrast(c, ground) >= TEXT_CONTRAST)
    made.colours["--on-cover"] = text
    made.colours["--on-cover-muted"] = readable(mixed(text, ground, 0.8), ground)


def _dark_paper(brand: Brand, light: Palette, old: Mapping[str, Colour]) -> Colour:
    deep = _use(brand, "dark")
    if deep is not None and contrast(deep, WHITE) >= _VERY_DARK:
        return deep
    if _keeps_ground(light):
        return old.get("--paper", _NEUTRAL)
    return mixed(light["--accent"], _NEUTRAL, 0.06)
