"""The formats by the name that `--format` takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reportgen.annotating.github import github
from reportgen.annotating.gitlab import gitlab
from reportgen.annotating.junit import junit
from reportgen.annotating.rows import json_lines
from reportgen.annotating.sarif import sarif
from reportgen.annotating.telling import Telling

WRITERS: Mapping[str, Callable[[Telling], str]] = {
    "json": json_lines,
    "github": github,
    "gitlab": gitlab,
    "sarif": sarif,
    "junit": junit,
}


def write(form: str, telling: Telling) -> str:
    """The problems in a format of `WRITERS`, whole lines of text."""
    # A name of a file may hold half a character of UTF-16, which no output takes.
    return WRITERS[form](telling).encode("utf-8", "backslashreplace").decode("utf-8")
