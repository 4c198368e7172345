"""The one reader of project files, shipped files, environment and clock.

Every file that is asked for is remembered with the digest of what was found, or with None where
nothing was. That record is the cache key, the watch list and the sandbox at once: what lies
outside the project folder and the shipped files does not exist.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

HIDDEN = ("build", ".reportgen", ".git", ".venv")
"""Folders of a project that hold nothing a report may read."""

ENTRIES = "*"
"""Under this name a world remembers what lies in the project folder itself."""


class World:
    """A project folder, the folder of shipped templates, an environment and a clock.

    Attributes:
        seen: (root, name) -> digest of the file's bytes, or None where it was not there.
            root is `project` or `shipped`; name is a POSIX path inside it, with a final slash for
            a listing. Variables and the date are kept under `variable` and `today`.
        called: The project folder for messages, as the caller named it: `here`, or `in FOLDER`.
    """

    def __init__(
        self,
        project: Path,
        shipped: Path,
        *,
        environment: Mapping[str, str] | None = None,
        now: datetime | None = None,
    ) -> None:
        self.called = "here" if project == Path() else f"in {project}"
        self._roots = {"project": project.resolve(), "shipped": shipped.resolve()}
        self._environment = dict(os.environ if environment is None else environment)
        self._now = now
        self._found: dict[tuple[str, str], bytes | None] = {}
        self.seen: dict[tuple[str, str], str | None] = {}

    @property
    def project(self) -> Path:
        """The project folder, resolved. For messages and for the writer; never for reading."""
        return self._roots["project"]

    def read(self, name: str, root: str = "project") -> bytes | None:
        """The bytes of a file, or None where there is none inside the root.

        A link that leads out of its root, a path with `..` and a hidden folder are not there. A
        world holds what it read: a file that changes during a build is not half old, half new.
        """
        key = (root, name)
        if key not in self._found:
            path = self._inside(name, root)
            data = path.read_bytes() if path is not None and path.is_file() else None
            self._found[key] = data
            self.seen[key] = None if data is None else digest(data)
        return self._found[key]

    def exists(self, name: str, root: str = "project") -> bool:
        """True where `read` would find a file; remembered as read."""
        return self.read(name, root) is not None

    def files(self, folder: str, root: str = "project") -> tuple[str, ...]:
        """The POSIX paths of all files below a folder, sorted; the listing is remembered."""
        start = self._inside(folder, root)
        found = tuple(self._walk(start, self._roots[root])) if start and start.is_dir() else ()
        self.seen[(root, folder.rstrip("/") + "/")] = digest("\n".join(found).encode())
        return found

    def entries(self) -> tuple[str, ...]:
        """What lies in the project folder itself, folders with a final slash; remembered."""
        found = tuple(
            sorted(
                f"{entry.name}/" if entry.is_dir() else entry.name
                for entry in self.project.iterdir()
                if entry.name not in HIDDEN and not entry.name.startswith((".", "~"))
            )
        )
        self.seen[("project", ENTRIES)] = digest("\n".join(found).encode())
        return found

    def variable(self, name: str) -> str | None:
        """An environment variable, or None; remembered."""
        value = self._environment.get(name)
        self.seen[("variable", name)] = value
        return value

    def today(self, timezone: str | None = None) -> date:
        """The wall clock's date in a time zone (IANA name), UTC without one."""
        now = self._now or datetime.now(UTC)
        day = now.astimezone(ZoneInfo(timezone) if timezone else UTC).date()
        self.seen[("today", timezone or "")] = day.isoformat()
        return day

    def still(self, seen: Iterable[tuple[str, str, str | None]]) -> bool:
        """True where everything that an earlier world saw looks the same to this one."""
        return all(self._look(root, name) == known for root, name, known in seen)

    def _look(self, root: str, name: str) -> str | None:
        if root == "variable":
            self.variable(name)
        elif root == "today":
            self.today(name or None)
        elif name == ENTRIES:
            self.entries()
        elif name.endswith("/"):
            self.files(name, root)
        else:
            self.read(name, root)
        return self.seen[(root, name)]

    def _inside(self, name: str, root: str) -> Path | None:
        parts = PurePosixPath(name).parts
        if name.startswith("/") or "\\" in name or "\0" in name or ".." in parts:
            return None
        if root == "project" and parts and parts[0] in HIDDEN:
            return None
        base = self._roots[root]
        path = (base / name).resolve()
        return path if path.is_relative_to(base) else None

    def _walk(self, folder: Path, base: Path) -> Iterator[str]:
        for entry in sorted(folder.iterdir(), key=lambda e: e.name):
            if entry.name.startswith((".", "~")) or not entry.resolve().is_relative_to(base):
                continue
            if entry.is_dir():
                if not entry.is_symlink():  # a link to a folder may lead round in a ring
                    yield from self._walk(entry, base)
            else:
                yield entry.relative_to(base).as_posix()


def digest(data: bytes) -> str:
    """The BLAKE2b digest (128 bits, hexadecimal) by which contents are compared and named."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()
