"""Makes the files of one job: page, HTML, PDF. Runs inside a worker."""

from __future__ import annotations

import contextlib
import dataclasses
import gc
import json
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from reportgen.building.events import Rendered
from reportgen.building.fingerprints import Fingerprints
from reportgen.building.loading import open_world
from reportgen.building.manifest import inputs_of
from reportgen.building.rehearsing import keep_page
from reportgen.building.store import CACHE, Store, kept_code
from reportgen.model.project import Artifact, Job, Project
from reportgen.problems import (
    CODES,
    Problem,
    ProblemsError,
    Severity,
    apply_levels,
    errors_of,
    problem,
)
from reportgen.problems.told import problems_of, rows_of
from reportgen.reading import read_project
from reportgen.rendering.fetching import Fetched
from reportgen.rendering.font_folder import isolate_fonts
from reportgen.rendering.fonts import faces_digest
from reportgen.rendering.media import PRINT_SHEETS, SCREEN, print_html, screen_html
from reportgen.rendering.page import Page, PageWriter
from reportgen.rendering.pdf import (
    UNFIT,
    VARIANT,
    Engine,
    Pdf,
    block_beyond,
    layout_versions,
    render_pdf,
)
from reportgen.rendering.picturing import first_page, height_of, picture_versions
from reportgen.rendering.theme import TOKENS
from reportgen.world import World, digest

_LISTS = 8
"""Lists of fetched files that are kept for one page: styles go back and forth while they grow."""


