"""What a brief does not print is in none of its files, also where its template reads it.

A project in which every free text and number is a secret of its own, and a template that prints
the names of things and tests, sorts and counts everything else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reportgen.model import COLLECTIONS
from reportgen.model.fields import HIDDEN
from tests.pdf_words import attached, everything_in
from tests.running import reportgen, write_project

NAMES = {
    "partners": "name",
    "groups": "title",
    "people": "name",
    "programmes": "title",
    "priorities": "title",
    "agreements": "title",
    "figures": "label",
    "events": "title",
    "sources": "title",
}
"""Collection -> the one field that the template prints of each record."""

TEMPLATE = """{% extends "base.html.j2" %}
{% block cover %}<h1>{{ brief.title }}</h1>{% endblock %}{% block contents %}{% endblock %}
{% block body %}
{% for partner in partners %}<p>{{ partner.name }}{% if partner.description and partner.website
  and partner.aliases[0] == "no" %}!{% endif %}</p>{% endfor %}
{% for group in groups %}<p>{{ group.title }}{% if group.count.value > 1 %}!{% endif %}</p>{% endfor %}
{% for person in people %}<p>{{ person.name }}{% if person.role == "no" %}!{% endif %}</p>{% endfor %}
{% for programme in programmes | sort_dates("period") if programme.results[0].title %}
<p>{{ programme.title }}{% if programme.budgets | sum(attribute="value") == 1 %}!{% endif %}</p>
{% endfor %}
{% for list in priorities %}<p>{{ list.title }}{% if list["items"][0].title == "no" %}!{% endif %}</p>{% endfor %}
{% for agreement in agreements %}<p>{{ agreement.title }}</p>{% endfor %}
{% for figure in figures %}<p>{{ figure.label }}{% if figure.value > 1 and figure.unit == "no"
  and figure.sources[0].quote == "no" %}!{% endif %}</p>{% endfor %}
{% for event in events %}<p>{{ event.title }}{% if event.description == "no" %}!{% endif %}</p>{% endfor %}
{% for source in sources %}<p>{{ source.title }}{% if source.url == "no" %}!{% endif %}</p>{% endfor %}
{% for statement in statements if statement.text == "no" %}{{ statement.text }}{% endfor %}
{% for own in centres if own.places == "no" and own["x-own"] is defined %}{{ own.title }}{% endfor %}
{% endblock %}
"""

SETTINGS = """
languages: [en, vi]
as_of: 2031-05-01
checks: {missing-translation: off, unused-record: off, stale-figure: off, unused-text: off}
reports:
  names: {template: names, title: Names}
  kept: {template: names, title: Kept, attachments: off}
  inside: {template: names, title: Inside, audience: internal}
"""


class Secrets:
    """Words and numbers that stand nowhere else."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.numbers: list[str] = []

    def word(self) -> str:
        self.words.append(f"hush{len(self.words):04}quiet")
        return self.words[-1]

    def text(self) -> dict[str, str]:
        return {"en": self.word(), "vi": self.word()}

    def number(self) -> str:
        self.numbers.append(str(731_000_000_017 + 1009 * len(self.numbers)))
        return self.numbers[-1]


