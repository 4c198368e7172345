"""The faces of a brand's fonts, from files in the project."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reportgen.model.brand import BRAND_FILE, Font, FontFile, typesettings
from reportgen.model.codelists import FONT_WEIGHT
from reportgen.model.project import Project
from reportgen.problems import Place, Problem, ProblemsError, did_you_mean, nearest, problem
from reportgen.rendering.face_list import WHOLE, face_fault
from reportgen.rendering.fonts import FontFace
from reportgen.world import World

_ITALIC = frozenset({"italic", "oblique"})
_ENDINGS = ("ttf", "otf", "woff2")
_FONTS = (".ttf", ".otf", ".woff2")


def all_faces(theme: tuple[FontFace, ...], project: Project, world: World) -> tuple[FontFace, ...]:
    """The faces that pages are set in: the theme's, and the brand's before them or after.

    The family of the text comes first; what it has no letter for comes from the next.

    Raises:
        ProblemsError: a font that the brand names is missing or damaged.
    """
    if project.brand is None:
        return theme
    own, problems = brand_faces(project, world)
    if problems:
        raise ProblemsError(problems)
    base = project.brand.typography.base
    family = base.family if base else None
    text = tuple(face for face in own if face.family == family)
    rest = tuple(face for face in own if face.family != family)
    if text:
        return (*text, *rest, *theme)
    first = tuple(face for face in theme if face.family == family)
    return (*first, *(face for face in theme if face not in first), *rest)


def embedded_faces(project: Project, faces: tuple[FontFace, ...]) -> tuple[FontFace, ...]:
    """Those faces that a page for screens carries: of the families that its styles begin with."""
    if project.brand is None:
        return faces
    named = {settings.family for _, settings in typesettings(project.brand.typography)}
    wanted = {faces[0].family, *named}
    return tuple(face for face in faces if face.family in wanted)


def brand_faces(project: Project, world: World) -> tuple[tuple[FontFace, ...], tuple[Problem, ...]]:
    """The faces that the brand gives files of, and what is wrong with those."""
    faces: list[FontFace] = []
    problems: list[Problem] = []
    fonts = project.brand.typography.fonts if project.brand else ()
    for number, font in enumerate(fonts):
        for at, file in enumerate(font.files if font.source in (None, "file") else ()):
            path = ("typography", "fonts", number, "files", at, "path")
            found = _face(project, world, font, file, path)
            if isinstance(found, FontFace):
                faces.append(found)
            elif found is not None:
                problems.append(found)
    return tuple(faces), tuple(problems)


def _face(
    project: Project, world: World, font: Font, file: FontFile, path: tuple[str | int, ...]
) -> FontFace | Problem | None:
    if "://" in file.path:
        return None  # told as a font that is not there
    place = project.find(BRAND_FILE, "", path)
    stem, _, ending = file.path.removeprefix("./").rpartition(".")
    if ending.lower() not in _ENDINGS:
        return problem("bad-font", f"`{file.path}` is no font of a known kind", place, WHOLE)
    bare = [f"{stem}.{ending}"] if ending.lower() != "woff2" else [f"{stem}.ttf", f"{stem}.otf"]
    ttf = next((data for data in map(world.read, bare) if data is not None), None)
    if ttf is None:
        return _missing(world, file.path, stem, place)
    style = "italic" if file.style in _ITALIC else "normal"
    weight = int(FONT_WEIGHT.words[file.weight])
    face = FontFace(font.family, weight, style, stem, ttf, world.read(f"{stem}.woff2"))
    fault = face_fault(face)
    return face if fault is None else problem("bad-font", f"`{file.path}` {fault}", place, WHOLE)


def _missing(world: World, path: str, stem: str, place: Place | None) -> Problem:
    if path.endswith(".woff2") and world.exists(path):
        message, hint = f"`{path}` has no `{stem}.ttf` beside it", "PDFs are made with TTF or OTF"
        return problem("unknown-asset", message, place, hint)
    folder = path.removeprefix("./").rpartition("/")[0]
    here = [name for name in world.files(folder or ".") if name.lower().endswith(_FONTS)]
    hint = did_you_mean(path, here) if here else "the path is counted from the project folder"
    return problem("unknown-asset", f"there is no `{path}`", place, hint)


def missing_fonts(project: Project, faces: Iterable[FontFace]) -> Iterator[Problem]:
    """A problem for each family that the brand sets text in and that no face is there of."""
    if project.brand is None:
        return
    typography = project.brand.typography
    have = {face.family for face in faces}
    fonts = {font.family: (number, font) for number, font in enumerate(typography.fonts)}
    for kind, settings in typesettings(typography):
        family = settings.family
        if family is None or family in have:
            continue
        place = project.find(BRAND_FILE, "", ("typography", kind, "family"))
        if family not in fonts:
            near = nearest(family, {*have, *fonts})
            hint = f"did you mean `{near}`?" if near else _how(family)
            yield problem("missing-font", f"there is no font `{family}`", place, hint)
        elif not (fonts[family][1].source in (None, "file") and fonts[family][1].files):
            number, font = fonts[family]
            place = project.find(BRAND_FILE, "", ("typography", "fonts", number, "source"))
            why = "it has no files"
            if font.source not in (None, "file"):
                why = f"nothing is fetched from `{font.source}`"
            message = f"the font `{family}` is not there: {why}"
            yield problem("missing-font", message, place, _how(family))
        elif all("://" in file.path for file in fonts[family][1].files):
            number, _ = fonts[family]
            place = project.find(BRAND_FILE, "", ("typography", "fonts", number, "files"))
            message = f"the font `{family}` is not there: nothing is fetched from the network"
            yield problem("missing-font", message, place, _how(family))


def _how(family: str) -> str:
    name = re.sub(r"[^a-z0-9]+", "-", family.lower()).strip("-") or "font"
    return (
        f"put its TTF files into the project and write `source: file` and "
        f"`files: [fonts/{name}-400.ttf]`"
    )
