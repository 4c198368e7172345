"""A page while it is being written: its notes, headings, acronyms, and what is filled in last.

Notes are numbered in the order in which they are cited. Lists that need the whole page (contents,
notes, acronyms, gaps) are written by blocks that run after everything else: see `Later`.
"""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from markupsafe import Markup

from reportgen.model.manifest import Manifest
from reportgen.problems import Problem
from reportgen.rendering.chart_look import ChartLook
from reportgen.rendering.fetching import Fetched
from reportgen.rendering.joining import printed_ids
from reportgen.rendering.view import View, Views
from reportgen.rendering.wording import Wording
from reportgen.world import Keep


class Files(Protocol):
    """Files of the project or the theme by their names."""

    def __call__(self, name: str) -> bytes | None:
        """The bytes, or None where there is no such file."""

    def fetch(self, name: str) -> Fetched | None:
        """The file as a page asks for it, or None; ProblemsError where it may not."""

    def called(self, name: str) -> str:
        """What messages call a file of the theme."""


@dataclass(frozen=True)
class Heading:
    """An entry of the contents."""

    level: int
    id: str
    text: str


@dataclass
class Note:
    """A numbered note: a place in a source, and the ids of the references to it.

    `quotes`: the words of the source there, each with the ids of the references that quote them.
    """

    number: int
    source: View
    locator: str | None
    references: list[str] = field(default_factory=list)
    quotes: dict[str, list[str]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The anchor of the note."""
        return f"note-{self.number}"


class Later:
    """Blocks whose text is known only when the rest of the page stands.

    Each leaves a comment as its mark; `fill` runs the blocks in order and puts their text there.
    No text of the data can hold such a mark, since everything from the data is escaped.
    """

    def __init__(self) -> None:
        self._blocks: list[Callable[[], str]] = []

    def __call__(self, caller: Callable[[], str]) -> Markup:
        """The mark of a block that `{% call later() %}` wraps."""
        self._blocks.append(caller)
        return Markup(f"<!--later {len(self._blocks) - 1}-->")

    def fill(self, page: str) -> str:
        """The page with every block written."""
        for number, block in enumerate(self._blocks):
            page = page.replace(f"<!--later {number}-->", str(block()))
        return page


class Draft:
    """The state of one page of one brief in one language."""

    def __init__(
        self, report: str, views: Views, wording: Wording, files: Files, look: ChartLook
    ) -> None:
        self.report = report
        self.views = views
        self.wording = wording
        self.look = look
        self._files = files
        self.words: Callable[[str], Wording] = Wording
        self.manifest: Manifest | None = None
        self.keep: Keep | None = None
        self.program = ""
        self.later = Later()
        self.headings: list[Heading] = []
        self.problems: list[Problem] = []
        self._notes: dict[tuple[str, str | None], Note] = {}
        self._acronyms: dict[tuple[str, str], str] = {}
        self._home = views
        self._ids: set[str] = set()
        self._charts = 0

    def files(self, name: str) -> bytes | None:
        """The bytes of a file of the project or the theme, or None; recorded as read."""
        self.views.reads.names.add(name)
        return self._files(name)

    def called(self, name: str) -> str:
        """What messages call a file of the theme."""
        return self._files.called(name)

    def fetch(self, name: str) -> Fetched | None:
        """A file as a page shows it, or None; recorded as read, also where it is refused."""
        self.views.reads.names.add(name)
        return self._files.fetch(name)

    def note(self, citations: Sequence[Mapping[str, Any]]) -> tuple[Note, str]:
        """The note for citations of one place and the id of this new reference to it."""
        (collection, id_), locator = citations[0]["id"].address, citations[0]["locator"]
        key = (id_, locator)
        if key not in self._notes:
            source = self._home.record(collection, id_)
            self._notes[key] = Note(len(self._notes) + 1, source, locator)
        note = self._notes[key]
        reference = f"ref-{note.number}" + (
            f"-{len(note.references) + 1}" if note.references else ""
        )
        note.references.append(reference)
        for citation in citations:
            if citation["quote"]:
                note.quotes.setdefault(citation["quote"], []).append(reference)
        return note, reference

    def notes(self) -> tuple[Note, ...]:
        """The notes cited so far, by number."""
        return tuple(self._notes.values())

    def forget_unprinted(self, page: str) -> None:
        """Drop the references that a template made and did not print: nothing leads back there."""
        printed = printed_ids(page)
        for note in self._notes.values():
            note.references = [ref for ref in note.references if ref in printed]
            quotes = {
                quote: [ref for ref in references if ref in printed]
                for quote, references in note.quotes.items()
            }
            note.quotes = {quote: references for quote, references in quotes.items() if references}

    def speaking(self, language: str) -> Draft:
        """The same page for a piece of text in another language.

        Notes, acronyms, headings and what is read stay those of the page; words, numbers and
        names are those of the language.
        """
        if language == self.wording.language:
            return self
        other = copy.copy(self)
        other.wording = self.words(language)
        other.views = self.views.speaking(language, other.wording.in_language)
        return other

    def first_use(self, address: tuple[str, str], acronym: str) -> bool:
        """True where this acronym has not been printed on the page before; it is kept."""
        if address in self._acronyms:
            return False
        self._acronyms[address] = acronym
        return True

    def acronyms(self) -> tuple[tuple[str, View], ...]:
        """(acronym, record) used on the page, by acronym."""
        pairs = [(acronym, self._home.record(*at)) for at, acronym in self._acronyms.items()]
        return tuple(sorted(pairs, key=lambda pair: pair[0].casefold()))

    def unique_id(self, wanted: str) -> str:
        """An id that stands on the page once: the words of `wanted`, numbered when taken."""
        base = slug(wanted) or "part"
        id_, number = base, 2
        while id_ in self._ids:
            id_, number = f"{base}-{number}", number + 1
        self._ids.add(id_)
        return id_

    def chart_id(self) -> str:
        """The id of the next chart; every id inside its drawing begins with it."""
        self._charts += 1
        return f"chart-{self._charts}"


def slug(text: str) -> str:
    """The text as an anchor: lower-case ASCII words joined by hyphens (`Ưu tiên` -> `uu-tien`)."""
    flat = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    ascii_ = flat.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_).strip("-")[:60]
