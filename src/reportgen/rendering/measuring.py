"""The faces of a theme under a name of their own, so that Vega measures labels with them.

vl-convert also knows the fonts of the system, and never forgets one that it was given. Under its
own name a system font, or another theme's, would be measured in place of ours where both are
called the same; so each set of faces gets a name that nothing else has.
"""

from __future__ import annotations

import io
import os

from reportgen.rendering.chart_look import ChartLook
from reportgen.rendering.font_folder import installed
from reportgen.rendering.fonts import FontFace, faces_digest

_KNOWN: set[str] = set()


def measuring_family(look: ChartLook) -> str:
    """The name under which vl-convert knows the faces of the look's family; empty without any."""
    faces = [face for face in look.faces if face.family == look.family]
    if not faces:
        return ""
    alias = f"measure-{faces_digest(faces)[:16]}"
    if alias not in _KNOWN:
        import vl_convert

        folder = installed(faces) / "measure"
        folder.mkdir(exist_ok=True)
        for face in faces:
            path = folder / f"{face.digest[:16]}.ttf"
            if not path.is_file():
                path.write_bytes(_renamed(face, alias))
        # vl-convert reads the name as UTF-8, whatever the locale makes of it.
        vl_convert.register_font_directory(os.fsencode(folder).decode("utf-8", "replace"))
        _KNOWN.add(alias)
    return alias


def _renamed(face: FontFace, family: str) -> bytes:
    """The font with another family name and the weight and style that the theme gives it."""
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(face.ttf), recalcTimestamp=False)
    names = font["name"]
    for number in (16, 17, 21, 22, 25):
        names.removeNames(nameID=number)
    style = f"{face.weight} {face.style}"
    for number, text in (
        (1, family),
        (2, style),
        (4, f"{family} {style}"),
        (6, f"{family}-{style}"),
    ):
        names.setName(text.replace(" ", "-") if number == 6 else text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = face.weight
    # One family of many weights: bold (bit 5) and regular (bit 6) would pair them.
    kept = font["OS/2"].fsSelection & ~0b1100001
    font["OS/2"].fsSelection = kept | (face.style == "italic")
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
