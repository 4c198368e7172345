"""docs/charts.md: a chart of one's own from the data to the PDF, and what is said of wrong ones."""

from __future__ import annotations

import re
from pathlib import Path

from tests.pages import Reader
from tests.pdf_words import everything_in
from tests.running import reportgen_says, write_project

PROJECT = {
    "reportgen.yaml": "languages: [en]\nreports:\n  one-pager: {template: one-pager}\n",
    "data.yaml": "programmes:\n"
    "  - {id: a, title: Skills, budgets: [{value: 1200000, currency: USD}]}\n"
    "  - {id: b, title: Safety, budgets: [{value: 300000, currency: USD}]}\n",
}


CHART = Path("templates/charts/budgets.vl.yaml")
HTML = Path("build/en/one-pager.html")


def test_its_chart_is_drawn_and_its_mistakes_are_told(tmp_path: Path) -> None:
    folder = write_project(tmp_path, PROJECT)
    drawn: list[str] = []
    charts: list[str] = []

    def run(arguments: list[str]) -> list[str]:
        said = reportgen_says(folder, arguments)
        if not drawn:
            charts.append((folder / CHART).read_text("utf-8"))
            html = (folder / HTML).read_text("utf-8")
            drawn.extend(re.findall(r"<svg\b.*?</svg>", html, re.DOTALL))
        return said

    reader = Reader(folder, run)
    reader.follow("charts.md")
    assert len(reader.ran) == 3
    (svg,) = drawn
    assert "Skills: USD 1,200,000; Safety: USD 300,000." in svg.replace("\u00a0", " ")
    assert "USD 1,200,000</text>" in svg.replace("\u00a0", " ")
    assert 'font-family="Inter' in svg
    assert "#0f5b6b" in svg
    said = everything_in((folder / HTML.with_suffix(".pdf")).read_bytes()).replace("\u00a0", " ")
    assert "One bar for each programme. Skills: USD 1,200,000; Safety: USD 300,000." in said
    # The project's own colour, which the page has set meanwhile.
    write_project(folder, {CHART.as_posix(): charts[0]})
    reportgen_says(folder, ["build", "--format", "html"])
    assert "#7a1f3d" in (folder / HTML).read_text("utf-8").partition("<svg")[2]
