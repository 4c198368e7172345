"""The index page of a build: what stands on it, when it is written, and that its filter works."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from reportgen.building.indexing import write_index
from tests.browser import chromium
from tests.running import reportgen, write_project
from tests.small import MemoryWorld, small_project

CONFIGURATION = """\
languages: [en, vi]
formats: [html]
as_of: 2024-04-24
reports:
  profile: {template: profile, each: partners, title: "About {name}"}
  secret: {template: profile, each: partners, audience: internal}
"""
TEMPLATE = """\
<!DOCTYPE html><html lang="{{ brief.language }}"><head>{{ head() }}</head><body>
<h1>{{ brief.title }}</h1>{% if record.id == "ilo" %}{{ brief.as_of }}{% endif %}{{ record.acronym }}
</body></html>
"""
PARTNERS = """\
- {id: ilo, name: {en: Labour, vi: Lao động}}
- {id: adb, name: {en: Bank & sons, vi: Ngân hàng}}
"""
FILES = {
    "reportgen.yaml": CONFIGURATION,
    "data/partners.yaml": PARTNERS,
    "templates/profile.html.j2": TEMPLATE,
    "templates/profile.yaml": "title: Profile\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_project(tmp_path, FILES)
    reportgen(tmp_path, "build")
    return tmp_path


def page(folder: Path) -> Any:
    return lxml.html.fromstring((folder / "build" / "index.html").read_text("utf-8"))


def of_class(part: Any, name: str) -> list[Any]:
    return list(part.xpath(f".//*[@class='{name}']"))


def texts(found: Sequence[Any]) -> list[str]:
    return [" ".join(part.text_content().split()) for part in found]


def test_every_public_brief_has_its_line(folder: Path) -> None:
    html = page(folder)
    lines = of_class(html, "brief")
    assert [line.xpath(".//a/@href")[0] for line in lines] == [
        "en/profile/ilo.html",
        "en/profile/adb.html",
        "vi/profile/ilo.html",
        "vi/profile/adb.html",
    ]
    assert texts(of_class(html, "what")) == [
        "About Labour ilo",
        "About Bank & sons adb",
        "About Lao động ilo",
        "About Ngân hàng adb",
    ]
    assert "secret" not in lxml.html.tostring(html, encoding="unicode")


def test_every_address_leads_to_a_file(folder: Path) -> None:
    found = set(page(folder).xpath("//main//a/@href"))
    assert len(found) == 4
    assert all((folder / "build" / address).is_file() for address in found)


def test_the_edition_stands_where_the_brief_says_it(folder: Path) -> None:
    assert texts(of_class(page(folder), "edition")) == ["Edition 24 April 2024", ""] * 2
    outputs = json.loads((folder / "build/manifest.json").read_bytes())["outputs"]
    assert outputs["vi/profile/ilo.html"]["title"] == "About Lao động"
    assert outputs["vi/profile/ilo.html"]["as_of"] == "2024-04-24"
    assert outputs["vi/profile/adb.html"]["as_of"] is None


def test_it_is_in_the_manifest_and_the_same_every_time(folder: Path) -> None:
    index, manifest = folder / "build/index.html", folder / "build/manifest.json"
    first, listed = index.read_bytes(), manifest.read_bytes()
    assert json.loads(listed)["outputs"]["index.html"]["size"] == len(first)
    shutil.rmtree(folder / "build")
    shutil.rmtree(folder / ".reportgen")
    reportgen(folder, "build", "--jobs", "1")
    assert (index.read_bytes(), manifest.read_bytes()) == (first, listed)


def test_it_is_written_only_when_it_changed(folder: Path) -> None:
    index = folder / "build/index.html"
    # One letter for another: sizes stand on the page, too.
    write_project(folder, {"data/partners.yaml": PARTNERS.replace("}}", "}, acronym: A}")})
    reportgen(folder, "build")
    before = index.stat().st_mtime_ns
    write_project(folder, {"data/partners.yaml": PARTNERS.replace("}}", "}, acronym: B}")})
    assert "4 files" not in reportgen(folder, "build").stderr
    assert index.stat().st_mtime_ns == before
    write_project(folder, {"data/partners.yaml": PARTNERS.replace("Bank", "Banks")})
    reportgen(folder, "build")
    assert "About Banks & sons adb" in texts(of_class(page(folder), "what"))


def test_one_that_is_gone_or_changed_by_hand_is_made_again(folder: Path) -> None:
    index = folder / "build/index.html"
    right = index.read_bytes()
    index.unlink()
    reportgen(folder, "build")
    assert index.read_bytes() == right
    index.write_bytes(b"changed")
    reportgen(folder, "build")
    assert index.read_bytes() == right


def test_a_build_of_a_part_keeps_the_other_lines(folder: Path) -> None:
    write_project(folder, {"data/partners.yaml": PARTNERS.replace("hàng", "hàng mới")})
    reportgen(folder, "build", "--lang", "vi")
    assert texts(of_class(page(folder), "what"))[1::2] == [
        "About Bank & sons adb",
        "About Ngân hàng mới adb",
    ]


def test_lines_stand_again_when_the_manifest_was_lost(folder: Path) -> None:
    (folder / "build/manifest.json").unlink()
    reportgen(folder, "build")
    assert len(of_class(page(folder), "brief")) == 4


def test_cleaning_takes_it_along(folder: Path) -> None:
    reportgen(folder, "clean")
    assert not (folder / "build/index.html").exists()


def test_a_project_may_change_it_and_is_told_of_its_mistakes(folder: Path) -> None:
    name = "templates/index.html.j2"
    write_project(folder, {name: '{% extends "!index.html.j2" %}'})
    reportgen(folder, "build")
    write_project(folder, {name: "<p>{{ index.reports[0].titel }}</p>"})
    told = reportgen(folder, "build", code=1).stderr
    assert "templates/index.html.j2:1:1: error[undefined-name]" in told


def test_it_is_self_contained_and_labelled(folder: Path) -> None:
    html = page(folder)
    text = lxml.html.tostring(html, encoding="unicode")
    assert re.findall(r'(?:src|href)="(?!en/|vi/|#)[^"]*|url\((?!"?data:)', text) == []
    assert html.get("lang") == "en"
    assert html.xpath("//label/@for") == html.xpath("//input/@id")
    levels = [int(heading.tag[1]) for heading in html.xpath("//h1 | //h2 | //h3")]
    assert levels == [1, 2, 3, 3]
    ids = html.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert html.xpath("//form[@hidden]"), "without its script the filter is of no use"


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """The index of 2,000 briefs."""
    reports = {"profile": {"template": "profile", "each": "partners", "title": "{name}"}}
    project = small_project(
        configuration={"reports": reports}, manifests={"profile": {"title": "Profile"}}
    )
    titles = {"en": "Partner number {}", "vi": "Đối tác số {}"}
    outputs = {
        f"{language}/{number}.html": {
            "format": "html",
            "size": 5000,
            "pages": 0,
            "report": "profile",
            "record": f"p{number}",
            "language": language,
            "title": title.format(number),
            "as_of": None,
        }
        for language, title in titles.items()
        for number in range(1000)
    }
    write_index(project, MemoryWorld(), tmp_path, outputs)
    return tmp_path / "index.html"


PROBE = """<script>
const box = document.getElementById("filter"), told = [];
for (const words of WORDS) {
  box.value = words;
  box.dispatchEvent(new Event("input"));
  const seen = [...document.querySelectorAll(".brief")].filter(row => row.offsetParent).length;
  const groups = [...document.querySelectorAll(".group")].filter(part => !part.hidden).length;
  told.push([seen, groups, document.getElementById("sum").textContent]);
}
document.title = "TOLD" + JSON.stringify(told) + "DLOT";
</script></body>"""


@pytest.mark.slow
def test_the_filter_finds_words_without_marks_among_2000(large: Path) -> None:
    words = ["doi tac 99", "PARTNER Number 7", "tieng viet p12", "nobody", ""]
    probe = PROBE.replace("WORDS", json.dumps(words))
    # The page's own policy would stop the probe.
    script = probe.removeprefix("<script>").partition("</script>")[0].encode()
    allowed = f"script-src 'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
    html = large.read_text("utf-8").replace("</body>", probe).replace("script-src", allowed)
    large.write_text(html, "utf-8")
    command = [chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom"]
    home = large.parent / "home"
    ran = subprocess.run(
        [*command, f"--user-data-dir={home}", large.as_uri()],
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=300,
    )
    told = re.search("TOLD(.*?)DLOT", ran.stdout)
    assert told is not None
    assert json.loads(told[1]) == [
        [19, 1, "19 of 2,000 briefs"],
        [271, 1, "271 of 2,000 briefs"],
        [11, 1, "11 of 2,000 briefs"],
        [0, 0, "No brief has these words"],
        [2000, 2, "2,000 briefs"],
    ]
