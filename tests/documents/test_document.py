"""A value knows its place in the file."""

from __future__ import annotations

import pytest

from reportgen.documents import parse_yaml
from reportgen.problems import Place

TEXT = """\
# a comment
- id: ilo
  name: {en: "International Labour", vi: Tổ chức}
  groups: [un-system, ifi]
  empty:
  en: |
    One {ilo} and
    another {ilo} here.
  folded: >-
    One {ilo} and
    another {ilo} here.
- id: undp
"""


def place(*path: str | int, key: bool = False) -> Place:
    document, _ = parse_yaml("f.yaml", TEXT.encode())
    assert document is not None
    return document.place(path, key=key)


@pytest.mark.parametrize(
    ("path", "key", "marked", "line"),
    [
        ((0, "id"), False, "ilo", 2),
        ((0, "id"), True, "id", 2),
        ((0, "name", "en"), False, '"International Labour"', 3),
        ((0, "name", "vi"), True, "vi", 3),
        ((0, "groups", 1), False, "ifi", 4),
        ((0, "groups"), False, "[un-system, ifi]", 4),
        ((0, "empty"), False, "empty", 5),
        ((0,), False, "id", 2),
        ((0, "nothing"), False, "id", 2),
        ((0, "id", "deeper"), False, "ilo", 2),
        ((1,), False, "id", 12),
        ((7,), False, "-", 2),
    ],
)
def test_places(path: tuple[str | int, ...], key: bool, marked: str, line: int) -> None:
    found = place(*path, key=key)
    assert found.line == line
    assert found.text[found.column - 1 :][: found.width] == marked


@pytest.mark.parametrize(("field", "line"), [("en", 8), ("folded", 11)])
def test_a_part_of_a_text_has_its_own_place(field: str, line: int) -> None:
    document, _ = parse_yaml("f.yaml", TEXT.encode())
    assert document is not None
    value = document.data[0][field]
    found = document.place_in([0, field], value.rindex("{ilo}"), 5)
    assert (found.line, found.column, found.width) == (line, 13, 5)


def test_a_part_that_cannot_be_found_marks_the_whole() -> None:
    document, _ = parse_yaml("f.yaml", b'a: "x\\u007bilo}"\n')
    assert document is not None
    assert document.place_in(["a"], 1, 5) == document.place(["a"])
