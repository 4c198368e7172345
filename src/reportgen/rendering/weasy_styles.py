"""Computed styles that the pages of a report share, in place of WeasyPrint's one set a page.

Half of a brief's layout was spent on asking the same style sheets the same questions. What an
element looks like is decided by what its parent looks like, by the rules that match it and by its
own attributes. So each such combination is worked out once for all pages that have the same fonts
and sheets; a page takes copies, for WeasyPrint changes some styles while it builds boxes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from math import inf
from typing import Any

from weasyprint import css
from weasyprint.css import AnonymousStyle, ComputedStyle, InitialStyle, StyleFor
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES

from reportgen.rendering.weasy_cascade import (
    ATTRIBUTE,
    WEAKER,
    attributes,
    cascade,
    declared,
    weighed,
)
from reportgen.rendering.weasy_matching import Matched, Rule, Stand, key_of, matched
from reportgen.rendering.weasy_pool import StylePool, Worked

_SHARED_PSEUDO = frozenset({"before", "after", "marker", "first-line", "first-letter"})
"""Those whose style WeasyPrint gives nothing that belongs to one element only."""

_NO_BORDERS = (
    *(f"border_{side}_width" for side in ("top", "bottom", "left", "right")),
    "outline_width",
)
_ANONYMOUS = {
    **{
        name: value
        for name, value in INITIAL_VALUES.items()
        if name not in INHERITED
        and name not in INITIAL_NOT_COMPUTED
        and name != "page"
        and not name.startswith("text_decoration_")
    },
    **dict.fromkeys(_NO_BORDERS, 0),
}
"""What every anonymous box has, whatever it stands in."""


class _Copy(ComputedStyle):  # type: ignore[misc]  # WeasyPrint has no types
    """What one page sees of a worked-out style."""

    def __init__(self, worked: Any, plain: _Copy | None = None) -> None:
        self.__dict__.update(worked.__dict__)
        self._worked = worked
        self._plain = plain
        self.update(worked)

    def __missing__(self, key: str) -> Any:
        value = self[key] = self._worked[key]
        return value

    @cached_property
    def anonymous_style(self) -> Any:
        """The style of boxes that stand in this one without an element of their own."""
        return AnonymousStyle(self) if self._plain is None else self._plain.anonymous_style


def anonymous_style(self: Any, parent_style: Any) -> None:
    """`AnonymousStyle.__init__`, with what is the same for all filled in at once."""
    self.update(_ANONYMOUS)
    self.parent_style = parent_style
    self.root_style = parent_style.root_style
    self.specified = self
    self.cache = parent_style.cache
    self.font_config = parent_style.font_config


class PooledStyleFor(StyleFor):  # type: ignore[misc]  # WeasyPrint has no types
    """`StyleFor` that takes styles out of the pool of the page's fonts."""

    _page: _Page | None = None

    def __init__(
        self,
        html: Any,
        sheets: Sequence[Any],
        presentational_hints: Any,
        font_config: Any,
        target_collector: Any,
    ) -> None:
        pool: StylePool | None = getattr(font_config, "pool", None)
        if pool is None or presentational_hints:
            super().__init__(html, sheets, presentational_hints, font_config, target_collector)
            return
        pool.start()
        self._cascaded_styles: dict[Any, Any] = {}
        self.initial_page_sizes = pool.page_sizes
        self._sheets = sheets
        self.font_config = font_config
        page = _Page(pool, sheets, font_config, html.base_url, target_collector)
        self._computed_styles: dict[Any, Any] = page.styles(html.wrapper_element)
        self._page = page

    def __call__(self, element: Any, pseudo_type: str | None = None) -> Any:
        """The style of an element or of a pseudo-element of it; None where it has none."""
        if pseudo_type is not None and self._page is not None:
            style = self._page.seldom.pop((element, pseudo_type), None)
            if style is not None:
                self._computed_styles[element, pseudo_type] = _Copy(style)
        return super().__call__(element, pseudo_type)

    def set_computed_styles(
        self, element: Any, parent: Any, *, pseudo_type: str | None = None, **rest: Any
    ) -> None:
        """The style of a sheet of paper (`element` says which), or of a box in its margin."""
        cascaded = self._cascaded_styles.get((element, pseudo_type), {})
        style = self._page.of_paper(element, pseudo_type, cascaded) if self._page else None
        if style is None:
            super().set_computed_styles(element, parent, pseudo_type=pseudo_type, **rest)
        else:
            self._computed_styles[element, pseudo_type] = style


