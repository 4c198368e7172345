"""HTML briefs as browsers, checkers and phones have them: every report in every language.

One brief of each report and language stands for all: what differs between two of them is data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

import pypdfium2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import PATIENCE
from tests.built import build_full, built_once
from tests.html_checking import add_axe, axe_violations, nu_errors
from tests.pdf_overflow import overflowing
from tests.sample.conftest import Built

PHONE, DESKTOP = 360, 1280
VIEWS: tuple[tuple[Literal["light", "dark"], int], ...] = (
    ("light", PHONE),
    ("light", DESKTOP),
    ("dark", DESKTOP),
    ("dark", PHONE),
)

# A drawing is no text that could be wrapped: its words would be too small to read (screen.css).
SCROLLING = ".chart-drawing"
WIDE = """scrolling => {
  const page = document.documentElement;
  // What only screen readers get is a point of one pixel.
  const hidden = element => element.clientWidth <= 1 || element.matches(scrolling)
    || element.closest("svg, thead, .cover");
  const wide = [...document.body.querySelectorAll("*")].filter(element =>
    element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== "inline"
    && !hidden(element));
  const named = wide.map(element => `${element.tagName}#${element.id}.${element.className}`);
  return page.scrollWidth > page.clientWidth ? ["the page", ...named] : named;
}"""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was built of the project that fills every field."""
    return built_once(tmp_path_factory, "full", build_full)[0] / "build"


def one_of_each(build: Path) -> list[Path]:
    """The largest HTML brief of each report and language, and the list of them all."""
    manifest = json.loads((build / "manifest.json").read_text("utf-8"))
    found: dict[tuple[str, str], Path] = {}
    for name, entry in manifest["outputs"].items():
        path = build / name
        if path.suffix == ".html" and "report" in entry:
            key = (entry["report"], entry["language"])
            best = found.get(key)
            if best is None or path.stat().st_size > best.stat().st_size:
                found[key] = path
    assert len({report for report, _ in found}) >= 5
    return [*found.values(), build / "index.html"]


SETTLED = """() => document.fonts.ready.then(() => new Promise(resolve =>
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(null)))))"""
"""Done when the fonts of this width are there and the page has been drawn with them."""


ALL = "* { content-visibility: visible !important; }"
"""What is far from the window is not laid out, and would keep the widths that it had before."""


