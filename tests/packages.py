"""Packages that are installed into a folder as pip would: modules beside their dist-info."""

from __future__ import annotations

from pathlib import Path

from tests.running import write_project

RUNS = "raise SystemExit('the package was run')\n"
"""A module that must not be imported: nothing of a theme needs to."""


def install(site: Path, package: str, entries: dict[str, str], files: dict[str, str]) -> Path:
    """A folder for `sys.path` in which a package gives themes.

    Args:
        site: The folder.
        package: Its name; the module is called the same and must never run.
        entries: Entry points of `reportgen.themes`.
        files: The files of the module, by their path in it.
    """
    points = "".join(f"{name} = {value}\n" for name, value in entries.items())
    return write_project(
        site,
        {
            f"{package}-1.0.dist-info/METADATA": f"Metadata-Version: 2.1\nName: {package}\n"
            "Version: 1.0\n",
            f"{package}-1.0.dist-info/entry_points.txt": f"[reportgen.themes]\n{points}",
            f"{package}/__init__.py": RUNS,
            **{f"{package}/{name}": text for name, text in files.items()},
        },
    )
