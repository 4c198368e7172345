"""The briefing note and the meeting brief; all records are made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from reportgen.model import COLLECTIONS
from reportgen.model.fields import fields_of
from reportgen.model.lookup import PLAIN
from reportgen.model.manifest import Manifest
from reportgen.problems import Place
from reportgen.reading.manifests import Manifests
from reportgen.shipped import templates_root
from tests.rendering.test_reports import heads, page_of, rows, words
from tests.small import SOURCE, MemoryWorld, Rows

NOTE = "## Purpose\n\nTo decide [@icd, p. 2].\n\n## Recommendation\n\n- Go.\n"
PAGES = sorted(path.name.partition(".")[0] for path in templates_root().glob("*.html.j2"))
TYPES = [name for name in PAGES if name not in ("base", "index")]


def note(body: Mapping[str, str] | str, language: str = "en", **parameters: Any) -> Any:
    bodies = {"en": body} if isinstance(body, str) else body
    texts = [{"id": "brief", "bodies": bodies}]
    records: Rows = {"sources": [SOURCE], "texts": texts, **RECORDS}
    return page_of("briefing-note", records, language=language, **parameters)


RECORDS: Rows = {
    "partners": [{"id": "acme", "name": "Association of Examplia", "acronym": "AE"}],
    "people": [{"id": "ann", "name": "Ann", "role": "Head", "partner": "acme"}],
    "programmes": [{"id": "p", "title": "Skills", "partners": ["acme"]}],
    "agreements": [
        {"id": "t", "title": "Treaty", "parties": [{"partner": "acme", "status": "signed"}]}
    ],
    "events": [{"id": "e", "title": "Visit", "date": "2030", "people": ["ann"]}],
    "priorities": [{"id": "l", "title": "Aims", "owner": "acme", "items": ["Work"]}],
    "statements": [
        {"id": "s", "kind": "paraphrase", "text": "Hope.", "attributed_to": ["acme"]},
    ],
    "figures": [{"id": "f", "label": "Jobs", "value": "7"}],
}


def test_the_sections_of_a_note_come_from_one_text() -> None:
    page = note(NOTE)
    assert heads(page)[:3] == ["Purpose", "Recommendation", "What the sources leave open"]
    assert "To decide" in words(page)
    assert "Not written: Background; Current status; Considerations; Options." in words(page)
    assert page.xpath("//section[@aria-labelledby='notes']//li")


def test_a_heading_without_text_is_left_out() -> None:
    page = note(NOTE.replace("## Recommendation", "## Options\n\n## Recommendation"))
    assert heads(page)[:2] == ["Purpose", "Recommendation"]
    assert "Considerations; Options." in words(page)


def test_a_text_of_its_own_goes_before_the_section_and_that_before_a_shared_one() -> None:
    texts = [
        {"id": "brief", "bodies": {"en": NOTE}},
        {"id": "brief-purpose", "bodies": {"en": "Own."}},
        {"id": "recommendation", "bodies": {"en": "Shared."}},
        {"id": "options", "bodies": {"en": "Shared options."}},
    ]
    page = page_of("briefing-note", {"sources": [SOURCE], "texts": texts})
    said = words(page)
    assert "Own." in said
    assert "To decide" not in said
    assert "Go." in said
    assert "Shared." not in said
    assert "Shared options." in said


def test_a_section_without_translation_falls_back_alone_and_is_marked() -> None:
    page = note({"en": NOTE, "vi": "## Mục đích\n\nĐể quyết định.\n"}, "vi")
    assert heads(page)[:2] == ["Mục đích", "Kiến nghị"]
    purpose, recommendation = page.xpath("//main/section")[:2]
    assert not purpose.xpath(".//*[@class='fallback']")
    (marked,) = recommendation.xpath(".//*[@class='fallback']")
    assert marked.get("lang") == "en"


def test_html_in_a_section_is_printed_as_text() -> None:
    page = note("## Purpose\n\n<script>x()</script> <b>b</b>\n\n## Recommendation\n\nGo.")
    assert not page.xpath("//main//script|//main//b")
    assert "<script>x()</script>" in words(page)


def test_a_note_prints_what_its_parameters_name() -> None:
    page = note(
        NOTE,
        recipient="The Minister",
        drafter={"en": "The Department"},
        headline=["f"],
        events=["e"],
        programmes=["p"],
        agreements=["t"],
    )
    assert heads(page)[:5] == [
        "Purpose",
        "Headline figures",
        "Background",
        "Current status",
        "Recommendation",
    ]
    assert rows(page, "programmes-table")[1][0] == "Skills"
    assert rows(page, "agreements-table")[1][0].startswith("Treaty")
    assert "ForThe Minister Prepared byThe Department" in words(page)
    assert "Not written: Considerations; Options." in words(page)


def meeting(body: str, **parameters: Any) -> Any:
    texts = [{"id": "brief", "bodies": {"en": body}}]
    records: Rows = {"sources": [SOURCE], "texts": texts, **RECORDS}
    return page_of("meeting-brief", records, **parameters)


MEETING = "## Our objectives\n\nAgree.\n\n## Talking points\n\n- Thank.\n"


def test_a_meeting_of_which_nothing_is_known_says_so() -> None:
    page = meeting(MEETING)
    assert heads(page) == [
        "The meeting",
        "Our objectives",
        "Talking points",
        "What the sources leave open",
    ]
    assert "Withnot yet set Datenot yet set Placenot yet set" in words(page)
    assert "Not written: Their objectives; If raised; Press line; Background." in words(page)
    assert "The sources state nothing on this partner" not in words(page)


def test_a_meeting_brief_prints_what_the_data_has_on_the_counterpart() -> None:
    page = meeting(
        MEETING, counterpart="acme", people=["ann"], date="2031-05-02", delegation=["Bob", "Eve"]
    )
    assert heads(page) == [
        "The meeting", "Our objectives", "Talking points", "Their objectives", "Events",
        "Roles in programmes", "Agreements", "Positions and statements", "People",
        "What the sources leave open",
    ]  # fmt: skip
    said = words(page)
    assert "Ann, Head Association of Examplia (AE) Date2 May 2031" in said
    assert all(one in said for one in ("Aims", "Visit", "Hope.", "Bob Eve"))


def test_a_counterpart_of_whom_nothing_is_known_is_said_in_one_line() -> None:
    records = {
        "partners": RECORDS["partners"],
        "texts": [{"id": "brief", "bodies": {"en": MEETING}}],
    }
    page = page_of("meeting-brief", records, counterpart="acme")
    assert (
        "The sources state nothing on this partner’s events, programmes, agreements, positions and "
        "people." in words(page)
    )


def _manifest(name: str) -> Manifest:
    manifests = Manifests(MemoryWorld())
    found = manifests.manifest(name, Place(""), PLAIN)
    assert found is not None, manifests.problems
    assert manifests.told == ()
    return found


def _names(filled: Sequence[str]) -> list[tuple[str, str]]:
    pairs = (name.partition(".") for name in filled if " " not in name)
    return [(first, rest) for first, _, rest in pairs]


@pytest.mark.parametrize("name", TYPES)
def test_every_section_says_which_fields_and_texts_fill_it(name: str) -> None:
    manifest = _manifest(name)
    assert set(manifest.sections) <= set(manifest.fills)
    named = [pair for filled in manifest.fills.values() for pair in _names(filled)]
    assert all(filled for filled in manifest.fills.values())
    assert {rest for first, rest in named if first == "texts"} == set(manifest.texts)
    declared = {rest for first, rest in named if first == "params"}
    assert declared <= set(manifest.parameters)
    for first, rest in named:
        if first not in ("texts", "params"):
            assert not rest or rest in fields_of(COLLECTIONS[first]), f"{name}: {first}.{rest}"
