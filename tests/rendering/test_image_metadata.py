"""What a camera writes into a picture is in no brief; the picture is as it was."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageCms, ImageOps, PngImagePlugin

from reportgen.rendering.image_metadata import ORIENTATION, without_metadata

TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
SECRET = b"Nowhere 12"
GPS = 0x8825
COLOURS = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def drawn(format_: str, way: int = 1, **more: Any) -> bytes:
    """A made-up pattern, with all that a camera might say of it."""
    image = Image.linear_gradient("L").resize((40, 25)).convert("RGB")
    exif = Image.Exif()
    exif[ORIENTATION] = way
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(GPS)[1] = SECRET.decode()
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", SECRET.decode())
    text.add_text("Comment", SECRET.decode(), zip=True)
    out = io.BytesIO()
    also: dict[str, Any] = {"pnginfo": text} if format_ == "PNG" else {}
    also |= {"comment": SECRET} if format_ == "JPEG" else {}
    also |= {"xmp": b"<x>" + SECRET + b"</x>"} if format_ != "PNG" else {}
    image.save(out, format_, exif=exif, icc_profile=COLOURS, **also, **more)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("format_", TYPES)
@pytest.mark.parametrize("way", [1, 6])
def test_only_the_picture_is_left(format_: str, way: int) -> None:
    data = drawn(format_, way)
    assert SECRET in data
    clean = without_metadata(data, TYPES[format_])
    assert SECRET not in clean
    before, after = opened(data), opened(clean)
    assert dict(after.getexif()) == ({ORIENTATION: way} if way > 1 else {})
    assert after.info["icc_profile"] == COLOURS
    shown = [ImageOps.exif_transpose(image) for image in (before, after)]
    assert shown[0].size == shown[1].size == ((25, 40) if way == 6 else (40, 25))
    assert ImageChops.difference(*shown).getbbox() is None


def test_a_jpeg_in_several_scans_is_whole() -> None:
    data = drawn("JPEG", progressive=True)
    clean = without_metadata(data, "image/jpeg")
    assert clean.count(b"\xff\xda") == data.count(b"\xff\xda") > 1
    assert ImageChops.difference(opened(data), opened(clean)).getbbox() is None


def test_what_follows_the_picture_is_left_out() -> None:
    """Phones put a second picture or a film there, and whole text files have been found."""
    for format_, media_type in TYPES.items():
        assert SECRET not in without_metadata(drawn(format_) + SECRET, media_type)


def test_other_kinds_come_back_as_they_are() -> None:
    assert without_metadata(b"<svg/>", "image/svg+xml") == b"<svg/>"


def test_what_is_clean_stays_the_same() -> None:
    for format_, media_type in TYPES.items():
        clean = without_metadata(drawn(format_), media_type)
        assert without_metadata(clean, media_type) == clean


@given(st.data())
def test_no_damage_brings_it_down(data: st.DataObject) -> None:
    """What is damaged is refused before; where that is missed, nothing may hang or fail."""
    format_ = data.draw(st.sampled_from(sorted(TYPES)))
    whole = bytearray(drawn(format_))
    at = data.draw(st.integers(len(whole) // 2, len(whole) - 1))
    whole[at] = data.draw(st.integers(0, 255))
    without_metadata(bytes(whole), TYPES[format_])
