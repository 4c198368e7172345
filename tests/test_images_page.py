"""docs/images.md: its steps, one after the other in one project, do what the page says."""

from __future__ import annotations

from pathlib import Path

from tests.pages import Reader
from tests.running import reportgen_says


def test_its_steps_do_what_it_says(tmp_path: Path) -> None:
    reader = Reader(tmp_path, lambda arguments: reportgen_says(tmp_path, arguments))
    reader.follow("images.md")
    assert len(reader.ran) == 2
    page = (tmp_path / "build" / "en" / "brief.html").read_text("utf-8")
    assert page.count("<figcaption>") == 2
    assert page.count('alt="A dark dot on a light ground"') == 2
