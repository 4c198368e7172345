"""Lines of text that are drawn again as they were drawn before, without asking Pango.

WeasyPrint sets Pango up anew for each line that it draws, and reads each glyph and its width from
C. Most lines of a page are headings, labels and names that the page before had, too: what was
written of them is kept, with the glyphs that the font has to have for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.fonts import get_pango_font_key
from weasyprint.text.line_break import Layout

from reportgen.rendering.weasy_shelf import look_of

Glyph = tuple[int, str, int, int]
"""A glyph, what it stands for, its width as written, and its own, in thousandths of the size.

In a PDF a glyph has one width, rounded from the size in which it is met first."""

_FIELDS = ffi.sizeof("PangoGlyphInfo") // 4
"""Numbers that Pango keeps of a glyph: which, its width, two offsets, and what it begins."""

_NOTHING = pango.PANGO_GLYPH_EMPTY
"""Takes room and is not drawn; beyond it are the characters that a font lacks."""

_OLD = pango.pango_version() < 14802
"""Such a Pango does not know the sizes of its fonts."""


PIECES = 4000
"""What is kept of a font: in justified text every space has a width of its own."""


@dataclass
class Face:
    """A font of Pango in one size, and what was found about its glyphs."""

    font: Any
    holder: Any  # what has the font, which otherwise ends
    key: int
    size: float
    widths: dict[int, int] = field(default_factory=dict)
    written: dict[tuple[int, int, int, int], str] = field(default_factory=dict)
    glyphs: dict[Glyph, Glyph] = field(default_factory=dict)

    def width(self, glyph: int, stream: Any) -> int:
        """The width that WeasyPrint gives a glyph which it meets in this font first."""
        found = self.widths.get(glyph)
        if found is None:
            rectangle = stream.logical_rect
            pango.pango_font_get_glyph_extents(self.font, glyph, stream.ink_rect, rectangle)
            found = round(rectangle.width * 1000 * FROM_UNITS / self.size)
            self.widths[glyph] = found
        return found

    def piece(self, glyph: int, advance: int, shift: int, width: int) -> str:
        """What is written for a glyph that takes `advance` units of Pango, moved by `shift`."""
        found = self.written.get((glyph, advance, shift, width))
        if found is None:
            offset = shift / self.size
            kerning = width + offset - advance * 1000 * FROM_UNITS / self.size
            moved = f">{-offset}<" if offset else ""
            found = f"{moved}{glyph:04x}>{int(kerning)}<" if kerning else f"{moved}{glyph:04x}"
            if len(self.written) >= PIECES:
                self.written.clear()
            self.written[glyph, advance, shift, width] = found
        return found


@dataclass(frozen=True)
class Part:
    """What is written of a line in one font."""

    face: Face
    shown: bytes
    glyphs: tuple[Glyph, ...]


Drawn = tuple[Part, ...]


def reactivate(self: Any, style: Any) -> None:
    """`Layout.reactivate`, left to `draw_first_line`, which may not need it."""


def deactivate(self: Any) -> None:
    """`Layout.deactivate`, also of what was not made active."""
    for name in ("layout", "language", "style"):
        self.__dict__.pop(name, None)


def draw_first_line(
    stream: Any,
    textbox: Any,
    text_overflow: str,
    block_ellipsis: Any,
    matrix: Any,
    real: Callable[..., Any] = drawing.draw_first_line,
    wake: Callable[..., Any] = Layout.reactivate,
) -> list[Any]:
    """`draw_first_line`, from what is kept where the same line was drawn before."""
    if not textbox.text.strip():
        return []
    layout, style = textbox.pango_layout, textbox.style
    drawn: Drawn = ()
    if "layout" not in vars(layout):  # it has one for the text of a picture, which is not kept
        if text_overflow != "ellipsis" and block_ellipsis == "none" and style["font_size"] > 1e-6:
            look, shelf = look_of(style)
            key = (layout.text, look.number, layout.justification_spacing)
            found = shelf.drawn.get(key)
            if found is None or not all(_has_glyphs(stream, part) for part in found):
                wake(layout, style)
                found = _drawn(stream, layout, shelf.fonts)
                shelf.drawn.put(key, found)
            drawn = found
        if not drawn:
            wake(layout, style)
    if not drawn:
        emojis: list[Any] = real(stream, textbox, text_overflow, block_ellipsis, matrix)
        return emojis
    stream.set_text_matrix(*matrix.values)
    for part in drawn:
        stream.set_font_size(_font(stream, part.face).hash, part.face.size)
        stream.show_text(part.shown)
    return []


def _drawn(stream: Any, layout: Any, faces: dict[int, Face]) -> Drawn:
    """What is written of a line; nothing where a glyph is not simply put beside the last one."""
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _ = layout.get_first_line()
    text = layout.text.encode()
    parts: list[tuple[Face, list[str], dict[Glyph, None]]] = []
    run = line.runs[0]
    while run != ffi.NULL:
        item, run = run.data, run.next
        face = _face(item.item.analysis.font, layout.layout, faces)
        font = _font(stream, face)
        numbers = ffi.unpack(
            ffi.cast("int *", item.glyphs.glyphs), item.glyphs.num_glyphs * _FIELDS
        )
        glyphs, raised = numbers[::_FIELDS], any(numbers[3::_FIELDS])
        backwards = item.item.analysis.level % 2  # from right to left
        pictures = font.bitmap or font.png or font.svg or font.colr
        if raised or backwards or pictures or _OLD:
            return ()
        if not glyphs or max(glyphs) > _NOTHING or min(glyphs) < 0:
            return ()
        if not parts or parts[-1][0] is not face:
            parts.append((face, [], {}))
        _, written, needed = parts[-1]
        pieces = []
        meanings = _meant(item, len(glyphs), text)
        placed = zip(glyphs, numbers[1::_FIELDS], numbers[2::_FIELDS], meanings, strict=True)
        for glyph, advance, shift, meant in placed:
            if glyph == _NOTHING:
                pieces.append(f">{-advance / face.size}<")
                continue
            own = face.width(glyph, stream)
            font.to_unicode.setdefault(glyph, meant)
            width = font.widths.setdefault(glyph, own)
            whole = (glyph, meant, width, own)
            needed.setdefault(face.glyphs.setdefault(whole, whole))
            pieces.append(face.piece(glyph, advance, shift, width))
        written.append(f"<{''.join(pieces)}>".removesuffix("<>"))
    return tuple(Part(face, "".join(texts).encode(), tuple(has)) for face, texts, has in parts)


def _face(font: Any, holder: Any, faces: dict[int, Face]) -> Face:
    address = int(ffi.cast("uintptr_t", font))
    face = faces.get(address)
    if face is None:
        key, _, size = get_pango_font_key(font)
        face = faces[address] = Face(font, holder, key, size)
    return face


def _font(stream: Any, face: Face) -> Any:
    """The font in this PDF, with which one is added that it has not."""
    return stream._fonts.get(face.key) or stream.add_font(face.font)[0]


def _meant(item: Any, count: int, text: bytes) -> list[str]:
    """What each glyph of a run stands for in the line."""
    start, length = item.item.offset, item.item.length
    clusters = ffi.unpack(item.glyphs.log_clusters, count)
    ends = [*clusters[1:], length]
    return [
        text[start + first : start + end].decode()
        for first, end in zip(clusters, ends, strict=True)
    ]


def _has_glyphs(stream: Any, part: Part) -> bool:
    """Give the font its glyphs; False where one has another width there than was written."""
    font = _font(stream, part.face)
    for glyph, meant, width, own in part.glyphs:
        font.to_unicode.setdefault(glyph, meant)
        if font.widths.setdefault(glyph, own) != width:
            return False
    return True
