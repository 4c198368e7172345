"""Removes what was built, and only that."""

from __future__ import annotations

from pathlib import Path

from reportgen.building.journal import Journal
from reportgen.building.locking import check_state, locked
from reportgen.building.manifest import MANIFEST, read_manifest
from reportgen.building.sharding import STAMP
from reportgen.building.store import CACHE, Store
from reportgen.building.writing import digest_of, is_own_file, remove_file


def clean_folder(root: Path, folder: Path, *, dry_run: bool) -> tuple[list[str], list[str]]:
    """Remove the files of the folder's manifest and of a build that was killed, then the manifest.

    Returns:
        (paths removed, paths kept because somebody changed them), relative to the folder.

    Raises:
        ProblemsError: another build works there, or a newer reportgen wrote the manifest.
    """
    removed: list[str] = []
    kept: list[str] = []
    with locked(root.resolve(), folder, wait=True):
        journal = Journal(root.resolve(), folder)
        known, claims = read_manifest(folder), journal.claims()
        for path in sorted({*known, *claims}):
            target = folder / path
            if not is_own_file(folder, target):
                continue
            digests = {known.get(path, {}).get("digest"), *claims.get(path, ())}
            ours = digest_of(folder, target) in digests - {None}
            (removed if ours else kept).append(path)
            if ours and not dry_run:
                remove_file(folder, target)
        if not dry_run and not kept:
            for name in (MANIFEST, STAMP):
                (folder / name).unlink(missing_ok=True)
            journal.close()
    return removed, kept


def clean_cache(root: Path) -> None:
    """Empty the cache of a project."""
    prune_cache(root, 0)


def prune_cache(root: Path, most: int) -> tuple[int, int]:
    """Remove what was of use longest ago until the cache of a project has at most `most` bytes.

    Returns:
        (files removed, bytes removed).

    Raises:
        ProblemsError: the cache is a link to somewhere else.
    """
    check_state(root)
    return Store(root / CACHE).prune(most)
