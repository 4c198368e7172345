"""Which language tags are known, and what the others were meant to be."""

from __future__ import annotations

import pytest

from reportgen.reading import languages
from reportgen.reading.languages import SURE, is_known, meant_language


@pytest.mark.parametrize(
    "tag", ["en", "vi", "km", "zh-Hans", "zh-TW", "pt-BR", "sr-Latn-RS", "fil"]
)
def test_tags_of_cldr_are_known(tag: str) -> None:
    assert is_known(tag)


def test_what_is_not_looked_up_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    is_known.cache_clear()
    monkeypatch.setattr(languages, "SURE", frozenset())
    assert [tag for tag in sorted(SURE) if not is_known(tag)] == []


@pytest.mark.parametrize(
    ("tag", "meant"),
    [
        ("vn", "vi"),
        ("jp", "ja"),
        ("cz", "cs"),
        ("kr", "ko"),
        ("vie", "vi"),
        ("iw", "he"),
        ("English", "en"),
        ("Tiếng Việt", "vi"),
        ("pt_BR", "pt-BR"),
        ("EN", "en"),
        ("zh-Hnas", "zh-Hans"),
        ("en-VN", "en"),
        ("qqq", None),
        ("", None),
    ],
)
def test_others_are_not_and_what_they_meant_is_said(tag: str, meant: str | None) -> None:
    assert not is_known(tag)
    assert meant_language(tag, ("en", "vi")) == meant
    assert meant is None or is_known(meant)
