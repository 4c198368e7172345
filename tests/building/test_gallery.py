"""The index as a gallery: each brief with the picture of its first page, in files and in browsers."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from reportgen.building.indexing import write_index
from reportgen.rendering.picturing import WIDTH
from tests.browser import PATIENCE, browser
from tests.rendering.test_picturing import is_red
from tests.running import reportgen, write_project
from tests.small import MemoryWorld, small_project

__all__ = ["browser"]

expect.set_options(timeout=PATIENCE)

CONFIGURATION = """\
languages: [en]
checks: {not-accessible: off}
reports:
  profile: {template: profile, each: partners, title: "About {name}"}
  secret: {template: profile, each: partners, audience: internal}
  page: {template: profile, each: partners, formats: [html]}
"""
TEMPLATE = """\
<!DOCTYPE html><html lang="{{ brief.language }}"><head>{{ head() }}
<style>h1 { background: COLOUR }</style></head>
<body><h1>{{ record.name }}</h1></body></html>
"""
FILES = {
    "reportgen.yaml": CONFIGURATION,
    "data/partners.yaml": "- {id: ilo, name: Labour}\n- {id: adb, name: Bank}\n",
    "templates/profile.html.j2": TEMPLATE.replace("COLOUR", "#d00000"),
    "templates/profile.yaml": "title: Profile\n",
}
BOTH = ["pictures/en/profile/adb.png", "pictures/en/profile/ilo.png"]


ATTRIBUTES = ("class", "src", "width", "height", "loading", "decoding", "alt", "lang")
REST = ("lazy", "async", "First page:", "en")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_project(tmp_path_factory.mktemp("gallery"), FILES)
    reportgen(folder, "build")
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy of what was built, to change."""
    return shutil.copytree(built, tmp_path / "copy")


