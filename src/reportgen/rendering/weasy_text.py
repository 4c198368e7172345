"""Measured text that is kept, in place of WeasyPrint's asking Pango for each line anew.

Balanced columns and automatic column widths lay the same words out many times, and the same words
stand in many briefs. A line that was measured is measured once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.text import line_break

from reportgen.rendering.weasy_shelf import Look, Shelf, look_of

_LONGEST = 2000
"""Characters of a text that is kept. Of a longer one each line would keep all that follows it."""

_RESUME, _WIDTH = 2, 3
"""Where `split_first_line` says at which byte the next line begins, and how wide this one is."""


def strut(style: Any, *, real: Callable[[Any], Any] = line_break.strut) -> Any:
    """`strut`, remembered by the style itself."""
    found = style.__dict__.get("known_strut")
    if found is None:
        found = style.known_strut = real(style)
    return found


def split_first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
    real: Callable[..., Any] = line_break.split_first_line,
) -> tuple[Any, ...]:
    """`split_first_line`, from the shelf where the same was asked before."""
    look, shelf = look_of(style)
    # In one line, a text is as long as it is, however much room there is beside it.
    whole = (text, look.number, justification_spacing)
    found = shelf.lines.get(whole) if look.even and len(text) <= _LONGEST else None
    if found is None or (max_width is not None and found[_WIDTH] > max_width):
        given = (style, context, max_width, justification_spacing, is_line_start, minimum)
        part = _first_word(text, look) if minimum and max_width == 0 else None
        found = _word(part, look, shelf, given, real) if part else None
        if found is None or found[_RESUME] is None:
            found = _split(text, look, shelf, given, real)
    if minimum:
        return found  # what is measured so is not drawn
    # Who asks may draw with it, and two draw at once where one is in the other.
    layout = line_break.Layout.__new__(line_break.Layout)
    layout.__dict__.update(found[0].__dict__)
    layout.max_width = max_width
    return (layout, *found[1:])


def _split(
    text: str, look: Look, shelf: Shelf, given: tuple[Any, ...], real: Callable[..., Any]
) -> tuple[Any, ...]:
    """The first line of a text in the room that is given."""
    if len(text) > _LONGEST:
        return tuple(real(text, *given))
    _, _, max_width, spacing, is_line_start, minimum = given
    key = (text, look.number, spacing, max_width, is_line_start, minimum)
    found = shelf.lines.get(key)
    if found is None:
        found = real(text, *given)
        _, length, resume, width, *_ = found
        fits = look.even and resume is None and (max_width is None or width <= max_width)
        shelf.lines.put(key[:3] if fits and length == len(text.encode()) else key, found)
    return found


def _word(
    part: str, look: Look, shelf: Shelf, given: tuple[Any, ...], real: Callable[..., Any]
) -> tuple[Any, ...]:
    """The first line of such a part where there is no room; without what would draw it."""
    key = (part, look.number, given[3])
    found = shelf.words.get(key)
    if found is None:
        found = (None, *real(part, *given)[1:])
        shelf.words.put(key, found)
    return found


def _first_word(text: str, look: Look) -> str | None:
    """As much of a text as decides where its first line ends that has no room.

    `split_first_line` itself looks at no more than this word and a letter beyond it, unless they
    stay together: as they may where something else than letters stands there.
    """
    space = text.find(" ")
    if not (0 < space < len(text) - 2 and look.by_words) or "\xad" in text:
        return None
    return text[: space + 2] if text[0].isalnum() and text[space + 1].isalnum() else None
