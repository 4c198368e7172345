"""Whatever goes wrong while a template is carried out, as a problem at its line."""

from __future__ import annotations

import dataclasses
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError

from reportgen.model.lookup import BELOW
from reportgen.problems import Place, Problem, ProblemsError, problem
from reportgen.rendering.compiling import syntax_code
from reportgen.rendering.environment import BriefEnvironment
from reportgen.rendering.extensions import ExtensionError
from reportgen.rendering.templates import ENDING, Templates
from reportgen.rendering.undefined import MissingNameError

NAMES = ("brief", "params", "dataset")
"""What every page may name beside collections and functions."""

RECORD = "record"
"""The record that the page is about, where `each:` gives one."""


@contextmanager
def template_problems(environment: BriefEnvironment) -> Iterator[None]:
    """While it lasts, a mistake of a template is raised as a problem at its line."""
    try:
        yield
    except ProblemsError as error:
        place = _template_place(error, environment)
        found = [
            p if p.place or place is None else dataclasses.replace(p, place=place)
            for p in error.problems
        ]
        raise ProblemsError(found) from error
    except TemplateSyntaxError as error:
        path = error.filename or error.name  # Jinja's lexer takes the one for the other
        place = template_line_place(environment.templates, path, error.lineno)
        told = problem(syntax_code(error), _sentence(error.message), place)
        raise ProblemsError((told,)) from error
    except Exception as error:
        place = _template_place(error, environment)
        if place is None and not isinstance(error, TemplateError):
            raise  # not in a template: our own fault, to be seen as such
        raise ProblemsError((_told(error, place, environment),)) from error


def check_letters(templates: Templates, name: str, html: str) -> None:
    """Nothing, where every character of a page is one.

    Raises:
        ProblemsError: it holds half of a pair (U+D800 to U+DFFF), which no file can.
    """
    try:
        html.encode("utf-8")
    except UnicodeEncodeError as error:
        found = templates.find(name)
        place = template_line_place(templates, found[0] if found else None, 1)
        message = f"the page holds U+{ord(html[error.start]):04X}, which is no character"
        hint = "write the character itself in the template, or its whole number"
        raise ProblemsError((problem("template-error", message, place, hint),)) from None


def _told(error: Exception, place: Place | None, environment: BriefEnvironment) -> Problem:
    """The problem that an error of a template is."""
    for kind, tell in _TELLERS.items():
        if isinstance(error, kind):
            return tell(error, place, environment)
    return problem("template-error", _sentence(str(error)), place)


def _not_found(error: Exception, place: Place | None, _: BriefEnvironment) -> Problem:
    name = str(error.name) if isinstance(error, TemplateNotFound) else ""
    plain = name.lstrip(BELOW)
    if plain != name:
        message = f"there is no template '{plain}' below this one"
        hint = f"`{BELOW}` means the next file of that name below; `reportgen templates ls`"
        return problem("unknown-template", message, place, hint)
    return problem("unknown-template", f"there is no template '{name}'", place)


def _undefined(error: Exception, place: Place | None, environment: BriefEnvironment) -> Problem:
    return problem("undefined-name", str(error), place, _undefined_hint(error, environment))


def _unsafe(error: Exception, place: Place | None, _: BriefEnvironment) -> Problem:
    return problem("template-unsafe", _sentence(str(error)), place)


def _too_large(_: Exception, place: Place | None, __: BriefEnvironment) -> Problem:
    message = "the template makes more than memory holds"
    return problem("template-error", message, place, "make it smaller")


def _unreadable(error: Exception, place: Place | None, _: BriefEnvironment) -> Problem:
    """That a file that the template names is there and cannot be read."""
    said = (getattr(error, "strerror", None) or str(error)).lower()
    message = f"a file that this line names cannot be read: {said}"
    return problem("cannot-read", message, place, "look at its rights, and at its size")


def _added_failed(error: Exception, place: Place | None, _: BriefEnvironment) -> Problem:
    return problem("filter-failed", str(error), place)


def _endless(error: Exception, place: Place | None, environment: BriefEnvironment) -> Problem:
    """That a template stands on itself: most often one that changes a shipped one of its name."""
    lookup = environment.templates.lookup
    says = (lookup.name_of(place.file) if place else None) or ""
    name = says.lstrip(BELOW)
    if not environment.leads_back(name):
        return problem("template-error", _sentence(str(error)), place)
    below = environment.templates.find(BELOW + says)
    hint = f"write `{BELOW}{name}` for the one below, {below[0]}" if below else None
    return problem("template-error", f"'{name}' names itself without end", place, hint)


def _undefined_hint(error: Exception, environment: BriefEnvironment) -> str | None:
    if not isinstance(error, MissingNameError):
        return None
    if error.undefined._undefined_name == RECORD:  # noqa: SLF001  Jinja has no public name for it
        return "`record` is there where the report has `each:`"
    return error.undefined.describe([*environment.globals, *NAMES, RECORD])[1]


def _template_place(error: BaseException, environment: BriefEnvironment) -> Place | None:
    """The innermost line of a template that the error came through."""
    frames = traceback.extract_tb(error.__traceback__)
    for frame in reversed(frames):
        if frame.filename.endswith(ENDING):
            return template_line_place(environment.templates, frame.filename, frame.lineno)
    return None


def template_line_place(templates: Templates, path: str | None, line: int | None) -> Place | None:
    """A line of a template, by its path as messages name it; None without a path."""
    if path is None:
        return None
    name = templates.lookup.name_of(path)
    found = templates.find(name) if name else None
    lines = found[1].decode("utf-8", "replace").splitlines() if found else []
    text = lines[line - 1] if line and line <= len(lines) else ""
    column = len(text) - len(text.lstrip()) + 1
    return Place(path, line or 1, column, text, max(1, len(text.strip())))


def _sentence(text: str | None) -> str:
    plain = " ".join((text or "the template failed").split()).rstrip(".")
    return plain[:1].lower() + plain[1:]


_TELLERS: Mapping[
    type[Exception], Callable[[Exception, Place | None, BriefEnvironment], Problem]
] = {
    TemplateNotFound: _not_found,
    UndefinedError: _undefined,
    SecurityError: _unsafe,
    RecursionError: _endless,
    ExtensionError: _added_failed,
    MemoryError: _too_large,
    OSError: _unreadable,
}
