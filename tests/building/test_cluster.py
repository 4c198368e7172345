"""A cluster gives the bytes that a local build gives, also when one of its workers is killed."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportgen.building.addresses import Remote
from reportgen.building.remote import mirror
from reportgen.building.snapshots import pack, unpack
from reportgen.shipped import templates_root
from tests.running import SRC, reportgen, write_project
from tests.workshop import files_of

pytest.importorskip("fsspec")  # the extra [dask] may be left out

PAGE = (
    '<!DOCTYPE html><html lang="en"><head>{{ head() }}</head><body><h1>{{ record.name }}</h1>'
    "<p>{{ partners | length }} partners</p></body></html>\n"
)
NUMBER = 12
FILES = {
    "reportgen.yaml": "languages: [en]\nreports:\n  sheet: {template: sheet, each: partners}\n",
    "templates/sheet.html.j2": PAGE,
    "templates/sheet.yaml": "title: A sheet\n",
    "data/partners.yaml": "".join(f"- {{id: p{n}, name: Partner {n}}}\n" for n in range(NUMBER)),
}


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a build on this machine alone writes."""
    folder = write_project(tmp_path_factory.mktemp("local"), FILES)
    reportgen(folder, "build")
    return files_of(folder / "build")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers on loopback, each in a folder of its own."""
    pytest.importorskip("distributed")  # the extra [dask] may be left out
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(SRC), *sys.path])}

    def start(name: str, *arguments: str) -> subprocess.Popen[bytes]:
        own = tmp_path / name
        own.mkdir()
        with (tmp_path / f"{name}.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{arguments[0]}", *arguments[1:]],
                cwd=own,
                env={**environment, "TMPDIR": str(own)},
                stdout=log,
                stderr=log,
            )

    quiet = ("--no-dashboard", "--host", "127.0.0.1")
    processes = [start("scheduler", "dask_scheduler", *quiet, "--port", str(port))]
    for name in ("one", "two"):
        options = ("--nthreads", "1", "--no-nanny", *quiet)
        processes.append(start(name, "dask_worker", address, *options))
    wait_for(address, 2)
    yield address, processes[1:]
    for process in processes:
        process.kill()
        process.wait()


def wait_for(address: str, workers: int) -> None:
    from distributed import Client

    with Client(address, timeout=300, set_as_default=False) as client:
        client.wait_for_workers(workers, timeout=300)


@pytest.mark.slow
def test_a_cluster_makes_the_same_bytes(
    tmp_path: Path,
    cluster: tuple[str, list[subprocess.Popen[bytes]]],
    local: dict[str, bytes],
) -> None:
    folder = write_project(tmp_path / "project", FILES)
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "reportgen", "build"),
            *("--engine", "dask", "--scheduler", cluster[0]),
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(SRC), *sys.path])},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    built = folder / "build" / "en" / "sheet"
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        if built.is_dir() and list(built.glob("*.pdf")):
            break
        time.sleep(0.05)
    cluster[1][0].kill()  # in the middle of its work
    talk = process.communicate(timeout=300)[1]
    assert process.returncode == 0, talk
    assert files_of(folder / "build") == local
    assert "up to date" in reportgen(folder, "build").stderr


def test_a_scheduler_that_is_not_there_is_told(tmp_path: Path) -> None:
    pytest.importorskip("distributed")  # the extra [dask] may be left out
    folder = write_project(tmp_path, FILES)
    arguments = ("build", "--engine", "dask", "--scheduler", "tcp://127.0.0.1:1")
    assert "no scheduler answers" in reportgen(folder, *arguments, code=1).stderr


def test_engine_and_scheduler_go_together(tmp_path: Path) -> None:
    folder = write_project(tmp_path, FILES)
    assert "go together" in reportgen(folder, "build", "--engine", "dask", code=2).stderr


def test_a_snapshot_is_the_same_bytes_and_holds_what_reports_need(tmp_path: Path) -> None:
    folder = write_project(
        tmp_path, {**FILES, ".env": "secret", "data/.key": "secret", "other/big.bin": "much"}
    )
    packed = pack(folder, templates_root())
    assert pack(folder, templates_root()) == packed
    project, shipped, _ = unpack(packed)
    assert set(files_of(project)) - {".reportgen"} >= set(FILES)
    assert not {".env", "data/.key", "other/big.bin"} & set(files_of(project))
    assert files_of(shipped) == files_of(templates_root())


def test_only_what_changed_goes_to_an_address(tmp_path: Path) -> None:
    import fsspec

    folder = write_project(tmp_path, FILES)
    reportgen(folder, "build", "--format", "html")
    store, remote = fsspec.filesystem("memory"), Remote("memory://briefs/all")
    assert mirror(folder / "build", remote, whole=True) == (NUMBER + 1, 0)
    assert mirror(folder / "build", remote, whole=True) == (0, 0)
    store.pipe_file("/briefs/all/en/not-ours.txt", b"theirs")
    smaller = FILES["data/partners.yaml"].partition("- {id: p1,")[0]
    write_project(folder, {"data/partners.yaml": smaller})
    reportgen(folder, "build", "--format", "html")
    reportgen(folder, "build")
    _, gone = mirror(folder / "build", remote, whole=True)
    assert gone == NUMBER - 1
    there = {
        path.removeprefix("/briefs/all/"): store.cat_file(path)
        for path in store.find("/briefs/all")
    }
    assert there.pop("en/not-ours.txt") == b"theirs"
    assert there == files_of(folder / "build")


def test_an_address_of_a_file_is_a_folder(tmp_path: Path, local: dict[str, bytes]) -> None:
    folder = write_project(tmp_path / "project", FILES)
    reportgen(folder, "build", "-o", (tmp_path / "out put").as_uri())
    assert files_of(tmp_path / "out put") == local
