"""What look-ups and notes in prose stand for: `{diplomatic-relations}`, `{partners.ilo}`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from reportgen.model.images import IMAGES
from reportgen.problems import ProblemsError, problem
from reportgen.rendering.draft import Draft
from reportgen.rendering.printing import printed
from reportgen.rendering.quantities import number_markup
from reportgen.rendering.view import View

DATASET = "dataset"


@dataclass(frozen=True)
class Printers:
    """How whole records are printed: figures with notes, pictures as such, others by name."""

    quantity: Callable[[Draft, View], Markup]
    name: Callable[[Draft, Any], Markup]
    picture: Callable[[Draft, Any], Markup]


def look_up(draft: Draft, printers: Printers, path: Sequence[str]) -> Any:
    """What `{a.b}` in a text prints.

    Raises:
        ProblemsError: it looks up what this brief may not show.
    """
    views, (first, *rest) = draft.views, path
    try:
        if first == DATASET:
            return _shown(draft, printers, _field(views.dataset(), rest))
        collection, id_, rest = (
            ("figures", first, rest) if views.has("figures", first) else (first, rest[0], rest[1:])
        )
        record = views.record(collection, id_)
        if collection == "figures" and rest in ([], ["value"]):
            return (
                number_markup(draft.wording, record) if rest else printers.quantity(draft, record)
            )
        return _shown(draft, printers, _field(record, rest))
    except (KeyError, IndexError) as error:
        shown = "{" + ".".join(path) + "}"
        message = f"a text looks up `{shown}`, which this brief does not have"
        hint = "records with `audience: internal` are in internal briefs only"
        raise ProblemsError((problem("unknown-look-up", message, None, hint),)) from error


def _field(record: Any, path: Sequence[str]) -> Any:
    for part in path:
        if record is None:
            return None
        record = record[int(part)] if isinstance(record, tuple) and part.isdigit() else record[part]
    return record


def _shown(draft: Draft, printers: Printers, value: Any) -> Any:
    if isinstance(value, tuple):
        return draft.wording.join([_shown(draft, printers, part) for part in value])
    if isinstance(value, View) and value.is_record and value.address[0] == IMAGES:
        return printers.picture(draft, value)
    if isinstance(value, View) and value.is_record:
        return printers.name(draft, value)
    return printed(draft.wording, value)
