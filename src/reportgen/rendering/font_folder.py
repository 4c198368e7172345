"""Faces on disk, and a fontconfig that knows them and nothing else.

Pango finds fonts through fontconfig, and fontconfig through the variable FONTCONFIG_FILE. That
variable belongs to a worker process: `isolate_fonts` sets it there, never in the caller's process.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from xml.sax.saxutils import escape

from reportgen.rendering.fonts import FontFace, faces_digest

_VARIABLE = "FONTCONFIG_FILE"
_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
{faces}  <cachedir>{cache}</cachedir>
</fontconfig>
"""
# CSS weight and style -> fontconfig's numbers (fontconfig.h, FC_WEIGHT_* and FC_SLANT_*)
_WEIGHTS = {100: 0, 200: 40, 300: 50, 400: 80, 500: 100, 600: 180, 700: 200, 800: 205, 900: 210}
_SLANTS = {"normal": 0, "italic": 100}


class _Store:
    """Where this process keeps its fonts. A forked child starts a store of its own."""

    def __init__(self, base: Path | None = None) -> None:
        self.process = os.getpid()
        self.base = base

    def folder(self) -> Path:
        if self.base is None:
            self.base = Path(tempfile.mkdtemp(prefix="reportgen-fonts-"))
            atexit.register(_remove, self.base, self.process)
        return self.base


_STORE = _Store()


def isolate_fonts(folder: Path) -> None:
    """Hide the system's fonts from this process. For workers, before their first PDF.

    Args:
        folder: A private, writable folder that outlives the process; it is the caller's to remove.
    """
    global _STORE  # noqa: PLW0603  fontconfig itself is one a process
    _STORE = _Store(folder)
    folder.mkdir(parents=True, exist_ok=True)
    empty = folder / "fonts.conf"
    empty.write_bytes(_encoded(fontconfig_file((), folder)))
    os.environ[_VARIABLE] = str(empty)


def _encoded(text: str) -> bytes:
    # A folder whose name the locale cannot write holds surrogates in place of its bytes.
    return text.encode("utf-8", "surrogateescape")


def fontconfig_file(faces: Sequence[FontFace], folder: Path) -> str:
    """A fonts.conf that knows these faces, in `folder/fonts/`, and nothing else.

    Family, weight and style are as the theme lists them, whatever the font says of itself.
    """
    fonts = folder / "fonts"
    rules = "".join(_rule(face, fonts / _file(face)) for face in faces)
    where = f"  <dir>{escape(str(fonts))}</dir>\n" if faces else ""
    return _CONFIGURATION.format(faces=where + rules, cache=escape(str(folder / "cache")))


def _rule(face: FontFace, path: Path) -> str:
    weight = min(_WEIGHTS, key=lambda known: abs(known - face.weight))
    return (
        '  <match target="scan">\n'
        f'    <test name="file" compare="eq"><string>{escape(str(path))}</string></test>\n'
        f'    <edit name="family" mode="prepend"><string>{escape(face.family)}</string></edit>\n'
        f'    <edit name="weight" mode="assign_replace"><int>{_WEIGHTS[weight]}</int></edit>\n'
        f'    <edit name="slant" mode="assign_replace"><int>{_SLANTS[face.style]}</int></edit>\n'
        "  </match>\n"
    )


def _file(face: FontFace) -> str:
    return f"{face.digest[:16]}.ttf"


def installed(faces: Sequence[FontFace]) -> Path:
    """A folder that holds the TTFs of these faces in `fonts/`, with a `fonts.conf` beside it."""
    global _STORE  # noqa: PLW0603  as above
    if os.getpid() != _STORE.process:
        _STORE = _Store()
    folder = _STORE.folder() / faces_digest(faces)[:16]
    configuration = folder / "fonts.conf"
    if not configuration.is_file():
        (folder / "fonts").mkdir(parents=True, exist_ok=True)
        for face in faces:
            (folder / "fonts" / _file(face)).write_bytes(face.ttf)
        configuration.write_bytes(_encoded(fontconfig_file(faces, folder)))
    return folder


@contextmanager
def fonts_of(faces: Sequence[FontFace]) -> Iterator[None]:
    """While it lasts, a new font configuration of Pango knows these faces only."""
    before = os.environ.get(_VARIABLE)
    os.environ[_VARIABLE] = str(installed(faces) / "fonts.conf")
    try:
        yield
    finally:
        if before is None:
            del os.environ[_VARIABLE]
        else:
            os.environ[_VARIABLE] = before


def _remove(folder: Path, process: int) -> None:
    if os.getpid() == process:
        shutil.rmtree(folder, ignore_errors=True)
