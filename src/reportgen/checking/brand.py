"""What can go wrong with a brand besides its form: contrast, fonts, logos."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reportgen.checking.image_files import image_faults
from reportgen.model.brand import BRAND_FILE, BrandLogo, LogoImage
from reportgen.model.brand_colours import Mode
from reportgen.model.colours import TEXT_CONTRAST, contrast, readable, shown_contrast
from reportgen.model.project import Project
from reportgen.problems import Problem, problem
from reportgen.rendering.brand_css import palettes
from reportgen.rendering.brand_faces import brand_faces, missing_fonts
from reportgen.rendering.brand_palette import TEXTS, Palette
from reportgen.rendering.custom_properties import custom_properties
from reportgen.rendering.templates import Templates
from reportgen.rendering.theme import Files, theme_faces
from reportgen.world import World

_SIZES = ("small", "medium", "large")
_MODES: tuple[Mode, ...] = ("light", "dark")
_CALLED = {
    "--ink": "text",
    "--muted": "lighter text",
    "--accent": "headings and figures",
    "--heading": "headings",
    "--link": "links",
    "--warn": "warnings",
}


def check_brand(project: Project, world: World) -> Iterator[Problem]:
    """Everything that is wrong with the brand's colours, fonts and logos.

    Raises:
        ProblemsError: the theme's own fonts cannot be read.
    """
    if project.brand is None:
        return
    faces, problems = brand_faces(project, world)
    yield from problems
    for lookup in project.used_lookups:
        templates = Templates(world, lookup)
        files = Files(world, templates, project.brand)
        yield from missing_fonts(project, (*faces, *theme_faces(templates)))
        below = files.below_brand().decode("utf-8", "replace")
        found = palettes(project.brand, custom_properties(below))
        for mode, palette in zip(_MODES, found or (), strict=False):
            yield from _contrast(project, mode, palette)
    yield from _logos(project, Files(world, Templates(world), project.brand), world)


def _contrast(project: Project, mode: Mode, palette: Palette) -> Iterator[Problem]:
    """Text that the brand states, or on a page that it states, and that cannot be read there."""
    paper = palette["--paper"]
    for name in TEXTS:
        path = palette.stated.get(name)
        ratio = contrast(palette[name], paper)
        if path is None or ratio >= TEXT_CONTRAST:
            continue
        ground = palette.stated.get("--paper")
        on = f"`{'.'.join(ground)}` {paper}" if ground else f"the page's {paper}"
        where = " of dark pages" if mode == "dark" else ""
        message = (
            f"{_CALLED[name]}{where} cannot be read: `{'.'.join(path)}` {palette[name]} on {on} "
            f"has a contrast of {shown_contrast(ratio)}, and needs {TEXT_CONTRAST}:1 (WCAG AA)"
        )
        hint = f'`"{readable(palette[name], paper)}"` is the nearest that has it'
        place = project.find(BRAND_FILE, "", (*path, mode))
        yield problem("low-contrast", message, place, hint)


def _logos(project: Project, files: Files, world: World) -> Iterator[Problem]:
    logo = project.brand.logo if project.brand else BrandLogo()
    told: set[str] = set()
    for path, image in _images(logo):
        if image.path in told or (path[1] != "images" and image.path in logo.images):
            continue
        told.add(image.path)
        for found in image_faults(files, world, image.path, logo.images):
            yield replace(found, place=project.find(BRAND_FILE, "", (*path, "path")))


def _images(logo: BrandLogo) -> Iterator[tuple[tuple[str, ...], LogoImage]]:
    """(path, image) of every image that is written."""
    for name, image in logo.images.items():
        yield ("logo", "images", name), image
    for size in _SIZES:
        held = getattr(logo, size)
        for mode in _MODES:
            sized = getattr(held, mode) if held else None
            if sized is not None:
                yield ("logo", size, mode), sized
