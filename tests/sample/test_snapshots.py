"""The sample's briefs as they were looked at and found right, one of each report.

`pytest tests/sample/test_snapshots.py --update-snapshots` writes what is built now in their place:
look at the briefs first, then at the differences. A PDF made with another Pango or HarfBuzz breaks
its lines elsewhere: what hangs on that is left out and named, unless `--pinned` says that this
machine has the pair with which the snapshots were made (their first lines tell which).
"""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from tests.conftest import Snapshot
from tests.html_outline import outline as html_outline
from tests.pdf_outline import differences
from tests.pdf_outline import outline as pdf_outline
from tests.sample.conftest import Built

pytestmark = pytest.mark.slow

KEPT = Path(__file__).with_name("snapshots")
REPORTS = (
    "country-brief",
    "one-pager",
    "partners/ilo",
    "programmes/dwcp-vn-2022-2026",
    "agreements-register",
)
BRIEFS = [f"{language}/{report}" for language in ("en", "vi") for report in REPORTS]
MOST_LINES = 60


def kept(name: str) -> Path:
    return KEPT / f"{name}.txt"


def told(before: str, after: str) -> str:
    """The differences, as lines."""
    lines = list(
        difflib.unified_diff(before.splitlines(), after.splitlines(), "kept", "built", n=1)
    )
    more = len(lines) - MOST_LINES
    return "\n".join(lines[:MOST_LINES]) + (f"\n... and {more} lines more" if more > 0 else "")


@pytest.mark.parametrize("brief", BRIEFS)
def test_html(brief: str, built: Built, *, update_snapshots: bool, snapshot: Snapshot) -> None:
    name = f"{brief}.html"
    found = html_outline(built.read(name).decode("utf-8"))
    if update_snapshots or not kept(name).exists():
        snapshot.check(kept(name), found)
        return
    if changes := told(kept(name).read_text("utf-8"), found):
        pytest.fail(f"{name} is not as it was kept:\n{changes}")


@pytest.mark.parametrize("brief", BRIEFS)
def test_pdf(
    brief: str,
    built: Built,
    request: pytest.FixtureRequest,
    *,
    update_snapshots: bool,
    snapshot: Snapshot,
) -> None:
    name = f"{brief}.pdf"
    found = pdf_outline(built.read(name))
    if update_snapshots or not kept(name).exists():
        snapshot.check(kept(name), found)
        return
    changes, left_out = differences(kept(name).read_text("utf-8"), found)
    if changes:
        pytest.fail(f"{name} is not as it was kept:\n{changes}")
    if left_out:
        message = f"another Pango or HarfBuzz: not compared in {name}: {', '.join(left_out)}"
        if request.config.getoption("--pinned"):
            pytest.fail(message)
        pytest.skip(message)


def test_every_snapshot_is_of_a_brief(*, update_snapshots: bool) -> None:
    wanted = {kept(f"{brief}.{ending}") for brief in BRIEFS for ending in ("html", "pdf")}
    unused = {path for path in KEPT.rglob("*") if path.is_file()} - wanted
    if update_snapshots:
        for path in unused:
            path.unlink()
        return
    assert sorted(path.relative_to(KEPT).as_posix() for path in unused) == []


def test_every_report_has_a_snapshot(built: Built) -> None:
    """A report that is added needs a line in REPORTS."""
    tops = {
        name.removeprefix("en/").split("/")[0] for name in built.names(".pdf") if name[:3] == "en/"
    }
    assert {report.split("/")[0] + ("" if "/" in report else ".pdf") for report in REPORTS} == tops


@pytest.mark.parametrize(
    "change", [("<h1", "<h2"), ("Chú thích", "Ghi chú"), ('lang="vi"', 'lang="en"')]
)
def test_a_change_of_a_page_is_seen(built: Built, change: tuple[str, str]) -> None:
    page = built.read("vi/country-brief.html").decode("utf-8")
    assert change[0] in page
    assert told(html_outline(page), html_outline(page.replace(*change))) != ""
