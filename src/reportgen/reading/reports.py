"""What each report asks for, against the templates and the data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reportgen.model import COLLECTIONS
from reportgen.model.configuration import Configuration, Report
from reportgen.model.fields import FieldKind
from reportgen.model.lookup import Lookup
from reportgen.model.manifest import Manifest
from reportgen.problems import Place, Problem, did_you_mean, nearest, only_in, problem
from reportgen.reading.manifests import Manifests
from reportgen.reading.names import Data
from reportgen.reading.origin import Origin
from reportgen.reading.parameters import parameter_problems, places
from reportgen.reading.references import unknown_reference

_BRACES = re.compile(r"\{([^{}]*)\}")
_PARTS_OF_PATH = re.compile(r"^[^\\:*?\"<>|\x00-\x1f]+$")


def check_reports(
    configuration: Configuration,
    origin: Origin,
    manifests: Manifests,
    lookups: Mapping[str, Lookup],
    data: Data,
) -> Iterator[Problem]:
    """The problems of all reports and of the manifests of their templates."""
    for name, report in configuration.reports.items():
        path = ("reports", name)
        lookup = lookups.get(configuration.theme_of(report))
        place = origin.place((*path, "template"))
        manifest = manifests.manifest(report.template, place, lookup)
        if manifest is not None and lookup is not None:
            known = manifest.sections and (*manifest.sections, *manifests.own_sections(lookup))
            yield from only_in([name], _sections(report, known, origin, path))
            yield from only_in([name], _parameters(report, manifest, origin, path, data))
        yield from only_in([name], _each(report, origin, path, data))
    for (theme, template), found in manifests.problems.items():
        of = (
            name
            for name, report in configuration.reports.items()
            if (configuration.theme_of(report), report.template) == (theme, template)
        )
        yield from only_in(of, found)


def _sections(
    report: Report, known: Sequence[str], origin: Origin, path: tuple[str, ...]
) -> Iterator[Problem]:
    for number, section in enumerate(report.sections or ()):
        if section not in known:
            yield problem(
                "unknown-section",
                f"the template `{report.template}` has no section `{section}`",
                origin.place((*path, "sections", number)),
                did_you_mean(section, known, kind="sections", limit=40)
                if known
                else "it prints one page of a fixed form; country-brief and others have sections",
            )


def _parameters(
    report: Report, manifest: Manifest, origin: Origin, path: tuple[str, ...], data: Data
) -> Iterator[Problem]:
    for name, value in report.params.items():
        at = (*path, "params", name)
        parameter = manifest.parameters.get(name)
        if parameter is None:
            yield problem(
                "unknown-parameter",
                f"the template `{report.template}` has no parameter `{name}`",
                origin.place(at, key=True),
                did_you_mean(name, manifest.parameters, kind="parameters", limit=40),
            )
        elif value is not None:
            yield from parameter_problems(name, value, parameter, places(origin, at), data)


def _each(report: Report, origin: Origin, path: tuple[str, ...], data: Data) -> Iterator[Problem]:
    if report.each is not None and report.each not in data.collections():
        if not data.index.unknown(report.each):
            yield problem(
                "unknown-collection",
                f"there is no collection `{report.each}`",
                origin.place((*path, "each")),
                did_you_mean(report.each, data.collections(), kind="collections", limit=40),
            )
        return
    if report.each is None and report.where:
        place, hint = origin.place((*path, "where"), key=True), "add `each: partners`"
        yield problem("bad-where", "`where:` needs `each:`", place, hint)
    if report.each is not None:
        for field, wanted in report.where.items():
            yield from check_where(
                report.each, field, wanted, origin.place((*path, "where", field), key=True), data
            )
    fields = data.fields(report.each) if report.each is not None else None
    if report.output is not None:
        place = origin.place((*path, "output"))
        yield from _pattern(report.output, "output", fields, place)
        yield from _output(report.output, place)
    for language, title in report.title.parts() if report.title else ():
        at = (*path, "title", language) if language else (*path, "title")
        yield from _pattern(title, "title", fields, origin.place(at))
        if not title.strip():
            hint = "write it, or take the line out: the template has a title"
            yield problem("bad-value", "the title is empty", origin.place(at), hint)


def check_where(
    collection: str, field: str, wanted: Any, place: Place, data: Data
) -> Iterator[Problem]:
    """The problems of one condition; planning judges those of the command line."""
    fields = data.conditions(collection)
    if field not in fields:
        if collection in COLLECTIONS or fields:
            message = f"the records of {collection} have no field `{field}`"
            hint = did_you_mean(field, fields, kind="fields", limit=40)
            yield problem("bad-where", message, place, hint)
        return
    for value in wanted if isinstance(wanted, list) else [wanted]:
        if not isinstance(value, str):
            message, hint = f"`{field}` is compared with one value or a list", "write `[a, b]`"
            yield problem("bad-where", message, place, hint)
            return
        kind = fields[field]
        if kind.coded is not None and kind.noun is None and kind.coded.codes.word(value) is None:
            words = list(kind.coded.codes.words)
            message = f"`{value}` is not a word of the list {kind.coded.codes.name}"
            yield problem("bad-code", message, place, did_you_mean(value, words, limit=40))
        elif (
            kind.ref is not None
            and kind.noun is None
            and not kind.ref.loose
            and not any(data.index.has(name, value) for name in kind.ref.collections)
        ):
            yield unknown_reference(value, kind.ref, place, data.index)


def _pattern(
    pattern: str, what: str, fields: Mapping[str, FieldKind] | None, place: Place
) -> Iterator[Problem]:
    for match in _BRACES.finditer(pattern):
        name = match[1].strip()
        if fields is None:
            message = f"`{match.group()}` looks a field up, but the report has no `each:`"
            yield problem("bad-pattern", message, place, f"write the {what} in words")
        elif fields and name.split(".")[0] not in fields:
            message = f"the records have no field `{name}`"
            hint = did_you_mean(name, fields, kind="fields", limit=40)
            yield problem("bad-pattern", message, place, hint)


def _output(pattern: str, place: Place) -> Iterator[Problem]:
    parts = _BRACES.sub("x", pattern).split("/")
    if any(part in {"", ".", ".."} or not _PARTS_OF_PATH.match(part) for part in parts):
        message = f"`{pattern}` is no path below build/LANGUAGE/"
        hint = "write a path such as `partners/{id}`, without `..` and without a leading slash"
        yield problem("bad-output", message, place, hint)


def check_texts(
    configuration: Configuration,
    manifests: Manifests,
    texts: Mapping[str, Place],
    *,
    closed: bool,
) -> Iterator[Problem]:
    """A problem for each text that stands in no place of a template that a report uses.

    Args:
        configuration: The reports.
        manifests: What their templates declare.
        texts: The texts by id, with where each begins.
        closed: Whether all places are declared. Where the project has templates of its own, which
            may name others, only what is almost the name of a place is told.
    """
    places: dict[str, None] = {}
    for name, report in configuration.reports.items():
        manifest = manifests.held.get((configuration.theme_of(report), report.template))
        if manifest is None:
            return  # told already; which places it would have, nobody knows
        if manifest.headings:
            places[name] = None  # one file with a heading for each
        for place in manifest.texts:
            places.update({f"{name}-{place}": None, place: None})
    for id_, at in texts.items():
        near = nearest(id_, places)
        if id_ not in places and (closed or near is not None):
            message = f"no place of a template takes the text `{id_}`"
            hint = did_you_mean(id_, places, kind="places", limit=40)
            yield problem("unused-text", message, at, hint)
