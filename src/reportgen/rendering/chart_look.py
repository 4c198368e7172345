"""How charts look: the theme's font and colours as a Vega configuration."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from reportgen.rendering.fonts import FontFace

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_BLOCK = r"\{[^{}]*\}"
_CONDITION = re.compile(
    rf"@(?:media|supports|container)[^{{}}]*\{{(?:[^{{}}]|{_BLOCK}|\{{(?:[^{{}}]|{_BLOCK})*\}})*\}}"
)
"""A conditional block, which may hold another one."""
_TOKEN = re.compile(r"--([a-z0-9-]+)\s*:\s*(#[0-9a-fA-F]{6})\s*;")
_COLOURS = ("ink", "muted", "rule", "accent", "accent_mid", "accent_light", "paper")
_SIZE = 12  # px; in print these are 9 pt, the size of the text
_LESS = 0.5  # by which axes and notes are smaller


@dataclass(frozen=True, slots=True)
class ChartLook:
    """The font and the colours of a theme, as charts use them.

    Colours are written into the SVG as they stand here, so that a style sheet can turn each one
    into its dark counterpart: `svg [fill="#1b2a33"] { fill: ... }`.

    Attributes:
        faces: The faces with which labels are measured.
        font: The family that the SVG names; the first family of `faces` where it is empty.
    """

    faces: tuple[FontFace, ...] = field(default=(), repr=False)
    font: str = ""
    ink: str = "#1b2a33"
    muted: str = "#52646e"
    rule: str = "#cfd8dc"
    accent: str = "#0f5b6b"
    accent_mid: str = "#5b98a3"
    accent_light: str = "#b5d3d8"
    paper: str = "#ffffff"

    @property
    def family(self) -> str:
        """The family that the SVG names."""
        return self.font or (self.faces[0].family if self.faces else "sans-serif")


def look_of(tokens: str, faces: Sequence[FontFace]) -> ChartLook:
    """The look of a theme, from the custom properties of its `tokens.css`.

    The last value of a property counts, as it does in CSS; what a condition stands before
    (`@media`: dark pages) is left out. A colour that the style sheet does not have, or not as
    `#rrggbb`, stays as built in.
    """
    plain = _CONDITION.sub("", _COMMENT.sub("", tokens))
    found = {name.replace("-", "_"): colour.lower() for name, colour in _TOKEN.findall(plain)}
    colours = {name: found[name] for name in _COLOURS if name in found}
    return ChartLook(faces=tuple(faces), font=faces[0].family if faces else "", **colours)


def vega_config(look: ChartLook) -> Mapping[str, Any]:
    """The Vega configuration of the look; what a specification says itself goes before it.

    Calm on purpose: no frame, no grid, one accent colour, labels in the ink of the text.
    """
    text = {"font": look.family, "fontSize": _SIZE, "color": look.ink}
    axis = {
        "labelFont": look.family,
        "labelFontSize": _SIZE - _LESS,
        "labelColor": look.muted,
        "titleFont": look.family,
        "titleFontSize": _SIZE - _LESS,
        "titleFontWeight": "normal",
        "titleColor": look.muted,
        "domainColor": look.rule,
        "tickColor": look.rule,
        "gridColor": look.rule,
        "grid": False,
    }
    legend = {key: value for key, value in axis.items() if key.startswith(("label", "title"))}
    marks = ("arc", "area", "bar", "line", "point", "circle", "square", "rect", "tick", "trail")
    return MappingProxyType(
        {
            "background": None,
            "font": look.family,
            "view": {"stroke": None},
            "text": text,
            "axis": axis,
            "legend": legend,
            "header": legend,
            "title": {
                "font": look.family,
                "fontSize": _SIZE + 1,
                "fontWeight": 600,
                "color": look.ink,
                "anchor": "start",
            },
            "rule": {"color": look.rule},
            **{mark: {"color": look.accent} for mark in marks},
            "range": {
                "category": [look.accent, look.accent_mid, look.accent_light, look.muted],
                "ordinal": [look.accent_light, look.accent_mid, look.accent],
                "ramp": [look.accent_light, look.accent_mid, look.accent],
                "heatmap": [look.accent_light, look.accent_mid, look.accent],
            },
            "style": {
                "label": {**text},
                "value": {**text, "color": look.accent, "fontWeight": 600},
                "note": {**text, "fontSize": _SIZE - _LESS, "color": look.muted},
                "track": {"color": look.rule},
                "quiet": {"color": look.accent_light},
                "ring": {"color": look.paper, "stroke": look.accent, "strokeWidth": 2.5},
            },
        }
    )
