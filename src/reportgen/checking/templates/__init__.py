"""Templates against the data model, before they run: wrong fields, filters, macros, includes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from jinja2 import TemplateSyntaxError, nodes
from jinja2.meta import find_referenced_templates

from reportgen.checking.templates.blocks import lost_blocks, lost_text
from reportgen.checking.templates.charts import chart_names, charts_in, check_charts
from reportgen.checking.templates.contexts import context_faults
from reportgen.checking.templates.kinds import ANY, Fixed, Kind, Many, Record, record_of
from reportgen.checking.templates.usage import reached, unused
from reportgen.checking.templates.walk import Walker, names_in
from reportgen.model import COLLECTIONS
from reportgen.model.dataset import Dataset
from reportgen.model.lookup import BELOW
from reportgen.model.manifest import Manifest
from reportgen.model.project import Project
from reportgen.problems import Place, Problem, did_you_mean, nearest, only_in, problem
from reportgen.rendering.compiling import syntax_code
from reportgen.rendering.environment import BriefEnvironment
from reportgen.rendering.extensions import FILE as EXTENSIONS
from reportgen.rendering.extensions import Extensions
from reportgen.rendering.listing import INDEX_PAGE
from reportgen.rendering.mistakes import RECORD
from reportgen.rendering.templates import ENDING, Templates
from reportgen.rendering.wording import Wording
from reportgen.world import World

_SECTIONS = "sections/"

BRIEF_FIELDS = (
    "title",
    "subtitle",
    "language",
    "direction",
    "as_of",
    "status",
    "classification",
    "audience",
    "report",
    "template",
    "paper",
    "sections",
    "sections_named",
    "headings",
    "other_languages",
    "publisher",
    "contributors",
    "logo",
)
"""What `brief` has on a page; a test holds this to what the page writer hands over."""


def check_templates(project: Project, world: World) -> tuple[Problem, ...]:
    """Everything that is wrong with the project's own templates, and with themes in its folder.

    The shipped ones are held to the same by the tests, so they are not looked at again here; those
    of an installed theme are for its maker to mend.
    """
    found: dict[Problem, None] = {}
    printed: dict[str, list[str]] = {}
    added = Extensions(world)
    idle: dict[Problem, int] = {}
    for lookup in project.used_lookups:
        names = [
            BELOW * number + file.removeprefix(level.inside(""))
            for number, level in enumerate(lookup.levels)
            for file in (world.files(level.folder) if level in lookup.own else ())
            if file.endswith(ENDING)
        ]
        found.update(dict.fromkeys(check_charts(world, lookup)))
        if names:
            charts = chart_names(world, lookup)
            checker = _Checker(project, Templates(world, lookup), added, charts)
            found.update(dict.fromkeys(checker.check(names)))
            for file, reports in checker.printed(names).items():
                printed.setdefault(file, []).extend(reports)
            # What a theme brings need not be used by each project, nor a file by each theme.
            for unused in checker.unused([name for name in names if not name.startswith(BELOW)]):
                idle[unused] = idle.get(unused, 0) + 1
    most = len(project.used_lookups)
    told = [*found, *(told for told, times in idle.items() if times == most)]
    files = ((one.place.file if one.place else "", one) for one in told)
    return tuple(one for file, of in files for one in only_in(printed.get(file, ()), [of]))


def check_named(names: list[str], project: Project, templates: Templates) -> tuple[Problem, ...]:
    """The same for templates by their names; whether anything uses them is not asked."""
    return _Checker(project, templates).check(names)


class _Checker:
    def __init__(
        self,
        project: Project,
        templates: Templates,
        added: Extensions | None = None,
        charts: Iterable[str] | None = None,
    ) -> None:
        self._project = project
        self._templates = templates
        self._environment = BriefEnvironment(project, templates, Wording("en"), added=added)
        self._waiting = added.waiting if added is not None else frozenset()
        self._charts = tuple(charts or ())
        self._trees: dict[str, nodes.Template | None] = {}
        self._texts: dict[str, list[str]] = {}
        self._paths: dict[str, str] = {}
        self.problems: list[Problem] = []

    def check(self, names: list[str]) -> tuple[Problem, ...]:
        # What one template sets another that it includes may use: a name that any of them has is
        # taken to be there. Misspelt names have no such twin.
        around = self._reachable([*names, *self._including(names)])
        trees = [tree for name in around if (tree := self._tree(name)) is not None]
        shared: set[str] = set().union(*(names_in(tree) for tree in trees))
        known = (RECORD, "index", "self", "super", "caller", *shared)

        def near(name: str) -> str | None:
            plain = (one.lstrip(BELOW) for one in names)
            return nearest_template(name, (*plain, *self._templates.shipped()))

        walker = Walker(self._environment, self._tree, known, near, self._tell)
        for name in names:
            tree = self._tree(name)
            if tree is not None:
                walker.template(name, tree, self._scope(name))
                for line, message, hint in context_faults(tree):
                    self._tell(name, "bad-markup", line, "", message, hint)
                for line, chart in charts_in(tree):
                    if self._charts and chart not in self._charts:
                        hint = did_you_mean(chart, self._charts, kind="charts")
                        message = f"there is no chart '{chart}'"
                        self._tell(name, "bad-chart", line, chart, message, hint)
                for block, hint in lost_blocks(name, self._tree, self._named):
                    message = f"the block '{block.name}' overrides nothing"
                    self._tell(name, "unused-block", block.lineno, block.name, message, hint)
                for line in lost_text(tree):
                    message = "what stands beside the blocks is never printed"
                    self._tell(name, "unused-block", line, "", message, "put it into a block")
        return tuple(dict.fromkeys(self.problems))

    def unused(self, names: list[str]) -> tuple[Problem, ...]:
        """Those of the project's templates that no report prints and no template names."""
        shipped, lookup = self._templates.shipped(), self._templates.lookup
        every = self._project.configuration.reports.values()
        reports = [report for report in every if self._project.lookup(report) == lookup]
        roots = [INDEX_PAGE + ENDING, *(report.template + ENDING for report in reports)]
        roots += [name for name in names if self._templates.found(BELOW + name)]
        sections: list[str] = []
        for report in reports:
            manifest = self._project.manifest(report)
            sections += report.sections or (manifest.sections if manifest else ())
        return tuple(
            problem(
                "unused-template",
                "nothing uses this template",
                self._place(name, 1, ""),
                _use(name, shipped),
            )
            for name in unused(names, roots, sections, self._tree, self._named)
        )

    def printed(self, names: list[str]) -> dict[str, list[str]]:
        """File of a template -> the reports with these levels that print it, or may."""
        found: dict[str, list[str]] = {self._paths[name]: [] for name in names if self._tree(name)}
        for name, report in self._project.configuration.reports.items():
            if self._project.lookup(report) != self._templates.lookup:
                continue
            manifest = self._project.manifest(report)
            sections = report.sections or (manifest.sections if manifest else ())
            roots = [self._named(report.template + ENDING, "")]
            used = reached(names, roots, sections, self._tree, self._named)
            for one in names if used is None else used:
                if one in self._paths:
                    found.setdefault(self._paths[one], []).append(name)
        return found

    def _including(self, names: list[str]) -> list[str]:
        """Shipped templates that include one of these, or one whose name is made as they run."""
        found = []
        plain = [name.lstrip(BELOW) for name in names]
        for name in self._templates.shipped() if any("/" in name for name in plain) else ():
            tree = self._tree(name)
            if tree is not None and {None, *plain} & set(find_referenced_templates(tree)):
                found.append(name)
        return found

    def _reachable(self, names: list[str]) -> set[str]:
        """The templates, and all that they name in so many words."""
        found: set[str] = set()
        ahead = list(names)
        while ahead:
            name = ahead.pop()
            tree = None if name in found else self._tree(name)
            found.add(name)
            if tree is not None:
                named = [n for n in find_referenced_templates(tree) if n]
                ahead += {self._named(n, name) for n in named} - found
        return found

    def _scope(self, name: str) -> dict[str, Kind]:
        """What every page may name; `params` and `record` where a manifest tells what they are."""
        theme = self._templates.lookup.theme
        manifest = self._project.manifests.get((theme, name.lstrip(BELOW).removesuffix(ENDING)))
        scope: dict[str, Kind] = {c: Many(record_of(c)) for c in COLLECTIONS}
        scope |= dict.fromkeys(self._project.own, ANY)
        scope["brief"] = Fixed("brief", dict.fromkeys(BRIEF_FIELDS, ANY))
        scope["dataset"] = Record(Dataset)
        scope["params"] = _params(manifest) if manifest else ANY
        scope[RECORD] = record_of(manifest.each) if manifest and manifest.each else ANY
        return scope

    def _named(self, name: str, by: str) -> str:
        """The name, from the level on which it is found, of what a template names."""
        name = self._templates.named(name, by)
        found = self._templates.found(name)
        return BELOW * found.number + name.lstrip(BELOW) if found else name

    def _tree(self, name: str) -> nodes.Template | None:
        """The syntax tree of a template; None where there is none or it cannot be read."""
        if name not in self._trees:
            self._trees[name] = self._read(name)
        return self._trees[name]

    def _read(self, name: str) -> nodes.Template | None:
        found = self._templates.find(name)
        if found is None:
            return None
        path, raw = found
        text = raw.decode("utf-8", "replace")
        self._paths[name], self._texts[name] = path, text.splitlines()
        try:
            return self._environment.parse(text)
        except TemplateSyntaxError as error:
            place = self._place(name, error.lineno, "")
            message = " ".join((error.message or "it cannot be read").split()).rstrip(".")
            shown = message[:1].lower() + message[1:]
            self.problems.append(problem(syntax_code(error), shown, place))
            return nodes.Template([])

    def _tell(
        self, file: str, code: str, line: int, word: str, message: str, hint: str | None
    ) -> None:
        if word in self._waiting and code in ("unknown-filter", "undefined-name"):
            hint = f"it is in {EXTENSIONS}, which is not run: the project is not trusted"
        self.problems.append(problem(code, message, self._place(file, line, word), hint))

    def _place(self, name: str, line: int, word: str) -> Place:
        """The word's place: on its line, or one of the next, since Jinja counts a tag's first."""
        lines = self._texts.get(name, [])
        for number in range(line, min(line + 6, len(lines) + 1)):
            column = _column(lines[number - 1], word)
            if word and column:
                return Place(self._paths[name], number, column, lines[number - 1], len(word))
        text = lines[line - 1] if 0 < line <= len(lines) else ""
        start = len(text) - len(text.lstrip()) + 1
        return Place(self._paths.get(name, name), line, start, text, max(1, len(text.strip())))


