"""A project and the shipped files as bytes, for machines that share no disk with this one."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import time
import zipfile
from pathlib import Path

from reportgen.model.configuration import DATA, TEMPLATES
from reportgen.world import digest

ROOTS = ("project", "shipped")
PARTS = (DATA, TEMPLATES)
"""The folders of a project that reports are made from, beside the files at its top."""

_KEEP_S = 7 * 24 * 3600
_THEN = (1980, 1, 1, 0, 0, 0)
"""One time for every file: the same files are the same bytes (and it is ZIP's first day)."""


def pack(project: Path, shipped: Path) -> bytes:
    """Everything that a page may read, in one archive; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for root, folder in zip(ROOTS, (project, shipped), strict=True):
            for path in _files(folder, only=PARTS if root == "project" else ()):
                name = f"{root}/{path.relative_to(folder).as_posix()}"
                archive.writestr(zipfile.ZipInfo(name, _THEN), path.read_bytes())
    return out.getvalue()


def unpack(data: bytes) -> tuple[Path, Path]:
    """(project, shipped): folders that hold the snapshot, unpacked once a machine."""
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
    return folder / ROOTS[0], folder / ROOTS[1]


def _files(folder: Path, only: tuple[str, ...]) -> list[Path]:
    found: list[Path] = []
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        dotted = any(part.startswith(".") for part in parts)  # secrets lie in such files
        if (only and len(parts) > 1 and parts[0] not in only) or dotted or not path.is_file():
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
