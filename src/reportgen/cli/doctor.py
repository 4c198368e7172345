"""`reportgen doctor`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from reportgen.cli.console import plural, table_option
from reportgen.doctoring import Check, Status, examine
from reportgen.problems import ProblemsError


@click.command()
@table_option
@click.pass_context
def doctor(context: click.Context, form: str) -> None:
    """Say what this machine has, what it lacks, and how to get it.

    Exit code 1 when no PDF can be built here.

    \b
    Example:
      reportgen doctor
      reportgen doctor --format json
    """
    checks = (*examine(Path.cwd()), own_configuration(Path.cwd()))
    click.echo(_as_json(checks) if form == "json" else _as_text(checks))
    if any(check.status is Status.ERROR for check in checks):
        context.exit(1)


def own_configuration(project: Path) -> Check:
    """Where the user's own configuration stands, and what it says of the project here."""
    from reportgen.reading.user_configuration import user_settings

    try:
        own = user_settings(project)
    except ProblemsError as error:
        (found, *_) = error.problems
        where = f"{found.place.file}:{found.place.line}: " if found.place else ""
        return Check("configuration", Status.ERROR, f"{where}{found.message}", found.hint)
    if not own.exists:
        return Check("configuration", Status.OK, f"none of your own ({own.file})")
    said = [f"{plural(len(own.allow_hosts), 'host')} allowed"] if own.allow_hosts else []
    said += ["trusted"] if own.trust else []
    said += [f"timeout {own.seconds:g} s"] if own.seconds else []
    said += [f"memory {own.memory / 10**9:g} GB"] if own.memory else []
    told = ", ".join(said) or "nothing for this project"
    return Check("configuration", Status.OK, f"{own.file} ({told})")


def _as_json(checks: tuple[Check, ...]) -> str:
    ok = all(check.status is not Status.ERROR for check in checks)
    found = [asdict(check) for check in checks]
    return json.dumps({"ok": ok, "checks": found}, indent=2, ensure_ascii=False)


def _as_text(checks: tuple[Check, ...]) -> str:
    """A line a check, below it the fix, once for neighbours that share it; last, the sum."""
    width = max(len(check.name) for check in checks)
    lines = []
    for check, after in zip(checks, (*checks[1:], None), strict=True):
        lines.append(f"{check.status.value:8} {check.name:{width}}  {check.found}")
        if check.fix and (after is None or after.fix != check.fix):
            lines.append(f"         fix: {check.fix}")
    errors = sum(check.status is Status.ERROR for check in checks)
    warnings = sum(check.status is Status.WARNING for check in checks)
    if errors:
        lines.append(f"no PDF can be built here: {errors} to mend")
    elif warnings:
        lines.append(f"briefs can be built; {warnings} could be better")
    else:
        lines.append("all is well")
    return "\n".join(lines)
