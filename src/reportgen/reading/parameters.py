"""Whether the values of a template's parameters are what its manifest asks for.

The same for `params:` in reportgen.yaml, for `-P` on the command line and for the defaults of a
manifest.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from reportgen.model.edtf import EdtfError, parse_edtf
from reportgen.model.manifest import Parameter
from reportgen.model.parameters import stated
from reportgen.model.project import Project
from reportgen.model.scalars import Ref
from reportgen.model.text import Text
from reportgen.problems import Place, Problem, did_you_mean, problem
from reportgen.reading.languages import is_known
from reportgen.reading.names import Data, data_of
from reportgen.reading.origin import Origin
from reportgen.reading.references import unknown_reference
from reportgen.wanted import Wanted

_NUMBER = re.compile(r"^[+-]?\d{1,40}(\.\d{1,40})?$")

Finder = Callable[..., Place | None]
"""The place of the value, or of the part of it that is named."""


def asked_problems(project: Project, wanted: Wanted) -> Iterator[Problem]:
    """The problems of the values that the command line gives to parameters.

    Of parameters that no report takes planning tells.
    """
    reports = project.configuration.reports
    data = data_of(project)
    told: set[str] = set()
    for name, value in wanted.parameters.items():
        for report, settings in reports.items():
            manifest = project.manifest(settings)
            parameter = manifest.parameters.get(name) if manifest else None
            if parameter is None or (wanted.reports and report not in wanted.reports):
                continue
            read = stated(parameter, value)
            for found in parameter_problems(name, read, parameter, _nowhere, data):
                if found.message not in told:
                    told.add(found.message)
                    yield dataclasses.replace(found, message=f"-P {name}: {found.message}")


def places(origin: Origin, path: tuple[str | int, ...]) -> Finder:
    """Finds the places of a value that is written in a file."""
    return lambda *inner: origin.place((*path, *inner))


def _nowhere(*_: str | int) -> None:
    """The place of what stands in no file."""


def parameter_problems(
    name: str, value: Any, parameter: Parameter, place: Finder, data: Data
) -> Iterator[Problem]:
    """The problems of the value of a parameter; None is no value."""
    if value is None:
        return
    if parameter.type != "list":
        yield from _one_value(name, value, parameter, place(), data)
    elif not isinstance(value, list | tuple):
        message, hint = f"the parameter `{name}` is a list", f"write `{name}: [{value}]`"
        yield problem("wrong-type", message, place(), hint)
    else:
        kind = parameter.of or "text"
        known = kind in data.collections()
        item = parameter.model_copy(
            update={"type": "reference", "of": kind} if known else {"type": kind}
        )
        for number, one in enumerate(value):
            yield from _one_value(name, one, item, place(number), data)


def _one_value(
    name: str, value: Any, parameter: Parameter, place: Place | None, data: Data
) -> Iterator[Problem]:
    """The problem of one value of a parameter, if it has one."""
    kind = parameter.type
    if kind == "text":
        yield from _text(name, value, place)
        return
    if not isinstance(value, str):
        message = f"the parameter `{name}` is a {kind}"
        yield problem("wrong-type", message, place, "write one value")
    elif kind == "number" and not _NUMBER.match(value):
        message = f"the parameter `{name}` is a number, not `{value}`"
        yield problem("bad-number", message, place, "write digits, with a point before decimals")
    elif kind == "boolean" and value not in {"true", "false"}:
        message = f"the parameter `{name}` is true or false, not `{value}`"
        yield problem("wrong-type", message, place, "write true or false")
    elif kind == "date":
        try:
            parse_edtf(value)
        except EdtfError as error:
            yield problem("bad-date", f"the parameter `{name}`: {error}", place, error.hint)
    elif kind == "choice" and value not in parameter.choices:
        message = f"`{value}` is no choice of the parameter `{name}`"
        hint = did_you_mean(value, parameter.choices, kind="choices", limit=40)
        yield problem("bad-code", message, place, hint)
    elif kind == "reference" and parameter.of and not data.index.has(parameter.of, value):
        yield unknown_reference(value, Ref(parameter.of), place, data.index)


def _text(name: str, value: Any, place: Place | None) -> Iterator[Problem]:
    message, hint = f"the parameter `{name}` is text", "write one text"
    if isinstance(value, Mapping):
        hint = "write one text, or a map such as `en: ...`, `vi: ...`"
        try:
            languages = Text.model_validate(value).languages()
        except ValidationError:
            yield problem("wrong-type", message, place, hint)
            return
        for language in languages:
            if not is_known(language):
                message = f"the parameter `{name}`: `{language}` is not the code of a language"
                yield problem("bad-language", message, place, hint)
    elif not isinstance(value, str):
        yield problem("wrong-type", message, place, hint)
