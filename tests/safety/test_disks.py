"""Disks that are full, that may only be read, homes and temporary folders that are not there."""

from __future__ import annotations

import ctypes
import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from reportgen.building.writing import PART
from tests.running import SRC, write_project
from tests.workshop import build, cheap, files_of, write_shipped

ROOT = Path(__file__).parents[2]
SMALLEST = ROOT / "tests" / "projects" / "smallest"
PYTHON = {"PYTHONPATH": f"{SRC}{os.pathsep}{ROOT}", "NO_COLOR": "1"}
PAGE = (
    '<!DOCTYPE html><html lang="en"><head>{{ head() }}</head><body><main>'
    "<h1>{{ record.name }}</h1>{% for n in range(700) %}<p>{{ n }}</p>{% endfor %}"
    "</main></body></html>\n"
)
FILES = {
    "reportgen.yaml": "languages: [en]\nreports:\n  sheet: {template: sheet, each: partners}\n",
    "templates/sheet.html.j2": PAGE,
    "templates/sheet.yaml": "title: A sheet\n",
}
OLD = "".join(f"- {{id: p{n}, name: Anna}}\n" for n in range(8))
NEW = OLD.replace("Anna", "Ben")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="mounts and capabilities")


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    return write_shipped(tmp_path / "shipped")


@pytest.fixture
def project(tmp_path: Path, shipped: Path) -> Path:
    """A project that was built, and whose every page differs now."""
    folder = write_project(tmp_path / "project", {**FILES, "data/partners.yaml": OLD})
    with cheap(shipped):
        assert build(folder).ok
    return write_project(folder, {"data/partners.yaml": NEW})


@pytest.fixture
def clean(tmp_path: Path, shipped: Path) -> dict[str, bytes]:
    """What a build of it from nothing writes."""
    folder = write_project(tmp_path / "clean", {**FILES, "data/partners.yaml": NEW})
    with cheap(shipped):
        assert build(folder).ok
    return files_of(folder / "build")


def run(
    project: Path, shipped: Path, *, before: Callable[[], None] | None = None
) -> subprocess.CompletedProcess[str]:
    """A whole build with worker processes, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "tests.workshop", project, shipped],
        cwd=ROOT,
        env={**os.environ, **PYTHON},
        preexec_fn=before,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def all_whole(found: Mapping[str, bytes], *versions: Mapping[str, bytes]) -> None:
    """Each file is that of one of these builds, and none is half written."""
    for path, data in found.items():
        assert PART not in path
        if path not in ("manifest.json", "index.html"):
            assert data in [version.get(path) for version in versions], path


IN_A_SMALL_DISK = """
set -e
mount -t tmpfs -o size=$SIZE tmpfs "$PROJECT/build"
cp -a "$PROJECT/before/." "$PROJECT/build/"
set +e
"$PYTHON" -m tests.workshop "$PROJECT" "$SHIPPED" 2> "$PROJECT/said"
echo $? > "$PROJECT/code"
cp -a "$PROJECT/build" "$PROJECT/after"
mount -o remount,size=64m "$PROJECT/build"
"$PYTHON" -m tests.workshop "$PROJECT" "$SHIPPED" 2> "$PROJECT/said-again"
echo $? > "$PROJECT/code-again"
cp -a "$PROJECT/build" "$PROJECT/repaired"
"""


@pytest.mark.parametrize("case", ["b-enospc"])
def test_a_disk_that_is_full_leaves_old_or_new(
    project: Path, shipped: Path, clean: dict[str, bytes], case: str
) -> None:
    old = files_of(project / "build")
    (project / "build").rename(project / "before")
    (project / "build").mkdir()
    size = sum(-(-len(data) // 4096) * 4096 for data in old.values())
    ran = subprocess.run(
        ["unshare", "--mount", "--map-root-user", "sh", "-c", IN_A_SMALL_DISK],
        cwd=ROOT,
        env={
            **os.environ,
            **PYTHON,
            "PROJECT": str(project),
            "SHIPPED": str(shipped),
            "PYTHON": sys.executable,
            "SIZE": str(size + 4096),
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if not (project / "code").exists():
        pytest.skip(f"no disk can be mounted here: {ran.stderr}")
    assert (project / "code").read_text().strip() == "1"
    said = (project / "said").read_text("utf-8")
    assert "cannot-write" in said
    assert "the disk is full" in said
    assert "Traceback" not in said
    after = files_of(project / "after")
    all_whole(after, old, clean)
    assert after.keys() == old.keys()
    assert (project / "code-again").read_text().strip() == "0"
    assert files_of(project / "repaired") == clean


@pytest.mark.parametrize("case", ["b-enospc:file-size"])
def test_a_file_that_may_not_grow_leaves_old_or_new(
    project: Path, shipped: Path, clean: dict[str, bytes], case: str
) -> None:
    resource = pytest.importorskip("resource")  # Windows has no such module
    old = files_of(project / "build")
    for size in (0, 100, 6_000):
        bound = functools.partial(resource.setrlimit, resource.RLIMIT_FSIZE, (size, size))
        ran = run(project, shipped, before=bound)
        assert ran.returncode == 1, ran.stderr
        assert "cannot-write" in ran.stderr
        assert "Traceback" not in ran.stderr
        all_whole(files_of(project / "build"), old, clean)
    assert run(project, shipped).returncode == 0
    assert files_of(project / "build") == clean


def without_rights() -> None:
    """Give up what root may do with files of others and read-only folders."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None)
        for capability in (1, 2, 3):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, CAP_FOWNER
            libc.prctl(24, capability, 0, 0, 0)  # PR_CAPBSET_DROP


