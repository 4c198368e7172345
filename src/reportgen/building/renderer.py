"""Makes the files of one job: page, HTML, PDF. Runs inside a worker."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from reportgen.building.events import Rendered
from reportgen.building.loading import open_world
from reportgen.model.project import Artifact, Job, Project
from reportgen.problems import Problem, ProblemsError, problem
from reportgen.reading import read_project
from reportgen.rendering.font_folder import isolate_fonts
from reportgen.rendering.media import print_html, screen_html
from reportgen.rendering.page import Page, PageWriter
from reportgen.rendering.pdf import render_pdf
from reportgen.world import World


class Renderer:
    """Renders the jobs of one project, one at a time."""

    def __init__(self, project: Project, world: World, as_of: date | None) -> None:
        self._project = project
        self._world = world
        self._as_of = as_of
        self._writer = PageWriter(project, world, as_of)

    def __reduce__(self) -> tuple[Callable[..., Renderer], tuple[object, ...]]:
        # A spawned worker reads the project again: closures and documents do not travel.
        return _again, (self._world.project, self._as_of)

    def __call__(self, job: Job) -> Rendered:
        """The files of the job, or the problems that keep it from having any."""
        start = time.perf_counter()
        try:
            artifacts, problems = self._render(job)
        except ProblemsError as error:
            artifacts, problems = (), error.problems
        return Rendered(job, artifacts, problems, time.perf_counter() - start)

    def _render(self, job: Job) -> tuple[tuple[Artifact, ...], tuple[Problem, ...]]:
        page = self._writer.write(job)
        artifacts: list[Artifact] = []
        problems: list[Problem] = []
        for output in job.outputs:
            if output.format == "pdf":
                artifact, found = self._pdf(job, output.path, page)
                problems += found
            else:
                html = screen_html(page, self._writer.files, self._writer.faces)
                artifact = Artifact(output.path, html.encode("utf-8"))
            artifacts.append(artifact)
        return tuple(artifacts), tuple(problems)

    def _pdf(self, job: Job, path: str, page: Page) -> tuple[Artifact, list[Problem]]:
        fetch = self._writer.files.fetch
        pdf = render_pdf(print_html(page), fetch=fetch, faces=self._writer.faces)
        contract = self._project.configuration.reports[job.report].pages
        found = [*pdf.problems, *_page_problems(job, contract, pdf.pages)]
        return Artifact(path, pdf.data, pdf.pages), found


def warm() -> None:
    """Load what workers need, before they are forked, so that it is loaded once.

    Importing vl-convert is safe in a process that forks; using it is not. Without Pango there is
    nothing to load, and the first PDF says so.
    """
    import vl_convert  # noqa: F401  only loaded here

    with contextlib.suppress(OSError):
        import reportgen.rendering.weasy  # noqa: F401  only loaded here


def prepare(folder: Path) -> None:
    """Make this process a worker: the fonts of the theme and no others."""
    isolate_fonts(folder)


def _again(root: Path, as_of: date | None) -> Renderer:
    world = open_world(root)
    project = read_project(world).project
    if project is None:
        raise ProblemsError(())
    return Renderer(project, world, as_of)


def _page_problems(job: Job, contract: str | None, pages: int) -> list[Problem]:
    """What is against the number of pages that the report allows: `1`, `6-12`."""
    if contract is None:
        return []
    low, _, high = contract.partition("-")
    least, most = int(low), int(high or low)
    if pages > most:
        message = f"{job.name} has {pages} pages; at most {most} are allowed"
        return [problem("too-many-pages", message, None, "shorten it, or raise `pages:`")]
    if pages < least:
        message = f"{job.name} has {pages} pages; at least {least} are asked for"
        return [problem("too-few-pages", message, None, "add to it, or lower `pages:`")]
    return []
