"""What is done when the jobs have ended: the index, the manifest, the ledger, and what goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportgen.building.events import Finished, Written
from reportgen.building.fingerprints import Fingerprints
from reportgen.building.indexing import INDEX, look_ahead, write_index
from reportgen.building.kept_index import KeptIndex
from reportgen.building.ledger import Ledger
from reportgen.building.manifest import (
    MANIFEST,
    Entry,
    Lines,
    manifest_digest,
    read_manifest,
    write_manifest,
)
from reportgen.building.store import CACHE, Store
from reportgen.building.writing import digest_of, is_own_file, remove_file
from reportgen.model.project import Plan, Project
from reportgen.problems import Problem, ProblemsError, errors_of, problem
from reportgen.wanted import Options
from reportgen.world import World


@dataclass
class Built:
    """What a build has done so far."""

    problems: list[Problem] = field(default_factory=list)
    files: list[Written] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    current: int = 0
    rendered: int = 0
    repeatable: bool = True

    def add(self, finished: Finished, *, repeatable: bool) -> None:
        """Count a job that has ended."""
        self.problems += finished.problems
        self.files += finished.written
        self.rendered += finished.rendered
        self.repeatable &= repeatable

    @property
    def written(self) -> tuple[Written, ...]:
        """The files that were written."""
        return tuple(self.files)

    @property
    def removed(self) -> tuple[str, ...]:
        """The files that were removed."""
        return tuple(self.gone)


class Closing:
    """Writes what stands beside the briefs: the index of all, the manifest, and the ledger.

    All three say something of every brief, also of those that need nothing, and most of it is
    known while the others are made.

    Attributes:
        outputs: Path -> entry, of all that stands, once `read` was called; the caller changes it
            as briefs are made.
        ledger: Of the folder.
    """

    def __init__(
        self, project: Project, world: World, folder: Path, options: Options, here: Fingerprints
    ) -> None:
        """`here` is how things are now."""
        self._project, self._world, self._folder = project, world, folder
        self._options, self._lines = options, Lines()
        self._before: Mapping[str, Entry] = {}
        self.ledger = Ledger(world.project, folder, here, manifest_digest(folder))
        fresh = Store(world.project / CACHE, fresh=options.force)
        self._kept = KeptIndex(project, world, here, fresh, folder / INDEX)
        self.outputs: dict[str, Entry] = {}

    def read(self, entries: Mapping[str, Entry]) -> None:
        """Read what stands: what the manifest says, and these entries of traces.

        Raises:
            ProblemsError: a newer reportgen wrote the manifest.
        """
        self._before = read_manifest(self._folder)
        self.outputs.update({**self._before, **entries})

    def look_ahead(self) -> None:
        """Make what will be written of the briefs that are known: most of it will be the same."""
        look_ahead(self.outputs, self._kept)
        self._lines.ready(self.outputs)
        self.ledger.ready()

    def close(self, plan: Plan, built: Built, claims: Mapping[str, set[str]]) -> None:
        """Remove what nothing makes any more, and write them; a manifest before its ledger."""
        folder, outputs = self._folder, self.outputs
        complete(
            self._project,
            self._world,
            plan,
            folder,
            self._options,
            outputs,
            built,
            claims,
            self._kept,
        )
        if outputs != self._before or not (folder / MANIFEST).exists():
            write_manifest(folder, outputs, self._lines)
        self.ledger.save(manifest_digest(folder))


def complete(
    project: Project,
    world: World,
    plan: Plan,
    folder: Path,
    options: Options,
    outputs: dict[str, Mapping[str, Any]],
    built: Built,
    claims: Mapping[str, set[str]],
    kept: KeptIndex | None = None,
) -> None:
    """Remove what nothing makes any more; list what stands, also what another build made."""
    if not options.wanted:
        built.gone = _remove_stale(folder, plan, outputs, claims, built.problems)
    if not outputs and errors_of(built.problems):
        return
    try:
        outputs[INDEX], written = write_index(project, world, folder, outputs, options.limits, kept)
    except ProblemsError as error:
        built.problems += error.problems
        return
    built.files += [written] if written else []


def _remove_stale(
    folder: Path,
    plan: Plan,
    outputs: dict[str, Mapping[str, Any]],
    claims: Mapping[str, set[str]],
    problems: list[Problem],
) -> list[str]:
    """Remove files of earlier builds that no job makes any more; never a file that is not ours."""
    made = {INDEX, *(output.path for job in plan.jobs for output in job.files)}
    if plan.spoilt:  # what was claimed and never listed may be theirs
        made |= {p for p in claims if p not in outputs}
        made |= {p for p, entry in outputs.items() if entry.get("report") in plan.spoilt}
    removed = []
    for path in sorted({*outputs, *claims} - made):
        ours = {outputs.pop(path, {}).get("digest"), *claims.get(path, ())}
        target = folder / path
        if not is_own_file(folder, target):
            continue
        if digest_of(folder, target) not in ours - {None}:
            message = f"{path} is not built any more, but was changed by hand; it is kept"
            hint = "move it out of the output folder, or remove it"
            problems.append(problem("changed-by-hand", message, None, hint))
            continue
        remove_file(folder, target)
        removed.append(path)
    return removed
