"""Images are looked at before anything draws them: a clear word, never half a picture or a hole."""

from __future__ import annotations

import base64
import io
import random
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from reportgen.rendering.images import LARGEST, image_fault

PNG, JPEG, GIF, WEBP, SVG = (f"image/{name}" for name in ("png", "jpeg", "gif", "webp", "svg+xml"))


def picture(kind: str, width: int = 40, height: int = 30, mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    noise = random.Random(1).randbytes(width * height)
    image = Image.frombytes("L", (width, height), noise).convert(mode)
    image.save(out, kind)
    return out.getvalue()


def blank_png(width: int, height: int) -> bytes:
    """A PNG of one colour and one bit a pixel, as small as it gets."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    packer = zlib.compressobj(9)
    row = b"\0" * (1 + (width + 7) // 8)
    data = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def svg(inside: str, more: str = "") -> bytes:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 9 9" {more}>{inside}</svg>'
    ).encode()


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (picture("PNG"), PNG),
        (picture("PNG", mode="1"), PNG),
        (picture("JPEG"), JPEG),
        (picture("JPEG", mode="CMYK"), JPEG),
        (picture("GIF", mode="P"), GIF),
        (picture("WEBP"), WEBP),
        (svg("<path d='M0 0h9'/>"), SVG),
        (
            b'<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
            + svg(""),
            SVG,
        ),
        (svg("<defs><linearGradient id='a'/></defs><rect fill='url(#a)'/><use href='#a'/>"), SVG),
        (svg("<style>rect { fill: url('#a') }</style>"), SVG),
        (svg("<a href='https://example.org/'><text>x</text></a>"), SVG),
        (
            svg(
                f"<image href='data:image/png;base64,{base64.b64encode(picture('PNG')).decode()}'/>"
            ),
            SVG,
        ),
        (svg("<text style='font-family: Inter'>a (b) @c</text>"), SVG),
        (svg("<metadata/>", "xmlns:inkscape='http://www.inkscape.org/namespaces/inkscape'"), SVG),
    ],
)
def test_what_is_right_is_drawn(data: bytes, media_type: str) -> None:
    assert image_fault(data, media_type) is None


@pytest.mark.parametrize(
    ("data", "media_type", "says"),
    [
        (b"", PNG, "is empty"),
        (picture("PNG")[:-200], PNG, "is damaged"),
        (picture("PNG")[: len(picture("PNG")) // 2], PNG, "is damaged"),
        (picture("JPEG")[: len(picture("JPEG")) // 2], JPEG, "is damaged: image file is truncated"),
        (picture("GIF", mode="P")[:-300], GIF, "is damaged"),
        (picture("WEBP")[:-300], WEBP, "is"),
        (picture("PNG").replace(b"IDAT", b"IDAT\x00", 1), PNG, "is"),
        (picture("PNG")[:-14] + b"\x00" + picture("PNG")[-13:], PNG, "is"),
        (b"no image at all", PNG, "is no PNG, or damaged"),
        (picture("JPEG"), PNG, "is JPEG, not the PNG that its name says"),
        (picture("BMP"), PNG, "is no PNG, or damaged"),
        (svg(""), PNG, "is SVG, not the PNG that its name says"),
        (b"<!DOCTYPE html><html></html>", JPEG, "is HTML, not the JPEG that its name says"),
        (b"%PDF-1.7", PNG, "is PDF"),
        (blank_png(20_000, 20_000), PNG, "has 20000 x 20000 pixels"),
        (blank_png(8000, 7000), PNG, "has 8000 x 7000 pixels; 50 million pixels are the most"),
        (b"\0" * (LARGEST + 1), PNG, "is larger than 20 MB"),
    ],
)
def test_what_is_wrong_is_said(data: bytes, media_type: str, says: str) -> None:
    assert (image_fault(data, media_type) or "").startswith(says)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (svg("<script>alert(1)</script>"), "holds `<script>`"),
        (svg("<SCRIPT/>"), "holds `<script>`"),
        (svg("<x:script xmlns:x='http://www.w3.org/2000/svg'/>"), "holds `<script>`"),
        (svg("<foreignObject><p/></foreignObject>"), "holds `<foreignobject>`"),
        (svg("<rect onclick='alert(1)'/>"), "holds a program in `onclick`"),
        (svg("", "onload='alert(1)'"), "holds a program in `onload`"),
        (svg("<image href='file:///etc/passwd'/>"), "asks for `file:///etc/passwd`"),
        (svg("<image xlink:href='../x.png'/>"), "asks for `../x.png`"),
        (svg("<image xlink:href='http://example.org/x.png'/>"), "asks for `http"),
        (svg("<use href='other.svg#a'/>"), "asks for `other.svg#a`"),
        (svg("<feImage href='//example.org/x'/>"), "asks for `//example.org/x`"),
        (svg("<rect fill='url(http://example.org/a.svg#b)'/>"), "asks for `http://example.org/a.svg#b`"),
        (svg("<rect style='fill: u\\72l(x.svg#b)'/>"), "asks for `x.svg#b`"),
        (svg("<rect style='fill: url/**/(x)'/><rect style='mask: URL( \"x\" )'/>"), "asks for `x`"),
        (svg("<style>@import 'x.css';</style>"), "asks for `@import`"),
        (svg("<style>@im\\70ort 'x.css';</style>"), "asks for `@import`"),
        (svg("<style><![CDATA[@import 'x.css';]]></style>"), "asks for `@import`"),
        (svg("<style>@font-face { src: url(x.woff) }</style>"), "asks for `x.woff`"),
        (svg("<style>a { background: image-set('x.png' 1x) }</style>"), "asks for `image-set(`"),
        (svg("<g xml:base='http://example.org/'/>"), "asks for `http://example.org/`"),
        (svg("<a href='javascript:alert(1)'/>"), "asks for `javascript:alert(1)`"),
        (svg("<a href='  java\nscript:alert(1)'/>"), "asks for `java"),
        (svg("<a href='#'><set attributeName='href' to='javascript:1'/></a>"), "changes an address"),
        (svg("<image href='data:image/svg+xml,%3Csvg/%3E'/>"), "holds another drawing"),
        (svg("<image href='data:text/html,x'/>"), "asks for `data:text/html,x`"),
        (svg("<image href='data:image/png;base64,AAAA'/>"), "holds an image that is no PNG"),
        (b"<?xml-stylesheet href='x.css'?>" + svg(""), "holds the instruction `<?xml-stylesheet?>`"),
        (b"<!DOCTYPE svg [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + svg("&a;"), "has entities of its own"),
        (b"<!DOCTYPE svg [<!ENTITY a 'x'>]>" + svg("&a;" * 9), "has entities of its own"),
        (b"<!DOCTYPE html>" + svg(""), "is no SVG but `html`"),
        (b"<html><script/></html>", "is no SVG: it begins with `<html>`"),
        (svg("<g>"), "is no XML: mismatched tag"),
        (svg("<g>" * 300 + "</g>" * 300), "is nested more than 200 deep"),
        (svg("<g/>" * 200_001), "has more than 200,000 elements"),
        (picture("PNG"), "is no XML"),
        (svg("&nbsp;"), "is no XML"),
        ("<svg/>".encode("utf-16"), "is"),
    ],
    ids=lambda value: ascii(value[-60:]) if isinstance(value, bytes) else value,
)  # fmt: skip
def test_a_drawing_asks_for_nothing_and_runs_nothing(data: bytes, says: str) -> None:
    found = image_fault(data, SVG)
    if data == "<svg/>".encode("utf-16"):
        assert found is None  # expat reads it like any other
    else:
        assert (found or "").startswith(says)


def test_weasyprints_own_setting_is_left_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    for before in (True, False):
        monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", before)
        image_fault(picture("PNG", 7, 7)[:-50], PNG)
        assert before is ImageFile.LOAD_TRUNCATED_IMAGES


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_damage_is_found_or_does_no_harm(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(["PNG", "JPEG", "GIF", "WEBP"]))
    whole = bytearray(picture(kind, 16, 16, "P" if kind == "GIF" else "RGB"))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    found = image_fault(bytes(whole), f"image/{kind.lower()}")
    assert found is None or found.startswith(("is ", "has "))


@settings(max_examples=150, deadline=None)
@given(text=st.text(alphabet="<>/svgimagehref='\"#&;:=()! []ENTITYurldata,\n\\", max_size=80))
def test_any_drawing_is_judged(text: str) -> None:
    found = image_fault(svg(text), SVG)
    assert found is None or found.startswith(("is ", "has ", "holds ", "asks ", "changes "))
