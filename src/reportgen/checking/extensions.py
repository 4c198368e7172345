"""Filters that a project or a package adds: names that are taken, files that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.model.project import Project
from reportgen.problems import Place, Problem, problem
from reportgen.rendering.extensions import FILE, Extensions
from reportgen.world import World


def check_extensions(project: Project, world: World) -> tuple[Problem, ...]:
    """Everything that is wrong with what is added to the template language; nothing runs."""
    added = Extensions(world)
    return (
        (*added.problems, *_taken(project, world, added))
        if added.functions
        else tuple(added.problems)
    )


def _taken(project: Project, world: World, added: Extensions) -> Iterator[Problem]:
    """Names that something else has: a template that ships would no longer find what it means."""
    from reportgen.rendering.environment import BriefEnvironment  # with Jinja
    from reportgen.rendering.mistakes import NAMES, RECORD
    from reportgen.rendering.templates import Templates
    from reportgen.rendering.wording import Wording

    language = BriefEnvironment(project, Templates(world), Wording("en"))
    known = {
        **dict.fromkeys(language.globals, "a name of the template language"),
        **dict.fromkeys(language.filters, "a filter that ships"),
        **dict.fromkeys((*NAMES, RECORD, "index"), "a name of every page"),
    }
    for name, extension in added.functions.items():
        if name in known:
            place = Place(FILE, extension.line) if extension.source == FILE else None
            where = "" if place else f" of {extension.source}"
            message = f"the function `{name}`{where} would take the place of {known[name]}"
            hint = "give it another name, or begin it with `_` if templates need not call it"
            yield problem("filter-name", message, place, hint)


__all__ = ["check_extensions"]
