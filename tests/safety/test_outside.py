"""A build where there is no network at all."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.running import SRC
from tests.safety.building import make

BUILD = [sys.executable, "-m", "reportgen", "build", "-j", "2"]
CHART = (
    '{{ chart({"mark": "bar", "encoding": {"x": {"field": "a", "type": "nominal"}}}, '
    'title="T", description="D", values=[{"a": 1}]) }}'
)


def run(project: Path, *before: str) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(SRC), "PATH": "/usr/bin:/bin", "HOME": str(project.parent)}
    return subprocess.run(
        [*before, *BUILD], cwd=project, env=environment, capture_output=True, encoding="utf-8",
        check=False,
    )  # fmt: skip


def test_a_build_needs_no_network(tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rn", "true"], check=False).returncode:
        pytest.skip("this machine makes no network namespace for us")
    project = make(tmp_path, f"<p>{{{{ partners.ilo.name }}}}</p>{CHART}")
    ran = run(project, unshare, "-rn")
    assert ran.returncode == 0, ran.stderr
    assert (project / "build/en/brief.pdf").exists()
