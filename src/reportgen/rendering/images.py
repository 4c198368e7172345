"""Images before anything draws them: what they really are, how large, whole or not.

WeasyPrint draws half an image without a word, decodes kinds that nobody asked for, and of a broken
one leaves a hole. So what comes this far is whole, of the kind that its name says, and of bounded
size; everything else is a problem.
"""

from __future__ import annotations

import io
import warnings
from typing import Any

from reportgen.problems import ProblemsError, problem
from reportgen.rendering.drawings import drawing_fault
from reportgen.world import digest

MOST_PIXELS = 50_000_000
"""Width times height: an A4 page at 600 dots an inch has 35 million."""

LARGEST = 20 * 1024 * 1024
"""Bytes of one image."""

_FORMATS = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
}
_NAMES = {"MPO": "JPEG"}
"""What Pillow calls a JPEG with a second picture in it, as phones take them."""

_known: dict[tuple[str, str], str | None] = {}
_KEPT = 1000


def check_image(name: str, data: bytes, kind: str) -> None:
    """Nothing, where the file is no image, or one that can be drawn.

    Raises:
        ProblemsError: it is not what its name says, damaged, too large, or asks for more.
    """
    fault = image_fault(data, kind) if kind.startswith("image/") else None
    if fault is not None:
        shown = name if len(name) <= 80 else f"{name[:77]}..."
        hint = "open it in a viewer, and save it again as PNG, JPEG or plain SVG"
        raise ProblemsError((problem("bad-image", f"the image `{shown}` {fault}", None, hint),))


def image_fault(data: bytes, media_type: str) -> str | None:
    """What is wrong with an image, to stand after its name; None where it may be drawn."""
    if len(data) > LARGEST:
        return f"is larger than {LARGEST // 1024**2} MB"
    key = (digest(data), media_type)
    if key not in _known:
        if len(_known) >= _KEPT:
            _known.clear()
        _known[key] = _look(data, media_type)
    return _known[key]


def _look(data: bytes, media_type: str) -> str | None:
    if not data:
        return "is empty"
    if media_type == "image/svg+xml":
        return drawing_fault(data, inner=_inner)
    return _raster_fault(data, _FORMATS[media_type])


def _inner(data: bytes, media_type: str) -> str | None:
    """The fault of an image inside a drawing; a drawing inside a drawing is one too many."""
    if media_type not in _FORMATS:
        return "holds another drawing"
    found = image_fault(data, media_type)
    return None if found is None else f"holds an image that {found}"


def _raster_fault(data: bytes, wanted: str) -> str | None:
    from PIL import Image, ImageFile

    kept = ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it, for all of the process
    Image.MAX_IMAGE_PIXELS = None  # ours is lower, and tells the size
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for whole in (False, True):  # the sums of the file's parts, then its pixels
                with Image.open(io.BytesIO(data), formats=tuple(_FORMATS.values())) as image:
                    fault = _head_fault(image, wanted)
                    if fault is not None:
                        return fault
                    image.load() if whole else image.verify()
            return None
    except MemoryError:
        return "needs more memory than there is"
    except Exception as error:  # noqa: BLE001  decoders fail in every way there is
        return _damage(data, wanted, str(error))
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES, Image.MAX_IMAGE_PIXELS = kept


def _head_fault(image: Any, wanted: str) -> str | None:
    """What the head of the file tells, before a pixel is read."""
    found = _NAMES.get(str(image.format), str(image.format))
    if found != wanted:
        return f"is {found}, not the {wanted} that its name says"
    if image.width * image.height > MOST_PIXELS:
        most = f"{MOST_PIXELS / 1e6:g} million pixels are the most"
        return f"has {image.width} x {image.height} pixels; {most}"
    return None


def _damage(data: bytes, wanted: str, said: str) -> str:
    seen = _seen(data)
    if seen is not None:
        return f"is {seen}, not the {wanted} that its name says"
    why = said.strip().rstrip(".")
    if not why or "identify" in why:
        return f"is no {wanted}, or damaged"
    return f"is damaged: {why[:1].lower()}{why[1:80]}"


def _seen(data: bytes) -> str | None:
    """What a file that is no image of ours begins like."""
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in start:
        return "SVG"
    if start.startswith((b"<!doctype html", b"<html")):
        return "HTML"
    return "PDF" if start.startswith(b"%pdf") else None
