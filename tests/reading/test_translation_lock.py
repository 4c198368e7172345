"""The lock of translations: when one is stale, and that it reads what it writes."""

from __future__ import annotations

import pytest

from reportgen.model.translatable import Translatable
from reportgen.reading.translation_lock import LOCK_FILE, Lock, is_within, read_lock
from tests.small import MemoryWorld

LANGUAGES = ("en", "vi")


def text(en: str, vi: str, key: str = "partners.ilo.name") -> Translatable:
    return Translatable(key, "partners", "ilo", ("name",), {"en": en, "vi": vi})


def lock(*texts: Translatable) -> Lock:
    return Lock().accepting(texts, LANGUAGES)


@pytest.mark.parametrize(
    ("en", "vi", "stale"),
    [
        ("Labour", "Lao động", False),
        ("Work", "Lao động", True),
        ("Labour", "Việc làm", False),
        ("Work", "Việc làm", False),
        ("Labour ", "Lao động", False),
        ("  Labour\n", "Lao động", False),
        ("labour", "Lao động", True),
    ],
)
def test_a_translation_is_stale_where_only_its_original_changed(
    en: str, vi: str, *, stale: bool
) -> None:
    accepted = lock(text("Labour", "Lao động"))
    assert accepted.is_stale(text(en, vi), "vi", "en") is stale


def test_the_original_itself_is_never_stale() -> None:
    assert not lock(text("Labour", "Lao động")).is_stale(text("Work", "Lao động"), "en", "en")


def test_without_a_lock_nothing_is_stale() -> None:
    empty, problems = read_lock(MemoryWorld())
    assert (empty.pairs, problems) == ({}, ())
    assert not empty.is_stale(text("Work", "Lao động"), "vi", "en")


def test_what_is_written_is_read_again() -> None:
    before = lock(
        text("b", "bê", "texts.b"), text("a", "a", "texts.a"), text("c", "xê", "own.a: b")
    )
    written = before.written()
    lines = [line.split(" {")[0].strip() for line in written.splitlines() if "{" in line]
    assert lines == ['"own.a: b":', "texts.a:", "texts.b:"]
    assert read_lock(MemoryWorld({LOCK_FILE: written})) == (before, ())


def test_an_empty_lock_is_read_again() -> None:
    assert read_lock(MemoryWorld({LOCK_FILE: Lock().written()})) == (Lock(), ())


def test_languages_are_accepted_each_for_itself() -> None:
    three = ("en", "vi", "fr")
    old = Translatable("a", "a", "a", (), {"en": "Labour", "vi": "Lao động", "fr": "Travail"})
    new = Translatable("a", "a", "a", (), {"en": "Work", "vi": "Việc làm", "fr": "Travail"})
    accepted = Lock().accepting([old], three)
    assert not accepted.is_stale(new, "vi", "en")
    assert accepted.is_stale(new, "fr", "en")


def test_accepting_some_leaves_the_others() -> None:
    ilo, adb = text("Labour", "Lao động"), text("Bank", "Ngân hàng", "partners.adb.name")
    new = text("Work", "Lao động"), text("Banks", "Ngân hàng", "partners.adb.name")
    after = lock(ilo, adb).accepting(new, LANGUAGES, chosen=["partners.ilo"])
    assert not after.is_stale(new[0], "vi", "en")
    assert after.is_stale(new[1], "vi", "en")


@pytest.mark.parametrize(
    ("prefix", "within"),
    [
        ("partners", True),
        ("partners.ilo", True),
        ("partners.ilo.name", True),
        ("partners.il", False),
        ("partners.ilo.name.en", False),
    ],
)
def test_a_prefix_ends_at_a_point(prefix: str, *, within: bool) -> None:
    assert is_within("partners.ilo.name", prefix) is within


def test_texts_that_are_gone_leave_the_lock() -> None:
    ilo, adb = text("Labour", "Lao động"), text("Bank", "Ngân hàng", "partners.adb.name")
    assert set(lock(ilo, adb).accepting([adb], LANGUAGES).pairs) == {("partners.adb.name", "vi")}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("version: 2\ntexts: {}\n", "newer-format"),
        ("- a\n", "wrong-type"),
        ("version: 1\ntexts: [a]\n", "wrong-type"),
        ("version: 1\ntexts:\n  a: {vi: 3f}\n", "wrong-type"),
        ("version: 1\ntexts:\n  a: {vi: null}\n", "wrong-type"),
        ("version: 1\ntexts:\n  a: 3f 3f\n", "wrong-type"),
        ("version: 1\n<<<<<<< main\ntexts:\n", "yaml-syntax"),
    ],
)
def test_a_damaged_lock_is_told(content: str, code: str) -> None:
    read, problems = read_lock(MemoryWorld({LOCK_FILE: content}))
    assert read == Lock()
    assert [found.code for found in problems] == [code]
    assert problems[0].place is not None
    assert problems[0].place.file == LOCK_FILE
