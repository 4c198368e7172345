"""P9: what stands in a field stands on the page, letter for letter: escaped in HTML, found in PDF.

Hyphens at line ends, ligatures and marks of direction aside. One page a round holds many values,
since a layout takes longer than a drawing of words.
"""

from __future__ import annotations

import json
import re
import unicodedata
from decimal import Decimal

import pypdfium2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markupsafe import escape

from reportgen.documents import parse_yaml
from reportgen.model.scalars import _read_number
from reportgen.rendering.media import PRINT_SHEETS, print_html
from reportgen.rendering.pdf import render_pdf
from reportgen.rendering.templates import Templates
from reportgen.rendering.theme import Files, theme_faces
from tests.small import MemoryWorld, small_project, write_page

FEW = "ŉĿŀ"  # which the shipped fonts do not have
LETTERS = "".join(
    chr(number)
    for first, last in [(0x20, 0x7E), (0xC0, 0x17F), (0x1EA0, 0x1EF9)]
    for number in range(first, last + 1)
    if unicodedata.category(chr(number))[0] in "LNPSZ" and chr(number) not in FEW
)
SPECIAL = ["<b>", "</p>", "&amp;", "&#60;", "<!--x-->", "{{ 7*7 }}", "{% x %}", "]]>", '"', "'", "\\", "%s", "{0}", "fi", "ffl", "$x$", "*x*", "<asset:x>", "<!--later 0-->", "<!--head-->"]  # fmt: skip
texts = st.lists(
    st.sampled_from(SPECIAL) | st.text(alphabet=LETTERS, min_size=1, max_size=12),
    min_size=1,
    max_size=4,
).map("".join)
numbers = st.decimals(
    allow_nan=False, allow_infinity=False, places=4, min_value=-(10**15), max_value=10**15
)


def plain(text: str) -> str:
    """Without what line breaking, ligatures and direction may change."""
    found = unicodedata.normalize("NFC", unicodedata.normalize("NFKD", text))
    found = re.sub(r"[\u00ad\u200e\u200f\u2010\ufffe\x02]|-", "", found)
    return re.sub(r"\s+", "", found)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.lists(texts.filter(lambda t: t.strip() == t and t), min_size=5, max_size=25))
def test_texts_are_escaped_in_html_and_found_in_the_pdf(words: list[str]) -> None:
    rows = [{"id": f"p{n}", "name": word} for n, word in enumerate(words)]
    body = '{% for p in partners %}<p title="{{ p.name | plain }}">[{{ p.id }}:{{ p.name }}]</p>\n{% endfor %}'
    source = '<!DOCTYPE html><html lang="en"><head>{{ head() }}</head><body><h1>x</h1>' + body
    page = write_page(small_project({"partners": rows}), source)
    for word in words:
        assert f":{escape(word)}]" in page.html.replace("<wbr>", "")  # where long words may break
        assert f'title="{escape(word)}"' in page.html
    world = MemoryWorld({})
    templates = Templates(world)
    files = Files(world, templates)
    pdf = render_pdf(
        print_html(page), fetch=files.fetch, faces=theme_faces(templates), sheets=PRINT_SHEETS
    )
    assert [p for p in pdf.problems if p.code == "missing-glyph"] == []
    found = plain(
        "".join(p.get_textpage().get_text_bounded() for p in pypdfium2.PdfDocument(pdf.data))
    )
    for number, word in enumerate(words):
        assert plain(f"[p{number}:{word}]") in found


@settings(max_examples=100, deadline=None)
@given(value=numbers, language=st.sampled_from(["en", "vi"]))
def test_a_number_is_printed_with_all_its_digits(value: Decimal, language: str) -> None:
    source = "{{ quantity(figures.n) }}|{{ figures.n.value | number }}"
    written = f"{value:f}"
    project = small_project({"figures": [{"id": "n", "label": "N", "value": written}]})
    page = write_page(project, source, language=language).html
    point, group = (",", ".") if language == "vi" else (".", ",")
    for text in page.split("|"):
        digits = (
            re.sub(r"<[^>]*>", "", text).replace(group, "").replace(point, ".").replace("−", "-")
        )
        assert Decimal(digits.strip()) == value, (text, written)


@settings(max_examples=200, deadline=None)
@given(text=st.from_regex(r"[+-]?[0-9]{1,25}(\.[0-9]{1,10})?", fullmatch=True))
def test_a_number_is_read_as_written(text: str) -> None:
    document, problems = parse_yaml("f.yaml", f"a: {text}\n".encode())
    assert document is not None, problems
    assert document.data == {"a": text}
    assert _read_number(document.data["a"]) == Decimal(text)


@settings(max_examples=300, deadline=None)
@given(
    text=st.text(
        alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=60
    )
)
def test_a_quoted_text_is_read_as_written(text: str) -> None:
    document, problems = parse_yaml(
        "f.yaml", f"a: {json.dumps(text, ensure_ascii=False)}\n".encode()
    )
    if document is None:
        assert problems  # said, not changed
    else:
        assert document.data == {"a": text}
