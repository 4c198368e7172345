"""One project on the desk: its briefs, what is kept of them, and what to do about a difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from reportgen.building.writing import remove_file, write_file
from reportgen.testing.baseline import PageSnapshot
from reportgen.testing.briefs import STATE, Brief, Briefs, chosen
from reportgen.testing.comparing import Comparer, Finding, State, finding_between
from reportgen.testing.made import Made
from reportgen.testing.pictures import as_png
from reportgen.testing.shelf import PAGE, Shelf, Spot, unused
from reportgen.testing.telling import Told, printed_changes, tell

CHECK, NEW, ALL = "check", "new", "all"
"""What a run may write: nothing; snapshots that are missing; all that differ, too."""


class Desk:
    """A project under test.

    Attributes:
        tested: The briefs that are: all, or those that were named.
    """

    def __init__(self, root: Path, names: Sequence[str] = (), *, trust: bool = False) -> None:
        """Read the project; `names` are those of the reports or briefs that are tested.

        With `trust` code in the project may run.

        Raises:
            ProblemsError: it has errors.
        """
        self.briefs = Briefs(root, trust=trust)
        self.tested = tuple(dict.fromkeys(brief for brief, _ in chosen(self.briefs.all, names)))
        self.shelf = Shelf(self.briefs.root)
        self.made = Made(self.briefs)
        self.comparer = Comparer(self.shelf, self.made)

    def layers(self, briefs: Iterable[Brief], mode: str) -> Iterator[tuple[Brief, str]]:
        """Every layer that is compared, page by page.

        How many pages there are is known from what is kept; where nothing is and it may be
        written, the brief is built to see.
        """
        every = list(briefs)
        known = self.shelf.pages()
        fresh = [b for b in every if b.has_pages and b.path not in known]
        if mode != CHECK:
            self.briefs.build(fresh)
        for brief in every:
            for layer in brief.layers:
                yield brief, layer
            if not brief.has_pages:
                continue
            numbers = known.get(brief.path, [])
            if not numbers and mode != CHECK and self.briefs.failure(brief) is None:
                numbers = list(range(1, self.made.pages(brief) + 1))
            for number in numbers:
                yield brief, f"{PAGE}{number}"

    def settle(self, brief: Brief, layer: str, mode: str) -> tuple[Finding, bool]:
        """(how a layer stands, whether a snapshot was written or removed for it).

        What differs and may not be written is left as pending for a person to accept.

        Raises:
            ProblemsError: a snapshot cannot be written.
            ValueError: what is kept is no snapshot.
        """
        finding = self.comparer.finding(brief, layer)
        spot = brief.spot(layer)
        self._keep_picture(finding)
        if not finding.differs:
            self.shelf.forget(spot)
            return finding, False
        if mode == ALL or (mode == NEW and finding.state is State.MISSING):
            if finding.found is None:
                self.shelf.remove(spot)
            else:
                self.shelf.keep(spot, finding.found)
            self._further_pages(finding, write=True)
            self.comparer.forget()
            return finding, True
        self.shelf.propose(spot, finding.found)
        self._further_pages(finding, write=False)
        return finding, False

    def tell(self, finding: Finding) -> Told:
        """The finding in words, with what it changed on the pages of the PDF."""
        brief = finding.brief
        if finding.layer in ("data", "html") and "pdf" in brief.layers and finding.kept:
            pdf = self.comparer.finding(brief, "pdf")
            return tell(finding, self.briefs, printed_changes(pdf.kept, pdf.found))
        return tell(finding, self.briefs)

    def waiting(self) -> list[Finding]:
        """What earlier runs left to be accepted, of briefs that there still are."""
        known = {brief.path: brief for brief in self.briefs.all}
        return [finding_between(known[at.path], at.layer, self.shelf) for at in self.pending()]

    def pending(self) -> list[Spot]:
        """Where that lies, which is known at once: nothing is compared."""
        known = {brief.path for brief in self.briefs.all}
        return [spot for spot in self.shelf.spots(pending=True) if spot.path in known]

    def unused(self) -> list[Spot]:
        """The snapshots of briefs and layers that nothing makes any more."""
        wanted = [brief.spot(layer) for brief in self.tested for layer in brief.layers]
        pages = self.shelf.pages()
        wanted += [
            brief.spot(f"{PAGE}{number}")
            for brief in self.tested
            if brief.has_pages
            for number in pages.get(brief.path, ())
        ]
        return unused(self.shelf, wanted)

    def picture(self, spot: Spot, hash_: str) -> bytes | None:
        """The whole picture of a page that this machine has drawn once, as PNG."""
        path = self._picture(spot, hash_)
        return path.read_bytes() if path.is_file() else None

    def _picture(self, spot: Spot, hash_: str) -> Path:
        return self.briefs.root / STATE / "pictures" / f"{spot.path}.{spot.layer}.{hash_}.png"

    def _keep_picture(self, finding: Finding) -> None:
        """Keep the whole page for people to look at, here; beside it that of what was accepted."""
        if not isinstance(finding.found, PageSnapshot):
            return
        spot = finding.brief.spot(finding.layer)
        path = self._picture(spot, finding.found.hash)
        if path.is_file():
            return
        hashes = {s.hash for s in (finding.found, finding.kept) if isinstance(s, PageSnapshot)}
        known = {self._picture(spot, hash_) for hash_ in hashes}
        for other in path.parent.glob(f"{path.name.rpartition(f'.{finding.found.hash}')[0]}.*.png"):
            if other not in known:
                remove_file(path.parent, other)
        picture = self.made.picture(finding.brief, spot.page)
        write_file(path, as_png(picture), durable=False)

    def _further_pages(self, finding: Finding, *, write: bool) -> None:
        """Pages that have come to a PDF have no item of their own yet: they go with its outline."""
        brief = finding.brief
        if finding.layer != "pdf" or not brief.has_pages or finding.kept is None:
            return
        most = max(self.shelf.pages().get(brief.path, [0]))
        for number in range(most + 1, self.made.pages(brief) + 1):
            spot = brief.spot(f"{PAGE}{number}")
            found = self.made.snapshot(brief, spot.layer)
            if found is not None and write:
                self.shelf.keep(spot, found)
            elif found is not None:
                self.shelf.propose(spot, found)
