"""A brand as a style sheet: custom properties that stand after those of the templates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from reportgen.model.brand import Brand, TypeSettings, line_height, shades, size_scale
from reportgen.model.brand_colours import colour_of, look_up
from reportgen.model.codelists import FONT_WEIGHT
from reportgen.model.colours import WHITE, Colour
from reportgen.rendering.brand_palette import Palette, dark_palette_of, palette_of
from reportgen.rendering.custom_properties import Properties, custom_properties

CHARTED = ("--ink", "--muted", "--accent", "--accent-mid", "--accent-light", "--rule", "--paper")
"""What charts are drawn in; they hold the colours of light pages (`chart_look.py`)."""

_NAME = re.compile(r"^[A-Za-z0-9_-]+$")


def brand_css(brand: Brand, below: str) -> str:
    """The style sheet of a brand.

    Args:
        brand: The brand.
        below: The style sheet with the properties that the brand changes.
    """
    known = custom_properties(below)
    light, dark = palettes(brand, known) or (Palette(), Palette())
    lines: dict[str, str | Colour] = {
        **_own_names(brand),
        **light.colours,
        **_type(brand, known),
    }
    parts = [_root(lines)] if lines else []
    if dark.colours:
        rules = _root(dark.colours) + "".join(_charts(light))
        parts.append(f"@media screen {{ @media (prefers-color-scheme: dark) {{\n{rules}}} }}\n")
    if light.colours and light["--paper"] != WHITE:
        parts.append("@page { background: var(--paper); }\n")
    if brand.typography.monospace and brand.typography.monospace.family:
        parts.append("code, pre, kbd, samp { font-family: var(--font-mono); }\n")
    return "".join(parts)


def palettes(brand: Brand, below: Properties) -> tuple[Palette, Palette] | None:
    """The colours of light and of dark pages; None where the brand states none."""
    if next(shades(brand), None) is None:
        return None
    light = palette_of(brand, below.light)
    return light, dark_palette_of(brand, {**below.light, **below.dark}, light)


def _own_names(brand: Brand) -> dict[str, str]:
    """Every colour of the palette and those that no shipped style uses, as `--brand-NAME`."""
    uses = {name: colour_of(brand, ("color", name)) for name in ("success", "info", "danger")}
    named = {
        name: look_up(brand, text, ("color", "palette", name))
        for name, text in brand.color.palette.items()
        if _NAME.match(name)
    }
    return {
        f"--brand-{name}": str(colour)
        for name, colour in {**uses, **named}.items()
        if isinstance(colour, Colour)
    }


def _type(brand: Brand, known: Properties) -> dict[str, str]:
    """Fonts, weights, sizes and heights of lines."""
    typography = brand.typography
    base, headings = typography.base or TypeSettings(), typography.headings or TypeSettings()
    mono = typography.monospace or TypeSettings()
    leading, tight = _height(base), _height(headings)
    fallback = known.light.get("--font-text", "sans-serif")
    made = {
        "--font-text": base.family and f"{_quoted(base.family)}, {fallback}",
        "--font-heading": headings.family and f"{_quoted(headings.family)}, var(--font-text)",
        "--font-mono": mono.family and f"{_quoted(mono.family)}, monospace",
        "--weight-text": base.weight and FONT_WEIGHT.words[base.weight],
        "--weight-heading": headings.weight and FONT_WEIGHT.words[headings.weight],
        "--style-heading": headings.style,
        "--leading": leading,
        "--leading-text": leading,
        "--leading-tight": tight,
    }
    sizes = _sizes(size_scale(base.size) if base.size else None, known.light)
    return {**{name: value for name, value in made.items() if value}, **sizes}


def _height(settings: TypeSettings) -> str | None:
    height = line_height(settings.line_height) if settings.line_height else None
    return f"{height:g}" if height else None


def _sizes(scale: float | None, known: Mapping[str, str]) -> dict[str, str]:
    """Every step of the type, so many times as large."""
    if scale is None or scale == 1:
        return {}
    steps = {
        name: float(value.removesuffix("rem"))
        for name, value in known.items()
        if name.startswith("--text-") and value.endswith("rem")
    }
    return {name: f"{size * scale:.4g}rem" for name, size in steps.items()}


def _quoted(family: str) -> str:
    plain = " ".join(family.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{plain}"'


def _root(lines: Mapping[str, str | Colour]) -> str:
    inside = "".join(f"  {name}: {value};\n" for name, value in lines.items())
    return f":root {{\n{inside}}}\n"


def _charts(light: Palette) -> Iterable[str]:
    for name in CHARTED:
        for part in ("fill", "stroke"):
            yield f'.chart-drawing [{part}="{light[name]}"] {{ {part}: var({name}); }}\n'
