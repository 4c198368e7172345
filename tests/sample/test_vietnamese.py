"""The Vietnamese briefs are in Vietnamese: no English outside quotations, proper names and what is
marked as English.

Five sieves, each blind where another sees: English words that no Vietnamese text has; runs of words
and whole passages without a single Vietnamese letter; English texts of the data; English messages
of the catalogue.
What is marked with another language (quotations, fallbacks, titles of foreign documents) is left
out, and so are proper names: words that the data's own Vietnamese texts use as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from babel.messages.pofile import read_po
from lxml import html as lxml_html

from reportgen.documents import parse_yaml
from reportgen.shipped import sample_root, templates_root
from tests.sample.conftest import Built

pytestmark = pytest.mark.slow

# Of the commonest words of English those that are no words of Vietnamese ("in", "to", "do" are).
SPOKEN = ("alt", "aria-label", "title", "content", "data-title", "data-status", "data-publisher", "placeholder", "summary")  # fmt: skip
VIETNAMESE = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE
)
WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
# Of the commonest words of English those that are no words of Vietnamese ("in", "to", "do" are).
ENGLISH = frozenset(
    WORD.findall(
        """the of and for with is are was were by from this that these those which who whose its
        their has have had not or as be been it into under over between other others more most less
        about after before during through within among also only but when where while such each any
        yes page pages notes source sources report programme project partner country countries
        agreement convention figure event statement date year undated stated signed ratified first
        second third fourth fifth work labour labor social security cooperation international
        national ministry government organisation organization development support employment"""
    )
)

RUN = 4
"""So many words on end without one Vietnamese letter are no Vietnamese."""


def passages(page: lxml_html.HtmlElement) -> Iterator[str]:
    """Every text that a reader sees or hears, without what is marked as another language."""
    for part in page.iter():
        if not isinstance(part.tag, str) or part.tag in {"style", "script"}:
            continue
        foreign = language(part) != "vi"
        own = [part.text] if not foreign and part.tag != "html" else []
        own += [part.get(name) for name in SPOKEN if not foreign and spoken(part, name)]
        parent = part.getparent()
        if parent is not None and language(parent) == "vi":
            own.append(part.tail)
        yield from (" ".join(found.split()) for found in own if found and found.strip())


def spoken(part: lxml_html.HtmlElement, name: str) -> bool:
    if part.tag == "meta":  # of all that machines are told only the names are for people
        return part.get("name") == "author" and name == "content"
    return part.get(name) is not None


def language(part: lxml_html.HtmlElement) -> str:
    found = part.xpath("ancestor-or-self::*[@lang][1]/@lang")
    return str(found[-1]) if found else ""


def data() -> Iterator[Any]:
    for path in sorted((sample_root() / "data").glob("*.yaml")):
        document, _ = parse_yaml(path.name, path.read_bytes())
        yield document.data if document else None


def texts(value: Any) -> Iterator[Mapping[str, str]]:
    """Every text in several languages in the data."""
    if isinstance(value, dict):
        if value and set(value) <= {"en", "vi"} and all(isinstance(v, str) for v in value.values()):
            yield value
        else:
            for inner in value.values():
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


@cache
def names() -> frozenset[str]:
    """Words that Vietnamese texts of the data use without a Vietnamese letter: ASEAN, Duane."""
    written = [text["vi"] for part in data() for text in texts(part) if "vi" in text]
    prose = sorted((sample_root() / "data" / "texts").glob("*.vi.md"))
    bodies = [re.sub(r"[{\[][^}\]]*[}\]]", " ", path.read_text("utf-8")) for path in prose]
    bodies = [body.split("---", 2)[-1] for body in bodies]
    words = {word for text in (*written, *bodies) for word in WORD.findall(text)}
    return frozenset(word for word in words if word[0].isupper() and word.lower() not in ENGLISH)


@cache
def phrases() -> re.Pattern[str]:
    """Names without a language, as wholes: acronyms, people, publishers (`Government News`)."""
    found = {" ".join(name.split()) for part in data() for name in plain_names(part)}
    longest = sorted(found, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)")


def words_of(passage: str) -> list[str]:
    """The words that are no proper names; a name leaves a gap."""
    return WORD.findall(phrases().sub(" 0 ", passage))


def plain_names(value: Any, key: str = "") -> Iterator[str]:
    """Names that have no language: acronyms, people, what a creator or publisher is called."""
    if isinstance(value, str) and key in {
        "acronym",
        "name",
        "creator",
        "publisher",
        "aliases",
        "code",
    }:
        yield value
    elif isinstance(value, dict) and not (value and set(value) <= {"en", "vi"}):
        for inner, found in value.items():
            yield from plain_names(found, inner)
    elif isinstance(value, list):
        for found in value:
            yield from plain_names(found, key)


@pytest.fixture(scope="module")
def vietnamese(built: Built) -> dict[str, list[str]]:
    """Brief -> what it says, addresses left out."""
    return {
        name: [re.sub(r"https?://\S+", "", passage) for passage in passages(page)]
        for name, page in built.pages.items()
        if name.startswith("vi/")
    }


def test_the_scan_reads_the_briefs(vietnamese: dict[str, list[str]]) -> None:
    assert len(vietnamese["vi/country-brief"]) > 300
    assert any("Hợp tác lao động" in passage for passage in vietnamese["vi/country-brief"])
    assert all(len(found) > 30 for found in vietnamese.values())


def test_no_english_words(vietnamese: dict[str, list[str]]) -> None:
    found = {
        f"{name}: {passage}"
        for name, told in vietnamese.items()
        for passage in told
        for word in words_of(passage)
        if word.lower() in ENGLISH
    }
    assert sorted(found) == []


def test_no_run_of_words_without_a_vietnamese_letter(vietnamese: dict[str, list[str]]) -> None:
    found = {
        f"{name}: {passage}"
        for name, told in vietnamese.items()
        for passage in told
        if longest_run(passage) >= RUN
    }
    assert sorted(found) == []


def test_no_passage_without_a_vietnamese_letter(vietnamese: dict[str, list[str]]) -> None:
    found = {
        f"{name}: {passage}"
        for name, told in vietnamese.items()
        for passage in told
        if not VIETNAMESE.search(passage) and len(ordinary(passage)) > 1
    }
    assert sorted(found) == []


def ordinary(passage: str) -> list[str]:
    """The words that are neither names nor codes (XM-DAC-41302)."""
    return [word for word in words_of(passage) if word not in names() and not word.isupper()]


def longest_run(passage: str) -> int:
    longest = run = 0
    for word in words_of(passage):
        foreign = not VIETNAMESE.search(word) and word not in names() and len(word) > 1
        run = run + 1 if foreign else 0
        longest = max(longest, run)
    return longest


def test_no_english_text_of_the_data(vietnamese: dict[str, list[str]]) -> None:
    english = {
        " ".join(text["en"].split())
        for part in data()
        for text in texts(part)
        if "en" in text and text.get("vi") != text["en"] and len(text["en"]) > 3
    }
    own = {" ".join(text["vi"].split()) for part in data() for text in texts(part) if "vi" in text}
    wanted = [text for text in english if not any(stands_in(text, vi) for vi in own)]
    assert len(wanted) > 200
    found = {
        f"{name}: {text}: {passage}"
        for name, told in vietnamese.items()
        for passage in told
        if len(passage) > 3
        for text in wanted
        if stands_in(text, passage)
    }
    assert sorted(found) == []


def stands_in(text: str, passage: str) -> bool:
    at = passage.casefold().find(text.casefold())
    end = at + len(text)
    return at >= 0 and not passage[at - 1 : at].isalnum() and not passage[end : end + 1].isalnum()


def test_no_english_message_of_the_catalogue(vietnamese: dict[str, list[str]]) -> None:
    with (templates_root() / "locale" / "vi.po").open("rb") as file:
        catalogue = read_po(file)
    messages = {
        str(message.id if isinstance(message.id, str) else message.id[0])
        for message in catalogue
        if message.id and message.string and not message.context
    }
    assert len(messages) > 200
    place = re.compile(r"\{\w+\}|%\(\w+\)s")
    whole = [
        re.compile(".+".join(map(re.escape, place.split(message))))
        for message in messages
        if len(re.sub(r"\W", "", place.sub("", message))) > 3
    ]
    # Of messages with places in them every piece between places.
    pieces = {piece.strip(" .,:;()[]") for message in messages for piece in place.split(message)}
    long = {piece for piece in pieces if len(piece.split()) > 1}
    found = {
        f"{name}: {passage}"
        for name, told in vietnamese.items()
        for passage in told
        if any(message.fullmatch(passage) for message in whole)
        or any(stands_in(piece, passage) for piece in long)
    }
    assert sorted(found) == []


def test_every_message_is_said_otherwise_in_vietnamese() -> None:
    with (templates_root() / "locale" / "vi.po").open("rb") as file:
        catalogue = read_po(file)
    same = [message.id for message in catalogue if message.id and message.string == message.id]
    assert same == []


@pytest.mark.parametrize(
    ("html", "caught"),
    [
        ("<p>Chương trình of hợp tác</p>", True),
        ("<p>International Labour Organization</p>", True),
        ("<p>Xem <img alt='Signed agreements'></p>", True),
        ("<p>Theo <q lang='en'>Signed agreements of the year</q> thì vậy</p>", False),
        ("<p>Theo <q lang='en'>Signed</q> agreements of the year</p>", True),
        ("<p><span lang='en'>one <b>two of</b></span></p>", False),
        ("<p>Hợp tác với ASEAN và ILO</p>", False),
    ],
)
def test_the_sieves_catch_what_they_are_for(html: str, caught: bool) -> None:
    page = lxml_html.document_fromstring(f"<html lang='vi'><body>{html}</body></html>")
    found = [
        word for passage in passages(page) for word in words_of(passage) if word.lower() in ENGLISH
    ]
    assert bool(found) is caught


def test_names_are_no_loophole() -> None:
    """Were ordinary words among the names, the sieves would let English through."""
    assert {"ASEAN", "ILO"} <= names()
    assert words_of("The Agreement of the International Labour Organization")[1] == "Agreement"
    for text in ("Signed agreements", "The government of a country", "Note 3", "Sources"):
        assert words_of(text) == WORD.findall(text)
