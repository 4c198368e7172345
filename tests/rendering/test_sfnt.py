from __future__ import annotations

import contextlib
import io

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.rendering.fonts import FontFace
from reportgen.rendering.sfnt import FontError, characters_of, is_variable


def font(characters: dict[int, str], form: int = 4) -> bytes:
    """A font that has these characters, by code point and glyph name."""
    glyphs = [".notdef", *dict.fromkeys(characters.values())]
    builder = FontBuilder(1000)
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap({})
    builder.setupPost()
    table = newTable("cmap")
    table.tableVersion = 0
    subtable = CmapSubtable.newSubtable(form)
    subtable.platformID, subtable.platEncID, subtable.language = 3, 10 if form > 6 else 1, 0
    subtable.cmap = characters
    subtable.reserved = subtable.length = subtable.nGroups = 0
    table.tables = [subtable]
    builder.font["cmap"] = table
    out = io.BytesIO()
    builder.save(out)
    return out.getvalue()


def test_shipped_faces_read_as_fonttools_reads_them(faces: tuple[FontFace, ...]) -> None:
    for face in faces:
        known = TTFont(io.BytesIO(face.ttf)).getBestCmap()
        assert characters_of(face.ttf) == frozenset(known)
        assert not is_variable(face.ttf)


@settings(max_examples=60, deadline=None)
@given(
    codes=st.sets(st.integers(0x20, 0xFFFD).filter(lambda c: not 0xD800 <= c < 0xE000), min_size=1),
    shared=st.booleans(),
)
def test_any_set_of_characters_is_read_in_formats_4_and_12(codes: set[int], shared: bool) -> None:
    characters = {code: "a" if shared else f"g{n}" for n, code in enumerate(sorted(codes))}
    for form in (4, 12):
        assert characters_of(font(characters, form)) == frozenset(codes)


def test_characters_beyond_the_first_plane_are_read() -> None:
    assert characters_of(font({0x1F1FB: "v", 0x41: "a"}, 12)) == {0x1F1FB, 0x41}


def test_format_6_is_read() -> None:
    assert characters_of(font({0x41: "a", 0x43: "c"}, 6)) == {0x41, 0x43}


@pytest.mark.parametrize("data", [b"", b"<svg/>", b"wOF2" + b"\0" * 40, b"\0\1\0\0", b"OTTO\0\xff"])
def test_what_is_no_font_is_refused(data: bytes) -> None:
    with pytest.raises(FontError):
        characters_of(data)


def test_a_font_that_is_cut_off_anywhere_is_refused(faces: tuple[FontFace, ...]) -> None:
    ttf = faces[0].ttf
    for length in (*range(4, 400, 7), len(ttf) // 2, len(ttf) - 4):
        with pytest.raises(FontError):
            characters_of(ttf[:length])


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_damaged_table_of_characters_is_refused_or_read(data: st.DataObject) -> None:
    whole = bytearray(font({0x41: "a", 0x1EC7: "b"}, 12))
    for _ in range(4):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(FontError):
        characters_of(bytes(whole))
