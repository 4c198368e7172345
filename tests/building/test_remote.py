"""What is sent to an address, and what of others is left alone there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from reportgen.building.addresses import Remote
from reportgen.building.manifest import MANIFEST, manifest_bytes
from reportgen.building.remote import SENDING, mirror, open_address
from reportgen.building.writing import write_file
from reportgen.problems import ProblemsError
from reportgen.world import digest
from tests.running import reportgen, write_project
from tests.workshop import files_of

pytest.importorskip("fsspec")  # the extra [dask] may be left out


@pytest.fixture
def remote() -> Remote:
    """An address where nothing is yet."""
    return Remote(f"memory://{uuid4()}/briefs")


def built(folder: Path, files: Mapping[str, bytes]) -> Path:
    """An output folder as a build leaves it."""
    entries = {path: {"digest": digest(data)} for path, data in files.items()}
    for path, data in {**files, MANIFEST: manifest_bytes(entries)}.items():
        write_file(folder / path, data)
    return folder


def there(remote: Remote) -> dict[str, bytes | None]:
    return {path: remote.read(path) for path in remote.walk("")}


def refused(folder: Path, remote: Remote) -> list[tuple[str, str]]:
    before = there(remote)
    with pytest.raises(ProblemsError) as caught:
        mirror(folder, remote, whole=True)
    assert there(remote) == before
    assert all(found.hint for found in caught.value.problems)
    return [(found.code, found.message) for found in caught.value.problems]


def test_files_that_no_build_has_sent_are_not_overwritten(tmp_path: Path, remote: Remote) -> None:
    folder = built(tmp_path, {"en/a.html": b"A", "en/b.html": b"B", "en/c.html": b"C"})
    remote.write("en/b.html", b"theirs")
    remote.write("en/c.html", b"C")  # the same as ours: nothing is lost
    code, message = refused(folder, remote)[0]
    assert code == "foreign-file"
    assert message == f"en/b.html is there already in {remote.shown}, and was not built; it is kept"
    remote.remove("en/b.html")
    assert mirror(folder, remote, whole=True) == (3, 0)
    assert there(remote) == files_of(folder)


def test_a_manifest_that_is_not_ours_is_not_overwritten(tmp_path: Path, remote: Remote) -> None:
    folder = built(tmp_path, {"a.html": b"A"})
    remote.write(MANIFEST, b'{"name": "a web application"}')
    assert [code for code, _ in refused(folder, remote)] == ["foreign-file"]


def test_a_newer_manifest_is_refused_and_left_as_it_is(tmp_path: Path, remote: Remote) -> None:
    folder = built(tmp_path, {"a.html": b"A"})
    remote.write(MANIFEST, b'{"outputs": {}, "version": 2}')
    assert [code for code, _ in refused(folder, remote)] == ["newer-format"]
    with pytest.raises(ProblemsError, match="newer reportgen"):
        open_address(remote.shown, looking=True)


def test_a_manifest_that_cannot_be_read_counts_not_as_none(
    tmp_path: Path, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = built(tmp_path, {"a.html": b"A"})

    def fail(*_: object, **__: object) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(remote._files), "cat_file", fail)
    with pytest.raises(ProblemsError) as caught:
        mirror(folder, remote, whole=True)
    assert [found.code for found in caught.value.problems] == ["cannot-read"]
    with pytest.raises(ProblemsError, match=r"manifest\.json cannot be read: permission denied"):
        open_address(remote.shown, looking=True)
    open_address(remote.shown, looking=False)
    assert remote.walk("") == ()


def test_what_a_run_that_died_has_left_is_known_as_ours(
    tmp_path: Path, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = built(tmp_path / "1", {"a.html": b"A", "b.html": b"B", "c.html": b"C"})
    write = Remote.write

    def die(self: Remote, path: str, data: bytes) -> None:
        if path == "c.html":
            raise KeyboardInterrupt
        write(self, path, data)

    monkeypatch.setattr(Remote, "write", die)
    with pytest.raises(KeyboardInterrupt):
        mirror(folder, remote, whole=True)
    monkeypatch.undo()
    assert set(there(remote)) == {"a.html", "b.html", SENDING}
    later = built(tmp_path / "2", {"a.html": b"another A", "c.html": b"C"})
    assert mirror(later, remote, whole=True) == (2, 1)
    assert there(remote) == files_of(later)


def test_part_of_a_project_takes_nothing_away(tmp_path: Path, remote: Remote) -> None:
    whole = built(tmp_path / "1", {"index.html": b"of two", "a.html": b"A", "b.html": b"B"})
    mirror(whole, remote, whole=True)
    part = built(tmp_path / "2", {"index.html": b"of one", "a.html": b"another A"})
    assert mirror(part, remote, whole=False) == (1, 0)
    assert there(remote)["b.html"] == b"B"
    assert there(remote)["index.html"] == b"of two"  # which lists b.html
    assert mirror(whole, remote, whole=True) == (1, 0)
    assert there(remote) == files_of(whole)


def test_a_folder_in_which_nothing_was_built_takes_nothing_away(
    tmp_path: Path, remote: Remote
) -> None:
    folder = built(tmp_path / "1", {"a.html": b"A"})
    mirror(folder, remote, whole=True)
    assert mirror(tmp_path / "2", remote, whole=True) == (0, 0)
    assert there(remote) == files_of(folder)


PROJECT = {
    "reportgen.yaml": "formats: [html]\nreports:\n  brief: {template: one-pager}\n",
    "data.yaml": "partners: [{id: ilo, name: ILO}]\n",
}


def test_a_build_brings_its_files_to_an_address(tmp_path: Path) -> None:
    folder = write_project(tmp_path / "project", PROJECT)
    at = f"local://{(tmp_path / 'site').as_posix()}"
    ran = reportgen(folder, "build", "-o", at)
    assert ran.stderr.splitlines()[-1] == f"look at {at}/index.html"
    before = files_of(tmp_path / "site")
    assert "en/brief.html" in before
    # A mistake takes nothing away, also where nothing was built before, as in a container of CI.
    again = write_project(tmp_path / "again", {**PROJECT, "data.yaml": "partners: [{id: A}]\n"})
    assert "nothing was built" in reportgen(again, "build", "-o", at, code=1).stderr
    assert files_of(tmp_path / "site") == before
    # What somebody else puts in the way is kept, and the end does not send readers elsewhere.
    write_file(tmp_path / "other" / "en" / "brief.html", b"theirs")
    at = f"local://{(tmp_path / 'other').as_posix()}"
    said = reportgen(folder, "build", "-o", at, code=1).stderr
    assert "error[foreign-file]" in said
    assert "look at" not in said
    assert f"not all of it is at {at} yet" in said
    assert files_of(tmp_path / "other") == {"en/brief.html": b"theirs"}


def test_an_address_that_cannot_be_used_is_told_before_anything_is_built(tmp_path: Path) -> None:
    folder = write_project(tmp_path, PROJECT)
    for address in ("foo://x", "file://host/path"):
        said = reportgen(folder, "build", "-o", address, code=1).stderr
        assert "error[bad-option]" in said
        assert "hint:" in said
        assert "built brief" not in said
        assert "look at" not in said
    assert not (folder / ".reportgen" / "remote").exists()
