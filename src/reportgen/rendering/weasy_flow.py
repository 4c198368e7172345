"""Whether a box is in the normal flow, which is asked three thousand times for a page."""

from __future__ import annotations

from typing import Any

_FLOATED = ("left", "right", "inline-start", "inline-end", "footnote")
_POSITIONED = ("absolute", "fixed")
_MOVED = ("running()", "note()")


def is_in_normal_flow(self: Any) -> bool:
    """`Box.is_in_normal_flow`, without the five functions that it asks."""
    style = self.style
    position = style["position"]
    if position in _POSITIONED or position[0] in _MOVED:
        return False
    if "is_floated" in vars(self):  # said of this box alone, as of those in a flex container
        return not self.is_floated() and not self.is_footnote()
    return style["float"] not in _FLOATED
