"""Every case of the list is held by a test of this folder."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.safety.cases import CASES

HERE = Path(__file__).parent
LISTED = frozenset(name for ids in CASES.values() for name in ids.split())
_ENDS = re.compile(r"\[(?:.*-)?(" + "|".join(LISTED) + r")(?::[^\]:]*)?\]$")


def held() -> set[str]:
    """What stands in brackets at the end of the ids of the tests here."""
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", str(HERE)],
        cwd=HERE.parents[1], capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]
    return {match[1] for line in ran.stdout.splitlines() if (match := _ENDS.search(line))}


def test_every_case_is_held() -> None:
    missing = sorted(LISTED - held())
    assert missing == [], " ".join(missing)
