"""A project, its themes and the shipped files as bytes, for machines that share no disk with us."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

from reportgen.installed import theme_folder
from reportgen.model.configuration import TEMPLATES
from reportgen.model.lookup import PROJECT, Level
from reportgen.world import DATA, digest

ROOTS = ("project", "shipped", "themes")
PARTS = (DATA, TEMPLATES)
"""The folders of a project that reports are made from, beside themes and the files at its top."""

_KEEP_S = 7 * 24 * 3600
_THEN = (1980, 1, 1, 0, 0, 0)
"""One time for every file: the same files are the same bytes (and it is ZIP's first day)."""


def pack(project: Path, shipped: Path, themes: Iterable[Level] = ()) -> bytes:
    """Everything that a page may read, in one archive; the same files give the same bytes.

    Args:
        project: The project folder.
        shipped: The folder of the shipped files.
        themes: The levels of all themes that reports have.
    """
    folders = [level.folder for level in themes if level.root == PROJECT]
    found = {"project": _files(project, only=(*PARTS, *folders)), "shipped": _files(shipped)}
    bases = {"project": project, "shipped": shipped}
    for name in sorted({level.installed for level in themes if level.installed}):
        folder = theme_folder(name)
        if folder is not None:
            found[f"themes/{name}"], bases[f"themes/{name}"] = _files(folder), folder
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for root, paths in found.items():
            for path in paths:
                name = f"{root}/{path.relative_to(bases[root]).as_posix()}"
                archive.writestr(zipfile.ZipInfo(name, _THEN), path.read_bytes())
    return out.getvalue()


def unpack(data: bytes) -> tuple[Path, Path, Path]:
    """(project, shipped, installed themes): folders that hold it, unpacked once a machine."""
    base = Path(tempfile.gettempdir()) / f"reportgen-snapshots-{_user()}"
    base.mkdir(mode=0o700, exist_ok=True)
    folder = base / digest(data)
    if not folder.is_dir():
        _sweep(base)
        part = Path(tempfile.mkdtemp(dir=base, prefix=".part-"))
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            archive.extractall(part)
        for root in ROOTS:
            (part / root).mkdir(exist_ok=True)
        try:
            part.rename(folder)
        except OSError:  # another batch was first
            shutil.rmtree(part)
    os.utime(folder)
    project, shipped, themes = (folder / root for root in ROOTS)
    return project, shipped, themes


def _files(folder: Path, only: Iterable[str] = ()) -> list[Path]:
    found: list[Path] = []
    below = tuple(f"{name}/" for name in only)
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        left_out = below and len(parts) > 1 and not "/".join(parts).startswith(below)
        dotted = any(part.startswith(".") for part in parts)  # secrets lie in such files
        if left_out or dotted or not path.is_file():
            continue
        if path.resolve().is_relative_to(folder.resolve()):  # what leads out is not there
            found.append(path)
    return found


def _sweep(base: Path) -> None:
    for path in base.iterdir():
        if time.time() - path.stat().st_mtime > _KEEP_S:
            shutil.rmtree(path, ignore_errors=True)


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
