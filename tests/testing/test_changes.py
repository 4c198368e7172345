"""Two outlines as the lines and words that differ."""

from __future__ import annotations

import pytest

from reportgen.testing.changes import Change, changes, marked, words


def told(kept: str, found: str) -> list[tuple[str, str | None, str | None]]:
    return [(c.where, c.before, c.after) for c in changes(kept, found)]


@pytest.mark.parametrize(
    ("before", "after", "left", "right"),
    [
        (
            "nearly 230 countries",
            "nearly 231 countries",
            "nearly [-230-] countries",
            "nearly {+231+} countries",
        ),
        ("An sinh xã hội", "An sinh xa hội", "An sinh [-xã-] hội", "An sinh {+xa+} hội"),
        ("<td>1</td>", "<th>1</th>", "[-<td>-]1[-</td>-]", "{+<th>+}1{+</th>+}"),
        ("a b", "a  b", "a[- -]b", "a{+  +}b"),
    ],
)
def test_words_that_changed_are_marked(before: str, after: str, left: str, right: str) -> None:
    one, other = words(before, after)
    assert (marked(one), marked(other)) == (left, right)


def test_long_lines_are_cut_around_what_changed() -> None:
    long = "word " * 200
    one, _ = words(f"{long}230 {long}", f"{long}231 {long}")
    assert "[-230-]" in marked(one)
    assert len(marked(one)) < 160


def test_a_change_says_what_it_stands_below() -> None:
    kept = "# document\npages: 1\n\n# page 1\nA\nB\n"
    assert told(kept, kept.replace("B", "C")) == [("page 1", "B", "C")]
    assert told(kept, kept.replace("B\n", "")) == [("page 1", "B", None)]
    assert told(kept, kept + "D\n") == [("page 1", None, "D")]
    html = '<!DOCTYPE html>\n<h1> One\n<p> a\n <h2 id="x"> Two <b>b</b>\n <p> c\n'
    assert told(html, html.replace(" c", " d")) == [("Two b", " <p> c", " <p> d")]
    data = "figures.a\n value: 1\nfigures.b\n value: 1\n"
    after = "figures.a\n value: 1\nfigures.b\n value: 2\n"
    assert told(data, after) == [("figures.b", " value: 1", " value: 2")]


def test_a_line_that_came_is_shown_without_its_indent() -> None:
    assert marked(Change("", None, "   <p> x").pieces[1]) == "{+<p> x+}"
