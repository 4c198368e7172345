"""What is kept against what is made now: one finding a layer, each said once.

The layers stand in an order: data, HTML, outline of the PDF, pages. Where an upper one differs,
those below it say that they follow from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from reportgen.testing.baseline import PageSnapshot, Snapshot, TextSnapshot, page_snapshot
from reportgen.testing.briefs import Brief
from reportgen.testing.data_outline import values
from reportgen.testing.made import LAYOUT, Made
from reportgen.testing.pdf_outline import sections, without_breaks
from reportgen.testing.pictures import TOLERANCE, Tile, worst_tile
from reportgen.testing.shelf import LAYERS, Shelf
from reportgen.world import DATA


class State(Enum):
    """How a layer stands to what was kept of it."""

    SAME = "same"
    MISSING = "missing"
    CHANGED = "changed"
    GONE = "gone"
    LEFT_OUT = "left out"


@dataclass(frozen=True)
class Finding:
    """What came of comparing one layer of one brief.

    Attributes:
        kept: What was accepted.
        found: What is made now; None for a page that is not made any more.
        follows: The layer above whose change this one follows.
        left_out: What could not be compared, since another library breaks lines elsewhere.
        others: `Pango 1.50.12, here 1.52.0`, for each library that differs.
        sources: Templates, styles and fonts that are not what they were.
        tile: Of a page, where it differs most.
        limit: Of a page, the share of a tile that may differ.
    """

    brief: Brief
    layer: str
    state: State
    kept: Snapshot | None = None
    found: Snapshot | None = None
    follows: str | None = None
    left_out: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    tile: Tile | None = None
    limit: float = 0.0

    @property
    def item(self) -> str:
        """`country-brief[en-page-3]`."""
        return self.brief.item(self.layer)

    @property
    def differs(self) -> bool:
        """Whether a person has to look."""
        return self.state in (State.MISSING, State.CHANGED, State.GONE)


@dataclass
class Comparer:
    """Compares the layers of the briefs of one project."""

    shelf: Shelf
    made: Made
    _known: dict[tuple[str, str], Finding] = field(default_factory=dict)

    def finding(self, brief: Brief, layer: str) -> Finding:
        """How a layer stands to what is kept of it.

        Raises:
            OSError: the brief was not built.
            ValueError: what is kept is no snapshot.
        """
        key = (brief.path, layer)
        if key not in self._known:
            if self._known and next(iter(self._known))[0] != brief.path:
                self._known.clear()
            self._known[key] = self._find(brief, layer)
        return self._known[key]

    def forget(self) -> None:
        """What is kept has changed: compare anew."""
        self._known.clear()

    def _find(self, brief: Brief, layer: str) -> Finding:
        kept = self.shelf.kept(brief.spot(layer))
        found = self.made.snapshot(brief, layer)
        if found is None:
            state = State.SAME if kept is None else State.GONE
            return Finding(brief, layer, state, kept, None, self._above(brief, layer))
        if kept is None:
            return Finding(brief, layer, State.MISSING, None, found)
        if isinstance(kept, PageSnapshot) and isinstance(found, PageSnapshot):
            finding = self._pictures(brief, layer, kept, found)
        elif isinstance(kept, TextSnapshot) and isinstance(found, TextSnapshot):
            finding = self._texts(brief, layer, kept, found)
        else:
            raise TypeError(f"{layer} is kept in another form")
        return finding

    def _texts(self, brief: Brief, layer: str, kept: TextSnapshot, found: TextSnapshot) -> Finding:
        others = tuple(kept.header.others(found.header))
        if kept.text == found.text or (layer == "data" and self._no_data(brief, kept, found)):
            return Finding(brief, layer, State.SAME, kept, found)
        if layer == "pdf" and kept.header.others(found.header, LAYOUT):
            left_out = tuple(_differing(kept.text, found.text))
            if without_breaks(kept.text) == without_breaks(found.text):
                return Finding(
                    brief,
                    layer,
                    State.LEFT_OUT,
                    kept,
                    found,
                    left_out=left_out,
                    others=others,
                )
        return Finding(
            brief,
            layer,
            State.CHANGED,
            kept,
            found,
            self._above(brief, layer),
            others=others,
            sources=tuple(kept.header.changed_sources(found.header)),
        )

    def _no_data(self, brief: Brief, kept: TextSnapshot, found: TextSnapshot) -> bool:
        """Whether it is not for the data that what was read is another.

        Either nothing that is printed changed, or another template asks for other fields, and the
        fields that both ask for hold what they held.
        """
        if self._prints_the_same(brief):
            return True
        html = self.shelf.kept(brief.spot("html")) if "html" in brief.layers else None
        now = self.made.snapshot(brief, "html") if html is not None else None
        if html is None or now is None:
            return False
        others = html.header.changed_sources(now.header)
        if not any(not name.startswith(f"{DATA}/") for name in others):
            return False
        old, new = values(kept.text), values(found.text)
        return all(old[name] == new[name] for name in old.keys() & new.keys())

    def _prints_the_same(self, brief: Brief) -> bool:
        """Whether what was read is another and nothing that is printed: nobody would see it."""
        below = [layer for layer in brief.layers if layer != "data"]
        snapshots = [
            (self.shelf.kept(brief.spot(at)), self.made.snapshot(brief, at)) for at in below
        ]
        return bool(below) and all(
            isinstance(kept, TextSnapshot)
            and isinstance(found, TextSnapshot)
            and kept.text == found.text
            for kept, found in snapshots
        )

    def _pictures(
        self, brief: Brief, layer: str, kept: PageSnapshot, found: PageSnapshot
    ) -> Finding:
        if kept.hash == found.hash:
            return Finding(brief, layer, State.SAME, kept, found)
        others = kept.header.others(found.header)
        given = brief.settings.tolerance
        # With the same renderer the pixels are the same: any difference is one of the brief.
        limit = float(given) if given is not None else TOLERANCE if others else 0.0
        if kept.whole == found.whole:
            now = found
        else:
            picture = self.made.picture(brief, int(layer.removeprefix("page-")))
            now = page_snapshot(found.header, picture, whole=kept.whole)
        tile = worst_tile(kept.picture, now.picture, kept.tile)
        state = State.CHANGED
        if limit and tile.share <= limit:
            state = State.SAME  # to the eye; `others` and `tile` say that it is not to the bit
        elif kept.header.others(found.header, LAYOUT):
            state = State.LEFT_OUT
        return Finding(
            brief,
            layer,
            state,
            kept,
            found,
            self._above(brief, layer) if state is State.CHANGED else None,
            left_out=("the picture",) if state is State.LEFT_OUT else (),
            others=tuple(others),
            sources=tuple(kept.header.changed_sources(found.header)),
            tile=tile,
            limit=limit,
        )

    def _above(self, brief: Brief, layer: str) -> str | None:
        """The first layer above that has changed, too."""
        for upper in LAYERS:
            if upper == layer:
                return None
            if upper in brief.layers:
                state = self.finding(brief, upper).state
                if state is State.CHANGED:
                    return upper
        return None


def finding_between(brief: Brief, layer: str, shelf: Shelf) -> Finding:
    """What waits for being accepted, as it was found when it was left.

    Raises:
        ValueError: a file is no snapshot.
    """
    spot = brief.spot(layer)
    kept, found = shelf.kept(spot), shelf.pending(spot)
    upper = (up for up in LAYERS[: LAYERS.index(layer) if layer in LAYERS else None])
    follows = next((up for up in upper if shelf.is_pending(brief.spot(up))), None)
    if kept is None or found is None:
        state = State.MISSING if kept is None else State.GONE
        return Finding(brief, layer, state, kept, found, None if kept is None else follows)
    tile = None
    if isinstance(kept, PageSnapshot) and isinstance(found, PageSnapshot):
        one, other = kept.picture, found.picture
        tile = worst_tile(one, other, kept.tile) if kept.whole == found.whole else None
    return Finding(
        brief,
        layer,
        State.CHANGED,
        kept,
        found,
        follows,
        others=tuple(kept.header.others(found.header)),
        sources=tuple(kept.header.changed_sources(found.header)),
        tile=tile,
    )


def _differing(kept: str, found: str) -> list[str]:
    """The sections of an outline that differ, by name."""
    old, new = sections(kept), sections(found)
    return [name for name in dict.fromkeys((*old, *new)) if old.get(name) != new.get(name)]
