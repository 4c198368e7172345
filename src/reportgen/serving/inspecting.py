"""Makes what the layout inspector shows: a page whose blocks know their template line.

Nothing of it is ever written: it goes from the worker's memory to the server's.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from reportgen.building.events import Rendered
from reportgen.building.executor import run_jobs
from reportgen.building.loading import open_world
from reportgen.building.locking import STATE
from reportgen.building.pipeline import Result
from reportgen.building.renderer import prepare
from reportgen.model.project import Artifact, Job, Output
from reportgen.problems import ProblemsError
from reportgen.rendering.inspecting import inspect, numbered
from reportgen.rendering.media import PRINT_SHEETS, print_html
from reportgen.rendering.page import Page
from reportgen.rendering.picturing import page_pictures
from reportgen.serving.previewing import Previewer
from reportgen.serving.state import Inspected, brief_of
from reportgen.wanted import Options

INSPECTION = f"{STATE}/work-inspection"

MOST_PAGES = 60
"""Of a brief, so many pages are drawn; those that follow are blank sheets with outlines."""


@dataclass(frozen=True)
class Look:
    """What is to be looked into."""

    root: Path
    options: Options
    known: Result
    jobs: tuple[Job, ...]


def run(look: Look, pipe: Connection) -> None:
    """Make it, and send each format of each brief as it gets ready: as `Inspected`."""
    with contextlib.suppress(BrokenPipeError):  # nobody is there any more who wants it
        for found in make(look):
            pipe.send(found)


def make(look: Look) -> Iterator[Inspected]:
    """Each format of each brief, HTML first."""
    project, world = look.known.project, open_world(look.root, trust=look.options.trust)
    if project is None:
        return
    asked = sorted(
        (_begun_with(job, output) for job in look.jobs for output in job.outputs),
        key=lambda job: job.outputs[0].format,
    )
    render = Inspector(Previewer(project, world, look.known.plan.as_of))
    folder = world.project / INSPECTION
    with contextlib.suppress(ProblemsError):  # the build tells why no worker can be started
        for rendered in run_jobs(asked, render, prepare, 1, look.options.limits, folder):
            files = {file.path: file.data for file in rendered.artifacts}
            job = rendered.job
            yield Inspected(brief_of(job).key, job.outputs[0].format, files)


def _begun_with(job: Job, output: Output) -> Job:
    """The same job, whose first format is the one to make; a page depends on what others it has."""
    return replace(job, outputs=(output, *(one for one in job.outputs if one != output)))


class Inspector:
    """Makes the files of the first format of a job. Runs inside a worker."""

    def __init__(self, previewer: Previewer) -> None:
        self._previewer, self._writer = previewer, previewer.writer

    def __call__(self, job: Job) -> Rendered:
        """The files, the one that is read first before all others; none where a build fails.

        Raises:
            ProblemsError: the brief cannot be made; a build says the same.
        """
        written = self._previewer.page(job, origins=True)
        html, origins = numbered(written.html)
        page, output = replace(written, html=html), job.outputs[0]
        key = brief_of(job).key
        make = self._html if output.format == "html" else self._paper
        return Rendered(job, tuple(make(page, origins, job, f"{key}.{output.format}")))

    def _html(
        self, page: Page, origins: Sequence[tuple[str, int]], job: Job, name: str
    ) -> Iterator[Artifact]:
        yield Artifact(name, self._previewer.html(page, job).encode("utf-8"))
        yield Artifact(f"{name}.json", _json({"blocks": self._lines(origins, job)}))

    def _paper(
        self, page: Page, origins: Sequence[tuple[str, int]], job: Job, name: str
    ) -> Iterator[Artifact]:
        theme = self._writer.theme(job.report)
        layout = inspect(
            print_html(page), fetch=theme.files.fetch, faces=theme.faces, sheets=PRINT_SHEETS
        )
        pictures = {
            f"{name}/{number}.png": data
            for number, data in enumerate(page_pictures(layout.pdf, MOST_PAGES), 1)
        }
        sheets = [
            {
                "width": round(sheet.width, 1),
                "height": round(sheet.height, 1),
                "first": sheet.first,
                "inside": sheet.inside,
                "picture": path if (path := f"{name}/{number}.png") in pictures else None,
            }
            for number, sheet in enumerate(layout.sheets, 1)
        ]
        parts = [
            [
                part.block,
                part.page,
                *(round(v, 1) for v in (part.x, part.y, part.width, part.height)),
            ]
            for part in layout.parts
        ]
        over = [at for at, part in enumerate(layout.parts) if part.overflows]
        told = {"blocks": self._lines(origins, job), "sheets": sheets, "parts": parts, "over": over}
        yield Artifact(f"{name}.json", _json(told))
        for path, data in pictures.items():
            yield Artifact(path, data)

    def _lines(self, origins: Sequence[tuple[str, int]], job: Job) -> list[list[Any]]:
        """[file, line, what stands there] of each block."""
        known: dict[tuple[str, int], list[Any]] = {}
        for path, line in origins:
            if (path, line) not in known:
                place = self._writer.place(job, path, line)
                text = place.text.strip() if place else ""
                known[path, line] = [place.file if place else path, line, text]
        return [known[origin] for origin in origins]


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
