"""Every report with as little data as there can be, with very much of it, and in Arabic."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Mapping
from typing import Any

import pypdfium2
import pytest
from lxml import html as lxml_html

from tests.pdf_overflow import overflowing
from tests.pdf_validation import PROFILES, page_failures
from tests.projects.extremes import FONTS, PARTNER_LETTERS, QUOTED, dense, sparse
from tests.running import reportgen, write_project

MARGIN_MM = 14
TOKENS = ':root { --font-text: "Inter", "Noto Sans Arabic", sans-serif; }\n'
MADE = {
    "sparse": sparse,
    "dense": dense,
    "arabic": lambda: dense("ar", rows=12),
}
SPARSE_PAGES = {
    "one-pager": 1,
    "country-brief": 3,
    "partner-profile": 1,
    "programme-sheet": 1,
    "agreements-register": 1,
    "portfolio-overview": 1,
    "briefing-note": 1,
    "meeting-brief": 1,
}

Built = Mapping[str, bytes]


@pytest.fixture(scope="module", params=MADE)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """What a build made of one of the projects: REPORT.FORMAT -> the file."""
    folder = tmp_path_factory.mktemp(request.param)
    write_project(folder, MADE[request.param]())
    shutil.copytree(FONTS, folder / "templates" / "fonts")
    write_project(folder, {"templates/styles/tokens.css": TOKENS})
    reportgen(folder, "build")
    found: dict[str, bytes] = {"": request.param.encode()}
    for path in sorted((folder / "build").rglob("*.*")):
        name = path.parent.name if path.parent.parent.parent == folder / "build" else path.stem
        if name in SPARSE_PAGES:
            found[f"{name}{path.suffix}"] = path.read_bytes()
    assert len(found) == 1 + 2 * len(SPARSE_PAGES)
    return found


def trees(built: Built) -> dict[str, Any]:
    return {name: lxml_html.fromstring(data) for name, data in built.items() if ".html" in name}


@pytest.mark.slow
def test_each_is_a_sound_document_within_its_margins(built: Built) -> None:
    for name, data in built.items():
        if name.endswith(".pdf"):
            assert {p: page_failures(data, p) for p in PROFILES} == {key: [] for key in PROFILES}, (
                name
            )
            assert overflowing(data, margin_mm=MARGIN_MM) == [], name


@pytest.mark.slow
def test_no_heading_stands_over_nothing(built: Built) -> None:
    for name, tree in trees(built).items():
        assert len(tree.xpath("//h1")) == 1, name
        for head in tree.xpath("//main//*[self::h2 or self::h3 or self::h4]"):
            after = head.getnext()
            said = head.text_content().strip()
            assert after is not None, f"{name}: {said}"
            assert "".join(after.itertext()).strip(), f"{name}: {said}"


@pytest.mark.slow
def test_headings_are_in_order_and_tables_have_captions(built: Built) -> None:
    for name, tree in trees(built).items():
        levels = [int(head.tag[1]) for head in tree.xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
        assert all(b <= a + 1 for a, b in itertools.pairwise(levels)), name
        for table in tree.iter("table"):
            assert table.xpath("caption[normalize-space()]"), name
            assert not table.xpath(".//th[not(@scope)]"), name


@pytest.mark.slow
def test_sparse_data_makes_few_pages_and_dense_data_loses_nothing(built: Built) -> None:
    if built[""] == b"sparse":
        for name, pages in SPARSE_PAGES.items():
            assert len(pypdfium2.PdfDocument(built[f"{name}.pdf"])) == pages, name
        return
    whole = trees(built)
    rows = 200 if built[""] == b"dense" else 12
    register = whole["agreements-register.html"]
    assert len(register.xpath("//table[@id='register-table']/tbody/tr/th[@scope='row']")) == rows
    brief = whole["country-brief.html"]
    assert len(brief.xpath("//table[@id='named-programmes']/tbody/tr")) == rows - 1
    (quoted,) = brief.xpath("//blockquote")
    assert quoted.text_content().strip() == QUOTED
    # Where the brief is in another direction than the quotation, the quotation says so.
    assert quoted.get("dir") == (None if built[""] == b"arabic" else "rtl")
    title = whole["partner-profile.html"].xpath("//h1")[0].text_content()
    assert len(title) == PARTNER_LETTERS


@pytest.mark.slow
def test_an_arabic_brief_runs_from_right_to_left_and_its_page_numbers_stand_left(
    built: Built,
) -> None:
    document = pypdfium2.PdfDocument(built["country-brief.pdf"])
    page = document[2]
    text = page.get_textpage()
    boxes = [text.get_rect(n) for n in range(text.count_rects())]
    number = min(boxes, key=lambda box: box[1])
    arabic = built[""] == b"arabic"
    assert (number[2] < page.get_width() / 2) == arabic
    assert bool(trees(built)["country-brief.html"].xpath("/html[@dir='rtl']")) == arabic
