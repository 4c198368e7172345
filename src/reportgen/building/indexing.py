"""`build/index.html`: the page that lists every brief of the output folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reportgen.building.events import Written
from reportgen.building.manifest import Entry
from reportgen.building.writing import write_changed
from reportgen.model.project import Project
from reportgen.rendering.listing import INDEX_PAGE, INDEX_STYLE, BuiltFile
from reportgen.rendering.media import screen_html
from reportgen.rendering.page import PageWriter
from reportgen.rendering.theme import TOKENS
from reportgen.world import World, digest

INDEX = f"{INDEX_PAGE}.html"
WEIGHTS = (400, 600)
"""Of the theme's upright faces; a page that has no other does not carry them."""


def write_index(
    project: Project, world: World, folder: Path, outputs: Mapping[str, Entry]
) -> tuple[Entry, Written | None]:
    """Write the page of what the manifest lists; its entry there, and the file where it changed.

    Raises:
        ProblemsError: its template is wrong, or the file cannot be written.
    """
    entry, data = index_page(project, world, outputs)
    changed = write_changed(folder / INDEX, data, entry["digest"])
    return entry, Written(INDEX, len(data), 0) if changed else None


def index_page(
    project: Project, world: World, outputs: Mapping[str, Entry]
) -> tuple[dict[str, Any], bytes]:
    """The page of what a manifest lists: its entry there, and its bytes.

    Raises:
        ProblemsError: its template is wrong.
    """
    writer = PageWriter(project, world, None)
    page = writer.write_index(_files(outputs))
    faces = [
        face for face in writer.faces if face.style == "normal" and face.weight in WEIGHTS
    ] or writer.faces
    data = screen_html(page, writer.files, faces, INDEX_STYLE).encode("utf-8")
    entry: dict[str, Any] = {
        "digest": digest(data),
        "size": len(data),
        "pages": 0,
        "report": None,
        "record": None,
        "language": page.facts["language"],
        "format": "html",
        "title": str.__str__(page.facts["title"]),
        "as_of": None,
        "inputs": {
            "records": [],
            "files": sorted({*page.reads.names, TOKENS, INDEX_STYLE}),
        },
    }
    return entry, data


def _files(outputs: Mapping[str, Entry]) -> Iterator[BuiltFile]:
    for path, entry in sorted(outputs.items()):
        if path != INDEX:
            yield BuiltFile(
                path,
                entry["format"],
                entry["size"],
                entry["pages"],
                entry["report"],
                entry["record"],
                entry["language"],
                entry.get("title"),  # an earlier version wrote neither
                entry.get("as_of"),
            )
