"""What a theme brings beside templates: the faces of its fonts, and images by name."""

from __future__ import annotations

from reportgen.documents import parse_yaml
from reportgen.model.configuration import DATA
from reportgen.problems import ProblemsError, problem
from reportgen.rendering.face_list import FACES_FILE, read_faces
from reportgen.rendering.fetching import Fetched
from reportgen.rendering.fonts import FontFace
from reportgen.rendering.templates import Templates
from reportgen.world import World

TOKENS = "styles/tokens.css"
"""Colours, type and spacing as CSS custom properties; charts take their look from it too."""

MEDIA_TYPES = {
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".ttf": "font/ttf",
    ".woff2": "font/woff2",
}
"""The kinds of file that a page may ask for. Not the machine's table, which differs by machine."""


class Files:
    """The files that a page may ask for: `data/...` of the project, all else of the theme.

    The tokens are those of the theme and after them those of the project.
    """

    def __init__(self, world: World, templates: Templates) -> None:
        self._world = world
        self._templates = templates

    def __call__(self, name: str) -> bytes | None:
        """The bytes of the file of this name, or None."""
        if name.startswith(f"{DATA}/"):
            return self._world.read(name)
        if name == TOKENS:
            # A project that changes one colour keeps all others: its own stand after the shipped.
            return b"\n".join(reversed(self._templates.all(name))) or None
        found = self._templates.find(name)
        return None if found is None else found[1]

    def fetch(self, name: str) -> Fetched | None:
        """The file with its media type, or None where it is missing or of no such kind."""
        kind = media_type(name)
        data = self(name) if kind else None
        return Fetched(data, kind) if data is not None and kind else None


def media_type(name: str) -> str | None:
    """The media type by the name's ending, or None for a kind that pages do not use."""
    return MEDIA_TYPES.get("." + name.rpartition(".")[2].lower())


def theme_faces(templates: Templates) -> tuple[FontFace, ...]:
    """The faces that the theme's `fonts/fonts.yaml` lists.

    Raises:
        ProblemsError: the list, or a font that it names, is missing or damaged.
    """
    found = templates.find(FACES_FILE)
    if found is None:
        raise ProblemsError((problem("missing-font", f"the theme has no {FACES_FILE}"),))
    document, problems = parse_yaml(*found)
    if document is None:
        raise ProblemsError(problems)

    def read(name: str) -> bytes | None:
        font = templates.find(f"fonts/{name}")
        return None if font is None else font[1]

    faces, problems = read_faces(document, read)
    if problems:
        raise ProblemsError(problems)
    return faces
