"""Templates, styles and catalogues by name: the project's own first, then those that ship.

`!base.html.j2` names the file of that name below the project's, so that a project's
`base.html.j2` can say `{% extends "!base.html.j2" %}` and change one block.
"""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import BaseLoader, Environment, TemplateNotFound

from reportgen.model.configuration import TEMPLATES
from reportgen.problems import Place, ProblemsError, problem
from reportgen.rendering.tracing import with_origins
from reportgen.world import World

BELOW = "!"
ENDING = ".html.j2"


class Templates:
    """Finds files by their name inside `templates/`."""

    def __init__(self, world: World) -> None:
        self._world = world

    def find(self, name: str) -> tuple[str, bytes] | None:
        """(path for messages, bytes) of the first file of this name, or None."""
        below = name.startswith(BELOW)
        name = name.removeprefix(BELOW)
        if not below:
            own = self._world.read(f"{TEMPLATES}/{name}")
            if own is not None:
                return f"{TEMPLATES}/{name}", own
        shipped = self._world.read(name, "shipped")
        return None if shipped is None else (f"shipped {name}", shipped)

    def all(self, name: str) -> tuple[bytes, ...]:
        """Every file of this name, the project's first."""
        both = (self._world.read(f"{TEMPLATES}/{name}"), self._world.read(name, "shipped"))
        return tuple(data for data in both if data is not None)

    def shipped(self) -> tuple[str, ...]:
        """The names of the templates that ship."""
        return tuple(n for n in self._world.files(".", "shipped") if n.endswith(ENDING))


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
