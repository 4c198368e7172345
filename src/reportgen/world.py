"""The one reader of project files, shipped files, environment and clock.

Every file that is asked for is remembered with the digest of what was found, or with None where
nothing was. That record is the cache key, the watch list and the sandbox at once: what lies
outside the project folder, the shipped files and installed themes does not exist.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Protocol
from zoneinfo import ZoneInfo

DATA = "data"
"""The folder of a project that holds its data."""

THEME = "theme "
"""How the root of an installed theme begins: `theme ministry`."""

HIDDEN = "build"
"""A folder of a project that holds nothing a report may read, as all whose name begins with a dot:
`.git` with its credentials, `.env`, `.reportgen`."""

ORIGINALS = "templates/.base"
"""Where a project keeps the shipped texts that its own templates were copied from. Hidden, so that
no report reads them: they are a root of their own, `originals`, for what compares them."""

_LARGE = 64 * 1024
"""Bytes of a file that is worth compressing."""
LARGEST = 100 * 1024 * 1024
"""Bytes of a file that is read; a larger one counts as one that cannot be."""

_NOT_THERE = {errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ELOOP, errno.ENAMETOOLONG}

CONFIGURATION = Path("reportgen", "config.yaml")
"""The user's own configuration, in the folder that the environment names."""

ENTRIES = "*"
"""Under names that begin so a world remembers what lies in the project folder itself."""


class Keep(Protocol):
    """Somewhere to keep bytes by their key from one run to the next."""

    def get(self, key: str) -> bytes | None:
        """What was kept under this key, or None."""

    def put(self, key: str, data: bytes) -> None:
        """Keep it, in place of what was kept before."""


