"""The sample's PDFs as a reader gets them: sound, tagged, within their margins."""

from __future__ import annotations

from collections.abc import Mapping

import pypdfium2
import pytest

from reportgen.testing.pdf_outline import pdf_outline
from tests.pdf_overflow import overflowing
from tests.pdf_validation import PROFILES, page_failures, vera_failures
from tests.sample.conftest import Built

pytestmark = pytest.mark.slow

MARGIN_MM = 15  # no page of the theme has a smaller one


@pytest.fixture(scope="module")
def pdfs(built: Built) -> Mapping[str, bytes]:
    assert "warning" not in built.log
    made = {name: built.read(name) for name in built.names(".pdf")}
    assert {name.partition("/")[0] for name in made} == {"en", "vi"}
    return made


@pytest.mark.parametrize("profile", PROFILES)
def test_every_pdf_is_accessible_and_archival(pdfs: Mapping[str, bytes], profile: str) -> None:
    found = {name: page_failures(data, profile) for name, data in pdfs.items()}
    assert {name: failures for name, failures in found.items() if failures} == {}


def test_verapdf_has_nothing_against_any_pdf(built: Built) -> None:
    assert vera_failures([built.folder / name for name in built.names(".pdf")]) == []


def test_nothing_is_printed_in_the_margins(pdfs: Mapping[str, bytes]) -> None:
    found = {name: overflowing(data, margin_mm=MARGIN_MM) for name, data in pdfs.items()}
    cover = {
        name: [run for run in runs if not run.startswith("page 1:")] for name, runs in found.items()
    }
    assert {name: runs for name, runs in cover.items() if runs} == {}


def test_only_the_faces_of_the_theme_are_in_it(pdfs: Mapping[str, bytes]) -> None:
    for data in pdfs.values():
        text = pdf_outline(data)
        fonts = text[text.index("# fonts\n") : text.index("# attachments")].split()[2:]
        assert fonts
        assert all(font == "Inter" or font.startswith("Inter-") for font in fonts)


def test_language_title_and_bookmarks_are_those_of_the_brief(pdfs: Mapping[str, bytes]) -> None:
    for name, data in pdfs.items():
        text = pdf_outline(data)
        assert f"language: {name.partition('/')[0]}\n" in text
        assert "\nTitle: " in text
        assert text[text.index("# bookmarks\n") :].splitlines()[1]


def test_vietnamese_comes_out_as_it_was_written(pdfs: Mapping[str, bytes]) -> None:
    for name, data in pdfs.items():
        if name.startswith("vi/"):
            pages = (p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(data))
            assert "ngày 24 tháng 4 năm 2024" in " ".join(" ".join(pages).split()).lower()
