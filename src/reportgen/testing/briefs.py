"""The briefs of a project as tests see them: planned here, built aside, read back.

The build has a process of its own: workers must be forked from one that has a single thread and
has drawn no chart, and nothing is known of the process in which tests run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportgen.building.loading import open_world
from reportgen.building.outputs import TESTING
from reportgen.building.pipeline import check
from reportgen.building.store import CACHE, Store, trace_name
from reportgen.documents import parse_yaml
from reportgen.model.configuration import PROJECT_FILE, TODAY, Report, Snapshots
from reportgen.model.project import Job, Project
from reportgen.problems import (
    ProblemsError,
    errors_of,
)
from reportgen.testing.data_outline import DataOutline
from reportgen.testing.shelf import LAYERS, Spot
from reportgen.wanted import Options

STATE = TESTING
"""What test runs leave in a project; it can be thrown away."""

FROZEN = "2025-01-01"
"""The edition's date where the project asks for today's: a snapshot must not age."""


@dataclass(frozen=True)
class Brief:
    """One brief: a job, and how it is compared.

    Attributes:
        path: In the output folder, without ending: `en/partners/ilo`.
        line: Of the report in reportgen.yaml, from 1.
    """

    job: Job
    path: str
    settings: Snapshots = field(compare=False)
    line: int = 1

    @property
    def layers(self) -> tuple[str, ...]:
        """The layers of text that are compared, in their order."""
        made = {"data", *(output.format for output in self.job.outputs)}
        wanted = self.settings.layers or (*LAYERS, "pages")
        return tuple(layer for layer in LAYERS if layer in made and layer in wanted)

    @property
    def has_pages(self) -> bool:
        """Whether pictures of its pages are compared."""
        wanted = self.settings.layers or ("pages",)
        return "pages" in wanted and any(output.format == "pdf" for output in self.job.outputs)

    def spot(self, layer: str) -> Spot:
        """Where a layer is kept."""
        return Spot(self.path, layer)

    def item(self, layer: str) -> str:
        """What people call a layer of it: `partner-profile[ilo-en-page-1]`."""
        return f"{self.name[:-1]}-{layer}]"

    @property
    def name(self) -> str:
        """All of it: `partner-profile[ilo-en]`."""
        inside = "-".join(part for part in (self.job.record, self.job.language) if part)
        return f"{self.job.report}[{inside}]"


class Briefs:
    """The briefs of one project, and what building them made.

    Attributes:
        root: The project folder.
        all: Every brief, in the order of the plan.
    """

    def __init__(self, root: Path, *, trust: bool = False) -> None:
        """Read and plan the project; with `trust` code in it may run.

        Raises:
            ProblemsError: it has errors.
        """
        self.root = root.resolve()
        as_of = frozen_date(root)
        result = check(self.root, Options(as_of=as_of, trust=trust))
        if not result.ok or result.project is None:
            found = errors_of(result.problems)
            raise ProblemsError(found)
        self.as_of, self.trust = as_of, trust
        self.project: Project = result.project
        self.all = tuple(self._brief(job) for job in result.plan.jobs)
        self.outline = DataOutline(self.project)
        self._store = Store(self.root / CACHE)
        self._failed: dict[str, str] = {}
        self._tried: set[str] = set()

    def _brief(self, job: Job) -> Brief:
        report = self.project.configuration.reports[job.report]
        place = self.project.find(PROJECT_FILE, "", ("reports", job.report))
        settings = merged(report, self.project.configuration.snapshots)
        path = job.outputs[0].path.rpartition(".")[0]
        return Brief(job, path, settings, place.line if place else 1)

    @property
    def folder(self) -> Path:
        """Where they are built."""
        return self.root / STATE / "build"

    def build(self, briefs: Iterable[Brief]) -> None:
        """Build those of these that this process has not built; what fails is remembered."""
        todo = [brief for brief in briefs if brief.job.name not in self._tried]
        if todo:
            self._tried.update(brief.job.name for brief in todo)
            self._failed.update(_built(self, todo))

    def failure(self, brief: Brief) -> str | None:
        """Why a brief could not be built, in the words of the build; None for one that was."""
        return self._failed.get(brief.job.name) or self._failed.get("")

    def read(self, brief: Brief, form: str) -> bytes:
        """The finished file of a format.

        Raises:
            OSError: it was not built.
        """
        return (self.folder / f"{brief.path}.{form}").read_bytes()

    def dependencies(self, brief: Brief) -> Mapping[tuple[str, ...], str]:
        """What the page of a brief depends on, with digests."""
        trace: Mapping[str, Any] = self._store.trace(trace_name(brief.job)) or {}
        return {tuple(key): str(value) for key, value in trace.get("dependencies", ())}

    def data(self, brief: Brief) -> str:
        """The outline of what a brief has read of the data."""
        return self.outline.of(brief.job, self.dependencies(brief))


def merged(report: Report, shared: Snapshots | None) -> Snapshots:
    """How a report is compared: what it says itself goes before what the project says."""
    own, shared = report.snapshots or Snapshots(), shared or Snapshots()
    return Snapshots(
        layers=own.layers or shared.layers,
        tolerance=own.tolerance if own.tolerance is not None else shared.tolerance,
        pictures=own.pictures or shared.pictures,
        mask=(*shared.mask, *own.mask),
        areas=(*shared.areas, *own.areas),
    )


def frozen_date(root: Path) -> str | None:
    """The edition's date of tests: the project's own, a fixed day where that is today."""
    raw = open_world(root, environment={}).read(PROJECT_FILE)
    document, _ = parse_yaml(PROJECT_FILE, raw or b"")
    as_of = document.data.get("as_of") if document is not None else None
    return FROZEN if as_of == TODAY else as_of


def _built(briefs: Briefs, wanted: Sequence[Brief]) -> dict[str, str]:
    """Job name -> what keeps it from being built; under "" what concerns all."""
    request = {
        "root": str(briefs.root),
        "folder": str(briefs.folder),
        "as_of": briefs.as_of,
        "trust": briefs.trust,
        **_choice(wanted, briefs.all),
    }
    # The clock of the caller's environment is not that of the tests.
    variables = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"}
    here = str(Path(__file__).parents[2])
    variables["PYTHONPATH"] = os.pathsep.join(filter(None, (here, variables.get("PYTHONPATH"))))
    ran = subprocess.run(
        [sys.executable, "-m", "reportgen.testing.making"],
        input=json.dumps(request),
        env=variables,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if ran.returncode:
        return {"": f"the build ended with {ran.returncode}\n{ran.stderr[-4000:]}"}
    found: dict[str, str] = json.loads(ran.stdout)
    return found


def _choice(wanted: Iterable[Brief], every: Iterable[Brief]) -> dict[str, Any]:
    """The least that a build can be asked for and that holds all that is wanted."""
    chosen, all_names = list(wanted), {brief.job.name for brief in every}
    if {brief.job.name for brief in chosen} == all_names:
        return {"reports": [], "languages": [], "ids": []}
    return {
        "reports": sorted({brief.job.report for brief in chosen}),
        "languages": sorted({brief.job.language for brief in chosen}),
        "ids": sorted({brief.job.record for brief in chosen if brief.job.record}),
    }


def chosen(briefs: Iterable[Brief], names: Iterable[str]) -> Iterator[tuple[Brief, str | None]]:
    """(brief, layer or None for all) for names such as `one-pager`, `one-pager[en-pdf]`.

    A name that fits nothing gives nothing.
    """
    wanted = list(names)
    for brief in briefs:
        whole = brief.name
        if not wanted or brief.job.report in wanted or whole in wanted or brief.path in wanted:
            yield brief, None
            continue
        for name in wanted:
            layer = name.removeprefix(whole[:-1] + "-").removesuffix("]")
            if name == f"{whole[:-1]}-{layer}]" and layer:
                yield brief, layer
