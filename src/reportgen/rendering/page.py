"""From a job to a page: one body for both media, with places where the medium's own parts go."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup, escape

from reportgen.model.codelists import EDITION_STATUS
from reportgen.model.configuration import PUBLIC, Report
from reportgen.model.manifest import Manifest
from reportgen.model.paper import paper_for
from reportgen.model.project import Job, Project
from reportgen.problems import Place, Problem, ProblemsError, problem, sort_problems
from reportgen.rendering.aligning import with_aligned_decimals
from reportgen.rendering.attaching import attachments
from reportgen.rendering.attachment import Attachment
from reportgen.rendering.barriers import Barrier, barriers, unknown_characters
from reportgen.rendering.brand_logo import logo_facts
from reportgen.rendering.compiled import CompiledTemplates, KeptCode
from reportgen.rendering.draft import Draft
from reportgen.rendering.environment import BriefEnvironment
from reportgen.rendering.extensions import Extensions
from reportgen.rendering.joining import drop_dead_ways_back, join_notes
from reportgen.rendering.listing import INDEX_PAGE, BuiltFile, Rows, listing, with_languages
from reportgen.rendering.looking_over import (
    LongTable,
    broken_links,
    long_table_problem,
    long_tables,
    only_table,
    placed,
)
from reportgen.rendering.markup import markup_problems
from reportgen.rendering.mistakes import (
    RECORD,
    check_letters,
    template_line_place,
    template_problems,
)
from reportgen.rendering.other_languages import other_languages
from reportgen.rendering.parameters import parameter_values
from reportgen.rendering.printing import printed
from reportgen.rendering.sectioned import heading_names
from reportgen.rendering.templates import ENDING
from reportgen.rendering.theme import Theme
from reportgen.rendering.tracing import origin_at
from reportgen.rendering.values import Code, LocalText
from reportgen.rendering.view import Reads, View, Views
from reportgen.rendering.wording import Wording
from reportgen.world import Keep, World

CATALOGUE = "locale/{}.po"
BRIEF = ("brief", "")
"""The address under which what a page reads of the edition itself is recorded."""

SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)

_REFUSALS = frozenset(
    {"bad-link", "bad-markup", "bad-image", "refused-asset", "unknown-asset", "cannot-read"}
)

_LOOK_UP = re.compile(r"\{([A-Za-z_][\w-]*)\}")


@dataclass(frozen=True)
class Page:
    """A brief as HTML, before it is fitted to screen or paper.

    Attributes:
        html: The page, with a mark where styles go and `asset:` addresses of images.
        facts: What `head` needs: title, language, author, date, paper.
        reads: What the page has read of the data.
    """

    html: str
    facts: Mapping[str, Any]
    reads: Reads


class PageWriter:
    """Writes the pages of one project; keeps compiled templates between pages."""

    def __init__(
        self,
        project: Project,
        world: World,
        as_of: date | None,
        *,
        keep: Keep | None = None,
        code: KeptCode | None = None,
        program: str = "",
    ) -> None:
        """A writer of pages.

        Args:
            project: Whose pages.
            world: The world that it was read from.
            as_of: The edition's date.
            keep: Holds charts from one build to the next.
            program: Charts that are kept count for the same program only.
            code: The code of shipped templates, where it is kept.
        """
        self._project = project
        self._keep, self._code, self._program = keep, code, program
        self._as_of = as_of
        self._world = world
        self._added = Extensions(world)
        self._themes: dict[str, Theme] = {}
        self._environments: dict[tuple[str, str, bool], BriefEnvironment] = {}
        self._wordings: dict[tuple[str, str], Wording] = {}

    def theme(self, name: str) -> Theme:
        """The theme of a report; that of the index page for any other name."""
        lookup = self._project.lookup(self._project.configuration.reports.get(name))
        if lookup.theme not in self._themes:
            self._themes[lookup.theme] = Theme(self._world, lookup, self._project)
        return self._themes[lookup.theme]

    def write(self, job: Job, *, origins: bool = False) -> Page:
        """The page of a job; with `origins`, its blocks say which template line wrote them.

        Raises:
            ProblemsError: a template is wrong, or asks for what is not there; with its line.
        """
        report = self._project.configuration.reports[job.report]
        theme = self.theme(job.report)
        environment = self._environment(theme, job.language, origins=origins)
        audience = self._project.configuration.audience_of(report)
        wording = environment.wording
        views = Views(self._project, job.language, audience, mark=wording.in_language)
        draft = Draft(job.report, views, wording, theme.files, theme.look)
        draft.words = lambda language: self._words(theme, language, views.reads)
        draft.keep, draft.program = self._keep, self._program
        draft.manifest = self._manifest(report)
        record = views.record(job.collection, job.record) if job.collection and job.record else None
        with environment.writing(draft), template_problems(environment):
            facts = self._brief(job, report, draft, record)
            names = {
                "brief": View(views, facts, BRIEF),
                "params": parameter_values(
                    self._manifest(report),
                    {**report.params, **dict(job.parameters)},
                    views,
                ),
                "dataset": views.dataset(),
            }
            if record is not None:
                names[RECORD] = record
            html = environment.get_template(report.template + ENDING).render(names)
            html = _filled_in(environment, draft, html)
            html = with_aligned_decimals(html, wording.decimal_sign)
            check_letters(environment.templates, report.template + ENDING, html)
        if (*BRIEF, "as_of") not in views.reads.fields:
            facts["as_of"] = None  # what the page does not say, its head does not say either
        return Page(html, facts, views.reads)

    def listed(self, files: Iterable[BuiltFile], rows: Rows | None = None) -> str:
        """All that the index page is told of what was built, so that it is known when it changes.

        Record by record, for the language of each text, too. `rows` are those of earlier calls.
        """
        wording = self._wording(self.theme(INDEX_PAGE), self._project.languages[0])
        return repr(with_languages(listing(self._project, files, wording, rows)))

    def write_index(self, files: Iterable[BuiltFile]) -> Page:
        """The page that lists what was built, in the project's first language.

        Raises:
            ProblemsError: its template is wrong; with its line.
        """
        language = self._project.languages[0]
        theme = self.theme(INDEX_PAGE)
        environment = self._environment(theme, language, origins=False)
        wording = environment.wording
        views = Views(self._project, language, PUBLIC, mark=wording.in_language)
        draft = Draft(INDEX_PAGE, views, wording, theme.files, theme.look)
        with environment.writing(draft), template_problems(environment):
            facts = self._edition(draft)
            facts["title"] = facts["subtitle"] or environment.wording.gettext("Briefs")
            listed = listing(self._project, files, environment.wording)
            names = {
                "index": View(views, {**facts, **listed}, (INDEX_PAGE, "")),
                "dataset": views.dataset(),
            }
            html = environment.get_template(INDEX_PAGE + ENDING).render(names)
            html = _filled_in(environment, draft, html)
            check_letters(environment.templates, INDEX_PAGE + ENDING, html)
        return Page(html, facts, views.reads)

    def _environment(self, theme: Theme, language: str, *, origins: bool) -> BriefEnvironment:
        templates = theme.templates
        key = (templates.lookup.theme, language, origins)
        if key not in self._environments:
            code = None
            if self._code is not None and not origins:
                words = b"\0".join(templates.all(CATALOGUE.format(language)))
                code = CompiledTemplates(self._code, language, words)
            wording = self._wording(theme, language)
            self._environments[key] = BriefEnvironment(
                self._project, templates, wording, origins=origins, code=code, added=self._added
            )
        return self._environments[key]

    def _wording(self, theme: Theme, language: str) -> Wording:
        key = (theme.templates.lookup.theme, language)
        if key not in self._wordings:
            found = theme.templates.every(CATALOGUE.format(language))
            data, paths = [one.data for one in found], [one.path for one in found]
            self._wordings[key] = Wording(language, data, paths)
        return self._wordings[key]

    def _words(self, theme: Theme, language: str, reads: Reads) -> Wording:
        """The words of a language that the page is not in; their catalogues count as read."""
        reads.names.update(theme.templates.lookup.names(CATALOGUE.format(language)))
        return self._wording(theme, language)

    def _manifest(self, report: Report) -> Manifest:
        manifest = self._project.manifest(report)
        if manifest is None:
            raise KeyError(report.template)
        return manifest

    def attachments(self, page: Page, job: Job) -> tuple[Attachment, ...]:
        """The files that the PDF of a page carries: what it prints, as data."""
        wording = self._wording(self.theme(job.report), job.language)
        return attachments(page.html, page.facts, page.reads, job, self._project, wording)

    def look_over(self, page: Page, job: Job) -> list[Problem]:
        """What is wrong with the page whatever its medium: tags and links that may not be."""
        screen = any(output.format == "html" for output in job.outputs)
        return [*markup_problems(page.html, screen=screen), *broken_links(page.html)]

    def barriers(self, page: Page, job: Job) -> list[Problem]:
        """What keeps readers out of the page, each at the line of the template that wrote it."""
        paper = any(output.format == "pdf" for output in job.outputs)
        if not self._barriers(page, paper=paper):
            return []
        traced = self.write(job, origins=True)
        return [
            problem(found.code, found.message, self._written(job, traced, found), found.hint)
            for found in self._barriers(traced, paper=paper)
        ]

    def _barriers(self, page: Page, *, paper: bool) -> list[Barrier]:
        template = f"{page.facts.get('template', INDEX_PAGE)}{ENDING}"
        title = str.__str__(page.facts["title"])
        found = barriers(page.html, title=title, template=template)
        theme = self.theme(page.facts.get("report", INDEX_PAGE))
        return [*found, *(unknown_characters(page.html, theme.covered) if paper else ())]

    def _written(self, job: Job, traced: Page, found: Barrier) -> Place | None:
        """The line that wrote what is wrong; for a page as a whole the first of its template."""
        origin = origin_at(traced.html, found.at)
        if origin is None:
            template = self.theme(job.report).templates.find(f"{traced.facts['template']}{ENDING}")
            origin = (template[0], 1) if template else None
        return self.place(job, *origin) if origin else None

    def look_over_index(self, page: Page, pictures: Iterable[str] = ()) -> tuple[str, ...]:
        """The programs that an index page holds; only those that ship may be.

        Args:
            page: The page.
            pictures: The addresses of what it may show beside itself.

        Raises:
            ProblemsError: it holds a program that does not ship, or what a brief may not, or keeps
                readers out.
        """
        ships = self.theme(INDEX_PAGE).templates.that_ships(INDEX_PAGE + ENDING)
        known = tuple(SCRIPT.findall(ships.decode("utf-8"))) if ships else ()
        found = markup_problems(page.html, screen=True, scripts=known, beside=tuple(pictures))
        found += [
            problem(barrier.code, barrier.message, None, barrier.hint)
            for barrier in self._barriers(page, paper=False)
        ]
        if found:
            raise ProblemsError(self.placed(page, found))
        return tuple(script for script in known if script in page.html)

    def placed(self, page: Page, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """The problems of a page, each at the line that names what it is about.

        A refusal that no line names, as when the data gives the name, is told of the template.
        """
        templates = self.theme(page.facts.get("report", INDEX_PAGE)).templates
        found = placed(problems, page.reads.names, templates.find)
        template = templates.find(f"{page.facts.get('template', INDEX_PAGE)}{ENDING}")
        whole = Place(template[0]) if template else None
        return sort_problems(
            dataclasses.replace(p, place=whole) if p.place is None and p.code in _REFUSALS else p
            for p in found
        )

    def long_tables(self, page: Page, job: Job) -> list[Problem]:
        """That tables are too long for paper, each at the line that names it, or that wrote it."""
        tables = long_tables(page.html)
        if not tables:
            return []
        found = [self.placed(page, [long_table_problem(table)])[0] for table in tables]
        if all(told.place for told in found):
            return found
        return [
            told if told.place else dataclasses.replace(told, place=self._written_at(job, origin))
            for told, origin in zip(found, self._origins(page, job, tables), strict=True)
        ]

    def _origins(self, page: Page, job: Job, tables: Sequence[LongTable]) -> list[str]:
        """The template line that wrote each table, for which a long page is written again.

        Not where just one can have: tables in texts have no id, and nobody added a function.
        """
        if all(table.id for table in tables) and not page.reads.code:
            only = only_table(page.reads.names, self.theme(job.report).templates.find)
            if only:
                return [only] * len(tables)
        return [table.origin for table in long_tables(self.write(job, origins=True).html)]

    def _written_at(self, job: Job, origin: str) -> Place | None:
        path, _, line = origin.rpartition(":")
        return self.place(job, path, int(line)) if path else None

    def place(self, job: Job, path: str, line: int) -> Place | None:
        """A line of a template of a job, by its path as messages name it."""
        return template_line_place(self.theme(job.report).templates, path, line)

    def _brief(self, job: Job, report: Report, draft: Draft, record: View | None) -> dict[str, Any]:
        settings, manifest = self._project.configuration, self._manifest(report)
        views = draft.views
        classification = report.classification or settings.classification
        title = report.title or self._project.dataset.title or manifest.title
        return {
            **self._edition(draft),
            "title": _filled(views.text(title), record, draft.wording),
            "as_of": self._as_of.isoformat() if self._as_of else None,
            "status": Code(report.status or settings.status or "final", EDITION_STATUS.name),
            "classification": views.text(classification) if classification else None,
            "audience": views.audience,
            "report": job.report,
            "template": report.template,
            "paper": str(paper_for(report.paper, settings.paper, manifest.paper)),
            "sections": report.sections or manifest.sections,
            "sections_named": bool(report.sections),
            "headings": heading_names(manifest, draft.wording),
            "other_languages": other_languages(self._project, job),
        }

    def _edition(self, draft: Draft) -> dict[str, Any]:
        """What every page of a project says of itself."""
        dataset = draft.views.dataset()
        publisher = dataset["publisher"]
        language, first = draft.views.language, self._project.languages[0]
        brand = self._project.brand
        dark = brand is not None and self.theme(draft.report).has_dark_cover
        return {
            "logo": logo_facts(brand, language, first, dark_cover=dark),
            "subtitle": dataset["title"],
            "language": language,
            "direction": draft.wording.direction,
            "as_of": None,
            "publisher": publisher["name"] if isinstance(publisher, View) else publisher,
            "contributors": tuple(person["title"] for person in dataset["contributors"]),
        }


def _filled_in(environment: BriefEnvironment, draft: Draft, html: str) -> str:
    html = join_notes(html)
    draft.forget_unprinted(html)
    try:
        return drop_dead_ways_back(join_notes(draft.later.fill(html)))
    except Exception:  # noqa: BLE001  Jinja raises it again, with the lines of the templates
        environment.handle_exception()


def _filled(title: LocalText, record: View | None, wording: Wording) -> Any:
    """A title whose `{name}` is the field of the record; it never computes."""
    if record is None or "{" not in title:
        return title
    if whole := _LOOK_UP.fullmatch(title):
        return record[whole[1]]  # with its own language, and the mark of a fallback

    def words(at: re.Match[str]) -> str:
        value = record[at[1]]
        return Markup(escape(printed(wording, value))).striptags()

    text = _LOOK_UP.sub(words, str.__str__(title))
    return LocalText(text, title.language, fallback=title.fallback)
