"""The cache: a damaged or foreign entry counts as none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from reportgen.building.store import Store

TRACE: Mapping[str, Any] = {
    "dependencies": [[["field", "partners", "ilo", "name"], "d"]],
    "outputs": {"en/a.pdf": {"digest": "d"}},
    "problems": [],
}


def put(store: Store) -> None:
    rest = {key: value for key, value in TRACE.items() if key != "dependencies"}
    store.put_trace("a", json.dumps(TRACE["dependencies"]), rest)


def test_a_trace_is_found_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    put(store)
    found = store.trace("a")
    assert found is not None
    assert {key: found[key] for key in TRACE} == TRACE
    assert store.trace("b") is None


@pytest.mark.parametrize(
    "change",
    [
        {"dependencies": [["x"]]},
        {"dependencies": [["x", "d"]]},
        {"dependencies": [[[], "d"]]},
        {"dependencies": [[[1], "d"]]},
        {"dependencies": None},
        {"outputs": []},
        {"outputs": {"en/a.pdf": {"digest": []}}},
        {"problems": None},
        {"problems": [{}]},
        {"outputs": {"en/a.pdf": {}}},
        {"outputs": {"en/a.pdf": None}},
        {"job": "b"},
        {"format": 0},
    ],
)
def test_a_trace_of_another_form_counts_as_none(tmp_path: Path, change: Mapping[str, Any]) -> None:
    store = Store(tmp_path)
    put(store)
    (path,) = (tmp_path / "jobs").iterdir()
    path.write_text(json.dumps({**json.loads(path.read_bytes()), **change}), "utf-8")
    assert store.trace("a") is None


def test_a_result_with_a_changed_byte_counts_as_none(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put("abcdef", b"whole")
    assert store.get("abcdef") == b"whole"
    (path,) = (tmp_path / "objects").rglob("abcdef")
    path.write_bytes(path.read_bytes()[:-1] + b"E")
    assert store.get("abcdef") is None
