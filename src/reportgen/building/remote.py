"""Brings an output folder to an address that fsspec knows: s3://, gs://, memory://, ...

Only what differs travels, by the digests of the two manifests; the manifest goes last.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reportgen.building.manifest import MANIFEST, VERSION, is_below, read_manifest
from reportgen.problems import ProblemsError, problem


def mirror(folder: Path, address: str) -> tuple[int, int]:
    """Make the address hold the files of the folder's manifest.

    Returns:
        (files sent, files removed there).

    Raises:
        ProblemsError: the address cannot be written, or fsspec is not installed.
    """
    ours = read_manifest(folder)
    try:
        files, base = open_address(address)
        theirs = _manifest(files, base)
        sent = [p for p, entry in ours.items() if _digest(theirs, p) != entry["digest"]]
        for path in sent:
            target = f"{base}/{path}"
            files.makedirs(target.rpartition("/")[0], exist_ok=True)
            files.pipe_file(target, (folder / path).read_bytes())
        gone = [path for path in theirs if path not in ours and is_below(path)]
        for path in gone:
            if files.exists(f"{base}/{path}"):
                files.rm_file(f"{base}/{path}")
        if sent or gone or not theirs:
            files.makedirs(base, exist_ok=True)
            files.pipe_file(f"{base}/{MANIFEST}", (folder / MANIFEST).read_bytes())
    except OSError as error:
        message = f"cannot write to {address}: {error.strerror or error}"
        raise ProblemsError((problem("cannot-write", message),)) from error
    return len(sent), len(gone)


def open_address(address: str) -> tuple[Any, str]:
    """(file system of fsspec, path in it) of an address such as s3://bucket/briefs.

    Raises:
        ProblemsError: fsspec or the package for such addresses is missing, or it is none.
    """
    try:
        import fsspec
    except ImportError as error:
        hint = 'install the extra: pip install "reportgen-toolkit[dask]"'
        message = f"the address '{address}' needs the package fsspec"
        raise ProblemsError((problem("bad-option", message, None, hint),)) from error
    try:
        files, base = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:  # a kind of address, or the package that serves it
        message = f"'{address}' is no address that can be written: {error}"
        raise ProblemsError((problem("bad-option", message),)) from error
    return files, str(base).rstrip("/")


def _manifest(files: Any, base: str) -> Mapping[str, Any]:
    try:
        value = json.loads(files.cat_file(f"{base}/{MANIFEST}"))
    except (OSError, ValueError):
        return {}
    right = isinstance(value, dict) and value.get("version") == VERSION
    outputs = value.get("outputs") if right else None
    return outputs if isinstance(outputs, dict) else {}


def _digest(outputs: Mapping[str, Any], path: str) -> Any:
    entry = outputs.get(path)
    return entry.get("digest") if isinstance(entry, dict) else None
