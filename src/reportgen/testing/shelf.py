"""Where snapshots are kept: in `snapshots/` of the project, one file a brief and layer.

snapshots/en/country-brief.html.txt        what was accepted
snapshots/en/country-brief.html.txt.new    what a test run found instead; empty: nothing
snapshots/en/country-brief.page-3.webp     a page: hash and small picture (.png: whole)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reportgen.building.writing import remove_file, write_file
from reportgen.testing.baseline import PageSnapshot, Snapshot, TextSnapshot

FOLDER = "snapshots"
NEW = ".new"
LAYERS = ("data", "html", "pdf")
PAGE = "page-"
_IGNORED = "*.new\n"
_NAME = re.compile(r"^(?P<path>.+)\.(?P<layer>data|html|pdf|page-\d+)\.(?P<form>txt|webp|png)$")


@dataclass(frozen=True)
class Spot:
    """One snapshot's place: the brief's path in the output folder, and the layer."""

    path: str
    layer: str

    @property
    def is_page(self) -> bool:
        """True for a picture."""
        return self.layer.startswith(PAGE)

    @property
    def page(self) -> int:
        """The number of the page, from 1."""
        return int(self.layer.removeprefix(PAGE))


class Shelf:
    """The snapshots of one project."""

    def __init__(self, root: Path) -> None:
        self.folder = root / FOLDER

    def kept(self, spot: Spot) -> Snapshot | None:
        """What was accepted; None where nothing was.

        Raises:
            ValueError: the file there is no snapshot.
        """
        path = self.file(spot)
        return None if path is None else _read(spot, path)

    def pending(self, spot: Spot) -> Snapshot | None:
        """What the last run found in its place; None where that is nothing, or nothing waits.

        Raises:
            ValueError: the file there is no snapshot.
        """
        path = self._pending_file(spot)
        return _read(spot, path) if path is not None and path.stat().st_size else None

    def is_pending(self, spot: Spot) -> bool:
        """Whether a change of this snapshot waits for being accepted."""
        return self._pending_file(spot) is not None

    def keep(self, spot: Spot, snapshot: Snapshot) -> Path:
        """Keep this from now on; the file."""
        self._ignore_pending()
        path = self._path(spot, snapshot)
        write_file(path, snapshot.to_bytes(), durable=False)
        for other in self._files(spot):
            if other != path:  # the same page, kept whole before, or small
                remove_file(self.folder, other)
        self.forget(spot)
        return path

    def propose(self, spot: Spot, snapshot: Snapshot | None) -> None:
        """Leave this for a person to accept; None proposes that there be nothing."""
        self._ignore_pending()
        self.forget(spot)
        file = self.file(spot)
        path = self._path(spot, snapshot) if snapshot is not None else file
        if path is not None:
            data = b"" if snapshot is None else snapshot.to_bytes()
            write_file(path.with_name(path.name + NEW), data, durable=False)

    def forget(self, spot: Spot) -> None:
        """Drop what waits here."""
        path = self._pending_file(spot)
        while path is not None:
            remove_file(self.folder, path)
            path = self._pending_file(spot)

    def remove(self, spot: Spot) -> None:
        """Keep nothing here any more."""
        for path in self._files(spot):
            remove_file(self.folder, path)
        self.forget(spot)

    def accept(self, spot: Spot) -> bool:
        """Keep what waits; False where that means that there is nothing any more."""
        found = self.pending(spot)
        if found is None:
            self.remove(spot)
            return False
        self.keep(spot, found)
        return True

    def spots(self, *, pending: bool = False) -> list[Spot]:
        """Every snapshot that is kept, or that waits; by path, then from data to pages."""
        found = {spot for path, spot in self._all(pending=pending)}
        return sorted(found, key=_order)

    def pages(self) -> dict[str, list[int]]:
        """Path of a brief -> its pages that are kept or wait, in order; one walk for all."""
        found: dict[str, set[int]] = {}
        for spot in (*self.spots(), *self.spots(pending=True)):
            if spot.is_page:
                found.setdefault(spot.path, set()).add(spot.page)
        return {path: sorted(numbers) for path, numbers in found.items()}

    def sizes(self) -> list[tuple[Spot, int]]:
        """Every snapshot that is kept, with its bytes."""
        return [(spot, path.stat().st_size) for path, spot in self._all(pending=False)]

    def file(self, spot: Spot) -> Path | None:
        """The file that is kept here, or None."""
        return next(iter(self._files(spot)), None)

    def _all(self, *, pending: bool) -> Iterator[tuple[Path, Spot]]:
        if not self.folder.is_dir():
            return
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            if name.endswith(NEW) != pending or not path.is_file():
                continue
            match = _NAME.match(name.removesuffix(NEW))
            if match:
                yield path, Spot(match["path"], match["layer"])

    def _files(self, spot: Spot) -> list[Path]:
        forms = ("webp", "png") if spot.is_page else ("txt",)
        paths = (self.folder / f"{spot.path}.{spot.layer}.{form}" for form in forms)
        return [path for path in paths if path.is_file()]

    def _pending_file(self, spot: Spot) -> Path | None:
        forms = ("webp", "png") if spot.is_page else ("txt",)
        paths = (self.folder / f"{spot.path}.{spot.layer}.{form}{NEW}" for form in forms)
        return next((path for path in paths if path.is_file()), None)

    def _path(self, spot: Spot, snapshot: Snapshot) -> Path:
        whole = isinstance(snapshot, PageSnapshot) and snapshot.whole
        form = "txt" if not spot.is_page else "png" if whole else "webp"
        return self.folder / f"{spot.path}.{spot.layer}.{form}"

    def _ignore_pending(self) -> None:
        path = self.folder / ".gitignore"
        if not path.exists():
            write_file(path, _IGNORED.encode(), durable=False)


def unused(shelf: Shelf, wanted: Iterable[Spot]) -> list[Spot]:
    """The snapshots that are kept or wait, and belong to nothing that is made."""
    known = set(wanted)
    every = {*shelf.spots(), *shelf.spots(pending=True)}
    return sorted(every - known, key=_order)


def _read(spot: Spot, path: Path) -> Snapshot:
    data = path.read_bytes()
    return PageSnapshot.from_bytes(data) if spot.is_page else TextSnapshot.from_bytes(data)


def _order(spot: Spot) -> tuple[str, int, int]:
    if spot.is_page:
        return spot.path, len(LAYERS), spot.page
    return spot.path, LAYERS.index(spot.layer), 0
