"""Pages of briefs that are shown and never written: as quick as they can be, in a worker."""

from __future__ import annotations

from datetime import date

from reportgen.building.events import Rendered
from reportgen.building.quick import program_digest
from reportgen.building.store import CACHE, Store, kept_code
from reportgen.documents import collector_resting
from reportgen.model.project import Artifact, Job, Project
from reportgen.problems import CODES, ProblemsError
from reportgen.rendering.media import screen_html
from reportgen.rendering.page import Page, PageWriter
from reportgen.world import World


class Previewer:
    """Writes the HTML of jobs. What builds have kept it takes; it leaves no trace of its own."""

    def __init__(self, project: Project, world: World, as_of: date | None) -> None:
        keep = Store(world.project / CACHE)
        self.writer = PageWriter(
            project, world, as_of, keep=keep, program=program_digest(), code=kept_code()
        )

    def __call__(self, job: Job) -> Rendered:
        """The HTML of a job.

        Raises:
            ProblemsError: the brief cannot be made; a build says the same.
        """
        (output,) = (one for one in job.outputs if one.format == "html")
        with collector_resting():
            html = self.html(self.page(job), job)
        return Rendered(job, (Artifact(output.path, html.encode("utf-8")),))

    def page(self, job: Job, *, origins: bool = False) -> Page:
        """The page of a job that may be shown; see `PageWriter.write`."""
        page = self.writer.write(job, origins=origins)
        wrong = [p for p in self.writer.look_over(page, job) if not CODES[p.code].adjustable]
        if wrong:
            raise ProblemsError(wrong)
        return page

    def html(self, page: Page, job: Job) -> str:
        """The page for the screen."""
        theme = self.writer.theme(job.report)
        return screen_html(page, theme.files, theme.embedded)
