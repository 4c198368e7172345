"""What `reportgen doctor` finds, each fault made on purpose."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from reportgen import doctoring
from reportgen.doctoring import Check, Status, examine


def look(project: Path, name: str) -> Check:
    (found,) = [check for check in examine(project) if check.name == name]
    return found


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Words in the names of libraries that cannot be loaded."""
    words: list[str] = []
    real = ctypes.CDLL

    def load(name: str) -> ctypes.CDLL:
        if any(word in name for word in words):
            raise OSError(name)
        return real(name)

    monkeypatch.setattr(ctypes, "CDLL", load)
    return words


def test_nothing_is_wrong_where_the_tests_run(tmp_path: Path) -> None:
    wrong = [check for check in examine(tmp_path) if check.status is Status.ERROR]
    assert wrong == []


def test_every_fault_has_a_fix(
    tmp_path: Path, lacking: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lacking.append("lib")
    monkeypatch.setattr(doctoring, "templates_root", lambda: tmp_path)
    (tmp_path / "build").write_text("", "utf-8")
    checks = examine(tmp_path)
    assert sum(check.status is not Status.OK for check in checks) >= 8
    assert [check.name for check in checks if (check.fix is None) != (check.status == "ok")] == []


def test_without_pango_no_pdf(tmp_path: Path, lacking: list[str]) -> None:
    lacking.append("pangoft2")
    check = look(tmp_path, "PangoFT2")
    assert check.status is Status.ERROR
    assert check.fix is not None


def test_without_harfbuzz_subset_a_warning(tmp_path: Path, lacking: list[str]) -> None:
    lacking.append("harfbuzz-subset")
    assert look(tmp_path, "HarfBuzz-subset").status is Status.WARNING


def test_an_old_pango_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctoring, "library_version", lambda _: "1.40.3")
    assert look(tmp_path, "Pango").found == "1.40.3 is older than 1.44"


@pytest.mark.parametrize(
    ("there", "status", "found"),
    [
        ("3.1.6", Status.OK, "3.1.6"),
        ("3.10", Status.OK, "3.10"),
        ("3.1.5", Status.ERROR, "3.1.5 is older than 3.1.6"),
        (None, Status.ERROR, "missing"),
    ],
)
def test_a_package_is_held_against_its_floor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: str | None, status: str, found: str
) -> None:
    def version(name: str) -> str:
        if name == "fonttools" and there is None:
            raise PackageNotFoundError(name)
        return there if name == "fonttools" and there else "99"

    lines = ["fonttools[woff]>=3.1.6", "pytest>=1; extra == 'test'"]
    monkeypatch.setattr(doctoring, "requires", lambda _: lines)
    monkeypatch.setattr(doctoring, "version", version)
    check = look(tmp_path, "fonttools")
    assert (check.status, check.found) == (status, found)
    assert not [check for check in examine(tmp_path) if check.name == "pytest"]


def test_no_fonts_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctoring, "templates_root", lambda: tmp_path)
    assert look(tmp_path, "fonts").status is Status.ERROR


def test_a_build_folder_that_cannot_be_written_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert look(tmp_path / "not" / "there", "build folder").status is Status.OK
    monkeypatch.setattr("os.access", lambda *_: False)
    assert look(tmp_path, "build folder").status is Status.ERROR


def test_a_terminal_without_utf8_is_a_warning() -> None:
    program = "from reportgen.doctoring import _encoding as e; print(e().status, e().found)"
    ran = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": ":".join(sys.path), "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "warning terminal in ascii, not UTF-8\n"
