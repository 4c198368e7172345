"""The look of a house, `_brand.yml`, in the form that other tools read too.

The form is that of brand.yml (https://posit-dev.github.io/brand-yml/brand/); a colour may also be
given twice, for light and dark pages, as Quarto 1.8 reads it. What of it has an effect on briefs
is listed in docs/brand.md; the rest belongs to other tools and is read over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field

from reportgen.model.base import Noun
from reportgen.model.codelists import FONT_SOURCE, FONT_STYLE, FONT_WEIGHT
from reportgen.model.scalars import Coded, Line
from reportgen.model.text import Text

BRAND_FILE = "_brand.yml"
_SIZE = re.compile(r"^(\d{1,3}(?:\.\d{1,4})?)(rem|em|%|px|pt)$")
_PARTS = {"rem": 1.0, "em": 1.0, "%": 100.0, "px": 16.0, "pt": 12.0}
"""What a browser's own text measures, in each unit."""
Weight = Annotated[str, Coded(FONT_WEIGHT)]


def _short(field: str, noun: type[Noun]) -> BeforeValidator:
    """A text that stands for a mapping with one field."""

    def spelt_out(value: Any) -> Any:
        return {field: value} if isinstance(value, str) else value

    return BeforeValidator(spelt_out, json_schema_input_type=str | noun)


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class BrandName(Noun):
    """What the house is called."""

    full: Line | None = None
    short: Line | None = None


class BrandMeta(Noun):
    """Whose brand it is; of the rest other tools may make something."""

    model_config = ConfigDict(extra="ignore")

    name: Annotated[BrandName, _short("full", BrandName)] | None = None
    link: Any = None


class Shade(Noun):
    """A colour; the same for light and dark pages, or one for each."""

    light: Line | None = Field(None, description="A colour of CSS, or a name of the palette.")
    dark: Line | None = Field(None, description="The same for dark pages.")


Shaded = Annotated[Shade, _short("light", Shade)]


class BrandColours(Noun):
    """The palette, and what each of its colours is for."""

    palette: Mapping[str, Line] = Field(default={}, description="Colours by names of your own.")
    foreground: Shaded | None = Field(None, description="Text.")
    background: Shaded | None = Field(None, description="The page.")
    primary: Shaded | None = Field(None, description="Headings, links, figures, the cover.")
    secondary: Shaded | None = Field(None, description="Lighter text.")
    tertiary: Shaded | None = Field(None, description="The lightest colour of charts.")
    success: Shaded | None = None
    info: Shaded | None = None
    warning: Shaded | None = Field(None, description="Drafts, open and missing points.")
    danger: Shaded | None = None
    light: Shaded | None = Field(None, description="Text on dark grounds.")
    dark: Shaded | None = Field(None, description="The ground of dark pages.")
    link: Shaded | None = Field(None, description="Links; `primary` without it.")


class FontFile(Noun):
    """One face of a font."""

    path: Line = Field(description="Path of a TTF or OTF file, from `_brand.yml`.")
    weight: Weight = "normal"
    style: Annotated[str, Coded(FONT_STYLE)] = "normal"


class Font(Noun):
    """A family, and where its faces are."""

    family: Line
    source: Annotated[str, Coded(FONT_SOURCE)] | None = Field(
        None, description="`file`; other sources need a network, and briefs use none."
    )
    files: tuple[Annotated[FontFile, _short("path", FontFile)], ...] = ()
    weight: Annotated[Any, BeforeValidator(_listed)] = None
    style: Annotated[Any, BeforeValidator(_listed)] = None
    display: Line | None = None


class TypeSettings(Noun):
    """How one kind of text is set; `family` alone may be written in its place."""

    family: Line | None = None
    size: Line | None = Field(None, description="1.1rem, 110%, 18px: against a browser's 16px.")
    weight: Weight | None = None
    style: Annotated[str, Coded(FONT_STYLE)] | None = None
    line_height: Line | None = Field(None, alias="line-height")
    color: Shaded | None = None
    background_color: Shaded | None = Field(None, alias="background-color")
    decoration: Line | None = None


Typeset = Annotated[TypeSettings, _short("family", TypeSettings)]


