"""The bytes of editions: staged beside the ledger, then kept below `editions/` where readers look.

An edition is what its manifest says (the form of build/manifest.json), and its digest is that of
the manifest. Whatever is read here is compared with a digest, so that what is published is what
was built.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from reportgen.building.manifest import MANIFEST, Entry, manifest_bytes, parse_manifest
from reportgen.problems import ProblemsError, problem
from reportgen.publishing.state import Edition
from reportgen.publishing.storage import Storage
from reportgen.world import digest

ARCHIVE = "editions"
STAGED = "staged"


class Shelves:
    """Where the bytes of editions are: published, and staged beside the ledger."""

    def __init__(self, to: Storage, ledger: Storage) -> None:
        self.to, self.ledger = to, ledger

    def stage(
        self,
        run: str,
        edition: str,
        outputs: Mapping[str, Entry],
        earlier: Mapping[str, Entry],
        folder: Path,
    ) -> str:
        """Keep files that were built for an edition; the digest of the edition with them.

        Args:
            run: The run that built them.
            edition: The folder of the edition.
            outputs: The files, with their entries in the manifest of the build.
            earlier: What the edition has already, of earlier runs.
            folder: Where they were built.

        Raises:
            ProblemsError: one of them is not as it was built, or cannot be kept.
        """
        base = f"{STAGED}/{run}/{edition}"
        for path, entry in outputs.items():
            data = (folder / path).read_bytes()
            if digest(data) != entry["digest"]:
                message = f"{path} was changed after it was built; nothing is published"
                raise ProblemsError((problem("damaged-edition", message, None, "build again"),))
            self.ledger.write(f"{base}/{path}", data)
        raw = manifest_bytes({**earlier, **outputs})
        self.ledger.write(f"{base}/{MANIFEST}", raw)
        return digest(raw)

    def manifest(self, edition: Edition) -> Mapping[str, Entry]:
        """Path -> entry, of the files of an edition.

        Raises:
            ProblemsError: its manifest is not there any more, or another one is.
        """
        return parse_manifest(self.find(edition, MANIFEST, edition.digest))

    def find(self, edition: Edition, path: str, wanted: str) -> bytes:
        """The file of an edition with this digest, published or staged.

        Raises:
            ProblemsError: it is not there any more, or another one is.
        """
        for storage, place in self._places(edition):
            data = storage.read(f"{place}/{path}")
            if data is not None and digest(data) == wanted:
                return data
        where = f"{self.to.shown} and {self.ledger.shown}"
        message = f"{path} of the edition {edition.folder} is in neither of {where} as it was built"
        hint = "restore it from a backup; the ledger names its digest"
        raise ProblemsError((problem("damaged-edition", message, None, hint),))

    def check(self, edition: Edition) -> None:
        """Nothing, where every file of an edition is there as it was built.

        Raises:
            ProblemsError: one is not.
        """
        for path, entry in self.manifest(edition).items():
            self.find(edition, path, entry["digest"])

    def publish(self, edition: Edition) -> None:
        """Bring an edition to its folder below `editions/`, its manifest last.

        Raises:
            ProblemsError: a file of it is missing, or cannot be written.
        """
        base = f"{ARCHIVE}/{edition.folder}"
        for path, entry in self.manifest(edition).items():
            there = self.to.read(f"{base}/{path}")
            if there is None or digest(there) != entry["digest"]:
                self.to.write(f"{base}/{path}", self.find(edition, path, entry["digest"]))
        self.to.write(f"{base}/{MANIFEST}", self.find(edition, MANIFEST, edition.digest))

    def withdraw(self, edition: Edition) -> tuple[str, ...]:
        """Remove a published edition, its manifest last: the files that it names, as they were.

        Returns:
            What is kept, because somebody has changed it.
        """
        base = f"{ARCHIVE}/{edition.folder}"
        raw = self.to.read(f"{base}/{MANIFEST}")
        if raw is None:
            return ()  # removed already
        if digest(raw) != edition.digest:
            return (f"{base}/{MANIFEST}",)
        kept = []
        for path, entry in parse_manifest(raw).items():
            data = self.to.read(f"{base}/{path}")
            if data is not None and digest(data) != entry["digest"]:
                kept.append(f"{base}/{path}")
            elif data is not None:
                self.to.remove(f"{base}/{path}")
        self.to.remove(f"{base}/{MANIFEST}")
        return tuple(kept)

    def unstage(self, run: str) -> None:
        """Remove what a run has staged."""
        for path in self.ledger.walk(f"{STAGED}/{run}"):
            self.ledger.remove(f"{STAGED}/{run}/{path}")

    def runs(self) -> tuple[str, ...]:
        """The runs of which something is staged."""
        return self.ledger.names(STAGED)

    def _places(self, edition: Edition) -> Iterator[tuple[Storage, str]]:
        yield self.to, f"{ARCHIVE}/{edition.folder}"
        for run in reversed(edition.staged):
            yield self.ledger, f"{STAGED}/{run}/{edition.folder}"
