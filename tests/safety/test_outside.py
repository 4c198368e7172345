"""What a build does, seen from outside: by the kernel's own record, and where there is no network."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reportgen.shipped import templates_root
from tests.running import SRC
from tests.safety.building import make

BUILD = [sys.executable, "-m", "reportgen", "build", "-j", "2"]
CHART = (
    '{{ chart({"mark": "bar", "encoding": {"x": {"field": "a", "type": "nominal"}}}, '
    'title="T", description="D", values=[{"a": 1}]) }}'
)
FAMILIES = re.compile(r"socket\((AF_\w+)")
OPENED = re.compile(
    r'open(?:at)?\((?:AT_FDCWD|\d+)?(?:<[^>]*>)?,? ?"([^"]*)"[^)]*\) = (\d+)<([^>]*)>'
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


@pytest.mark.slow
def test_a_build_opens_no_socket_and_reads_only_its_own(tmp_path: Path) -> None:
    """The system calls of the command and of all its workers."""
    strace = shutil.which("strace")
    if (
        strace is None
        or subprocess.run([strace, "-o", "/dev/null", "true"], check=False).returncode
    ):
        pytest.skip("strace is not installed, or may not trace here")
    body = f"<p>{{{{ partners.ilo.name }}}}</p>{CHART}{{% include '../../secret.txt' ignore missing %}}"
    project = make(tmp_path, body)
    (project / "data").mkdir(exist_ok=True)
    (project / "data/link.yaml").symlink_to("../../secret.txt")
    told = run(project)  # the link is told; without it the build goes on
    assert "data/link.yaml is not read: it leads out of the project folder" in told.stderr
    (project / "data/link.yaml").unlink()
    record = tmp_path / "calls"
    calls = "socket,connect,sendto,bind,listen,open,openat"
    ran = run(project, strace, "-f", "-y", "-qq", "-e", f"trace={calls}", "-o", str(record))
    assert ran.returncode == 0, ran.stderr
    text = record.read_text("utf-8", "replace")
    assert set(FAMILIES.findall(text)) <= {"AF_UNIX"}, set(FAMILIES.findall(text))
    assert "connect(" not in text or "AF_INET" not in text
    opened = {match[3] for match in OPENED.finditer(text)}
    assert any(path.startswith(str(project)) for path in opened)  # else this saw nothing
    beside = {
        path
        for path in opened
        if path.startswith(str(tmp_path)) and not path.startswith((f"{project}/", str(record)))
    }
    assert beside <= {str(project), str(tmp_path)}, beside
    assert any(path.startswith(str(templates_root())) for path in opened)
    private = ("/etc/passwd", "/etc/shadow", "/root/.ssh", "/home")
    assert [path for path in opened if path.startswith(private)] == []