def resize(page: Page, width: int) -> None:
    """Give the window this width, and wait until the page has taken it."""
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_function("width => window.innerWidth === width", arg=width)
    page.evaluate(SETTLED)


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A window whose pages tests may bring programs into."""
    found = browser.new_context(bypass_csp=True)
    found.set_default_timeout(PATIENCE)
    yield found
    found.close()


def opened(context: BrowserContext, path: Path) -> Page:
    page = context.new_page()
    page.goto(path.as_uri())
    return page


def barriers_of(page: Page, views: Sequence[tuple[Literal["light", "dark"], int]]) -> list[str]:
    """What axe-core finds in these colours and widths."""
    add_axe(page)
    found = []
    for scheme, width in views:
        page.emulate_media(color_scheme=scheme)
        resize(page, width)
        found += [f"{scheme}, {width}: {told}" for told in axe_violations(page)]
    return found


@pytest.mark.slow
def test_axe_finds_no_barrier_in_any_report(built: Built, context: BrowserContext) -> None:
    found = {}
    for path in one_of_each(built.folder):
        page = opened(context, path)
        found[path.relative_to(built.folder).as_posix()] = barriers_of(page, VIEWS)
        page.close()
    assert {name: barriers for name, barriers in found.items() if barriers} == {}


@pytest.mark.slow
def test_axe_finds_no_barrier_where_every_field_is_filled(
    full: Path, context: BrowserContext
) -> None:
    found = {}
    for path in one_of_each(full):
        if "vi" not in path.relative_to(full).parts:
            page = opened(context, path)
            found[path.name] = barriers_of(page, VIEWS[::2])
            page.close()
    assert {name: barriers for name, barriers in found.items() if barriers} == {}


def test_axe_is_there_and_finds_what_is_wrong(context: BrowserContext) -> None:
    page = context.new_page()
    page.set_content(
        '<html lang="en"><title>T</title><style>@media (prefers-color-scheme: dark) {body '
        "{background: #000}}</style><main><h1 style='color:#888'>Brief</h1><img src='data:,'>"
        "<p style='color: #999'>Not to be read</p>"
    )
    found = [told.partition(": <")[0] for told in barriers_of(page, VIEWS[1:3])]
    assert found == [
        "light, 1280: color-contrast",
        "light, 1280: image-alt",
        "dark, 1280: image-alt",
    ]
    page.close()


@pytest.mark.slow
def test_the_nu_checker_finds_no_error_in_any_page(built: Built, full: Path) -> None:
    pages = [*built.folder.rglob("*.html"), *full.rglob("*.html")]
    assert len(pages) > 50
    assert nu_errors(sorted(pages)) == []


def test_the_nu_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        '<!DOCTYPE html><html lang="en"><title>T</title><p><div id="a b">x</div>', "utf-8"
    )
    (told,) = [one for one in nu_errors([path]) if "id" in one]
    assert told.startswith("page.html:1: Bad value “a b”")


@pytest.mark.slow
def test_nothing_but_drawings_scrolls_sideways_on_a_phone(
    built: Built, full: Path, context: BrowserContext
) -> None:
    found = {}
    for build in (built.folder, full):
        for path in one_of_each(build):
            page = opened(context, path)
            page.add_style_tag(content=ALL)
            resize(page, PHONE)
            found[f"{build.parent.name}/{path.name}"] = page.evaluate(WIDE, SCROLLING)
            page.close()
    assert {name: wide for name, wide in found.items() if wide} == {}


def test_what_is_too_wide_for_a_phone_is_found(context: BrowserContext) -> None:
    page = context.new_page()
    resize(page, PHONE)
    page.set_content('<p>a</p><div id="x" style="overflow:auto"><p style="width:50rem">b</p></div>')
    assert page.evaluate(WIDE, SCROLLING) == ["DIV#x."]
    page.set_content('<p style="width:50rem">b</p>')
    assert page.evaluate(WIDE, SCROLLING)[0] == "the page"
    page.close()


@pytest.mark.slow
def test_cells_on_a_phone_stand_below_one_another_and_say_their_column(
    built: Built, context: BrowserContext
) -> None:
    page = opened(context, built.folder / "en" / "agreements-register.html")
    cells = """() => [...document.querySelector("#counted-table tbody tr").cells].map(cell => {
      const label = getComputedStyle(cell, "::before").content;
      return [cell.getBoundingClientRect().left, label.split(" / ")[0].replaceAll('"', "")];
    })"""
    resize(page, PHONE)
    found = page.evaluate(cells)
    assert len({left for left, _ in found}) == 1
    assert [label for _, label in found] == ["none", "Type", "Number", "Parties and status"]
    resize(page, DESKTOP)
    found = page.evaluate(cells)
    assert [left for left, _ in found] == sorted({left for left, _ in found})
    assert {label for _, label in found} == {"none"}
    resize(page, PHONE)
    assert roles(page) >= {"table", "row", "rowheader", "columnheader", "cell"}
    page.close()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["en/agreements-register", "vi/country-brief", "vi/partners/ilo"])
def test_a_page_prints_well_from_a_browser(
    built: Built, context: BrowserContext, name: str
) -> None:
    page = opened(context, built.folder / f"{name}.html")
    page.emulate_media(color_scheme="dark")
    data = page.pdf(format="A4")
    texts = page.locator("td, th, h2, h3, .entry p").evaluate_all(TEXTS)
    only_screen = page.locator(".skip-link, nav.screen-only").all_text_contents()
    page.close()
    assert overflowing(data, margin_mm=10) == []
    printed = plain(words_of(data))
    assert [text for text in texts if plain(text) not in printed] == []
    assert only_screen
    assert [text for text in only_screen if plain(text) in printed] == []
    assert "↑" not in printed


TEXTS = """parts => parts.map(part => {
  const copy = part.cloneNode(true);
  copy.querySelectorAll(".note-back").forEach(way => way.remove());
  return copy.textContent;
})"""


def plain(text: str) -> str:
    """The text without blanks, marks that styles bring, and hyphens, which a line may end with."""
    return re.sub(r"[\s“”·\ufffe-]", "", text)


def words_of(data: bytes) -> str:
    return "".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(data))


def roles(page: Page) -> set[str]:
    """What the browser tells screen readers that the parts of the page are."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    return {node["role"]["value"] for node in nodes if not node["ignored"]}
