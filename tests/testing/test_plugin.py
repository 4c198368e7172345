"""`pytest` on a project without a line of Python: what it collects, says, writes and leaves."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.running import write_project
from tests.testing.conftest import PROJECT, Run, change

EN = ["data", "html", "pdf", "page-1"]
ALL = [f"note[{language}-{layer}]" for language in ("en", "vi") for layer in EN]


def outcomes(result: pytest.RunResult) -> dict[str, int]:
    return {name: n for name, n in result.parseoutcomes().items() if name != "warnings"}


def files(project: Path) -> dict[str, bytes]:
    folder = project / "snapshots"
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_one_item_for_each_layer_of_each_brief(project: Path, run: Run) -> None:
    result = run("--collect-only", "-q")
    assert [
        line.partition("::")[2] for line in result.outlines if line.startswith("reportgen.yaml::")
    ] == ALL


def test_it_sleeps_where_the_ini_option_does_not_name_the_folder(project: Path, run: Run) -> None:
    (project / "pytest.ini").write_text("[pytest]\n", "utf-8")
    assert run().ret == pytest.ExitCode.NO_TESTS_COLLECTED


def test_what_is_as_it_was_passes_and_nothing_is_written(project: Path, run: Run) -> None:
    before = files(project)
    assert outcomes(run("--reportgen-snapshots=check")) == {"passed": 8}
    assert files(project) == before


def test_a_digit_is_told_where_it_is_written_and_where_it_is_printed(
    project: Path, run: Run
) -> None:
    change(project / "data.yaml", "value: 230", "value: 231")
    result = run("-k", "en-")
    assert outcomes(result) == {"failed": 4, "deselected": 4}
    result.stdout.fnmatch_lines(
        [
            "note in 'en': what it reads of the data is not as it was accepted",
            "  figures.schools",
            "    before  value: [[]-230-[]]",
            "    now     value: {+231+}",
            "    at      data.yaml:9",
            "  a reader sees it on page 1",
            "    before  [[]-230-[]] buildings",
            "    now     {+231+} buildings",
            "  accept: reportgen accept 'note[[]en[]]'    look: reportgen review",
            "*follows from note[[]en-data[]]; that one says what changed",
            "FAILED reportgen.yaml::note[[]en-data[]]*",
        ]
    )
    told = result.stdout.str().replace(str(project), "")  # its path may hold any number
    assert "230" not in told.partition("note[en-html] _")[2].partition("short")[0]


def test_changes_wait_and_go_when_all_is_well_again(project: Path, run: Run) -> None:
    change(project / "data.yaml", "value: 230", "value: 231")
    before = files(project)
    run()
    waiting = {name for name in files(project) if name.endswith(".new")}
    assert waiting == {
        f"{language}/note.{layer}.{form}.new"
        for language in ("en", "vi")
        for layer, form in (("data", "txt"), ("html", "txt"), ("pdf", "txt"), ("page-1", "webp"))
    }
    assert {k: v for k, v in files(project).items() if k not in waiting} == before
    change(project / "data.yaml", "value: 231", "value: 230")
    assert outcomes(run()) == {"passed": 8}
    assert files(project) == before


def test_a_template_is_named_where_the_data_is_the_same(project: Path, run: Run) -> None:
    change(project / "templates" / "note.html.j2", "</body>", "<p>Draft</p></body>")
    result = run("-k", "en-")
    assert outcomes(result) == {"failed": 3, "passed": 1, "deselected": 4}
    result.stdout.fnmatch_lines(
        [
            "note in 'en': the page in HTML is not as it was accepted",
            "  Schools",
            "    now     {+<p> Draft+}",
            "  changed since it was accepted: note.html.j2",
            "*follows from note[[]en-html[]]*",
        ]
    )


def test_data_that_is_not_printed_raises_no_alarm(project: Path, run: Run) -> None:
    change(project / "data.yaml", "    value: 230\n", "    value: 230\n    notes: counted twice\n")
    assert outcomes(run()) == {"passed": 8}


def test_colours_of_paper_are_seen_by_the_picture_alone(project: Path, run: Run) -> None:
    (project / "templates" / "styles").mkdir()
    source = Path(__file__).parents[2] / "templates" / "styles" / "print.css"
    text = source.read_text("utf-8") + "\nh1 { color: #b00 !important }\n"
    (project / "templates" / "styles" / "print.css").write_text(text, "utf-8")
    result = run("-k", "en-")
    assert outcomes(result) == {"failed": 1, "passed": 3, "deselected": 4}
    result.stdout.fnmatch_lines(
        [
            "note in 'en': page 1 is not as it was accepted",
            "  most at the top *% of that tile differs, 0.0% may",
            "  changed since it was accepted: styles/print.css",
        ]
    )


def test_where_nothing_is_kept_it_is_written_unless_ci_is_set(
    pytester: pytest.Pytester, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = write_project(pytester.path, PROJECT)
    monkeypatch.setenv("CI", "true")
    result = run()
    assert outcomes(result) == {"failed": 6}  # how many pages there would be nobody knows
    result.stdout.fnmatch_lines(["*note[[]en-data[]]: there is no snapshot of it"])
    monkeypatch.delenv("CI")
    result = run()
    assert outcomes(result) == {"passed": 8}
    result.stdout.fnmatch_lines(["8 written"])
    assert len(files(project)) == 9
    assert files(project)[".gitignore"] == b"*.new\n"


def test_new_keeps_what_differs_and_all_takes_it(project: Path, run: Run) -> None:
    change(project / "data.yaml", "value: 230", "value: 231")
    assert run("--reportgen-snapshots=new").ret == 1
    assert outcomes(run("--reportgen-snapshots=all")) == {"passed": 8}
    assert not [name for name in files(project) if name.endswith(".new")]
    assert outcomes(run("--reportgen-snapshots=check")) == {"passed": 8}


def test_unused_ones_are_named_and_fail_a_whole_run_and_no_other(project: Path, run: Run) -> None:
    change(project / "reportgen.yaml", "  note:", "  memo: {template: note}\n  note:")
    run("--reportgen-snapshots=new")
    change(project / "reportgen.yaml", "  memo: {template: note}\n", "")
    unused = "unused: snapshots/en/memo.html.txt"
    for part in (("-k", "note"), ("reportgen.yaml::note[en-pdf]",), ("-m", "reportgen_pdf")):
        result = run(*part, "--reportgen-snapshots=all")
        assert result.ret == 0
        result.stdout.no_fnmatch_line("*memo*")
    result = run()
    assert result.ret == 1
    result.stdout.fnmatch_lines([unused])
    assert "en/memo.html.txt" in files(project)
    result = run("--reportgen-snapshots=all")
    assert result.ret == 0
    result.stdout.fnmatch_lines(
        [f"deleted, since nothing makes it, {unused}".replace(", unused", "")]
    )
    assert not [name for name in files(project) if "memo" in name]


def test_a_page_more_and_a_page_less_go_with_the_outline(project: Path, run: Run) -> None:
    template = project / "templates" / "note.html.j2"
    change(template, "</body>", "<p style='break-before: page'>More</p></body>")
    result = run("-k", "en-")
    result.stdout.fnmatch_lines(["*page in HTML is not*"])
    assert "en/note.page-2.webp.new" in files(project)
    run("--reportgen-snapshots=all")
    assert outcomes(run("--reportgen-snapshots=check")) == {"passed": 10}
    change(template, "<p style='break-before: page'>More</p>", "")
    result = run("-k", "page-2")
    result.stdout.fnmatch_lines(["note in 'en': page 2 is there no more"])
    assert files(project)["en/note.page-2.webp.new"] == b""


@pytest.mark.parametrize("workers", [(), ("-n", "4")])
def test_marks_failed_first_and_workers(project: Path, run: Run, workers: tuple[str, ...]) -> None:
    change(project / "data.yaml", "vi: toà nhà", "vi: toa nha")
    assert outcomes(run(*workers)) == {"passed": 4, "failed": 4}
    assert outcomes(run("--lf", *workers)).get("failed") == 4
    assert outcomes(run("-m", "reportgen_pdf", *workers))["failed"] == 1
    (project / "snapshots" / "en" / "gone.html.txt").write_text("x", "utf-8")
    result = run(*workers)
    result.stdout.fnmatch_lines(["unused: snapshots/en/gone.html.txt"])


def test_junit_has_one_line_for_each_failure(project: Path, run: Run) -> None:
    change(project / "data.yaml", "value: 230", "value: 231")
    run("--junitxml=out.xml", "-k", "en-data")
    (case,) = ET.parse(project / "out.xml").iter("testcase")
    (failure,) = case.iter("failure")
    assert case.get("name") == "note[en-data]"
    assert failure.get("message") == "note[en-data]: '230' is now '231' (data.yaml:9)"


def test_a_project_with_errors_is_one_error(project: Path, run: Run) -> None:
    change(project / "data.yaml", "value: 230", "vlaue: 230")
    result = run()
    assert outcomes(result) == {"errors": 1}
    result.stdout.fnmatch_lines(["*Figure has no field `vlaue`", "hint: did you mean `value`[?]"])


def test_a_brief_that_cannot_be_built_says_why(project: Path, run: Run) -> None:
    change(project / "templates" / "note.html.j2", "schools.unit", "schools.unti")
    result = run("-k", "en-html")
    assert outcomes(result) == {"failed": 1, "deselected": 7}
    assert re.search(r"note\.html\.j2:\d+:\d+: error", result.stdout.str())


def test_other_libraries_are_named_and_not_taken_for_changes(project: Path, run: Run) -> None:
    change(project / "snapshots" / "en" / "note.pdf.txt", "by Pango ", "by Pango 9.")
    change(project / "snapshots" / "en" / "note.pdf.txt", "230 buildings", "230\nbuildings")
    result = run("-k", "en-pdf", "-rs")
    assert outcomes(result) == {"skipped": 1, "deselected": 7}
    result.stdout.fnmatch_lines(["*page 1; the snapshot was made with Pango 9.*, here *"])
    assert outcomes(run("-k", "en-pdf", "--reportgen-pinned"))["failed"] == 1
    change(project / "snapshots" / "en" / "note.pdf.txt", "language: en", "language: de")
    assert outcomes(run("-k", "en-pdf"))["failed"] == 1


def test_words_and_areas_that_are_masked_may_change(project: Path, run: Run) -> None:
    change(
        project / "reportgen.yaml",
        "    template: note",
        "    template: note\n    snapshots: {mask: ['2\\d\\d']}",
    )
    run("--reportgen-snapshots=all")
    change(project / "data.yaml", "value: 230", "value: 244")
    assert outcomes(run()) == {"passed": 8}
    change(project / "data.yaml", "value: 244", "value: 344")
    assert outcomes(run()) == {"failed": 8}


def test_a_mask_that_is_no_expression_is_told_with_its_line(project: Path, run: Run) -> None:
    change(
        project / "reportgen.yaml",
        "    template: note",
        "    template: note\n    snapshots: {mask: ['(x']}",
    )
    result = run()
    assert outcomes(result) == {"errors": 1}
    result.stdout.fnmatch_lines(["*reportgen.yaml:6:*`(x` is no regular expression*"])


def test_the_clock_and_the_date_of_the_caller_change_nothing(
    project: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    monkeypatch.setenv("TZ", "Pacific/Apia")
    monkeypatch.setenv("LANG", "C")
    shutil.rmtree(project / ".reportgen")
    assert outcomes(run()) == {"passed": 8}
    template = project / "templates" / "note.html.j2"
    change(template, "</body>", "<p>{{ brief.as_of }}</p></body>")
    change(project / "reportgen.yaml", "as_of: 2024-04-24", "as_of: today")
    run("--reportgen-snapshots=all")
    assert b"2025-01-01" in files(project)["en/note.html.txt"]


def test_tests_in_python_ask_the_briefs(project: Path, run: Run) -> None:
    (project / "test_note.py").write_text(
        "def test_note(reportgen):\n"
        "    brief = reportgen.brief('note', language='vi')\n"
        "    assert '230 toà nhà' in brief.pages[0]\n"
        "    assert 'value: 230' in brief.data and '<h1>' in brief.html\n",
        "utf-8",
    )
    assert outcomes(run("test_note.py")) == {"passed": 1}
    change(project / "data.yaml", "value: 230", "value: 229")
    assert outcomes(run("test_note.py")) == {"failed": 1}
