"""The files inside a PDF, under names that are safe to write; the PDF may be anybody's."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterator
from ctypes import c_ulong
from pathlib import Path, PureWindowsPath
from typing import Any

from reportgen.problems import Problem, ProblemsError, problem

MOST_FILES = 100
MOST_BYTES = 64 * 1024 * 1024
"""Of one file once it is unpacked, and of all together: a PDF of a few kilobytes can hold more."""

_LONGEST_NAME = 100
_UNSAFE = re.compile(r"[^\w. ()+,=@~-]+")
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|\Z)", re.IGNORECASE)


def files_inside(path: Path) -> dict[str, bytes]:
    """Name -> bytes of the files inside a PDF, in their order; each name is a plain one.

    Raises:
        ProblemsError: it is no PDF that can be read, holds no file, or more than is taken out.
    """
    with _opened(path) as pdf:
        number = pdf.count_attachments()
        if number == 0:
            hint = "`attachments: off` and `audience: internal` leave them out of a brief"
            raise ProblemsError(
                (problem("no-attachments", f"{path.name} holds no files", None, hint),)
            )
        if number > MOST_FILES:
            raise ProblemsError((_too_much(path, f"{number:,} files; at most {MOST_FILES}"),))
        files: dict[str, bytes] = {}
        left = MOST_BYTES
        for at in range(number):
            attachment = pdf.get_attachment(at)
            data = _data(path, attachment, left)
            left -= len(data)
            files[_free(safe_name(attachment.get_name(), at + 1), files)] = data
        return files


def safe_name(name: str, number: int) -> str:
    """The last part of a name without anything that leads elsewhere or that a shell would read.

    Args:
        name: As the PDF has it.
        number: Of the attachment, for one whose name has nothing left.
    """
    last = PureWindowsPath(unicodedata.normalize("NFC", name)).name  # it knows both slashes
    plain = _UNSAFE.sub("-", last).strip(". -")
    if _DEVICE.match(plain):
        plain = f"_{plain}"
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > _LONGEST_NAME and stem and len(ending) < 10:
        plain = stem[: _LONGEST_NAME - len(ending) - 1] + dot + ending
    return plain[:_LONGEST_NAME] or f"attachment-{number}"


def _free(name: str, taken: dict[str, bytes]) -> str:
    """The name, numbered where there is one like it; on many systems case makes no difference."""
    known = {other.casefold() for other in taken}
    found, number = name, 2
    while found.casefold() in known:
        stem, dot, ending = name.rpartition(".")
        found = f"{stem}-{number}{dot}{ending}" if stem else f"{name}-{number}"
        number += 1
    return found


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[Any]:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(path)
    except (pypdfium2.PdfiumError, OSError) as error:
        hint = "look at whether it is a PDF, whole, and without a password"
        why = error if path.is_file() else "it is not a file"
        message = f"{path.name} cannot be read as PDF: {why}".rstrip(".")
        raise ProblemsError((problem("bad-pdf", message, None, hint),)) from error
    try:
        yield pdf
    finally:
        pdf.close()


def _data(path: Path, attachment: Any, left: int) -> bytes:
    import pypdfium2

    size = c_ulong()
    # Asked first: what is unpacked is not copied where it is more than may be.
    pypdfium2.raw.FPDFAttachment_GetFile(attachment, None, 0, size)
    if size.value > left:
        most = f"{MOST_BYTES // 1024**2} MB of files"
        raise ProblemsError((_too_much(path, f"more than {most}; that"),))
    try:
        return bytes(attachment.get_data()) if size.value else b""
    except pypdfium2.PdfiumError as error:
        message = f"a file inside {path.name} cannot be read: {error}".rstrip(".")
        raise ProblemsError((problem("bad-pdf", message),)) from error


def _too_much(path: Path, told: str) -> Problem:
    return problem("too-many-attachments", f"{path.name} holds {told} are taken out")
