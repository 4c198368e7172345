"""reportgen.yaml: read first, because it says which version and how strictly."""

from __future__ import annotations

import dataclasses
import datetime as dt
import importlib.metadata
import re
from collections.abc import Iterator, Mapping

from reportgen.documents import Document, parse_yaml
from reportgen.model.configuration import (
    PROJECT_FILE,
    TODAY,
    Configuration,
    Report,
    Settings,
)
from reportgen.model.paper import read_paper
from reportgen.problems import CODES, Problem, Severity, did_you_mean, only_in, problem
from reportgen.reading.harvest import cannot_read
from reportgen.reading.languages import bad_language, is_known, without_words
from reportgen.reading.origin import Origin
from reportgen.reading.schedules import check_timezone, publish_problems, schedule_problems
from reportgen.reading.themes import read_lookups
from reportgen.reading.validation import validate
from reportgen.reading.versions import admits
from reportgen.world import World

FORMAT = 1  # of reportgen.yaml
DISTRIBUTION = "reportgen-toolkit"

_FIRST_REPORT = "write `reports:` and below it `country-brief: {template: country-brief}`"
_PAGES = re.compile(r"^([1-9]\d{0,3})(?:-([1-9]\d{0,3}))?$")
_NAME = re.compile(r"^[a-z0-9][a-z0-9-]{0,63}$")


def read_configuration(
    world: World,
) -> tuple[Configuration | None, Origin | None, tuple[Problem, ...]]:
    """The project file, where it is written, and what is wrong with it."""
    try:
        raw = world.read(PROJECT_FILE)
    except OSError as error:
        return None, None, (cannot_read(PROJECT_FILE, error),)
    if raw is None:
        return None, None, (no_project(world),)
    document, problems = parse_yaml(PROJECT_FILE, raw)
    if document is None:
        return None, None, tuple(_what_to_write(found) for found in problems)
    if not isinstance(document.data, dict):
        message, hint = f"{PROJECT_FILE} must be a mapping", _FIRST_REPORT
        return None, None, (problem("wrong-type", message, document.place(()), hint),)
    origin = Origin(((document, ()),))
    other = tuple(_other_version(document))
    if other:
        return None, origin, other
    configuration, found = validate(Configuration, document.data, origin, name=PROJECT_FILE)
    if configuration is not None:
        lookups, wrong = read_lookups(world, configuration, origin)
        found += wrong
        found += check_configuration(configuration, origin)
        found += without_words(world, configuration, lookups, origin)
    return configuration, origin, tuple(found)


def no_project(world: World) -> Problem:
    """The problem of a folder without a project file."""
    hint = "go into the project's folder, or type `reportgen init` to make one here"
    return problem("no-project", f"there is no {PROJECT_FILE} {world.called}", hint=hint)


def check_levels(configuration: Configuration) -> Mapping[str, Severity]:
    """The severities that `checks:` sets, by code, for `problems.apply_levels`."""
    return {code: Severity(level) for code, level in configuration.checks.items()}


def check_configuration(configuration: Configuration, origin: Origin) -> Iterator[Problem]:
    """What the model cannot know: names of checks, time zones, paper, pages, schedules."""
    yield from _checks(configuration, origin)
    yield from _settings(configuration, origin, ())
    if configuration.as_of not in (None, TODAY):
        yield from _edition_date(configuration.as_of, origin)
    if configuration.publish is not None:
        yield from publish_problems(configuration.publish, origin)
    if not configuration.reports:
        hint = _FIRST_REPORT
        yield problem("no-reports", "nothing is to be built", origin.place(("reports",)), hint)
    for name, report in configuration.reports.items():
        yield from only_in([name], _report(name, report, origin))


def _report(name: str, report: Report, origin: Origin) -> Iterator[Problem]:
    path = ("reports", name)
    if not _NAME.match(name):
        hint = "use small letters, digits and hyphens"
        message = f"`{name}` cannot be the name of a report"
        yield problem("bad-id", message, origin.place(path, key=True), hint)
    yield from _settings(report, origin, path)
    if report.pages is not None:
        yield from _pages(report.pages, origin, (*path, "pages"))
    if report.schedule is not None:
        yield from schedule_problems(report.schedule, origin, (*path, "schedule"))


