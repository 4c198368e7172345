"""Vega's SVG made fit for a page: ids of its own, a text alternative, nothing else that speaks."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

SVG = "http://www.w3.org/2000/svg"
_SHAPES = ("path", "line", "rect", "circle", "ellipse", "polygon", "polyline")
_GROUPS = ("svg", "g", "defs", "clipPath", "mask", "pattern")
_PAINTS = ("linearGradient", "radialGradient", "stop")
_WORDS = ("text", "tspan", "title", "desc")
_ALLOWED = frozenset((*_SHAPES, *_GROUPS, *_PAINTS, *_WORDS))
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")
_LENGTHS = ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height")
_GEOMETRY = frozenset(("d", "transform", "points", *_LENGTHS))
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


class UnfitSvgError(ValueError):
    """The drawing holds what a chart may not hold, or a value that is not a number."""


def clean_svg(svg: str, *, uid: str, title: str, description: str) -> str:
    """The drawing as inline SVG.

    Vega counts its ids up for as long as the process lives, and two charts on a page would share
    them: they are numbered anew, with the uid in front. Title and description come first inside
    the root, where screen readers and PDF/UA look for them.

    Raises:
        UnfitSvgError: For an element that is not of a chart, an address, or `NaN`.
    """
    root = ET.fromstring(svg)  # noqa: S314  made by Vega on this machine, not read from a file
    names: dict[str, str] = {}
    for part in root.iter():
        _check(part)
        if "id" in part.attrib:
            names[part.attrib["id"]] = f"{uid}-i{len(names)}"
    for part in root.iter():
        _tidy(part, names)
        for child in [child for child in part if child.get("display") == "none"]:
            part.remove(child)
    root.set("role", "img")
    root.set("aria-labelledby", f"{uid}-t {uid}-d")
    for position, (tag, suffix, text) in enumerate(
        (("title", "t", title), ("desc", "d", description))
    ):
        child = ET.Element(f"{{{SVG}}}{tag}", {"id": f"{uid}-{suffix}"})
        child.text = text
        root.insert(position, child)
    ET.register_namespace("", SVG)
    return ET.tostring(root, encoding="unicode")


def _check(part: ET.Element) -> None:
    space, _, name = part.tag.removeprefix("{").partition("}")
    if space != SVG or name not in _ALLOWED:
        raise UnfitSvgError(f"the drawing holds `<{name or space}>`")
    for key, value in part.attrib.items():
        if key.rpartition("}")[2] == "href" and not value.startswith("#"):
            raise UnfitSvgError("the drawing leads out of the page")
        if "NaN" in value and key in _GEOMETRY:
            raise UnfitSvgError("a value is not a number")


def _tidy(part: ET.Element, names: dict[str, str]) -> None:
    for key in [*part.attrib]:
        value = part.attrib[key]
        if key in ("role", "class", "pointer-events", "version") or key.startswith("aria-"):
            del part.attrib[key]
        elif key in _GEOMETRY:
            part.attrib[key] = _LONG_NUMBER.sub(_rounded, value)
        elif key == "id":
            part.attrib[key] = names[value]
        elif key.rpartition("}")[2] == "href":
            part.attrib[key] = f"#{names.get(value[1:], value[1:])}"
        elif "url(#" in value:
            part.attrib[key] = _REFERENCE.sub(
                lambda match: f"url(#{names.get(match[1], match[1])})", value
            )


def _rounded(match: re.Match[str]) -> str:
    """The number to a hundredth of a pixel."""
    return f"{float(match[0]):.2f}".rstrip("0").rstrip(".")
