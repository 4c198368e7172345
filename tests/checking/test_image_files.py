"""What is told of the files that `images` names: at the line that names them, before any build."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest
from PIL import Image

from reportgen.building.pipeline import build, check
from reportgen.checking import image_files
from reportgen.checking.image_files import check_images
from reportgen.problems import Problem
from reportgen.reading import read_project
from reportgen.rendering.theme import Files
from reportgen.shipped import templates_root
from reportgen.world import World
from tests.running import write_project
from tests.small import Shelf

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def drawn(format_: str, width: int = 9) -> bytes:
    """A made-up pattern: grey that grows darker."""
    image = Image.linear_gradient("L").resize((width, 9))
    out = io.BytesIO()
    image.save(out, format_)
    return out.getvalue()


def _vast() -> bytes:
    """The head of a picture of 54 million pixels: nothing else of it is ever looked at."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 6_000_000, 9, 8, 0, 0, 0, 0)
    chunks = (
        struct.pack(">I", len(c) - 4) + c + struct.pack(">I", crc32(c)) for c in (head, b"IDAT")
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


WHOLE = drawn("PNG", 300)
FILES: dict[str, bytes] = {
    "data/images/dots.png": WHOLE,
    "data/images/dots.jpg": drawn("JPEG"),
    "data/images/dots.svg": SVG.encode(),
    "data/images/cut.png": WHOLE[: len(WHOLE) // 2],
    "data/images/program.svg": SVG.replace("<rect", "<script/><rect").encode(),
    "data/images/other.png": drawn("JPEG"),
    "data/images/vast.png": _vast(),
    "data/images/words.txt": b"none",
}


def project(folder: Path, path: str) -> Path:
    data = f"images:\n  - id: dots\n    alt: Dots\n    credit: Drawn for tests\n    file: {path}\n"
    page = "reports:\n  page: {template: one-pager, params: {image: dots}}\nformats: [html]\n"
    write_project(folder, {"reportgen.yaml": page, "data.yaml": data})
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def told(found: tuple[Problem, ...]) -> list[tuple[str, str, int]]:
    return [(p.code, p.place.file, p.place.line) for p in found if p.place]


@pytest.mark.parametrize(
    ("path", "code", "words"),
    [
        ("images/dosts.png", "unknown-asset", "did you mean `images/dots.png`?"),
        ("dots.png", "unknown-asset", "there is no file `data/dots.png`"),
        ("https://example.org/dots.png", "unknown-asset", "nothing is fetched"),
        ("images/words.txt", "unknown-asset", "is no image that pages show"),
        ("../secret.png", "refused-asset", "leads out of the project folder"),
        ("images/cut.png", "bad-image", "is damaged"),
        ("images/program.svg", "bad-image", "script"),
        ("images/other.png", "bad-image", "is JPEG, not the PNG that its name says"),
        ("images/vast.png", "bad-image", "million pixels are the most"),
    ],
)
def test_a_file_that_cannot_be_printed_is_told_at_its_line(
    tmp_path: Path, path: str, code: str, words: str
) -> None:
    found = check(project(tmp_path, path)).problems
    assert told(found) == [(code, "data.yaml", 5)]
    assert words in f"{found[0].message} {found[0].hint}"
    assert told(build(tmp_path).problems) == told(found)


@pytest.mark.parametrize(
    "path", ["images/dots.png", "images/dots.jpg", "images/dots.svg", "./images/dots.png"]
)
def test_a_sound_file_is_taken(tmp_path: Path, path: str) -> None:
    assert check(project(tmp_path, path)).problems == ()


def test_a_file_that_was_found_sound_is_not_looked_at_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked, faults, keep = list[str](), image_files.image_faults, Shelf()

    def counted(files: Files, world: World, path: str, **more: str) -> Iterator[Problem]:
        looked.append(path)
        return faults(files, world, path, **more)

    def checked(program: str = "") -> list[Problem]:
        world = World(tmp_path, templates_root())
        read = read_project(world).project
        assert read is not None
        return list(check_images(read, world, keep, program))

    monkeypatch.setattr(image_files, "image_faults", counted)
    project(tmp_path, "images/dots.png")
    assert [checked(), checked()] == [[], []]
    assert looked == ["images/dots.png"]
    checked("another program")
    assert len(looked) == 2
    (tmp_path / "data/images/dots.png").write_bytes(FILES["data/images/cut.png"])
    for _ in range(2):  # what is wrong is told again
        assert told(tuple(checked())) == [("bad-image", "data.yaml", 5)]
