"""Makes what readers see what the ledger says: all editions, and the current files of each report.

What has been published is decided by a version of the ledger alone. Bringing it to its place takes
many steps, each of which can be done again; `editions.json` is written last and names the revision
of the ledger that it shows. So where a run was killed the next one sees that readers are behind,
and goes on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportgen.building.indexing import INDEX
from reportgen.building.manifest import MANIFEST, Entry, is_below, manifest_bytes, parse_manifest
from reportgen.problems import Problem, ProblemsError, problem
from reportgen.publishing.editions import ARCHIVE, Shelves
from reportgen.publishing.state import (
    PUBLISHED,
    REMOVED,
    VERSION,
    Edition,
    State,
    edition_json,
    read_edition,
)
from reportgen.publishing.storage import Storage
from reportgen.world import digest

CATALOGUE = "editions.json"
CLAIMS = "delivering.json"
"""Beside the ledger: what was about to be written, so that it is known for ours after a death."""

Page = Callable[[Mapping[str, Entry]], tuple[Entry, bytes]]
"""Makes the index page of what a manifest lists; raises ProblemsError where it cannot."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What readers can see: the revision of the ledger, and the editions."""

    revision: int = 0
    editions: tuple[Edition, ...] = ()


def read_catalogue(to: Storage) -> Catalogue:
    """The catalogue at the place of publication; an empty one where there is none.

    Raises:
        ProblemsError: a newer reportgen wrote it.
    """
    raw = to.read(CATALOGUE)
    try:
        value = json.loads(raw or b"{}")
        if int(value.get("version", VERSION)) > VERSION:
            hint = "install a newer reportgen-toolkit here, too"
            message = f"{to.shown}/{CATALOGUE} was written by a newer reportgen"
            raise ProblemsError((problem("newer-format", message, None, hint),))
        editions = tuple(read_edition(one) for one in value.get("editions", ()))
        return Catalogue(int(value.get("revision", 0)), editions)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Catalogue(-1)  # it is made from the ledger: it will be written anew


def deliver(shelves: Shelves, state: State, page: Page) -> tuple[Problem, ...] | None:
    """Bring readers what the ledger says.

    Returns:
        What was left as it is because somebody has changed it, and what went wrong on the side;
        None where readers have everything, and nothing was done.

    Raises:
        ProblemsError: an edition is damaged, or a place cannot be written.
    """
    seen = read_catalogue(shelves.to)
    if seen.revision == state.revision:
        return None
    known = {one.folder: one.digest for one in seen.editions}
    shown = [one for one in state.editions if one.state == PUBLISHED and one.files]
    for edition in shown:
        if known.get(edition.folder) != edition.digest:
            shelves.publish(edition)
    problems = list(_Current(shelves).bring(_current(shelves, shown), page))
    for edition in state.editions:
        if edition.state == REMOVED and edition.folder in known:
            kept = shelves.withdraw(edition)
            problems += (_kept(shelves.to, path) for path in kept)
    shelves.to.write(CATALOGUE, _catalogue(state, shown))
    return tuple(problems)


def _catalogue(state: State, shown: Sequence[Edition]) -> bytes:
    rows = []
    for edition in shown:
        row = edition_json(replace(edition, staged=(), failed=(), hold=False, until=None))
        rows.append(row | {"complete": not edition.failed, "path": f"{ARCHIVE}/{edition.folder}"})
    value = {"version": VERSION, "revision": state.revision, "editions": rows}
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def _current(shelves: Shelves, shown: Sequence[Edition]) -> Mapping[str, tuple[Entry, Edition]]:
    """Path -> what stands there: the newest edition of each report.

    Where a brief of it failed, that of the edition before stands until it is built.
    """
    found: dict[str, tuple[Entry, Edition]] = {}
    for report in sorted({one.report for one in shown}):
        own = sorted((one for one in shown if one.report == report), key=lambda one: one.instant)
        for edition in reversed(own):
            for path, entry in shelves.manifest(edition).items():
                found.setdefault(path, (entry, edition))
            if not edition.failed:
                break
    return found


class _Current:
    """The current files, in the layout of build/; changed are only those that are ours."""

    def __init__(self, shelves: Shelves) -> None:
        self._shelves = shelves
        self._to = shelves.to
        self._before = parse_manifest(self._to.read(MANIFEST) or b"{}")
        self._claims = _read_claims(shelves.ledger)

    def bring(self, wanted: Mapping[str, tuple[Entry, Edition]], page: Page) -> Sequence[Problem]:
        """Write what differs, remove what is not wanted any more, the manifest last."""
        problems: list[Problem] = []
        entries = {path: entry for path, (entry, _) in wanted.items()}
        index = None
        try:
            entries[INDEX], index = page(entries)
        except ProblemsError as error:
            problems += error.problems
        changed = [
            path
            for path, entry in entries.items()
            if self._before.get(path, {}).get("digest") != entry["digest"]
        ]
        foreign = [path for path in changed if self._is_foreign(path, entries[path]["digest"])]
        self._claim({path: entries[path]["digest"] for path in changed if path not in foreign})
        for path in changed:
            if path in foreign:
                del entries[path]
                problems.append(_kept(self._to, path))
            elif path == INDEX:
                self._to.write(path, index or b"")
            else:
                entry, edition = wanted[path]
                self._to.write(path, self._shelves.find(edition, path, entry["digest"]))
        gone = {*self._before, *self._claims} - {*entries, *changed}
        for path in sorted(path for path in gone if is_below(path)):
            data = self._to.read(path)
            own = {self._before.get(path, {}).get("digest"), *self._claims.get(path, ())}
            if data is not None and digest(data) in own:
                self._to.remove(path)
            elif data is not None:
                problems.append(_kept(self._to, path))
        self._to.write(MANIFEST, manifest_bytes(entries))
        self._shelves.ledger.remove(CLAIMS)
        return problems

    def _claim(self, digests: Mapping[str, str]) -> None:
        for path, found in digests.items():
            self._claims.setdefault(path, set()).add(found)
        if digests:
            rows = {path: sorted(found) for path, found in sorted(self._claims.items())}
            self._shelves.ledger.write(CLAIMS, json.dumps(rows).encode("utf-8"))

    def _is_foreign(self, path: str, wanted: str) -> bool:
        """Whether something stands there that no run of ours has put there."""
        if path in self._before or path in self._claims:
            return False
        data = self._to.read(path)
        return data is not None and digest(data) != wanted


def _read_claims(ledger: Storage) -> dict[str, set[str]]:
    try:
        value: Any = json.loads(ledger.read(CLAIMS) or b"{}")
        return {str(path): set(map(str, found)) for path, found in value.items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def _kept(to: Storage, path: str) -> Problem:
    message = f"{to.shown}/{path} is not what was published there; it is kept"
    hint = "move it away; the next publication puts its own there"
    return problem("changed-by-hand", message, None, hint)
