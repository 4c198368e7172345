"""What is kept of the texts of pages with the same fonts, and what decides how a text looks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

MOST = 2000
"""Lines of one page that are kept, and as many that were asked for before them."""

FEW = 500
"""Lines that are kept from one page to the next. What pages share, headings and labels, are hardly
more; with 4,000 a worker held 1.3 MB more, and measured a sixth fewer lines anew."""

MANY = 2000
"""The same of words that were measured without room, which are smaller and come again oftener."""

FONTS = 300
"""Fonts in one size each that are kept; all goes when there are more, as none can be let go of."""

FACE = (
    "direction",
    "font_language_override",
    "lang",
    "font_style",
    "font_stretch",
    "font_weight",
    "font_size",
    "font_variant_caps",
    "font_variation_settings",
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
)
"""What decides how Pango is set up for a text, with `font_family` and `text_decoration_line`."""

_LINE = (
    "word_spacing",
    "letter_spacing",
    "overflow_wrap",
    "word_break",
    "white_space",
    "tab_size",
    "hyphens",
    "hyphenate_character",
    "hyphenate_limit_chars",
    "hyphenate_limit_zone",
)
"""What else decides where a line ends."""

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """What was asked for lately."""

    def __init__(self, few: int) -> None:
        self._few = few
        self._now: dict[Any, Value] = {}
        self._before: dict[Any, Value] = {}

    def __len__(self) -> int:
        return len(self._now) + len(self._before)

    def get(self, key: Any) -> Value | None:
        """What is kept, if it was asked for lately; it is kept on then."""
        found = self._now.get(key)
        if found is None:
            found = self._before.pop(key, None)
            if found is not None:
                self._now[key] = found
        return found

    def put(self, key: Any, value: Value) -> None:
        """Keep what was made."""
        if len(self._now) >= MOST:
            self._turn()
        self._now[key] = value

    def end_page(self) -> None:
        """Let go of what the last pages did not ask for."""
        if len(self._now) > self._few:
            self._turn()

    def _turn(self) -> None:
        self._before, self._now = self._now, {}


class Look(NamedTuple):
    """All that decides where a line of text ends.

    Attributes:
        number: Of this look, among all.
        even: No space is added, so a text that is no wider than its room stands in one line. With
            some, Pango breaks where it counts more than it says afterwards.
        by_words: Moreover, lines end between words only.
    """

    number: int
    even: bool
    by_words: bool


@dataclass
class Shelf:
    """What is kept for the texts of one font configuration."""

    faces: dict[Any, Any] = field(default_factory=dict)
    looks: dict[Any, Look] = field(default_factory=dict)
    lines: Kept[tuple[Any, ...]] = field(default_factory=lambda: Kept(FEW))
    words: Kept[tuple[Any, ...]] = field(default_factory=lambda: Kept(MANY))
    drawn: Kept[tuple[Any, ...]] = field(default_factory=lambda: Kept(FEW))
    fonts: dict[int, Any] = field(default_factory=dict)


def shelf_of(font_config: Any) -> Shelf:
    """The shelf of a font configuration."""
    found: Shelf | None = font_config.__dict__.get("shelf")
    if found is None:
        found = font_config.shelf = Shelf()
    return found


def end_page(font_config: Any) -> None:
    """Let go of what the last pages did not ask for; of all, where there were very many looks."""
    shelf = shelf_of(font_config)
    if len(shelf.looks) > MOST or len(shelf.fonts) > FONTS:
        forget(font_config)
    for kept in (shelf.lines, shelf.words, shelf.drawn):
        kept.end_page()


def forget(font_config: Any) -> None:
    """Let go of all that is known of these fonts, of which there are others now."""
    font_config.__dict__.pop("shelf", None)


def values_of(style: Any, names: Iterable[str]) -> tuple[Any, ...]:
    """The values of these properties, for a key."""
    lines = style["text_decoration_line"]  # a word, or a set of them
    decoration = frozenset(lines) if isinstance(lines, set) else lines
    return (tuple(style["font_family"]), decoration, *(style[name] for name in names))


def look_of(style: Any) -> tuple[Look, Shelf]:
    """What decides where a line of this style ends, and the shelf of lines."""
    ready: tuple[Look, Shelf] | None = style.__dict__.get("ready_look")
    if ready is None:
        shelf = shelf_of(style.font_config)
        key = values_of(style, (*FACE, *_LINE))
        look = shelf.looks.get(key)
        if look is None:
            even = style["letter_spacing"] == "normal" and not style["word_spacing"]
            by_words = even and _goes_by_words(style)
            look = shelf.looks[key] = Look(len(shelf.looks), even, by_words)
        ready = style.ready_look = look, shelf
    return ready


def _goes_by_words(style: Any) -> bool:
    return bool(
        style["white_space"] in ("normal", "pre-line")
        and style["overflow_wrap"] == "normal"
        and style["word_break"] == "normal"
        and style["hyphens"] != "auto"
        and style["font_size"]
    )
