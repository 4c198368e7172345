"""The used sizes of boxes whose style has no percentage, set at once.

WeasyPrint asks a style for fifteen properties each time a box is laid out, and sets the same
fifteen numbers; most styles say all of them in pixels.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.layout import percent

_SIZES = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right")),
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("top", "bottom")),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))


def resolve_percentages(
    box: Any,
    containing_block: Any,
    real: Callable[[Any, Any], None] = percent.resolve_percentages,
) -> None:
    """`resolve_percentages`, from the style where nothing depends on the block around."""
    style = box.style
    try:
        fixed = style.fixed_sizes
    except AttributeError:
        fixed = style.fixed_sizes = _fixed(style)
    if fixed is None:
        real(box, containing_block)
        return
    sizes, borders = fixed
    box.__dict__.update(sizes)
    for name, width in borders:  # of a table: those that were decided between cells stay
        if not hasattr(box, name):
            setattr(box, name, width)


def _fixed(style: Any) -> tuple[dict[str, Any], tuple[tuple[str, Any], ...]] | None:
    """The sizes that a style gives whatever is around, and those that yield to others."""
    if style["box_sizing"] != "content-box":
        return None
    sizes = {}
    for name in _SIZES:
        value = style[name]
        if value == "auto":
            value = 0 if name in ("min_width", "min_height") else value
        elif value is not None:
            unit = getattr(value, "unit", None)
            if unit is None or unit == "%":
                return None
            value = value.value
        sizes[name] = value
    borders = {name: style[name] for name in _BORDERS}
    if style["border_collapse"] == "collapse":
        return sizes, tuple(borders.items())
    return {**sizes, **borders}, ()
