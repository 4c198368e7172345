"""`reportgen serve` as a person uses it: a browser, an editor, Ctrl-C."""

from __future__ import annotations

import http.client
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import browser
from tests.running import of_session, reportgen, until, write_project
from tests.serving.desks import Desk, desk_at
from tests.serving.previews import PAGE, PROJECT, serving

__all__ = ["browser"]

TEMPLATE = "templates/sheet.html.j2"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    folder = write_project(tmp_path_factory.mktemp("served"), PROJECT)
    with serving(folder) as (_, address):
        yield folder, address


@pytest.fixture
def desk(served: tuple[Path, str], browser: Browser) -> Iterator[Desk]:
    folder, address = served
    write_project(folder, PROJECT)
    with desk_at(browser, folder, address, "en/sheet/a") as found:
        expect(found.html.locator("h1")).to_have_text("Anna")
        found.ready()
        yield found


def test_a_changed_template_and_changed_data_are_seen(desk: Desk) -> None:
    before = desk.pdf()
    desk.write(TEMPLATE, PAGE.replace("record.name }}", "record.name }}, at home"))
    expect(desk.html.locator("h1")).to_have_text("Anna, at home")
    expect(desk.page.locator("#pdf iframe:last-of-type")).not_to_have_attribute("src", before)
    desk.write("data/partners.yaml", PROJECT["data/partners.yaml"].replace("Anna", "Hoà"))
    expect(desk.html.locator("h1")).to_have_text("Hoà, at home")
    desk.ready()
    assert "Hoà, at home" in (desk.folder / "build/en/sheet/a.html").read_text("utf-8")


def test_the_reader_stays_where_he_has_read(desk: Desk) -> None:
    inner = "document.querySelector('#html iframe:last-child').contentWindow"
    where = f"() => {inner}.scrollY"
    desk.page.evaluate(f"() => {inner}.document.fonts.ready.then(() => 0)")
    desk.page.evaluate(f"() => {inner}.scrollTo({{top: 300, behavior: 'instant'}})")
    assert desk.page.evaluate(where) == 300
    desk.write(TEMPLATE, PAGE.replace("A made-up line", "Another line"))
    expect(desk.html.locator("p").first).to_have_text("Another line, number 0.")
    expect(desk.page.locator("#html iframe")).to_have_count(1)
    assert desk.page.evaluate(where) == 300


def test_a_problem_appears_with_its_line_and_goes_when_it_is_mended(desk: Desk) -> None:
    problems = desk.page.locator("#problems pre")
    assert problems.count() == 0
    desk.write(TEMPLATE, PAGE.replace("record.name", "record.nane"))
    expect(problems).to_contain_text(re.compile(rf"{TEMPLATE}:2:\d+: error\["))
    expect(problems).to_contain_text("did you mean `name`?")
    expect(desk.page.locator("#phase")).to_have_text("shown as before the error")
    expect(desk.html.locator("h1")).to_have_text("Anna")  # the last good page stays
    desk.write(TEMPLATE, PAGE)
    expect(problems).to_have_count(0)
    desk.ready()


def test_data_that_cannot_be_read_is_told_and_mended(desk: Desk) -> None:
    desk.write("data/partners.yaml", "- {id: a, name: Anna\n")
    expect(desk.page.locator("#problems pre")).to_contain_text("data/partners.yaml:")
    expect(desk.html.locator("h1")).to_have_text("Anna")
    desk.write("data/partners.yaml", PROJECT["data/partners.yaml"])
    expect(desk.page.locator("#problems")).to_be_hidden()
    desk.ready()


def test_a_file_that_the_page_looked_for_is_seen_when_it_comes(desk: Desk) -> None:
    part = '</h1>{% include "part.html.j2" ignore missing %}'
    desk.write(TEMPLATE, PAGE.replace("</h1>", part))
    expect(desk.page.locator("#html iframe")).to_have_count(1)
    desk.ready()
    desk.write("templates/part.html.j2", "<h2>Here it is</h2>")
    expect(desk.html.locator("h2")).to_have_text("Here it is")
    desk.write("templates/part.html.j2", "<h2>And changed</h2>")
    expect(desk.html.locator("h2")).to_have_text("And changed")
    (desk.folder / "templates/part.html.j2").unlink()
    expect(desk.html.locator("h2")).to_have_count(0)


