"""Which texts of a project are written language by language, and what they are called."""

from __future__ import annotations

from reportgen.model import COLLECTIONS
from reportgen.model.translatable import Translatable, texts_of, translatable
from tests.small import Rows, small_project

LANGUAGES = ("en", "vi")
BOTH = {"en": "Labour", "vi": "Lao động"}
OF_NOBODY = {"size": {"en": "3", "fr": "3"}, "notes": BOTH, "x-own": BOTH}


def keys(records: Rows) -> list[str]:
    project = small_project(records)
    found = texts_of(
        project.records, project.own, project.dataset, project.configuration, LANGUAGES
    )
    return [text.key for text in found]


def one(collection: str, row: object) -> list[Translatable]:
    record = COLLECTIONS[collection].model_validate(row)
    return list(translatable(collection, record.id, record, LANGUAGES))


def test_a_text_goes_by_collection_record_and_field() -> None:
    assert keys({"partners": [{"id": "ilo", "name": BOTH, "acronym": "ILO"}]}) == [
        "partners.ilo.name"
    ]


def test_an_item_goes_by_its_id_where_it_has_one() -> None:
    items = [BOTH, {"id": "jobs", "title": BOTH}]
    (title, first, second) = one("priorities", {"id": "list", "title": BOTH, "items": items})
    assert title.key == "priorities.list.title"
    assert (first.key, first.path) == ("priorities.list.items.0.title", ("items", 0, "title"))
    assert (second.key, second.path) == ("priorities.list.items.jobs.title", ("items", 1, "title"))


def test_notes_and_extensions_are_for_nobody_to_translate() -> None:
    row = {"id": "ilo", "name": "ILO", "notes": BOTH, "x-own": {"a": BOTH}}
    assert one("partners", row) == []


def test_prose_has_its_title_and_its_bodies() -> None:
    found = one("texts", {"id": "context", "title": BOTH, **BOTH})
    assert [(text.key, text.texts["vi"]) for text in found] == [
        ("texts.context", "Lao động"),
        ("texts.context.title", "Lao động"),
    ]


def test_only_the_words_of_a_verbatim_statement_are_kept() -> None:
    row = {"id": "s", "kind": "quotation", "text": BOTH, "reading": BOTH}
    assert {t.name: t.kept for t in one("statements", {**row, "verbatim": True})} == {
        "text": True,
        "reading": False,
    }
    assert {t.kept for t in one("statements", row)} == {False}


def test_a_record_that_nobody_has_read_says_so() -> None:
    row = {"id": "ilo", "name": BOTH}
    assert [text.reviewed for text in one("partners", row)] == [True]
    assert [text.reviewed for text in one("partners", {**row, "reviewed": False})] == [False]


def test_card_project_file_and_own_collections_count() -> None:
    project = small_project(
        own={"rooms": [{"id": "a", "name": BOTH, "list": [BOTH], **OF_NOBODY}]},
        dataset={"title": BOTH},
        configuration={
            "classification": BOTH,
            "reports": {"brief": {"template": "brief", "title": BOTH, "params": {"lead": BOTH}}},
        },
    )
    found = texts_of(
        project.records, project.own, project.dataset, project.configuration, LANGUAGES
    )
    assert [text.key for text in found] == [
        "reportgen.classification",
        "reportgen.reports.brief.title",
        "reportgen.reports.brief.params.lead",
        "dataset.title",
        "rooms.a.name",
        "rooms.a.list.0",
    ]


def test_the_source_is_the_first_language_where_it_is_written() -> None:
    text = Translatable("a", "a", "a", (), {"fr": "Travail", "vi": "Lao động"})
    assert text.source("vi") == "vi"
    assert text.source("en") == "fr"
