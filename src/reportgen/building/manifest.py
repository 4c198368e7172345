"""`build/manifest.json`: every file that was built, and from what.

It holds only what the inputs determine, so it is the same bytes every time; durations and reasons
go to `.reportgen/runs/`. Format (version 1):

    {"version": 1, "outputs": {"en/brief.pdf": {
        "digest": BLAKE2b-128 of the bytes, "size": bytes, "pages": PDF pages or 0,
        "report": name, "record": id or null, "language": tag, "format": "html" or "pdf",
        "title": what the brief calls itself, "as_of": the edition's date where it says it, or null,
        "inputs": {"records": ["partners.ilo", ...], "files": ["base.html.j2", ...]}}}}

The picture of a brief's first page has the format "png", and its "height" in pixels.
The index page is listed too; it belongs to no report (null).

`records` are those of which the brief printed or tested anything, `files` the templates, styles
and images that it used.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from reportgen.building.writing import write_file
from reportgen.problems import ProblemsError, problem
from reportgen.world import digest

MANIFEST = "manifest.json"
EXISTENCE = frozenset({"audience", "id"})
"""Fields that a brief reads of a record that it may not print at all: to count, skip or compare."""
VERSION = 1

_WORD = (str, type(None))
KINDS: Mapping[str, tuple[type, ...]] = {
    "size": (int,),
    "pages": (int,),
    "report": _WORD,
    "record": _WORD,
    "language": (str,),
    "format": (str,),
    "title": _WORD,
    "as_of": _WORD,
    "height": (int,),
}

Entry = Mapping[str, Any]


def read_manifest(folder: Path) -> dict[str, Entry]:
    """Path -> entry, of the last build in a folder; empty where there is none or it is damaged.

    Raises:
        ProblemsError: a newer reportgen wrote it.
    """
    try:
        raw = (folder / MANIFEST).read_bytes()
    except OSError:
        return {}
    return parse_manifest(raw)


def parse_manifest(raw: bytes) -> dict[str, Entry]:
    """Path -> entry, of the bytes of a manifest; empty where they are damaged.

    Entries that are no entries, or lead out of the folder, are left out.

    Raises:
        ProblemsError: a newer reportgen wrote it.
    """
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(value, dict) or not isinstance(value.get("outputs"), dict):
        return {}
    if value.get("version") != VERSION:
        hint = "build with that version, or into another folder"
        message = f"{MANIFEST} was written by a newer reportgen"
        raise ProblemsError((problem("newer-format", message, None, hint),))
    return {
        path: entry
        for path, entry in value["outputs"].items()
        if is_entry(entry) and is_below(path)
    }


def is_entry(value: Any) -> bool:
    """Whether it has a digest, and what it has beside it is of the kind that builds write."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("digest"), str)
        and all(isinstance(value[name], kinds) for name, kinds in KINDS.items() if name in value)
    )


def manifest_digest(folder: Path) -> str | None:
    """The digest of the manifest as it stands, or None."""
    try:
        return digest((folder / MANIFEST).read_bytes())
    except OSError:
        return None


def is_below(path: str) -> bool:
    """True for a path that stays in its folder: only there may a build remove what it made."""
    return not path.startswith("/") and "\\" not in path and ".." not in path.split("/")


class Lines:
    """The lines of a manifest, each made once for an entry."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Entry, str]] = {}

    def ready(self, outputs: Mapping[str, Entry]) -> None:
        """Make the lines of these files: most of them will be written."""
        for path, entry in outputs.items():
            self.of(path, entry)

    def of(self, path: str, entry: Entry) -> str:
        """The line of a file."""
        known = self._known.get(path)
        if known is None or known[0] is not entry:
            known = self._known[path] = (entry, f"{_json(path)}: {_json(entry)}")
        return known[1]


def write_manifest(folder: Path, outputs: Mapping[str, Entry], lines: Lines | None = None) -> None:
    """Write the manifest, the last file of a build; `lines` has made some of it already."""
    write_file(folder / MANIFEST, manifest_bytes(outputs, lines))


def manifest_bytes(outputs: Mapping[str, Entry], lines: Lines | None = None) -> bytes:
    """A manifest as it is written, a line for each file: the same entries, the same bytes."""
    lines = lines or Lines()
    rows = ",\n".join(lines.of(path, outputs[path]) for path in sorted(outputs))
    return f'{{"outputs": {{\n{rows}\n}},\n"version": {VERSION}}}\n'.encode()


_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def inputs_of(dependencies: Iterable[tuple[str, ...]]) -> dict[str, list[str]]:
    """The records and files among the dependencies of a job, for people to read."""
    records = {
        f"{key[1]}.{key[2]}"
        for key in dependencies
        if key[0] == "field" and key[2] and key[3] not in EXISTENCE
    }
    files = {key[1] for key in dependencies if key[0] in ("file", "code")}
    return {"records": sorted(records), "files": sorted(files)}
