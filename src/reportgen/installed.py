"""Which themes the installation brings: entry points `reportgen.themes`, read and never run.

An entry point of this group names a folder inside a package: `ministry = ministry_theme` or
`ministry = ministry_theme.house`. Python's own look-up says where the package lies without running
it, so that a project, which may be a stranger's, runs no code by naming a theme.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

GROUP = "reportgen.themes"
"""The group of entry points under which packages give themes."""

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")
"""What the name of an installed theme looks like: nothing that leads through folders."""

_FOLDER = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*\Z", re.ASCII)


def installed_themes() -> tuple[str, ...]:
    """The names of the themes that packages give, sorted."""
    return tuple(sorted({name for name in entry_points(group=GROUP).names if NAME.match(name)}))


def theme_folder(name: str) -> Path | None:
    """The folder of the theme of this name, or None where no package gives one."""
    return _find(name)[0]


def theme_fault(name: str) -> str | None:
    """Why a theme that a package names has no folder; None where it has one, or none names it."""
    return _find(name)[1]


def _find(name: str) -> tuple[Path | None, str | None]:
    if not NAME.match(name):
        return None, None
    values = sorted({point.value for point in entry_points(group=GROUP, name=name)})
    if not values:
        return None, None
    if len(values) > 1:
        return None, f"more than one package gives it: {' and '.join(values)}"
    (value,) = values
    if not _FOLDER.match(value):
        return None, f"its entry point says `{value}`, which is no folder of a package"
    folder = next(_folders(value), None)
    return (
        folder,
        None if folder else f"its entry point says `{value}`, and there is no such folder",
    )


def _folders(value: str) -> Iterator[Path]:
    """The folders that `package.folder` may mean; only the package is looked up, none is run."""
    package, *parts = value.split(".")
    try:
        spec = importlib.util.find_spec(package)
    except (ImportError, ValueError):  # a module without a specification, or a broken finder
        return
    for place in (spec.submodule_search_locations or ()) if spec else ():
        base = Path(place).resolve()
        folder = base.joinpath(*parts).resolve()
        if folder.is_dir() and folder.is_relative_to(base):
            yield folder
