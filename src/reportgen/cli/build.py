"""`reportgen build`."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportgen.cli.cache import Size
from reportgen.cli.console import (
    counts,
    end_in_order,
    exit_code,
    plural,
    project_option,
    say,
    strict_option,
    trust_option,
)
from reportgen.cli.selection import ShardOf, selection_and_telling
from reportgen.cli.telling import GITHUB, TEXT, tell_problems
from reportgen.wanted import LEAST_MEMORY, Options, Shard, Wanted

if TYPE_CHECKING:  # a command's help must load nothing that builds
    from reportgen.annotating.summary import Change
    from reportgen.building.pipeline import Result


class FolderOrAddress(click.Path):
    """A folder as other commands take it, or an address such as s3://bucket/briefs."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        """The value as it is; a file is no folder."""
        return value if "://" in str(value) else super().convert(value, param, ctx)


@click.command()
@selection_and_telling
@click.option(
    "-o",
    "--output-dir",
    type=FolderOrAddress(file_okay=False),
    metavar="FOLDER",
    help="Where to build, instead of build/; also an address such as s3://bucket/briefs.",
)
@click.option("--as-of", metavar="DATE", help="The edition's date: 2024-04-24, or today.")
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Workers; one a core without it.")
@click.option("-n", "--dry-run", is_flag=True, help="Check and list what would be built.")
@click.option("-f", "--force", is_flag=True, help="Render everything anew.")
@click.option("--no-wait", is_flag=True, help="Do not wait for another build in the folder.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="What one brief may take; without it what your own configuration says, else 60.",
)
@click.option(
    "--memory",
    type=Size(LEAST_MEMORY),
    help="What one brief may hold in memory: 500M, 4G; without it as configured, else 2 GiB.",
)
@click.option(
    "--profile",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE.json",
    help="Write a timeline: trace events, and a page to look at beside them.",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "dask"]),
    default="local",
    help="What does the work: processes here, or a Dask cluster.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Of the cluster: tcp://host:8786.")
@click.option(
    "--shard", type=ShardOf(), help="Only this part of the briefs; `reportgen merge` joins them."
)
@click.option("--explain", is_flag=True, help="Say why each brief is built.")
@click.option("--due", is_flag=True, help="Build the slots that are due, and publish them.")
@click.option("--hold", is_flag=True, help="With --due: publish nothing; `release` does.")
@click.option("--partial", is_flag=True, help="With --due: publish what passed if others fail.")
@strict_option
@trust_option
@project_option
@click.pass_context
def build(  # noqa: PLR0913  a command has as many options as it has
    context: click.Context,
    output_dir: str | None,
    as_of: str | None,
    jobs: int | None,
    profile: Path | None,
    engine: str,
    scheduler: str | None,
    shard: Shard | None,
    *,
    wanted: Wanted,
    form: str,
    dry_run: bool,
    force: bool,
    no_wait: bool,
    timeout: float | None,
    memory: int | None,
    explain: bool,
    due: bool,
    hold: bool,
    partial: bool,
    strict: bool,
    trust: bool,
    root: Path,
) -> None:
    """Check the project and build its briefs into build/LANGUAGE/.

    Without REPORT every report is built. Nothing is built while the check finds errors.

    \b
    Example:
      reportgen build
      reportgen build country-brief --lang vi --format pdf
      reportgen build partner-profile --where groups=un-system,ifi
      reportgen build --due --format github
      reportgen build --shard 2/8
    """
    from reportgen.building.addresses import folder_of
    from reportgen.building.quick import output_folder, unchanged

    if (engine == "dask") != (scheduler is not None):
        raise click.UsageError("--engine dask and --scheduler ADDRESS go together")
    into = folder_of(output_dir) if output_dir is not None else None
    address = output_dir if into is None else None
    options = Options(
        wanted,
        into,
        as_of,
        strict=strict,
        dry_run=dry_run,
        force=force,
        workers=jobs,
        wait=not no_wait,
        seconds=timeout,
        memory=memory,
        scheduler=scheduler,
        address=address,
        shard=shard,
        trust=trust,
    )
    start = time.perf_counter()
    if profile is not None:
        from reportgen.building.timeline import timeline_files

        timeline_files(profile)  # told before an hour's work, not after it
    if due:
        from reportgen.cli.editions import build_due

        context.exit(
            build_due(root, options, start, profile, form=form, hold=hold, partial=partial)
        )
    if hold or partial:
        raise click.UsageError("--hold and --partial say something about --due")
    folder = output_folder(root, options)
    known = unchanged(root, options, folder)
    if (
        known is not None and profile is None and address is None
    ):  # told before anything that builds is loaded
        tell_problems(known.problems, form, root, "build")
        say(f"{_current(known.briefs)} in {_relative(folder)}/; {counts(known.problems)}")
        context.exit(exit_code(known.problems))
    from reportgen.building.ahead import loading_ahead

    end_in_order()
    with loading_ahead(root, options, folder) as ahead:
        from reportgen.building.events import both
        from reportgen.building.pipeline import build as build_project
        from reportgen.building.timeline import Timeline
        from reportgen.cli.progress import Progress

        timeline = Timeline(start)
        with Progress() as progress:
            result = build_project(root, options, both(progress, timeline), ahead)
    tell_problems(result.problems, form, root, "build", lambda: _changes(result))
    if profile is not None:
        say(f"the timeline is in {timeline.write(profile)}")
    if dry_run or explain:
        _tell_reasons(result, form, explain=explain, dry_run=dry_run)
    if not (dry_run and result.ok):
        _sum_up(result, time.perf_counter() - start, address)
    context.exit(exit_code(result.problems))


