"""Prose in parts: look-ups, notes, doubled braces, and what cannot be read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportgen.documents import (
    Citation,
    Literal,
    LookUp,
    ProseFault,
    parse_prose,
    split_front_matter,
)


def test_look_ups_and_notes() -> None:
    text = "Trade with {trade} and {partners.ilo} [@icd, para. 3; @vss]; [link](x)."
    assert parse_prose(text) == (
        Literal("Trade with "),
        LookUp(("trade",), 11, 7),
        Literal(" and "),
        LookUp(("partners", "ilo"), 23, 14),
        Literal(" "),
        Citation((("icd", "para. 3"), ("vss", None)), 38, 21),
        Literal("; [link](x)."),
    )


def test_doubled_braces_are_braces() -> None:
    assert parse_prose("a {{b}} {{{c}}}") == (
        Literal("a {b} {"),
        LookUp(("c",), 10, 3),
        Literal("}"),
    )


def test_what_cannot_be_read_is_told_with_its_offset() -> None:
    text = "{a + 1} } [@, x] [@open"
    faults = [
        (part.text, part.offset) for part in parse_prose(text) if isinstance(part, ProseFault)
    ]
    assert faults == [("{a + 1}", 0), ("}", 8), ("[@, x]", 10), ("[@", 17)]


@given(st.text(alphabet="{}[]@a.;, \n", max_size=40))
def test_no_text_is_lost(text: str) -> None:
    length = 0
    for part in parse_prose(text):
        match part:
            case Literal():
                length += len(part.text)
            case ProseFault():
                length += len(part.text)
            case LookUp() | Citation():
                length += part.width
    doubled = len(text) - length
    assert 0 <= doubled <= text.count("{{") + text.count("}}")


def test_front_matter_keeps_the_lines_of_the_file() -> None:
    raw = b"---\nsources: [icd]\nreviewed: 2024-01-01\n---\nBody {x}\n"
    front, body, line, problems = split_front_matter("t.md", raw)
    assert front is not None
    assert (front.data, body, line, problems) == (
        {"sources": ["icd"], "reviewed": "2024-01-01"},
        "Body {x}\n",
        5,
        (),
    )
    assert front.place(["reviewed"]).line == 3


def test_a_file_without_front_matter_is_all_body() -> None:
    assert split_front_matter("t.md", b"Body\n") == (None, "Body\n", 1, ())
    assert split_front_matter("t.md", b"---\n---\nBody\n")[:3] == (None, "Body\n", 3)


def test_faults_of_front_matter_stand_on_their_line() -> None:
    front, _, _, problems = split_front_matter("t.md", b"---\nx: a: b\n---\nBody\n")
    assert front is None
    assert [(found.code, found.place and found.place.line) for found in problems] == [
        ("colon-in-text", 2)
    ]
