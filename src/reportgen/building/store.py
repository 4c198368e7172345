"""What earlier builds made, by content: results and the traces of what they were made from.

Everything here can be thrown away; a broken or foreign entry counts as none. Layout, below
`.reportgen/cache/`:

    objects/ab/abcdef...    a result by its key: 32 hexadecimal digits of its digest, then its bytes
    jobs/abcdef....json     the trace of a job by its name
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from collections.abc import Mapping
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

from reportgen.building.manifest import is_entry
from reportgen.building.quick import program_state
from reportgen.building.writing import PART, inside, is_own_file, write_file
from reportgen.model.project import Job
from reportgen.problems.told import problems_of
from reportgen.rendering.compiled import KeptCode
from reportgen.world import digest

CACHE = ".reportgen/cache"
FORMAT = 2
"""Version of traces and objects; another one is not read."""

_DIGITS = 32
_OURS = re.compile(
    rf"objects/[0-9a-f]{{2}}/[0-9a-f]{{{_DIGITS}}}|(jobs|states)/[0-9a-f]{{{_DIGITS}}}\.json"
    rf"|ledgers/[0-9a-f]{{12}}\.json"
    rf"|(.*/)?\..*{re.escape(PART)}"
)
"""The names of files that a cache holds; nothing else is removed from it."""


class Store:
    """A cache folder."""

    def __init__(self, folder: Path, *, fresh: bool = False, writing: bool = True) -> None:
        """A store that writes nothing without `writing`.

        With `fresh` only what it was given itself is known.
        """
        self.folder = folder
        self._fresh = fresh
        self._writing = writing
        self._put: set[str] = set()

    def get(self, key: str) -> bytes | None:
        """The result of this key, or None; that it was of use is noted for `prune`."""
        path = self._object(key)
        if self._fresh and key not in self._put:
            return None
        try:
            raw = path.read_bytes()
        except OSError:
            return None
        data = raw[_DIGITS:]
        if raw[:_DIGITS].decode("ascii", "replace") != digest(data):
            with contextlib.suppress(OSError):
                path.unlink()  # damaged: it is of no use to anybody
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return data

    def put(self, key: str, data: bytes) -> None:
        """Keep a result, in place of what was kept under the key before."""
        if not self._writing:
            return
        self._put.add(key)
        path = inside(self.folder, self._object(key).relative_to(self.folder).as_posix())
        write_file(path, digest(data).encode("ascii") + data, durable=False)

    def trace(self, name: str) -> Mapping[str, Any] | None:
        """The trace of a job, or None."""
        try:
            value = json.loads(self._trace(name).read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        return value if _is_trace(value) and value["job"] == name else None

    def put_trace(self, name: str, dependencies: str, rest: Mapping[str, Any]) -> None:
        """Keep the trace of a job; what it depends on comes as JSON."""
        head = json.dumps({"format": FORMAT, "job": name, **rest}, ensure_ascii=False)
        text = f'{head[:-1]}, "dependencies": {dependencies}}}'
        write_file(self._trace(name), text.encode("utf-8"), durable=False)

    def prune(self, most: int) -> tuple[int, int]:
        """Remove the results that were of use longest ago until at most `most` bytes are left.

        Returns:
            (files removed, bytes removed).
        """
        found = [(path.stat(), path) for path in self.folder.rglob("*") if self._is_ours(path)]
        size = sum(status.st_size for status, _ in found)
        files = freed = 0
        for status, path in sorted(found, key=lambda pair: (pair[0].st_mtime_ns, str(pair[1]))):
            if size - freed <= most:
                break
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            files, freed = files + 1, freed + status.st_size
        return files, freed

    def _is_ours(self, path: Path) -> bool:
        name = path.relative_to(self.folder).as_posix()
        return bool(_OURS.fullmatch(name)) and is_own_file(self.folder, path)

    def _object(self, key: str) -> Path:
        return self.folder / "objects" / key[:2] / key

    def _trace(self, name: str) -> Path:
        return self.folder / "jobs" / f"{digest(name.encode())}.json"


def kept_code() -> KeptCode | None:
    """Where compiled templates are kept: beside Python's own compiled modules, if it keeps any."""
    if sys.dont_write_bytecode:
        return None
    folder = Path(cache_from_source(__file__)).with_name("templates")
    return KeptCode(Store(folder), program_state())


def trace_name(job: Job) -> str:
    """The name under which the trace of a job is kept; parameters of the command line count."""
    return f"{job.name} {job.parameters!r}" if job.parameters else job.name


def _is_trace(value: Any) -> bool:
    """Whether it has the form that `put_trace` writes; a foreign one counts as none."""
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        return False
    rows, outputs = value.get("dependencies"), value.get("outputs")
    return (
        isinstance(value.get("job"), str)
        and isinstance(rows, list)
        and all(isinstance(row, list) and len(row) == 2 and _is_key(row[0]) for row in rows)
        and isinstance(outputs, dict)
        and all(is_entry(entry) for entry in outputs.values())
        and _are_problems(value.get("problems"))
    )


def _are_problems(rows: Any) -> bool:
    try:
        problems_of(rows)
    except (KeyError, TypeError, ValueError):
        return False
    return True


def _is_key(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(part, str) for part in value)