def nearest_template(name: str, names: Iterable[str]) -> str | None:
    """The template whose name is near to this one, in the same folder."""
    below = BELOW if name.startswith(BELOW) else ""
    folder, _, word = name.removeprefix(BELOW).removesuffix(ENDING).rpartition("/")
    beside = {
        word: other
        for other in names
        for inside, _, word in (other.removesuffix(ENDING).rpartition("/"),)
        if inside == folder
    }
    near = nearest(word, beside)
    return None if near is None else below + beside[near]


def _use(name: str, shipped: Sequence[str]) -> str:
    """What to do with a template that nothing uses."""
    near = nearest_template(name, shipped)
    if near is not None:
        return f"did you mean to override `{near}`?"
    word = name.removesuffix(ENDING)
    if name.startswith(_SECTIONS):
        return f"name it under `sections:` of a report: {word.removeprefix(_SECTIONS)}"
    if "/" not in name:
        return f"`reportgen new report {word} --template {word}` makes a report of it"
    return "include or import it in a template that is used, or delete it"


def _params(manifest: Manifest) -> Kind:
    kinds: Mapping[str, Kind] = {
        name: record_of(parameter.of or "")
        if parameter.type == "reference"
        else Many(record_of(parameter.of or ""))
        if parameter.type == "list" and parameter.of in COLLECTIONS
        else ANY
        for name, parameter in manifest.parameters.items()
    }
    return Fixed("params", kinds)


def _column(text: str, word: str) -> int:
    """Where the word stands as a whole on the line, counted from 1; 0 where it does not."""
    start = text.find(word)
    while start >= 0:
        before, after = text[start - 1 : start], text[start + len(word) : start + len(word) + 1]
        if not (before.isidentifier() or after.isidentifier()):
            return start + 1
        start = text.find(word, start + 1)
    return 0


__all__ = ["check_named", "check_templates"]
