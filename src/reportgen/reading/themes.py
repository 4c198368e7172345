"""From the name of a theme to the levels in which its files are looked up.

A theme is a folder with a `theme.yaml`: one of the project, or one that an installed package gives
under the entry point `reportgen.themes`. Where both have the name, the project's is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from reportgen.documents import parse_yaml
from reportgen.installed import NAME, installed_themes, theme_fault, theme_folder
from reportgen.model.configuration import DEFAULT_THEME, TEMPLATES, Configuration
from reportgen.model.lookup import OWN, PLAIN, PROJECT, SHIPS, Level, Lookup
from reportgen.model.theme import THEME_FILE, Theme
from reportgen.problems import Place, Problem, ProblemsError, did_you_mean, only_in, problem
from reportgen.reading.origin import Origin
from reportgen.reading.validation import validate
from reportgen.world import DATA, HIDDEN, THEME, World

_FOLDER = re.compile(r"(?!\.)[\w.-]+(/(?!\.)[\w.-]+)*\Z")
"""A folder of the project: no `..`, nothing hidden, and no space, which roots of worlds have."""

_LONGEST = 200
"""Characters of the name of a theme."""

_TAKEN = (TEMPLATES, DATA, HIDDEN)
"""Folders of a project that are something else."""


def read_lookups(
    world: World, configuration: Configuration, origin: Origin
) -> tuple[Mapping[str, Lookup], tuple[Problem, ...]]:
    """Theme -> its levels, for all themes that the project file names, and what is wrong with them.

    A theme that is wrong has none.
    """
    lookups = {DEFAULT_THEME: PLAIN}
    problems: list[Problem] = []
    for theme, place, report in _named(configuration, origin):
        try:
            lookups[theme] = lookups.get(theme) or find_lookup(world, theme, place)
        except ProblemsError as error:
            problems += error.problems if report is None else only_in([report], error.problems)
    return lookups, tuple(dict.fromkeys(problems))


def find_lookup(world: World, theme: str | None, place: Place | None) -> Lookup:
    """The levels of a theme: the project's own, the theme, its parents, what ships.

    Args:
        world: The world of the project.
        theme: As the project file names it.
        place: Where it does.

    Raises:
        ProblemsError: there is no such theme, or it or one of its parents is wrong.
    """
    name, at, themes = theme, place, list[Level]()
    while name not in (None, DEFAULT_THEME):
        level = _level(world, name, at, package=bool(themes) and themes[-1].root != PROJECT)
        if level in themes:
            ring = " -> ".join(one.called for one in [*themes[themes.index(level) :], level])
            hint = f"take `extends:` out of one of them, or write `extends: {DEFAULT_THEME}`"
            raise _wrong(f"the theme stands on itself: {ring}", at, hint)
        themes.append(level)
        name, at = _parent(world, level)
    return Lookup((OWN, *themes, SHIPS), theme or DEFAULT_THEME)


def _named(configuration: Configuration, origin: Origin) -> Iterator[tuple[str, Place, str | None]]:
    """Each theme that is named, where, and by which report; None is the project."""
    if configuration.theme is not None:
        yield configuration.theme, origin.place(("theme",)), None
    for name, report in configuration.reports.items():
        if report.theme is not None:
            yield report.theme, origin.place(("reports", name, "theme")), name


def _level(world: World, name: str, place: Place | None, *, package: bool) -> Level:
    """The level of a theme by its name; a package's theme knows no folder of a project."""
    if len(name) > _LONGEST:
        raise ProblemsError((_unknown(world, f"{name[:40]}...", place, package=package),))
    inside = not package and _FOLDER.match(name) is not None
    if inside and name.partition("/")[0].casefold() in _TAKEN:
        hint = "put it into a folder of its own, such as `themes/ours`"
        raise _wrong(f"the folder `{name}` cannot be a theme", place, hint)
    if inside and world.exists(f"{name}/{THEME_FILE}"):
        return Level(PROJECT, name)
    if NAME.match(name):
        if world.exists(THEME_FILE, THEME + name):
            return Level(THEME + name)
        if fault := theme_fault(name):
            hint = "install it anew, or tell its maker: it names a folder, as in `package.folder`"
            raise _wrong(f"the installed theme `{name}` cannot be read: {fault}", place, hint)
        if theme_folder(name):
            message = f"the installed theme `{name}` has no {THEME_FILE}"
            raise _wrong(message, place, f"tell its maker: {_CARD}")
    if inside and world.files(name):
        message = f"the folder `{name}` has no {THEME_FILE}"
        raise _wrong(message, place, f"write {name}/{THEME_FILE}: {_CARD}")
    if not package and world.files(name):
        message = f"the folder `{name}` cannot be a theme: its path may have no space"
        raise _wrong(message, place, "use letters, digits, `.`, `-` and `_`")
    raise ProblemsError((_unknown(world, name, place, package=package),))


_CARD = "it needs a line such as `name: House style`"


def _unknown(world: World, name: str, place: Place | None, *, package: bool) -> Problem:
    installed = installed_themes()
    ending = f"/{THEME_FILE}"
    tops = () if package else (entry for entry in world.entries() if entry.endswith("/"))
    files = (file for top in tops if top.rstrip("/") not in _TAKEN for file in world.files(top))
    folders = (file.removesuffix(ending) for file in files if file.endswith(ending))
    known = [folder for folder in folders if _FOLDER.match(folder)]
    hint = did_you_mean(name, [DEFAULT_THEME, *known, *installed], kind="themes here")
    what = "installed theme" if package else "folder" if "/" in name else "theme"
    return problem("unknown-theme", f"there is no {what} `{name}`", place, hint)


def _parent(world: World, level: Level) -> tuple[str | None, Place | None]:
    """What a theme extends, and where it says so.

    Raises:
        ProblemsError: its card is wrong.
    """
    document, problems = parse_yaml(
        level.path(THEME_FILE), level.read(world.read, THEME_FILE) or b""
    )
    if document is None:
        raise ProblemsError(problems)
    if not isinstance(document.data, dict):
        message, place = f"{THEME_FILE} must be a mapping", document.place(())
        raise ProblemsError((problem("wrong-type", message, place, _CARD),))
    origin = Origin(((document, ()),))
    theme, found = validate(Theme, document.data, origin, name="the theme")
    if theme is None or problems:
        raise ProblemsError([*problems, *found])
    return theme.extends, origin.place(("extends",))


def _wrong(message: str, place: Place | None, hint: str) -> ProblemsError:
    return ProblemsError((problem("bad-theme", message, place, hint),))
