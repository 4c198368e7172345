"""The files of a new project: the smallest one, or a copy of the sample."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reportgen.problems import ProblemsError, did_you_mean, problem
from reportgen.shipped import SAMPLE, sample_root, templates_root

STARTER = "starter"
EXAMPLES = ("viet-nam",)


def starter_files(example: str | None = None) -> dict[str, bytes]:
    """Path inside the new project -> bytes.

    Raises:
        ProblemsError: there is no such example.
    """
    if example is None:
        return dict(_files(templates_root() / STARTER, templates_root() / STARTER))
    if example not in EXAMPLES:
        hint = did_you_mean(example, EXAMPLES, kind="examples")
        raise ProblemsError(
            (problem("bad-option", f"there is no example '{example}'", None, hint),)
        )
    root = sample_root()
    found: dict[str, bytes] = {}
    for name in SAMPLE:
        found.update(_files(root / name, root))
    return found


def _files(path: Path, root: Path) -> Iterator[tuple[str, bytes]]:
    if path.is_dir():
        for entry in sorted(path.iterdir(), key=lambda e: e.name):
            if not entry.name.startswith("."):
                yield from _files(entry, root)
    else:
        yield path.relative_to(root).as_posix(), path.read_bytes()
