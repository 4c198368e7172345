"""Briefs in syrupy's own snapshots."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.testing.conftest import Run, change

PLUGIN = ("-p", "reportgen.testing.plugin")
TEST = """
import pytest
from reportgen.testing.syrupy_extension import HtmlOutline, PdfOutline

@pytest.mark.parametrize("extension", [HtmlOutline, PdfOutline])
def test_note(reportgen, snapshot, extension):
    assert reportgen.brief("note", language="vi") == snapshot.use_extension(extension)
"""


def test_an_outline_is_kept_compared_and_told(
    project: Path, run: Run, pytester: pytest.Pytester
) -> None:
    (project / "test_note.py").write_text(TEST, "utf-8")
    assert pytester.runpytest_subprocess(*PLUGIN, "test_note.py", "--snapshot-update").ret == 0
    kept = {p.name: p.read_text("utf-8") for p in (project / "__snapshots__").rglob("*.txt")}
    assert sorted(kept) == ["test_note[HtmlOutline].html.txt", "test_note[PdfOutline].pdf.txt"]
    assert "# bookmarks" in kept["test_note[PdfOutline].pdf.txt"]
    assert pytester.runpytest_subprocess(*PLUGIN, "test_note.py").parseoutcomes()["passed"] == 2
    change(project / "data.yaml", "vi: toà nhà", "vi: toa nha")
    result = pytester.runpytest_subprocess(*PLUGIN, "test_note.py", "-vv")
    assert result.parseoutcomes()["failed"] == 2
    result.stdout.fnmatch_lines(["*230 toa nha*"])
