"""What the index page of a folder was made from, so that it is not made again for nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from reportgen.building.fingerprints import Dependency, Fingerprints
from reportgen.building.locking import lock_name
from reportgen.building.manifest import Entry, is_entry
from reportgen.building.store import Store
from reportgen.building.writing import digest_of
from reportgen.model.project import Project
from reportgen.rendering.listing import BuiltFile, Rows
from reportgen.rendering.page import PageWriter
from reportgen.world import World, digest


class KeptIndex:
    """The index page that the last build made of a folder, and all that it depends on."""

    def __init__(
        self, project: Project, world: World, here: Fingerprints, store: Store, page: Path
    ) -> None:
        """`here` is how things are now, `page` the file."""
        self._project, self._world, self._here, self._store = project, world, here, store
        self._page = page
        self._slot = digest(f"index of {lock_name(page.parent)}".encode())
        self._rows: Rows = {}

    def key(self, files: Iterable[BuiltFile]) -> str:
        """Stands for what the page is told without asking: what was built, and the settings.

        What it is told of a brief is worked out once, so a second call is short.
        """
        project = self._project
        told = (project.languages, project.dataset, project.configuration, project.brand)
        listed = PageWriter(project, self._world, None).listed(files, self._rows)
        return digest(f"{told!r}\n{listed}".encode())

    def entry(self, key: str) -> Entry | None:
        """The entry of the page that stands, where another one would be the same."""
        try:
            value = json.loads(self._store.get(self._slot) or b"")
            read = {tuple(map(str, name)): str(known) for name, known in value["read"]}
            entry: Entry = value["entry"]
        except (ValueError, LookupError, TypeError, RecursionError):
            return None
        if value["key"] != key or not is_entry(entry) or ("program",) not in read:
            return None
        stands = digest_of(self._page.parent, self._page) == entry["digest"]
        return entry if stands and self._here.first_difference(read) is None else None

    def keep(self, key: str, entry: Entry, read: Mapping[Dependency, str]) -> None:
        """Remember a page, if this process sees everything as the one that made it."""
        if self._here.first_difference(read) is None:
            value = {"key": key, "entry": entry, "read": [[name, read[name]] for name in read]}
            self._store.put(self._slot, json.dumps(value).encode("utf-8"))