class BrandTypography(Noun):
    """The fonts, and what each is for."""

    fonts: tuple[Font, ...] = ()
    base: Typeset | None = None
    headings: Typeset | None = None
    monospace: Typeset | None = None
    monospace_inline: Typeset | None = Field(None, alias="monospace-inline")
    monospace_block: Typeset | None = Field(None, alias="monospace-block")
    link: Typeset | None = None


class LogoImage(Noun):
    """An image: its path, or the name of one of `images`, and what it says to who cannot see."""

    path: Line
    alt: Text | None = Field(None, description="What it shows; in several languages if you like.")


Image = Annotated[LogoImage, _short("path", LogoImage)]


def _for_light(value: Any) -> Any:
    plain = isinstance(value, str) or (isinstance(value, Mapping) and "path" in value)
    return {"light": value} if plain else value


class LogoSet(Noun):
    """An image for light grounds, and one for dark grounds; without that, the same."""

    light: Image | None = None
    dark: Image | None = None


Logo = Annotated[
    LogoSet, BeforeValidator(_for_light, json_schema_input_type=str | LogoImage | LogoSet)
]


class BrandLogo(Noun):
    """The logo, in sizes."""

    images: Mapping[str, Image] = Field(default={}, description="Images by names of your own.")
    small: Logo | None = Field(None, description="The list of briefs.")
    medium: Logo | None = Field(None, description="The head of a brief without a cover.")
    large: Logo | None = Field(None, description="The cover.")

    def paths(self) -> frozenset[str]:
        """The paths of all images, as written."""
        sizes = (held for held in (self.small, self.medium, self.large) if held)
        sized = (image for held in sizes for image in (held.light, held.dark) if image)
        images = (*self.images.values(), *sized)
        return frozenset(self.image(image).path.removeprefix("./") for image in images)

    def image(self, logo: LogoImage) -> LogoImage:
        """The image that is meant: one of `images` by its name, else this one itself."""
        known = self.images.get(logo.path)
        return logo if known is None else known.model_copy(update={"alt": logo.alt or known.alt})

    def sized(self, size: str) -> tuple[str, LogoSet] | None:
        """(key, images) of the logo in a size, or in the nearest one that there is."""
        order = {
            "small": ("small", "medium", "large"),
            "medium": ("medium", "large", "small"),
            "large": ("large", "medium", "small"),
        }[size]
        for name in order:
            held: LogoSet | None = getattr(self, name)
            if held is not None and (held.light or held.dark):
                return name, held
        return None


class Brand(Noun):
    """The whole of `_brand.yml`."""

    meta: BrandMeta = Field(default_factory=BrandMeta)
    logo: Annotated[BrandLogo, _short("medium", BrandLogo)] = Field(default_factory=BrandLogo)
    color: BrandColours = Field(default_factory=BrandColours)
    typography: BrandTypography = Field(default_factory=BrandTypography)
    defaults: Any = Field(default={}, description="Settings for other tools; not looked at.")


def typesettings(typography: BrandTypography) -> Iterator[tuple[str, TypeSettings]]:
    """(key, settings) of each kind of text that the brand says something of."""
    for name, field in BrandTypography.model_fields.items():
        held = getattr(typography, name)
        if isinstance(held, TypeSettings):
            yield field.alias or name, held


def shades(brand: Brand) -> Iterator[tuple[tuple[str, ...], Shade]]:
    """(path, colour) of each colour in use that the brand states; the palette is not in it."""
    for name in BrandColours.model_fields:
        held = getattr(brand.color, name)
        if isinstance(held, Shade):
            yield ("color", name), held
    for kind, settings in typesettings(brand.typography):
        if settings.color is not None:
            yield ("typography", kind, "color"), settings.color
        if settings.background_color is not None:
            yield ("typography", kind, "background-color"), settings.background_color


def size_scale(size: str) -> float | None:
    """How many times a browser's own text (16px) a size is; None for what is no size."""
    match = _SIZE.match(size.strip())
    scale = float(match[1]) / _PARTS[match[2]] if match else 0
    return scale if 0.2 <= scale <= 5 else None


def line_height(text: str) -> float | None:
    """A height of lines as a multiple of the size of text; None for what is none."""
    match = _SIZE.match(text.strip())
    try:
        height = float(text) if match is None else float(match[1]) / _PARTS[match[2]]
    except ValueError:
        return None
    return height if 0.5 <= height <= 4 else None
