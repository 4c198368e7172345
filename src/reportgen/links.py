"""Which addresses a brief may link to."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_SCHEMES = frozenset({"http", "https", "mailto"})


def link_fault(address: str) -> str | None:
    """Why an address is no link of a brief, to stand after it; None where it is one."""
    # Browsers take out what cannot be printed before they read an address, so that is done here.
    plain = "".join(char for char in address if char > " " and char != "\x7f")
    scheme = _SCHEME.match(plain)
    if scheme is not None:
        if scheme[1].lower() not in _SCHEMES:
            return f"begins with `{scheme[1]}:`; links are https, http, mailto or in the document"
        if scheme[1].lower() != "mailto" and not plain[scheme.end() :].startswith("//"):
            return "lacks the two strokes after its colon"
        return None
    if "\\" in plain or plain.startswith("/"):
        return "leads to a place on the reader's own machine"
    return None


def address_fault(address: str) -> str | None:
    """The same for an address of the data, which says itself where it leads."""
    found = link_fault(address)
    if found is None and not _SCHEME.match(address.strip()):
        return "does not say where it leads: write it with https:// before it"
    return found
