"""Workflow commands of GitHub Actions, which it shows beside the line they name."""

from __future__ import annotations

from reportgen.annotating.telling import Finding, Telling


def github(telling: Telling) -> str:
    """A line `::error file=...,line=...::message` for each problem.

    GitHub shows ten errors and ten warnings of a step; the job summary has them all.
    """
    return "".join(f"{_command(found)}\n" for found in telling.findings())


def _command(found: Finding) -> str:
    properties = {"title": f"reportgen {found.problem.code}"}
    if found.problem.place is not None:
        place = found.place
        properties |= {
            "file": found.path,
            "line": str(place.line),
            "endLine": str(place.line),
            "col": str(place.column),
            "endColumn": str(place.column + place.width),
        }
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{found.problem.severity.value} {told}::{_data(found.message)}"


def _data(text: str) -> str:
    """The text so that it stays within its command, as actions/toolkit escapes it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
