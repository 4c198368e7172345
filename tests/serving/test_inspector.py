"""The layout inspector in a browser: the line behind a block, what overflows, where pages break."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.browser import browser
from tests.running import write_project
from tests.serving.desks import Desk, desk_at
from tests.serving.previews import PROJECT, serving

__all__ = ["browser"]

TEMPLATE = "templates/sheet.html.j2"
PAGE = """\
<!DOCTYPE html><html lang="en"><head>{{ head() }}</head><body><main>
<h1>{{ record.name }}</h1>
<p id="wide" style="width: 8cm"><span style="white-space: nowrap">
A made-up line that is much longer than the narrow block around it lets it be, and goes on.</span></p>
<p id="next" style="break-before: page">A made-up beginning of a page.</p>
</main></body></html>
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    folder = write_project(tmp_path_factory.mktemp("served"), {**PROJECT, TEMPLATE: PAGE})
    with serving(folder) as (_, address):
        yield folder, address


@pytest.fixture
def desk(served: tuple[Path, str], browser: Browser) -> Iterator[Desk]:
    folder, address = served
    (folder / TEMPLATE).write_text(PAGE, "utf-8")
    with desk_at(browser, folder, address, "en/sheet/a") as found:
        found.ready()
        before = built(folder)
        found.page.get_by_role("button", name="Inspect").click()
        looked_into(found)
        yield found
        assert before.keys() == built(folder).keys()
        assert not [name for name, data in built(folder).items() if b"data-block" in data]


def looked_into(desk: Desk) -> None:
    expect(desk.page.locator("#inspector")).to_have_attribute("data-state", "ready")
    expect(desk.html.locator("[data-mark=break]")).to_have_count(1)
    expect(desk.page.locator("#paper figure img")).to_have_count(2)


def built(folder: Path) -> dict[str, bytes]:
    files = (folder / "build").rglob("[!.]*.*")  # what is being written has a hidden name
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_the_line_behind_the_block_under_the_pointer_is_told(desk: Desk) -> None:
    told = desk.page.locator("#pointed")
    desk.html.locator("h1").hover()
    expect(told).to_have_text(re.compile(rf"^{TEMPLATE}:2\s+<h1>"))
    expect(desk.page.locator("#paper [data-mark=pointed]")).to_have_count(1)
    desk.html.locator("#next").hover()
    expect(told).to_contain_text(f"{TEMPLATE}:5")


def test_pointing_at_the_paper_tells_the_line_too(desk: Desk) -> None:
    desk.page.get_by_role("button", name=f"page 2 begins with {TEMPLATE}:5").click()
    mark = desk.page.locator("#paper [data-mark=pointed]")
    place = mark.bounding_box()
    assert place is not None
    desk.page.keyboard.press("Escape")
    expect(mark).to_have_count(0)
    desk.page.mouse.move(place["x"] + 4, place["y"] + place["height"] / 2)
    expect(desk.page.locator("#pointed")).to_contain_text(f"{TEMPLATE}:5")
    expect(desk.html.locator("[data-mark=pointed]")).to_have_count(1)


def test_what_overflows_and_where_pages_break_is_outlined_until_it_is_mended(desk: Desk) -> None:
    rows = desk.page.locator("#inspected li")
    assert rows.all_inner_texts() == [
        f"overflows on screen: {TEMPLATE}:3",
        f"overflows on paper: {TEMPLATE}:3",
        f"page 2 begins with {TEMPLATE}:5",
    ]
    wide, outline = (desk.html.locator(one).bounding_box() for one in ("#wide", "[data-mark=over]"))
    assert wide == outline
    expect(desk.page.locator("#paper [data-page='1'] [data-mark=over]")).to_have_count(1)
    broken, below = (
        desk.html.locator(one).bounding_box() for one in ("[data-mark=break]", "#next")
    )
    assert broken is not None
    assert below is not None
    assert abs(broken["y"] - below["y"]) < 2
    desk.write(TEMPLATE, PAGE.replace("white-space: nowrap", ""))
    expect(rows).to_have_count(1)
    expect(desk.html.locator("[data-mark=over]")).to_have_count(0)


def test_an_outline_that_is_put_away_leaves_the_built_page(desk: Desk) -> None:
    page = desk.folder / "build/en/sheet/a.html"
    before = hashlib.sha256(page.read_bytes()).hexdigest()
    desk.page.get_by_role("button", name="Inspect").click()
    expect(desk.page.locator("#html iframe")).to_have_count(1)
    expect(desk.page.locator("#html iframe")).to_have_attribute(
        "src", re.compile("^/build/en/sheet/a.html")
    )
    expect(desk.page.locator("#paper")).to_be_hidden()
    assert hashlib.sha256(page.read_bytes()).hexdigest() == before


def test_a_frame_that_comes_late_takes_no_newer_one_away(desk: Desk) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    for folder in ("build", "inspect"):
        desk.page.route(f"**/{folder}/en/sheet/b.html?*", hold)
    desk.page.get_by_role("link", name="Ben").click()
    while len(held) < 2:
        desk.page.wait_for_timeout(10)
    held[0].continue_()
    expect(desk.page.locator("#html iframe:not(.coming)")).to_have_attribute(
        "src", re.compile("^/build/en/sheet/b.html")
    )
    held[1].continue_()
    looked_into(desk)


def test_another_brief_is_looked_into_when_it_is_chosen(desk: Desk) -> None:
    desk.page.get_by_role("link", name="Ben").click()
    expect(desk.html.locator("h1")).to_have_text("Ben")
    looked_into(desk)
    desk.html.locator("h1").hover()
    expect(desk.page.locator("#pointed")).to_contain_text(f"{TEMPLATE}:2")
