"""What the records that a page printed leave open: undated, ambiguous, stale, untranslated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportgen.model.edtf import bounds
from reportgen.rendering.draft import Draft
from reportgen.rendering.labels import COLLECTION_LABELS, N_
from reportgen.rendering.values import LocalText
from reportgen.rendering.view import View
from reportgen.rendering.wording import filled

DATES = {
    "figures": ("as_of", "time"),
    "events": ("date",),
    "sources": ("date",),
}
"""The collections whose records should say when, and the fields that do; an agreement has
`dates`, a mapping of its own."""

KINDS = {
    "undated": N_("undated"),
    "open-list": N_("open list"),
    "ambiguous": N_("ambiguous"),
    "stale": N_("stale"),
    "no-longer-exists": N_("no longer exists"),
    "fallback": N_("not translated"),
}


def gaps(draft: Draft) -> list[dict[str, Any]]:
    """Rows of kind, record, collection, field and text, grouped by kind; nothing is guessed."""
    rows = [row for view in _printed(draft) for row in _gaps_of(draft, view)]
    order = list(KINDS)
    return sorted(rows, key=lambda row: order.index(row["kind"]))


def _printed(draft: Draft) -> Iterator[View]:
    for collection in COLLECTION_LABELS:
        printed = draft.views.reads.records(collection)
        if printed:
            draft.views.reads.scans.add(collection)  # the rows stand in the order of the data
        for id_ in draft.views.visible_ids(collection):
            if id_ in printed:
                yield draft.views.record(collection, id_)


def _gaps_of(draft: Draft, view: View) -> Iterator[dict[str, Any]]:
    if _is_undated(view):
        yield _row(draft, "undated", view, None)
    if view.get("complete") is False:
        yield _row(draft, "open-list", view, None)
    if view.get("ambiguity"):
        yield _row(draft, "ambiguous", view, view["ambiguity"])
    if view.get("valid_until"):
        text = draft.wording.gettext("valid until {date}")
        yield _row(draft, "stale", view, filled(text, date=draft.wording.date(view["valid_until"])))
    valid = view.get("valid")
    if valid and valid["until"] and bounds(valid["until"])[1]:
        text = draft.wording.gettext("until {date}")
        yield _row(
            draft, "no-longer-exists", view, filled(text, date=draft.wording.date(valid["until"]))
        )
    title = _title(view)
    # A quotation stays in its own language on purpose.
    if isinstance(title, LocalText) and title.fallback and not view.get("verbatim"):
        yield _row(draft, "fallback", view, None)


def _is_undated(view: View) -> bool:
    if view.address[0] == "agreements":
        dates = view["dates"]
        return dates is None or not any(dates[field] for field in dates)
    fields = DATES.get(view.address[0], ())
    return bool(fields) and not any(view.get(field) for field in fields)


def _row(draft: Draft, kind: str, view: View, text: Any) -> dict[str, Any]:
    collection = view.address[0]
    return {
        "kind": kind,
        "label": draft.wording.gettext(KINDS[kind]),
        "record": view,
        "title": _title(view),
        "collection": draft.wording.gettext(COLLECTION_LABELS[collection]),
        "text": text,
    }


def _title(view: View) -> Any:
    for field in ("name", "title", "label", "text"):
        if view.get(field):
            return view[field]
    return view.address[1]
