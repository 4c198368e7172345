"""The logo of a brand as templates get it: an image for each ground that it stands on."""

from __future__ import annotations

from typing import Any

from reportgen.model.brand import Brand, LogoImage, LogoSet
from reportgen.model.colours import read_colour
from reportgen.model.text import Text
from reportgen.rendering.custom_properties import custom_properties


def cover_is_dark(tokens: str) -> bool:
    """True where the ground of the cover is dark, as far as its style sheet tells."""
    found = read_colour(custom_properties(tokens).light.get("--cover", ""))
    return found is None or found.is_dark


def logo_facts(
    brand: Brand | None, language: str, first: str, *, dark_cover: bool
) -> dict[str, dict[str, Any] | None] | None:
    """The logo by its places, or None where the brand has none.

    `cover`, `index`: on the coloured ground of the cover and of the list of briefs; `head`: above
    a brief without a cover; `head_dark`: the same on dark pages, where that is another image. Each
    has `path`, `alt` in the language of the page, or none, and `of`, whose logo it is, or none.

    Args:
        brand: The brand.
        language: Of the page.
        first: The first language of the project, in which a text without a language is read.
        dark_cover: Whether the ground of the cover is dark.
    """
    if brand is None:
        return None
    sizes = {size: brand.logo.sized(size) for size in ("small", "medium", "large")}
    held = {size: found[1] for size, found in sizes.items() if found}
    if not held:
        return None

    def fact(image: LogoImage | None) -> dict[str, Any] | None:
        if image is None:
            return None
        meant = brand.logo.image(image)
        name = brand.meta.name
        return {
            "path": meant.path.removeprefix("./"),
            "alt": _in_language(meant.alt, language, first),
            "of": (name.full or name.short) if name else None,
        }

    def on(logo: LogoSet, *, dark: bool) -> LogoImage | None:
        return (logo.dark or logo.light) if dark else (logo.light or logo.dark)

    head, head_dark = (on(held["medium"], dark=dark) for dark in (False, True))
    return {
        "cover": fact(on(held["large"], dark=dark_cover)),
        "index": fact(on(held["small"], dark=dark_cover)),
        "head": fact(head),
        "head_dark": fact(head_dark) if head_dark != head else None,
    }


def _in_language(text: Text | None, language: str, first: str) -> str | None:
    if text is None:
        return None
    if text.plain is not None:
        return text.plain if language == first else None
    return text.by_language.get(language)
