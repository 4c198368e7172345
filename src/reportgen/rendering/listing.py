"""What the index page is told: every brief that was built, by report, language and record."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from urllib.parse import quote

from reportgen.model.base import Record
from reportgen.model.configuration import PUBLIC
from reportgen.model.project import PNG, Project
from reportgen.model.text import Text
from reportgen.rendering.picturing import WIDTH
from reportgen.rendering.values import LocalText
from reportgen.rendering.wording import Wording

INDEX_PAGE = "index"
"""The name of its template, and of its file in the output folder."""

INDEX_STYLE = "styles/index.css"

FORMATS = ("html", "pdf")
_KILO = 1000
_NAMES = ("name", "title", "label")


@dataclass(frozen=True)
class BuiltFile:
    """A file of a brief, as the manifest of the build has it.

    Attributes:
        path: In the output folder.
        format: `html`, `pdf`, or `png` for the picture of its first page.
        size: Bytes.
        pages: Of a PDF; 0 for HTML.
        title: What the brief calls itself.
        as_of: The edition's date, where the brief says it.
        height: Of a picture, in pixels.
    """

    path: str
    format: str
    size: int
    pages: int
    report: str
    record: str | None
    language: str
    title: str | None
    as_of: str | None
    height: int = 0


Rows = dict[tuple[str, str, str | None, tuple[BuiltFile, ...]], dict[str, Any]]
"""(report, language, record, files) -> what the page is told of a brief."""


def listing(
    project: Project, files: Iterable[BuiltFile], wording: Wording, rows: Rows | None = None
) -> dict[str, Any]:
    """The facts of the index page: `reports`, each with `languages`, each with `briefs`.

    Briefs for internal use are left out, and those of reports that there are no more. What `rows`
    has of this project and wording is not worked out again; what is worked out is added to it.
    """
    rows = {} if rows is None else rows
    briefs: dict[tuple[str, str, str | None], list[BuiltFile]] = {}
    for file in files:
        if _is_public(project, file.report):
            briefs.setdefault((file.report, file.language, file.record), []).append(file)
    briefs = {
        key: files for key, files in briefs.items() if any(f.format in FORMATS for f in files)
    }
    reports = [
        row
        for name in project.configuration.reports
        if (row := _report(project, name, briefs, wording, rows))
    ]
    return {"reports": reports, "number": sum(row["number"] for row in reports)}


def _is_public(project: Project, name: str) -> bool:
    settings = project.configuration
    report = settings.reports.get(name)
    return report is not None and settings.audience_of(report) == PUBLIC


def _report(
    project: Project,
    name: str,
    briefs: Mapping[tuple[str, str, str | None], Sequence[BuiltFile]],
    wording: Wording,
    known: Rows,
) -> dict[str, Any] | None:
    own = {key[1:]: files for key, files in briefs.items() if key[0] == name}
    report = project.configuration.reports[name]
    spoken = dict.fromkeys([*project.languages, *sorted(language for language, _ in own)])
    order = [None, *project.collection(report.each)] if report.each else [None]
    languages = []
    for language in spoken:
        held = {record: files for (tongue, record), files in own.items() if tongue == language}
        ordered = [*(r for r in order if r in held), *sorted({r for r in held if r} - set(order))]
        rows = []
        for record in ordered:
            key = (name, language, record, tuple(held[record]))
            if key not in known:
                known[key] = _brief(project, name, language, record, held[record], wording)
            rows.append(known[key])
        if rows:
            called = Wording(language).language_name(language)
            called = called[:1].upper() + called[1:]
            languages.append({"language": language, "called": called, "briefs": rows})
    if not languages:
        return None
    return {
        "id": name,
        "title": _heading(project, name, wording),
        "each": report.each is not None,
        "languages": languages,
        "number": sum(len(row["briefs"]) for row in languages),
    }


def _heading(project: Project, name: str, wording: Wording) -> Any:
    """What the report is called; the kind of its briefs where each has a title of its own."""
    report = project.configuration.reports[name]
    manifest = project.manifest(report)
    title = None if report.each else report.title
    if title is None and manifest is not None:
        # The templates that ship are called in English; the catalogue has the other languages.
        plain = manifest.title.plain
        title = manifest.title if plain is None else Text.model_validate(wording.gettext(plain))
    return _local(title, wording.language, project) if title else name


def _brief(
    project: Project,
    name: str,
    language: str,
    record: str | None,
    files: Sequence[BuiltFile],
    wording: Wording,
) -> dict[str, Any]:
    title, tongue = _title(project, name, language, record, files[0])
    readable = [file for file in files if file.format in FORMATS]
    ordered = sorted(readable, key=lambda file: (FORMATS.index(file.format), file.path))
    return {
        "title": title,
        "language": tongue,
        "record": record,
        "about": None if record is None else _about(project, name, language, record, title),
        "picture": next((_picture(file) for file in files if file.format == PNG), None),
        "as_of": next((file.as_of for file in ordered if file.as_of), None),
        "files": [
            {
                "format": file.format.upper(),
                "address": address(file.path),
                "pages": file.pages,
                "size": size_text(wording, file.size),
            }
            for file in ordered
        ],
    }


def _picture(file: BuiltFile) -> dict[str, Any]:
    return {"address": address(file.path), "width": WIDTH, "height": file.height}


def _title(
    project: Project, name: str, language: str, record: str | None, file: BuiltFile
) -> tuple[str, str]:
    """(what the brief calls itself, the language that this is in)."""
    report = project.configuration.reports[name]
    title = report.title or project.dataset.title
    found = _local(title, language, project) if title else None
    fell_back = found is not None and found.fallback and "{" not in found
    tongue = str(found.language) if found is not None and fell_back else language
    return file.title or (f"{name} {record}" if record else name), tongue


def _about(project: Project, name: str, language: str, record: str, title: str) -> LocalText | None:
    """The record that the brief is about, where its title does not say it."""
    collection = project.configuration.reports[name].each or ""
    noun = project.collection(collection).get(record)
    texts = (
        [getattr(noun, field, None) for field in _NAMES]
        if isinstance(noun, Record)
        else [(noun or {}).get(field) for field in _NAMES]
    )
    for text in texts:
        if isinstance(text, str) and text:
            return None if text in title else LocalText(text, None)
        if isinstance(text, Text):
            found = _local(text, language, project)
            return None if found in title else found
    return None


def _local(text: Text, language: str, project: Project) -> LocalText:
    found, tongue = text.find(language, project.languages[0])
    if text.plain is not None:
        return LocalText(found, None)
    return LocalText(found, tongue, fallback=tongue != language)


def address(path: str) -> str:
    """The address of a file, from the index page beside which it lies."""
    return quote(path)


def size_text(wording: Wording, size: int) -> str:
    """A size in the language's digits: `48 kB`, `1.2 MB` (SI: a thousand, a million bytes)."""
    if size < _KILO * _KILO:
        return _kilobytes(wording, max(1, round(size / _KILO)))
    tenths = (Decimal(size) / _KILO**2).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{wording.number(tenths)}\u00a0MB"


@functools.lru_cache(maxsize=256)
def _kilobytes(wording: Wording, number: int) -> str:
    """Why kept: briefs of one report are of few sizes, and a thousand are listed."""
    return f"{wording.number(number)}\u00a0kB"


def with_languages(value: Any) -> Any:
    """The value with the language beside each text, which a text does not show by itself."""
    if isinstance(value, LocalText):
        return (str.__str__(value), value.language, value.fallback)
    if isinstance(value, dict):
        return {key: with_languages(one) for key, one in value.items()}
    return [with_languages(one) for one in value] if isinstance(value, list) else value
