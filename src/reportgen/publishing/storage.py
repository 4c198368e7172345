"""Where editions and the ledger live: a folder, or an address that fsspec knows."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from reportgen.building.remote import open_address
from reportgen.building.writing import PART, create_file, inside, remove_file, write_file
from reportgen.problems import ProblemsError, problem

FOLDERS = "file"
"""The kind of address that means a folder of this machine."""

_CREATE = "create"


class Storage(Protocol):
    """Files by POSIX path. Every method raises ProblemsError where the place cannot be used."""

    shown: str
    """What people call it: as it stands in reportgen.yaml."""

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or None where there is none."""

    def write(self, path: str, data: bytes) -> None:
        """Put a whole file there, in place of another."""

    def create(self, path: str, data: bytes) -> bool:
        """Put a whole file there unless there is one; of several writers one is told True."""

    def remove(self, path: str) -> None:
        """Remove a file, if it is there."""

    def names(self, folder: str) -> tuple[str, ...]:
        """The names of what lies in a folder; none where there is no folder."""

    def walk(self, folder: str) -> tuple[str, ...]:
        """The paths of all files below a folder, in it; none where there is no folder."""


def open_storage(address: str, root: Path) -> Storage:
    """The storage at an address; a folder is looked for in the project.

    Raises:
        ProblemsError: nothing that is installed knows such addresses.
    """
    kind = urlsplit(address).scheme if "://" in address else FOLDERS
    if kind == FOLDERS:
        path = unquote(urlsplit(address).path) if "://" in address else address
        return Folder(root.resolve() / path, address)
    return Remote(address)


class Folder:
    """A folder of this machine."""

    def __init__(self, folder: Path, shown: str) -> None:
        self.folder, self.shown = folder, shown

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or None where there is none."""
        try:
            return (self.folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as error:
            raise _unreadable(self.shown, path, error) from error

    def write(self, path: str, data: bytes) -> None:
        """Put a whole file there, in place of another."""
        write_file(inside(self.folder, path), data)

    def create(self, path: str, data: bytes) -> bool:
        """Put a whole file there unless there is one; of several writers one is told True."""
        return create_file(inside(self.folder, path), data)

    def remove(self, path: str) -> None:
        """Remove a file, and the folders that are empty then."""
        remove_file(self.folder, self.folder / path)

    def names(self, folder: str) -> tuple[str, ...]:
        """The names of what lies in a folder; none where there is no folder."""
        try:
            found = sorted(path.name for path in (self.folder / folder).iterdir())
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as error:
            raise _unreadable(self.shown, folder, error) from error
        return tuple(name for name in found if not name.endswith(PART))

    def walk(self, folder: str) -> tuple[str, ...]:
        """The paths of all files below a folder, in it; none where there is no folder."""
        base = self.folder / folder
        found = (path for path in base.rglob("*") if path.is_file())
        return tuple(sorted(path.relative_to(base).as_posix() for path in found))


class Remote:
    """An address such as s3://bucket/briefs.

    That of several writers one creates a file is as sure as the address makes it: S3, Google Cloud
    Storage and memory:// do it in one step (`mode="create"` of fsspec), some others look first.
    """

    def __init__(self, address: str) -> None:
        self.shown = address
        self._files, self._base = open_address(address)

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or None where there is none."""
        try:
            data: bytes = self._files.cat_file(self._at(path))
        except (FileNotFoundError, IsADirectoryError):
            return None
        except OSError as error:
            raise _unreadable(self.shown, path, error) from error
        return data

    def write(self, path: str, data: bytes) -> None:
        """Put a whole file there, in place of another."""
        self._put(path, data, "overwrite")

    def create(self, path: str, data: bytes) -> bool:
        """Put a whole file there unless there is one; of several writers one is told True."""
        try:
            self._put(path, data, _CREATE)
        except FileExistsError:
            return False
        return True

    def remove(self, path: str) -> None:
        """Remove a file, if it is there."""
        try:
            self._files.rm_file(self._at(path))
        except FileNotFoundError:
            return
        except OSError as error:
            raise _unwritable(self.shown, error) from error

    def names(self, folder: str) -> tuple[str, ...]:
        """The names of what lies in a folder; none where there is no folder."""
        try:
            self._files.invalidate_cache()  # others write there, too
            found: list[Any] = self._files.ls(self._at(folder), detail=False)
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise _unreadable(self.shown, folder, error) from error
        return tuple(sorted(str(path).rstrip("/").rpartition("/")[2] for path in found))

    def walk(self, folder: str) -> tuple[str, ...]:
        """The paths of all files below a folder, in it; none where there is no folder."""
        base = self._at(folder)
        try:
            self._files.invalidate_cache()
            found: list[Any] = self._files.find(base)
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise _unreadable(self.shown, folder, error) from error
        return tuple(sorted(str(path).removeprefix(base).lstrip("/") for path in found))

    def _at(self, path: str) -> str:
        return f"{self._base}/{path}".rstrip("/")

    def _put(self, path: str, data: bytes, mode: str) -> None:
        target = self._at(path)
        try:
            self._files.makedirs(target.rpartition("/")[0], exist_ok=True)
        except OSError as error:
            raise _unwritable(self.shown, error) from error
        try:
            self._files.pipe_file(target, data, mode=mode)
        except OSError as error:
            if mode == _CREATE and isinstance(error, FileExistsError):
                raise
            raise _unwritable(self.shown, error) from error


def _unreadable(shown: str, path: str, error: OSError) -> ProblemsError:
    where = f"{shown}/{path}".rstrip("/")
    said = (error.strerror or str(error)).lower()
    hint = "look at the rights to the place, and at the credentials"
    return ProblemsError((problem("cannot-read", f"{where} cannot be read: {said}", None, hint),))


def _unwritable(shown: str, error: OSError) -> ProblemsError:
    hint = "look at the rights to the place, and at the credentials"
    message = f"cannot write to {shown}: {error.strerror or error}"
    return ProblemsError((problem("cannot-write", message, None, hint),))
