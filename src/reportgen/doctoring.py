"""Whether this machine can build: versions, libraries, fonts, encoding, and the fix for each fault.

Nothing here loads WeasyPrint, so it works where Pango is missing, which is when it is needed.
"""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from reportgen.machine import (
    LIBRARIES,
    Library,
    install_line,
    library_version,
    load,
)
from reportgen.shipped import sample_root, templates_root

DISTRIBUTION = "reportgen-toolkit"
OLDEST_PANGO = (1, 44)
"""The oldest that WeasyPrint works with."""


class Status(StrEnum):
    """How a check came out; an error means that a PDF cannot be built."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    Attributes:
        found: What is there, for a person to read: a version, a path, or what is wrong.
        fix: What to type or do, where something is wrong.
    """

    name: str
    status: Status
    found: str
    fix: str | None = None


def examine(project: Path) -> tuple[Check, ...]:
    """Every check of this machine, for building the project in this folder."""
    return (
        _python(),
        *_packages(),
        *(_library(library) for library in LIBRARIES),
        _fonts(),
        _encoding(),
        _writing(project / "build"),
    )


def _python() -> Check:
    system = f"{platform.python_implementation()}, {platform.system()} {platform.machine()}"
    return Check("Python", Status.OK, f"{platform.python_version()} ({system})")


def _packages() -> Iterator[Check]:
    """Reportgen itself and every package that it asks for."""
    try:
        lines = requires(DISTRIBUTION) or []
        place = "this checkout" if (sample_root() / "src").is_dir() else str(sample_root().parent)
        yield Check("reportgen", Status.OK, f"{version(DISTRIBUTION)} ({place})")
    except PackageNotFoundError:
        yield Check(
            "reportgen", Status.WARNING, "run from its sources, not installed", _reinstall()
        )
        return
    for line in lines:
        if "extra ==" not in line:
            yield _package(line)


def _package(requirement: str) -> Check:
    """A package against the line that asks for it, such as `jinja2>=3.1.6`."""
    parts = re.match(r"([\w.-]+)(?:\[[\w,-]*\])?(?:>=([\d.]+))?", requirement)
    name, floor = (parts[1], parts[2]) if parts else (requirement, None)
    try:
        found = version(name)
    except PackageNotFoundError:
        return Check(name, Status.ERROR, "missing", _reinstall())
    if floor and _numbers(found) < _numbers(floor):
        return Check(name, Status.ERROR, f"{found} is older than {floor}", _reinstall())
    return Check(name, Status.OK, found)


def _library(library: Library) -> Check:
    if load(library) is None:
        return Check(
            library.name,
            Status.ERROR if library.needed else Status.WARNING,
            "missing: no PDF can be made"
            if library.needed
            else "missing: PDFs are made, slower and larger",
            install_line((library,)),
        )
    found = library_version(library)
    if library.name == "Pango" and _numbers(found) < OLDEST_PANGO:
        oldest = ".".join(map(str, OLDEST_PANGO))
        fix = "update this system: its packages are too old"
        return Check(library.name, Status.ERROR, f"{found} is older than {oldest}", fix)
    return Check(library.name, Status.OK, found or "there")


def _fonts() -> Check:
    folder = templates_root() / "fonts"
    count = len(list(folder.glob("*.ttf")))
    if not count:
        return Check("fonts", Status.ERROR, f"none in {folder}", _reinstall())
    return Check("fonts", Status.OK, f"{count} faces ship")


def _encoding() -> Check:
    """Vietnamese names go to the terminal and into file names."""
    found = {
        "terminal": getattr(sys.stdout, "encoding", None) or "utf-8",
        "file names": sys.getfilesystemencoding(),
    }
    wrong = [f"{what} in {name}" for what, name in found.items() if _plain(name) != "utf8"]
    if wrong:
        fix = "set PYTHONUTF8=1" if os.name == "nt" else "export LANG=C.UTF-8 PYTHONUTF8=1"
        return Check("encoding", Status.WARNING, ", ".join(wrong) + ", not UTF-8", fix)
    return Check("encoding", Status.OK, "UTF-8")


def _writing(folder: Path) -> Check:
    """Whether files can be made in the folder, or it in the nearest one that exists."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
        return Check("build folder", Status.OK, str(folder))
    fix = "choose another folder with --output-dir, or ask for the right to write there"
    return Check("build folder", Status.ERROR, f"nothing can be written to {there}", fix)


def _reinstall() -> str:
    if (sample_root() / "Makefile").is_file():
        return "make clean build"
    return f"{sys.executable} -m pip install --force-reinstall {DISTRIBUTION}"


def _numbers(text: str) -> tuple[int, ...]:
    """The leading numbers of a version: (2, 14, 3) for "2.14.3rc1"."""
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


def _plain(encoding: str) -> str:
    return encoding.lower().replace("-", "").replace("_", "")
