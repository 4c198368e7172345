"""The lines of a kept sheet are the same whether they are held as they are or pressed."""

from __future__ import annotations

import pytest

from reportgen.reading.kept_rows import Lines


def lines(count: int) -> list[bytes]:
    return [
        f'{{"id": "record-{n}", "text": "{"the same words " * (n % 5)}"}}'.encode()
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [0, 1, 15, 16, 17, 100])
def test_pressed_lines_are_the_same(count: int) -> None:
    given = lines(count)
    held = Lines(b"\n".join([b'{"head": 1}', *given]))
    assert held.head == b'{"head": 1}'
    held.press()
    held.press()
    assert list(held) == given
    assert [held[at] for at in reversed(range(count))] == given[::-1]
    assert held[3:20] == given[3:20]
    for at in (-1, count):
        with pytest.raises(IndexError):
            held[at]


def test_pressed_lines_take_less() -> None:
    given = lines(200)
    held = Lines(b"\n".join([b"{}", *given]))
    before = len(held._raw)
    held.press()
    assert len(held._raw) < before / 3


def test_empty_lines_stay_lines() -> None:
    held = Lines(b"head\n\nb\n")
    held.press()
    assert list(held) == [b"", b"b", b""]
