"""What the pages with the same fonts share of their styles, and how long."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, NamedTuple

from cssselect2 import Matcher
from weasyprint.html import UA_STYLESHEET

from reportgen.rendering.weasy_known import is_known
from reportgen.rendering.weasy_matching import Stands

MOST = 4000
"""Styles that are kept; beyond it all are forgotten, and those in use come back."""

_NO_SHEET = SimpleNamespace(matcher=Matcher())
"""In place of a sheet without rules for elements, as the size of the paper often is."""


class Worked(NamedTuple):
    """A style as worked out, and whether later pages may have it, too."""

    style: Any
    kept: bool


class _PageSizes(dict[str, Any]):
    """The size of the first page, for lengths such as `10vw`; it knows whether it was asked."""

    asked = False

    def __getitem__(self, key: str) -> Any:
        self.asked = True
        return super().__getitem__(key)


class StylePool:
    """The styles of all pages that have the same fonts, by what decides them."""

    def __init__(self) -> None:
        self.styles: dict[Any, Worked] = {}
        self.page_sizes = _PageSizes()
        self._stands: dict[tuple[int, ...], Stands] = {}
        self._sheets: set[Any] = {UA_STYLESHEET}
        self._goes_by_stand = is_known("cssselect2")

    def keep(self, sheet: Any) -> None:
        """Styles from this sheet may be shared: it stays as it is, and stays in memory."""
        self._sheets.add(sheet)

    def lasting(self, sheet: Any) -> bool:
        """True where styles from this sheet may be shared."""
        return sheet in self._sheets

    def stands_of(self, sheets: Sequence[Any]) -> Stands | None:
        """The ways to stand in pages with these sheets; None where one is of this page only."""
        mine = [sheet for sheet, *_ in sheets]
        shared = all(self.lasting(sheet) or not sheet.matcher.order for sheet in mine)
        if not (shared and self._goes_by_stand):
            return None
        key = tuple(id(sheet) if self.lasting(sheet) else 0 for sheet in mine)
        found = self._stands.get(key)
        if found is None:
            lasting = [sheet if self.lasting(sheet) else _NO_SHEET for sheet in mine]
            found = self._stands[key] = Stands(lasting)
        return found

    def start(self) -> None:
        """Be ready for the next page; what was measured against another's paper goes."""
        ways = sum(stands.count for stands in self._stands.values())
        if self.page_sizes.asked or max(len(self.styles), ways) > MOST:
            self.forget()
        self.page_sizes.asked = False
        self.page_sizes.update(box=None, area=None)

    def forget(self) -> None:
        """Work everything out anew."""
        self.styles.clear()
        self._stands.clear()
