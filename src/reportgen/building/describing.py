"""What a template offers to somebody who changes it: blocks, macros, parameters, texts, tokens."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from reportgen.building.loading import in_project, open_world, project_lookup
from reportgen.customising.listing import PAGE, TOKENS, full_name, list_templates
from reportgen.model.brand import BRAND_FILE
from reportgen.model.lookup import OWN, SHIPS
from reportgen.model.manifest import Manifest
from reportgen.problems import Place, ProblemsError, problem
from reportgen.reading.brand import read_brand
from reportgen.reading.manifests import Manifests
from reportgen.rendering.compiling import parse, syntax_code
from reportgen.rendering.custom_properties import custom_properties
from reportgen.rendering.extensions import FILE, Extensions
from reportgen.rendering.templates import Templates
from reportgen.rendering.theme import Files
from reportgen.world import World


@dataclass(frozen=True)
class Part:
    """A block or a macro, and where it stands: `shipped base.html.j2:34`."""

    text: str
    where: str


@dataclass(frozen=True)
class Offer:
    """A template, and what it offers.

    Attributes:
        name: Its path inside `templates/`.
        chain: The file, the one it extends, and so on: paths for messages.
        blocks: Every block of the chain, at the place that fills it.
        macros: The macros of the file with their parameters.
        manifest: What `NAME.yaml` beside it declares.
        functions: Filters and functions that the project or a package adds to the language.
        tokens: Custom properties of the styles, with their values; of pages and styles.
        set_by: Token -> the level above what ships that sets it.
    """

    name: str
    chain: tuple[str, ...]
    blocks: tuple[Part, ...] = ()
    macros: tuple[Part, ...] = ()
    manifest: Manifest | None = None
    functions: tuple[Part, ...] = ()
    tokens: Mapping[str, str] | None = None
    set_by: Mapping[str, str] | None = None


def describe(root: Path, given: str, theme: str | None = None) -> Offer:
    """What the template of this name offers, from the first level that has it.

    Args:
        root: The project.
        given: The name, with or without its ending.
        theme: Where to look it up; that of the project file without one.

    Raises:
        ProblemsError: there is none, or it cannot be read.
    """
    in_project(root)
    world = open_world(root)
    lookup = project_lookup(world, theme)
    templates = Templates(world, lookup)
    added = Extensions(world)
    functions = tuple(
        Part(f"{extension.name}{extension.signature}", extension.where)
        for extension in added.functions.values()
    )
    if given in dict(added_sources(world)):
        own = tuple(part for part in functions if part.where.startswith(f"{given}:"))
        waiting = tuple(Part(word, "not run") for word in sorted(added.waiting))
        return Offer(given, (given,), functions=own or waiting)
    name = full_name(given, {row.name for row in list_templates(world, lookup)})
    files = Files(world, templates, read_brand(world)[0])
    tokens, set_by = None, _set_by(templates, files)
    if name.endswith(".css") or (name.endswith(PAGE) and "/" not in name):
        css = (files(TOKENS) or b"").decode("utf-8", "replace")
        tokens = custom_properties(css).light
    if not name.endswith(PAGE):
        found = templates.find(name)
        return Offer(name, (found[0],) if found else (), tokens=tokens, set_by=set_by)
    chain = list(_chain(templates, name))
    blocks = {
        block.name: Part(block.name, f"{path}:{block.lineno}")
        for path, tree in reversed(chain)
        for block in tree.find_all(nodes.Block)
    }
    path, tree = chain[0]
    macros = tuple(
        Part(signature(macro), f"{path}:{macro.lineno}") for macro in tree.find_all(nodes.Macro)
    )
    manifests = Manifests(world)
    manifest = None
    if templates.find(name.removesuffix(PAGE) + ".yaml"):
        manifest = manifests.manifest(name.removesuffix(PAGE), Place(""), lookup)
        if manifest is None:
            raise ProblemsError(manifests.told)
    paths = tuple(path for path, _ in chain)
    return Offer(name, paths, tuple(blocks.values()), macros, manifest, functions, tokens, set_by)


def added_sources(world: World) -> Iterator[tuple[str, str]]:
    """(name, where it comes from) of each file and package that adds filters to the language."""
    if world.exists(FILE):
        yield FILE, "project" if world.trusted else "project, not run: it is not trusted"
    sources = {extension.source for extension in Extensions(world).functions.values()}
    yield from ((source, "installed") for source in sorted(sources - {FILE}))


def signature(macro: nodes.Macro) -> str:
    """`name(a, b=none)`, as a template calls it."""
    names = [argument.name for argument in macro.args]
    first = len(names) - len(macro.defaults)
    given = [f"={_shown(default)}" for default in macro.defaults]
    parts = [name + end for name, end in zip(names, [""] * first + given, strict=True)]
    return f"{macro.name}({', '.join(parts)})"


def _set_by(templates: Templates, files: Files) -> dict[str, str]:
    """Property -> who changes it: the theme, its parents, the brand, the project."""
    found: dict[str, str] = {}
    sheets = [
        (templates.lookup.levels[file.number], file.data)
        for file in reversed(templates.every(TOKENS))
    ]
    told = [(level.called, data) for level, data in sheets if level not in (SHIPS, OWN)]
    told.append((BRAND_FILE, files.brand_sheet()))
    told += [(level.called, data) for level, data in sheets if level == OWN]
    for called, data in told:
        names = custom_properties(data.decode("utf-8", "replace")).light
        found.update(dict.fromkeys(names, called))
    return found


def _chain(templates: Templates, name: str) -> Iterator[tuple[str, nodes.Template]]:
    """(path, tree) of a template and of those that it extends, as far as names are constant."""
    environment = Environment(extensions=["jinja2.ext.i18n"])  # noqa: S701  it renders nothing
    seen: set[str] = set()
    while name not in seen and (found := templates.find(name)) is not None:
        seen.add(name)
        path, raw = found
        try:
            tree = parse(environment, raw.decode("utf-8", "replace"), name, path)
        except TemplateSyntaxError as error:
            told = problem(syntax_code(error), error.message or "", Place(path, error.lineno))
            raise ProblemsError((told,)) from error
        yield path, tree
        parent = next(tree.find_all(nodes.Extends), None)
        if parent is None or not isinstance(parent.template, nodes.Const):
            return
        name = templates.named(str(parent.template.value), name)


def _shown(default: nodes.Expr) -> str:
    """A default as a template writes it; a longer expression is left out."""
    if isinstance(default, nodes.Const):
        value = default.value
        words = "none" if value is None else str(value)
        return f'"{value}"' if isinstance(value, str) else words.lower()
    return "[]" if isinstance(default, nodes.List) and not default.items else "…"