def data(secrets: Secrets) -> dict[str, Any]:
    """A record of each collection: its name, and secrets in everything else."""
    text, word, number = secrets.text, secrets.word, secrets.number
    cited = [{"id": "paper", "locator": word(), "quote": word()}]

    def hidden() -> dict[str, Any]:
        return {"notes": text(), "x-own": word(), "sources": cited}

    found: dict[str, list[dict[str, Any]]] = {
        "partners": [
            {
                "acronym": text(),
                "aliases": [text()],
                "description": text(),
                "ref": word(),
                "website": f"https://example.org/{word()}",
                "names_in_sources": [{"name": word(), "reading": text(), "x-own": word()}],
            },
        ],
        "groups": [
            {
                "description": text(),
                "scheme": word(),
                "ambiguity": text(),
                "count": {"value": number(), "unit": text(), "window": text()},
            }
        ],
        "people": [
            {
                "honorific": text(),
                "role": text(),
                "contacts": {"email": word(), "phone": word(), "address": text()},
            }
        ],
        "programmes": [
            {
                "description": {"general": text(), "objectives": text()},
                "budgets": [{"value": number(), "currency": "USD"}],
                "results": [{"title": text(), "description": text(), "type": "outcome"}],
            },
        ],
        "priorities": [{"items": [{"title": text()}], "description": text()}],
        "agreements": [{"description": text(), "type": "mou"}],
        "figures": [
            {
                "value": number(),
                "unit": text(),
                "description": text(),
                "ambiguity": text(),
                "area": word(),
            }
        ],
        "events": [{"description": text(), "ambiguity": text(), "date": "2031"}],
        "sources": [
            {
                "url": f"https://example.org/{word()}",
                "rights": text(),
                "description": text(),
                "file": word(),
                "type": word(),
            }
        ],
        "statements": [{"kind": "unattributed", "text": text(), "ambiguity": text()}],
        "centres": [{"title": word(), "places": number(), "x-own": word()}],
    }
    for collection, records in found.items():
        record = records[0]
        record |= {"id": "paper" if collection == "sources" else "one"}
        if collection in COLLECTIONS:
            record |= hidden()
        if collection in NAMES:
            record[NAMES[collection]] = {"en": f"Shown {collection}", "vi": f"Thấy {collection}"}
            inside = {NAMES[collection]: text(), "id": "inside", "audience": "internal"}
            records.append({**record, **inside})
    del found["sources"][0]["sources"]
    return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Secrets, Path]:
    """The secrets, and the folder of what was built."""
    secrets = Secrets()
    held = data(secrets)
    folder = write_project(
        tmp_path_factory.mktemp("published"),
        {
            "reportgen.yaml": SETTINGS,
            "data.yaml": json.dumps(held, ensure_ascii=False),
            "data/texts/aside.en.md": f"---\nsources: [paper]\n---\n{secrets.word()}\n",
            "templates/names.html.j2": TEMPLATE,
            "templates/names.yaml": "title: Names\n",
        },
    )
    reportgen(folder, "build")
    return secrets, folder / "build"


def published(folder: Path) -> Iterator[tuple[str, str]]:
    """(path, every word in it) of all files but those for internal use."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stem != "inside":
            raw = path.read_bytes()
            told = everything_in(raw) if path.suffix == ".pdf" else raw.decode("utf-8", "replace")
            yield path.relative_to(folder).as_posix(), told


@pytest.mark.slow
def test_no_file_holds_what_no_brief_prints(made: tuple[Secrets, Path]) -> None:
    secrets, folder = made
    assert len(secrets.words) > 60
    names = []
    for name, told in published(folder):
        names.append(name)
        assert [word for word in secrets.words if word in told] == [], name
        digits = re.sub(r"(?<=\d)[.,\u00a0](?=\d)", "", told)
        assert [number for number in secrets.numbers if number in digits] == [], name
    assert {"index.html", "manifest.json", "en/names.html", "vi/names.pdf"} <= set(names)


@pytest.mark.slow
def test_what_is_printed_is_attached(made: tuple[Secrets, Path]) -> None:
    files = attached((made[1] / "vi/names.pdf").read_bytes())
    assert sorted(files) == ["names-vi.json", "names-vi.yaml"]
    told = json.loads(files["names-vi.json"])
    assert told["brief"] == {"title": "Names", "language": "vi"}  # it prints no date
    assert set(told) == {"brief", *NAMES}
    for collection, field in NAMES.items():
        (record,) = told[collection]
        assert record[field] == {"vi": f"Thấy {collection}"}
        assert not HIDDEN & set(record)


@pytest.mark.slow
def test_nothing_is_attached_where_it_is_off_or_for_internal_use(
    made: tuple[Secrets, Path],
) -> None:
    for name in ("kept", "inside"):
        data_ = (made[1] / f"en/{name}.pdf").read_bytes()
        assert attached(data_) == {}
        assert b"/AF" not in data_


@pytest.mark.slow
def test_a_brief_for_internal_use_is_not_in_the_index(made: tuple[Secrets, Path]) -> None:
    index = (made[1] / "index.html").read_text("utf-8")
    assert "en/names.pdf" in index
    assert "/inside." not in index
    assert "Inside" not in index
