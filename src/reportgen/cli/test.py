"""`reportgen test`."""

from __future__ import annotations

import shlex
import sys
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from reportgen.cli.completing import completer, report_names
from reportgen.cli.console import project_option, say, trust_option
from reportgen.cli.telling import TEXT, format_option, tell_machines, tell_problems
from reportgen.problems import ProblemsError

_EXITS = {0: 0, 1: 1, 2: 1, 3: 70, 4: 2, 5: 1}
"""Exit codes of pytest -> ours; 2 is also a project that cannot be collected."""


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("reports", nargs=-1, metavar="[REPORT]...", shell_complete=completer(report_names))
@click.option(
    "--snapshots",
    type=click.Choice(["check", "new", "all"]),
    help="What may be written: nothing, what is missing, what differs, too. `check` where CI is"
    " set, else `new`.",
)
@click.option(
    "--pinned",
    is_flag=True,
    help="Fail where another library keeps something from being compared to the last bit.",
)
@click.option("-j", "--jobs", type=click.IntRange(min=1), help="Compare in so many processes.")
@click.option(
    "--junit",
    type=click.Path(dir_okay=False, writable=True),
    help="Write the results as JUnit XML.",
)
@format_option
@trust_option
@project_option
@click.pass_context
def test(
    context: click.Context,
    reports: tuple[str, ...],
    snapshots: str | None,
    jobs: int | None,
    junit: str | None,
    *,
    form: str,
    pinned: bool,
    trust: bool,
    root: Path,
) -> None:
    """Compare the briefs with what was accepted, and say what differs.

    The same as `pytest` with the plug-in. REPORT is a report, a brief or one layer of it:
    one-pager, 'one-pager[en]', 'one-pager[en-pdf]'. What differs waits as *.new files for
    `reportgen review`, `accept` or `reject`.

    \b
    Example:
      reportgen test
      reportgen test one-pager --snapshots=check
      reportgen test --format github
    """
    from reportgen.building.loading import in_project

    try:
        in_project(root)
        import pytest  # noqa: F401  what is asked is whether it is there
    except ImportError:
        say('this needs pytest: pip install "reportgen-toolkit[test]"')
        context.exit(1)
    root = root.resolve()
    if junit:
        _try(Path(junit))
    if reports:
        from reportgen.testing.accepting import check_names
        from reportgen.testing.briefs import Briefs

        try:
            check_names(Briefs(root, trust=trust), reports)
        except ProblemsError as error:
            tell_problems(error.problems, form, root, "test")
            context.exit(1)
    arguments = [
        str(root / "reportgen.yaml"),
        f"--rootdir={root}",
        "--override-ini",
        f"reportgen_projects={shlex.quote(str(root))}",
        "-p",
        "reportgen.testing.plugin",
        "-W",  # the plug-in is a part of what runs already; that it cannot be rewritten is no news
        "ignore::pytest.PytestAssertRewriteWarning",
        "--no-header",
        "-q",
        *(f"--reportgen-report={name}" for name in reports),
    ]
    arguments += [f"--reportgen-snapshots={snapshots}"] if snapshots else []
    arguments += ["--reportgen-pinned"] if pinned else []
    arguments += ["--reportgen-trust"] if trust else []
    arguments += [f"--junitxml={junit}"] if junit else []
    arguments += ["-n", str(jobs)] if jobs and jobs > 1 else []
    sys.stdout.flush()
    context.exit(_EXITS.get(_run(arguments, form, junit, root), 70))


def _try(path: Path) -> None:
    """See that a file can be written, before an hour's work and not after it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.open("ab").close()
    except OSError as error:
        raise click.UsageError(f"{path} cannot be written: {error.strerror}") from error


def _run(arguments: list[str], form: str, junit: str | None, root: Path) -> int:
    """Run pytest and tell in the format what it found; its exit code."""
    import pytest

    if form == TEXT:
        return int(pytest.main(arguments))
    from reportgen.testing.failures import Failures

    failures = Failures()
    with TemporaryDirectory() as folder, redirect_stdout(sys.stderr):
        cases = Path(junit or Path(folder, "junit.xml"))  # pytest's own has what passed, too
        code = int(pytest.main([*arguments, f"--junitxml={cases}"], [failures]))
        text = cases.read_text("utf-8") if form == "junit" and cases.exists() else ""
    if form == "junit":
        click.echo(text)
    else:
        # The plug-in writes the summary of the job itself.
        tell_machines(failures.problems, form, root, "test", None)
    return code
