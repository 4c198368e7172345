"""What a theme brings: templates, the faces of its fonts, its look, and images by name."""

from __future__ import annotations

from functools import cached_property
from urllib.parse import urlsplit

from reportgen.documents import parse_yaml
from reportgen.model.brand import Brand
from reportgen.model.lookup import OWN, Lookup
from reportgen.model.project import Project
from reportgen.problems import ProblemsError, problem
from reportgen.rendering.brand_css import brand_css
from reportgen.rendering.brand_faces import all_faces, embedded_faces
from reportgen.rendering.brand_logo import cover_is_dark
from reportgen.rendering.chart_look import ChartLook, look_of
from reportgen.rendering.face_list import FACES_FILE, read_faces
from reportgen.rendering.fetching import Fetched, is_remote
from reportgen.rendering.fonts import FontFace, coverage
from reportgen.rendering.image_metadata import without_metadata
from reportgen.rendering.images import check_image
from reportgen.rendering.templates import Templates
from reportgen.world import DATA, World

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
    """The files that a page may ask for: of the project `data/...`, of the theme all else.

    The logos of a brand are files of the project.

    An address that begins with https:// is asked of the world's network, which most have none of.

    The tokens are those that ship, then those of the theme, what the brand says, and last those of
    the project.
    """

    def __init__(self, world: World, templates: Templates, brand: Brand | None = None) -> None:
        self._world = world
        self._templates = templates
        self._brand = brand
        self._brand_css: dict[bytes, bytes] = {}

    def __call__(self, name: str) -> bytes | None:
        """The bytes of the file of this name, or None."""
        if is_remote(name):
            return self._world.load(name)
        if name.startswith(f"{DATA}/"):
            return self._world.read(name)
        if self._brand is not None and name in self._brand.logo.paths():
            return self._world.read(name)
        if name == TOKENS:
            return b"\n".join(self._tokens()) or None
        found = self._templates.find(name)
        return None if found is None else found[1]

    def called(self, name: str) -> str:
        """What messages call a file of the theme: `templates/charts/by-year.vl.yaml`."""
        found = self._templates.find(name)
        return name if found is None else found[0]

    def _tokens(self) -> tuple[bytes, ...]:
        """Every style sheet of tokens: who changes one colour keeps all others."""
        if self._brand is None:
            return tuple(reversed(self._templates.all(TOKENS)))
        own = self._world.read(OWN.path(TOKENS))
        return (self.below_brand(), self.brand_sheet(), *((own,) if own is not None else ()))

    def brand_sheet(self) -> bytes:
        """The style sheet that the brand comes to; empty without one."""
        if self._brand is None:
            return b""
        below = self.below_brand()
        if below not in self._brand_css:
            # Worked out once: a page asks for its tokens several times.
            css = brand_css(self._brand, below.decode("utf-8", "replace"))
            self._brand_css[below] = css.encode("utf-8")
        return self._brand_css[below]

    def below_brand(self) -> bytes:
        """The style sheets of tokens that a brand stands on: those that ship and of the theme."""
        levels = self._templates.all(TOKENS)
        own = self._world.exists(OWN.path(TOKENS))
        return b"\n".join(reversed(levels[1:] if own else levels))

    def fetch(self, name: str) -> Fetched | None:
        """The file with its media type, or None where it is missing or of no such kind.

        Raises:
            ProblemsError: it may not be read, or it is an image that cannot be drawn.
        """
        kind = media_type(urlsplit(name).path if is_remote(name) else name)
        data = self(name) if kind else None
        if data is None or kind is None:
            self._told_why(name)
            return None
        check_image(name, data, kind)
        return Fetched(without_metadata(data, kind), kind)

    def _told_why(self, name: str) -> None:
        """Say why a name that the project may well have is not read."""
        levels = self._templates.lookup.levels
        for place in (name, *(level.path(name) for level in levels)):
            if why := self._world.refused.get(place):
                hint = "put the file itself into the project, and write its path from there"
                message = f"`{name}` is not read: {why}"
                raise ProblemsError((problem("refused-asset", message, None, hint),))


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


class Theme:
    """A theme at work: the files of its levels, and what is made of them once for all pages.

    Attributes:
        templates: The files of its levels by name.
        files: What its pages may ask for.
    """

    def __init__(self, world: World, lookup: Lookup, project: Project) -> None:
        """With what the brand of the project changes."""
        self._world = world
        self._project = project
        self.templates = Templates(world, lookup)
        self.files = Files(world, self.templates, project.brand)

    @cached_property
    def faces(self) -> tuple[FontFace, ...]:
        """The faces of its fonts; ProblemsError where they are missing or damaged."""
        return all_faces(theme_faces(self.templates), self._project, self._world)

    @cached_property
    def embedded(self) -> tuple[FontFace, ...]:
        """The faces that a page for screens carries."""
        return embedded_faces(self._project, self.faces)

    @cached_property
    def has_dark_cover(self) -> bool:
        """Whether the ground of its cover is dark."""
        return cover_is_dark((self.files(TOKENS) or b"").decode("utf-8", "replace"))

    @cached_property
    def covered(self) -> frozenset[int]:
        """The characters that its fonts have; ProblemsError as for `faces`."""
        return coverage(self.faces)

    @cached_property
    def look(self) -> ChartLook:
        """How its charts look."""
        return look_of((self.files(TOKENS) or b"").decode("utf-8"), self.faces)
