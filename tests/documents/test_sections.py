"""A text by its headings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportgen.documents import Section, sections_of


def parts(body: str) -> list[tuple[str, str]]:
    return [(part.heading, part.text.strip()) for part in sections_of(body)]


def test_each_heading_begins_a_part_with_its_place() -> None:
    body = "## Purpose\n\nWhy.\n\n### Inside\n\nMore.\n\n##  Next *step* ##\nThen.\n"
    first, second = sections_of(body)
    assert first == Section("Purpose", "\nWhy.\n\n### Inside\n\nMore.\n", 0, 10)
    assert (second.heading, second.text) == ("Next step", "Then.\n")
    assert body[second.offset :].startswith("##  Next")
    assert second.width == len("##  Next *step* ##")


def test_what_stands_before_the_first_heading_is_a_part_unless_it_is_blank() -> None:
    assert parts("\n \n## A\nx") == [("A", "x")]
    (before, _) = sections_of("\n  Words.\nMore.\n## A\n")
    assert (before.heading, before.offset, before.width) == ("", 3, len("Words."))


def test_only_headings_of_the_text_itself_count() -> None:
    fenced = "```\n## no\n```"
    assert parts(f"## A\n{fenced}\n> ## no\n\n- ## no\n\nB\n---\nx") == [
        ("A", f"{fenced}\n> ## no\n\n- ## no"),
        ("B", "x"),
    ]
    assert parts("# Title\n## A\nx") == [("Title", ""), ("A", "x")]


def test_a_text_without_headings_is_one_part_and_an_empty_one_none() -> None:
    assert parts("Words.") == [("", "Words.")]
    assert parts("") == []


@given(st.text(alphabet="#a -\n`>=\t", max_size=60))
def test_nothing_of_a_text_is_lost_and_places_are_inside_it(body: str) -> None:
    found = sections_of(body)
    assert all(0 <= part.offset <= len(body) for part in found)
    kept = "".join(part.heading + part.text for part in found)
    assert {c for c in body if c.isalpha()} <= set(kept)
    assert [part.offset for part in found] == sorted(part.offset for part in found)
