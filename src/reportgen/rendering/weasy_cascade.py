"""Which declarations win for an element: those of rules and of its own attributes (CSS Cascade)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import inf
from typing import Any

import tinycss2
from weasyprint import css
from weasyprint.css.tokens import get_length

_SVG = "{http://www.w3.org/2000/svg}svg"
_PLAIN = re.compile(r'[^"\\\s]*')
"""A name that says of itself what it says as a string of CSS."""

ATTRIBUTE = (css.declaration_precedence("author", False), inf, (0, 0, 0))
WEAKER = (-1, inf, (0, 0, 0))
"""Weights in the cascade: of what an attribute declares, and of nothing."""


def weighed(name: str, value: Any, weight: tuple[Any, Any, Sequence[int]]) -> tuple[Any, ...]:
    """A declaration as part of a key; of `margin-left` and `margin-inline-start` the stronger wins.

    A value that may change stands for itself: the style that is kept holds on to it.
    """
    try:
        hash(value)
    except TypeError:
        value = ("as it stands", id(value))
    precedence, layer, specificity = weight
    return name, value, precedence, layer, *specificity


def cascade(
    style: dict[str, Any],
    declarations: Iterable[Any],
    origin: str,
    layer: float,
    specificity: tuple[int, int, int],
) -> None:
    """Let the declarations win where they are as strong as what stands there."""
    for name, values, important in declarations:
        weight = (css.declaration_precedence(origin, important), layer, specificity)
        if name not in style or style[name][1] <= weight:
            style[name] = values, weight


def attributes(element: Any) -> tuple[tuple[tuple[str, str], ...], str | None]:
    """The attributes that are declarations; and the anchor, which many have and no other shares."""
    get = element.attrib.get
    found = [(name, value) for name in ("style", "lang", "id") if (value := get(name))]
    if element.tag == "a" and (value := get("name")):
        found.append(("name", value))
    if element.tag == _SVG:
        found += [(name, value) for name in ("width", "height") if (value := get(name))]
    anchor = None
    if found and found[-1][0] == "id" and _PLAIN.fullmatch(found[-1][1]):
        anchor = found.pop()[1]
    return tuple(found), anchor


def declared(
    attributes: Iterable[tuple[str, str]],
) -> Iterable[tuple[tuple[int, int, int], Any]]:
    """Specificity and declarations of attributes, as `css.find_style_attributes` has them."""
    for name, value in attributes:
        if name == "style":
            yield (1, 0, 0), tinycss2.parse_blocks_contents(value)
        elif name == "lang":
            yield (0, 0, 0), (tinycss2.parse_one_declaration(f'-weasy-lang:"{value}"'),)
        elif name in ("id", "name"):
            yield (0, 0, 0), (tinycss2.parse_one_declaration(f'-weasy-anchor:"{value}"'),)
        elif get_length(tinycss2.parse_one_component_value(value), percentage=True):
            yield (0, 0, 0), (tinycss2.parse_one_declaration(f"{name}:{value}"),)
