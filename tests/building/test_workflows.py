"""What `reportgen ci init` writes: valid, few rights, no secret near a pull request, and it runs."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.building.workflows import ACTIONS, FILES, Setting, setting_of, workflow
from reportgen.model.configuration import Publish
from reportgen.problems import ProblemsError
from tests.hosts import host, lint_github, lint_gitlab, run_steps, steps
from tests.running import reportgen, write_project

IN_FOLDERS = Setting(publish=Publish.model_validate({"to": "build/site", "ledger": "build/ledger"}))
SETTINGS = {
    "folders": IN_FOLDERS,
    "below": Setting("some/briefs", "trunk", "reportgen-toolkit", IN_FOLDERS.publish),
    "bucket": Setting(publish=Publish.model_validate({"to": "s3://bucket/briefs"})),
    "elsewhere": Setting(publish=Publish.model_validate({"to": "memory://briefs"})),
    "nowhere": Setting(),
}
PROJECT = {
    "reportgen.yaml": "formats: [html]\nreports:\n  brief: {template: country-brief}\n",
    "data.yaml": "partners: [{id: ilo, name: ILO}]\n",
}


def jobs(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(workflow("github", SETTINGS[name]))["jobs"]
    return found


@pytest.mark.parametrize("name", SETTINGS)
def test_actionlint_and_zizmor_find_nothing(name: str, tmp_path: Path) -> None:
    path = tmp_path / FILES["github"]
    path.parent.mkdir(parents=True)
    path.write_text(workflow("github", SETTINGS[name]), "utf-8")
    assert lint_github(tmp_path) == ""


def test_the_linters_are_awake(tmp_path: Path) -> None:
    text = workflow("github", IN_FOLDERS)
    path = tmp_path / FILES["github"]
    path.parent.mkdir(parents=True)
    path.write_text(text.replace("pull_request:", "pull_request_target:"), "utf-8")
    assert "dangerous-triggers" in lint_github(tmp_path)
    path.write_text(text.replace("runs-on: ubuntu-24.04", "runs-on: ubuntoo", 1), "utf-8")
    assert "ubuntoo" in lint_github(tmp_path)


@pytest.mark.parametrize("name", SETTINGS)
def test_the_schema_of_gitlab_takes_it(name: str, tmp_path: Path) -> None:
    text = workflow("gitlab", SETTINGS[name])
    assert lint_gitlab(text, tmp_path) == ""
    assert lint_gitlab(text.replace("when: always", "when: sometimes"), tmp_path)


@pytest.mark.parametrize("name", SETTINGS)
def test_code_of_a_pull_request_has_no_right_and_no_secret(name: str) -> None:
    text = workflow("github", SETTINGS[name])
    value = yaml.safe_load(text)
    assert value["permissions"] == {}
    on = value[True]  # YAML 1.1 reads `on` so
    assert set(on) <= {"pull_request", "push", "schedule", "workflow_dispatch"}
    check = value["jobs"]["check"]
    assert check["if"] == "github.event_name == 'pull_request'"
    assert check["permissions"] == {"contents": "read"}
    assert "environment" not in check
    assert re.search(r"secrets\.|github\.token|TOKEN", yaml.safe_dump(check)) is None
    assert not any(step.get("uses") == ACTIONS["cache"].split()[0] for step in check["steps"])
    for job in value["jobs"].values():
        (checkout,) = [s for s in job["steps"] if "checkout@" in s.get("uses", "")]
        assert checkout["with"]["persist-credentials"] is False
    publish = value["jobs"].get("publish", {"if": "github.event_name != 'pull_request' && x"})
    assert publish["if"].startswith("github.event_name != 'pull_request' && ")


def test_it_publishes_where_the_project_says() -> None:
    assert jobs("nowhere").keys() == {"check"}
    assert jobs("folders")["publish"]["permissions"] == {"contents": "write"}
    assert jobs("bucket")["publish"]["permissions"] == {"contents": "read"}
    assert "AWS_SECRET_ACCESS_KEY" in yaml.safe_dump(jobs("bucket")["publish"])
    assert "secrets." not in yaml.safe_dump(jobs("elsewhere"))
    assert jobs("below")["publish"]["if"].endswith("'refs/heads/trunk'")
    assert "some/briefs/.reportgen/cache" in yaml.safe_dump(jobs("below"))


@pytest.mark.parametrize("name", SETTINGS)
def test_a_cache_is_restored_where_a_job_saves_it(name: str) -> None:
    used = [step.get("uses", "") for job in jobs(name).values() for step in job["steps"]]
    saved, restored = (ACTIONS[kind].split()[0] for kind in ("cache", "restore"))
    assert (restored in used) == (saved in used) == (name != "nowhere")
    assert ("for the cache" in yaml.safe_dump(jobs(name))) == (name != "nowhere")
    pipeline = yaml.safe_load(workflow("gitlab", SETTINGS[name]))
    policies = [job["cache"]["policy"] for job in pipeline.values() if "cache" in job]
    assert policies == ([] if name == "nowhere" else ["pull", "pull-push"])
    stages = [job["stage"] for job in pipeline.values() if "stage" in job]
    assert pipeline["stages"] == stages


def test_the_ledger_that_stands_beside_the_editions_is_kept() -> None:
    setting = Setting(publish=Publish.model_validate({"to": "build/site/"}))
    for host_ in FILES:
        assert "for KEPT in build/site/ build/site.ledger; do" in workflow(host_, setting)


def test_every_action_is_pinned_to_a_commit_with_its_version() -> None:
    for name in ACTIONS.values():
        assert re.fullmatch(r"actions/[a-z/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", name)
    for line in workflow("github", IN_FOLDERS).splitlines():
        if "uses:" in line:
            assert line.split("uses: ")[1] in ACTIONS.values()


def test_the_steps_of_the_check_run_in_a_clean_folder(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "project", PROJECT)
    with host(tmp_path, folder) as here:
        ran = run_steps(steps(jobs("folders")["check"]), here)
    assert ran.code == 0, ran.said
    assert "apt-get -qq install" in ran.asked
    assert (folder / "build" / "en" / "brief.html").exists()
    assert re.search(r"^digest=[0-9a-f]{16}$", ran.outputs, re.MULTILINE)
    assert "reportgen build" in ran.summary


def test_a_mistake_fails_the_check_and_is_annotated(tmp_path: Path) -> None:
    files = {**PROJECT, "data.yaml": "partners: [{id: ilo, nmae: ILO}]\n"}
    with host(tmp_path, write_project(tmp_path / "project", files)) as here:
        ran = run_steps(steps(jobs("folders")["check"]), here)
    assert ran.code == 1
    assert "::error title=reportgen unknown-field,file=data.yaml,line=1" in ran.said
    assert "unknown" in ran.summary


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, encoding="utf-8"
    ).stdout.strip()


@pytest.fixture
def clones(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A bare repository, and two containers of CI that have it checked out."""
    bare, first = tmp_path / "bare", tmp_path / "first"
    git(tmp_path, "init", "--quiet", "--bare", str(bare))
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(first))
    write_project(first / "briefs", {"reportgen.yaml": "x: 1\n", ".gitignore": "build/\n"})
    git(first, "add", ".")
    git(first, "-c", "user.name=x", "-c", "user.email=x@localhost", "commit", "-qm", "x")
    git(first, "push", "--quiet", str(bare), "main")
    second = tmp_path / "second"
    git(tmp_path, "clone", "--quiet", "--branch", "main", str(bare), str(second))
    return bare, first, second


