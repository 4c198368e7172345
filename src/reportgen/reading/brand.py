"""`_brand.yml`: the look of the house, where the project has one."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.documents import Source, parse_yaml
from reportgen.model.brand import (
    BRAND_FILE,
    Brand,
    line_height,
    shades,
    size_scale,
    typesettings,
)
from reportgen.model.brand_colours import USES, BadColour, look_up
from reportgen.problems import Problem, did_you_mean, problem
from reportgen.reading.harvest import cannot_read
from reportgen.reading.origin import Origin
from reportgen.reading.validation import validate
from reportgen.world import World

_SECTIONS = "`meta:`, `logo:`, `color:` and `typography:`"
_NEARLY = ("brand", "_brand")


def read_brand(world: World) -> tuple[Brand | None, Origin | None, tuple[Problem, ...]]:
    """The brand of a project, where it is written, and what is wrong with it; None without one."""
    try:
        raw = world.read(BRAND_FILE)
    except OSError as error:
        return None, None, (cannot_read(BRAND_FILE, error),)
    if raw is None:
        return None, None, tuple(_nearly(world))
    document, problems = parse_yaml(BRAND_FILE, raw)
    if document is None:
        return None, None, tuple(problems)
    if not isinstance(document.data, dict):
        message, hint = f"{BRAND_FILE} must be a mapping", f"write {_SECTIONS}"
        return None, None, (problem("wrong-type", message, document.place(()), hint),)
    origin = Origin(((document, ()),))
    brand, found = validate(Brand, document.data, origin, name=BRAND_FILE)
    if brand is not None:
        found += [*_colour_problems(brand, origin), *_size_problems(brand, origin)]
    return brand, origin, tuple(found)


def _nearly(world: World) -> Iterator[Problem]:
    for name in (name for stem in _NEARLY for name in world.entries(f"{stem}.")):
        if name.casefold().partition(".")[2] in ("yml", "yaml"):
            message, hint = "the file is not read", f"call it {BRAND_FILE}"
            yield problem("unread-brand", message, Source(name, "").at(0, 0), hint)


def _colour_problems(brand: Brand, origin: Origin) -> Iterator[Problem]:
    """Colours that cannot be told; a ring is told once, where it is first written."""
    rings: set[frozenset[str]] = set()
    for path, text in _colours(brand):
        found = look_up(brand, text, path if path[1] == "palette" else path[:-1])
        if not isinstance(found, BadColour):
            continue
        place = origin.place(path)
        if not found.ring:
            if found.name == text.strip():  # what leads to a bad one is told there
                yield _unknown(brand, found.name, path, origin)
        elif frozenset(found.ring) not in rings:
            rings.add(frozenset(found.ring))
            told = " -> ".join(f"`{name}`" for name in (*found.ring, found.ring[0]))
            message = f"colours lead round in a ring: {told}"
            yield problem("colour-ring", message, place, 'write one of them out: `"#447099"`')


def _size_problems(brand: Brand, origin: Origin) -> Iterator[Problem]:
    for kind, settings in typesettings(brand.typography):
        path = ("typography", kind)
        if settings.size is not None and size_scale(settings.size) is None:
            message, hint = f"`{settings.size}` is no size of text", "write 1.1rem, 110% or 18px"
            yield problem("bad-value", message, origin.place((*path, "size")), hint)
        if settings.line_height is not None and line_height(settings.line_height) is None:
            message = f"`{settings.line_height}` is no height of a line"
            place = origin.place((*path, "line-height"))
            yield problem("bad-value", message, place, "write a multiple of the size: 1.5")


def _colours(brand: Brand) -> Iterator[tuple[tuple[str, ...], str]]:
    """(path, text) of every colour that is written."""
    for name, text in brand.color.palette.items():
        yield ("color", "palette", name), text
    for path, shade in shades(brand):
        for mode in ("light", "dark"):
            text = getattr(shade, mode)
            if text is not None:
                yield (*path, mode), text


def _unknown(brand: Brand, name: str, path: tuple[str, ...], origin: Origin) -> Problem:
    place = origin.place(path)
    uses = [use for use in USES if getattr(brand.color, use)]
    known = [other for other in (*brand.color.palette, *uses) if other not in path]
    hint = did_you_mean(name, known, kind="colours here", limit=40)
    if name.startswith(("#", "rgb", "hsl")) or not known:
        hint = 'write an opaque colour such as `"#447099"`'
    message = f"`{name}` is neither a colour nor a name of the palette"
    return problem("unknown-colour", message, place, hint)