@pytest.mark.parametrize(
    ("locked", "case"),
    [
        ("build/en/sheet", "b-readonly"),
        ("build", "b-readonly:manifest"),
        (".reportgen", "b-readonly:state"),
        (".reportgen/cache/objects", "b-readonly:cache"),
        (".", "b-readonly:project"),
    ],
)
def test_a_folder_that_may_only_be_read_is_told(
    project: Path, shipped: Path, clean: dict[str, bytes], locked: str, case: str
) -> None:
    old = files_of(project / "build")
    folders = [project / locked, *(p for p in (project / locked).rglob("*") if p.is_dir())]
    if locked == ".":
        shutil.rmtree(project / ".reportgen")
        folders = [project]
    if locked == "build":
        folders = [project / "build"]
    for folder in folders:
        folder.chmod(0o555)
    try:
        ran = run(project, shipped, before=without_rights)
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert ran.returncode == 1, ran.stderr
    assert {line.partition(" ")[0] for line in ran.stderr.splitlines()} == {"cannot-write"}
    all_whole(files_of(project / "build"), old, clean)
    assert run(project, shipped).returncode == 0
    assert files_of(project / "build") == clean


@pytest.mark.parametrize("case", ["b-readonly:file"])
def test_an_output_that_may_only_be_read_is_replaced(
    project: Path, shipped: Path, clean: dict[str, bytes], case: str
) -> None:
    for path in (project / "build").rglob("*.*"):
        path.chmod(0o444)
    assert run(project, shipped, before=without_rights).returncode == 0
    assert files_of(project / "build") == clean


@pytest.mark.parametrize("case", ["b-readonly:unreadable"])
def test_an_output_that_may_not_even_be_read_is_replaced(
    project: Path, shipped: Path, clean: dict[str, bytes], case: str
) -> None:
    for path in (project / "build" / "en").rglob("*.pdf"):
        path.chmod(0)
    ran = run(project, shipped, before=without_rights)
    assert (ran.stderr, ran.returncode) == ("", 0)
    assert files_of(project / "build") == clean


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return real(tmp_path_factory.mktemp("usual"), {})


def real(folder: Path, variables: Mapping[str, str | None]) -> dict[str, bytes]:
    """What the command makes of the smallest project with these variables."""
    write_project(folder, {p.name: p.read_text("utf-8") for p in SMALLEST.glob("*.yaml")})
    environment = {**os.environ, **PYTHON, **variables}
    ran = subprocess.run(
        [sys.executable, "-m", "reportgen", "build"],
        cwd=folder,
        env={name: value for name, value in environment.items() if value is not None},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr
    return files_of(folder / "build")


@pytest.mark.parametrize(
    ("variables", "case"),
    [
        ({"HOME": "/nonexistent", "XDG_CACHE_HOME": None, "XDG_CONFIG_HOME": None}, "b-home-ro"),
        ({"HOME": None, "USER": None, "LOGNAME": None, "PATH": None}, "b-home-ro:none"),
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, "b-lang-c"),
        ({"TMPDIR": "/nonexistent", "TMP": "/nonexistent", "TEMP": "/dev/null"}, "b-tmp-missing"),
    ],
)
def test_the_same_bytes_where_the_machine_lacks_something(
    tmp_path: Path, usual: dict[str, bytes], variables: Mapping[str, str | None], case: str
) -> None:
    assert real(tmp_path, variables) == usual
    assert any(path.endswith(".pdf") for path in usual)