class World:
    """A project folder, the folder of shipped templates, an environment and a clock.

    Attributes:
        seen: (root, name) -> digest of the file's bytes, or None where it was not there.
            root is `project`, `shipped`, `originals` or `theme NAME`; name is a POSIX path inside
            it, with a final slash for a listing. Addresses, variables and the date are kept under
            `network`, `variable` and `today`.
        refused: Name -> why it is not read, for what may lie in the project and is not its own.
        called: The project folder for messages, as the caller named it: `here`, or `in FOLDER`.
    """

    def __init__(
        self,
        project: Path,
        shipped: Path,
        *,
        environment: Mapping[str, str] | None = None,
        now: datetime | None = None,
        network: Callable[[str], bytes] | None = None,
        trust: Callable[[], bool] = lambda: False,
        themes: Callable[[str], Path | None] | None = None,
    ) -> None:
        """The world of a project folder.

        Args:
            project: The project folder.
            shipped: The folder of the shipped files.
            environment: In place of the process's own.
            now: In place of the clock.
            network: Gives what an address holds; without it there is no network.
            trust: Says whether code that lies in the project may run.
            themes: Gives the folder of an installed theme, or None; those of the packages that
                are installed, without it.
        """
        self.called = "here" if project == Path() else f"in {project}"
        self._roots = {"project": project.resolve(), "shipped": shipped.resolve()}
        self._themes, self._folders = themes, dict[str, Path | None]()
        self._roots["originals"] = (
            self._roots["project"] / ORIGINALS
        )  # a link there is not followed
        self._environment = dict(os.environ if environment is None else environment)
        self._now = now
        self._network = network
        self._trust = trust
        self._found: dict[tuple[str, str], bytes | None] = {}
        self._pressed: dict[tuple[str, str], bytes] = {}
        self.seen: dict[tuple[str, str], str | None] = {}
        self.refused: dict[str, str] = {}

    @property
    def project(self) -> Path:
        """The project folder, resolved. For messages and for the writer; never for reading."""
        return self._roots["project"]

    def path(self, root: str, name: str) -> Path | None:
        """Where something that was seen lies, to look whether it changes; never for reading.

        None for what is no file: an address, a variable, the date.
        """
        base = self._base(root) if root.startswith(THEME) else self._roots.get(root)
        if base is None or "\0" in name:
            return None
        return base if name.startswith(ENTRIES) else base / name

    @cached_property
    def trusted(self) -> bool:
        """Whether the person at this machine lets code run that lies in the project."""
        return self._trust()

    def read(self, name: str, root: str = "project") -> bytes | None:
        """The bytes of a file, or None where there is none inside the root.

        A link that leads out of its root, a path with `..` and a hidden file are not there. A
        world holds what it read: a file that changes during a build is not half old, half new.

        Raises:
            OSError: the file is there and cannot be read, or is too large.
        """
        key = (root, name)
        if key in self._pressed:
            return zlib.decompress(self._pressed[key])
        if key not in self._found:
            path = self._inside(name, root)
            base = self._base(root)
            data = None if path is None or base is None else _read_below(base, path)
            self._found[key] = data
            self.seen[key] = None if data is None else digest(data)
        return self._found[key]

    def press(self) -> None:
        """Hold large files of the project compressed: they are hardly asked for any more.

        They cannot be let go of: a file that changes meanwhile must not be read anew.
        """
        for key in [key for key, data in self._found.items() if _is_large(key, data)]:
            self._pressed[key] = zlib.compress(self._found.pop(key) or b"", level=1)

    def load(self, address: str) -> bytes | None:
        """What an address of the network holds; None where this world has no network.

        Raises:
            ProblemsError: the network may not, or cannot, be asked for it.
        """
        key = ("network", address)
        if key not in self._found:
            self.seen[key] = None
            data = None if self._network is None else self._network(address)
            self._found[key] = data
            self.seen[key] = None if data is None else digest(data)
        return self._found[key]

    def exists(self, name: str, root: str = "project") -> bool:
        """True where `read` would find a file; remembered as read."""
        return self.read(name, root) is not None

    def files(self, folder: str, root: str = "project") -> tuple[str, ...]:
        """The POSIX paths of all files below a folder, sorted; the listing is remembered."""
        start = self._inside(folder, root)
        found = tuple(self._walk(start, root)) if start and start.is_dir() else ()
        self.seen[(root, folder.rstrip("/") + "/")] = digest(os.fsencode("\n".join(found)))
        return found

    def entries(self, beginning: str = "") -> tuple[str, ...]:
        """What lies in the project folder itself, folders with a final slash; remembered.

        Only names that begin so, in small letters or capitals; the others may come and go.
        """
        found = tuple(
            sorted(
                f"{entry.name}/" if entry.is_dir() else entry.name
                for entry in self.project.iterdir()
                if entry.name != HIDDEN and not entry.name.startswith((".", "~"))
                if entry.name.casefold().startswith(beginning)
            )
        )
        self.seen[("project", ENTRIES + beginning)] = digest(os.fsencode("\n".join(found)))
        return found

    def variable(self, name: str) -> str | None:
        """An environment variable, or None; remembered."""
        value = self._environment.get(name)
        self.seen[("variable", name)] = value
        return value

    def now(self) -> datetime:
        """The wall clock, in UTC. Not remembered, for nothing that is built may depend on it."""
        return (self._now or datetime.now(UTC)).astimezone(UTC)

    def today(self, timezone: str | None = None) -> date:
        """The wall clock's date in a time zone (IANA name), UTC without one."""
        day = self.now().astimezone(ZoneInfo(timezone) if timezone else UTC).date()
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
        elif root == "network":
            return None  # it has to be asked again
        elif name.startswith(ENTRIES):
            self.entries(name.removeprefix(ENTRIES))
        elif name.endswith("/"):
            self.files(name, root)
        else:
            self.read(name, root)
        return self.seen[(root, name)]

    def _inside(self, name: str, root: str) -> Path | None:
        """The path of a name with every link followed; None where it leads out or is hidden."""
        parts = PurePosixPath(name).parts
        base = self._base(root)
        if base is None:
            return None
        path: Path | None = None
        why = "it leads out of the project folder"
        if not (name.startswith("/") or "\\" in name or "\0" in name or ".." in parts):
            try:
                path = (base / name).resolve()
            except (OSError, RuntimeError, UnicodeError):  # a ring of links, no name of a file
                why = "it leads nowhere"
        if path is not None and path.is_relative_to(base):
            inside = path.relative_to(base).parts
            if not _is_hidden(parts, root) and not _is_hidden(inside, root):
                return path
            why = "it is hidden, or in a hidden folder"
        self.refused[f"{root}/{name}" if root.startswith(THEME) else name] = why
        return None

    def _base(self, root: str) -> Path | None:
        """The folder of a root; None for an installed theme that is not there."""
        if not root.startswith(THEME):
            return self._roots[root]
        if root not in self._folders:
            if self._themes is None:  # few projects have one, and the others load none of this
                from reportgen.installed import theme_folder

                self._themes = theme_folder
            folder = self._themes(root.removeprefix(THEME))
            self._folders[root] = None if folder is None else folder.resolve()
        return self._folders[root]

    def strays(self) -> tuple[tuple[str, str], ...]:
        """(name, why it was refused) of what does lie in the project folder by its name."""
        found = [
            (name, why)
            for name, why in sorted(self.refused.items())
            if ".." not in name and "\0" not in name and os.path.lexists(self.project / name)
        ]
        return tuple(found)

    def _walk(self, folder: Path, root: str) -> Iterator[str]:
        base = self._base(root) or folder
        for entry in sorted(folder.iterdir(), key=lambda e: e.name):
            name = entry.relative_to(base).as_posix()
            if entry.name.startswith((".", "~")) or self._inside(name, root) is None:
                continue
            if entry.is_dir():
                if not entry.is_symlink():  # a link to a folder may lead round in a ring
                    yield from self._walk(entry, root)
            else:
                yield name


