"""Looking words up on a page finds what going through it finds, and does not go through it."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest

from reportgen.rendering.page_words import PageWords

PAGE = (
    '<h1 title="Decent work">Decent work</h1> <p>Decent work (DW); green jobs (GJ) &amp; more, '
    "green skills</p> <td> open </td><td>a<b>bc</b>d</td> <p>one two three two three four</p>"
)


class Counted(str):
    """A page that counts the characters that were gone through."""

    __slots__ = ("seen",)

    def find(self, words: str, *bounds: Any) -> int:
        found = super().find(words, *bounds)
        start, end = (*bounds, len(self))[:2] if bounds else (0, len(self))
        self.seen = getattr(self, "seen", 0) + (found if found >= 0 else end) - start
        return found


@pytest.mark.parametrize(
    "words",
    [
        *("Decent work", "Decent work (DW)", "work (DW); green", "ecent wor", "green jobs"),
        *("two three two", "three two three four", "two three five", "jobs green skills", ""),
        *("open", "bc", "abc", "a<b>bc</b>d", "&amp;", "& more", "one two three four", "title="),
    ],
)
def test_the_answer_is_that_of_the_page_itself(words: str) -> None:
    assert (words in PageWords(PAGE)) == (words in PAGE)


def test_the_order_of_the_questions_does_not_matter() -> None:
    pick = random.Random(7)
    spans = [(pick.randrange(len(PAGE)), pick.randrange(1, 40)) for _ in range(2000)]
    asked = [PAGE[at : at + length] for at, length in spans]
    asked += [words[::-1] for words in asked] + [f"{a}{b}" for a, b in pairwise(asked)]
    pick.shuffle(asked)
    page = PageWords(PAGE)
    assert [words for words in asked if (words in page) != (words in PAGE)] == []


def test_a_page_is_not_gone_through_for_every_text() -> None:
    numbers = [f"{number:04}" for number in range(2000)]
    listed = "; ".join(f"partner {number} of many (P{number})" for number in numbers)
    rows = " ".join(f"<tr><th>Agreement {number}</th></tr>" for number in numbers)
    html = Counted(f"<p>{listed}</p> {rows}")
    page = PageWords(html)
    for number in numbers:
        assert f"partner {number} of many" in page  # in the order of the data
        assert f"Agreement {number}" in page  # all that a cell holds
        assert f"đối tác số {number}" not in page  # words that the page has not
        assert "of many" in page  # asked again
    assert 0 < html.seen < 3 * len(html)
