"""Whatever the files hold, reading ends with problems that have a place, never with an exception."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.documents import parse_yaml
from reportgen.model import COLLECTIONS
from reportgen.model.configuration import Report
from reportgen.model.fields import fields_of
from reportgen.problems import format_problem
from reportgen.reading import read_project
from reportgen.world import World

TEMPLATES = Path(__file__).parents[1] / "projects" / "templates"

words = st.sampled_from(
    [
        "a",
        "b",
        "ilo",
        "en",
        "vi",
        "2022/2026",
        "28/03/2023",
        "100",
        "",
        "{a}",
        "[@a]",
        "A B",
        "true",
    ]
)
values = st.recursive(
    st.none() | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)


def records(collection: str) -> st.SearchStrategy[Any]:
    """Records with real field names and any values: these get furthest."""
    names = st.sampled_from([*fields_of(COLLECTIONS[collection]), "x-mine"])
    return st.lists(st.dictionaries(names, values, max_size=6) | values, max_size=3)


def read(files: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        reading = read_project(World(Path(folder), TEMPLATES))
        for found in reading.problems:
            assert found.place is not None
            assert format_problem(found)


CONFIGURATION = json.dumps({"reports": {"a": {"template": "one-pager"}}})


@pytest.mark.parametrize("collection", [*COLLECTIONS, "rooms"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_records(collection: str, data: st.DataObject) -> None:
    drawn = data.draw(records(collection) if collection in COLLECTIONS else values)
    read({"reportgen.yaml": CONFIGURATION, f"data/{collection}.yaml": json.dumps(drawn)})


@settings(max_examples=100, deadline=None)
@given(
    report=st.dictionaries(st.sampled_from(list(fields_of(Report))), values, max_size=5),
    rest=values,
)
def test_any_project_file(report: Any, rest: Any) -> None:
    report.setdefault("template", "one-pager")
    read({"reportgen.yaml": json.dumps({"reports": {"a": report}, "checks": rest})})
    read({"reportgen.yaml": json.dumps(rest)})


@settings(max_examples=60, deadline=None)
@given(body=st.text(alphabet="-{}[]@a.: \n#*12", max_size=60))
def test_any_prose(body: str) -> None:
    figure = "- {id: a, label: A, value: 12}"
    files = {"data/texts/purpose.en.md": body, "data/figures.yaml": figure}
    read({"reportgen.yaml": CONFIGURATION, **files})


@settings(max_examples=60, deadline=None)
@given(schema=values)
def test_any_schema(schema: Any) -> None:
    files = {"data/rooms.yaml": "- id: a\n", "data/rooms.schema.json": json.dumps(schema)}
    read({"reportgen.yaml": CONFIGURATION, **files})


@settings(max_examples=300, deadline=None)
@given(text=st.text(alphabet="ab:-#{}[],&*!|>'\"%@`?~ \n\t\\\u202e\r", max_size=40))
def test_any_yaml(text: str) -> None:
    document, problems = parse_yaml("f.yaml", text.encode())
    assert (document is None) == bool(problems)
    for found in problems:
        assert found.place is not None
        assert found.place.text in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        assert format_problem(found)


@settings(max_examples=100, deadline=None)
@given(raw=st.binary(max_size=60))
def test_any_bytes(raw: bytes) -> None:
    document, problems = parse_yaml("f.yaml", raw)
    assert (document is None) == bool(problems)


@settings(max_examples=100, deadline=None)
@given(value=values)
def test_every_value_has_its_place(value: Any) -> None:
    document, _ = parse_yaml("f.yaml", json.dumps([value]).encode())
    if document is None:
        return
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), document.data)]
    while waiting:
        path, held = waiting.pop()
        place = document.place(path)
        assert 1 <= place.column <= len(place.text)
        if isinstance(held, dict):
            waiting += [((*path, key), item) for key, item in held.items()]
        elif isinstance(held, list):
            waiting += [((*path, number), item) for number, item in enumerate(held)]
