"""`requires:` says which versions may build a project."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import pytest

from reportgen.reading import read_project
from reportgen.reading.versions import admits
from reportgen.shipped import templates_root
from reportgen.world import World
from tests.running import write_project


@pytest.mark.parametrize(
    ("wanted", "version", "held"),
    [
        (">=0.1,<1", "0.1.0", True),
        (">=0.1,<1", "1.0", False),
        (">=0.1", "0.1.dev3+g123", True),
        ("==0.1.*", "0.1.7", True),
        ("==0.1.*", "0.2", False),
        ("==0.1", "0.1.0", True),
        ("~=0.1.2", "0.1.9", True),
        ("~=0.1.2", "0.2.0", False),
        ("!=0.3", "0.3.0", False),
        (">0.9", "0.10", True),
        ("0.1", "0.1", None),
        ("", "0.1", None),
    ],
)
def test_admits(wanted: str, version: str, held: bool | None) -> None:
    assert admits(wanted, version) is held


@pytest.mark.parametrize(("wanted", "told"), [("sometimes", ["wrong-version"]), (">=99", [])])
def test_where_nothing_is_installed_the_words_are_judged_all_the_same(
    wanted: str, told: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", absent)
    write_project(
        tmp_path,
        {
            "reportgen.yaml": f"requires: {wanted!r}\nreports: {{brief: {{template: one-pager}}}}\n",
            "data.yaml": "partners: [{id: ilo, name: ILO}]\n",
        },
    )
    assert [
        found.code for found in read_project(World(tmp_path, templates_root())).problems
    ] == told
