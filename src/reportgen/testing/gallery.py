"""What waits for being accepted, as things to show: texts in pieces, pages as three pictures."""

from __future__ import annotations

import base64
import functools
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from jinja2 import Environment, StrictUndefined
from PIL import Image

from reportgen.testing.baseline import PageSnapshot
from reportgen.testing.changes import Piece
from reportgen.testing.comparing import Finding
from reportgen.testing.desk import Desk
from reportgen.testing.pictures import difference
from reportgen.testing.telling import Told, accept_line, tell, what

PICTURED = 40
"""Pages that are shown with pictures at most; of the others only the words."""

LINES = 200
"""Lines of one text that are shown at most."""

_QUALITY = 80


@dataclass(frozen=True)
class Shown:
    """One change, ready to be shown.

    Attributes:
        key: Names it in a request: `en/country-brief:page-3`.
        pictures: `before`, `after` and `difference` as data: addresses; empty for a text.
        rough: Whether the picture of before is the small one that is kept, made larger.
    """

    key: str
    brief: str
    layer: str
    line: str
    state: str
    follows: str | None
    rows: Sequence[Mapping[str, Any]]
    more: int
    notes: Sequence[str]
    accept: str
    pictures: Mapping[str, str]
    rough: bool = False


def show(desk: Desk, findings: Iterable[Finding], *, pictured: int = PICTURED) -> list[Shown]:
    """The findings as things to show, in their order."""
    found = []
    for finding in findings:
        pictures: dict[str, str] = {}
        rough = False
        if pictured > 0 and finding.layer.startswith("page-"):
            pictures, rough = _pictures(desk, finding)
            pictured -= 1
        told = tell(finding, desk.briefs)
        found.append(_shown(finding, told, pictures, rough=rough))
    return found


def page(shown: Sequence[Shown], *, title: str, token: str | None = None) -> str:
    """One self-contained HTML page; with a token it can accept and reject."""
    return str(_template().render(title=title, shown=shown, token=token))


@functools.cache
def _template() -> Any:
    folder = Path(__file__).parent
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.globals["style"] = (folder / "gallery.css").read_text("utf-8")
    environment.globals["script"] = (folder / "gallery.js").read_text("utf-8")
    return environment.from_string((folder / "gallery.html.j2").read_text("utf-8"))


def _shown(finding: Finding, told: Told, pictures: Mapping[str, str], *, rough: bool) -> Shown:
    spot = finding.brief.spot(finding.layer)
    notes = [f"made with {other}" for other in finding.others]
    if finding.sources:
        notes.append(f"changed since it was accepted: {', '.join(finding.sources)}")
    if finding.tile is not None:
        notes.append(f"differs most at the {finding.tile.where}")
    return Shown(
        f"{spot.path}:{spot.layer}",
        finding.brief.name,
        what(finding.layer),
        told.line,
        finding.state.value,
        finding.brief.item(finding.follows) if finding.follows else None,
        [_row(change.where, change.place, *change.pieces) for change in told.changes[:LINES]],
        max(0, len(told.changes) - LINES),
        notes,
        accept_line(finding),
        pictures,
        rough,
    )


def _row(
    where: str, place: str | None, before: Sequence[Piece], after: Sequence[Piece]
) -> Mapping[str, Any]:
    return {"where": where, "place": place, "before": before, "after": after}


def _pictures(desk: Desk, finding: Finding) -> tuple[dict[str, str], bool]:
    """(the pictures as addresses, whether the one of before is rough)."""
    kept, found = (_whole(desk, finding, s) for s in (finding.kept, finding.found))
    pictures = {}
    if kept is not None:
        pictures["before"] = _address(kept[0])
    if found is not None:
        pictures["after"] = _address(found[0])
    if kept is not None and found is not None:
        one, other = kept[0], found[0]
        if kept[1] != found[1]:  # one is small only: like with like
            one, other = (s.picture for s in (finding.kept, finding.found) if _is_page(s))
        size = found[0].size
        pictures["difference"] = _address(difference(one, other).resize(size))
    return pictures, kept is not None and kept[1]


def _whole(desk: Desk, finding: Finding, snapshot: object) -> tuple[Image.Image, bool] | None:
    """(the picture of a page, whether it is only the small one), or None where there is none."""
    if not isinstance(snapshot, PageSnapshot):
        return None
    data = desk.picture(finding.brief.spot(finding.layer), snapshot.hash)
    if data is not None:
        return Image.open(io.BytesIO(data)).convert("RGB"), False
    return snapshot.picture, not snapshot.whole


def _is_page(snapshot: object) -> TypeGuard[PageSnapshot]:
    return isinstance(snapshot, PageSnapshot)


def _address(picture: Image.Image) -> str:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=_QUALITY)
    return f"data:image/webp;base64,{base64.b64encode(out.getvalue()).decode()}"
