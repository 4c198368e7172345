"""The shortcuts through WeasyPrint and the libraries that it uses.

Each stands in place of a function of theirs while a brief is laid out, gives the same result and
takes less time; docs/performance.md says how much. They rest on private names, so each is taken
with one version of its library only (`weasy_known.py`). `tests/rendering/test_weasy_shortcuts.py`
holds the bytes, and fails when a library moves.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint import css
from weasyprint.draw import text
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import block, percent
from weasyprint.text import line_break

from reportgen.rendering import (
    weasy_columns,
    weasy_drawing,
    weasy_faces,
    weasy_flow,
    weasy_markup,
    weasy_pages,
    weasy_parsing,
    weasy_percent,
    weasy_styles,
    weasy_text,
)
from reportgen.rendering.weasy_known import KNOWN, is_known

FUNCTIONS: tuple[tuple[Callable[..., Any], Callable[..., Any]], ...] = (
    (css.StyleFor, weasy_styles.PooledStyleFor),
    (line_break.split_first_line, weasy_text.split_first_line),
    (line_break.strut, weasy_text.strut),
    (text.draw_first_line, weasy_drawing.draw_first_line),
    (percent.resolve_percentages, weasy_percent.resolve_percentages),
    (block.block_box_layout, weasy_columns.block_box_layout),
)
"""What WeasyPrint's modules know by name, and what stands in its place."""

METHODS: tuple[tuple[type, str, Any], ...] = (
    (css.AnonymousStyle, "__init__", weasy_styles.anonymous_style),
    (line_break.Layout, "setup", weasy_faces.setup),
    (line_break.Layout, "reactivate", weasy_drawing.reactivate),
    (line_break.Layout, "deactivate", weasy_drawing.deactivate),
    (pydyf.PDF, "page_references", weasy_pages.page_references),
    (Box, "is_in_normal_flow", weasy_flow.is_in_normal_flow),
)

NAMES: tuple[tuple[str, str, Any], ...] = (
    ("tinyhtml5", "parse", weasy_markup.parse),
    ("tinyhtml5.inputstream", "characters_until_regex", weasy_parsing.EXPRESSIONS),
)
"""What a module that WeasyPrint has loaded calls by a name that only it uses."""


def _places() -> list[tuple[Any, str, Any, Any]]:
    """(holder, name, what stands there, what is put there)."""
    known = {library for library in KNOWN if is_known(library)}
    if "weasyprint" not in known:
        return []
    modules = [module for name, module in sys.modules.items() if name.startswith("weasyprint.")]
    found: list[tuple[Any, str, Any, Any]] = [
        (module, real.__name__, real, shortcut)
        for real, shortcut in FUNCTIONS
        for module in modules
        if getattr(module, real.__name__, None) is real
    ]
    found += [
        (holder, name, vars(holder)[name], shortcut)
        for holder, name, shortcut in METHODS
        if holder.__module__.partition(".")[0] in known
    ]
    found += [
        (sys.modules[module], name, vars(sys.modules[module])[name], ours)
        for module, name, ours in NAMES
        if module.partition(".")[0] in known
    ]
    return found


_PLACES = _places()


@contextmanager
def shortcuts() -> Iterator[None]:
    """While it lasts, the shortcuts stand in WeasyPrint and what it uses; then their own do."""
    for holder, name, _, shortcut in _PLACES:
        setattr(holder, name, shortcut)
    try:
        yield
    finally:
        for holder, name, real, _ in _PLACES:
            setattr(holder, name, real)