class _Page:
    """The styles of one page, element by element.

    Attributes:
        seldom: (element, pseudo-element) -> style, of those that hardly any element really has: a
            page takes its copy when it is asked for. Each rule for footnotes gives one to all.
    """

    def __init__(
        self,
        pool: StylePool,
        sheets: Sequence[Any],
        fonts: Any,
        base_url: str,
        collector: Any,
    ) -> None:
        self._pool, self._sheets, self._fonts = pool, sheets, fonts
        self._base_url, self._collector = base_url, collector
        self._lasting = [pool.lasting(sheet) for sheet, *_ in sheets]
        self._own: dict[Any, Worked] = {}  # of this page only
        self._copies: dict[int, _Copy] = {}
        self._computed: dict[Any, Any] = {}
        self.seldom: dict[Any, Any] = {}
        self._pseudos: dict[Any, list[tuple[str, Any]]] = {}
        self._root: Any = None
        self._papers: dict[Any, Any] = {}
        self._root_kept = False

    def styles(self, root: Any) -> dict[Any, Any]:
        """(element, pseudo-element) -> style, for all that have one."""
        worked: dict[Any, Worked] = {}
        pseudo: list[tuple[Any, Matched]] = []
        stands = self._pool.stands_of(self._sheets)
        standing: dict[Any, Stand] = {}
        for wrapper in root.iter_subtree():
            element, above = wrapper.etree_element, wrapper.parent and wrapper.parent.etree_element
            if stands is None:
                found = matched([sheet for sheet, *_ in self._sheets], wrapper)
            else:
                stand = standing[element] = stands.of(wrapper, standing.get(above))
                found = stands.matched(wrapper, stand)
            worked[element] = self._element(element, worked.get(above), found)
            if found.pseudo:
                pseudo.append((element, found))
        # They inherit from their elements, so they come last.
        for element, found in pseudo:
            for name, style in self._pseudo(worked[element], found):
                if name in _SHARED_PSEUDO:
                    self._put(element, name, self._copy(style))
                else:
                    self.seldom[element, name] = style
                    self._note_anchor(style)
        return self._computed

    def _element(self, element: Any, parent: Worked | None, found: Matched) -> Worked:
        own, anchor = attributes(element)
        key = (parent and id(parent.style), own, found.key)
        kept = (parent is None or parent.kept) and all(self._lasting[n] for n, _ in found.rules)
        store = self._pool.styles if kept else self._own
        made = store.get(key)
        if made is None:
            style = self._work_out(parent, None, declared(own), found.rules)
            made = store[key] = Worked(style, kept)
        if self._root is None:
            self._root, self._root_kept = made.style, kept
        copy = self._copy(made.style)
        if anchor is not None:
            copy = _Copy(made.style, copy)
            _, weight = made.style.cascaded.get("anchor", (None, WEAKER))
            if weight < ATTRIBUTE:
                copy["anchor"] = anchor
        self._put(element, None, copy)
        return made

    def _pseudo(self, parent: Worked, found: Matched) -> list[tuple[str, Any]]:
        """The pseudo-elements that rules make of elements with this style, and their styles."""
        key = (id(parent.style), found.pseudo_key)
        known = self._pseudos.get(key)
        if known is None:
            names = dict.fromkeys(rule[2] for _, rule in found.pseudo)
            made = {name: [rule for rule in found.pseudo if rule[1][2] == name] for name in names}
            known = [(name, self._of_pseudo(name, parent, made[name])) for name in made]
            self._pseudos[key] = known
        return known

    def _of_pseudo(self, name: str, parent: Worked, rules: list[Rule]) -> Any:
        key = (id(parent.style), name, key_of(rules, [sheet for sheet, *_ in self._sheets]))
        kept = parent.kept and all(self._lasting[n] for n, _ in rules)
        store = self._pool.styles if kept else self._own
        found = store.get(key)
        if found is None:
            found = store[key] = Worked(self._work_out(parent, name, (), rules), kept)
        return found.style

    def of_paper(self, paper: Any, pseudo: str | None, cascaded: dict[str, Any]) -> Any:
        """The style of a sheet of paper, or of a box in its margin; None where it is not shared.

        The rules that are its own decide, and the style of the root element.
        """
        above = self._root if pseudo is None else self._papers.get(paper)
        if above is None or not self._root_kept or self._pool.page_sizes.asked:
            return None
        key = (id(above), pseudo, *(weighed(name, *held) for name, held in cascaded.items()))
        found = self._pool.styles.get(key)
        if found is None:
            style = self._computed_style(above, cascaded, pseudo)
            found = self._pool.styles[key] = Worked(style, True)
        if pseudo is None:
            self._papers[paper] = found.style
        return _Copy(found.style)

    def _copy(self, style: Any) -> _Copy:
        found = self._copies.get(id(style))
        if found is None:
            found = self._copies[id(style)] = _Copy(style)
        return found

    def _put(self, element: Any, pseudo: str | None, style: Any) -> None:
        self._computed[element, pseudo] = style
        self._note_anchor(style)

    def _note_anchor(self, style: Any) -> None:
        if self._collector and style["anchor"]:
            self._collector.collect_anchor(style["anchor"])

    def _work_out(
        self,
        parent: Worked | None,
        pseudo: str | None,
        own: Iterable[tuple[tuple[int, int, int], Any]],
        rules: Iterable[Rule],
    ) -> Any:
        cascaded: dict[str, Any] = {}
        for specificity, declarations in own:
            found = css.preprocess_declarations(self._base_url, declarations)
            cascade(cascaded, found, "author", inf, specificity)
        for number, (specificity, _, _, (declarations, layer)) in rules:
            sheet, origin, given = self._sheets[number]
            order = inf if layer is None else sheet.layers.index(layer)
            cascade(cascaded, declarations, origin, order, given or specificity)
        return self._computed_style(None if parent is None else parent.style, cascaded, pseudo)

    def _computed_style(self, above: Any, cascaded: dict[str, Any], pseudo: str | None) -> Any:
        root = InitialStyle(self._fonts) if above is None else self._root
        sizes = self._pool.page_sizes
        return ComputedStyle(above, cascaded, pseudo, root, self._base_url, self._fonts, sizes)
