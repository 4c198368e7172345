"""Two changes of one text: both are kept, or the lines where they meet are marked."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from reportgen.customising.merging import merge
from reportgen.customising.originals import Copy
from reportgen.problems import ProblemsError

BASE = "".join(f"line {number}\n" for number in range(12))
OWN = BASE.replace("line 1\n", "mine\n")
SHIPPED = BASE.replace("line 9\n", "theirs\n")


def copy(own: str | bytes, base: str | bytes, shipped: str | bytes) -> Copy:
    mine, old, new = (
        text if isinstance(text, bytes) else text.encode() for text in (own, base, shipped)
    )
    return Copy("a.css", mine, old, new, "shipped a.css")


def test_changes_of_different_lines_are_both_kept() -> None:
    expected = OWN.replace("line 9\n", "theirs\n")
    assert merge(copy(OWN, BASE, SHIPPED)).decode() == expected


@pytest.mark.parametrize("style", ["merge", "diff3"])
def test_changes_of_one_line_are_marked(
    style: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # git reads settings where the folder of temporary files lies in a repository.
    for command in (["init", "-q"], ["config", "merge.conflictStyle", style]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    merged = merge(copy("a\nmine\n", "a\nb\n", "a\ntheirs\n")).decode()
    assert merged == "a\n<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> as it ships now\n"


def test_letters_of_every_language_come_through() -> None:
    own, shipped = BASE.replace("line 1\n", "Tổ chức\n"), BASE.replace("line 9\n", "Việt Nam\n")
    merged = merge(copy(own, BASE, shipped)).decode()
    assert "Tổ chức\n" in merged
    assert "Việt Nam\n" in merged


def test_where_one_side_changed_git_is_not_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert merge(copy(BASE, BASE, SHIPPED)).decode() == SHIPPED
    assert merge(copy(OWN, BASE, BASE)).decode() == OWN
    assert merge(copy(b"\0a", b"\0a", b"\0b")) == b"\0b"
    with pytest.raises(ProblemsError, match="git, which merges, is not installed") as told:
        merge(copy(OWN, BASE, SHIPPED))
    assert "--keep a.css" in (told.value.problems[0].hint or "")


def test_what_is_no_text_is_not_merged() -> None:
    with pytest.raises(ProblemsError, match="it is no text"):
        merge(copy(b"\0a", b"\0b", b"\0c"))
