"""What a code host does with our files, as far as it can be done without one."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent


def lint_github(folder: Path) -> str:
    """What actionlint and zizmor have against the workflows and actions of a folder."""
    workflows = sorted(map(str, (folder / ".github" / "workflows").glob("*.yml")))
    said = _said([str(BIN / "actionlint"), "-no-color", *workflows], folder) if workflows else ""
    zizmor = [str(BIN / "zizmor"), "--offline", "--no-progress", "--quiet", "--color=never"]
    return said + _said([*zizmor, "--persona=pedantic", "."], folder)


def lint_gitlab(text: str, folder: Path) -> str:
    """What GitLab's own schema has against a pipeline."""
    path = folder / "pipeline.yml"
    path.write_text(text, "utf-8")
    program = str(BIN / "check-jsonschema")
    return _said([program, "--builtin-schema", "vendor.gitlab-ci", str(path)], folder)


def _said(command: list[str], folder: Path) -> str:
    """What a program says when it fails; nothing when it does not."""
    ran = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
    return f"{ran.stdout}{ran.stderr}exit {ran.returncode}\n" if ran.returncode else ""


@dataclass(frozen=True)
class Host:
    """A machine of a code host: a folder, and an environment without anything of ours."""

    folder: Path
    project: Path
    environment: Mapping[str, str]


@dataclass(frozen=True)
class Ran:
    """What became of the steps of a job.

    Attributes:
        code: Exit code of the first step that failed, else 0.
        said: What all of them said.
        asked: What the system was asked to install.
        outputs: GITHUB_OUTPUT.
        summary: GITHUB_STEP_SUMMARY.
    """

    code: int
    said: str
    asked: str
    outputs: str
    summary: str


@contextmanager
def host(folder: Path, project: Path) -> Iterator[Host]:
    """A host whose Python has what reportgen needs, but not reportgen; apt only writes down."""
    home = folder / "host"
    venv.create(home / "python", with_pip=False, symlinks=True)
    python = home / "python" / "bin"
    site = subprocess.check_output(
        [str(python / "python"), "-c", "import site; print(site.getsitepackages()[0])"],
        encoding="utf-8",
    ).strip()
    shared = [place for place in sys.path if place.endswith("site-packages")]
    Path(site, "shared.pth").write_text("\n".join(shared), "utf-8")
    tools = home / "tools"
    tools.mkdir()
    for name, line in (("sudo", 'exec "$@"'), ("apt-get", f'echo "apt-get $*" >> {home}/asked')):
        (tools / name).write_text(f"#!/bin/sh\n{line}\n", "utf-8")
        (tools / name).chmod(0o755)
    for name in ("asked", "outputs", "summary"):
        (home / name).touch()
    yield Host(
        home,
        project,
        {
            "PATH": f"{tools}:{python}:/usr/bin:/bin",
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(project),
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_OUTPUT": str(home / "outputs"),
            "GITHUB_STEP_SUMMARY": str(home / "summary"),
            # What pip needs is here already, and nothing is fetched.
            "PIP_NO_DEPS": "1",
            "PIP_NO_BUILD_ISOLATION": "0",  # pip reads it the other way round
            "PIP_NO_INDEX": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        },
    )
    shutil.rmtree(home, ignore_errors=True)


def steps(job: Mapping[str, Any], inputs: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """The steps of a job that are lines of a shell, with the inputs filled in."""
    found = []
    for step in job["steps"]:
        if "run" not in step or "failure()" in str(step.get("if")):
            continue
        environment = {
            name: re.sub(
                r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda at: (inputs or {})[at[1]], str(value)
            )
            for name, value in step.get("env", {}).items()
        }
        found.append({**step, "env": environment})
    return found


def run_steps(todo: Iterable[Mapping[str, Any]], here: Host) -> Ran:
    """Run steps one after the other as a runner does, up to the first that fails."""
    said, code = "", 0
    for step in todo:
        text = str(step["run"])
        if "pip install" in text:
            # The package of this checkout, instead of one from a registry.
            text = re.sub(r'"reportgen-toolkit[^"]*"|"\.\[test\]"', f'"{ROOT}"', text)
        assert "${{" not in text, text
        ran = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text],
            cwd=here.project,
            env={**here.environment, **step["env"]},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        said += ran.stdout
        if ran.returncode:
            code = ran.returncode
            break
    return Ran(
        code,
        said,
        *((here.folder / name).read_text("utf-8") for name in ("asked", "outputs", "summary")),
    )
