"""What each key of a brand comes to, so that a change can be told by the key."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.model.brand import Brand
from reportgen.model.brand_colours import USES, colour_of, look_up

_TYPE = {
    "base": ("family", "size", "weight", "line_height"),
    "headings": ("family", "size", "weight", "style", "line_height", "color"),
    "monospace": ("family",),
    "link": ("color",),
}
"""What styles take from the settings of type."""

COLOURS = tuple(f"color.{use}" for use in USES)
TYPE = tuple(
    f"typography.{kind}.{name.replace('_', '-')}" for kind, names in _TYPE.items() for name in names
)
KEYS = (*COLOURS, *TYPE, "color.palette", "typography.fonts")
"""The keys of which a page's styles are made, those first that say most."""


def stated(brand: Brand) -> Mapping[str, str]:
    """Key -> what it comes to, names of the palette looked up; empty where nothing is stated."""
    made = {key: _colours(brand, tuple(key.split("."))) for key in COLOURS}
    for kind, names in _TYPE.items():
        settings = getattr(brand.typography, kind)
        for name in names:
            key = f"typography.{kind}.{name.replace('_', '-')}"
            value = getattr(settings, name) if settings else None
            made[key] = _colours(brand, tuple(key.split("."))) if name == "color" else value or ""
    palette = brand.color.palette.items()
    made["color.palette"] = repr([(n, look_up(brand, text)) for n, text in palette])
    made["typography.fonts"] = repr(brand.typography.fonts)
    return made


def _colours(brand: Brand, path: tuple[str, ...]) -> str:
    pair = [colour_of(brand, path, "light"), colour_of(brand, path, "dark")]
    return " ".join(map(str, pair)) if any(pair) else ""
