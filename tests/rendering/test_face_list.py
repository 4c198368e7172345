from __future__ import annotations

import pytest

from reportgen.documents import Document, parse_yaml
from reportgen.problems import Problem
from reportgen.rendering.face_list import FACES_FILE, read_faces
from reportgen.rendering.fonts import FontFace
from reportgen.shipped import templates_root

Faces = tuple[FontFace, ...]

ONE = "- {family: Inter, weight: 400, style: normal, file: inter-400}\n"


def document(text: str) -> Document:
    found, problems = parse_yaml("templates/fonts/fonts.yaml", text.encode())
    assert found is not None, problems
    return found


def read(name: str) -> bytes | None:
    path = templates_root() / "fonts" / name
    return path.read_bytes() if path.is_file() else None


def test_the_shipped_list_gives_the_shipped_faces(faces: Faces) -> None:
    text = (templates_root() / FACES_FILE).read_text("utf-8")
    assert read_faces(document(text), read) == (faces, ())


def only(text: str) -> Problem:
    faces, (found,) = read_faces(document(text), read)
    assert faces == ()
    return found


@pytest.mark.parametrize(
    ("wrong", "right", "code", "column"),
    [
        ("weight: heavy", "weight: 400", "bad-value", 27),
        ("weight: 0", "weight: 400", "bad-value", 27),
        ("style: oblique", "style: normal", "bad-value", 39),
        ("file: inter-500", "file: inter-400", "unknown-asset", 53),
        ("file: ~", "file: inter-400", "missing-field", 3),
    ],
)
def test_what_is_wrong_with_a_face_is_told_with_its_place(
    wrong: str, right: str, code: str, column: int
) -> None:
    found = only(ONE.replace(right, wrong))
    assert found.place is not None
    assert (found.code, found.place.line, found.place.column) == (code, 1, column)


def test_a_list_is_wanted() -> None:
    assert only("family: Inter").code == "wrong-type"


def test_a_damaged_font_is_a_problem_with_its_place() -> None:
    faces, (found,) = read_faces(document(ONE), lambda name: (read(name) or b"")[:900])
    assert faces == ()
    assert (found.code, found.place and found.place.column) == ("bad-font", 53)


def test_a_face_without_woff2_is_allowed() -> None:
    def only_ttf(name: str) -> bytes | None:
        return read(name) if name.endswith(".ttf") else None

    (face,), problems = read_faces(document(ONE), only_ttf)
    assert (face.woff2, problems) == (None, ())


def test_a_variable_font_is_refused() -> None:
    def variable(name: str) -> bytes | None:
        whole = read(name)
        return whole.replace(b"gasp", b"fvar", 1) if whole and name.endswith(".ttf") else whole

    faces, (found,) = read_faces(document(ONE), variable)
    assert (faces, found.code) == ((), "bad-font")
    assert "variable" in found.message
