"""The command line as a person meets it: help, exit codes, what goes to stdout and stderr."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from reportgen import cli
from reportgen.cli import command, main
from tests.conftest import Snapshot
from tests.running import reportgen, write_project

ROOT = Path(__file__).parents[2]
SMALLEST = ROOT / "tests" / "projects" / "smallest"
BROKEN = {
    "reportgen.yaml": "reports:\n  brief: {template: country-brief}\n",
    "data.yaml": "partners:\n  - id: ilo\n    nmae: ILO\n",
}


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command and every command inside a command, by what is typed."""
    context = click.Context(command)
    for name in cli.COMMANDS:
        found = command.get_command(context, name)
        assert found is not None
        if isinstance(found, click.Group):
            yield from ((f"{name} {inner}", known) for inner, known in found.commands.items())
        else:
            yield name, found


COMMANDS = dict(commands())


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """(exit code, stdout, stderr) of a command line."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    told = capsys.readouterr()
    return int(ended.value.code or 0), told.out, told.err


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_a_summary_an_example_and_a_word_on_every_option(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, *name.split(), "--help")
    assert (code, err) == (0, "")
    summary, _, rest = (COMMANDS[name].help or "").partition("\n")
    assert summary[:1].isupper()
    assert summary.endswith((".", ":"))
    assert "Example:" in rest
    assert f"reportgen {name}" in out.partition("Example:")[2].partition("Options:")[0]
    for option in COMMANDS[name].params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.opts[-1]} says nothing"


def test_every_module_of_a_command_is_one() -> None:
    parts = {"__init__", "completing", "console", "editions", "progress", "selection", "telling"}
    assert {path.stem for path in Path(cli.__path__[0]).glob("*.py")} - parts == set(cli.COMMANDS)


def test_every_command_is_documented(snapshot: Snapshot) -> None:
    """docs/commands.md is what `--help` says; `pytest --update-snapshots` writes it."""
    parts = [
        "# Commands\n\nWhat `reportgen COMMAND --help` says. Made from the commands themselves.\n"
    ]
    for name, found in COMMANDS.items():
        context = click.Context(
            found,
            info_name=f"reportgen {name}",
            terminal_width=80,
            help_option_names=["-h", "--help"],  # as the group has it
        )
        parts.append(f"## reportgen {name}\n\n```text\n{found.get_help(context)}\n```\n")
    snapshot.check(ROOT / "docs" / "commands.md", "\n".join(parts))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["biuld"], "there is no command 'biuld'; did you mean `build`?"),
        (["build", "--nobody"], "No such option"),
        (["build", "--format", "docx"], "'docx' is not one of 'html', 'pdf'"),
        (["build", "--jobs", "0"], "0 is not in the range x>=1"),
        (["build", "--memory", "1"], "'1' is too little; write "),
        (["build", "-P", "lead"], "-P takes name=value, not 'lead'"),
        (["build", "--where", "=x"], "--where takes name=value, not '=x'"),
        (["check", "-C", "/no/such/folder"], "does not exist"),
        (["explain", "unknown-feild"], "did you mean `unknown-field`?"),
        (["completion", "tcsh"], "'tcsh' is not one of"),
    ],
)
def test_wrong_use_ends_with_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check"], "no-project"),
        (["build"], "no-project"),
        (["ls"], "no-project"),
        (["extract", str(SMALLEST / "reportgen.yaml")], "cannot be read as PDF"),
        (["why"], "no-project"),
        (
            ["build", "--where", "groups=un", "-C", str(SMALLEST)],
            "none of these reports has `each:`",
        ),
        (["build", "--as-of", "soon", "-C", str(SMALLEST)], "'soon' is no date of an edition"),
        (["build", "brieff", "-C", str(SMALLEST)], "there is no report 'brieff'"),
        (["build", "--lang", "fr", "-C", str(SMALLEST)], "no report is made in 'fr'"),
        (["build", "-P", "leed=x", "-C", str(SMALLEST)], "no report takes 'leed'"),
    ],
)
def test_problems_end_with_1(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (1, "")
    assert said in err
    assert "Traceback" not in err


def test_our_own_fault_ends_with_70_and_asks_for_a_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("ours")

    monkeypatch.setattr("reportgen.building.pipeline.check", broken)
    code, out, err = run(capsys, "check", "-C", str(SMALLEST))
    assert (code, out) == (70, "")
    assert "Traceback" in err
    assert "ZeroDivisionError: ours" in err
    assert "This is a mistake in reportgen" in err


def test_being_stopped_ends_with_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("reportgen.building.pipeline.check", stopped)
    assert run(capsys, "check", "-C", str(SMALLEST)) == (130, "", "\nstopped\n")


def test_check_is_quiet_on_stdout(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "check", "-C", str(SMALLEST))
    assert (code, out) == (0, "")
    assert err.endswith(" briefs: no problems\n")
    code, out, err = run(capsys, "check", "-C", str(write_project(tmp_path, BROKEN)))
    assert (code, out) == (1, "")
    assert "data.yaml:3:5: error[unknown-field]: " in err
    assert "    3 |     nmae: ILO\n" in err


def test_strict_makes_warnings_count(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        "reportgen.yaml": "languages: [en, vi]\nreports:\n  brief: {template: country-brief}\n",
        "data.yaml": "partners:\n  - id: ilo\n    name:\n      en: ILO\n",
    }
    write_project(tmp_path, files)
    assert run(capsys, "check", "-C", str(tmp_path))[0] == 0
    code, _, err = run(capsys, "check", "--strict", "-C", str(tmp_path))
    assert (code, "missing-translation" in err) == (1, True)


def test_ls_gives_data_on_stdout_and_talk_on_stderr(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "ls", "-C", str(SMALLEST))
    assert (code, err) == (0, "2 briefs\n")
    assert [line.split() for line in out.splitlines()] == [
        ["one-pager[en]", "en/one-pager.html", "en/one-pager.pdf"],
        ["one-pager[vi]", "vi/one-pager.html", "vi/one-pager.pdf"],
    ]
    code, out, err = run(capsys, "ls", "--json", "--lang", "vi", "-C", str(SMALLEST))
    assert (code, err) == (0, "")
    assert [json.loads(line) for line in out.splitlines()] == [
        {"report": "one-pager", "record": None, "language": "vi", "files": ["vi/one-pager.html", "vi/one-pager.pdf"]}
    ]  # fmt: skip


def test_a_dry_run_lists_the_files_and_writes_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(SMALLEST, tmp_path, dirs_exist_ok=True)
    code, out, err = run(capsys, "build", "--dry-run", "-C", str(tmp_path))
    assert (code, "would build 2 briefs" in err) == (0, True)
    assert out.split() == [f"{x}/one-pager.{y}" for x in ("en", "vi") for y in ("html", "pdf")]
    assert not (tmp_path / "build").exists()


def test_explain_lists_and_tells(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "explain")
    assert (code, err) == (0, "")
    assert any(line.startswith("unknown-field ") for line in out.splitlines())
    code, out, _ = run(capsys, "explain", "unknown-field")
    assert out.startswith("unknown-field: a field that does not exist\n")
    assert "Wrong:\n    budgett" in out
    assert "cannot be changed" in out


def test_init_makes_a_project_that_checks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "new"
    code, out, _ = run(capsys, "init", str(folder), "--dry-run")
    assert (code, sorted(out.split())) == (0, ["data.yaml", "reportgen.yaml"])
    assert not folder.exists()
    code, out, err = run(capsys, "init", str(folder))
    assert (code, sorted(out.split())) == (0, ["data.yaml", "reportgen.yaml"])
    assert f"cd {folder} && reportgen build" in err
    assert run(capsys, "check", "-C", str(folder))[0] == 0
    for name in ("data.yaml", "reportgen.yaml"):
        line = (folder / name).read_text("utf-8").splitlines()[0]
        schema = line.partition("$schema=")[2]
        assert json.loads((folder / schema).read_text("utf-8"))["$schema"], line
    code, out, err = run(capsys, "init", str(folder))
    assert (code, out, "folder-not-empty" in err) == (1, "", True)


def test_init_copies_the_sample(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "init", str(tmp_path), "--example", "viet-nam")
    assert code == 0
    assert {"reportgen.yaml", "data/partners.yaml", "data/sources.yaml"} <= set(out.split())
    assert run(capsys, "check", "-C", str(tmp_path))[0] == 0


def test_schema_writes_what_it_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_project(tmp_path, {"reportgen.yaml": "reports: {}\n"})
    code, out, err = run(capsys, "schema", "-C", str(tmp_path))
    assert (code, err) == (0, "schemas written\n")
    assert ".reportgen/schemas/partners.json" in out.split()
    assert all(json.loads((tmp_path / path).read_text("utf-8")) for path in out.split())


def test_schemas_that_cannot_be_written_are_a_problem(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_project(tmp_path, BROKEN)
    (tmp_path / ".reportgen").write_text("a file, where the folder should be", "utf-8")
    code, _, told = run(capsys, "schema", "-C", str(tmp_path))
    assert code == 1
    assert "error[cannot-write]" in told


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "completion", shell)
    assert (code, err) == (0, "")
    assert "_REPORTGEN_COMPLETE" in out
    assert "reportgen" in out
    if shell == "bash":
        subprocess.run(["bash", "-n"], input=out, encoding="utf-8", check=True)


def test_commands_and_options_are_completed() -> None:
    from click.shell_completion import ShellComplete

    complete = ShellComplete(command, {}, "reportgen", "_REPORTGEN_COMPLETE")
    assert [item.value for item in complete.get_completions([], "che")] == ["check"]
    assert "--strict" in [item.value for item in complete.get_completions(["check"], "--")]


def test_a_build_tells_lines_on_stderr_and_nothing_on_stdout(tmp_path: Path) -> None:
    shutil.copytree(SMALLEST, tmp_path, dirs_exist_ok=True)
    ran = reportgen(tmp_path, "build", "--format", "html", "-o", "out")
    assert ran.stdout == ""
    lines = ran.stderr.splitlines()
    assert sorted(line.split("(")[0] for line in lines[:2]) == [
        "built one-pager[en] ",
        "built one-pager[vi] ",
    ]
    assert lines[-1] == "look at out/index.html"
    assert "\x1b" not in ran.stderr
    assert sorted(p.name for p in (tmp_path / "out").rglob("*.html")) == [
        "index.html",
        *["one-pager.html"] * 2,
    ]


def test_python_m_reportgen_is_the_command(tmp_path: Path) -> None:
    assert reportgen(tmp_path, "--version").stdout.startswith("reportgen ")
    assert "Traceback" not in reportgen(tmp_path, "check", code=1).stderr
