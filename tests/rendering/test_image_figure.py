"""Pictures as figures: their words, in the languages that they are in, and where prose names one."""

from __future__ import annotations

from typing import Any

import pytest

from reportgen.rendering.functions import ASSET
from tests.small import SOURCE, Brief, small_project

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
FILES = {"data/images/dots.svg": SVG}
DOTS: dict[str, Any] = {
    "id": "dots",
    "file": "images/dots.svg",
    "alt": {"en": "Dots & <stripes>", "vi": "Chấm"},
    "credit": {"en": "Drawn for tests", "vi": "Hình vẽ để kiểm thử"},
}
FIGURE = (
    f'<figure class="picture">\n<img src="{ASSET.format("data/images/dots.svg")}" '
    'alt="Dots &amp; &lt;stripes&gt;">\n'
    '<figcaption><span class="picture-credit">Drawn for tests</span></figcaption>\n</figure>'
)


def brief(text: str = "", language: str = "en", **more: Any) -> Brief:
    records = {
        "images": [{**DOTS, **more}],
        "partners": [{"id": "ilo", "name": "ILO", "image": "dots"}, {"id": "wb", "name": "WB"}],
        "sources": [SOURCE],
        "texts": [{"id": "context", "en": text or "None."}],
    }
    return Brief(small_project(records), language, files=FILES)


def test_it_says_what_it_shows_and_who_made_it() -> None:
    assert brief().render("{{ picture(partners.ilo.image) }}") == FIGURE
    assert brief().render("{{ picture(partners.wb.image) }}|{{ picture(none) }}") == "|"


def test_caption_and_note_stand_below_it() -> None:
    told = brief(caption="A <pattern>", sources=["icd"]).render(
        "{{ picture(images.dots, 'wide') }}"
    )
    assert told.startswith('<figure class="picture wide">')
    caption = (
        '<figcaption><span class="picture-caption">A &lt;pattern&gt;</span> <span class="picture'
    )
    assert caption in told
    assert '<a class="note-ref" href="#note-1"' in told


def test_words_in_another_language_are_marked() -> None:
    page = brief(language="vi", alt={"en": "Dots"}, credit={"en": "Drawn for tests"})
    told = page.render("{{ picture(images.dots) }}")
    assert 'alt="Dots" lang="en">' in told
    assert '<span lang="en" class="fallback">Drawn for tests</span>' in told


def test_only_pictures_are_printed_so() -> None:
    with pytest.raises(TypeError, match="a record of `images`"):
        brief().render("{{ picture(partners.ilo) }}")


def test_a_picture_for_internal_use_is_in_no_public_brief() -> None:
    assert brief(audience="internal").render("{{ picture(partners.ilo.image) }}") == ""


def test_prose_prints_it_between_paragraphs() -> None:
    page = brief("One.\n\n{images.dots}\n\n## Two\n{images.dots}\n\nIt is {images.dots.credit}.")
    parts = ["<p>One.</p>", FIGURE, "<h3>Two</h3>", FIGURE, "<p>It is Drawn for tests.</p>"]
    told = page.render("{{ prose('context') }}").split("\n")
    assert [line for line in told if line] == "\n".join(parts).split("\n")
