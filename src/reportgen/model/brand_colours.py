"""The colours of a brand, with names of its palette looked up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from reportgen.model.brand import Brand, BrandColours, Shade
from reportgen.model.colours import Colour, read_colour

Mode = Literal["light", "dark"]
"""Which page a colour is for."""

USES = tuple(name for name in BrandColours.model_fields if name not in ("palette", "extensions"))
"""What colours are for: foreground, background, primary ..."""


@dataclass(frozen=True)
class BadColour:
    """A colour that cannot be told.

    Attributes:
        name: The word that is no colour, or at which a ring closes.
        ring: The names that lead to each other, in their order; empty where there is no ring.
    """

    name: str
    ring: tuple[str, ...] = ()


def colour_of(brand: Brand, path: tuple[str, ...], mode: Mode = "light") -> Colour | None:
    """The colour that a brand states at a path such as `color.primary`.

    For dark pages only what is stated for them counts. None where nothing is stated, or what
    cannot be told; reading has said so.
    """
    shade = _shade(brand, path)
    text = getattr(shade, mode) if shade else None
    found = look_up(brand, text, path, mode) if text else None
    return found if isinstance(found, Colour) else None


def look_up(
    brand: Brand, text: str, path: tuple[str, ...] = (), mode: Mode = "light"
) -> Colour | BadColour:
    """The colour that a text stands for: a name of the palette, a use, or a colour of CSS.

    In `color:` the palette goes before the uses; everywhere else uses go first.

    Args:
        brand: Whose palette.
        text: What is written.
        path: Where it is written; a use does not stand for itself.
        mode: Which of two colours of a use counts; the light one where there is but one.
    """
    seen: list[str] = []
    here = ".".join(path)
    while True:
        if here:
            seen.append(here)
        step = next(_leads(brand, text.strip(), mode, inside=here.startswith("color.")), None)
        if step is None:
            return read_colour(text) or BadColour(text.strip())
        here, text = step
        if here in seen:
            return BadColour(here, tuple(seen[seen.index(here) :]))


def _leads(brand: Brand, name: str, mode: Mode, *, inside: bool) -> Iterator[tuple[str, str]]:
    """(path, text) of what a name may stand for, the first that counts first."""
    palette = brand.color.palette.get(name)
    entry = [(f"color.palette.{name}", palette)] if palette is not None else []
    shade = getattr(brand.color, name) if name in USES else None
    stated = (getattr(shade, mode) or shade.light) if isinstance(shade, Shade) else None
    use = [(f"color.{name}", stated)] if stated else []
    yield from [*entry, *use] if inside else [*use, *entry]


def _shade(brand: Brand, path: tuple[str, ...]) -> Shade | None:
    if path[0] == "color":
        found = getattr(brand.color, path[1])
    else:
        settings = getattr(brand.typography, path[1].replace("-", "_"))
        found = getattr(settings, path[2].replace("-", "_")) if settings else None
    return found if isinstance(found, Shade) else None