def script(name: str, folder: Path, remote: Path) -> subprocess.CompletedProcess[str]:
    """Run the lines of a step of the workflow against a repository on this disk."""
    setting = Setting("briefs", publish=IN_FOLDERS.publish)
    (step,) = [
        s for s in yaml.safe_load(workflow("github", setting))["jobs"]["publish"]["steps"]
        if s.get("name") == name
    ]  # fmt: skip
    lines = step["run"].splitlines()[1:]  # the first one says where GitHub is
    return subprocess.run(
        ["bash", "-e", "-c", "\n".join(lines)],
        cwd=folder / "briefs",
        env={**os.environ, "REMOTE": str(remote), "BRANCH": "reportgen-published"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


BRING, KEEP = "Bring back what was published", "Keep what is published"


def test_what_is_published_outlives_the_container(clones: tuple[Path, Path, Path]) -> None:
    bare, first, second = clones
    assert script(BRING, first, bare).returncode == 0  # there is nothing yet
    assert script(KEEP, first, bare).returncode == 0  # nor is now
    assert git(bare, "branch", "--list", "reportgen-published") == ""
    write_project(first / "briefs", {"build/site/a.html": "A", "build/ledger/1.json": "{}"})
    ran = script(KEEP, first, bare)
    assert ran.returncode == 0, ran.stderr
    assert git(first, "status", "--short") == ""  # the work tree is left alone
    assert script(BRING, second, bare).returncode == 0
    assert (second / "briefs/build/site/a.html").read_text("utf-8") == "A"
    assert (second / "briefs/build/ledger/1.json").exists()
    before = git(bare, "rev-parse", "reportgen-published")
    assert script(KEEP, second, bare).returncode == 0  # nothing new, no commit
    assert git(bare, "rev-parse", "reportgen-published") == before
    write_project(second / "briefs", {"build/site/b.html": "B"})
    assert script(KEEP, second, bare).returncode == 0
    assert git(bare, "rev-list", "--count", "reportgen-published") == "2"


def test_of_two_runs_one_publishes_and_a_repository_out_of_reach_stops(
    clones: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    bare, first, second = clones
    for clone, text in ((first, "A"), (second, "B")):
        assert script(BRING, clone, bare).returncode == 0
        write_project(clone / "briefs", {"build/site/a.html": text})
    assert script(KEEP, first, bare).returncode == 0
    late = script(KEEP, second, bare)
    assert late.returncode != 0
    assert git(bare, "show", "reportgen-published:briefs/build/site/a.html") == "A"
    assert script(BRING, second, tmp_path / "gone").returncode != 0


def test_a_name_that_would_steer_a_shell_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    folder = write_project(tmp_path / "a; rm -rf x", PROJECT)
    with pytest.raises(ProblemsError, match="cannot stand in a workflow"):
        setting_of(folder, "main", None, "0.1.0")
    with pytest.raises(ProblemsError, match="cannot stand in a workflow"):
        setting_of(write_project(tmp_path / "b", PROJECT), "$(x)", None, "0.1.0")


def test_the_command_writes_it_at_the_top_and_overwrites_only_when_told(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    folder = write_project(tmp_path / "briefs", PROJECT)
    ran = reportgen(folder, "ci", "init", "github", "--dry-run")
    assert not (tmp_path / FILES["github"]).exists()
    assert ran.stdout.startswith("# Written by")
    assert "it publishes nothing" in ran.stderr
    reportgen(folder, "ci", "init", "github")
    path = tmp_path / FILES["github"]
    assert path.read_text("utf-8") == ran.stdout
    assert "working-directory: briefs" in ran.stdout
    path.write_text("mine", "utf-8")
    reportgen(folder, "ci", "init", "github", code=1)
    assert path.read_text("utf-8") == "mine"
    reportgen(folder, "ci", "init", "github", "--force")
    assert path.read_text("utf-8") == ran.stdout


DUE = {
    "reportgen.yaml": "formats: [html]\npublish: {to: build/site, ledger: build/ledger}\n"
    "reports:\n  brief: {template: country-brief, schedule: yearly}\n",
    "data.yaml": PROJECT["data.yaml"],
    ".gitignore": "build/\n.reportgen/\n",
}


def published_from(tmp_path: Path) -> tuple[Path, Path]:
    """A bare repository with a project that has something due, and a clone of it."""
    bare, origin = tmp_path / "bare", tmp_path / "origin"
    git(tmp_path, "init", "--quiet", "--bare", str(bare))
    git(tmp_path, "init", "--quiet", "--initial-branch=main", str(origin))
    write_project(origin, DUE)
    git(origin, "add", ".")
    git(origin, "-c", "user.name=x", "-c", "user.email=x@localhost", "commit", "-qm", "x")
    git(origin, "push", "--quiet", str(bare), "main")
    return bare, origin


def test_two_containers_publish_a_slot_once(tmp_path: Path) -> None:
    bare, origin = published_from(tmp_path)
    _, setting = setting_of(origin, "main", None, "0.1.0")
    publish = yaml.safe_load(workflow("github", setting))["jobs"]["publish"]
    todo = [step for step in steps(publish) if "push" not in step.get("if", "").split("!=")[0]]
    said = []
    for name in ("first", "second"):
        clone = tmp_path / name / "clone"
        git(tmp_path, "clone", "--quiet", "--branch", "main", str(bare), str(clone))
        with host(tmp_path / name, clone) as here:
            at_home = [
                {**s, "run": re.sub(r"REMOTE=.*", f'REMOTE="{bare}"', s["run"])} for s in todo
            ]
            ran = run_steps(at_home, here)
        assert ran.code == 0, ran.said
        said.append(ran)
    assert "published brief" in said[0].said
    assert "published=1" in said[0].outputs
    assert "nothing is due" in said[1].said
    assert "due=0" in said[1].outputs
    assert git(bare, "rev-list", "--count", "reportgen-published") == "1"
    assert "build/site/en/brief.html" in git(
        bare, "ls-tree", "-r", "--name-only", "reportgen-published"
    )


def gitlab_step(name: str, setting: Setting) -> dict[str, Any]:
    """The lines of a job of GitLab as one step: its runner joins them."""
    value = yaml.safe_load(workflow("gitlab", setting))
    lines = [*value[".reportgen"]["before_script"], *value[name]["script"]]
    return {"run": "\n".join(lines), "env": {"BRANCH": "reportgen-published"}}


def test_the_lines_of_gitlab_check_in_a_clean_folder(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "project", PROJECT)
    with host(tmp_path, folder) as here:
        ran = run_steps([gitlab_step("reportgen-check", IN_FOLDERS)], here)
    assert ran.code == 0, ran.said
    assert json.loads((folder / "code-quality.json").read_text("utf-8")) == []
    assert (folder / "build" / "en" / "brief.html").exists()
    write_project(folder, {"data.yaml": "partners: [{id: ilo, nmae: ILO}]\n"})
    (tmp_path / "again").mkdir()
    with host(tmp_path / "again", folder) as here:
        ran = run_steps([gitlab_step("reportgen-check", IN_FOLDERS)], here)
    assert ran.code == 1
    (row,) = json.loads((folder / "code-quality.json").read_text("utf-8"))
    assert row["location"] == {"path": "data.yaml", "lines": {"begin": 1}}


def test_the_lines_of_gitlab_publish_what_is_due(tmp_path: Path) -> None:
    bare, clone = published_from(tmp_path)
    _, setting = setting_of(clone, "main", None, "0.1.0")
    step = gitlab_step("reportgen-publish", setting)
    step["run"] = re.sub(r"REMOTE=.*", f'REMOTE="{bare}"', step["run"])
    step["env"]["CI_PIPELINE_SOURCE"] = "schedule"
    with host(tmp_path, clone) as here:
        ran = run_steps([step], here)
    assert ran.code == 0, ran.said
    assert "published brief" in ran.said
    assert git(bare, "rev-list", "--count", "reportgen-published") == "1"
