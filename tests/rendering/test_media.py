"""A page fitted to its medium: all of it inside for the screen, by name for the PDF."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Mapping
from datetime import date

import pytest

from reportgen.problems import ProblemsError
from reportgen.rendering import media
from reportgen.rendering.chart_look import look_of
from reportgen.rendering.fonts import FontFace
from reportgen.rendering.listing import INDEX_STYLE
from reportgen.rendering.media import PRINT, SCREEN, print_html, screen_html
from reportgen.rendering.page import Page
from reportgen.rendering.templates import Templates
from reportgen.rendering.theme import TOKENS, Files
from tests.small import MemoryWorld, small_project, write_page

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PROJECT = small_project(
    {"partners": [{"id": "a", "name": "Ratio asset:liability <asset:data/logo.png> <!--head-->"}]},
    dataset={"title": "A & B </title><script>", "publisher": "Me <x>"},
)
FILES: Mapping[str, str | bytes] = {
    "data/logo.png": PNG,
    "data/a b&c.svg": "<svg/>",
    "templates/mark.svg": "<svg id='own'/>",
}
BODY = "<html><head>{{ head() }}</head><body>"


def files(more: Mapping[str, str | bytes] | None = None) -> Files:
    world = MemoryWorld({**FILES, **(more or {})})
    return Files(world, Templates(world))


def page(body: str) -> Page:
    return write_page(PROJECT, BODY + body, files=FILES, as_of=date(2024, 4, 24))


def test_the_screen_page_needs_nothing_from_outside(faces: tuple[FontFace, ...]) -> None:
    told = screen_html(page("<img alt='' src=\"{{ asset('data/logo.png') }}\">"), files(), faces)
    assert base64.b64encode(PNG).decode() in told
    assert told.count("@font-face") == len(faces)
    addresses = re.findall(r"(?:src|href)=[\"']?([^\"'> ]+)", told)
    addresses += re.findall(r"url\([\"']?([^\"')]+)", told)
    assert addresses
    assert {address.partition(":")[0] for address in addresses} == {"data"}
    assert "@import" not in told
    assert "<link" not in told


def test_the_page_for_layout_names_its_files(faces: tuple[FontFace, ...]) -> None:
    told = print_html(page("<img alt='' src=\"{{ asset('mark.svg') }}\">"))
    assert "<img alt='' src=\"mark.svg\">" in told
    assert "<link" not in told  # its styles come with PRINT_SHEETS, read once for all pages
    assert "@page { size: A4; }" in told
    assert "base64" not in told


@pytest.mark.parametrize("name", [PRINT, SCREEN, INDEX_STYLE])
def test_styles_name_no_side_that_right_to_left_would_turn(name: str) -> None:
    found = files().fetch(name)
    assert found is not None
    rules = re.sub(
        r"/\*.*?\*/|@(?:top|bottom)-[\w-]+ \{.*?\}", "", found.data.decode(), flags=re.DOTALL
    )
    assert not re.findall(r"[^\n]*\b(?:left|right)\b[^\n]*", rules)


@pytest.mark.parametrize("medium", ["screen", "print"])
def test_both_media_have_the_facts(medium: str, faces: tuple[FontFace, ...]) -> None:
    whole = page("{{ brief.as_of }}")
    told = screen_html(whole, files(), faces) if medium == "screen" else print_html(whole)
    assert '<meta charset="utf-8">' in told
    assert "<title>A &amp; B &lt;/title&gt;&lt;script&gt;</title>" in told
    assert '<meta name="author" content="Me &lt;x&gt;">' in told
    assert '<meta name="dcterms.date" content="2024-04-24">' in told
    assert "<!--head-->" not in told
    assert ("viewport" in told) == (medium == "screen")


def test_what_is_not_known_is_not_in_the_head() -> None:
    told = print_html(write_page(small_project(), BODY))
    assert "author" not in told
    assert "dcterms.date" not in told


def test_text_of_the_data_is_never_taken_for_an_address(faces: tuple[FontFace, ...]) -> None:
    whole = page("<p>{{ partners.a.name }}</p>")
    name = html.escape("Ratio asset:liability <asset:data/logo.png> <!--head-->")
    assert f"<p>{name}</p>" in print_html(whole)
    assert f"<p>{name}</p>" in screen_html(whole, files(), faces)


def test_names_with_spaces_and_signs_are_found(faces: tuple[FontFace, ...]) -> None:
    whole = page("<img alt='' src=\"{{ asset('data/a b&c.svg') }}\">")
    assert 'src="data/a b&amp;c.svg"' in print_html(whole)
    told = screen_html(whole, files(), faces)
    assert base64.b64encode(b"<svg/>").decode() in told
    assert "image/svg+xml" in told


def test_the_project_changes_styles(faces: tuple[FontFace, ...]) -> None:
    own = files({"templates/styles/screen.css": "/* why */ p { color: #123456 } </style>"})
    told = screen_html(page("x"), own, faces)
    assert "p { color: #123456 }" in told
    assert "why" not in told
    assert told.count("</style>") == 1


def test_one_colour_of_the_project_keeps_all_others(faces: tuple[FontFace, ...]) -> None:
    own = {"templates/styles/tokens.css": ":root { --accent: #8a0f2b; }"}
    found = files(own).fetch(TOKENS)
    assert found is not None
    for tokens in (found.data.decode(), screen_html(page("x"), files(own), faces)):
        shipped, changed = tokens.index("--accent: #0f5b6b"), tokens.index("--accent: #8a0f2b")
        assert shipped < tokens.index("--cover: #0f5b6b") < changed
    look = look_of(found.data.decode(), faces)
    assert (look.accent, look.ink, look.paper) == ("#8a0f2b", "#1b2a33", "#ffffff")


def test_the_styles_have_no_colour_that_a_theme_cannot_change() -> None:
    # The dark twins of a chart's colours name those of the drawing, which have no properties.
    for name in (SCREEN, PRINT):
        found = files().fetch(name)
        assert found is not None
        rules = [line for line in found.data.decode().splitlines() if "chart-drawing" not in line]
        assert not re.findall(r"(?<!url\()#[0-9a-fA-F]{3,8}\b(?=[; ])", "\n".join(rules))


def test_a_theme_without_its_styles_is_a_problem(faces: tuple[FontFace, ...]) -> None:
    class Bare(Files):
        def __call__(self, name: str) -> bytes | None:
            return None if name.startswith("styles/") else super().__call__(name)

    world = MemoryWorld()
    with pytest.raises(ProblemsError, match=r"the theme has no styles/tokens\.css"):
        screen_html(page("x"), Bare(world, Templates(world)), faces)


def test_styles_and_fonts_of_a_theme_are_made_once_for_all_pages(
    faces: tuple[FontFace, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = screen_html(page("x"), files(), faces)
    monkeypatch.setattr(media, "font_face_css", None)  # making them again would fail
    monkeypatch.setattr(media, "_COMMENT", None)
    assert screen_html(page("x"), files(), faces) == first


@pytest.mark.parametrize(
    "css",
    [
        "p { background: url(https://example.org/x.png) }",
        "p { background: url(images/x.png) }",
        "@import 'more.css';",
        "p { background: u\\72l(x.png) }",
    ],
)
def test_a_style_sheet_of_the_screen_asks_for_nothing(
    faces: tuple[FontFace, ...], css: str
) -> None:
    with pytest.raises(ProblemsError, match=r"styles/screen\.css is not inside the page"):
        screen_html(page("x"), files({"templates/styles/screen.css": css}), faces)


def test_nothing_of_a_theme_breaks_out_of_the_styles() -> None:
    face = FontFace("X</style><script>", 400, "normal", "x", b"", None)
    css = {"templates/styles/tokens.css": "</style><script>alert(1)</script>"}
    told = screen_html(page("x"), files(css), (face,))
    assert told.count("</style>") == 1
    assert told.index("alert(1)") < told.index("</style>")


def test_what_a_chart_says_in_words_is_the_text_alternative_in_the_pdf() -> None:
    """The tags of a PDF take the title of a drawing and leave its description out."""
    drawn = (
        '<svg><title id="c1-t">Jobs &amp; pay</title><desc id="c1-d">One &lt;bar&gt;.</desc></svg>'
    )
    page = write_page(small_project(), f"<html><head>{{{{ head() }}}}</head>{drawn}</html>")
    assert (
        '<title id="c1-t">Jobs &amp; pay. One &lt;bar&gt;.</title>'
        '<desc id="c1-d">One &lt;bar&gt;.</desc>'
    ) in print_html(page)
