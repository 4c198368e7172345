"""Templates, styles and catalogues by name: from the first level of a look-up that has them.

`!base.html.j2` names the file of that name below the one that says it, so that the `base.html.j2`
of a project or a theme can say `{% extends "!base.html.j2" %}` and change one block. Jinja keeps
templates by name, so the name that it is given carries the level: `!!base.html.j2` is looked up
from the third level on.
"""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import BaseLoader, Environment, TemplateNotFound

from reportgen.model.lookup import BELOW, PLAIN, SHIPS, Found, Lookup
from reportgen.problems import Place, ProblemsError, problem
from reportgen.rendering.tracing import with_origins
from reportgen.world import World

ENDING = ".html.j2"


class Templates:
    """Finds files by their name inside `templates/`, themes and what ships."""

    def __init__(self, world: World, lookup: Lookup = PLAIN) -> None:
        self._world = world
        self.lookup = lookup

    def find(self, name: str) -> tuple[str, bytes] | None:
        """(path for messages, bytes) of the first file of this name, or None."""
        found = self.found(name)
        return None if found is None else (found.path, found.data)

    def found(self, name: str) -> Found | None:
        """The first file of this name with the level that it stands on, or None."""
        return self.lookup.find(self._world.read, name)

    def all(self, name: str) -> tuple[bytes, ...]:
        """Every file of this name, the project's first."""
        return tuple(found.data for found in self.every(name))

    def every(self, name: str) -> tuple[Found, ...]:
        """The same with the levels that they stand on."""
        return tuple(self.lookup.every(self._world.read, name))

    def named(self, name: str, by: str) -> str:
        """The name under which a file is looked up that a template names: `!` counts from there.

        Args:
            name: As it is written.
            by: The name under which the template was looked up that says it.
        """
        if not name.startswith(BELOW):
            return name
        says = self.found(by)
        return BELOW * (says.number if says else 0) + name

    def shipped(self) -> tuple[str, ...]:
        """The names of the templates that ship."""
        return tuple(n for n in self._world.files(".", SHIPS.root) if n.endswith(ENDING))

    def that_ships(self, name: str) -> bytes | None:
        """The shipped file of this name, whatever stands above it."""
        return SHIPS.read(self._world.read, name)


class TemplateLoader(BaseLoader):
    """Hands Jinja the text of templates."""

    def __init__(self, templates: Templates, *, origins: bool = False) -> None:
        """With `origins` every block tag says on which line of which template it stands."""
        self._templates = templates
        self._origins = origins

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002  Jinja's signature
        template: str,
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """(text, path for messages, whether it still holds: within one run it does)."""
        found = self._templates.find(template)
        if found is None:
            raise TemplateNotFound(template)
        path, raw = found
        try:
            text = raw.decode("utf-8")
            return with_origins(text, path) if self._origins else text, path, lambda: True
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            hint = "save the file as UTF-8"
            raise ProblemsError(
                (problem("not-utf-8", "the template is not UTF-8", Place(path, line), hint),)
            ) from error
