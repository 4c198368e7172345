"""Where WeasyPrint has put each numbered block: it walks the boxes of finished pages.

Pages and boxes are not promised. `tests/rendering/test_weasy_places.py` fails where what is used
of them moves: `_page_box`, and of boxes their class, `element`, `element_tag`, `children`,
`is_header`, `position_x`, `style`, edges and sizes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from reportgen.rendering.inspecting import NUMBER, Part, Sheet

_TOLERANCE = 1.5
"""Pixels that may stand out: half of a collapsed border, the bearing of a letter."""

_HEADS = (boxes.TableRowGroupBox,)
_OF_TABLES = (boxes.TableCellBox, boxes.TableRowBox, boxes.TableRowGroupBox)


class _Frame(NamedTuple):
    """The edges that what is inside should keep to."""

    left: float
    right: float
    bottom: float


_NONE = _Frame(float("-inf"), float("inf"), float("inf"))


@dataclass
class Places:
    """What has been found on pages that were walked through, in their order."""

    sheets: list[Sheet] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    _begun: set[int] = field(default_factory=set)
    _tables: set[Any] = field(default_factory=set)

    def add(self, page: Any) -> None:
        """Walk through a page of a document."""
        walk = _Walk(len(self.sheets) + 1, self._begun, self._tables)
        box = page._page_box
        area = _Frame(
            box.content_box_x(),
            box.content_box_x() + box.width,
            box.content_box_y() + box.height,
        )
        walk.down(box.children[0], (), area)  # those that follow are the margins
        self.sheets.append(Sheet(page.width, page.height, walk.first, walk.inside))
        self.parts += (
            Part(block, walk.page, *rect, overflows=at in walk.over)
            for at, (block, rect) in enumerate(walk.found)
        )
        self._begun.update(block for block, _ in walk.found)
        self._tables |= walk.tables


class _Walk:
    """One page, box by box."""

    def __init__(self, page: int, begun: set[int], before: set[Any]) -> None:
        self.page = page
        self.found: list[tuple[int, tuple[float, float, float, float]]] = []
        self.over: set[int] = set()
        self.tables: set[Any] = set()
        self.first: int | None = None
        self.inside = False
        self._begun, self._before = begun, before

    def down(self, box: Any, around: tuple[int, ...], frame: _Frame) -> None:
        """Note this box and all inside it.

        Args:
            box: The box.
            around: The blocks around it, as places in `found`, the outermost first.
            frame: What it should keep to.
        """
        box = box._box if isinstance(box, AbsolutePlaceholder) else box
        if box.is_absolutely_positioned():
            frame = _NONE  # put there on purpose
        block, tag = _number(box), str(box.element_tag)
        if tag.endswith("::marker"):
            return
        if isinstance(box, boxes.TableBox):
            self.tables.add(box.element)
        # Lines, words and boxes that CSS puts between are of the same element as the one around.
        is_block = not isinstance(box, (boxes.InlineLevelBox, boxes.LineBox))
        if block is not None and (not around or self.found[around[-1]][0] != block):
            self.found.append((block, _rect(box)))
            around = (*around, len(self.found) - 1)
        if around and _stands_out(box, frame):
            self.over.add(around[-1])
        if isinstance(box, (boxes.TextBox, boxes.ReplacedBox)):
            self._begin(around)
            return
        inner = _inner(box, frame) if is_block else frame
        for child in self._children(box):
            self.down(child, around, inner)

    def _children(self, box: Any) -> Iterator[Any]:
        """What is inside; not the heads of a table that are only said again."""
        for child in getattr(box, "children", ()):
            again = isinstance(child, _HEADS) and (child.is_header or child.is_footer)
            if not (again and box.element in self._before):
                yield child

    def _begin(self, around: Sequence[int]) -> None:
        """What a page begins with: the largest block that begins here, else what goes on."""
        if self.first is None and around:
            blocks = [self.found[at][0] for at in around]
            fresh = [block for block in blocks if block not in self._begun]
            self.inside = blocks[-1] in self._begun
            self.first = blocks[-1] if self.inside else fresh[0]


def _number(box: Any) -> int | None:
    if box.element is None or "::" in str(box.element_tag):
        return None
    number = box.element.get(NUMBER)
    return int(number) if number is not None and number.isdecimal() else None


def _rect(box: Any) -> tuple[float, float, float, float]:
    return (box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height())


def _stands_out(box: Any, frame: _Frame) -> bool:
    if isinstance(box, (boxes.LineBox, *_OF_TABLES)):
        return False  # a line is as wide as its block; cells may span rows
    x, y, width, height = _rect(box)
    # A negative margin is there on purpose: a date or a number that hangs beside the text.
    left = box.margin_left >= 0 and x < frame.left - _TOLERANCE
    right = box.margin_right >= 0 and x + width > frame.right + _TOLERANCE
    below = not isinstance(box, boxes.InlineLevelBox) and y + height > frame.bottom + _TOLERANCE
    return left or right or below


def _inner(box: Any, frame: _Frame) -> _Frame:
    """What the inside of a block should keep to; where that has its own bounds, to nothing new."""
    if box.style["overflow"] != "visible":
        return _NONE  # it is cut off on purpose
    x, y, width, height = _rect(box)
    if isinstance(box, _OF_TABLES[1:]):
        return frame
    return _Frame(x, x + width, y + height)
