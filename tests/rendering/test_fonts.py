from __future__ import annotations

import base64
import dataclasses
import io
import re
import unicodedata

import pytest
from fontTools.ttLib import TTFont

from reportgen.rendering.fonts import (
    FontFace,
    coverage,
    faces_digest,
    font_face_css,
    uncovered,
)

Faces = tuple[FontFace, ...]

VIETNAMESE = "aăâeêioôơuưyđ"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
SIGNS = "–—‘’“”…•·→←↑↓≤≥≈×−±%‰€₫¹²³⁴⁵⁶⁷⁸⁹⁰₀₁₂₉½№†‡§©®™\u00a0\u202f\u2011"


def vietnamese_letters() -> str:
    letters = [
        unicodedata.normalize("NFC", vowel + tone)
        for vowel in VIETNAMESE
        for tone in (TONES if vowel != "đ" else ("",))
    ]
    return "".join(letters) + "".join(letters).upper()


def test_every_face_has_vietnamese_letters_and_typographic_signs(faces: Faces) -> None:
    assert len(vietnamese_letters()) == 146  # 12 vowels in six tones and d with stroke, twice
    for face in faces:
        has = coverage([face])
        assert uncovered(vietnamese_letters() + SIGNS, has) == []
        assert {ord(char) for char in SIGNS} <= has  # spaces too: numbers are grouped with them


def test_faces_are_static_small_and_called_what_style_sheets_call_them(faces: Faces) -> None:
    for face in faces:
        font = TTFont(io.BytesIO(face.ttf))
        assert "fvar" not in font  # a variable font makes a different PDF on every run
        assert font["OS/2"].usWeightClass == face.weight
        assert bool(font["OS/2"].fsSelection & 1) == (face.style == "italic")
        assert font["name"].getBestFamilyName() == face.family
        assert face.woff2 is not None
        assert len(face.woff2) < 36_000


def test_faces_keep_tabular_figures_kerning_and_mark_positions(faces: Faces) -> None:
    for face in faces:
        font = TTFont(io.BytesIO(face.ttf))
        tags = {
            record.FeatureTag
            for table in ("GSUB", "GPOS")
            for record in font[table].table.FeatureList.FeatureRecord
        }
        assert {"tnum", "kern", "mark", "mkmk", "ccmp", "locl"} <= tags
        assert "calt" not in tags  # it prints "->" as an arrow


def test_woff2_holds_the_same_characters_as_the_ttf(faces: Faces) -> None:
    for face in faces:
        assert face.woff2 is not None
        page_font = TTFont(io.BytesIO(face.woff2))
        assert coverage([face]) == frozenset(page_font.getBestCmap())


def test_uncovered_names_each_character_once_in_order(faces: Faces) -> None:
    assert uncovered("中 x 文中", coverage(faces)) == ["中", "文"]


@pytest.mark.parametrize(
    "text",
    [
        "tab\tline\nend",
        "soft\u00adhyphen",
        "\u200fright-to-left mark\u2066\u2069",
        "star\ufe0e",
        "zero\u200bwidth\u200d",
        "ideographic\u3000space",
        "o\u030b",  # no glyph for the accent alone: the letter is composed before it is printed
        "e\u0323\u0302",
    ],
)
def test_uncovered_passes_over_what_needs_no_glyph_of_its_own(faces: Faces, text: str) -> None:
    assert uncovered(text, coverage(faces)) == []


def test_a_character_counts_only_if_all_faces_of_its_family_have_it(faces: Faces) -> None:
    regular = faces[0]
    poor_bold = FontFace("Inter", 700, "normal", "poor", without(regular.ttf, "ệ"))
    assert "ệ" not in uncovered("ệ", coverage([regular]))
    assert uncovered("ệa", coverage([regular, poor_bold])) == ["ệ"]
    other = dataclasses.replace(regular, family="Other")
    assert uncovered("ệ", coverage([regular, poor_bold, other])) == []


def without(ttf: bytes, char: str) -> bytes:
    font = TTFont(io.BytesIO(ttf))
    for table in font["cmap"].tables:
        table.cmap.pop(ord(char), None)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def test_page_carries_its_fonts_inside(faces: Faces) -> None:
    css = font_face_css(faces, embed=True)
    rules = re.findall(r'font-weight: (\d+); font-style: (\w+);.*?base64,([^"]+)"', css)
    assert [(int(weight), style) for weight, style, _ in rules] == [
        (face.weight, face.style) for face in faces
    ]
    assert [base64.b64decode(data) for *_, data in rules] == [face.woff2 for face in faces]
    assert 'format("woff2")' in css


def test_page_falls_back_to_the_ttf_where_there_is_no_woff2(faces: Faces) -> None:
    face = dataclasses.replace(faces[0], woff2=None)
    assert 'url("fonts/inter-400.ttf") format("truetype")' in font_face_css([face], embed=False)


def test_a_family_name_cannot_end_its_string(faces: Faces) -> None:
    face = dataclasses.replace(faces[0], family='A"; x')
    assert 'font-family: "A\\"; x";' in font_face_css([face], embed=False)


def test_digest_of_faces_changes_with_weight_and_bytes_not_with_order(faces: Faces) -> None:
    assert faces_digest(faces) == faces_digest(tuple(reversed(faces)))
    assert faces_digest(faces) != faces_digest(faces[:-1])
    heavier = dataclasses.replace(faces[0], weight=500)
    assert faces_digest([heavier]) != faces_digest([faces[0]])
