"""The summary of a job, in GitHub's Markdown: counts, problems with links, what was built."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from reportgen.annotating.telling import Finding, Telling
from reportgen.problems import Severity

SHOWN = 200
"""Rows of a table; a summary may be 1 MiB, and people read less."""

_MARKS = re.compile(r"([!-/:-@\[-`{-~])")
"""The ASCII punctuation: Markdown takes each with a backslash before it as it stands."""


@dataclass(frozen=True)
class Host:
    """Where a job runs: what its links are made of; all empty elsewhere."""

    server: str = ""
    repository: str = ""
    commit: str = ""
    run: str = ""

    def file(self, path: str, line: int) -> str:
        """The address of a line; empty where there is none."""
        if not (self.server and self.repository and self.commit):
            return ""
        return f"{self.server}/{self.repository}/blob/{self.commit}/{quote(path)}#L{line}"

    def artifacts(self) -> str:
        """The address of what the job has uploaded; empty where there is none."""
        if not (self.server and self.repository and self.run):
            return ""
        return f"{self.server}/{self.repository}/actions/runs/{self.run}#artifacts"


def github_host(variable: Callable[[str], str | None]) -> Host:
    """The host of a job of GitHub Actions, from its variables."""
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA", "GITHUB_RUN_ID")
    return Host(*(variable(name) or "" for name in names))


@dataclass(frozen=True)
class Change:
    """A brief that was built, or an edition: what it is, and why or what became of it."""

    name: str
    note: str


def summary(telling: Telling, changes: Sequence[Change] = (), host: Host | None = None) -> str:
    """The whole summary.

    Args:
        telling: The problems.
        changes: The briefs that came out differently, or the editions.
        host: For links; there are none without it.
    """
    host = host or Host()
    errors, warnings = telling.count(Severity.ERROR), telling.count(Severity.WARNING)
    mark = "\N{CROSS MARK}" if errors else "\N{WHITE HEAVY CHECK MARK}"
    parts = [
        f"## {mark} reportgen {telling.command}",
        f"{errors} errors, {warnings} warnings, {len(changes)} briefs changed",
    ]
    if telling.problems:
        rows = [_problem(found, host) for found in telling.findings()]
        parts.append(_table(("Where", "Problem", "What to do"), rows))
    if changes:
        built = [(_text(change.name), _text(change.note)) for change in changes]
        parts.append(_table(("Brief", "Why"), built))
        if host.artifacts():
            parts.append(f"[The briefs of this run]({host.artifacts()})")
    return "\n\n".join(parts) + "\n"


def _problem(found: Finding, host: Host) -> tuple[str, str, str]:
    problem, where = found.problem, ""
    if problem.place is not None:
        where = _text(f"{found.path}:{found.place.line}")
        address = host.file(found.path, found.place.line)
        where = f"[{where}]({address})" if address else where
    what = f"{problem.severity.value} {_text(problem.code)}: {_text(problem.message)}"
    return where, what, _text(problem.hint or "")


def _table(heads: Sequence[str], rows: Sequence[Iterable[str]]) -> str:
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows[:SHOWN]]
    if len(rows) > SHOWN:
        lines.append(f"\n... and {len(rows) - SHOWN} more")
    return "\n".join(lines)


def _text(text: str) -> str:
    """The text as it stands: what somebody wrote into data makes no link, image or cell."""
    return _MARKS.sub(r"\\\1", " ".join(text[:500].split()))
