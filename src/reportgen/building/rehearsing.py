"""A page that a process lays out for nothing, so that it is quick when the brief's own comes.

Half of what the first layout of a report costs is styles and fonts, which the next page shares. So
the last page that a process laid out of a report is kept for the next build. Where there are few
briefs the one that changed is there before such a page is done; a page of two lines has to do.
"""

from __future__ import annotations

from pathlib import Path

from reportgen.building.manifest import MANIFEST
from reportgen.building.store import Store
from reportgen.world import digest

LONGEST = 12_000
"""Characters of a page that is worth it: one that takes long would keep the brief waiting."""

MANY = 1_000_000
"""Bytes of the manifest of so many briefs that to look after all takes longer than such a page."""

BLANK = """<!DOCTYPE html>
<html lang="en"><head><title>A</title></head>
<body><h1>A</h1><p>A <strong>B</strong> <em>C</em></p>
<table><caption>A</caption><tr><th scope="col">A</th></tr><tr><td>1</td></tr></table></body></html>
"""


def keep_page(store: Store, report: str, html: str) -> None:
    """Keep a page of a report, as it was handed to the layout, for `page_of`."""
    if len(html) <= LONGEST:
        store.put(_slot(report), html.encode("utf-8", "surrogatepass"))


def page_of(store: Store, report: str, folder: Path) -> str:
    """The page of a report that was kept last, if there is time for it before the brief's comes."""
    try:
        many = (folder / MANIFEST).stat().st_size > MANY
    except OSError:
        many = False
    kept = store.get(_slot(report)) if many else None
    return kept.decode("utf-8", "replace") if kept else BLANK


def _slot(report: str) -> str:
    return digest(f"page of {report}".encode())