def test_links_of_the_list_and_of_briefs_bring_both_files(desk: Desk) -> None:
    desk.page.get_by_role("link", name="Ben").click()
    expect(desk.html.locator("h1")).to_have_text("Ben")
    assert "/build/en/sheet/b.pdf?" in desk.pdf()
    desk.write(TEMPLATE, PAGE.replace("<main>", '<main><a href="a.html">to Anna</a>'))
    desk.html.get_by_role("link", name="to Anna").click()
    expect(desk.html.locator("h1")).to_have_text("Anna")
    expect(desk.page.locator("#list [aria-current]")).to_contain_text("Anna")
    expect(desk.page.locator("#pdf iframe:last-of-type")).to_have_attribute(
        "src", re.compile(r"/sheet/a\.pdf\?")
    )
    desk.page.get_by_role("link", name="All briefs").click()
    picture = desk.html.locator("img.picture").first
    expect(picture).to_be_visible()
    assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") > 0
    desk.html.get_by_role("link", name="Ben").first.click()
    expect(desk.html.locator("h1")).to_have_text("Ben")


def test_another_build_in_the_folder_is_seen(desk: Desk) -> None:
    (desk.folder / "build/en/sheet/a.html").unlink()
    reportgen(desk.folder, "build")
    connection = http.client.HTTPConnection(urlsplit(desk.address).netloc, timeout=300)
    connection.request("GET", "/build/en/sheet/a.html")
    assert connection.getresponse().status == 200
    desk.ready()


@pytest.mark.parametrize("kind", ["sparse", "dense"])
def test_a_sample_shows_the_template_with_made_up_data(
    tmp_path: Path, browser: Browser, kind: str
) -> None:
    folder = write_project(tmp_path, PROJECT)
    with (
        serving(folder, "--sample", kind) as (_, address),
        desk_at(browser, folder, address, "en/sheet/a") as desk,
    ):
        expect(desk.html.locator("h1")).to_contain_text("Made-up")
        expect(desk.page.locator("#sample")).to_have_text(f"made-up data: {kind}")
        desk.ready()
        desk.write(TEMPLATE, PAGE.replace("record.name }}", "record.name }}, at home"))
        expect(desk.html.locator("h1")).to_contain_text(", at home")
        desk.write("data/partners.yaml", "- {id: c, name: Hoà}\n")
        expect(desk.page.locator("#list")).to_contain_text("sheet[c, en]")
        expect(desk.page.locator("#list")).not_to_contain_text("sheet[a, en]")
        desk.ready()
    assert not (folder / "build").exists()  # what is made up is nowhere among the project's own


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_it_ends_with_all_that_it_has_started(tmp_path: Path, how: signal.Signals) -> None:
    folder = write_project(tmp_path, PROJECT)
    with serving(folder) as (process, _):
        assert until(lambda: len(of_session(process.pid)) > 2)  # it builds
        process.send_signal(how)
        assert until(lambda: of_session(process.pid) == [])
        code = process.wait()
    assert code == {signal.SIGINT: 0, signal.SIGTERM: 143, signal.SIGKILL: -9}[how]
    reportgen(folder, "build")  # what it left is no hindrance
    assert (folder / "build/en/sheet/b.pdf").read_bytes().startswith(b"%PDF")


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    folder = write_project(tmp_path, PROJECT)
    with serving(folder) as (_, address):
        port = str(urlsplit(address).port)
        ran = reportgen(folder, "serve", "--port", port, code=1)
    assert f"port {port} cannot be used" in ran.stderr
    assert "choose another with --port" in ran.stderr


def test_where_there_is_no_project_nothing_is_served(tmp_path: Path) -> None:
    ran = reportgen(tmp_path, "serve", "--port", "0", code=1)
    assert "error[no-project]" in ran.stderr
    assert ran.stdout == ""
