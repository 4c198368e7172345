"""Texts that hold several sections of a report: headings that are none, sections that lack."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from reportgen.documents import Section, sections_of
from reportgen.model.configuration import PROJECT_FILE
from reportgen.model.evidence import Prose
from reportgen.model.lookup import Lookup
from reportgen.model.manifest import Manifest
from reportgen.model.project import Project
from reportgen.problems import Place, Problem, did_you_mean, problem
from reportgen.rendering.page import CATALOGUE
from reportgen.rendering.sectioned import folded, heading_names, heading_places
from reportgen.rendering.templates import Templates
from reportgen.rendering.wording import Wording
from reportgen.world import World

_BODIES = "bodies"


def check_sectioned(project: Project, world: World) -> Iterator[Problem]:
    """The problems of the reports that texts fill section by section, and of those texts.

    Raises:
        ProblemsError: a catalogue cannot be read.
    """

    @functools.cache
    def wording(lookup: Lookup, language: str) -> Wording:
        catalogues = Templates(world, lookup).all(CATALOGUE.format(language))
        return Wording(language, catalogues)

    for name, report in project.configuration.reports.items():
        manifest = project.manifest(report)
        if manifest is not None and (manifest.headings or manifest.required):
            words = functools.partial(wording, project.lookup(report))
            yield from _Sectioned(project, name, manifest, words).problems()


@dataclass
class _Sectioned:
    """A report, and what its text says: language -> place -> section, blank ones left out."""

    project: Project
    name: str
    manifest: Manifest
    wording: Callable[[str], Wording]
    written: dict[str, dict[str, Section]] = field(default_factory=dict)

    def problems(self) -> Iterator[Problem]:
        text = self.project.records["texts"].get(self.name)
        for language, body in text.bodies.items() if isinstance(text, Prose) else ():
            yield from self._headings(language, body)
        yield from self._missing()
        yield from self._untranslated()

    def _headings(self, language: str, body: str) -> Iterator[Problem]:
        """The headings that are no section, or one that stands already; the others are noted."""
        wording = self.wording(language)
        places = heading_places(self.manifest, wording)
        known = list(heading_names(self.manifest, wording).values())
        written = self.written.setdefault(language, {})
        seen: set[str] = set()
        for section in sections_of(body):
            place = places.get(folded(section.heading))
            if place is not None and place not in seen:
                seen.add(place)
                if section.text.strip():
                    written[place] = section
                continue
            if not section.heading:
                message = "this stands below no heading, so no section prints it"
                hint = f"write a heading above it, such as `## {known[0]}`"
            elif place is not None:
                message, hint = f"the section `{section.heading}` stands twice", "join the two"
            else:
                message = f"`{section.heading}` is no section of the report `{self.name}`"
                hint = did_you_mean(section.heading, known, kind="sections", limit=40)
            at = self._at(language, section.offset, section.width)
            yield problem("bad-heading", message, at, hint)

    def _missing(self) -> Iterator[Problem]:
        """The sections without which there is no report, and which no text fills."""
        report = self.project.configuration.reports[self.name]
        printed = report.sections or self.manifest.sections
        texts = self.project.records["texts"]
        for place in self.manifest.required:
            filled = any(place in sections for sections in self.written.values())
            if filled or place not in printed or {place, f"{self.name}-{place}"} & set(texts):
                continue
            language = next(iter(self.written), self.project.languages[0])
            heading = self._heading(place, language)
            hint = f"`reportgen new text {self.name}` writes a text for you to fill in"
            at = self.project.find("reports", self.name, ()) or Place(PROJECT_FILE)
            if language in self.written:
                hint = f"write it below a heading `## {heading}`"
                at = self._at(language, 0, 1) or at
            message = f"the report `{self.name}` has no `{heading}`"
            yield problem("missing-section", message, at, hint)

    def _untranslated(self) -> Iterator[Problem]:
        """The sections that stand in the text in one of its languages and not in another."""
        known = [language for language in self.project.languages if language in self.written]
        for place in self.manifest.headings:
            having = [language for language in known if place in self.written[language]]
            for language in known if having else ():
                if language not in having:
                    heading = self._heading(place, language)
                    message = (
                        f"`{heading}` of the text `{self.name}` is not written in `{language}`"
                    )
                    hint = f"write it; until then briefs print `{having[0]}` and mark it"
                    yield problem("missing-translation", message, self._at(language, 0, 1), hint)

    def _heading(self, place: str, language: str) -> str:
        return heading_names(self.manifest, self.wording(language)).get(place, place)

    def _at(self, language: str, offset: int, width: int) -> Place | None:
        return self.project.find("texts", self.name, (_BODIES, language), offset, width)
