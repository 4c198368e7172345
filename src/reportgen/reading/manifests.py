"""The manifests of the templates that reports use, from the first level that has one."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath

from reportgen.documents import parse_yaml
from reportgen.model import COLLECTIONS
from reportgen.model.configuration import TEMPLATES
from reportgen.model.lookup import BELOW, SHIPS, Lookup
from reportgen.model.manifest import Manifest
from reportgen.model.paper import read_paper
from reportgen.problems import Place, Problem, did_you_mean, problem
from reportgen.reading.names import Data
from reportgen.reading.origin import Origin
from reportgen.reading.parameters import parameter_problems, places
from reportgen.reading.references import Index
from reportgen.reading.validation import validate
from reportgen.world import World

_ANY = Data(Index({}, (*COLLECTIONS, "*")), {})  # the shipped defaults know no project's ids
_PAGE = ".html.j2"
_SECTIONS = "sections"


@dataclass
class Manifests:
    """Manifests by theme and name of template; None for one that is wrong, which is told once."""

    world: World
    held: dict[tuple[str, str], Manifest | None] = field(default_factory=dict)
    problems: dict[tuple[str, str], list[Problem]] = field(default_factory=dict)

    def manifest(self, name: str, place: Place, lookup: Lookup | None) -> Manifest | None:
        """The manifest of a template, read once; a problem at the place if there is none.

        None, too, where nobody can say in which levels it is to be looked up.
        """
        if lookup is None:
            return None
        key = (lookup.theme, name)
        if key not in self.held:
            found = self.problems.setdefault(key, [])
            self.held[key] = self._read(name, place, lookup, found)
        return self.held[key]

    @property
    def told(self) -> tuple[Problem, ...]:
        """The problems of all manifests that were read."""
        return tuple(found for of in self.problems.values() for found in of)

    def own_sections(self, lookup: Lookup) -> tuple[str, ...]:
        """The sections that the project and its theme bring, which any of its reports may print."""
        found: dict[str, None] = {}
        for level in lookup.levels:
            folder = level.inside(_SECTIONS)
            for file in () if level == SHIPS else self.world.files(folder, level.root):
                path = PurePosixPath(file)
                if path.parent.as_posix() == folder and path.name.endswith(_PAGE):
                    found[path.name.removesuffix(_PAGE)] = None
        return tuple(found)

    def _read(
        self, name: str, place: Place, lookup: Lookup, told: list[Problem]
    ) -> Manifest | None:
        found = lookup.find(self.world.read, f"{name}.yaml")
        if found is None or name.startswith(BELOW):
            told.append(self._unknown(name, place, lookup))
            return None
        document, problems = parse_yaml(found.path, found.data)
        told += problems
        if document is None:
            return None
        if not isinstance(document.data, dict):
            message = "a template's manifest must be a mapping"
            hint = "write `title:` and below it `sections:` and `parameters:`"
            told.append(problem("wrong-type", message, document.place(()), hint))
            return None
        origin = Origin(((document, ()),))
        manifest, wrong = validate(Manifest, document.data, origin, name="the manifest")
        told += wrong
        if manifest is not None:
            self._check(manifest, origin, told)
        return manifest

    def _check(self, manifest: Manifest, origin: Origin, told: list[Problem]) -> None:
        self._paper(manifest, origin, told)
        for key, names in (("headings", manifest.headings), ("required", manifest.required)):
            for number, name in enumerate(names):
                if name not in manifest.texts:
                    where = (key, name if key == "headings" else number)
                    hint = did_you_mean(name, manifest.texts, kind="texts", limit=40)
                    message = f"`{key}` names `{name}`, which is no text of the template"
                    place = origin.place(where, key=key == "headings")
                    told.append(problem("bad-manifest", message, place, hint))
        for name, parameter in manifest.parameters.items():
            path = ("parameters", name)
            if parameter.type == "reference" and parameter.of is None:
                message, hint = f"the parameter `{name}` says not to what", "add `of: partners`"
                place = origin.place(path, key=True)
                told.append(problem("bad-manifest", message, place, hint))
            if parameter.type == "choice" and not parameter.choices:
                message, hint = f"the parameter `{name}` has no choices", "add `choices: [a, b]`"
                place = origin.place(path, key=True)
                told.append(problem("bad-manifest", message, place, hint))
            at = places(origin, (*path, "default"))
            told += parameter_problems(name, parameter.default, parameter, at, _ANY)

    def _paper(self, manifest: Manifest, origin: Origin, told: list[Problem]) -> None:
        if manifest.paper is not None and read_paper(manifest.paper) is None:
            message, place = f"`{manifest.paper}` is no known paper", origin.place(("paper",))
            told.append(problem("bad-manifest", message, place, "write A4, A4 landscape"))

    def _unknown(self, name: str, place: Place, lookup: Lookup) -> Problem:
        pages = [
            PurePosixPath(file).name
            for level in lookup.levels
            for file in self.world.files(level.folder or ".", level.root)
            if PurePosixPath(file).parent == PurePosixPath(level.folder)
        ]
        if f"{name}{_PAGE}" in pages:
            return problem(
                "bad-manifest",
                f"the template `{name}` has no manifest",
                place,
                f"write {TEMPLATES}/{name}.yaml with its `title:`",
            )
        known = sorted({page.removesuffix(".yaml") for page in pages if page.endswith(".yaml")})
        hint = did_you_mean(name, known, kind="templates")
        return problem("unknown-template", f"there is no template `{name}`", place, hint)