def outputs(folder: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(
        (folder / "build/manifest.json").read_text("utf-8")
    )["outputs"]
    return found


def pictures(folder: Path) -> list[str]:
    build = folder / "build"
    found = sorted(path.relative_to(build).as_posix() for path in build.rglob("*.png"))
    listed = sorted(path for path, entry in outputs(folder).items() if entry["format"] == "png")
    assert found == listed
    return found


def test_public_briefs_with_a_pdf_have_a_picture(built: Path) -> None:
    assert pictures(built) == BOTH
    image = Image.open(built / "build" / BOTH[0])
    assert image.size == (WIDTH, outputs(built)[BOTH[0]]["height"])
    assert is_red(image, 200, 34), "the page as it is printed"
    assert not image.info, "no text and no date inside"


def test_cards_show_them_lazily_and_the_others_are_plain(built: Path) -> None:
    html = lxml.html.fromstring((built / "build/index.html").read_text("utf-8"))
    shown = html.xpath("//*[@id='profile']/..//img")
    assert [dict(image.attrib) for image in shown] == [
        dict(zip(ATTRIBUTES, ("picture", path, "256", "363", *REST), strict=True))
        for path in reversed(BOTH)
    ]
    assert [image.getparent().text_content().strip() for image in shown] == [
        "About Labour",
        "About Bank",
    ]
    assert len(html.xpath("//*[@id='page']/..//*[contains(@class, 'picture-none')]")) == 2
    assert len(html.xpath("//img")) == 2, "none of internal briefs"


def test_they_go_with_their_brief(folder: Path) -> None:
    write_project(folder, {"data/partners.yaml": "- {id: ilo, name: Labour}\n"})
    reportgen(folder, "build")
    assert pictures(folder) == BOTH[1:]
    internal = CONFIGURATION.replace('"About {name}"', '"About {name}", audience: internal')
    write_project(folder, {"reportgen.yaml": internal})
    reportgen(folder, "build")
    assert pictures(folder) == []
    assert "<img" not in (folder / "build/index.html").read_text("utf-8")


def test_one_that_is_gone_is_made_again_and_one_of_a_new_page_is_another(folder: Path) -> None:
    picture = folder / "build" / BOTH[0]
    right = picture.read_bytes()
    picture.unlink()
    told = reportgen(folder, "build", "--explain").stderr
    assert f"{BOTH[0]} is missing" in told
    assert picture.read_bytes() == right
    green = {"templates/profile.html.j2": TEMPLATE.replace("COLOUR", "#00a000")}
    write_project(folder, green)
    reportgen(folder, "build")
    assert picture.read_bytes() != right
    write_project(folder, FILES)
    reportgen(folder, "build", "--force")
    assert picture.read_bytes() == right, "the same bytes every time"


def test_a_template_of_ones_own_may_show_those_and_no_others(folder: Path) -> None:
    own = '{% extends "!index.html.j2" %}'
    write_project(folder, {"templates/index.html.j2": own})
    reportgen(folder, "build")
    page = '<!DOCTYPE html><html lang="en"><head>{{ head() }}</head><body>IMAGE</body></html>'
    for address in ("pictures/en/other.png", "../secret.png", "https://example.org/a.png"):
        image = f'<img src="{address}" alt="x">'
        write_project(folder, {"templates/index.html.j2": page.replace("IMAGE", image)})
        assert "error[refused-asset]" in reportgen(folder, "build", code=1).stderr, address


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of 2,000 briefs, each with a picture."""
    folder = tmp_path_factory.mktemp("large")
    found = io.BytesIO()
    Image.new("P", (256, 362), 1).save(found, "PNG")
    reports = {"profile": {"template": "profile", "each": "partners", "title": "{name}"}}
    manifests = {"profile": {"title": "Profile"}}
    project = small_project(configuration={"reports": reports}, manifests=manifests)
    listed = {}
    for number in range(2000):
        entry: dict[str, Any] = {
            "report": "profile",
            "record": f"p{number}",
            "language": "en",
            "size": 5000,
        }
        entry |= {"title": f"Partner number {number}", "as_of": "2024-04-24", "pages": 0}
        listed[f"en/{number}.pdf"] = {**entry, "format": "pdf", "pages": 2}
        listed[f"pictures/en/{number}.png"] = {**entry, "format": "png", "height": 362}
        picture = folder / f"pictures/en/{number}.png"
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_bytes(found.getvalue())
    write_index(project, MemoryWorld(), folder, listed)
    return folder / "index.html"


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, scheme = request.param
    found = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    yield found
    found.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    "page",
    [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")],
    ids=lambda view: f"{view[0]}-{view[1]}",
    indirect=True,
)
def test_of_2000_pictures_only_those_in_sight_are_loaded(page: Page, large: Path) -> None:
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: wrong.append(message.text))
    page.goto(large.as_uri())
    expect(page.locator(".brief img").first).to_have_js_property("naturalWidth", 256)
    assert len([url for url in asked if url.endswith(".png")]) < 200
    assert page.locator(".brief").count() == 2000
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    last = page.locator(".brief img").last
    assert last.evaluate("image => image.naturalWidth") == 0
    last.scroll_into_view_if_needed()
    expect(last).to_have_js_property("naturalWidth", 256)
    assert len([url for url in asked if url.endswith(".png")]) < 400
    box = last.bounding_box()
    assert box is not None
    assert abs(box["height"] / box["width"] - 362 / 256) < 0.02
    assert wrong == [], "the page's own policy lets its pictures load"


@pytest.mark.slow
@pytest.mark.parametrize("page", [(360, "light")], ids=["360"], indirect=True)
def test_two_cards_stand_beside_each_other_on_a_phone(page: Page, large: Path) -> None:
    page.goto(large.as_uri())
    first, second, third = (page.locator(".brief").nth(n).bounding_box() for n in range(3))
    assert first is not None
    assert second is not None
    assert third is not None
    assert (first["y"], second["x"] > first["x"]) == (second["y"], True)
    assert third["y"] > first["y"] + first["width"]
    page.locator("#filter").fill("number 1999")
    assert page.locator(".brief:visible").count() == 1
