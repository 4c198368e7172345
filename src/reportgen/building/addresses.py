"""Files at an address that fsspec knows: s3://, gs://, memory://, ...

The library behind an address raises what it likes: botocore's NoCredentialsError and gcsfs's
HttpError are no OSError. So every call goes through one door, `Remote._asking`, and comes out as a
problem.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from reportgen.problems import Problem, ProblemsError, problem

PACKAGES: Mapping[str, str] = {"s3": "s3fs", "gs": "gcsfs", "gcs": "gcsfs"}
"""Kind of address -> the package that serves it."""

_CREATE = "create"
_ABSENT = (FileNotFoundError, IsADirectoryError)


def kind_of(address: str) -> str:
    """`s3` of s3://bucket/briefs; empty for what is a folder without more."""
    return address.partition("://")[0] if "://" in address else ""


def folder_of(address: str) -> Path | None:
    """The folder that a path or a file:// address (RFC 8089) means; None where it means none.

    Raises:
        ProblemsError: it is a folder of another machine, or says more than a path.
    """
    kind = kind_of(address).lower()
    if not kind:
        return Path(address)
    if kind != "file":
        return None
    parts = urlsplit(address)
    if parts.netloc not in ("", "localhost") or parts.query or parts.fragment:
        hint = "write file:///folder with three slashes, %23 for # and %3F for ?; or a plain path"
        message = f"'{address}' names no folder of this machine"
        raise ProblemsError((problem("bad-option", message, None, hint),))
    return Path(unquote(parts.path))


class Remote:
    """The files at an address such as s3://bucket/briefs, by POSIX path.

    That of several writers one creates a file is as sure as the address makes it: S3, Google Cloud
    Storage and memory:// do it in one step (`mode="create"` of fsspec), some others look first.
    """

    def __init__(self, address: str) -> None:
        """Open the address; most kinds are asked nothing yet.

        Raises:
            ProblemsError: fsspec or the package for such addresses is missing, or it is none.
        """
        self.shown = address
        self._files, self._base = _opened(address)

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, or None where there is none."""
        try:
            with self._asking("cannot-read", path, _ABSENT):
                data: bytes = self._files.cat_file(self._at(path))
        except _ABSENT:
            return None
        return data

    def write(self, path: str, data: bytes) -> None:
        """Put a whole file there, in place of another."""
        self._make_room(path)
        with self._asking("cannot-write"):
            self._files.pipe_file(self._at(path), data, mode="overwrite")

    def create(self, path: str, data: bytes) -> bool:
        """Put a whole file there unless there is one; of several writers one is told True."""
        self._make_room(path)
        try:
            with self._asking("cannot-write", "", (FileExistsError,)):
                self._files.pipe_file(self._at(path), data, mode=_CREATE)
        except FileExistsError:
            return False
        return True

    def remove(self, path: str) -> None:
        """Remove a file, if it is there."""
        try:
            with self._asking("cannot-write", "", (FileNotFoundError,)):
                self._files.rm_file(self._at(path))
        except FileNotFoundError:
            return

    def names(self, folder: str) -> tuple[str, ...]:
        """The names of what lies in a folder; none where there is no folder."""
        found = self._listed(folder, lambda at: self._files.ls(at, detail=False))
        return tuple(sorted(path.rstrip("/").rpartition("/")[2] for path in found))

    def walk(self, folder: str) -> tuple[str, ...]:
        """The paths of all files below a folder, in it; none where there is no folder."""
        base = self._at(folder)
        found = self._listed(folder, self._files.find)
        return tuple(sorted(path.removeprefix(base).lstrip("/") for path in found))

    def _listed(self, folder: str, listing: Any) -> list[str]:
        try:
            with self._asking("cannot-read", folder, (FileNotFoundError,)):
                self._files.invalidate_cache()  # others write there, too
                return [str(path) for path in listing(self._at(folder))]
        except FileNotFoundError:
            return []

    def _make_room(self, path: str) -> None:
        with self._asking("cannot-write"):
            self._files.makedirs(self._at(path).rpartition("/")[0], exist_ok=True)

    def _at(self, path: str) -> str:
        return f"{self._base}/{path}".rstrip("/")

    @contextmanager
    def _asking(
        self, code: str, path: str = "", passed: tuple[type[Exception], ...] = ()
    ) -> Iterator[None]:
        """Whatever goes wrong inside as a problem; what is `passed` is the caller's."""
        try:
            yield
        except passed:
            raise
        except Exception as error:  # whatever the library of a service raises
            raise ProblemsError((unusable(code, self.shown, error, path),)) from error


def unusable(code: str, shown: str, error: Exception, path: str = "") -> Problem:
    """The problem (`cannot-read` or `cannot-write`) of a place that cannot be used.

    Args:
        code: Of the problem.
        shown: What people call the place.
        error: What was raised there.
        path: Of the file or folder in it that was asked for.
    """
    strerror = error.strerror if isinstance(error, OSError) else None
    # Libraries of services say much; the first line says what it is about.
    said = strerror.lower() if strerror else (str(error).strip() or type(error).__name__)
    said = said.splitlines()[0]
    where = f"{shown}/{path}".rstrip("/")
    reading = code == "cannot-read"
    message = f"{where} cannot be read: {said}" if reading else f"cannot write to {where}: {said}"
    hint = "look at the rights to the place, and at the credentials"
    return problem(code, message, None, hint)


def _opened(address: str) -> tuple[Any, str]:
    """(file system of fsspec, path in it) of an address."""
    try:
        import fsspec
    except ImportError as error:
        hint = 'install the extra: pip install "reportgen-toolkit[dask]"'
        message = f"the address '{address}' needs the package fsspec"
        raise ProblemsError((problem("bad-option", message, None, hint),)) from error
    kind = kind_of(address).rpartition("::")[2]  # of simplecache::s3://bucket it is s3
    try:
        fsspec.get_filesystem_class(kind)
    except ImportError as error:
        package = PACKAGES.get(kind)
        hint = f"pip install {package}" if package else "install the package that it names"
        message = f"the address '{address}' cannot be used: {error}"
        raise ProblemsError((problem("bad-option", message, None, hint),)) from error
    except ValueError as error:
        hint = "name a folder, or an address such as s3://bucket/briefs or gs://bucket/briefs"
        message = f"'{address}' is no address that can be written: {error}"
        raise ProblemsError((problem("bad-option", message, None, hint),)) from error
    try:
        files, base = fsspec.core.url_to_fs(address)
    except Exception as error:  # as in `Remote._asking`
        raise ProblemsError((unusable("cannot-write", address, error),)) from error
    return files, str(base).rstrip("/")
