"""The catalogues hold every message that is used, translated."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "scripts" / "messages.py"
CATALOGUES = sorted((ROOT / "templates" / "locale").glob("*.po"))


def test_catalogues_are_up_to_date_and_full() -> None:
    found = subprocess.run(
        [sys.executable, str(SCRIPT), "--check"], capture_output=True, text=True, check=False
    )
    assert found.returncode == 0, found.stderr


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_translations_keep_the_gaps_of_their_messages(path: Path) -> None:
    """A gap that a translation forgets or misspells would lose a number or stop a build."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem)
    for message in catalogue:
        if not message.id or message.context == "date pattern":
            continue
        assert _gaps(str(message.string)) == _gaps(str(message.id)), message.id


def _gaps(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)s|\{\w+\}", text))
