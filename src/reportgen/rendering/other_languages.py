"""The same brief in its other languages, for the links at the head of the HTML page."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from babel import Locale, UnknownLocaleError

from reportgen.model.project import Job, Project


def other_languages(project: Project, job: Job) -> list[dict[str, Any]]:
    """Rows of language, name (in that language itself) and href, relative to this page.

    All languages in which the report is made count, not only those of one build: a page must not
    differ by what else was asked for.
    """
    page = next((o.path for o in job.outputs if o.format == "html"), None)
    if page is None:
        return []
    folder, _, rest = page.partition("/")
    up = "../" * page.count("/")
    languages = project.configuration.reports[job.report].languages or project.languages
    return [
        {"language": tag, "name": _own_name(tag), "href": f"{up}{tag}/{quote(rest)}"}
        for tag in languages
        if tag != folder
    ]


def _own_name(tag: str) -> str:
    try:
        name = str(Locale.parse(tag, sep="-").get_language_name() or tag)
    except (UnknownLocaleError, ValueError):
        name = tag
    return name[:1].upper() + name[1:]
