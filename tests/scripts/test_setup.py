"""The set-up script: what it runs, when it runs nothing, and how it mends what was killed."""

from __future__ import annotations

import ast
import importlib.util
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from reportgen import machine

SCRIPT = Path(__file__).parents[2] / "scripts" / "setup.py"


class Ran(list[str]):
    """The command lines that the script would have run."""

    def having(self, word: str) -> list[str]:
        return [line for line in self if word in line]


@pytest.fixture
def setup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, at home in a folder of its own that looks like the repository."""
    (tmp_path / "scripts").mkdir()
    for name in ("pyproject.toml", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(SCRIPT.parents[1] / name, tmp_path)
    copy = shutil.copy(SCRIPT, tmp_path / "scripts")
    spec = importlib.util.spec_from_file_location("setup_under_test", copy)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(sys, "argv", ["setup.py"])
    monkeypatch.setattr(sys, "path", list(sys.path))
    return module


@pytest.fixture
def ran(setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Ran:
    """Nothing is run; `python -m venv` leaves an empty folder, and no library is missing."""
    lines = Ran()

    def run(*command: str | Path, check: bool = True, show: bool = True) -> None:
        lines.append(" ".join(map(str, command)))
        if "venv" in command:
            shutil.rmtree(setup.VENV, ignore_errors=True)
            setup.VENV.mkdir()

    monkeypatch.setattr(setup, "run", run)
    monkeypatch.setattr(machine, "missing_libraries", lambda **_: ())
    return lines


@pytest.fixture
def apt(setup: ModuleType, ran: Ran, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A Debian machine that lacks `missing`, whose user becomes root by `prefix`."""

    def arrange(missing: list[str], prefix: list[str] | None, unknown: str = "") -> None:
        libraries = tuple(each for each in machine.LIBRARIES if each.name in missing)
        monkeypatch.setattr(machine, "missing_libraries", lambda **_: libraries)
        monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
        monkeypatch.setattr(setup, "root_prefix", lambda: prefix)
        monkeypatch.setattr(setup, "known_to_apt", lambda name: name != unknown)

    return arrange


def test_first_run_makes_everything_from_hashed_requirements(setup: ModuleType, ran: Ran) -> None:
    assert setup.main() == 0
    venv, requirements, package = ran
    assert venv.endswith(f"-m venv --clear {setup.VENV}")
    assert requirements.endswith(f"--require-hashes --requirement {setup.LOCKS['runtime']}")
    assert package.endswith(f"--no-deps --no-build-isolation --editable {setup.ROOT}")


def test_second_run_runs_nothing(setup: ModuleType, ran: Ran) -> None:
    setup.main()
    ran.clear()
    assert setup.main() == 0
    assert ran == []


def test_dev_adds_to_what_is_there(
    setup: ModuleType, ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup.main()
    ran.clear()
    monkeypatch.setattr(sys, "argv", ["setup.py", "--dev"])
    setup.main()
    assert len(ran) == 1
    assert "requirements-dev.txt" in ran[0]
    ran.clear()
    setup.main()
    assert ran == []


@pytest.mark.parametrize("at", ["requirements.txt", "--editable", "requirements-dev.txt"])
def test_a_killed_run_is_mended_by_the_next(
    setup: ModuleType, ran: Ran, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["setup.py", "--dev"])
    whole = setup.run

    def killed(*command: str | Path, check: bool = True, show: bool = True) -> None:
        if at in " ".join(map(str, command)):
            raise KeyboardInterrupt
        whole(*command)

    monkeypatch.setattr(setup, "run", killed)
    with pytest.raises(KeyboardInterrupt):
        setup.main()
    monkeypatch.setattr(setup, "run", whole)
    ran.clear()
    assert setup.main() == 0
    assert ran.having("venv --clear")
    assert len(ran) == 4


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("requirements.txt", "jinja2==", "jinja2==0.0"),
        ("pyproject.toml", "jinja2>=", "jinja2>=9"),
        ("scripts/setup.py", "making .venv", "making it"),
    ],
)
def test_what_changed_is_made_anew(
    setup: ModuleType, ran: Ran, name: str, old: str, new: str
) -> None:
    setup.main()
    ran.clear()
    path = setup.ROOT / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    setup.main()
    assert ran.having("venv --clear")


def test_settings_of_other_tools_change_nothing(setup: ModuleType, ran: Ran) -> None:
    setup.main()
    ran.clear()
    path = setup.ROOT / "pyproject.toml"
    path.write_text(path.read_text("utf-8") + "\n[tool.other]\nkey = 1\n", "utf-8")
    setup.main()
    assert ran == []


def test_another_interpreter_makes_it_anew(
    setup: ModuleType, ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup.main()
    ran.clear()
    monkeypatch.setattr(sys, "version", "3.99.0")
    setup.main()
    assert ran.having("venv --clear")


@pytest.mark.parametrize("prefix", [[], ["sudo", "-n"]])
def test_apt_gets_what_the_distribution_has(
    setup: ModuleType, ran: Ran, apt: Callable[..., None], prefix: list[str]
) -> None:
    apt(["Pango", "HarfBuzz-subset"], prefix, unknown="libharfbuzz-subset0")
    assert setup.main() == 0
    (line,) = ran.having("--yes")
    assert line.startswith(" ".join([*prefix, "env DEBIAN_FRONTEND=noninteractive apt-get"]))
    assert line.endswith("libpangoft2-1.0-0")


def test_without_root_the_line_is_printed_and_html_can_be_made(
    setup: ModuleType, ran: Ran, apt: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    apt(["Pango"], None)
    assert setup.main() == 0
    assert not ran.having("apt-get")
    assert "apt-get install --no-install-recommends libpangoft2-1.0-0" in capsys.readouterr().out


def test_without_ensurepip_and_root_it_stops_with_the_line(
    setup: ModuleType,
    ran: Ran,
    apt: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    apt(["Pango"], None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert setup.main() == 1
    assert ran == []
    line = f"sudo apt-get install libpangoft2-1.0-0 python3.{sys.version_info.minor}-venv"
    assert line in capsys.readouterr().err


def test_a_failed_command_is_named(
    setup: ModuleType,
    ran: Ran,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(*command: str | Path, **_: bool) -> None:
        raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(setup, "run", fail)
    assert setup.main() == 1
    assert "this failed:" in capsys.readouterr().err
    assert not setup.is_made("runtime")


def test_an_old_python_is_told_so(
    setup: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert setup.main() == 1
    assert "Python 3.11 or newer is needed, this is 3.9" in capsys.readouterr().err


def test_an_old_python_can_read_the_script() -> None:
    ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 8))


def test_checkers_are_asked_of_apt_where_they_are_missing(
    setup: ModuleType, ran: Ran, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "root_prefix", list)
    monkeypatch.setattr(setup, "known_to_apt", lambda _: True)
    there = {"apt-get", "javac", "google-chrome"}
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}" if name in there else None)
    monkeypatch.setattr(sys, "argv", ["setup.py", "--checkers"])
    assert setup.main() == 0
    assert ran.having("openjdk") == []
    there.remove("javac")
    assert setup.main() == 0
    (line,) = ran.having("openjdk")
    assert line.endswith("install --yes --no-install-recommends openjdk-17-jdk-headless")
    there.remove("google-chrome")
    assert setup.main() == 0
    assert ran.having("chromium")[0].endswith(" openjdk-17-jdk-headless chromium")
    there.remove("apt-get")
    ran.clear()
    assert setup.main() == 0
    assert ran.having("openjdk") == []
