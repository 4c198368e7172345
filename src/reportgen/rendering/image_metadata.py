"""Pictures without what cameras and programs write into them: where, when, by whom, with what.

A brief carries its pictures whole, and a photograph may tell the place where it was taken to the
metre. What is needed to show it right stays: its colours (ICC) and which way up it is.
"""

from __future__ import annotations

import functools
import io
import re
import struct
import warnings
from collections.abc import Iterator
from zlib import crc32

_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_START, _END, _SCAN = b"\xff\xd8", b"\xff\xd9", b"\xff\xda"
_LENGTH = 2
"""Bytes of a marker of JPEG, and of the length behind it."""

_APPLICATIONS = range(0xE0, 0xF0)
_COMMENT = 0xFE
_JFIF, _ICC, _ADOBE = b"JFIF\0", b"ICC_PROFILE\0", b"Adobe"
_NEEDED = {0xE0: _JFIF, 0xE2: _ICC, 0xEE: _ADOBE}
"""Marker of a JPEG's segment -> how one begins that is needed to show the picture."""

_PNG = b"\x89PNG\r\n\x1a\n"
_TOLD_IN_PNG = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}
_TOLD_IN_WEBP = {b"EXIF", b"XMP "}
_EXIF, _XMP = 0x08, 0x04
"""Flags of a WebP file that has such parts."""

ORIENTATION = 0x0112
"""The tag of Exif that tells which way up a picture is."""


@functools.lru_cache(maxsize=8)
def without_metadata(data: bytes, media_type: str) -> bytes:
    """The picture, to be drawn as before, without what it tells besides.

    Args:
        data: A picture that is whole and of this type (`images.image_fault` has looked at it).
        media_type: JPEG, PNG and WebP are gone through; all others come back as they are.
    """
    if media_type == "image/jpeg":
        return b"".join(_jpeg(data))
    if media_type == "image/png":
        return b"".join(_png(data))
    return _webp(data) if media_type == "image/webp" else data


def _jpeg(data: bytes) -> Iterator[bytes]:
    """The parts of a JPEG file (ITU-T T.81, annex B), to its end; what follows it is left out."""
    yield _START
    turned = _turned(data)
    if turned:
        body = b"Exif\0\0" + turned
        yield b"\xff\xe1" + struct.pack(">H", len(body) + _LENGTH) + body
    at = len(_START)
    while found := _MARKER.search(data, at):
        start, kind = found.start(), found[0][1]
        if found[0] == _END or start + 2 * _LENGTH > len(data):
            break
        (length,) = struct.unpack_from(">H", data, start + _LENGTH)
        end = start + _LENGTH + length
        told = kind == _COMMENT or (
            kind in _APPLICATIONS
            and not data.startswith(_NEEDED.get(kind, b"\0\0"), start + 2 * _LENGTH)
        )
        if found[0] == _SCAN:  # its bytes run to the next marker
            following = _MARKER.search(data, end)
            end = following.start() if following else len(data)
        if not told:
            yield data[start:end]
        at = end
    yield _END


def _png(data: bytes) -> Iterator[bytes]:
    """The chunks of a PNG file, with one that tells which way up it is."""
    yield _PNG
    turned, at = _turned(data), len(_PNG)
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + length + 12
        if kind not in _TOLD_IN_PNG:
            yield data[at:end]
        if kind == b"IHDR" and turned:
            chunk = b"eXIf" + turned
            yield struct.pack(">I", len(turned)) + chunk + struct.pack(">I", crc32(chunk))
        if kind == b"IEND":
            return
        at = end


def _webp(data: bytes) -> bytes:
    """A WebP file, with the part that tells which way up it is."""
    turned, at, parts = _turned(data), 12, list[bytes]()
    whole = min(len(data), 8 + struct.unpack_from("<I", data, 4)[0])
    while at + 8 <= whole:
        kind, length = struct.unpack_from("<4sI", data, at)
        end = at + 8 + length + length % 2
        part = data[at:end]
        if kind == b"VP8X":
            flags = part[8] & ~(_EXIF | _XMP) | (_EXIF if turned else 0)
            part = part[:8] + bytes([flags]) + part[9:]
        if kind not in _TOLD_IN_WEBP:
            parts.append(part)
        at = end
    if turned:
        parts.append(b"EXIF" + struct.pack("<I", len(turned)) + turned)
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _turned(data: bytes) -> bytes:
    """Exif that tells which way up a picture is, and nothing else; empty where it stands right."""
    from PIL import Image

    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data)) as image:
            warnings.simplefilter("ignore")
            way = image.getexif().get(ORIENTATION, 1)
    except Exception:  # noqa: BLE001  decoders fail in every way there is; the picture stands right
        return b""
    if way not in range(2, 9):
        return b""
    entry = struct.pack(">HHIHH", ORIENTATION, 3, 1, way, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
