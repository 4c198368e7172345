"""docs/brand.md: its steps, one after the other in one project, do what the page says."""

from __future__ import annotations

from pathlib import Path

from tests.pages import Reader
from tests.running import reportgen_says, write_project

PROJECT = {
    "reportgen.yaml": "languages: [en]\nreports:\n  brief: {template: one-pager}\n"
    "checks: {unused-record: off}\n",
    "data.yaml": "partners:\n  - {id: ilo, name: ILO}\n",
}


def test_its_steps_do_what_it_says(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "project", PROJECT)
    reader = Reader(folder, lambda arguments: reportgen_says(folder, arguments))
    reader.follow("brand.md")
    assert len(reader.ran) == 8
    index = (folder / "build" / "index.html").read_text("utf-8")
    assert 'alt="A sun"' in index
    # The table's properties are those that there are.
    page = (Path(__file__).parents[1] / "docs" / "brand.md").read_text("utf-8")
    tokens = "\n".join(reportgen_says(folder, ["templates", "show", "one-pager"]))
    named = [part for part in page.split("`") if part.startswith("--")]
    assert [name for name in named if f"  {name} " not in tokens] == ["--brand-NAME"]
