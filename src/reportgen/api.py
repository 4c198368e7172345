"""`build` and `check` for Python programs: the commands of the same names, returning values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from reportgen.building import pipeline
from reportgen.building.pipeline import Result
from reportgen.wanted import Options, Wanted


def build(  # noqa: PLR0913  as many options as the command has
    project: str | PathLike[str] = ".",
    *,
    reports: Sequence[str] = (),
    languages: Sequence[str] = (),
    formats: Sequence[str] = (),
    where: Mapping[str, str | Sequence[str]] | None = None,
    parameters: Mapping[str, Any] | None = None,
    output: str | PathLike[str] | None = None,
    as_of: str | None = None,
    strict: bool = False,
    trust: bool = False,
) -> Result:
    """Build a project's briefs; empty choices mean all.

    Problems of the project are in `result.problems`, never raised; `result.ok` sums them up.

    Args:
        project: The folder that holds reportgen.yaml.
        reports: Names of reports.
        languages: Language codes, of those that the project has.
        formats: `html`, `pdf`.
        where: Only records whose field has this value, or one of several.
        parameters: Of templates, by name; they go before those in reportgen.yaml.
        output: Where to write, instead of `build/` in the project.
        as_of: The edition's date (ISO 8601), or `today`.
        strict: Warnings count as errors.
        trust: Code that lies in the project may run.
    """
    wanted = Wanted(
        tuple(reports),
        tuple(languages),
        tuple(formats),
        {
            field: [value] if isinstance(value, str) else list(value)
            for field, value in (where or {}).items()
        },
        dict(parameters or {}),
    )
    options = Options(wanted, Path(output) if output else None, as_of, strict, trust=trust)
    return pipeline.build(Path(project), options)


def check(
    project: str | PathLike[str] = ".", *, strict: bool = False, trust: bool = False
) -> Result:
    """Everything that is wrong with a project, in `result.problems`; nothing is rendered."""
    return pipeline.check(Path(project), Options(strict=strict, trust=trust))
