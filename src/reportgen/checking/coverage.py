"""Whether the theme's fonts have every character that the data may print."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from reportgen.model.base import EXTENSION
from reportgen.model.brand import BRAND_FILE
from reportgen.model.configuration import PROJECT_FILE
from reportgen.model.lookup import Lookup
from reportgen.model.project import Project
from reportgen.model.text import Text
from reportgen.problems import Place, Problem, problem
from reportgen.rendering.fonts import FontFace, coverage, uncovered
from reportgen.rendering.theme import Theme
from reportgen.world import World

Path = tuple[str | int, ...]

_NEVER_PRINTED = frozenset({"notes", "x-*"})
_NAMED = 3  # characters of one text that are told by name


def check_coverage(project: Project, world: World) -> tuple[Problem, ...]:
    """A problem for each text of the data with characters that would print as empty boxes.

    Only a PDF is bound to its theme's fonts: where no report makes one there is nothing to check.

    Raises:
        ProblemsError: Where the theme's fonts cannot be read.
    """
    found: dict[Problem, None] = {}
    for lookup in _lookups(project):
        faces = Theme(world, lookup, project).faces
        covered = coverage(faces)
        found.update(dict.fromkeys(_found(project, covered)))
        found.update(dict.fromkeys(_mixed(project, faces, covered)))
    return tuple(found)


def _lookups(project: Project) -> Iterable[Lookup]:
    """Where the fonts of the reports that make PDFs are looked up."""
    settings = project.configuration
    return dict.fromkeys(
        project.lookup(report)
        for report in settings.reports.values()
        if "pdf" in settings.formats_of(report)
    )


def _found(project: Project, covered: frozenset[int]) -> Iterator[Problem]:
    for collection, id_, value in _values(project, covered):
        for path, text in _texts(value):
            missing = uncovered(text, covered)
            if missing:
                # A composed letter may be written in parts: then the text itself is shown.
                offset = text.find(missing[0])
                place = project.find(collection, id_, path, offset if offset >= 0 else None)
                where = collection if id_ in (collection, "") else f"{collection}.{id_}"
                yield _problem(missing, place, where)


def _mixed(
    project: Project, faces: Sequence[FontFace], covered: frozenset[int]
) -> Iterator[Problem]:
    """That the brand's font lacks letters of the data, which another font lends in mid-word."""
    base = project.brand.typography.base if project.brand else None
    text = [face for face in faces if base and face.family == base.family]
    if not text:
        return
    has = coverage(text)
    missing = {
        char: None
        for _, _, value in _values(project, has)
        for _, words in _texts(value)
        for char in uncovered(words, has)
        if ord(char) in covered and unicodedata.category(char).startswith("L")
    }
    if missing:
        place = project.find(BRAND_FILE, "", ("typography", "base", "family"))
        message = f"the font `{text[0].family}` lacks {_listed(list(missing))}"
        hint = "take a font that has all letters of your languages; until then another lends them"
        yield problem("mixed-letters", message, place, hint)


def _values(project: Project, covered: frozenset[int]) -> Iterator[tuple[str, str, Any]]:
    """(collection, id, value) of all that may be printed; the project file's titles too.

    Collections that have no character but those covered are left out.
    """
    for collection, known in project.records.items():
        one_by_one = None if known.characters is None else "\n".join(known.characters)
        if one_by_one is None or uncovered(one_by_one, covered):
            yield from ((collection, id_, record) for id_, record in known.items())
    for collection, own in project.own.items():
        yield from ((collection, id_, record) for id_, record in own.items())
    yield "dataset", "dataset", project.dataset
    reports = project.configuration.reports.items()
    titles = {name: {"title": report.title} for name, report in reports}
    yield PROJECT_FILE, "", {"reports": titles}


def _texts(value: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text in a value that may be printed, with its path as it is written."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Text):
        for language, text in value.parts():
            yield (path if language is None else (*path, language)), text
    else:
        for key, part in _parts(value):
            yield from _texts(part, (*path, key))


def _parts(value: Any) -> Iterator[tuple[str | int, Any]]:
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        pairs = ((field.alias or name, getattr(value, name)) for name, field in fields.items())
        yield from (pair for pair in pairs if pair[0] not in _NEVER_PRINTED)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            if key not in _NEVER_PRINTED and not str(key).startswith(EXTENSION):
                yield str(key), part
    elif isinstance(value, Sequence):
        yield from enumerate(value)


def _problem(missing: Sequence[str], place: Place | None, where: str) -> Problem:
    message = f"no font has {_listed(missing)}, in {where}"
    hint = "write it otherwise, or bring a font that has it: templates/fonts/fonts.yaml lists them"
    return problem("missing-glyph", message, place, hint)


def _listed(missing: Sequence[str]) -> str:
    named = ", ".join(_name(char) for char in missing[:_NAMED])
    more = len(missing) - _NAMED
    return f"{named} and {more} more" if more > 0 else named


def _name(char: str) -> str:
    name = unicodedata.name(char, "no name")
    shown = f"`{char}` " if char.isprintable() else ""
    return f"{shown}(U+{ord(char):04X} {name.lower()})"
