"""What a shell may complete: names of the project at hand, read from reportgen.yaml alone.

Never a word and never an error: whoever presses Tab in a broken project gets nothing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def completer(names: Callable[[click.Context], Iterable[str]]) -> Completer:
    """Completes the beginning of a word with those names that begin so; with nothing on error."""

    def complete(
        context: click.Context,
        parameter: click.Parameter,  # noqa: ARG001  click's signature
        incomplete: str,
    ) -> list[CompletionItem]:
        with contextlib.suppress(Exception):
            return [CompletionItem(name) for name in names(context) if name.startswith(incomplete)]
        return []

    return complete


def report_names(context: click.Context) -> Iterator[str]:
    """The reports that are not on the command line yet."""
    given = context.params.get("reports") or ()
    yield from (name for name in _reports(context) if name not in given)


def language_codes(context: click.Context) -> Iterator[str]:
    """The languages of the project and of its reports."""
    project = _project(context)
    lists = [project.get("languages"), *(r.get("languages") for r in _reports(context).values())]
    yield from dict.fromkeys(code for one in lists for code in one or ())


def where_fields(context: click.Context) -> Iterator[str]:
    """`field=` for each field of the records of which the reports make briefs."""
    from reportgen.model import COLLECTIONS
    from reportgen.model.fields import fields_of
    from reportgen.model.relations import RELATIONS

    reports = _reports(context).values()
    fields: dict[str, None] = {}
    for collection in {str(report.get("each")) for report in reports} & COLLECTIONS.keys():
        fields.update(dict.fromkeys(fields_of(COLLECTIONS[collection])))
        fields.update(dict.fromkeys(RELATIONS.get(collection, {})))
    yield from (f"{name}=" for name in sorted(fields) if name != "x-*")


def template_names(context: click.Context) -> Iterator[str]:
    """The files that pages look up, the project's and those that ship."""
    from reportgen.building.loading import open_world, project_lookup
    from reportgen.customising.listing import list_templates

    world = open_world(_folder(context))
    yield from (row.name for row in list_templates(world, project_lookup(world)))


def theme_names(context: click.Context) -> Iterator[str]:
    """The themes of the project, those of its reports, and those that are installed."""
    from reportgen.installed import installed_themes

    project = _project(context)
    named = (one.get("theme") for one in (project, *_reports(context).values()))
    yield from dict.fromkeys(str(theme) for theme in (*named, *installed_themes()) if theme)


def copy_names(context: click.Context) -> Iterator[str]:
    """The templates of which the project keeps the original."""
    from reportgen.building.loading import open_world
    from reportgen.customising.originals import read_copies

    yield from (copy.name for copy in read_copies(open_world(_folder(context))))


def codes(_: click.Context) -> Iterator[str]:
    """The codes of all problems."""
    from reportgen.problems import CODES

    yield from CODES


def _reports(context: click.Context) -> Mapping[str, Mapping[str, Any]]:
    return _project(context).get("reports") or {}


def _project(context: click.Context) -> Mapping[str, Any]:
    from reportgen.documents import parse_yaml
    from reportgen.model.configuration import PROJECT_FILE

    document, _ = parse_yaml(PROJECT_FILE, (_folder(context) / PROJECT_FILE).read_bytes())
    data: Mapping[str, Any] = document.data if document is not None else {}
    return data


def _folder(context: click.Context) -> Path:
    return Path(context.params.get("root") or ".")
