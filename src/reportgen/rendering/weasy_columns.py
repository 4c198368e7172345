"""Balanced columns without laying them out again and again.

WeasyPrint finds the height of balanced columns by trying: it lays all columns out, adds a pixel or
the height of the next block, and lays them out again; a list of sources took a dozen rounds. Where
the columns hold blocks that must not break, nothing in a block changes from round to round: one
real layout tells how high each is and how much room it asks for, and the rounds are sums. The
layout that is printed is always a real one.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf
from typing import Any

from weasyprint.css.properties import ZERO_PIXELS
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block
from weasyprint.layout.block import block_level_page_break, block_level_page_name

_WHOLE = ("avoid", "avoid-column")
_NEAR = 1e-6
"""Pixels; less is rounding."""

_PLAY = 1 + 1e-9
"""As `LayoutContext.overflows` has it."""


class _Doubt(Exception):  # noqa: N818  no error: the long way is taken
    """The columns hold something whose behaviour is not known here."""


class _Stand:
    """What the rounds ask of a block that was laid out before."""

    children = ()
    footnote = note = None
    style = {"position": "static"}  # noqa: RUF012  never changed

    def __init__(self, top: float, height: float, margin: float) -> None:
        self.position_y, self._height, self.margin_bottom = top, height, margin

    def margin_height(self) -> float:
        """Its height with its margins."""
        return self._height

    def is_in_normal_flow(self) -> bool:
        """True."""
        return True


class _Known:
    """What is known of the blocks of a column."""

    def __init__(self, column: Any) -> None:
        """Raises `_Doubt` where the blocks are not to be foreseen."""
        for child in column.children:
            if (
                type(child) is not boxes.BlockBox
                or not child.is_in_normal_flow()
                or child.style["break_inside"] not in _WHOLE
                or child.style["margin_top"] != ZERO_PIXELS
                or child.style["position"] == "relative"
            ):
                raise _Doubt
        for before, after in zip(column.children, column.children[1:], strict=False):
            broken = block_level_page_break(before, after) != "auto"
            if broken or block_level_page_name(before, after):
                raise _Doubt
        self._needs: dict[int, float] = {}
        self._sizes: dict[int, tuple[float, float]] = {}
        self._least: dict[int, float] = {}

    def learn(self, column: Any, laid_out: Any, resume_at: Any) -> None:
        """Take over what a real layout says; raises `_Doubt` where blocks do not simply stack."""
        top = column.position_y
        for child in laid_out.children:
            if abs(child.position_y - top) > _NEAR or child.margin_top:
                raise _Doubt
            if resume_at and resume_at.get(child.index) is not None:
                return  # it was broken after all
            top = child.position_y + child.margin_height()
            if child.index not in self._needs:
                self._sizes[child.index] = child.margin_height(), child.margin_bottom
                self._needs[child.index] = _needed(child, column) - child.position_y

    def learn_least(self, number: int, laid_out: Any) -> None:
        """Take over how much of a block is shown where nothing fits."""
        self._least[number] = laid_out.children[0].margin_height()

    def foretell(
        self, context: Any, column: Any, space: float, first: int, *, fresh: bool
    ) -> tuple[Any, ...] | None:
        """What `block_box_layout` would answer; None where that is not known."""
        if space == inf:
            if first not in self._least:
                return None
            return _answer(column, [_Stand(column.position_y, self._least[first], 0)])
        bottom = (context.page_bottom - space) * _PLAY
        top = column.position_y
        stands: list[_Stand] = []
        for number in range(first, len(column.children)):
            if number not in self._needs:
                return None
            if top + self._needs[number] > bottom:
                if stands:
                    return _answer(column, stands, {number: None})
                return None if fresh else (None, *_answer(column, [])[1:])
            height, margin = self._sizes[number]
            stands.append(_Stand(top, height, margin))
            top += height
        return _answer(column, stands)


def _answer(column: Any, stands: list[_Stand], resume_at: Any = None) -> tuple[Any, ...]:
    box = column.copy_with_children(stands)
    return box, resume_at, {"break": "any", "page": None}, [], False, None


def block_box_layout(  # noqa: PLR0913  WeasyPrint's own parameters
    context: Any,
    box: Any,
    bottom_space: float,
    skip_stack: Any,
    containing_block: Any,
    page_is_empty: bool,
    absolute_boxes: list[Any],
    fixed_boxes: list[Any],
    adjoining_margins: Any,
    *rest: Any,
    real: Callable[..., Any] = block.block_box_layout,
    **options: Any,
) -> Any:
    """`block_box_layout`, with the rounds of balancing foretold where they can be.

    Only rounds hand over a list of margins; the layout that stays has None.
    """
    place = (skip_stack, containing_block, page_is_empty, absolute_boxes, fixed_boxes)
    arguments = (context, box, bottom_space, *place, adjoining_margins, *rest)
    if not box.is_column or adjoining_margins is None:
        return real(*arguments, **options)
    known: _Known | None = getattr(box, "known_blocks", None)
    first, deeper = next(iter(skip_stack.items())) if skip_stack else (0, None)
    if known is not None and deeper is None:
        foretold = known.foretell(context, box, bottom_space, first, fresh=page_is_empty)
        if foretold is not None:
            return foretold
    result = real(*arguments, **options)
    if deeper is None and not (context.footnotes or context.current_page_footnotes):
        _learn(box, bottom_space, first, result)
    return result


def _learn(column: Any, space: float, first: int, result: Any) -> None:
    if getattr(column, "blocks_in_doubt", False):
        return
    try:
        if getattr(column, "known_blocks", None) is None:
            column.known_blocks = _Known(column)
        if result[0] is not None:
            if space == inf:
                column.known_blocks.learn_least(first, result[0])
            else:
                column.known_blocks.learn(column, result[0], result[1])
    except _Doubt:
        column.known_blocks, column.blocks_in_doubt = None, True


def _needed(box: Any, parent: Any) -> float:
    """The lowest edge that a block in `parent` must have above the bottom of its column.

    As `_in_flow_layout` decides: its content, then its edge with padding and margin; where that
    does not fit, whether its inside fits above a bottom that is higher by as much.
    """
    style = box.style
    if (
        style["height"] != "auto"
        or style["box_decoration_break"] == "clone"
        or style["overflow"] != "visible"
        or style["max_lines"] != "none"
        or box.clearance
    ):
        raise _Doubt
    inside = _inside(box)
    content = box.content_box_y() + box.height
    below = box.padding_bottom + box.border_bottom_width
    room = below if parent.bottom_margin_collapses() else below + box.margin_bottom
    needed: float = max(inside, content, min(content + below + room, inside + room))
    return needed


def _inside(box: Any) -> float:
    """The lowest edge of what stands in a block."""
    lowest = -inf
    for number, child in enumerate(box.children, start=1):
        if not isinstance(child, boxes.Box):
            continue  # the place of a marker
        if child.style["position"] == "relative" or child.footnote or child.note:
            raise _Doubt
        if isinstance(child, boxes.LineBox):
            _only_text(child)
            edge = box.padding_bottom + box.border_bottom_width
            last = number == len(box.children)
            lowest = max(lowest, child.position_y + child.height + (edge if last else 0))
        elif child.is_floated():
            if len(child.children) > 1 or not all(
                isinstance(line, boxes.LineBox) for line in child.children
            ):
                raise _Doubt
            _only_text(child)
            lowest = max(lowest, child.position_y + child.height)
        elif _is_plain_block(child):
            lowest = max(lowest, _needed(child, box))
        else:
            raise _Doubt
    return lowest


def _is_plain_block(box: Any) -> bool:
    return (
        type(box) is boxes.BlockBox
        and box.is_in_normal_flow()
        and not box.is_table_wrapper
        and box.style["column_width"] == box.style["column_count"] == "auto"
    )


def _only_text(box: Any) -> None:
    for inner in box.descendants():
        if inner is not box and (
            not isinstance(inner, boxes.Box)
            or inner.footnote
            or inner.note
            or inner.is_floated()
            or isinstance(inner, boxes.AtomicInlineLevelBox)
        ):
            raise _Doubt
