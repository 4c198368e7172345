"""Addresses: what cannot be used is a problem with a hint, whatever a library raises."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from reportgen.building.addresses import PACKAGES, Remote, folder_of, kind_of
from reportgen.problems import ProblemsError

fsspec = pytest.importorskip("fsspec")  # the extra [dask] may be left out
registry = pytest.importorskip("fsspec.registry")  # as a module: fsspec has a value of that name


class ServiceError(Exception):
    """As those of botocore and gcsfs: no OSError."""


def fail(*_: object, **__: object) -> Any:
    raise ServiceError("Unable to locate credentials\nand much more")


@pytest.fixture
def service() -> Iterator[type[Any]]:
    """A kind of address, made up, whose file system is in memory until a test breaks it."""
    made = type("Service", (fsspec.get_filesystem_class("memory"),), {"protocol": "service"})
    fsspec.register_implementation("service", made, clobber=True)
    yield made
    registry._registry.pop("service")


@pytest.mark.parametrize(
    ("broken", "code", "use"),
    [
        ("cat_file", "cannot-read", lambda remote: remote.read("a")),
        ("ls", "cannot-read", lambda remote: remote.names("")),
        ("find", "cannot-read", lambda remote: remote.walk("")),
        ("invalidate_cache", "cannot-read", lambda remote: remote.walk("")),
        ("makedirs", "cannot-write", lambda remote: remote.write("a", b"")),
        ("pipe_file", "cannot-write", lambda remote: remote.write("a", b"")),
        ("pipe_file", "cannot-write", lambda remote: remote.create("a", b"")),
        ("rm_file", "cannot-write", lambda remote: remote.remove("a")),
    ],
)
def test_what_the_library_of_a_service_raises_is_told(
    service: type[Any], broken: str, code: str, use: Callable[[Remote], object]
) -> None:
    remote = Remote(f"service://{uuid4()}")
    setattr(service, broken, fail)
    with pytest.raises(ProblemsError) as caught:
        use(remote)
    (found,) = caught.value.problems
    assert found.code == code
    assert found.message.endswith("Unable to locate credentials")
    assert found.hint is not None


def test_a_service_that_cannot_be_opened_is_told(
    service: type[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "__init__", fail)
    with pytest.raises(ProblemsError, match="Unable to locate credentials"):
        Remote("service://bucket/briefs")


def test_an_error_without_words_is_named(
    service: type[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "cat_file", lambda *_: (_ for _ in ()).throw(ServiceError))
    with pytest.raises(ProblemsError, match="cannot be read: ServiceError"):
        Remote("service://bucket").read("a")


def problem_of(address: str) -> tuple[str, str, str]:
    with pytest.raises(ProblemsError) as caught:
        Remote(address)
    (found,) = caught.value.problems
    return found.code, found.message, found.hint or ""


def test_a_kind_of_address_that_nothing_knows_is_told() -> None:
    code, message, hint = problem_of("foo://x")
    assert (code, "'foo://x' is no address" in message) == ("bad-option", True)
    assert "s3://bucket/briefs" in hint


@pytest.mark.parametrize("address", ["s3://bucket/briefs", "simplecache::s3://bucket/briefs"])
def test_the_package_that_an_address_needs_is_named(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = {"s3": {"class": "not_installed.S3", "err": "Install it to access S3"}}
    monkeypatch.setattr(registry, "known_implementations", absent)
    monkeypatch.setattr(registry, "_registry", {})
    code, message, hint = problem_of(address)
    assert (code, hint) == ("bad-option", "pip install s3fs")
    assert "Install it to access S3" in message


def test_each_package_is_the_one_that_fsspec_asks_for() -> None:
    for kind, package in PACKAGES.items():
        assert package in registry.known_implementations[kind]["class"]


@pytest.mark.parametrize(
    ("address", "folder"),
    [
        ("out", "out"),
        ("file:///srv/my%20site", "/srv/my site"),
        ("FILE://localhost/srv", "/srv"),
        ("s3://bucket/briefs", None),
        ("simplecache::s3://bucket/briefs", None),
    ],
)
def test_a_folder_is_known_by_its_path_or_address(address: str, folder: str | None) -> None:
    assert folder_of(address) == (None if folder is None else Path(folder))


@pytest.mark.parametrize(
    "address", ["file://host/path", "file://out", "file:///a?b", "file:///a#b"]
)
def test_an_address_of_another_machine_is_no_folder_here(address: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        folder_of(address)
    (found,) = caught.value.problems
    assert (found.code, found.hint is None) == ("bad-option", False)


def test_the_kind_of_an_address() -> None:
    assert [kind_of(one) for one in ("s3://b/c", "a/b", "memory://x")] == ["s3", "", "memory"]
