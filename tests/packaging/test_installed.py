"""Installed from a wheel, through the sdist and in place, reportgen does the same job."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.packaging.environments import ROOT, Environment


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


def briefs(environment: Environment, folder: Path) -> dict[str, bytes]:
    """Do the main job in a new folder: every file in build/ with its bytes."""
    folder.mkdir()
    environment.run("init", "--example", "viet-nam", cwd=folder)
    environment.run("build", cwd=folder)
    built = folder / "build"
    return {
        path.relative_to(built).as_posix(): path.read_bytes()
        for path in sorted(built.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    return build("wheel", ROOT, tmp_path / "wheel")


def test_the_wheel_holds_program_templates_and_sample(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    program = {name.removeprefix("src/") for name in tracked("src/reportgen")}
    sample = {f"reportgen/_shipped/{name}" for name in tracked("templates", "data")}
    assert held == program | sample | {
        "reportgen/_shipped/reportgen.yaml",
        "reportgen/_shipped/translations.lock",
    }
    assert {"reportgen/py.typed", "reportgen/_shipped/data/dataset.yaml"} <= held


def test_the_wheel_through_the_sdist_is_the_same(wheel: Path, tmp_path: Path) -> None:
    # Not tarfile: its filters came with Python 3.11.4, and Debian 12 has 3.11.2.
    shutil.unpack_archive(build("sdist", ROOT, tmp_path / "sdist"), tmp_path)
    (unpacked,) = tmp_path.glob("reportgen_toolkit-*")
    again = build("wheel", unpacked, tmp_path / "again")
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(again) as other:
        assert sorted(one.namelist()) == sorted(other.namelist())
        differ = [name for name in one.namelist() if one.read(name) != other.read(name)]
    assert differ == []


@pytest.mark.slow
def test_wheel_and_editable_install_build_the_same_briefs(wheel: Path, tmp_path: Path) -> None:
    from_wheel = Environment(tmp_path / "from-wheel")
    from_wheel.install(wheel)
    in_place = Environment(tmp_path / "in-place")
    in_place.install("--editable", ROOT)

    where = "import reportgen.shipped as s; print(s.sample_root())"
    assert from_wheel.ask(where) == str(from_wheel.packages / "reportgen" / "_shipped")
    assert in_place.ask(where) == str(ROOT)

    built = briefs(from_wheel, tmp_path / "one")
    for language in ("en", "vi"):
        for suffix in ("html", "pdf"):
            assert built[f"{language}/country-brief.{suffix}"]
    again = briefs(in_place, tmp_path / "two")
    assert sorted(built) == sorted(again)
    assert [name for name in built if built[name] != again[name]] == []


def test_module_and_command_are_the_same(wheel: Path, tmp_path: Path) -> None:
    environment = Environment(tmp_path / "environment")
    environment.install(wheel)
    program = "import runpy, sys; sys.argv = ['reportgen', '--version'];"
    version = environment.run("--version", cwd=environment.folder).strip()
    assert environment.ask(f"{program} runpy.run_module('reportgen', run_name='__main__')") == (
        version
    )
    assert "0.1.0" in version
