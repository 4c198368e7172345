"""Files from strangers are refused in bounded time, with one plain message each."""

from __future__ import annotations

import time

import pytest

from reportgen.documents import parse_yaml

LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9)
)


def codes(raw: bytes) -> list[str]:
    document, problems = parse_yaml("f.yaml", raw)
    assert (document is None) == bool(problems)
    return [found.code for found in problems]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (LAUGHS.encode(), "too-many-aliases"),
        (b"[" * 5000, "too-deep"),
        (b"{a: " * 5000, "too-deep"),
        ("".join(f"{' ' * n}a:\n" for n in range(3000)).encode(), "too-deep"),
        (b"- a\n" * 13_000_000, "too-large"),
        (b"- a\n" * 2_100_000 + b"- []\n", "too-large"),
        ("name: Genève\n".encode("latin-1"), "not-utf-8"),
        ("name: Genève\n".encode("utf-16"), "not-utf-8"),
        ("name: Genève\n".encode("utf-16-be"), "not-utf-8"),
        ("name: Genève\n".encode("utf-16-le"), "not-utf-8"),
        (b"name: a\0b\n", "control-character"),
        ("a: 1\n\ufeffb: 2\n".encode(), "control-character"),
        ("a: 1\u20282\n".encode(), "control-character"),
        (b"", "empty-file"),
        (b"---\n", "empty-file"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_it_is_refused_quickly(raw: bytes, expected: str) -> None:
    start = time.process_time()
    assert codes(raw)[0] == expected
    assert time.process_time() - start < 15  # of work; a bomb takes for ever


def test_the_byte_that_is_not_utf8_is_shown_with_its_line() -> None:
    _, problems = parse_yaml("f.yaml", b"id: a\r\nname: Gen\xe8ve\r\nx: y\n")
    (found,) = problems
    assert found.place is not None
    assert (found.place.line, found.place.column) == (2, 10)
    assert "0xE8" in found.message
    assert "`name: Genève`" in (found.hint or "")


def test_a_byte_order_mark_at_the_start_is_no_problem() -> None:
    document, problems = parse_yaml("f.yaml", "\ufeffa: b\n".encode())
    assert document is not None
    assert (document.data, problems) == ({"a": "b"}, ())
    assert document.place(["a"]).column == 4


def test_an_alias_is_a_copy() -> None:
    document, _ = parse_yaml("f.yaml", b"a: &x {b: [c]}\nd: *x\n")
    assert document is not None
    document.data["d"]["b"].append("e")
    assert document.data["a"] == {"b": ["c"]}


def test_deep_but_honest_nesting_is_read() -> None:
    document, problems = parse_yaml("f.yaml", b"[" * 50 + b"]" * 50)
    assert document is not None
    assert problems == ()
    assert document.place([0] * 49).column == 50
