"""A picture as a figure: what it shows and tells, who made it, and the notes of its sources."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from reportgen.rendering.draft import Draft
from reportgen.rendering.values import LocalText, spoken
from reportgen.rendering.view import View
from reportgen.world import DATA

FIGURE = '<figure class="picture'
"""How a figure begins, which stands between paragraphs and never in one."""


def image_figure(
    draft: Draft,
    image: View,
    address: Callable[[Draft, str], Markup],
    cite: Callable[[Draft, View], Markup],
    class_: str = "",
) -> Markup:
    """A record of `images` as `<figure>`, with its caption, its credit and the notes of both.

    Raises:
        ProblemsError: the file is not there, or cannot be shown; at the line that names it.
    """
    alt = image["alt"]
    words = [Markup('<span class="picture-credit">{}</span>').format(image["credit"])]
    if image["caption"] is not None:
        words.insert(0, Markup('<span class="picture-caption">{}</span>').format(image["caption"]))
    return Markup(
        FIGURE + '{}">\n<img src="{}" alt="{}"{}>\n<figcaption>{}{}</figcaption>\n</figure>'
    ).format(
        f" {class_}" if class_ else "",
        address(draft, f"{DATA}/{image['file']}"),
        str.__str__(alt),
        _tongue(alt),
        Markup(" ").join(words),
        cite(draft, image),
    )


def _tongue(text: Any) -> Markup:
    """The language of an alternative text, where it is not the page's."""
    foreign = isinstance(text, LocalText) and text.fallback
    return Markup("{}").format(spoken(text.language or "")) if foreign else Markup("")
