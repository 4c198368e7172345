"""Which rules match an element, found once for all elements that stand alike.

cssselect2 asks every selector that could match an element whether it does. Most ask only for the
names and classes of the element and of what it stands in: of these the answers are kept. Those
that ask for more (another attribute, a place among others, what an element holds) are asked anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from types import CodeType
from typing import Any, NamedTuple

from cssselect2.compiler import ascii_lower

_STEADY = frozenset(
    {"ancestors", "any", "classes", "in_html_document", "local_name", "namespace_url", "next"}
    | {"parent"}
)
"""What the compiled test of a selector may name without asking for more than names and classes."""

Rule = tuple[int, Any]
"""The number of a sheet, and (specificity, order, pseudo-element, payload) of a rule in it."""

_Entry = tuple[Callable[[Any], bool], Any, int, str | None, Any]


class Matched(NamedTuple):
    """The rules that match an element, and those for its pseudo-elements; each as a key, too."""

    rules: list[Rule]
    key: tuple[int, ...]
    pseudo: list[Rule]
    pseudo_key: tuple[int, ...]


class Stand:
    """One way to stand in a page: by name and classes, in what stands so and so.

    Attributes:
        inside: (name, classes) -> how that stands which stands in this.
    """

    def __init__(self, sheets: Sequence[Any], wrapper: Any) -> None:
        self.inside: dict[tuple[str, str | None], Stand] = {}
        self._sheets = sheets
        self._steady: list[Rule] = []
        self._asked: list[tuple[Callable[[Any], bool], Rule]] = []
        self._known: dict[tuple[bool, ...], Matched] = {}
        for number, sheet in enumerate(sheets):
            for test, *found in _candidates(sheet.matcher, wrapper):
                rule = (number, tuple(found))
                if not _names(test.__code__) <= _STEADY:
                    self._asked.append((test, rule))
                elif test(wrapper):
                    self._steady.append(rule)

    def matched(self, wrapper: Any) -> Matched:
        """The rules that match an element which stands so."""
        answers = tuple([bool(test(wrapper)) for test, _ in self._asked])
        found = self._known.get(answers)
        if found is None:
            asked = [rule for (_, rule), yes in zip(self._asked, answers, strict=True) if yes]
            found = self._known[answers] = _sorted_out([*self._steady, *asked], self._sheets)
        return found


class Stands:
    """The ways to stand in pages that have the same sheets."""

    def __init__(self, sheets: Sequence[Any]) -> None:
        self._sheets = sheets
        matchers = [sheet.matcher for sheet in sheets]
        self._ids = frozenset[str]().union(*(matcher.id_selectors for matcher in matchers))
        self._language = any(matcher.lang_attr_selectors for matcher in matchers)
        self._roots: dict[tuple[str, str | None], Stand] = {}
        self.count = 0

    def of(self, wrapper: Any, parent: Stand | None) -> Stand:
        """How an element stands, in one that stands so."""
        element = wrapper.etree_element
        key = (element.tag, element.attrib.get("class"))
        inside = self._roots if parent is None else parent.inside
        found = inside.get(key)
        if found is None:
            found = inside[key] = Stand(self._sheets, wrapper)
            self.count += 1
        return found

    def matched(self, wrapper: Any, stand: Stand) -> Matched:
        """The rules that match an element; all are asked where some go by its id or language."""
        attributes = wrapper.etree_element.attrib
        if attributes.get("id") in self._ids or (self._language and "lang" in attributes):
            return matched(self._sheets, wrapper)
        return stand.matched(wrapper)


def matched(sheets: Sequence[Any], wrapper: Any) -> Matched:
    """The rules of these sheets that match an element, as cssselect2 finds them."""
    rules = [
        (number, found)
        for number, sheet in enumerate(sheets)
        for found in sheet.matcher.match(wrapper)
    ]
    return _sorted_out(rules, sheets)


def key_of(rules: Iterable[Rule], sheets: Sequence[Any]) -> tuple[int, ...]:
    """Sheet and order of each rule: together they name it as long as the sheets last."""
    return tuple([part for n, (_, order, *_) in rules for part in (id(sheets[n]), order)])


def _sorted_out(rules: list[Rule], sheets: Sequence[Any]) -> Matched:
    """Rules in the order of the cascade, those of pseudo-elements apart."""
    rules.sort(key=lambda rule: (rule[0], rule[1][:2]))
    own = [rule for rule in rules if rule[1][2] is None]
    pseudo = [rule for rule in rules if rule[1][2] is not None]
    return Matched(own, key_of(own, sheets), pseudo, key_of(pseudo, sheets))


def _candidates(matcher: Any, wrapper: Any) -> Iterator[_Entry]:
    """What `Matcher.match` would ask about an element, but for its id and its language."""
    for name in wrapper.classes:
        yield from matcher.class_selectors.get(name, ())
    yield from matcher.lower_local_name_selectors.get(ascii_lower(wrapper.local_name), ())
    yield from matcher.namespace_selectors.get(wrapper.namespace_url, ())
    yield from matcher.other_selectors


def _names(code: CodeType) -> set[str]:
    """All that a compiled test names, also in what it goes through."""
    names = set(code.co_names)
    for part in code.co_consts:
        if isinstance(part, CodeType):
            names |= _names(part)
    return names
