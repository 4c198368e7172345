"""The libraries that PDFs need, on this machine and on others."""

from __future__ import annotations

import ctypes
import shutil
import sys
from importlib.metadata import files
from pathlib import Path

import pytest

from reportgen import machine


def test_weasyprint_asks_for_these_files() -> None:
    paths = [each for each in files("weasyprint") or [] if each.name == "ffi.py"]
    text = Path(str(paths[0].locate())).read_text("utf-8")
    for library in machine.LIBRARIES:
        assert [name for name in library.files if f"'{name}'" not in text] == [], library.name


def test_weasyprint_asks_for_no_other_library() -> None:
    paths = [each for each in files("weasyprint") or [] if each.name == "ffi.py"]
    text = Path(str(paths[0].locate())).read_text("utf-8")
    optional = 1  # harfbuzz-vector: only for a kind of emoji
    assert text.count(" = _dlopen(") == len(machine.LIBRARIES) + optional


def test_versions_are_read() -> None:
    found = {each.name: machine.library_version(each) for each in machine.LIBRARIES}
    for name in ("Pango", "HarfBuzz", "fontconfig"):
        assert [part.isdigit() for part in found[name].split(".")] == [True] * 3, name


def test_a_library_that_cannot_be_loaded_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str) -> object:
        if "pango" in name or "subset" in name:
            raise OSError(name)
        return object()

    monkeypatch.setattr(ctypes, "CDLL", load)
    assert [each.name for each in machine.missing_libraries()] == [
        "Pango",
        "PangoFT2",
        "HarfBuzz-subset",
    ]
    assert [each.name for each in machine.missing_libraries(needed_only=True)] == [
        "Pango",
        "PangoFT2",
    ]


@pytest.mark.parametrize(
    ("platform", "program", "user", "line"),
    [
        ("linux", "apt-get", 0, "apt-get install --no-install-recommends libpangoft2-1.0-0"),
        ("linux", "apt-get", 7, "sudo apt-get install --no-install-recommends libpangoft2-1.0-0"),
        ("linux", "dnf", 7, "sudo dnf install pango harfbuzz"),
        ("linux", "", 7, "install Pango 1.44 or newer with this system's package manager"),
        ("darwin", "brew", 7, "brew install pango"),
    ],
)
def test_the_line_to_type(
    monkeypatch: pytest.MonkeyPatch, platform: str, program: str, user: int, line: str
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(shutil, "which", lambda name: name if name == program else None)
    monkeypatch.setattr("os.geteuid", lambda: user)
    assert machine.install_line(machine.LIBRARIES[:2]) == line


def test_the_line_to_type_on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert "pacman -S mingw-w64-ucrt-x86_64-pango" in machine.install_line(machine.LIBRARIES)
