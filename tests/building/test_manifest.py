"""The manifest of a folder: what it says of files elsewhere, or in another form, counts for nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportgen.building.cleaning import clean_folder
from reportgen.building.manifest import MANIFEST, read_manifest, write_manifest
from reportgen.world import digest


def written(folder: Path, outputs: object) -> None:
    folder.mkdir()
    (folder / MANIFEST).write_text(json.dumps({"version": 1, "outputs": outputs}), "utf-8")


def test_what_is_written_is_read(tmp_path: Path) -> None:
    outputs = {"en/a.pdf": {"digest": "d"}}
    write_manifest(tmp_path, outputs)
    assert read_manifest(tmp_path) == outputs


@pytest.mark.parametrize("path", ["../other.txt", "en/../../other.txt", "/other.txt", "..\\x"])
def test_a_path_that_leads_out_of_the_folder_is_none_of_ours(tmp_path: Path, path: str) -> None:
    other = tmp_path / "other.txt"
    other.write_bytes(b"x")
    name = str(other) if path == "/other.txt" else path
    written(tmp_path / "build", {name: {"digest": digest(b"x")}, "en/a.pdf": {"digest": "d"}})
    assert list(read_manifest(tmp_path / "build")) == ["en/a.pdf"]
    clean_folder(tmp_path, tmp_path / "build", dry_run=False)
    assert other.exists()


@pytest.mark.parametrize("outputs", [{"a": 1}, {"a": None}, []])
def test_a_damaged_manifest_counts_as_none(tmp_path: Path, outputs: object) -> None:
    written(tmp_path / "build", outputs)
    assert read_manifest(tmp_path / "build") == {}
