"""Two changes of one text brought together, by git."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from reportgen.customising.originals import Copy
from reportgen.problems import ProblemsError, problem

_LABELS = ("yours", "as it was copied", "as it ships now")
_FAILED = 128
"""From here on `git merge-file` tells of a failure; below, the number of conflicts."""


def merge(copy: Copy) -> bytes:
    """The copy with what has changed in the shipped file since, marks where both changed a line.

    Where only one side has changed its text is the merged one, and git is not asked.

    Raises:
        ProblemsError: git is not there, or the file is none of text.
    """
    own, base, shipped = copy.own or b"", copy.base, copy.shipped or b""
    if own in (base, shipped):
        return shipped
    if base == shipped:
        return own
    if any(b"\0" in text for text in (own, base, shipped)):
        raise _cannot(copy, "it is no text, and both sides have changed")
    git = shutil.which("git")
    if git is None:
        raise _cannot(copy, "git, which merges, is not installed")
    with tempfile.TemporaryDirectory(prefix="reportgen-merge-") as folder:
        for name, text in zip(("own", "base", "shipped"), (own, base, shipped), strict=True):
            (Path(folder) / name).write_bytes(text)
        labels = [part for label in _LABELS for part in ("-L", label)]
        # Another style of conflicts (diff3), set by the user, would put a third text between them.
        command = [git, "-c", "merge.conflictStyle=merge", "merge-file", "--stdout", "--quiet"]
        command += [*labels, "own", "base", "shipped"]
        ran = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    if not 0 <= ran.returncode < _FAILED:
        said = ran.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise _cannot(copy, f"git says: {said}")
    return ran.stdout


def _cannot(copy: Copy, why: str) -> ProblemsError:
    hint = (
        f"`reportgen templates diff {copy.name}` shows what to take over by hand; then "
        f"`reportgen templates upgrade --keep {copy.name}`"
    )
    return ProblemsError((problem("cannot-merge", f"{copy.path}: {why}", None, hint),))
