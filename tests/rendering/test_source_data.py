"""Which fields of which records go with a page, and as what."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from reportgen.model.base import Noun, Record
from reportgen.model.configuration import Configuration
from reportgen.model.dataset import Dataset
from reportgen.model.evidence import Figure, Source
from reportgen.model.partners import Partner, Person
from reportgen.model.project import Project
from reportgen.model.records import Records
from reportgen.rendering.source_data import source_data
from reportgen.rendering.view import Path

NOUNS: Mapping[str, Mapping[str, Record]] = {
    "partners": {
        "ilo": Partner.model_validate(
            {
                "id": "ilo",
                "name": {"en": "Labour Office", "vi": "Văn phòng Lao động"},
                "type": "multilateral",
                "groups": ["un"],
                "notes": "Labour Office",
                "x-own": "Labour Office",
                "audience": "public",
                "aliases": ["Labour Office", "Other"],
            }
        ),
        "adb": Partner.model_validate({"id": "adb", "name": "Bank", "type": "40"}),
    },
    "people": {
        "lan": Person.model_validate(
            {"id": "lan", "name": "Lan", "partner": "adb", "contacts": {"email": "Lan"}}
        )
    },
    "figures": {
        "seats": Figure.model_validate(
            {
                "id": "seats",
                "label": "Seats",
                "value": Decimal("1200.50"),
                "qualifier": "nearly",
                "time": "2024-03",
                "sources": [
                    {"id": "paper", "locator": "para. 4", "quote": "about 1,200"},
                    {"id": "other", "locator": "p. 9"},
                ],
            }
        )
    },
    "sources": {
        "paper": Source.model_validate({"id": "paper", "title": "A <paper> & more"}),
        "other": Source.model_validate({"id": "other", "title": "Unseen"}),
    },
}
PROJECT = Project(
    Configuration.model_validate({"languages": ["en", "vi"]}),
    Dataset.model_validate({"title": "Data", "name": "machine"}),
    {name: Records.made(records) for name, records in NOUNS.items()},
    {
        "centres": {
            "hue": {"title": {"en": "Hue"}, "seats": "40", "x-own": "Hue", "deep": {"a": "b"}}
        }
    },
)


def everything(*collections: str) -> set[tuple[str, str, Path]]:
    """As if templates had asked for all of it."""
    return {
        (collection, id_, path)
        for collection in collections
        for id_, record in PROJECT.collection(collection).items()
        for path in paths(
            record.model_dump(by_alias=True) if isinstance(record, Noun) else record, ()
        )
    }


def paths(value: Any, path: Path) -> set[Path]:
    if isinstance(value, dict) and "plain" not in value:
        rows: list[tuple[str | int, Any]] = list(value.items())
    elif isinstance(value, list | tuple):
        rows = list(enumerate(value))
    else:
        return {path}
    return {found for key, part in rows for found in paths(part, (*path, key))} | {path}


def test_texts_are_there_in_the_languages_that_the_page_shows() -> None:
    read = {("partners", "ilo", ("name",)), ("partners", "adb", ("name",))}
    assert source_data(PROJECT, read, "<p>Văn phòng <b>x</b> Lao động</p>") == {}
    found = source_data(PROJECT, read, "<p>Văn phòng Lao độ<wbr>ng</p>")
    assert found == {"partners": [{"id": "ilo", "name": {"vi": "Văn phòng Lao động"}}]}


def test_what_is_hidden_is_left_out_even_where_the_page_has_the_same_words() -> None:
    found = source_data(PROJECT, everything("partners", "people"), "Labour Office Lan")
    assert found == {
        "partners": [
            {
                "id": "ilo",
                "name": {"en": "Labour Office"},
                "aliases": ["Labour Office"],
                "type": "multilateral",
            }
        ],
        "people": [{"id": "lan", "name": "Lan"}],  # its partner is not shown
    }


@pytest.mark.parametrize("printed", ["1.200,50", "1,200.50", "1200.5", "1\u202f200,50"])
def test_numbers_are_there_however_they_are_printed(printed: str) -> None:
    read = {("figures", "seats", ("value",)), ("figures", "seats", ("qualifier",))}
    found = source_data(PROJECT, read, f'<p class="c1200">{printed}</p>')
    assert found == {"figures": [{"id": "seats", "value": 1200.5, "qualifier": "nearly"}]}
    assert source_data(PROJECT, read, '<p id="x-1200.50">1201</p>') == {}


def test_citations_lead_to_sources_that_are_shown() -> None:
    page = "<p>Seats 1,200.50 in 2024</p><p>A &lt;paper&gt; &amp; more, đoạn 4; “about 1,200”</p>"
    found = source_data(PROJECT, everything("figures", "sources"), page)
    assert found == {
        "figures": [
            {
                "id": "seats",
                "sources": [{"id": "paper", "locator": "para. 4", "quote": "about 1,200"}],
                "label": "Seats",
                "value": 1200.5,
                "qualifier": "nearly",
                "time": "2024-03",
            }
        ],
        "sources": [{"id": "paper", "title": "A <paper> & more"}],
    }


def test_records_of_own_collections_are_there_too() -> None:
    found = source_data(PROJECT, everything("centres"), "Hue 40 b")
    assert found == {
        "centres": [{"id": "hue", "title": {"en": "Hue"}, "seats": "40", "deep": {"a": "b"}}]
    }


def test_the_card_of_the_data_set_is_there() -> None:
    read = {("dataset", "dataset", ("title",)), ("dataset", "dataset", ("name",))}
    assert source_data(PROJECT, read, "Data") == {"dataset": {"title": "Data"}}
    assert source_data(PROJECT, read, "") == {}
