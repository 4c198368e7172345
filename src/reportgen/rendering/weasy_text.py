"""Measured text that is kept, in place of WeasyPrint's asking Pango for each line anew.

Balanced columns and automatic column widths lay the same words out many times, and every time
WeasyPrint makes a context, a font description and a list of features for them. Here those are made
once for each way that text can look, and a line that was measured is measured once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description

MOST = 2000
"""Lines of one page that are kept, and as many that were asked for before them."""

FEW = 500
"""Lines that are kept from one page to the next. What pages share, headings and labels, are hardly
more; with 4,000 a worker held 1.3 MB more, and measured a sixth fewer lines anew."""

_FACE = (
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

_FEATURES = (
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
)


@dataclass
class _Shelf:
    """What is kept for the texts of one font configuration."""

    faces: dict[Any, _Face] = field(default_factory=dict)
    looks: dict[Any, int] = field(default_factory=dict)
    lines: dict[Any, tuple[Any, ...]] = field(default_factory=dict)
    before: dict[Any, tuple[Any, ...]] = field(default_factory=dict)

    def line(self, key: Any) -> tuple[Any, ...] | None:
        """What was measured, if it was asked for lately; it is kept on then."""
        found = self.lines.get(key)
        if found is None:
            found = self.before.pop(key, None)
            if found is not None:
                self.lines[key] = found
        return found

    def put(self, key: Any, line: tuple[Any, ...]) -> None:
        """Keep what was measured."""
        if len(self.lines) >= MOST:
            self._turn()
        self.lines[key] = line

    def end_page(self) -> None:
        """Let go of lines that the last pages did not ask for."""
        if len(self.lines) > FEW:
            self._turn()

    def _turn(self) -> None:
        self.before, self.lines = self.lines, {}


def shelf_of(font_config: Any) -> _Shelf:
    """The shelf of a font configuration."""
    found: _Shelf | None = font_config.__dict__.get("shelf")
    if found is None:
        found = font_config.shelf = _Shelf()
    return found


class _Face:
    """Pango set up for one way that text can look."""

    def __init__(self, style: Any) -> None:
        font_map = style.font_config.font_map
        self.context = ffi.gc(pango.pango_font_map_create_context(font_map), gobject.g_object_unref)
        pango.pango_context_set_round_glyph_positions(self.context, False)
        pango.pango_context_set_base_dir(self.context, PANGO_DIRECTION[style["direction"]])
        self.language = self._language(style)
        self.description = get_font_description(style)
        features = font_features(*(style[name] for name in _FEATURES))
        self._features = ",".join(f"{key} {value}" for key, value in features.items()).encode()
        self.attributes = self.new_attributes()
        self.measures: dict[str, Any] = dict.fromkeys(
            ("ascent", "underline_position", "strikethrough_position")
        )
        if style["text_decoration_line"] != "none":
            self._measure()

    def _language(self, style: Any) -> Any:
        name = style["lang"]
        override = style["font_language_override"]
        if override != "normal":
            name = LST_TO_ISO.get(override.lower(), override)
        if not name:
            return pango.pango_language_get_default()
        address, _ = unicode_to_char_p(name)
        language = pango.pango_language_from_string(address)
        pango.pango_context_set_language(self.context, language)
        return language

    def new_attributes(self) -> Any | None:
        """A list with the font features, to be changed by who asked for it; None without any."""
        if not self._features:
            return None
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        feature = pango.pango_attr_font_features_new(self._features)
        pango.pango_attr_list_insert(attributes, feature)  # which then owns it
        return attributes

    def _measure(self) -> None:
        metrics = ffi.gc(
            pango.pango_context_get_metrics(self.context, self.description, self.language),
            pango.pango_font_metrics_unref,
        )
        for name in (
            "ascent",
            "underline_position",
            "strikethrough_position",
            "underline_thickness",
            "strikethrough_thickness",
        ):
            get = getattr(pango, f"pango_font_metrics_get_{name}")
            self.measures[name] = FROM_UNITS * get(metrics)


def _values(style: Any, names: Iterable[str]) -> tuple[Any, ...]:
    """The values of these properties, for a key."""
    lines = style["text_decoration_line"]  # a word, or a set of them
    decoration = frozenset(lines) if isinstance(lines, set) else lines
    return (tuple(style["font_family"]), decoration, *(style[name] for name in names))


def _face(style: Any) -> tuple[_Face, bool]:
    """Pango set up for a style, and whether it changes attributes with each text."""
    shelf = shelf_of(style.font_config)
    key = _values(style, _FACE)
    face = shelf.faces.get(key)
    if face is None:
        if len(shelf.faces) > MOST:
            shelf.faces.clear()
        face = shelf.faces[key] = _Face(style)
    changes = (
        style["word_spacing"]
        or style["letter_spacing"] != "normal"
        or style["overflow_wrap"] in ("anywhere", "break-word")
    )
    return face, bool(changes)


def setup(self: Any, style: Any) -> None:
    """`Layout.setup`, from what is ready."""
    ready = style.__dict__.get("ready_face")
    if ready is None:
        ready = style.ready_face = _face(style)
    face, changes = ready
    self.style = style
    self.first_line_direction = 0
    self.language = face.language
    self.layout = ffi.gc(pango.pango_layout_new(face.context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(self.layout, False)
    pango.pango_layout_set_font_description(self.layout, face.description)
    self.__dict__.update(face.measures)
    if face.attributes is not None:
        own = changes or self.justification_spacing
        attributes = face.new_attributes() if own else face.attributes
        pango.pango_layout_set_attributes(self.layout, attributes)


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
    ready = style.__dict__.get("ready_look")
    if ready is None:
        ready = style.ready_look = _look(style)
    look, shelf = ready
    key = (text, look, max_width, justification_spacing, is_line_start, minimum)
    found = shelf.line(key)
    if found is None:
        arguments = (text, style, context, max_width, justification_spacing)
        found = real(*arguments, is_line_start, minimum)
        shelf.put(key, found)
    # Who asks may draw with it, and two draw at once where one is in the other.
    layout = line_break.Layout.__new__(line_break.Layout)
    layout.__dict__.update(found[0].__dict__)
    return (layout, *found[1:])


def _look(style: Any) -> tuple[int, _Shelf]:
    """A number for all that decides where a line of this style ends, and the shelf of lines."""
    shelf = shelf_of(style.font_config)
    key = _values(style, (*_FACE, *_LINE))
    return shelf.looks.setdefault(key, len(shelf.looks)), shelf
