"""The files inside a PDF come out under safe names, bounded, and over nothing."""

from __future__ import annotations

import zlib
from pathlib import Path

import pikepdf
import pytest

from reportgen.building import extracting
from reportgen.building.extracting import files_inside, safe_name
from reportgen.problems import ProblemsError
from tests.running import reportgen


def pdf(path: Path, files: dict[str, bytes]) -> Path:
    """A PDF with these files in it."""
    with pikepdf.new() as made:
        made.add_blank_page()
        for number, (name, data) in enumerate(files.items()):
            spec = pikepdf.AttachedFileSpec(
                made,
                data,
                filename=name,
                description="",
                mime_type="",
                creation_date="",
                mod_date="",
            )
            made.attachments[f"{number:03}"] = spec
        made.save(path)
    return path


def refused(path: Path) -> str:
    with pytest.raises(ProblemsError) as caught:
        files_inside(path)
    (found,) = caught.value.problems
    return f"{found.code}: {found.message}"


def test_files_come_out_as_they_are(tmp_path: Path) -> None:
    files = {"brief-vi.yaml": "tên: Việt Nam\n".encode(), "brief-vi.json": b"{}", "empty": b""}
    assert files_inside(pdf(tmp_path / "brief.pdf", files)) == files


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("/etc/cron.d/x", "x"),
        ("..\\..\\Startup\\run.bat", "run.bat"),
        ("C:\\Windows\\x.dll", "x.dll"),
        ("..", "attachment-7"),
        ("", "attachment-7"),
        (".bashrc", "bashrc"),
        ("a\nb\x00c;rm -rf.yaml", "a-b-c-rm -rf.yaml"),
        ("-rf", "rf"),
        ("nul.txt", "_nul.txt"),
        ("Bộ Lao động.yaml", "Bộ Lao động.yaml"),
        ("Bo\u0323\u0302.yaml", "Bộ.yaml"),
        ("x" * 300 + ".yaml", "x" * 95 + ".yaml"),
        ("a\u202egpj.exe", "a-gpj.exe"),
    ],
)
def test_names_lead_nowhere_else(name: str, safe: str) -> None:
    assert safe_name(name, 7) == safe


def test_every_file_lands_in_the_folder_itself(tmp_path: Path) -> None:
    files = {"../a.txt": b"1", "b/A.txt": b"2", "/tmp/a.txt": b"3"}
    path = pdf(tmp_path / "brief.pdf", files)
    ran = reportgen(tmp_path, "extract", "brief.pdf", "--output-dir", "out")
    assert ran.stdout.split() == ["a.txt", "A-2.txt", "a-3.txt"]
    assert {p.name: p.read_bytes() for p in (tmp_path / "out").iterdir()} == {
        "a.txt": b"1",
        "A-2.txt": b"2",
        "a-3.txt": b"3",
    }
    assert {p.name for p in tmp_path.iterdir()} == {path.name, "out"}


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    pdf(tmp_path / "brief.pdf", {"a.txt": b"new", "b.txt": b"new"})
    (tmp_path / "b.txt").write_text("old")
    ran = reportgen(tmp_path, "extract", "brief.pdf", code=1)
    assert "'b.txt' is already there" in ran.stderr
    assert (tmp_path / "b.txt").read_text() == "old"
    assert not (tmp_path / "a.txt").exists()


def test_a_dry_run_lists_only(tmp_path: Path) -> None:
    pdf(tmp_path / "brief.pdf", {"a.txt": b"new"})
    assert reportgen(tmp_path, "extract", "-n", "brief.pdf").stdout == "a.txt (3 bytes)\n"
    assert not (tmp_path / "a.txt").exists()


def test_a_pdf_without_files_says_so(tmp_path: Path) -> None:
    assert refused(pdf(tmp_path / "brief.pdf", {})) == "no-attachments: brief.pdf holds no files"


def test_there_is_a_most_of_files_and_bytes(tmp_path: Path) -> None:
    many = pdf(tmp_path / "many.pdf", {f"{n}.txt": b"" for n in range(101)})
    assert (
        refused(many) == "too-many-attachments: many.pdf holds 101 files; at most 100 are taken out"
    )
    bomb = pdf(tmp_path / "bomb.pdf", {"a": b"x" * 8, "b": bytes(extracting.MOST_BYTES)})
    with pikepdf.open(bomb, allow_overwriting_input=True) as made:
        made.save(bomb, compress_streams=True, recompress_flate=True)
    assert bomb.stat().st_size < 1_000_000
    assert "more than 64 MB of files" in refused(bomb)


@pytest.mark.parametrize("data", [b"", b"no PDF", b"%PDF-1.7\n", b"%PDF-1.7" + zlib.compress(b"x")])
def test_what_is_no_pdf_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "brief.pdf"
    path.write_bytes(data)
    assert refused(path).startswith("bad-pdf: brief.pdf cannot be read as PDF")


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "brief.pdf").mkdir()
    assert "cannot be read as PDF: it is not a file" in refused(tmp_path / "brief.pdf")


def test_a_pdf_with_a_password_is_told(tmp_path: Path) -> None:
    path = pdf(tmp_path / "brief.pdf", {"a.txt": b"x"})
    with pikepdf.open(path, allow_overwriting_input=True) as made:
        made.save(path, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert refused(path).startswith("bad-pdf")


def test_what_a_build_attaches_comes_out_again(tmp_path: Path) -> None:
    reportgen(tmp_path, "init")
    reportgen(tmp_path, "build", "--lang", "en", "--format", "pdf")
    made = next((tmp_path / "build" / "en").glob("*.pdf"))
    ran = reportgen(tmp_path, "extract", str(made), "-o", "out")
    assert [Path(name).suffix for name in ran.stdout.split()] == [".yaml", ".json"]
    assert (tmp_path / "out" / ran.stdout.split()[0]).read_text("utf-8").startswith("brief:\n")