class Renderer:
    """Renders the jobs of one project, one at a time."""

    def __init__(
        self,
        project: Project,
        world: World,
        as_of: date | None,
        code: str,
        *,
        fresh: bool = False,
        fingerprints: Fingerprints | None = None,
        lay_out: Engine | None = None,
    ) -> None:
        """With `fresh` nothing that earlier builds made is used; `fingerprints` may be known.

        `lay_out` lays pages out in another process, where there is one for it.
        """
        self._lay_out = lay_out
        self._rehearsed: set[str] = set()
        self._project = project
        self._world = world
        self._as_of = as_of
        self._code = code
        self._fresh = fresh
        self._store = Store(world.project / CACHE, fresh=fresh)
        self._writer = PageWriter(
            project, world, as_of, keep=self._store, program=code, code=kept_code()
        )
        own = project.configuration.checks
        self._levels = {code: Severity(level) for code, level in own.items()}
        self._fingerprints = fingerprints or Fingerprints(project, world, as_of, code)

    def __reduce__(self) -> tuple[Callable[..., Renderer], tuple[object, ...]]:
        # A spawned worker reads the project again: closures and documents do not travel.
        world = self._world
        return _again, (world.project, self._as_of, self._code, self._fresh, world.trusted)

    def __call__(self, job: Job) -> Rendered:
        """The files of the job, or the problems that keep it from having any."""
        start = time.perf_counter()
        try:
            return self._render(job, start)
        except ProblemsError as error:
            return Rendered(job, (), error.problems, seconds=time.perf_counter() - start)

    def look(self, report: str) -> dict[str, Any]:
        """What a layout of this report takes beside the page; of the style sheets, their bytes.

        Raises:
            ProblemsError: a face or a style sheet is missing or damaged.
        """
        theme = self._writer.theme(report)
        sheets = {name: theme.files.fetch(name) for name in PRINT_SHEETS}
        return {
            "fetch": sheets.get,
            "faces": theme.faces,
            "variant": VARIANT,
            "sheets": PRINT_SHEETS,
            "attachments": (),
        }

    def _render(self, job: Job, start: float) -> Rendered:
        theme, page = self._writer.theme(job.report), self._writer.write(job)
        wrong = self._writer.look_over(page, job)
        barriers = self._writer.barriers(page, job)
        wrong += barriers
        if errors_of(apply_levels(barriers, self._levels)):
            raise ProblemsError(self._writer.placed(page, wrong))  # nothing is laid out for nobody
        names = page.reads.names
        artifacts: list[Artifact] = []
        problems: list[Problem] = []
        keys: dict[str, str] = {}
        rendered = 0
        for output in job.outputs:
            if output.format == "pdf":
                try:
                    pdf, keys[output.path], fresh = self._pdf(page, job)
                except ProblemsError as error:
                    raise ProblemsError(
                        self._writer.placed(page, [*wrong, *_named(job, error.problems)])
                    ) from error
                rendered += fresh
                told = {(p.code, p.message) for p in wrong}
                problems += [p for p in pdf.problems if (p.code, p.message) not in told]
                problems += self._page_problems(job, pdf.pages)
                problems += self._writer.long_tables(page, job)
                artifacts.append(Artifact(output.path, pdf.data, pdf.pages))
                if job.picture is not None:
                    artifacts.append(self._picture(job.picture, pdf, keys[output.path]))
            else:
                names.update((TOKENS, SCREEN))
                try:
                    html = screen_html(page, theme.files, theme.embedded)
                except ProblemsError as error:
                    raise ProblemsError(
                        self._writer.placed(page, [*wrong, *error.problems])
                    ) from error
                artifacts.append(Artifact(output.path, html.encode("utf-8")))
        found = self._writer.placed(page, [*wrong, *problems])
        if any(not CODES[p.code].adjustable for p in wrong):
            raise ProblemsError(found)
        exact = self._fingerprints.of_job(job, page.reads.dependencies())
        return Rendered(
            job,
            tuple(artifacts),
            found,
            self._fingerprints.widely(exact),
            json.dumps([[key, value] for key, value in exact.items()], ensure_ascii=False),
            inputs_of(exact),
            keys,
            rendered,
            time.perf_counter() - start,
            str.__str__(str(page.facts["title"])),
            page.facts["as_of"],
        )

    def _pdf(self, page: Page, job: Job) -> tuple[Pdf, str, bool]:
        """The PDF of a page, its key, and whether it had to be laid out.

        What a PDF fetches is known only when it has been laid out once, so its key has two
        steps: what is known before leads to the names that were fetched the last times, and
        those with their digests to the PDF.
        """
        html, theme = print_html(page), self._writer.theme(job.report)
        attachments = self._writer.attachments(page, job)
        parts = [self._code, html, faces_digest(theme.faces), VARIANT, *layout_versions()]
        parts += [attachment.key() for attachment in attachments]
        before = digest("\n".join(parts).encode("utf-8"))
        lists = self._lists(before)
        for names in lists:
            key = self._key(job, before, names)
            known = _thaw(self._store.get(key))
            if known is not None:
                page.reads.names.update(names)
                return known, key, False
        fetched: set[str] = set(PRINT_SHEETS)

        def fetch(name: str) -> Fetched | None:
            fetched.add(name)
            return theme.files.fetch(name)

        pdf = render_pdf(
            html,
            fetch=fetch,
            faces=theme.faces,
            sheets=PRINT_SHEETS,
            attachments=attachments,
            lay_out=self._lay_out,
        )
        if job.report not in self._rehearsed:
            self._rehearsed.add(job.report)
            keep_page(self._store, job.report, html)
        page.reads.names.update(fetched)
        key = self._key(job, before, sorted(fetched))
        lists = [sorted(fetched), *(names for names in lists if names != sorted(fetched))]
        self._store.put(before, json.dumps(lists[:_LISTS]).encode("utf-8"))
        self._store.put(key, _freeze(pdf))
        return pdf, key, True

    def _picture(self, path: str, pdf: Pdf, key: str) -> Artifact:
        """The picture of a PDF's first page; kept beside what is known of the PDF's key."""
        own = digest("\n".join([key, *picture_versions()]).encode("utf-8"))
        known = self._store.get(own)
        if known is None or not known.startswith(b"\x89PNG"):
            known = first_page(pdf.data)
            self._store.put(own, known)
        return Artifact(path, known, height=height_of(known))

    def _lists(self, before: str) -> list[list[str]]:
        """What layouts of this page have fetched, the latest first."""
        try:
            known = json.loads(self._store.get(before) or b"[]")
        except ValueError:  # somebody else's
            return []
        lists = known if isinstance(known, list) else []
        return [
            names
            for names in lists
            if isinstance(names, list) and all(isinstance(name, str) for name in names)
        ]

    def _key(self, job: Job, before: str, names: list[str]) -> str:
        found = self._fingerprints.files_of(job.report, names)
        files = [f"{name} {state}" for name, state in zip(names, found, strict=True)]
        return digest("\n".join([before, *files]).encode("utf-8"))

    def _page_problems(self, job: Job, pages: int) -> list[Problem]:
        """What is against the number of pages that the report allows: `1`, `6-12`."""
        contract = self._project.configuration.reports[job.report].pages
        if contract is None:
            return []
        low, _, high = contract.partition("-")
        least, most = int(low), int(high or low)
        if pages > most:
            return [self._overflow(job, pages, most)]
        if pages < least:
            message = f"{job.name} has {pages} pages; at least {least} are asked for"
            return [problem("too-few-pages", message, None, "add to it, or lower `pages:`")]
        return []

    def _overflow(self, job: Job, pages: int, most: int) -> Problem:
        """That there are too many pages, and which block of which template goes beyond."""
        message = (
            f"{job.name} has {pages} pages; at most {most} {'is' if most == 1 else 'are'} allowed"
        )
        html = print_html(self._writer.write(job, origins=True))
        theme = self._writer.theme(job.report)
        fetch, faces = theme.files.fetch, theme.faces
        block = block_beyond(html, most, fetch=fetch, faces=faces, sheets=PRINT_SHEETS)
        place = None
        if block is not None:
            message += f"; page {most + 1} begins with '{block.text}'"
            place = self._writer.place(job, block.path, block.line)
        return problem("too-many-pages", message, place, "shorten it, or raise `pages:`")