def _changes(result: Result) -> Sequence[Change]:
    """The briefs of which a file came out differently, each with its reason."""
    from reportgen.annotating.summary import Change

    written = {file.path for file in result.written}
    return [
        Change(job.name, result.reasons.get(job.name, ""))
        for job in result.plan.jobs
        if any(output.path in written for output in job.outputs)
    ]


def _tell_reasons(result: Result, form: str, *, explain: bool, dry_run: bool) -> None:
    if explain:
        for name, reason in result.reasons.items():
            say(f"{name}: {reason}")
    if dry_run and result.ok:
        for job in result.plan.jobs:
            for output in job.outputs if job.name in result.reasons else ():
                click.echo(output.path, err=form not in (TEXT, GITHUB))  # stdout is taken
        say(f"would build {plural(len(result.reasons), 'brief')}; {_current(result.current)}")


def _sum_up(result: Result, seconds: float, address: str | None) -> None:
    files = plural(len(result.written), "file")
    where = result.brought.rstrip("/") if result.brought else _relative(result.folder)
    for path in result.removed:
        say(f"removed {where}/{path}: nothing makes it any more")
    if result.plan.spoilt:
        say(f"left as before, for errors of their own: {', '.join(sorted(result.plan.spoilt))}")
    if not result.written:
        if result.ok:
            say(f"{_current(result.current)} in {where}/; {counts(result.problems)}")
        else:
            say(f"nothing was built: {counts(result.problems)}")
        return
    pages = sum(file.pages for file in result.written)
    size = sum(file.size for file in result.written) / 1e6
    say(f"{files} in {where}/ ({plural(pages, 'PDF page')}, {size:.1f} MB) in {seconds:.1f} s")
    if result.current:
        say(_current(result.current))
    if result.problems:
        say(counts(result.problems))
    if address == result.brought:
        say(f"look at {where}/index.html")
    else:
        say(f"not all of it is at {address} yet; the next build sends what is missing")


def _current(briefs: int) -> str:
    return f"{plural(briefs, 'brief')} {'is' if briefs == 1 else 'are'} up to date"


def _relative(folder: Path | None) -> str:
    if folder is None:
        return "build"
    path = os.path.relpath(folder)
    return str(folder) if path.startswith("..") else path
