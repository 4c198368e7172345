"""`reportgen templates`: see what there is to change, copy it, keep the copy up to date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.completing import completer, copy_names, template_names, theme_names
from reportgen.cli.console import plural, project_option, say, show_problems

if TYPE_CHECKING:  # a command's help must load nothing that reads
    from reportgen.building.describing import Offer
    from reportgen.model.manifest import Manifest, Parameter
    from reportgen.model.text import Text
    from reportgen.problems import Problem


_theme_option = click.option(
    "--theme",
    metavar="THEME",
    shell_complete=completer(theme_names),
    help="With the files of this theme; that of the project without it.",
)


@click.group()
def templates() -> None:
    """See templates, copy one to change it, and keep it up to date.

    \b
    Example:
      reportgen templates ls
      reportgen templates eject sections/partners
      reportgen templates upgrade
    """


@templates.command()
@_theme_option
@project_option
def ls(theme: str | None, root: Path) -> None:
    """List every template, and where it comes from.

    Also styles, charts, fonts, catalogues of words, and what adds filters. A file of the project or
    a theme overrides the one of its name below, extends it ({% extends "!NAME" %}), or adds to it.

    \b
    Example:
      reportgen templates ls
      reportgen templates ls --theme themes/ours
    """
    from reportgen.building.describing import added_sources
    from reportgen.building.loading import in_project, open_world, project_lookup
    from reportgen.customising.listing import list_templates

    in_project(root)
    world = open_world(root)
    rows = [(row.name, row.origin) for row in list_templates(world, project_lookup(world, theme))]
    click.echo("\n".join(_columns([*rows, *added_sources(world)])))


@templates.command()
@click.argument("name", shell_complete=completer(template_names))
@_theme_option
@project_option
def show(name: str, theme: str | None, root: Path) -> None:
    """Say what a template offers to somebody who changes it.

    Its blocks, the parameters of its macros, the parameters and texts that it declares, filters and
    functions of your own, and the tokens of the styles.

    \b
    Example:
      reportgen templates show country-brief
      reportgen templates show macros/partners
      reportgen templates show base --theme themes/ours
    """
    from reportgen.building.describing import describe

    offer = describe(root, name, theme)
    click.echo("\n".join(_told(offer)))


@templates.command()
@click.argument("name", shell_complete=completer(template_names))
@project_option
def eject(name: str, root: Path) -> None:
    """Copy one file of the theme, or a shipped one, into the project, for you to change.

    Its text is kept under templates/.base/, so that `status` can say when the file has moved on
    from which it was copied. A file that is there is not written over.

    \b
    Example:
      reportgen templates eject sections/partners
      reportgen templates eject styles/print.css
    """
    from reportgen.building import ejecting

    click.echo(ejecting.eject(root, name))


@templates.command()
@project_option
def status(root: Path) -> None:
    """Say how each copy stands to the file that ships.

    \b
    Example:
      reportgen templates status
    """
    from reportgen.building.ejecting import copies

    found = copies(root)
    for line in _columns([(copy.name, str(copy.state)) for copy in found]):
        click.echo(line)
    if not found:
        say("no template has been copied: reportgen templates eject NAME")


@templates.command()
@click.argument("name", shell_complete=completer(copy_names))
@click.option("--own", is_flag=True, help="What you changed in the copy, instead.")
@project_option
def diff(name: str, *, own: bool, root: Path) -> None:
    """Show what has changed in the shipped file since it was copied.

    \b
    Example:
      reportgen templates diff sections/partners
      reportgen templates diff --own sections/partners
    """
    from reportgen.building.ejecting import copies, differences

    (copy,) = copies(root, [name])
    shown = differences(copy, own=own)
    if shown:
        click.echo(shown)
    else:
        say(
            "no difference" if own else "nothing has changed in the shipped file; --own shows yours"
        )


@templates.command()
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=completer(copy_names))
@click.option("--keep", is_flag=True, help="Leave the copies as they are; they hold as merged.")
@project_option
@click.pass_context
def upgrade(context: click.Context, names: Sequence[str], *, keep: bool, root: Path) -> None:
    """Merge what has changed in shipped files into their copies.

    Without NAME into all of them. Where both sides changed the same lines, marks are left, and
    nothing is built until you have settled them. Needs git.

    \b
    Example:
      reportgen templates upgrade
      reportgen templates upgrade --keep sections/partners
    """
    from reportgen.building import ejecting
    from reportgen.problems import ProblemsError

    found: list[Problem] = []
    done = 0
    try:
        for one in ejecting.upgrade(root, names, keep=keep):
            click.echo(f"{one.copy.name}: {one.done}")
            found += one.problems
            done += 1
    except ProblemsError as error:
        found += error.problems
    show_problems(found)
    say(plural(done, "copy") if done == 1 else f"{done:,} copies")
    context.exit(1 if found else 0)


def _told(offer: Offer) -> Iterable[str]:
    yield f"{offer.name}: {', extends '.join(offer.chain)}"
    yield from _part("blocks", _columns([(part.text, part.where) for part in offer.blocks]))
    yield from _part("macros", _columns([(part.text, part.where) for part in offer.macros]))
    if offer.manifest is not None:
        yield from _declared(offer.manifest)
    functions = [(part.text, part.where) for part in offer.functions]
    yield from _part("filters and functions of your own", _columns(functions))
    set_by = offer.set_by or {}
    tokens = [(n, f"{value}  {set_by.get(n, '')}") for n, value in (offer.tokens or {}).items()]
    yield from _part("tokens", _columns(tokens))


def _declared(manifest: Manifest) -> Iterable[str]:
    parameters = []
    for name, parameter in manifest.parameters.items():
        parameters += [f"{name}: {_type(parameter)}", f"  {_words(parameter.description)}"]
    yield from _part("parameters", parameters)
    texts = [(name, _words(text)) for name, text in manifest.texts.items()]
    yield from _part("texts", _columns(texts))
    headings = [(name, f"## {_words(heading)}") for name, heading in manifest.headings.items()]
    needed = [(n, h + (" (needed)" if n in manifest.required else "")) for n, h in headings]
    yield from _part("headings of one text, data/texts/REPORT.LANGUAGE.md", _columns(needed))
    named = dict.fromkeys((*manifest.sections, *manifest.fills))
    filled = [(name, ", ".join(manifest.fills.get(name, ()))) for name in named]
    yield from _part("sections, and what fills them", _columns(filled))


def _type(parameter: Parameter) -> str:
    kind = f"{parameter.type} of {parameter.of}" if parameter.of else parameter.type
    kind += f" ({', '.join(parameter.choices)})" if parameter.choices else ""
    return kind if parameter.default in (None, [], ()) else f"{kind}, else {parameter.default}"


def _words(text: Text) -> str:
    others = text.by_language
    return text.plain or others.get("en") or next(iter(others.values()), "")


def _part(title: str, lines: Sequence[str]) -> Iterable[str]:
    if lines:
        yield from ("", title, *(f"  {line}" for line in lines))


def _columns(rows: Sequence[tuple[str, str]]) -> list[str]:
    wide = max((len(first) for first, _ in rows), default=0)
    return [f"{first:{wide}}  {second}".rstrip() for first, second in rows]
