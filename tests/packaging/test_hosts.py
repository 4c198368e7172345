"""What ships for code hosts, and our own workflows: in step with the program, and run once."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.building.workflows import ACTIONS, FILES, Setting, setting_of, workflow
from reportgen.machine import LIBRARIES
from tests.hosts import ROOT, host, lint_github, lint_gitlab, run_steps, steps
from tests.running import write_project

PACKAGES = {library.debian for library in LIBRARIES}
PROJECT = {
    "reportgen.yaml": "formats: [html]\nreports:\n  brief: {template: country-brief}\n",
    "data.yaml": "partners: [{id: ilo, name: ILO}]\n",
}
INSTALL = '".[test]"'
"""What `reportgen ci init github --install` was given for this repository."""


def read(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text("utf-8"))


def test_our_workflow_is_what_ci_init_writes() -> None:
    """After a change: `reportgen ci init github --force --install '".[test]"'`."""
    top, setting = setting_of(ROOT, "main", INSTALL, "0")
    assert (top, setting.folder) == (ROOT, ".")
    assert (ROOT / FILES["github"]).read_text("utf-8") == workflow("github", setting)
    assert setting.publish is not None  # it schedules the sample
    assert "build --due" in workflow("github", setting)


def test_the_template_of_gitlab_is_what_ci_init_writes(tmp_path: Path) -> None:
    text = (ROOT / "gitlab" / "reportgen.gitlab-ci.yml").read_text("utf-8")
    assert text == workflow("gitlab", Setting())
    assert lint_gitlab(text, tmp_path) == ""


def test_the_linters_have_nothing_against_our_workflows_and_action() -> None:
    assert lint_github(ROOT) == ""


@pytest.mark.parametrize("name", ["action.yml", ".github/workflows/tests.yml"])
def test_everything_is_pinned_to_the_same_commits(name: str) -> None:
    used = re.findall(r"uses: (.*)", (ROOT / name).read_text("utf-8"))
    assert used
    assert set(used) <= set(ACTIONS.values())


def test_our_tests_run_what_must_pass_with_few_rights() -> None:
    value = read(".github/workflows/tests.yml")
    assert value["permissions"] == {}
    (job,) = value["jobs"].values()
    assert job["permissions"] == {"contents": "read"}
    assert ".ci/run" in [step.get("run") for step in job["steps"]]
    assert (ROOT / ".ci" / "run").exists()


DEFAULTS = {
    name: str(given.get("default", "")) for name, given in read("action.yml")["inputs"].items()
}


def action(**inputs: str) -> list[dict[str, Any]]:
    return steps(read("action.yml")["runs"], {**DEFAULTS, **inputs})


def test_the_action_checks_and_builds_in_a_clean_folder(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "project", PROJECT)
    with host(tmp_path, folder) as here:
        ran = run_steps(action(build="brief --lang en"), here)
    assert ran.code == 0, ran.said
    assert (folder / "build" / "en" / "brief.html").exists()
    assert "digest=" in ran.outputs


def test_the_action_saves_the_cache_that_it_restores_under_the_name_of_the_workflow(
    tmp_path: Path,
) -> None:
    def cached(job: dict[str, Any]) -> dict[str, Any]:
        (step,) = [s for s in job["steps"] if ACTIONS["cache"].startswith(s.get("uses", "-"))]
        given: dict[str, Any] = step["with"]
        return given

    def versions(job: dict[str, Any]) -> list[dict[str, Any]]:
        return steps({"steps": [s for s in job["steps"] if s.get("id") == "versions"]})

    ours = read("action.yml")["runs"]
    theirs = read(FILES["github"])["jobs"]["publish"]
    assert cached(ours)["path"].replace("${{ inputs.project }}/", "") == cached(theirs)["path"]
    for name in ("key", "restore-keys"):
        assert cached(ours)[name] == cached(theirs)[name]
    with host(tmp_path, tmp_path) as here:
        ran = run_steps([*versions(ours), *versions(theirs)], here)
    assert ran.code == 0, ran.said
    mine, other = ran.outputs.splitlines()
    assert mine == other


def test_the_action_fails_on_a_mistake_and_builds_nothing_when_told(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "project", {**PROJECT, "data.yaml": "partners: [{id: A}]\n"})
    with host(tmp_path, folder) as here:
        ran = run_steps(action(build="false"), here)
    assert ran.code == 1
    assert "::error " in ran.said
    write_project(folder, PROJECT)
    (tmp_path / "again").mkdir()
    with host(tmp_path / "again", folder) as here:
        ran = run_steps(action(build="false"), here)
    assert ran.code == 0, ran.said
    assert not (folder / "build").exists()


def test_every_input_of_the_action_is_used_and_none_reaches_a_shell_as_text() -> None:
    text = (ROOT / "action.yml").read_text("utf-8")
    for name in DEFAULTS:
        assert f"${{{{ inputs.{name} }}}}" in text
    for step in read("action.yml")["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_the_image_has_what_pdfs_need_and_copies_what_is_there() -> None:
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    for package in PACKAGES:
        assert package in text
        assert package in (ROOT / "action.yml").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    copied = [name for line in lines if line.startswith("COPY") for name in shlex.split(line)[1:-1]]
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    for name in copied:
        assert (ROOT / name).exists()
        assert f"!{name}" in ignored
    assert lines.index("USER briefs") < lines.index('ENTRYPOINT ["reportgen"]')
    # What the wheel is made from has to be there.
    assert set(copied) >= {"pyproject.toml", "LICENSE", "README.md", "src", "templates", "data"}


def test_the_hook_checks_without_pango_and_sees_the_files_that_matter(tmp_path: Path) -> None:
    (hook,) = read(".pre-commit-hooks.yaml")
    assert hook.keys() >= {"id", "name", "entry", "language", "files", "pass_filenames"}
    assert (hook["id"], hook["language"]) == ("reportgen-check", "python")
    seen = re.compile(hook["files"])
    for name in ("reportgen.yaml", "data.yaml", "data/figures.yaml", "x/templates/a.html.j2"):
        assert seen.search(name), name
    assert not seen.search("README.md")
    folder = write_project(tmp_path, PROJECT)
    # Nothing that needs Pango may even be loaded.
    block = "import sys; sys.modules['weasyprint'] = None; sys.modules['pango'] = None; "
    arguments = shlex.split(hook["entry"])[1:]
    ran = subprocess.run(
        [sys.executable, "-c", f"{block}from reportgen.cli import main; main({arguments})"],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
