"""What the numbers were measured on, and with which versions."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.turns import ROOT
from reportgen.machine import LIBRARIES, library_version

PACKAGES = ("weasyprint", "pydyf", "typst", "jinja2", "pyyaml", "pydantic", "vl-convert-python")


def machine() -> Iterator[tuple[str, str]]:
    """What a reader needs to know, as pairs of words and value."""
    yield "date", f"{datetime.now(UTC):%Y-%m-%d}"
    yield "processor", f"{processor()}, {len(os.sched_getaffinity(0))} cores for this run"
    yield "memory", f"{memory() / 1024**3:.0f} GiB"
    yield "load before the run", f"{os.getloadavg()[0]:.2f}"
    yield "system", f"{system()}, Linux {platform.release().split('-')[0]}"
    yield "Python", f"{platform.python_version()} ({platform.python_compiler()})"
    yield "reportgen", f"{_version('reportgen-toolkit')}, commit {commit()}"
    for name in PACKAGES:
        yield name, _version(name)
    for library in LIBRARIES:
        if library.name in ("Pango", "HarfBuzz"):
            yield library.name, library_version(library)


def commit() -> str:
    """The commit that is measured; a checkout with changes of its own says so."""
    command = ["git", "describe", "--always", "--dirty=, with changes"]  # a program on PATH
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return ran.stdout.strip() or "unknown"


def processor() -> str:
    """What the processor calls itself."""
    lines = _lines("/proc/cpuinfo")
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def memory() -> int:
    """Bytes of memory that the machine has."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def system() -> str:
    """The distribution and its version."""
    try:
        return platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        return platform.system()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "from this checkout"


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []
