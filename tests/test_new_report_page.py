"""docs/new-report.md: the tutorial, command for command in a new folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pages import Reader
from tests.running import reportgen_says

COMMANDS = ("init", "new", "check", "build", "check", "check", "build", "test", "test")


def test_its_commands_do_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)  # there nothing that is missing would be written
    reader: Reader = Reader(tmp_path, lambda arguments: reportgen_says(reader.folder, arguments))
    reader.follow("new-report.md")
    assert tuple(command.split()[1] for command in reader.ran) == COMMANDS
    for language, words in {"en": "Policy dialogue", "vi": "Đối thoại chính sách"}.items():
        html = (tmp_path / f"my-briefs/build/{language}/dialogue.html").read_text("utf-8")
        assert words in html
        assert "What the partners of the country agreed on" in html
        assert 'id="partners"' in html
