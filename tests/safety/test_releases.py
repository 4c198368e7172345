"""Cases of our own release: who may write, and what is built from what."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportgen.building.workflows import ACTIONS
from tests.hosts import ROOT, host, run_steps, steps

PUBLISHER = "pypa/gh-action-pypi-publish"


def jobs() -> dict[str, Any]:
    """The jobs of the release, in their order."""
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8"))
    assert workflow[True] == {"push": {"tags": ["v*"]}}  # YAML 1.1 reads `on` so
    assert workflow["permissions"] == {}
    found: dict[str, Any] = workflow["jobs"]
    return found


@pytest.mark.parametrize("case", ["ci-release"])
def test_what_builds_writes_nothing_and_what_publishes_builds_nothing(case: str) -> None:
    """What actionlint and zizmor say of it: tests/packaging/test_hosts.py."""
    build, publish = jobs().values()
    assert build["permissions"] == {"contents": "read"}
    assert "environment" not in build
    assert publish["permissions"] == {"id-token": "write"}
    assert (publish["needs"], publish["environment"]) == ("build", "pypi")
    assert steps(publish) == []  # nothing that a shell would run
    *_, last = publish["steps"]
    assert last["uses"].startswith(f"{PUBLISHER}@")
    assert last["with"] == {"attestations": True}  # and no password
    assert "secrets." not in str([build, publish])


@pytest.mark.parametrize("case", ["ci-release"])
def test_it_is_built_from_what_the_lock_lists_by_hash(case: str) -> None:
    build, _ = jobs().values()
    lines = [line for step in steps(build) for line in step["run"].splitlines()]
    assert ".ci/run" in lines  # nothing is released that does not pass
    assert "python3 scripts/setup.py --dev" in lines  # pip with --require-hashes
    assert [line for line in lines if "-m build" in line and "--no-isolation" in line]
    assert not [line for line in lines if "pip install" in line]
    for lock in ("requirements.txt", "requirements-dev.txt"):
        wanted = re.split(r"\n(?=[A-Za-z0-9])", (ROOT / lock).read_text("utf-8"))
        named = [part for part in wanted if re.match(r"[A-Za-z0-9._-]+==", part)]
        assert named
        assert all("--hash=sha256:" in part for part in named)


@pytest.mark.parametrize("case", ["ci-release"])
def test_every_action_is_pinned_to_a_commit_with_its_version(case: str) -> None:
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8")
    used = re.findall(r"uses: (.*)", text)
    assert used
    for pin in used:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", pin), pin
    ours = {pin.partition("@")[0]: pin for pin in ACTIONS.values()}
    assert [pin for pin in used if ours.get(pin.partition("@")[0], pin) != pin] == []


@pytest.mark.parametrize("case", ["ci-release"])
def test_a_tag_that_is_not_the_version_stops_it(tmp_path: Path, case: str) -> None:
    project = tmp_path / "project"
    project.mkdir()
    shutil.copy(ROOT / "pyproject.toml", project)
    version = re.findall(
        r'^version = "(.*)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE
    )
    (check,) = [step for step in steps(jobs()["build"]) if "GITHUB_REF_NAME" in step["run"]]
    with host(tmp_path, project) as here:
        for tag, code in ((f"v{version[0]}", 0), ("v999.0.0", 1)):
            tagged = replace(here, environment={**here.environment, "GITHUB_REF_NAME": tag})
            ran = run_steps([check], tagged)
            assert ran.code == code, ran.said
    assert "::error file=pyproject.toml::the tag is v999.0.0" in ran.said
