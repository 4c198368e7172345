"""Places in the first items of a list: the same as those that the whole tree gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import yaml

from reportgen.documents import Document, document, parse_yaml

DATA = Path(__file__).parents[2] / "data"
LISTS = sorted(
    path
    for path in DATA.rglob("*.yaml")
    if isinstance(yaml.safe_load(path.read_text("utf-8")), list)
)
ODD = """\
- &first {id: a, en: "two
    lines", list: [1, {x: y}]}
- id: b
  text: |
    - not an item
  again: [*first]
- - nested
- plain
- id: e
- id: f
"""


def paths(value: Any, start: Sequence[str | int] = ()) -> Iterator[tuple[str | int, ...]]:
    yield tuple(start)
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in inner if isinstance(value, dict | list) else ():
        yield from paths(part, (*start, key))


def read(name: str, raw: bytes) -> Document:
    found, problems = parse_yaml(name, raw)
    assert found is not None, problems
    return found


@pytest.mark.parametrize("raw", [*(p.read_bytes() for p in LISTS), ODD.encode()])
def test_a_place_near_the_beginning_is_the_same_without_the_rest(raw: bytes) -> None:
    short, whole = read("a.yaml", raw), read("a.yaml", raw)
    with patch.object(document, "_FEW", 0):
        expected = {
            (path, key): whole.place(path, key=key)
            for path in paths(whole.data)
            for key in (False, True)
        }
    assert {at: short.place(at[0], key=at[1]) for at in expected} == expected


def test_only_the_first_items_are_composed() -> None:
    found = read("a.yaml", "".join(f"- id: r{n}\n" for n in range(1000)).encode())
    with patch.object(yaml, "compose", wraps=yaml.compose) as compose:
        assert found.place((2, "id")).line == 3
        assert found.place((3, "id"), key=True).column == 3
        assert not compose.called
        found.place((4, "id"))
        assert compose.called
