"""From reports to jobs: reports x records x languages, each with the files that it writes.

Pure: nothing is read or written here. Two jobs that would write the same file are refused before
anything is rendered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from reportgen.model import COLLECTIONS
from reportgen.model.base import Record
from reportgen.model.configuration import PROJECT_FILE, PUBLIC, Report
from reportgen.model.fields import fields_of
from reportgen.model.manifest import Parameter
from reportgen.model.parameters import stated
from reportgen.model.project import PNG, Job, Output, Plan, Project
from reportgen.model.relations import RELATIONS, Relations
from reportgen.model.text import Text
from reportgen.problems import Problem, did_you_mean, only_in, problem
from reportgen.wanted import Wanted

PICTURES = "pictures"
"""The folder of the pictures that the index shows; no brief stands there, since no language is
called so."""

_FIELD = re.compile(r"\{([A-Za-z_][\w-]*)\}")
_SAFE = re.compile(r"[^\W_](?:[\w.~-]*[\w~-])?\Z")
"""One part of an output path: letters and digits of any script, `.`, `_`, `~` and `-` inside."""

_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)", re.IGNORECASE)
"""Names that Windows keeps for devices, with any ending."""

_LONGEST = 200
"""Bytes of one part: file systems take 255, of which ending and temporary name need some."""


def plan(
    project: Project, wanted: Wanted | None = None, as_of: date | None = None
) -> tuple[Plan, tuple[Problem, ...]]:
    """The jobs that make what is wanted, and what stands against them."""
    wanted = wanted or Wanted()
    reports = project.configuration.reports
    problems = [*_unknown(project, wanted)]
    jobs: list[Job] = []
    for name, report in reports.items():
        if name in project.spoilt or (wanted.reports and name not in wanted.reports):
            continue
        found, wrong = _jobs(project, name, report, wanted)
        jobs += found
        problems += only_in([name], wrong)
    if wanted.where and not problems and not any(job.record for job in jobs):
        message = "no record fulfils all conditions of --where together"
        problems.append(problem("bad-where", message, None, "leave one of them out"))
    problems += _collisions(project, jobs)
    return Plan(tuple(jobs), as_of), tuple(problems)


def _unknown(project: Project, wanted: Wanted) -> Iterator[Problem]:
    reports = project.configuration.reports
    for name in wanted.reports:
        if name not in reports:
            hint = did_you_mean(name, reports, kind="reports")
            yield problem("unknown-report", f"there is no report '{name}'", None, hint)
    for language in wanted.languages:
        if language not in _languages(project):
            hint = did_you_mean(language, _languages(project), kind="languages")
            yield problem("bad-option", f"no report is made in '{language}'", None, hint)
    chosen = [r for n, r in reports.items() if not wanted.reports or n in wanted.reports]
    for name in wanted.where:
        fields = {f for r in chosen if r.each for f in _fields(project, r.each)}
        if name not in fields:
            hint = "--where chooses among records, and none of these reports has `each:`"
            if fields:
                hint = did_you_mean(name, sorted(fields), kind="fields", limit=40)
            message = f"no report has records with a field '{name}'"
            yield problem("bad-where", message, None, hint)
        else:
            yield from _unmet(project, chosen, name, wanted.where[name])
    for name in wanted.parameters:
        known = {p for r in chosen for p in _parameters(project, r)}
        if name not in known:
            hint = did_you_mean(name, sorted(known), kind="parameters")
            yield problem("unknown-parameter", f"no report takes '{name}'", None, hint)


def _unmet(
    project: Project, reports: Sequence[Report], name: str, values: Iterable[str]
) -> Iterator[Problem]:
    """A problem for each value that no record has of which one of the reports makes a brief."""
    relations = project.relations
    held = [
        (report.each, id_, project.collection(report.each)[id_])
        for report in reports
        if report.each is not None and name in set(_fields(project, report.each))
        for id_ in _records(project, report, Wanted())
        if id_ is not None
    ]
    for value in values:
        if any(_holds(relations, each, id_, record, name, value) for each, id_, record in held):
            continue
        known = {
            word
            for each, id_, record in held
            for word in _words(relations, each, id_, record, name)
        }
        hint = did_you_mean(value, sorted(known), kind=f"values of `{name}`")
        message = f"no brief is made of a record whose '{name}' is '{value}'"
        yield problem("bad-where", message, None, hint)


def _fields(project: Project, collection: str) -> Iterable[str]:
    """What `where` may ask of the records of a collection."""
    if collection in COLLECTIONS:
        return [*fields_of(COLLECTIONS[collection]), *RELATIONS.get(collection, {})]
    return [key for record in project.own.get(collection, {}).values() for key in record]


def _parameters(project: Project, report: Report) -> Mapping[str, Parameter]:
    manifest = project.manifest(report)
    return manifest.parameters if manifest else {}


def _languages(project: Project) -> tuple[str, ...]:
    own = [
        language for r in project.configuration.reports.values() for language in r.languages or ()
    ]
    return tuple(dict.fromkeys([*project.languages, *own]))


def _jobs(
    project: Project, name: str, report: Report, wanted: Wanted
) -> tuple[list[Job], list[Problem]]:
    languages = report.languages or project.languages
    formats = project.configuration.formats_of(report)
    languages = tuple(x for x in languages if not wanted.languages or x in wanted.languages)
    formats = tuple(x for x in formats if not wanted.formats or x in wanted.formats)
    known = _parameters(project, report)
    parameters = tuple(
        (key, stated(known[key], value)) for key, value in wanted.parameters.items() if key in known
    )
    pictured = "pdf" in formats and project.configuration.audience_of(report) == PUBLIC
    jobs: list[Job] = []
    problems: list[Problem] = []
    for id_ in _records(project, report, wanted) if formats else ():
        path = _path(project, name, report, id_)
        if path is None:
            problems.append(_bad_path(project, name, report, id_))
            continue
        for language in languages:
            outputs = tuple(Output(f, f"{language}/{path}.{f}") for f in formats)
            picture = f"{PICTURES}/{language}/{path}.{PNG}" if pictured else None
            jobs.append(Job(name, language, outputs, report.each, id_, parameters, picture))
    return jobs, problems


def _records(project: Project, report: Report, wanted: Wanted) -> list[str | None]:
    if report.each is None:
        return [None]
    conditions = [*report.where.items(), *wanted.where.items()]
    relations = project.relations
    audience = project.configuration.audience_of(report)
    records = project.collection(report.each)
    return [
        id_
        for id_ in records
        if (audience != PUBLIC or project.audience(report.each, id_) in (None, PUBLIC))
        and all(
            _holds(relations, report.each, id_, records[id_], field_, allowed)
            for field_, allowed in conditions
        )
    ]


def _holds(
    relations: Relations,
    collection: str,
    id_: str,
    record: Record | Mapping[str, Any],
    field_: str,
    allowed: Any,
) -> bool:
    """Whether a field equals, or is among, what is allowed; of a list, whether any part is."""
    wanted = {str(value) for value in (allowed if isinstance(allowed, list | tuple) else [allowed])}
    kind = fields_of(type(record)).get(field_) if isinstance(record, Record) else None
    if kind is not None and kind.coded is not None:  # a list's own code is as good as its word
        wanted |= {kind.coded.codes.word(value) or value for value in wanted}
    return any(word in wanted for word in _words(relations, collection, id_, record, field_))


def _words(
    relations: Relations,
    collection: str,
    id_: str,
    record: Record | Mapping[str, Any],
    field_: str,
) -> Iterator[str]:
    """What `where` compares: the values of a field, or the ids to which a relation leads."""
    if isinstance(record, Record) and field_ in RELATIONS.get(collection, {}):
        yield from (other for _, other in relations.find(collection, id_, field_))
    else:
        yield from _values(record, field_)


def _values(record: Record | Mapping[str, Any], field_: str) -> Iterator[str]:
    if isinstance(record, Record):
        kind = fields_of(type(record)).get(field_)
        value = getattr(record, kind.attribute) if kind else None
    else:
        value = record.get(field_)
    for part in value if isinstance(value, tuple | list) else (value,):
        if isinstance(part, bool):
            yield "true" if part else "false"
        elif isinstance(part, Text):
            yield from (text for _, text in part.parts())
        elif part is not None:
            yield str(part)


def _pattern(name: str, report: Report) -> str:
    if report.output is not None:
        return report.output
    return name if report.each is None else f"{name}/{{id}}"


def _path(project: Project, name: str, report: Report, id_: str | None) -> str | None:
    """The output path without language and ending; None where it is no safe path."""
    pattern = _pattern(name, report)
    if id_ is None:
        path = unicodedata.normalize("NFC", pattern)
        return path if _is_safe(path) else None
    each = report.each or ""
    missing = False

    def value(match: re.Match[str]) -> str:
        nonlocal missing
        if match[1] == "id" and each in COLLECTIONS:
            return id_  # known without making the record
        found = next(_values(project.collection(each)[id_], match[1]), None)
        missing = missing or found is None
        return (found or "").replace("/", "-")

    # One form for letters with marks: some systems keep two files apart that others do not.
    path = unicodedata.normalize("NFC", _FIELD.sub(value, pattern))
    return path if not missing and _is_safe(path) else None


def _is_safe(path: str) -> bool:
    return all(
        _SAFE.match(part) and len(part.encode("utf-8")) <= _LONGEST and not _DEVICE.match(part)
        for part in path.split("/")
    )


def _bad_path(project: Project, name: str, report: Report, id_: str | None) -> Problem:
    of = f" for '{id_}'" if id_ else ""
    hint = (
        "write a relative path of plain names, such as partners/{id}; every field in it is needed"
    )
    place = project.find(PROJECT_FILE, "", ("reports", name, "output" if report.output else ""))
    return problem("bad-output", f"'{_pattern(name, report)}' gives no path{of}", place, hint)


def _collisions(project: Project, jobs: Sequence[Job]) -> Iterator[Problem]:
    taken: dict[str, Job] = {}
    for job in jobs:
        for output in job.outputs:
            # Two names that differ by case only are one file on many machines.
            other = taken.setdefault(output.path.casefold(), job)
            if other is not job:
                both = f"{other.name} and {job.name}"
                yield _collision(project, job, other, both, output.path)
    for job in jobs:
        for output in job.outputs:
            for folder in PurePosixPath(output.path.casefold()).parents:
                other_job = taken.get(folder.as_posix())
                if other_job is not None:
                    both = f"{other_job.name} as a file and {job.name} as a folder"
                    yield _collision(project, job, other_job, both, folder.as_posix())


def _collision(project: Project, job: Job, other: Job, both: str, path: str) -> Problem:
    report = project.configuration.reports[job.report]
    place = project.find(
        PROJECT_FILE, "", ("reports", job.report, "output" if report.output else "")
    )
    hint = "give one of the reports another `output:`"
    found = problem("output-collision", f"{both} would both write {path}", place, hint)
    return replace(found, reports=tuple(dict.fromkeys((other.report, job.report))))
