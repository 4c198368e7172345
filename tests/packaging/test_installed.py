"""Installed from a wheel, through the sdist and in place, reportgen does the same job."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def build(kind: str, source: Path, into: Path) -> Path:
    """Build an sdist or a wheel of the source folder with the locked hatchling."""
    command = [sys.executable, "-m", "build", "--no-isolation", f"--{kind}", "--outdir", str(into)]
    subprocess.run([*command, str(source)], check=True, capture_output=True)
    (built,) = into.iterdir()
    return built


def tracked(*folders: str) -> set[str]:
    """The files of these folders that git knows, or would know after `git add`."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", *folders]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()}


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    return build("wheel", ROOT, tmp_path / "wheel")


def test_the_wheel_holds_program_templates_and_sample(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    program = {name.removeprefix("src/") for name in tracked("src/reportgen")}
    sample = {f"reportgen/_shipped/{name}" for name in tracked("templates", "data")}
    assert held == program | sample | {"reportgen/_shipped/reportgen.yaml"}
    assert {"reportgen/py.typed", "reportgen/_shipped/data/dataset.yaml"} <= held


def test_the_wheel_through_the_sdist_is_the_same(wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(build("sdist", ROOT, tmp_path / "sdist")) as archive:
        archive.extractall(tmp_path, filter="data")
    (unpacked,) = tmp_path.glob("reportgen_toolkit-*")
    again = build("wheel", unpacked, tmp_path / "again")
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(again) as other:
        assert sorted(one.namelist()) == sorted(other.namelist())
        differ = [name for name in one.namelist() if one.read(name) != other.read(name)]
    assert differ == []
