from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from reportgen.problems import ProblemsError
from reportgen.publishing.storage import Storage, open_storage
from tests.publishing.press import CONFIGURATION, made, project, wake


@pytest.fixture(params=["folder", "file://", "memory://"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    """A storage of each kind, empty."""
    if request.param == "memory://":
        pytest.importorskip("fsspec")  # the extra [dask] may be left out
        yield open_storage(f"memory://{uuid4()}/site", tmp_path)
    elif request.param == "file://":
        yield open_storage(f"file://{tmp_path}/my%20site", tmp_path)
        assert (tmp_path / "my site").is_dir()
    else:
        yield open_storage("site", tmp_path)


def test_what_is_written_is_found(storage: Storage) -> None:
    assert storage.read("a/b.txt") is None
    assert (storage.names(""), storage.names("a"), storage.walk("a")) == ((), (), ())
    storage.write("a/b.txt", b"1")
    storage.write("a/c/d.txt", b"2")
    storage.write("e.txt", b"3")
    storage.write("e.txt", b"4")
    assert (storage.read("a/b.txt"), storage.read("e.txt")) == (b"1", b"4")
    assert storage.read("a") is None
    assert (storage.names(""), storage.names("a")) == (("a", "e.txt"), ("b.txt", "c"))
    assert storage.walk("a") == ("b.txt", "c/d.txt")
    storage.remove("a/c/d.txt")
    storage.remove("a/c/d.txt")
    assert storage.walk("a") == ("b.txt",)


def test_a_file_is_created_once(storage: Storage) -> None:
    assert storage.create("1.json", b"first")
    assert not storage.create("1.json", b"second")
    assert storage.read("1.json") == b"first"


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    site = tmp_path / "site"
    site.mkdir()
    (site / "en").symlink_to(elsewhere)
    storage = open_storage("site", tmp_path)
    for write in (storage.write, storage.create):
        with pytest.raises(ProblemsError, match="is a link"):
            write("en/a.html", b"x")
    assert list(elsewhere.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "site").write_bytes(b"")
    with pytest.raises(ProblemsError, match="cannot write"):
        open_storage("site", tmp_path).write("a/b.txt", b"1")


def test_a_folder_of_another_machine_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProblemsError, match="names no folder of this machine"):
        open_storage("file://host/site", tmp_path)


def test_editions_and_the_ledger_live_at_addresses(folder: Path) -> None:
    fsspec = pytest.importorskip("fsspec")  # the extra [dask] may be left out
    base = f"memory://{uuid4()}"
    text = CONFIGURATION.replace("to: site, ledger: ledger", f"to: '{base}/site', keep: 1")
    project(folder, text)
    assert [state for *_, state in made(wake(folder, "2026-11-02T09:00+07:00"))] == [
        "published"
    ] * 2
    assert [state for *_, state in made(wake(folder, "2026-11-09T09:00+07:00"))] == ["published"]
    assert wake(folder, "2026-11-09T10:00+07:00").due == 0
    memory = fsspec.filesystem("memory")
    found = sorted(
        path.removeprefix(f"/{base.removeprefix('memory://')}/") for path in memory.find(base)
    )
    assert found == [
        *(f"site.ledger/0000000{number}.json" for number in (1, 2, 3)),
        "site/editions.json",
        "site/editions/news/2026-11-01T0600/en/news.html",
        "site/editions/news/2026-11-01T0600/manifest.json",
        *(f"site/editions/sheet/2026-11-09T0600/en/sheet/{name}.html" for name in "ab"),
        "site/editions/sheet/2026-11-09T0600/manifest.json",
        "site/en/news.html",
        *(f"site/en/sheet/{name}.html" for name in "ab"),
        "site/index.html",
        "site/manifest.json",
    ]
    assert not (folder / "site").exists()
    assert not (folder / "ledger").exists()
