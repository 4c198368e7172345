"""Pango set up once for each way that text can look, in place of once for each line."""

from __future__ import annotations

from typing import Any

from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import FROM_UNITS, ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description

from reportgen.rendering.weasy_shelf import FACE, MOST, shelf_of, values_of

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


def _face(style: Any) -> tuple[_Face, bool]:
    """Pango set up for a style, and whether it changes attributes with each text."""
    shelf = shelf_of(style.font_config)
    key = values_of(style, FACE)
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
