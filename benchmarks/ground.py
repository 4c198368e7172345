"""The projects that benchmarks build, laid out when they are first asked for."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks import pages, portfolio
from benchmarks.contestants import weasyprint
from benchmarks.turns import ROOT, Contestant, progress, run
from reportgen.building.starting import EXAMPLES, starter_files
from reportgen.rendering.pdf import VARIANT
from reportgen.wanted import Wanted

PYTHON = sys.executable
WORKERS = "2"
"""Processes of every contestant that has more than one."""


@dataclass(frozen=True)
class Sizes:
    """How large everything is; smaller ones only try the benchmarks themselves out."""

    partners: int = 100
    many: int = 1000
    growth: tuple[int, ...] = (10, 100, 1000)
    ages: tuple[int, int] = (20, 200)
    rows: tuple[int, ...] = (100, 1000, 5000)
    sample: Wanted = field(default_factory=Wanted)


@dataclass(frozen=True)
class Portfolio:
    """A project, and its pages for the other contestants."""

    project: Path
    pages: Path

    @property
    def fonts(self) -> dict[str, str]:
        """The environment in which WeasyPrint knows the fonts of the theme and no others."""
        return {"FONTCONFIG_FILE": str(self.pages / "fonts.conf")}

    @property
    def pdfs(self) -> list[Path]:
        """What reportgen makes of the pages, in their order."""
        names = (self.pages / pages.OUTPUTS).read_text(encoding="utf-8").splitlines()
        return [self.project / "build" / name for name in names]

    def contestant(self, name: str) -> Contestant:
        """One of contestants.py, on these pages."""
        return Contestant(name, self.command(name))

    def command(self, name: str, *arguments: str) -> list[str]:
        """The command of one of contestants.py; its PDFs go where `made` looks for them."""
        where = (str(self.pages), str(self.made(name)))
        return module("contestants", name, *where, "--variant", VARIANT, *arguments)

    def bare(self, name: str, page: int) -> Contestant:
        """The `weasyprint` command on one of the pages, under this name."""
        path = self.pages / f"{page:04}.html"
        command = weasyprint(path, path.with_suffix(".pdf"), VARIANT)
        return Contestant(name, command, environment=self.fonts)

    def made(self, name: str) -> Path:
        """Where the PDFs of a contestant are."""
        return self.pages / f"by-{name}"


@dataclass
class Ground:
    """A folder with all that benchmarks need; `sizes` says how much of it."""

    folder: Path
    sizes: Sizes = field(default_factory=Sizes)

    @cached_property
    def hundred(self) -> Portfolio:
        """The generated portfolio of 100 partners."""
        return self._generated("portfolio", self.sizes.partners)

    @cached_property
    def many(self) -> Portfolio:
        """The generated portfolio of 1,000 partners, of which one page is laid out by others."""
        found = self._generated("many", self.sizes.many, most=1)
        progress(f"building {self.sizes.many} briefs, outside the clock")
        run(build(found.project))
        return found

    @cached_property
    def single(self) -> Portfolio:
        """A generated portfolio of one partner."""
        return self._generated("single", 1)

    @cached_property
    def sample(self) -> Portfolio:
        """The project's own briefs."""
        project = self.folder / "sample"
        for name, data in starter_files(EXAMPLES[0]).items():
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            (project / name).write_bytes(data)
        found = Portfolio(project, self.folder / "sample-pages")
        pages.export(found.project, found.pages, self.sizes.sample)
        return found

    @property
    def sample_options(self) -> list[str]:
        """What says on the command line which of the project's own briefs are wanted."""
        wanted = self.sizes.sample
        return [*wanted.reports, *(part for one in wanted.languages for part in ("--lang", one))]

    def grown(self, partners: int) -> Path:
        """A project of so many partners, of which nothing is built."""
        project = self.folder / f"grown-{partners}"
        portfolio.write(project, partners)
        return project

    def table(self, rows: int) -> Path:
        """A project whose one brief is a table of so many rows."""
        project = self.folder / f"table-{rows}"
        portfolio.write_table(project, rows)
        return project

    def html(self, *, charts: bool) -> Path:
        """A project of HTML briefs, with a chart in each or without."""
        project = self.folder / ("charted" if charts else "plain")
        portfolio.write(project, self.sizes.partners, html=True, charts=charts)
        return project

    def _generated(self, name: str, partners: int, *, most: int | None = None) -> Portfolio:
        progress(f"writing a portfolio of {partners}")
        found = Portfolio(self.folder / name, self.folder / f"{name}-pages")
        portfolio.write(found.project, partners)
        pages.export(found.project, found.pages, most=most)
        records = portfolio.collections(partners)
        for number, partner in enumerate(records["partners"][:most]):
            text = json.dumps(portfolio.facts(records, partner), ensure_ascii=False)
            (found.pages / f"{number:04}.json").write_text(text, encoding="utf-8")
        return found


def module(name: str, *arguments: str) -> list[str]:
    """The command that runs a module of the benchmarks."""
    return [PYTHON, "-m", f"benchmarks.{name}", *arguments]


def build(project: Path, *arguments: str) -> list[str]:
    """The command that builds a project, as an installed reportgen would be called."""
    return [PYTHON, "-m", "reportgen", "build", "-C", str(project), *arguments]


def fresh(project: Path) -> Callable[[], None]:
    """What forgets every earlier build."""

    def forget() -> None:
        for name in ("build", ".reportgen"):
            shutil.rmtree(project / name, ignore_errors=True)

    return forget


class Edit:
    """Changes a word in a built project, to another one each time."""

    def __init__(self, project: Path, file: str, word: str) -> None:
        """`word` stands in the file; its first occurrence is changed."""
        self._path = project / file
        self._word = word
        self._text = self._path.read_text(encoding="utf-8")
        if word not in self._text:
            raise ValueError(f"{file} does not say {word!r}")
        self._times = 0

    def __call__(self) -> None:
        """Write the file with the next word."""
        self._times += 1
        changed = self._text.replace(self._word, f"{self._word}x{self._times}", 1)
        self._path.write_text(changed, encoding="utf-8")

    def undo(self) -> None:
        """Write the file as it was."""
        self._path.write_text(self._text, encoding="utf-8")


def last_run(project: Path) -> dict[str, Any]:
    """The record that the last build left of itself."""
    found = sorted((project / ".reportgen" / "runs").glob("*.json"))
    record: dict[str, Any] = json.loads(found[-1].read_bytes())
    return record


def rendered(project: Path) -> int:
    """How many PDFs the last build laid out."""
    return sum(job["pdfs"] for job in last_run(project)["jobs"])


def shared_template(project: Path) -> str:
    """A template that all briefs share, as a file of the project; its path there."""
    name = "templates/base.html.j2"
    (project / name).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / name, project / name)
    return name
