"""Pictures that the data names: their files are there, whole, and of a kind that prints.

Templates find that out, too, but only those that print them, and only in a build.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reportgen.model.images import IMAGES, Image
from reportgen.model.project import Project
from reportgen.problems import Problem, ProblemsError, did_you_mean, problem
from reportgen.rendering.templates import Templates
from reportgen.rendering.theme import Files, media_type
from reportgen.world import DATA, Keep, World, digest


def check_images(
    project: Project, world: World, keep: Keep | None = None, program: str = ""
) -> Iterator[Problem]:
    """What is wrong with the files that pictures name, at the lines that name them.

    Args:
        project: Whose records.
        world: Where their files lie.
        keep: Holds which files were found sound: it takes long to look at large ones.
        program: What is kept counts for the same program only.
    """
    files = Files(world, Templates(world), project.brand)
    for id_, image in project.records.get(IMAGES, {}).items():
        path = image.file if isinstance(image, Image) else ""
        data = world.read(f"{DATA}/{path}") or b""
        key = digest(f"image {program} {media_type(path)} {digest(data)}".encode())
        if keep is not None and keep.get(key) is not None:
            continue
        faults = list(image_faults(files, world, path, folder=f"{DATA}/"))
        place = project.find(IMAGES, id_, ("file",)) if faults else None
        yield from (replace(found, place=place) for found in faults)
        if keep is not None and not faults:
            keep.put(key, b"sound")


def image_faults(
    files: Files, world: World, path: str, others: Iterable[str] = (), folder: str = ""
) -> Iterator[Problem]:
    """What is wrong with an image of the project, without its place.

    Args:
        files: What pages may ask for.
        world: Where the file lies.
        path: As it is written.
        others: What else could have been meant.
        folder: From where the path is counted, with a final slash.
    """
    if "://" in path:
        message = f"the image `{path}` is not there: nothing is fetched from the network"
        yield problem("unknown-asset", message, None, "put the file into the project")
        return
    name = folder + path.removeprefix("./")
    try:
        if files.fetch(name) is not None:
            return
    except ProblemsError as error:
        yield from error.problems
        return
    if world.exists(name):
        hint = "save it as PNG, JPEG or SVG"
        yield problem("unknown-asset", f"`{name}` is no image that pages show", None, hint)
        return
    near = folder or f"{name.rpartition('/')[0] or '.'}"
    images = [found.removeprefix(folder) for found in world.files(near) if media_type(found)]
    hint = did_you_mean(path, [*images, *others], kind="images there")
    yield problem("unknown-asset", f"there is no file `{name}`", None, hint)
