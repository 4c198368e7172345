"""Readers of our output that go away or take nothing: work goes on, and nothing is half done."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import SRC, write_project

FULL = Path(os.devnull).with_name("full")
PROJECT = {
    "reportgen.yaml": "formats: [html]\nreports:\n  one: {template: one-pager}\n"
    "  two: {template: one-pager}\n",
    "data.yaml": "partners:\n  - {id: ilo, name: ILO}\n",
}


def run(folder: Path, *arguments: str, stdout: int, stderr: int) -> int:
    return subprocess.run(
        [sys.executable, "-m", "reportgen", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(SRC)},
        stdout=stdout,
        stderr=stderr,
        check=False,
    ).returncode


def test_a_build_ends_well_though_nobody_reads_of_it_any_more(tmp_path: Path) -> None:
    folder = write_project(tmp_path, PROJECT)
    read, write = os.pipe()
    os.close(read)
    try:
        assert run(folder, "build", stdout=write, stderr=write) == 0
    finally:
        os.close(write)
    assert {path.name for path in (folder / "build").iterdir()} >= {"manifest.json", "index.html"}
    assert {path.name for path in (folder / "build" / "en").glob("*.html")} == {
        "one.html",
        "two.html",
    }


# What is written there fails as on a full disk; no other system has such a file.
@pytest.mark.skipif(not FULL.exists(), reason="only Linux has /dev/full, which is always full")
@pytest.mark.parametrize("command", [("ls", "--json"), ("explain",), ("doctor",)])
def test_a_full_disk_behind_the_output_is_told_in_one_line(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    folder = write_project(tmp_path, PROJECT)
    with FULL.open("wb") as full, (tmp_path / "told").open("wb") as told:
        assert run(folder, *command, stdout=full.fileno(), stderr=told.fileno()) == 1
    said = (tmp_path / "told").read_text("utf-8")
    assert "the output cannot be written: No space left on device" in said
    assert "Traceback" not in said
    assert "Exception ignored" not in said