def _is_large(key: tuple[str, str], data: bytes | None) -> bool:
    root, name = key
    large = data is not None and len(data) > _LARGE
    return large and root == "project" and name.endswith((".yaml", ".yml"))


def _is_hidden(parts: Sequence[str], root: str) -> bool:
    # Some file systems do not tell capitals from small letters.
    built = root == "project" and bool(parts) and parts[0].casefold() == HIDDEN
    return built or any(part.startswith(".") for part in parts)


def _read_below(base: Path, path: Path) -> bytes | None:
    """The bytes of a regular file; None where there is none.

    The path has no link in it. None is followed that has been put there since it was looked at:
    every folder is opened by its name in the one above.

    Raises:
        OSError: the file is there and cannot be read, or is too large.
    """
    try:
        with open(_open_below(base, path), "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                return None  # a folder, a pipe, a device
            data = file.read(LARGEST + 1)
    except OSError as error:
        if error.errno in _NOT_THERE:
            return None
        raise OSError(error.errno, error.strerror, str(path)) from error
    if len(data) > LARGEST:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
    return data


def _open_below(base: Path, path: Path) -> int:
    """The descriptor of a file below a folder, no link followed on the way."""
    if os.open not in os.supports_dir_fd:  # Windows: what was looked at is what is opened
        return os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    *folders, name = path.relative_to(base).parts or (".",)
    here = os.open(base, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for folder in folders:
            inner = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=here)
            os.close(here)
            here = inner
        return os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=here)
    finally:
        os.close(here)


def configuration_file(environment: Mapping[str, str]) -> Path:
    """Where the user's configuration stands: XDG_CONFIG_HOME, else APPDATA or ~/.config."""
    given = environment.get("XDG_CONFIG_HOME", "")
    if Path(given).is_absolute():  # a relative one counts for nothing (XDG base directories)
        return Path(given) / CONFIGURATION
    if os.name == "nt" and environment.get("APPDATA"):
        return Path(environment["APPDATA"]) / CONFIGURATION
    home = environment.get("HOME")
    return (Path(home) if home else Path("~").expanduser()) / ".config" / CONFIGURATION


def digest(data: bytes) -> str:
    """The BLAKE2b digest (128 bits, hexadecimal) by which contents are compared and named."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()
