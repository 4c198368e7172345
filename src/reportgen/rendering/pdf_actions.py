"""What the links of a finished PDF do, read from the objects that are about to be written.

The last of several looks: whatever a page said and the layout made of it, no PDF leaves with a
link that runs something or leads to the machine that made it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

import pydyf

from reportgen.links import link_fault
from reportgen.problems import Problem, problem
from reportgen.rendering.fetching import BASE

_HARMLESS = frozenset({"/URI", "/GoTo"})


def link_problems(pdf: pydyf.PDF) -> list[Problem]:
    """The links of a PDF that it may not have, each once."""
    return list(dict.fromkeys(_judged(_dictionaries(pdf.objects))))


def _judged(dictionaries: Iterable[pydyf.Dictionary]) -> Iterator[Problem]:
    for entry in dictionaries:
        kind = entry.get("S")
        if entry.get("Type") == "/Action" or "URI" in entry or "JS" in entry:
            if kind not in _HARMLESS or "JS" in entry:
                message = f"the PDF would hold the action `{str(kind).lstrip('/')}`"
                yield problem("bad-link", message, None, "take it out of the template")
            elif kind == "/URI":
                yield from _address(entry["URI"])


def _address(uri: Any) -> Iterator[Problem]:
    address = str(getattr(uri, "string", uri))
    fault: str | None
    if address.startswith(BASE):
        address = unquote(address.removeprefix(BASE))
        fault = "is a path, which leads nowhere from a PDF"
    else:
        fault = link_fault(address)
    if fault is not None:
        shown = address if len(address) <= 80 else f"{address[:77]}..."
        hint = "write an address that begins with https://, or `#` and an id"
        yield problem("bad-link", f"the link `{shown}` {fault}", None, hint)


def _dictionaries(things: Iterable[Any]) -> Iterator[pydyf.Dictionary]:
    """Every dictionary among objects and inside them."""
    ahead = list(things)
    while ahead:
        thing = ahead.pop()
        if isinstance(thing, pydyf.Dictionary):
            yield thing
            ahead += thing.values()
        elif isinstance(thing, pydyf.Array):
            ahead += thing
        elif isinstance(thing, pydyf.Stream):
            ahead += thing.extra.values()
