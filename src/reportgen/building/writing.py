"""The only writer: whole files or none."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
import time
from collections.abc import Callable, Collection
from pathlib import Path

from reportgen.problems import Problem, ProblemsError, problem
from reportgen.world import digest

_FULL = (errno.ENOSPC, errno.EDQUOT)

PART = ".reportgen-part"
"""How the name of a file ends while it is being written."""


def write_file(path: Path, data: bytes, *, durable: bool = True) -> None:
    """Put `data` at `path` in one step: a reader sees the old file or the new one, never a part.

    `durable` waits until the disk has it; what can be made again, a cache, need not be.

    Raises:
        ProblemsError: the folder or file cannot be written.
    """
    _put(path, data, Path.replace, durable=durable)


def create_file(path: Path, data: bytes) -> bool:
    """Put `data` at `path` in one step, where nothing is yet: of several writers one succeeds.

    Where the file system knows no links it is not one step: one writer succeeds all the same, but
    a reader may see a part, and a machine that dies leaves one.

    Returns:
        False where something is there already; nothing has been written then.

    Raises:
        ProblemsError: the folder or file cannot be written.
    """
    try:
        _put(path, data, _link, durable=True)
    except FileExistsError:
        return False
    return True


def _put(path: Path, data: bytes, place: Callable[[Path, Path], object], *, durable: bool) -> None:
    """Write a file beside its place, then put it there; FileExistsError is the caller's."""
    # Its name is known before it exists: a signal right after the opening finds what to remove.
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}{PART}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProblemsError((_refused(path, error),)) from error
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            if durable:
                os.fsync(file.fileno())
        place(part, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        if isinstance(error, FileExistsError):
            raise
        raise ProblemsError((_refused(path, error),)) from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _link(part: Path, path: Path) -> None:
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: exclusive all the same, if not in one step
        _copy(part, path)
    part.unlink()


def _copy(part: Path, path: Path) -> None:
    """Write the bytes of a file into a new one, which goes again where that fails."""
    with path.open("xb") as file:
        try:
            file.write(part.read_bytes())
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise


def inside(folder: Path, name: str) -> Path:
    """The path of a file in a folder that is ours, without a link on the way.

    Raises:
        ProblemsError: a folder on the way is a link; what is written there would stand elsewhere.
    """
    path = folder / name
    link = _link_above(folder, path)
    if link is not None:
        raise ProblemsError((link_in_the_way(link),))
    return path


def link_in_the_way(path: Path, hint: str | None = None) -> Problem:
    """The problem of a link where a folder of ours should be."""
    message = f"{_shown(path)} is a link; nothing is written through it"
    return problem("link-in-the-way", message, None, hint or "remove it, or put a folder there")


def is_own_file(folder: Path, path: Path) -> bool:
    """True for a regular file that really stands below the folder, reached through no link."""
    try:
        return _link_above(folder, path) is None and stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):  # it is not there, or nothing can have that name
        return False


def digest_of(folder: Path, path: Path) -> str | None:
    """The digest of a file of the folder; None where it is none of its own, or cannot be read."""
    try:
        return digest(path.read_bytes()) if is_own_file(folder, path) else None
    except OSError:
        return None


def _link_above(folder: Path, path: Path) -> Path | None:
    """The first link among the folders from `folder`, which may be one, down to the file."""
    between = path.relative_to(folder).parents
    names = [part for part in reversed(between) if part != Path()]
    return next((folder / name for name in names if (folder / name).is_symlink()), None)


def try_folder(folder: Path) -> None:
    """Nothing, where files can be put into the folder, which is made if need be.

    Raises:
        ProblemsError: they cannot.
    """
    part = folder / f".{secrets.token_hex(8)}{PART}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.touch(exist_ok=False)
        part.unlink()
    except OSError as error:
        raise ProblemsError((_refused(folder, error),)) from error


def write_changed(folder: Path, name: str, data: bytes, wanted: str) -> bool:
    """Write a file into a folder unless it stands there: its time must not change for nothing.

    `wanted` is the digest of the data. True where it was written.

    Raises:
        ProblemsError: it cannot be written, or would stand elsewhere.
    """
    path = inside(folder, name)
    if digest_of(folder, path) == wanted:
        return False
    write_file(path, data)
    return True


def refuse_foreign(folder: Path, path: str, ours: Collection[str | None]) -> None:
    """Nothing, unless a file with another digest than ours stands there.

    Raises:
        ProblemsError: it does, or it stands behind a link.
    """
    target = inside(folder, path)
    if not is_own_file(folder, target) or digest_of(folder, target) in ours:
        return
    message = f"{path} is there already, and was not built; it is kept"
    hint = "move it out of the output folder, or build into another with --output-dir"
    raise ProblemsError((problem("foreign-file", message, None, hint),))


def append_line(path: Path, line: str) -> None:
    """Add a line to a file. A death may leave a part of it: the reader must bear that.

    Raises:
        ProblemsError: the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "ab", opener=_not_through_a_link) as file:
            # A part of a line that a death has left ends here.
            file.write(f"\n{line}\n".encode())
    except OSError as error:
        raise ProblemsError((_refused(path, error),)) from error


def _not_through_a_link(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o666)


def write_new(folder: Path, files: dict[str, bytes], tell: Callable[[str], None]) -> None:
    """Write files into a folder that has none of them yet.

    Raises:
        ProblemsError: one of them is there already; nothing has been written then.
    """
    for name in files:
        if (folder / name).exists():
            hint = "choose an empty folder; nothing has been written"
            raise ProblemsError(
                (problem("folder-not-empty", f"'{name}' is already there", None, hint),)
            )
    for name, data in files.items():
        write_file(folder / name, data)
        tell(name)


def _refused(path: Path, error: OSError) -> Problem:
    hint = "look at the folder's rights and at the free space of the disk"
    why = "the disk is full" if error.errno in _FULL else error.strerror
    message = f"cannot write {path.name} in {_shown(path.parent)}: {why}"
    return problem("cannot-write", message, None, hint)


def _shown(path: Path) -> str:
    """The path as people call it: from here, where it is below."""
    near = os.path.relpath(path)
    return str(path) if near.startswith("..") else near


def remove_file(folder: Path, path: Path) -> None:
    """Remove a file, and the folders above it that are empty then, up to `folder`.

    Nothing is removed through a link: what is behind it is not ours.

    Raises:
        ProblemsError: it may not be removed.
    """
    if not is_own_file(folder, path):
        return
    try:
        path.unlink(missing_ok=True)
        above = path.parent
        while above != folder and above.is_relative_to(folder) and not any(above.iterdir()):
            above.rmdir()
            above = above.parent
    except OSError as error:
        raise ProblemsError((_refused(path, error),)) from error


def sweep(folder: Path, *, older_than: float = 0) -> None:
    """Remove what a killed build left half written: only names that `write_file` makes.

    Where others may write at the same time, only what is older than so many seconds.
    """
    ahead = [folder]
    while ahead:  # by hand: what a library does here calls itself level by level
        with contextlib.suppress(OSError), os.scandir(ahead.pop()) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):  # gone already, or not ours to remove
                    if entry.is_dir(follow_symlinks=False):
                        ahead.append(Path(entry))
                    elif _is_part(entry.name) and _age(entry) >= older_than:
                        Path(entry).unlink()


def _is_part(name: str) -> bool:
    return name.startswith(".") and name.endswith(PART)


def _age(entry: os.DirEntry[str]) -> float:
    return time.time() - entry.stat(follow_symlinks=False).st_mtime
