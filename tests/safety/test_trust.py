"""Code that lies in a project runs where the person at the machine has said so, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.cli import main
from tests.running import reportgen, reportgen_says, write_project
from tests.safety.building import make

CANARY = "canary.txt"
FILTERS = """\
from pathlib import Path

Path({path!r}).write_text("I ran")


def shout(text):
    return text.upper()
"""
HERE = (
    ("check",),
    ("ls",),
    ("why", "brief"),
    ("templates", "ls"),
    ("templates", "show", "filters.py"),
    ("templates", "show", "brief"),
)
"""Commands that start no worker: they may run in this process."""

APART = (("build",), ("test", "--snapshots=new"))


@pytest.fixture
def canary(tmp_path: Path) -> Path:
    return tmp_path / CANARY


def project(tmp_path: Path, canary: Path, body: str, **more: str) -> Path:
    files = {"filters.py": FILTERS.format(path=str(canary)), **more}
    return make(tmp_path, body, files=files)


def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path, text: str) -> None:
    """Let the user's configuration say this of the project."""
    own = {"config/reportgen/config.yaml": f"projects:\n  {folder}: {text}\n"}
    write_project(tmp_path, own)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def test_nothing_of_it_runs_in_a_project_of_a_stranger(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    canary: Path,
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    # What a project brings to trust itself does not count.
    own = {
        ".config/reportgen/config.yaml": "projects: {.: {trust: true}}\n",
        "reportgen.yaml": "trust: true\nlanguages: [en]\nreports:\n  brief: {template: brief}\n",
        "sitecustomize.py": FILTERS.format(path=str(canary)),
        "templates/filters.py": FILTERS.format(path=str(canary)),
    }
    folder = project(tmp_path, canary, "{{ 'a' | shout }}", **own)
    for command in HERE:
        with pytest.raises(SystemExit):
            main([*command, "--project", str(folder)])
        assert not canary.exists(), command
    assert "error[unknown-field]: reportgen.yaml has no field `trust`" in capsys.readouterr().err
    # Where nothing calls it, all is built without it.
    del own["reportgen.yaml"]
    folder = project(tmp_path / "other", canary, "<p>{{ shout is defined }}</p>", **own)
    for command in APART:
        reportgen(folder, *command)
        assert not canary.exists(), command
    assert "<p>False</p>" in (folder / "build/en/brief.html").read_text("utf-8")


def test_it_says_in_one_line_how_to_trust_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, canary: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    folder = project(tmp_path, canary, "{{ 'a' | shout }}")
    said = reportgen_says(folder, ["check"])
    at = next(n for n, line in enumerate(said) if "warning[not-trusted]" in line)
    assert said[at].startswith("filters.py:1:1:")
    assert "--trust" in said[at + 1]
    assert f"{{{folder}: {{trust: true}}}}" in said[at + 1]
    assert "error[unknown-filter]: there is no filter 'shout'" in "\n".join(said)


def test_the_user_s_own_configuration_trusts_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, canary: Path
) -> None:
    folder = project(tmp_path, canary, "<p>{{ 'a' | shout }}</p>")
    configured(tmp_path, monkeypatch, folder, "{trust: true}")
    assert "no problems" in reportgen(folder, "check").stderr
    assert not canary.exists(), "checking needs the names of the filters only"
    reportgen(folder, "build", "--format", "html")
    assert canary.exists()
    assert "<p>A</p>" in (folder / "build/en/brief.html").read_text("utf-8")
    configured(tmp_path, monkeypatch, folder, "{trust: false}")
    canary.unlink()
    reportgen(folder, "build", "--format", "html", code=1)
    assert not canary.exists(), "what is taken back holds at once"
    configured(tmp_path, monkeypatch, tmp_path / "another", "{trust: true}")
    reportgen(folder, "build", "--format", "html", code=1)
    assert not canary.exists(), "the trust of one project is not that of another"


def test_the_option_trusts_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, canary: Path
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    folder = project(tmp_path, canary, "<p>{{ 'a' | shout }}</p>")
    assert "no problems" in reportgen(folder, "check", "--trust").stderr
    assert not canary.exists()
    reportgen(folder, "build", "--trust", "--format", "html")
    assert canary.exists()
    canary.unlink()
    reportgen(folder, "build", code=1)
    assert not canary.exists()
    reportgen(folder, "test", "brief", "--trust", "--snapshots=new")
    assert canary.exists()
