"""`reportgen ci`."""

from __future__ import annotations

from pathlib import Path

import click

from reportgen.cli.console import project_option, say


@click.group()
def ci() -> None:
    """Let a code host check, build and publish the briefs.

    \b
    Example:
      reportgen ci init github
    """


@ci.command()
@click.argument("host", type=click.Choice(["github", "gitlab"]))
@click.option("--branch", default="main", show_default=True, help="From which is published.")
@click.option(
    "--install",
    metavar="WHAT",
    help="What `pip install` gets there; the version that writes this without it.",
)
@click.option("-f", "--force", is_flag=True, help="Write over the file that is there.")
@click.option("-n", "--dry-run", is_flag=True, help="Print the file; write nothing.")
@project_option
def init(
    host: str,
    branch: str,
    install: str | None,
    *,
    force: bool,
    dry_run: bool,
    root: Path,
) -> None:
    """Write a workflow: checks on requests, and what is due on a schedule.

    It goes to where the host looks, at the top of the repository that the project is in. The
    workflow publishes where `publish:` in reportgen.yaml says.

    \b
    Example:
      reportgen ci init github
      reportgen ci init gitlab --dry-run
    """
    import reportgen
    from reportgen.building.workflows import FILES, setting_of, workflow
    from reportgen.building.writing import write_file, write_new
    from reportgen.shipped import sample_root

    top, setting = setting_of(root, branch, install, reportgen.__version__)
    text = workflow(host, setting)
    if dry_run:
        click.echo(text, nl=False)
    elif force:
        write_file(top / FILES[host], text.encode())
        click.echo(FILES[host])
    else:
        write_new(top, {FILES[host]: text.encode()}, click.echo)
    if install is None and (sample_root() / "src").is_dir():
        say("this reportgen is a checkout: where no index has it, say with --install what to take")
    if setting.publish is None:
        say("it publishes nothing: reportgen.yaml has no `publish:`")
