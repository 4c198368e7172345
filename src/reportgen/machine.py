"""Which system libraries PDFs need, whether this machine has them, and the line that gets them.

Standard library only: `scripts/setup.py` uses it before anything is installed.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MSYS2_FOLDERS = (
    r"C:\msys64\ucrt64\bin",
    r"C:\msys64\mingw64\bin",
    r"C:\Program Files\GTK3-Runtime Win64\bin",
)
"""Where WeasyPrint looks for Pango on Windows unless WEASYPRINT_DLL_DIRECTORIES says otherwise."""


@dataclass(frozen=True, slots=True)
class Library:
    """A shared library that WeasyPrint loads by name.

    Attributes:
        files: Its file on Linux, macOS and Windows, in this order: the names WeasyPrint tries.
        debian: The package that brings it on Debian and Ubuntu.
        needed: False where PDFs can be made without it, only less well.
    """

    name: str
    files: tuple[str, str, str]
    debian: str
    needed: bool = True


PANGO_PACKAGE = "libpangoft2-1.0-0"  # depends on all the others that are needed

LIBRARIES = (
    Library(
        "Pango",
        ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
        PANGO_PACKAGE,
    ),
    Library(
        "PangoFT2",
        ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
        PANGO_PACKAGE,
    ),
    Library(
        "GObject",
        ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll"),
        PANGO_PACKAGE,
    ),
    Library(
        "HarfBuzz",
        ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
        PANGO_PACKAGE,
    ),
    Library(
        "fontconfig",
        ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"),
        PANGO_PACKAGE,
    ),
    Library(
        "HarfBuzz-subset",
        ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
        "libharfbuzz-subset0",
        needed=False,
    ),
)


def missing_libraries(*, needed_only: bool = False) -> tuple[Library, ...]:
    """The libraries that cannot be loaded here; without `needed_only`, the dispensable ones too."""
    return tuple(
        library
        for library in LIBRARIES
        if (library.needed or not needed_only) and load(library) is None
    )


def load(library: Library) -> ctypes.CDLL | None:
    """The library, loaded the way WeasyPrint will load it, or None where it is not to be had."""
    linux, mac, windows = library.files
    if sys.platform == "win32":
        _add_dll_folders()
        name = windows
    else:
        name = mac if sys.platform == "darwin" else linux
    try:
        return ctypes.CDLL(name)
    except OSError:
        return None


def library_version(library: Library) -> str:
    """The version of a library, as "1.50.12"; "" where it is missing or tells none."""
    loaded = load(library)
    if loaded is None:
        return ""
    if library.name == "fontconfig":
        number = int(loaded.FcGetVersion())  # 21400 is 2.14.0
        return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    functions = {"Pango": "pango_version_string", "HarfBuzz": "hb_version_string"}
    if library.name not in functions:
        return ""
    function = getattr(loaded, functions[library.name])
    function.restype = ctypes.c_char_p
    return bytes(function()).decode("ascii")


def install_line(libraries: tuple[Library, ...]) -> str:
    """What to type on this machine to get the libraries, or what to do where that is not known."""
    if sys.platform == "darwin":
        return _homebrew_line()
    if sys.platform == "win32":
        return (
            "install MSYS2, run `pacman -S mingw-w64-ucrt-x86_64-pango` in its shell, and if it "
            "does not lie in C:\\msys64 set WEASYPRINT_DLL_DIRECTORIES to its ucrt64\\bin"
        )
    packages = {
        "apt-get": "apt-get install --no-install-recommends "
        + " ".join(sorted({library.debian for library in libraries})),
        "dnf": "dnf install pango harfbuzz",
        "apk": "apk add pango harfbuzz harfbuzz-subset fontconfig",
        "pacman": "pacman -S pango",
        "zypper": "zypper install libpango-1_0-0 libharfbuzz-subset0",
    }
    for program, line in packages.items():
        if shutil.which(program):
            return line if os.geteuid() == 0 else f"sudo {line}"
    return "install Pango 1.44 or newer with this system's package manager"


def _homebrew_line() -> str:
    """The line for a Mac: get Pango or, where it is there but not found, say where it is."""
    for prefix in ("/opt/homebrew", "/usr/local"):
        if Path(prefix, "lib", "libpango-1.0.dylib").exists():
            return f'export DYLD_FALLBACK_LIBRARY_PATH="{prefix}/lib"'
    return "brew install pango"


@cache
def _add_dll_folders() -> None:
    """Let Windows look for libraries where WeasyPrint does."""
    if sys.platform == "win32":
        told = os.environ.get("WEASYPRINT_DLL_DIRECTORIES")
        for folder in told.split(";") if told else MSYS2_FOLDERS:
            if Path(folder).is_dir():
                os.add_dll_directory(folder)


def give_back_memory() -> None:
    """Hand free memory of this process back to the system, where there is a call for it (glibc)."""
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
