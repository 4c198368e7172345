"""Where editions and the ledger live: a folder, or an address that fsspec knows."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from reportgen.building.addresses import Remote, folder_of, unusable
from reportgen.building.writing import PART, create_file, inside, remove_file, write_file
from reportgen.problems import ProblemsError


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
        ProblemsError: nothing that is installed knows such addresses, or it is a folder of another
            machine.
    """
    folder = folder_of(address)
    return Remote(address) if folder is None else Folder(root.resolve() / folder, address)


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
            raise ProblemsError((unusable("cannot-read", self.shown, error, path),)) from error

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
            raise ProblemsError((unusable("cannot-read", self.shown, error, folder),)) from error
        return tuple(name for name in found if not name.endswith(PART))

    def walk(self, folder: str) -> tuple[str, ...]:
        """The paths of all files below a folder, in it; none where there is no folder."""
        base = self.folder / folder
        found = (path for path in base.rglob("*") if path.is_file())
        return tuple(sorted(path.relative_to(base).as_posix() for path in found))
