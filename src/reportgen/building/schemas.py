"""Writes the JSON Schemas that editors use to complete and check YAML while it is typed."""

from __future__ import annotations

import json
from pathlib import Path

from reportgen.building.locking import STATE, check_state
from reportgen.building.writing import write_file
from reportgen.reading.schemas import schemas

SCHEMAS = f"{STATE}/schemas"


def write_schemas(root: Path) -> tuple[str, ...]:
    """Write every schema below the project folder; the paths that now stand, relative to it."""
    check_state(root)
    # The folder ignores itself, so that a new project need not say so.
    write_file(root / STATE / ".gitignore", b"*\n")
    paths = []
    for name, schema in schemas().items():
        text = json.dumps(schema, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
        path = f"{SCHEMAS}/{name}.json"
        write_file(root / path, text.encode("utf-8"))
        paths.append(path)
    return tuple(paths)
