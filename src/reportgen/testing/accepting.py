"""What waits becomes what is kept, or is dropped; and what the kept snapshots cost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reportgen.problems import Problem, ProblemsError, did_you_mean, problem
from reportgen.testing.briefs import Briefs, chosen
from reportgen.testing.shelf import Shelf, Spot


@dataclass(frozen=True)
class Accepted:
    """A snapshot that was accepted: its file, and whether it is kept or gone now."""

    file: str
    kept: bool


def accept(root: Path, names: Sequence[str] = ()) -> list[Accepted]:
    """Keep what waits, of these reports, briefs or items; of all without a name.

    Raises:
        ProblemsError: a name means nothing, or a file cannot be written.
    """
    shelf = Shelf(root.resolve())
    found = []
    for spot in _waiting(root, shelf, names):
        before = shelf.file(spot)
        kept = shelf.accept(spot)
        file = shelf.file(spot) if kept else before
        if file is not None:
            found.append(Accepted(file.relative_to(root.resolve()).as_posix(), kept))
    return found


def reject(root: Path, names: Sequence[str] = ()) -> int:
    """Drop what waits, of these reports, briefs or items; how many there were.

    Raises:
        ProblemsError: a name means nothing, or a file cannot be removed.
    """
    shelf = Shelf(root.resolve())
    spots = _waiting(root, shelf, names)
    for spot in spots:
        shelf.forget(spot)
    return len(spots)


def _waiting(root: Path, shelf: Shelf, names: Sequence[str]) -> list[Spot]:
    waiting = shelf.spots(pending=True)
    if not names:
        return waiting
    briefs = Briefs(root)
    layers: dict[str, set[str | None]] = {}
    check_names(briefs, names)
    for brief, layer in chosen(briefs.all, names):
        layers.setdefault(brief.path, set()).add(layer)
    return [spot for spot in waiting if {None, spot.layer} & layers.get(spot.path, set())]


def check_names(briefs: Briefs, names: Iterable[str]) -> None:
    """See that each name is one of a report, a brief or a layer of one.

    Raises:
        ProblemsError: some are not, each with the nearest that is.
    """
    unknown = list(_unknown(briefs, names))
    if unknown:
        raise ProblemsError(unknown)


def _unknown(briefs: Briefs, names: Iterable[str]) -> Iterable[Problem]:
    known = list(dict.fromkeys(n for b in briefs.all for n in (b.job.report, b.name)))
    for name in names:
        if not any(True for _ in chosen(briefs.all, [name])):
            hint = did_you_mean(name, known, kind="briefs")
            yield problem("unknown-report", f"there is no report or brief '{name}'", None, hint)


@dataclass(frozen=True)
class Cost:
    """What the snapshots of one report cost, in bytes by layer."""

    report: str
    briefs: int
    bytes: dict[str, int]


def costs(root: Path) -> list[Cost]:
    """What the kept snapshots cost, the dearest report first; those of none under `unused`.

    Raises:
        ProblemsError: the project cannot be read.
    """
    reports = {brief.path: brief.job.report for brief in Briefs(root).all}
    paths: dict[str, set[str]] = {}
    sizes: dict[str, dict[str, int]] = {}
    for spot, size in Shelf(root.resolve()).sizes():
        report = reports.get(spot.path, "unused")
        layer = "pages" if spot.is_page else spot.layer
        paths.setdefault(report, set()).add(spot.path)
        of_report = sizes.setdefault(report, {})
        of_report[layer] = of_report.get(layer, 0) + size
    found = [Cost(report, len(paths[report]), sizes[report]) for report in sizes]
    return sorted(found, key=lambda cost: -sum(cost.bytes.values()))
