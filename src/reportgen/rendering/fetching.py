"""What a page may ask for: names of project files, and images written into the page itself."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote, unquote_to_bytes, urlsplit

BASE = "https://project.invalid/"
"""The address of every page while it is laid out; `.invalid` never resolves (RFC 2606)."""

LARGEST_INLINE = 30 * 1024 * 1024
"""Letters of a data: address; base64 writes three bytes in four."""

_IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml"})


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that a page asks for: its bytes and its media type (`image/png`)."""

    data: bytes = field(repr=False)
    media_type: str


Fetch = Callable[[str], Fetched | None]
"""Gives the file of a name (`styles/print.css`), or None where there is none.

The name is decoded and relative, without a `..` part, or begins with https://. Whether it may be
read is for the callee.
"""


def file_name(address: str) -> str | None:
    """The name of the project file that an absolute address means, or None if it means none.

    The name is relative and decoded; `..`, empty parts, backslashes and NUL have no place in it.
    """
    try:
        parts = urlsplit(address)
        name = unquote(parts.path, errors="strict").removeprefix("/")
    except ValueError:
        return None
    if f"{parts.scheme}://{parts.netloc}/" != BASE:
        return None
    if "\\" in name or "\0" in name or any(part in ("", ".", "..") for part in name.split("/")):
        return None
    return name


def is_remote(name: str) -> bool:
    """True for an address of the network, which a file's name never is."""
    return name.lower().startswith("https://")


def inline_image(address: str) -> tuple[bytes, str] | None:
    """The bytes and media type of a data: address that holds an image, else None."""
    if len(address) > LARGEST_INLINE:
        return None
    scheme, _, rest = address.partition(":")
    head, comma, body = rest.partition(",")
    media_type, *options = [part.strip().lower() for part in head.split(";")]
    if scheme.lower() != "data" or not comma or media_type not in _IMAGES:
        return None
    data = unquote_to_bytes(body)
    if "base64" in options:
        try:
            data = base64.b64decode(data, validate=True)
        except binascii.Error:
            return None
    return data, media_type
