"""A finding in words: which brief, which page, what was and what is, why, and what to type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportgen.problems import visible
from reportgen.testing.baseline import Snapshot, TextSnapshot
from reportgen.testing.briefs import Briefs
from reportgen.testing.changes import Change, changes, marked
from reportgen.testing.comparing import Finding, State

MOST, MOST_PRINTED = 6, 2
"""Changes that are shown of one layer, and of the text that they changed; the rest are counted."""

_MOST_SOURCES = 4
_WHAT = {
    "data": "what it reads of the data",
    "html": "the page in HTML",
    "pdf": "the PDF",
}


@dataclass(frozen=True)
class Told:
    """A finding for people.

    Attributes:
        line: All of it in one line.
        changes: The lines of text that changed; none where the change follows another.
        body: Several lines, with the command that accepts it.
    """

    line: str
    changes: tuple[Change, ...]
    body: str


def tell(finding: Finding, briefs: Briefs, printed: Sequence[Change] = ()) -> Told:
    """A finding that a person has to look at, in words; `printed` is what it changed in the PDF."""
    found = tuple(_changes(finding, briefs))
    lines = list(_body(finding, found, printed))
    return Told(_line(finding, found), found, visible("\n".join(lines)))


def what(layer: str) -> str:
    """A layer in words: `page 3`."""
    return _WHAT.get(layer, layer.replace("-", " "))


def accept_line(finding: Finding) -> str:
    """What accepts it: `reportgen accept 'partner-profile[ilo-en]'`."""
    return f"reportgen accept '{finding.brief.name}'"


def _changes(finding: Finding, briefs: Briefs) -> Iterator[Change]:
    kept, found = finding.kept, finding.found
    if not isinstance(kept, TextSnapshot) or not isinstance(found, TextSnapshot):
        return
    for change in changes(kept.text, found.text):
        if finding.layer != "data":
            yield change
            continue
        line = change.after if change.after is not None else change.before or ""
        place = briefs.outline.place(finding.brief.job, change.where, line)
        yield replace(change, place=f"{place.file}:{place.line}" if place else None)


def _line(finding: Finding, found: tuple[Change, ...]) -> str:
    item = finding.item
    if finding.state is State.MISSING:
        return f"{item}: there is no snapshot of it"
    if finding.state is State.GONE:
        return f"{item}: the brief has no such page any more"
    if finding.follows:
        return f"{item}: follows from {finding.brief.item(finding.follows)}"
    if finding.tile is not None:
        return f"{item}: looks different at the {finding.tile.where}"
    first = found[0] if found else None
    if first is None:
        return f"{item}: differs"
    at = first.place or first.where
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return visible(f"{item}: {_short(first)}{f' ({at})' if at else ''}{more}")


def _short(change: Change) -> str:
    before, after = change.pieces
    if change.before is not None and change.after is not None:
        went = " ".join(text.strip() for kind, text in before if kind == "-")
        came = " ".join(text.strip() for kind, text in after if kind == "+")
        return f"'{_clip(went)}' is now '{_clip(came)}'"
    if change.after is None:
        return f"'{_clip((change.before or '').strip())}' is gone"
    return f"'{_clip(change.after.strip())}' is new"


def _clip(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def _body(finding: Finding, found: tuple[Change, ...], printed: Sequence[Change]) -> Iterator[str]:
    job = finding.brief.job
    of = f" of {job.record}" if job.record else ""
    yield f"{job.report}{of} in '{job.language}': {what(finding.layer)} {_verdict(finding)}"
    if finding.follows:
        yield f"  follows from {finding.brief.item(finding.follows)}; that one says what changed"
        yield from _sources(finding)
        yield f"  accept: {accept_line(finding)}"
        return
    yield from _listed(found, MOST)
    if printed:
        pages = ", ".join(dict.fromkeys(change.where for change in printed))
        yield f"  a reader sees it on {pages}"
        yield from _listed(printed, MOST_PRINTED)
    if finding.tile is not None:
        yield (
            f"  most at the {finding.tile.where}: {finding.tile.share:.1%} of that tile differs,"
            f" {finding.limit:.1%} may"
        )
    yield from _sources(finding)
    for other in finding.others:
        yield f"  made with {other}"
    yield f"  accept: {accept_line(finding)}    look: reportgen review"


def _sources(finding: Finding) -> Iterator[str]:
    names = finding.sources
    if names:
        more = f" and {len(names) - _MOST_SOURCES} more" if len(names) > _MOST_SOURCES else ""
        yield f"  changed since it was accepted: {', '.join(names[:_MOST_SOURCES])}{more}"


def _listed(found: Sequence[Change], most: int) -> Iterator[str]:
    where = None
    for change in found[:most]:
        if change.where != where:
            where = change.where
            yield f"  {where}" if where else "  at the beginning"
        yield from _shown(change)
    if len(found) > most:
        yield f"  ... and {len(found) - most} more"


def _verdict(finding: Finding) -> str:
    return {
        State.MISSING: "has no snapshot",
        State.GONE: "is there no more",
        State.LEFT_OUT: "was not compared",
    }.get(finding.state, "is not as it was accepted")


def _shown(change: Change) -> Iterator[str]:
    before, after = change.pieces
    if change.before is not None:
        yield f"    before  {marked(before)}"
    if change.after is not None:
        yield f"    now     {marked(after)}"
    if change.place:
        yield f"    at      {change.place}"


def left_out(finding: Finding) -> str:
    """Why a layer was not compared, naming both versions."""
    which = ", ".join(finding.left_out) or "the last bit of the picture"
    return visible(
        f"{finding.item}: not compared: {which};"
        f" the snapshot was made with {'; '.join(finding.others)}"
    )


def printed_changes(kept: Snapshot | None, found: Snapshot | None) -> list[Change]:
    """How the text of the pages differs between two outlines of a PDF."""
    if not isinstance(kept, TextSnapshot) or not isinstance(found, TextSnapshot):
        return []
    found_changes = changes(kept.text, found.text)
    return [
        change
        for change in found_changes
        if change.where.startswith("page ")
        and f"# {change.where}" not in (change.before, change.after)
    ]
