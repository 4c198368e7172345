"""The list of a theme's faces, `fonts/fonts.yaml`, read."""

from __future__ import annotations

from collections.abc import Callable

from reportgen.documents import Document
from reportgen.problems import Problem, problem
from reportgen.rendering.fonts import FontFace, characters
from reportgen.rendering.sfnt import FontError, is_variable

FACES_FILE = "fonts/fonts.yaml"
"""Where a theme lists its faces, below its templates folder."""

WHOLE = "a face is one whole, static TrueType or OpenType font"
_STYLES = ("normal", "italic")


def read_faces(
    document: Document, read: Callable[[str], bytes | None]
) -> tuple[tuple[FontFace, ...], tuple[Problem, ...]]:
    """The faces that a theme lists, and what is wrong with the list or its files.

    Args:
        document: The parsed `fonts.yaml`.
        read: Gives the bytes of a file in the same folder, or None.
    """
    rows = document.data
    if not isinstance(rows, list):
        hint = "write one `- family: ...` entry a face"
        return (), (problem("wrong-type", "fonts.yaml must be a list", document.place(()), hint),)
    faces: list[FontFace] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows):
        found = _face(document, number, row, read)
        if isinstance(found, FontFace):
            faces.append(found)
        else:
            problems.append(found)
    return tuple(faces), tuple(problems)


def _face(
    document: Document, number: int, row: object, read: Callable[[str], bytes | None]
) -> FontFace | Problem:
    fields = row if isinstance(row, dict) else {}
    values = {key: fields.get(key) for key in ("family", "weight", "style", "file")}
    for key, value in values.items():
        if not isinstance(value, str) or not value.strip():
            return problem(
                "missing-field",
                f"a face has no `{key}`",
                document.place((number,)),
                "a face needs `family`, `weight`, `style` and `file`",
            )
    family, weight, style, name = (str(value) for value in values.values())
    if not (weight.isdecimal() and 1 <= int(weight) <= 1000):
        where = document.place((number, "weight"))
        return problem("bad-value", f"`{weight}` is not a weight", where, "400, 600 or 700")
    if style not in _STYLES:
        where = document.place((number, "style"))
        return problem("bad-value", f"`{style}` is not a style", where, "`normal` or `italic`")
    where = document.place((number, "file"))
    ttf = read(f"{name}.ttf")
    if ttf is None:
        return problem(
            "unknown-asset", f"there is no `{name}.ttf`", where, "put it beside the list"
        )
    face = FontFace(family, int(weight), style, name, ttf, read(f"{name}.woff2"))
    fault = face_fault(face)
    return face if fault is None else problem("bad-font", f"`{name}.ttf` {fault}", where, WHOLE)


def face_fault(face: FontFace) -> str | None:
    """What is wrong with a font, to stand after its name; None where it can be used."""
    try:
        characters(face)
        # A variable font would be stamped with the clock when it is put into a PDF.
        return "is a variable font" if is_variable(face.ttf) else None
    except FontError as error:
        return f"cannot be read: {error}"
