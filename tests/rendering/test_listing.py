"""What the index page is told of the briefs that were built."""

from __future__ import annotations

from typing import Any

import pytest

from reportgen.rendering.listing import BuiltFile, listing, size_text
from tests.small import shipped_wording, small_project

NAMES = {"en": "Labour", "vi": "Lao động"}
REPORTS: dict[str, dict[str, Any]] = {
    "profile": {"template": "profile", "title": "{name}", "each": "partners"},
    "brief": {"template": "brief", "title": {"en": "The brief", "vi": "Báo cáo"}},
    "secret": {"template": "brief", "audience": "internal"},
}
MANIFESTS: dict[str, dict[str, Any]] = {
    "brief": {"title": "Brief"},
    "profile": {"title": {"en": "Profile", "vi": "Hồ sơ"}},
}
PROJECT = small_project(
    {"partners": [{"id": "zoe", "name": NAMES}, {"id": "adb", "name": "Bank"}]},
    configuration={"reports": REPORTS},
    manifests=MANIFESTS,
)


def file(report: str, language: str, record: str | None = None, **more: Any) -> BuiltFile:
    form = more.pop("format", "html")
    values = {"title": f"{report} {record}", "as_of": None, "size": 1500, "pages": 0, **more}
    path = f"{language}/{record or report}.{form}"
    return BuiltFile(
        path=path, format=form, report=report, record=record, language=language, **values
    )


def listed(*files: BuiltFile, language: str = "en") -> dict[str, Any]:
    return listing(PROJECT, files, shipped_wording(language))


def test_briefs_stand_by_report_language_and_record_in_the_order_of_the_project() -> None:
    found = listed(
        file("brief", "vi"),
        file("profile", "vi", "adb"),
        file("profile", "en", "gone"),
        file("profile", "en", "adb"),
        file("profile", "en", "zoe"),
        file("brief", "en"),
    )
    assert [
        (report["id"], group["language"], [brief["record"] for brief in group["briefs"]])
        for report in found["reports"]
        for group in report["languages"]
    ] == [
        ("profile", "en", ["zoe", "adb", "gone"]),
        ("profile", "vi", ["adb"]),
        ("brief", "en", [None]),
        ("brief", "vi", [None]),
    ]
    assert [report["number"] for report in found["reports"]] == [4, 2]
    assert found["number"] == 6


def test_internal_briefs_and_those_of_no_report_stay_out() -> None:
    found = listed(file("secret", "en"), file("gone", "en"), file("brief", "en"))
    assert [report["id"] for report in found["reports"]] == ["brief"]


def test_a_project_for_internal_use_lists_what_is_public() -> None:
    reports = {**REPORTS, "brief": {"template": "brief", "audience": "public"}}
    settings = {"audience": "internal", "reports": reports}
    project = small_project(configuration=settings, manifests=MANIFESTS)
    files = [file("brief", "en"), file("profile", "en", "zoe")]
    found = listing(project, files, shipped_wording("en"))
    assert [report["id"] for report in found["reports"]] == ["brief"]


def test_the_files_of_a_brief_stand_together() -> None:
    (report,) = listed(
        file("brief", "en", format="pdf", pages=12, size=2_345_678, as_of="2024-04-24"),
        file("brief", "en", as_of="2024-04-24"),
    )["reports"]
    (brief,) = report["languages"][0]["briefs"]
    assert brief["as_of"] == "2024-04-24"
    assert brief["files"] == [
        {"format": "HTML", "address": "en/brief.html", "pages": 0, "size": "2\u00a0kB"},
        {"format": "PDF", "address": "en/brief.pdf", "pages": 12, "size": "2.3\u00a0MB"},
    ]


def test_a_path_is_an_address() -> None:
    (report,) = listed(file("profile", "en", "việt nam#1"))["reports"]
    (brief,) = report["languages"][0]["briefs"]
    assert brief["files"][0]["address"] == "en/vi%E1%BB%87t%20nam%231.html"


@pytest.mark.parametrize(
    ("title", "about"), [("A profile", "Lao động"), ("Lao động: hồ sơ", None), (None, "Lao động")]
)
def test_the_record_is_named_where_the_title_does_not(title: str, about: str | None) -> None:
    (report,) = listed(file("profile", "vi", "zoe", title=title))["reports"]
    (brief,) = report["languages"][0]["briefs"]
    assert (brief["title"], brief["about"]) == (title or "profile zoe", about)


def test_reports_are_called_in_the_language_of_the_page() -> None:
    found = listed(file("brief", "en"), file("profile", "en", "zoe"), language="vi")
    assert [report["title"] for report in found["reports"]] == ["Hồ sơ", "Báo cáo"]
    languages = listed(file("brief", "en"), file("brief", "vi"))["reports"][0]["languages"]
    assert [group["called"] for group in languages] == ["English", "Tiếng Việt"]


def test_templates_that_ship_are_called_in_the_language_of_the_page() -> None:
    reports = {"profile": {"template": "profile", "each": "partners"}}
    manifests = {"profile": {"title": "Partner profile"}}
    project = small_project(configuration={"reports": reports}, manifests=manifests)
    (report,) = listing(project, [file("profile", "en", "a")], shipped_wording("vi"))["reports"]
    assert report["title"] == "Hồ sơ đối tác"


def test_a_title_that_fell_back_keeps_its_own_language() -> None:
    reports = {"brief": {"template": "brief", "title": {"en": "The brief"}}}
    project = small_project(configuration={"reports": reports})
    (report,) = listing(project, [file("brief", "vi")], shipped_wording("en"))["reports"]
    assert report["languages"][0]["briefs"][0]["language"] == "en"


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (1, "1 kB"),
        (1499, "1 kB"),
        (198_400, "198 kB"),
        (1_250_000, "1.3 MB"),
        (12_000_000, "12.0 MB"),
    ],
)
def test_sizes_are_said_in_thousands(size: int, text: str) -> None:
    assert size_text(shipped_wording("en"), size) == text.replace(" ", "\u00a0")
    assert size_text(shipped_wording("vi"), size) == text.replace(" ", "\u00a0").replace(".", ",")
