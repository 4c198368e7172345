"""Which characters a font file has, read from the file itself.

Why not with fontTools: every `check` asks, and loading it costs more than all the rest of the check
of a small project. Tables as in the OpenType specification (ISO/IEC 14496-22), `cmap` formats
0, 4, 6, 10, 12 and 13.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

_KINDS = (b"\x00\x01\x00\x00", b"OTTO", b"true")
_UNICODE = {(0, n) for n in range(7)} | {(3, 1), (3, 10)}  # platform, encoding


class FontError(ValueError):
    """The file is no font, is cut off, or is of a kind that is not used."""


def tables(font: bytes) -> Mapping[str, bytes]:
    """The tables of a TrueType or OpenType font by their tag.

    Raises:
        FontError: The file is something else, or shorter than it says.
    """
    if font[:4] not in _KINDS:
        raise FontError("it is not a TrueType or OpenType font")
    try:
        (count,) = struct.unpack_from(">H", font, 4)
        entries = [struct.unpack_from(">4sLLL", font, 12 + 16 * n) for n in range(count)]
    except struct.error as error:
        raise FontError("it is cut off") from error
    if any(offset + length > len(font) for _, _, offset, length in entries):
        raise FontError("it is cut off")
    return {tag.decode("latin-1"): font[at : at + size] for tag, _, at, size in entries}


def characters_of(font: bytes) -> frozenset[int]:
    """The code points for which the font has a glyph.

    Raises:
        FontError: The file is damaged, or has no table of characters.
    """
    cmap = tables(font).get("cmap")
    if cmap is None:
        raise FontError("it has no table of characters")
    try:
        return frozenset(code for at in _subtables(cmap) for code in _codes(cmap[at:]))
    except (struct.error, IndexError) as error:
        raise FontError("its table of characters is damaged") from error


def is_variable(font: bytes) -> bool:
    """Whether the font is variable, that is, not one face but many.

    Raises:
        FontError: The file is damaged.
    """
    return "fvar" in tables(font)


def _subtables(cmap: bytes) -> Iterator[int]:
    (count,) = struct.unpack_from(">H", cmap, 2)
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", cmap, 4 + 8 * number)
        if (platform, encoding) in _UNICODE:
            yield offset


def _codes(table: bytes) -> Iterator[int]:
    (form,) = struct.unpack_from(">H", table)
    if form == 0:
        yield from (code for code in range(256) if table[6 + code])
    elif form == 4:
        yield from _codes_by_segment(table)
    elif form == 6:
        first, count = struct.unpack_from(">HH", table, 6)
        glyphs = struct.unpack_from(f">{count}H", table, 10)
        yield from (first + n for n, glyph in enumerate(glyphs) if glyph)
    elif form == 10:
        first, count = struct.unpack_from(">LL", table, 12)
        glyphs = struct.unpack_from(f">{count}H", table, 20)
        yield from (first + n for n, glyph in enumerate(glyphs) if glyph)
    elif form in (12, 13):
        (count,) = struct.unpack_from(">L", table, 12)
        last = -1
        for number in range(count):
            start, end, glyph = struct.unpack_from(">LLL", table, 16 + 12 * number)
            if not last < start <= end <= 0x10FFFF:  # in order, or reading it might never end
                raise IndexError(start)
            last = end
            # Glyph 0 is "no such character"; in format 12 glyphs count up from the first.
            skipped = 1 if glyph == 0 and form == 12 else 0
            yield from range(start + skipped, end + 1) if glyph or form == 12 else ()


def _codes_by_segment(table: bytes) -> Iterator[int]:
    (doubled,) = struct.unpack_from(">H", table, 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", table, 14)
    starts = struct.unpack_from(f">{count}H", table, 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", table, 16 + 2 * doubled)
    offsets_at = 16 + 3 * doubled
    offsets = struct.unpack_from(f">{count}H", table, offsets_at)
    if any(start <= end for start, end in zip(starts[1:], ends, strict=False)):
        raise IndexError(count)  # segments stand in order, or reading them might never end
    for n, (start, end, delta, offset) in enumerate(
        zip(starts, ends, deltas, offsets, strict=True)
    ):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                at = offsets_at + 2 * n + offset + 2 * (code - start)
                (glyph,) = struct.unpack_from(">H", table, at)
                if not glyph:
                    continue
            if (glyph + delta) & 0xFFFF:
                yield code
