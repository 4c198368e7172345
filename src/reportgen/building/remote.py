"""Brings an output folder to an address: s3://bucket/briefs.

Only what differs travels, by the digests of the two manifests; the manifest goes last. Files that
no build has sent there are left alone. What a run was about to send lies under `SENDING` until the
manifest stands, so that the next run knows what a run that died has left.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reportgen.building.addresses import Remote, unusable
from reportgen.building.indexing import INDEX
from reportgen.building.manifest import (
    MANIFEST,
    Entry,
    manifest_bytes,
    parse_manifest,
    read_manifest,
)
from reportgen.problems import Problem, ProblemsError, problem
from reportgen.world import digest

SENDING = ".reportgen-sending.json"
"""In the form of a manifest: files that nobody had listed before, and are being sent."""


def open_address(address: str, *, looking: bool) -> Remote:
    """The address, opened; `looking` finds out whether it can be read, and is for us.

    Raises:
        ProblemsError: it is none that can be used, or what is listed there is not ours.
    """
    remote = Remote(address)
    if looking:
        _listed(remote)
    return remote


def mirror(folder: Path, remote: Remote, *, whole: bool) -> tuple[int, int]:
    """Make an address hold the files of the folder's manifest.

    Where the folder does not hold all that the project makes (`whole` is false: some briefs were
    asked for, or some failed) what stands at the address and not in the folder stays there, and is
    listed. So does its index page then, for ours would leave these out.

    Returns:
        (files sent, files removed there).

    Raises:
        ProblemsError: the address cannot be read or written, or holds files of somebody else or of
            a newer reportgen.
    """
    ours = read_manifest(folder)
    if not ours:  # nothing was ever built here: that says nothing of what is there
        return 0, 0
    theirs = _listed(remote)
    claims = parse_manifest(remote.read(SENDING) or b"{}")
    outputs = ours if whole else _joined(theirs, ours)
    sent = [path for path, entry in outputs.items() if _digest(theirs, path) != entry["digest"]]
    new = {path: ours[path] for path in sent if path not in theirs}
    if new:
        _refuse_foreign(remote, {p: entry for p, entry in new.items() if p not in claims})
        claims.update(new)
        remote.write(SENDING, manifest_bytes(claims))
    for path in sent:
        remote.write(path, _built(folder, path))
    gone = sorted({*theirs, *claims} - outputs.keys()) if whole else []
    for path in gone:
        remote.remove(path)
    if outputs != theirs:
        remote.write(MANIFEST, manifest_bytes(outputs))
    open_ends = {path: claims[path] for path in claims.keys() - outputs.keys() - set(gone)}
    if open_ends:
        remote.write(SENDING, manifest_bytes(open_ends))
    elif claims:
        remote.remove(SENDING)
    return len(sent), len(gone)


def _joined(theirs: Mapping[str, Entry], ours: Mapping[str, Entry]) -> dict[str, Entry]:
    """What both list, as we list it; with the index of those who list more than we do."""
    joined = {**theirs, **ours}
    if INDEX in theirs and joined.keys() != ours.keys():
        joined[INDEX] = theirs[INDEX]
    return joined


def _listed(remote: Remote) -> dict[str, Entry]:
    """What the manifest at the address lists; empty where there is none."""
    raw = remote.read(MANIFEST)
    listed = parse_manifest(raw or b"{}")
    if raw is not None and not listed and raw != manifest_bytes({}):
        raise ProblemsError((_foreign(remote, MANIFEST),))
    return listed


def _refuse_foreign(remote: Remote, new: Mapping[str, Entry]) -> None:
    """Nothing, unless files stand there that nobody lists, and that are not the same as ours.

    Raises:
        ProblemsError: some do.
    """
    there = set(remote.walk("")) if new else set()  # asked once, not for each of thousands
    problems = [
        _foreign(remote, path)
        for path in sorted(there & new.keys())
        if digest(remote.read(path) or b"") != new[path]["digest"]
    ]
    if problems:
        raise ProblemsError(problems)


def _foreign(remote: Remote, path: str) -> Problem:
    message = f"{path} is there already in {remote.shown}, and was not built; it is kept"
    hint = "move it away, or name another address with --output-dir"
    return problem("foreign-file", message, None, hint)


def _built(folder: Path, path: str) -> bytes:
    try:
        return (folder / path).read_bytes()
    except OSError as error:
        raise ProblemsError((unusable("cannot-read", str(folder), error, path),)) from error


def _digest(outputs: Mapping[str, Entry], path: str) -> str | None:
    return outputs[path]["digest"] if path in outputs else None
