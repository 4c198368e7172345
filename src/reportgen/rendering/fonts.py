"""The faces of a theme: which characters they have, and how a page and a PDF come by them.

System fonts are never used: a brief must be the same, byte for byte, on a machine that has others.
"""

from __future__ import annotations

import base64
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reportgen.rendering.sfnt import characters_of
from reportgen.world import digest

# Characters that change how others print and have no shape of their own.
_SHAPELESS = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
_VARIATION_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


@dataclass(frozen=True)
class FontFace:
    """One face, whole: its bytes are part of the value, so a worker elsewhere can use it.

    Attributes:
        family: The name that style sheets use.
        weight: 1 to 1000; 400 is regular.
        style: `normal` or `italic`.
        name: The file without its suffix, for addresses.
        ttf: The static font for the PDF and the charts.
        woff2: The same for the page, or None.
    """

    family: str
    weight: int
    style: str
    name: str
    ttf: bytes = field(repr=False)
    woff2: bytes | None = field(default=None, repr=False)

    @cached_property
    def digest(self) -> str:
        """The digest of the TTF."""
        return digest(self.ttf)


_CHARACTERS: dict[str, frozenset[int]] = {}


def characters(face: FontFace) -> frozenset[int]:
    """The code points that a face has; remembered by digest, for the life of the process.

    Raises:
        FontError: The file is damaged.
    """
    if face.digest not in _CHARACTERS:
        _CHARACTERS[face.digest] = characters_of(face.ttf)
    return _CHARACTERS[face.digest]


def coverage(faces: Iterable[FontFace]) -> frozenset[int]:
    """The code points that some family has in every one of its faces.

    Why every one: a letter that only the regular face has prints as a box in bold.
    """
    families: dict[str, frozenset[int]] = {}
    for face in faces:
        has = characters(face)
        families[face.family] = families.get(face.family, has) & has
    return frozenset().union(*families.values())


def uncovered(text: str, covered: frozenset[int]) -> list[str]:
    """The characters of the text that would print as boxes, each once, in order of appearance.

    A letter with combining accents counts as the composed letter where there is one, as it is
    shaped. White space, control and bidi marks, soft hyphens and variation selectors need no glyph.
    """
    if covered.issuperset(map(ord, text)):
        return []
    missing = {
        char: None
        for char in unicodedata.normalize("NFC", text)
        if ord(char) not in covered and not _shapeless(char)
    }
    return list(missing)


def _shapeless(char: str) -> bool:
    code = ord(char)
    return unicodedata.category(char) in _SHAPELESS or any(
        code in selectors for selectors in _VARIATION_SELECTORS
    )


def faces_digest(faces: Iterable[FontFace]) -> str:
    """One digest for the faces together: for cache keys and for folders."""
    parts = sorted(f"{f.family}\n{f.weight}\n{f.style}\n{f.digest}" for f in faces)
    return digest("\n\n".join(parts).encode())


def font_face_css(faces: Sequence[FontFace], *, embed: bool) -> str:
    """The @font-face rules of the faces.

    With `embed` the fonts are inside as data: addresses; else the addresses are
    `fonts/NAME.woff2` (or `.ttf`). A PDF needs no rule at all: its fonts are known by name.
    """
    return "".join(_rule(face, embed=embed) for face in faces)


def _rule(face: FontFace, *, embed: bool) -> str:
    kind, data = ("woff2", face.woff2) if face.woff2 is not None else ("ttf", face.ttf)
    if embed:
        address = f"data:font/{kind};base64,{base64.b64encode(data).decode()}"
    else:
        address = f"fonts/{face.name}.{kind}"
    family = face.family.replace("\\", "\\\\").replace('"', '\\"')
    form = "woff2" if kind == "woff2" else "truetype"
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {face.weight}; '
        f"font-style: {face.style}; font-display: swap; "
        f'src: url("{address}") format("{form}"); }}\n'
    )