def _checks(configuration: Configuration, origin: Origin) -> Iterator[Problem]:
    for code in configuration.checks:
        place = origin.place(("checks", code), key=True)
        if code not in CODES:
            adjustable = [name for name, entry in CODES.items() if entry.adjustable]
            hint = did_you_mean(code, adjustable, kind="checks", limit=40)
            yield problem("unknown-check", f"there is no check `{code}`", place, hint)
        elif not CODES[code].adjustable:
            message = f"the severity of `{code}` cannot be set"
            yield problem("fixed-check", message, place, "take the line out")


def _what_to_write(found: Problem) -> Problem:
    """The problem; an empty project file is told what belongs into it, not to be deleted."""
    hint = _FIRST_REPORT if found.code == "empty-file" else found.hint
    return dataclasses.replace(found, hint=hint)


def _other_version(document: Document) -> Iterator[Problem]:
    version, requires = document.data.get("version"), document.data.get("requires")
    if isinstance(version, str) and version.isdigit() and int(version) > FORMAT:
        message = f"the file has the form {version}, and this reportgen reads up to {FORMAT}"
        place = document.place(("version",))
        yield problem("newer-format", message, place, "install a newer reportgen-toolkit")
    if not isinstance(requires, str):
        return
    try:
        installed = importlib.metadata.version(DISTRIBUTION)
    except importlib.metadata.PackageNotFoundError:
        installed = None  # run from a source tree that is not installed
    held = admits(requires, installed or "0")
    if held is None:
        message, hint = f"`{requires}` says no versions", 'write for instance `">=0.1,<1"`'
    elif installed is not None and not held:
        message = f"the project is for reportgen {requires}, and this is {installed}"
        hint = f'type `pip install "{DISTRIBUTION}{requires}"`, or change `requires:`'
    else:
        return
    yield problem("wrong-version", message, document.place(("requires",)), hint)


def _settings(settings: Settings, origin: Origin, path: tuple[str, ...]) -> Iterator[Problem]:
    for number, language in enumerate(settings.languages or ()):
        place = origin.place((*path, "languages", number))
        if not is_known(language):
            yield bad_language(language, place)
        elif language in (settings.languages or ())[:number]:
            message = f"`{language}` is listed twice"
            yield problem("bad-value", message, place, "take one of them out")
    if settings.paper is not None and read_paper(settings.paper) is None:
        place, hint = origin.place((*path, "paper")), "write A4, Letter, landscape, A5 landscape"
        yield problem("bad-value", f"`{settings.paper}` is no paper that is known", place, hint)
    if settings.timezone is not None:
        yield from check_timezone(settings.timezone, origin, (*path, "timezone"))
    for number, mask in enumerate(settings.snapshots.mask if settings.snapshots else ()):
        try:
            re.compile(mask)
        except re.error as error:
            place = origin.place((*path, "snapshots", "mask", number))
            message = f"`{mask}` is no regular expression: {error}"
            yield problem("bad-value", message, place, "write a bracket as `\\(`, a dot as `\\.`")


def _edition_date(as_of: str | None, origin: Origin) -> Iterator[Problem]:
    try:
        dt.date.fromisoformat(as_of or "")
    except ValueError:
        message = f"`{as_of}` is not a day"
        hint = "write it as 2024-04-24, or `today`"
        yield problem("bad-date", message, origin.place(("as_of",)), hint)


def _pages(pages: str, origin: Origin, path: tuple[str, ...]) -> Iterator[Problem]:
    match = _PAGES.match(pages)
    if match is None or (match[2] and int(match[2]) < int(match[1])):
        message = f"`{pages}` is no number of pages"
        yield problem("bad-value", message, origin.place(path), "write `1` or `6-12`")
