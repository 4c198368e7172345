"""Colours as numbers: read from CSS, written as `#rrggbb`, mixed, and compared for contrast.

Contrast is that of WCAG 2.2 (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

from __future__ import annotations

from dataclasses import dataclass

from tinycss2.color3 import parse_color

TEXT_CONTRAST = 4.5
"""What text needs against its ground (WCAG 2.2, 1.4.3, level AA)."""

_STEPS = 200


@dataclass(frozen=True, slots=True)
class Colour:
    """An opaque colour of sRGB; each part from 0 to 255."""

    red: int
    green: int
    blue: int

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @property
    def luminance(self) -> float:
        """Relative luminance: 0 for black, 1 for white."""
        red, green, blue = (_linear(part / 255) for part in (self.red, self.green, self.blue))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    @property
    def is_dark(self) -> bool:
        """True where white stands out from it more than black."""
        return contrast(self, WHITE) > contrast(self, BLACK)


WHITE, BLACK = Colour(255, 255, 255), Colour(0, 0, 0)


def read_colour(text: str) -> Colour | None:
    """The opaque colour that a piece of CSS names: `#447099`, `teal`, `rgb(...)`, `hsl(...)`."""
    found = parse_color(text.strip())
    if found is None or isinstance(found, str) or found.alpha != 1:  # a str is `currentColor`
        return None
    return Colour(*(round(min(max(part, 0), 1) * 255) for part in found[:3]))


def contrast(one: Colour, other: Colour) -> float:
    """How far two colours stand apart, from 1 to 21."""
    low, high = sorted((one.luminance, other.luminance))
    return (high + 0.05) / (low + 0.05)


def shown_contrast(ratio: float) -> str:
    """The contrast as people write it, never rounded up: 4.49 stays below 4.5."""
    return f"{int(ratio * 10) / 10:g}:1" if ratio < 100 else f"{ratio:g}:1"


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """The colour between two; `share` is how much of the first is in it, from 0 to 1."""

    def part(a: int, b: int) -> int:
        return round(a * share + b * (1 - share))

    return Colour(
        part(one.red, other.red), part(one.green, other.green), part(one.blue, other.blue)
    )


def readable(colour: Colour, *grounds: Colour, least: float = TEXT_CONTRAST) -> Colour:
    """The colour, or the nearest of its hue that stands out enough from every ground.

    It is mixed with black or white, whichever needs less; where neither is enough, the better.
    """
    if all(contrast(colour, ground) >= least for ground in grounds):
        return colour
    for step in range(1, _STEPS + 1):
        for end in (BLACK, WHITE):
            found = mixed(end, colour, step / _STEPS)
            if all(contrast(found, ground) >= least for ground in grounds):
                return found
    return max((BLACK, WHITE), key=lambda end: min(contrast(end, ground) for ground in grounds))


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
