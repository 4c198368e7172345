"""What the fixture `reportgen` gives to tests in Python: briefs, built, to be asked."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from reportgen.testing.briefs import Brief, Briefs
from reportgen.testing.html_outline import html_outline
from reportgen.testing.pdf_outline import pdf_outline, sections


class BuiltBrief:
    """One brief that was built."""

    def __init__(self, briefs: Briefs, brief: Brief) -> None:
        self._briefs, self._brief = briefs, brief

    @property
    def name(self) -> str:
        """`partner-profile[ilo-en]`."""
        return self._brief.name

    @cached_property
    def html(self) -> str:
        """The page as it is written for the screen."""
        return self._briefs.read(self._brief, "html").decode("utf-8")

    @cached_property
    def pdf(self) -> bytes:
        """The bytes of the PDF."""
        return self._briefs.read(self._brief, "pdf")

    @cached_property
    def data(self) -> str:
        """What it has read of the data, as the snapshot has it."""
        return self._briefs.data(self._brief)

    @cached_property
    def html_outline(self) -> str:
        """The page as the snapshot has it."""
        return html_outline(self.html)

    @cached_property
    def pdf_outline(self) -> str:
        """The PDF as the snapshot has it."""
        return pdf_outline(self.pdf)

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """The text of the PDF, page by page."""
        found = sections(self.pdf_outline)
        return tuple("\n".join(v) for name, v in found.items() if name.startswith("page "))


class Reportgen:
    """The briefs of a project, for tests in Python."""

    def __init__(self, root: Path, *, trust: bool = False) -> None:
        """Read the project; with `trust` code in it may run.

        Raises:
            ProblemsError: it has errors.
        """
        self._briefs = Briefs(root, trust=trust)

    def brief(
        self, report: str, *, language: str | None = None, record: str | None = None
    ) -> BuiltBrief:
        """A brief, built; in the first language where none is named.

        Raises:
            LookupError: there is no such brief.
            RuntimeError: it cannot be built; with what the build said.
        """
        for brief in self._briefs.all:
            job = brief.job
            if (job.report, job.record) == (report, record) and language in (None, job.language):
                self._briefs.build([brief])
                failure = self._briefs.failure(brief)
                if failure is not None:
                    raise RuntimeError(failure)
                return BuiltBrief(self._briefs, brief)
        known = ", ".join(brief.name for brief in self._briefs.all)
        raise LookupError(f"there is no such brief; there are {known}")