def _named(job: Job, problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems, with the brief's name in what is said of its page as a whole."""
    for found in problems:
        if found.place is None and found.message.startswith(UNFIT):
            message = found.message.replace("the page", job.name, 1)
            yield dataclasses.replace(found, message=message)
        else:
            yield found


def warm(*, pdfs: bool) -> None:
    """Load what workers need, before they are forked, so that it is loaded once.

    Importing vl-convert is safe in a process that forks; using it is not. Without Pango there is
    nothing to load, and the first PDF says so.
    """
    import vl_convert  # noqa: F401  only loaded here

    if pdfs:
        import pypdfium2  # noqa: F401  only loaded here

        with contextlib.suppress(OSError):
            import reportgen.rendering.weasy  # noqa: F401  only loaded here
    gc.freeze()  # what is loaded now stays: no worker need look through it


def prepare(folder: Path) -> None:
    """Make this process a worker: the fonts of the theme and no others."""
    isolate_fonts(folder)


def _freeze(pdf: Pdf) -> bytes:
    told = json.dumps(rows_of(pdf.problems)).encode("utf-8")
    return pdf.pages.to_bytes(4, "big") + len(told).to_bytes(4, "big") + told + pdf.data


def _thaw(raw: bytes | None) -> Pdf | None:
    """What `_freeze` was given; None where it is something else."""
    if raw is None:
        return None
    pages, size = (int.from_bytes(raw[at : at + 4], "big") for at in (0, 4))
    try:
        problems = problems_of(json.loads(raw[8 : 8 + size]))
    except (ValueError, KeyError, TypeError):
        return None
    data = raw[8 + size :]
    return Pdf(data, pages, problems) if data.startswith(b"%PDF") else None


def _again(root: Path, as_of: date | None, code: str, fresh: bool, trust: bool) -> Renderer:  # noqa: FBT001  called with the arguments of a pickle
    world = open_world(root, trust=trust)
    project = read_project(world).project
    if project is None:
        raise ProblemsError(())
    return Renderer(project, world, as_of, code, fresh=fresh)
