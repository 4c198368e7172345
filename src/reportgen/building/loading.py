"""From a folder to a world: where the project and the shipped files are, and the edition's date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from reportgen.model.configuration import PROJECT_FILE, TODAY, Configuration
from reportgen.model.lookup import Lookup
from reportgen.problems import ProblemsError, problem
from reportgen.reading.configuration import no_project, read_configuration
from reportgen.reading.themes import find_lookup
from reportgen.shipped import templates_root
from reportgen.world import World


def open_world(
    root: Path,
    *,
    environment: Mapping[str, str] | None = None,
    now: datetime | None = None,
    trust: bool = False,
) -> World:
    """The world of a project folder, with the shipped templates and what the user allows.

    With `trust` code in the project may run this once, whatever the user's configuration says.
    """

    def ask(address: str) -> bytes:  # few projects do, and the others load none of this
        from reportgen.network import Network
        from reportgen.reading.user_configuration import user_settings

        return Network(root.resolve(), lambda: user_settings(root))(address)

    def trusted() -> bool:
        from reportgen.reading.user_configuration import user_settings

        return trust or user_settings(root).trust

    return World(
        root, templates_root(), environment=environment, now=now, network=ask, trust=trusted
    )


def in_project(root: Path) -> None:
    """Nothing, where the folder is a project.

    Raises:
        ProblemsError: it has no project file.
    """
    if not (root / PROJECT_FILE).is_file():
        raise ProblemsError((no_project(open_world(root)),))


def project_lookup(world: World, theme: str | None = None) -> Lookup:
    """The levels of a theme; without one, of that which the project file names for all reports.

    Of the project file only `theme:` counts here: what else is wrong with it, others tell.

    Raises:
        ProblemsError: there is no such theme, or it is wrong.
    """
    place = None
    if theme is None:
        configuration, origin, _ = read_configuration(world)
        theme = configuration.theme if configuration else None
        place = origin.place(("theme",)) if origin and theme else None
    return find_lookup(world, theme, place)


def edition_date(world: World, configuration: Configuration, given: str | None) -> date | None:
    """The date that the edition carries, or None.

    `--as-of`, else SOURCE_DATE_EPOCH, else `as_of` in reportgen.yaml; the wall clock only where
    one of them says `today`.

    Raises:
        ProblemsError: what was given is no calendar day.
    """
    epoch = world.variable("SOURCE_DATE_EPOCH")
    text = given or (None if epoch else configuration.as_of)
    if text == TODAY:
        return world.today(configuration.timezone)
    try:
        if text is not None:
            return date.fromisoformat(text)
        return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else None
    except (ValueError, OverflowError, OSError) as error:
        found = text if text is not None else f"SOURCE_DATE_EPOCH={epoch}"
        hint = "write a day such as 2024-04-24, or today"
        raise ProblemsError(
            (problem("bad-option", f"'{found}' is no date of an edition", None, hint),)
        ) from error
