"""A made-up house with its brand: colours, fonts and logos on every page, by every standard."""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pypdfium2
import pytest
from filelock import FileLock
from fontTools.ttLib import TTFont

from reportgen.testing.pdf_outline import pdf_outline
from tests.pdf_validation import PROFILES, page_failures, vera_failures
from tests.running import reportgen
from tests.workshop import small_font

BRANDED = Path(__file__).parent / "branded"
VIETNAMESE = "".join(
    chr(code) for block in (range(0xC0, 0x250), range(0x1EA0, 0x1EFA)) for code in block
)
ALT = {"en": "Nowhere, with a sun", "vi": "Nowhere, với mặt trời"}
PAGES = ("country-brief", "one-pager")
LANGUAGES = ("en", "vi")


def house_font(weight: int) -> bytes:
    """A part of the shipped font, which its licence allows, under a name of its own."""
    font = TTFont(io.BytesIO(small_font(VIETNAMESE + "·“”‘’…→↑\u2060")))
    for record in font["name"].names:
        record.string = {1: "House Sans", 2: f"Weight {weight}"}.get(record.nameID, "")
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the project, built once for all processes of a run."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if os.environ.get("PYTEST_XDIST_WORKER") else shared
    project = shared / "branded"
    with FileLock(shared / "branded.lock"):
        if not (project / "build").is_dir():
            shutil.copytree(BRANDED, project)
            (project / "fonts").mkdir()
            for weight in (400, 700):
                (project / "fonts" / f"house-{weight}.ttf").write_bytes(house_font(weight))
            ran = reportgen(project, "build")
            assert "warning" not in ran.stdout + ran.stderr
    return project / "build"


@pytest.fixture(scope="module")
def pdfs(folder: Path) -> Mapping[str, bytes]:
    return {
        f"{language}/{page}": (folder / language / f"{page}.pdf").read_bytes()
        for page in PAGES
        for language in LANGUAGES
    }


def html(folder: Path, name: str) -> str:
    return (folder / name).read_text("utf-8")


@pytest.mark.parametrize("profile", PROFILES)
def test_its_pdfs_keep_the_standards(pdfs: Mapping[str, bytes], profile: str) -> None:
    assert [found for data in pdfs.values() for found in page_failures(data, profile)] == []


def test_a_second_engine_says_so_too(folder: Path) -> None:
    assert vera_failures([folder / "vi" / "country-brief.pdf"]) == []


def fonts_of(data: bytes) -> str:
    return pdf_outline(data).split("# fonts\n")[1].split("# ")[0]


def test_its_pages_are_set_in_its_font_and_colours(pdfs: Mapping[str, bytes]) -> None:
    for name, data in pdfs.items():
        fonts = fonts_of(data)
        assert "House" in fonts, name
        assert "Inter" not in fonts, name
        page = pypdfium2.PdfDocument(data)[0].render(scale=0.5).to_pil().convert("RGB")
        ground = page.getpixel((page.width - 3, page.height - 3))
        assert ground == ((0x5B, 0x2A, 0x6E) if "country" in name else (0xFD, 0xF8, 0xEF)), name


def test_its_logo_has_a_text_on_paper(pdfs: Mapping[str, bytes]) -> None:
    for name, data in pdfs.items():
        told = str(pdf_outline(data))
        assert told.count(ALT[name[:2]]) == 1, told


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_its_logo_speaks_the_readers_language(folder: Path, page: str, language: str) -> None:
    text = html(folder, f"{language}/{page}.html")
    told = re.findall(
        r'<img class="(?:cover|brand)-logo[^"]*" src="data:[^"]*" alt="([^"]*)"', text
    )
    # On paper-coloured ground there are two: one for light pages, one for dark ones.
    assert told == [ALT[language]] * (1 if page == "country-brief" else 2)


def test_the_list_of_briefs_has_it_too(folder: Path) -> None:
    text = html(folder, "index.html")
    assert 'class="logo" src="data:image/png;base64,' in text
    assert 'alt="Logo of Institute of Nowhere"' in text
    assert text.count("@font-face") == 2
    assert "Inter" not in re.sub(r"--font-text:[^;]*;", "", text)


def test_dark_pages_have_the_colours_that_it_states_for_them(folder: Path) -> None:
    text = html(folder, "en/one-pager.html")
    dark = text[text.index("--paper: #1b0f21") :]
    assert "--accent: #d3a8e3" in dark
    assert "--ink: #f3edf5" in dark
