"""Decimal signs below each other: room behind numbers, and not a letter more."""

from __future__ import annotations

import re

import pytest

from reportgen.rendering.aligning import with_aligned_decimals


def table(*rows: str) -> str:
    inside = "".join(f"<tr><th>Row</th>{row}</tr>" for row in rows)
    return f"<p>1.5</p><table><thead><tr><th>A</th></tr></thead><tbody>{inside}</tbody></table><p>2</p>"


def cell(content: str, more: str = "") -> str:
    return f'<td class="number-cell"{more}>{content}</td>'


def room(html: str, sign: str = ".") -> list[tuple[str, str, int]]:
    """(class, number, digits) of each number that gets room; nothing else may have changed."""
    found = with_aligned_decimals(html, sign)
    spans = r'<span class="(lacking[ \w]*)" style="--digits: (\d)">([^<]*)</span>'
    assert re.sub(spans, r"\3", found) == html
    return [(kind, text, int(digits)) for kind, digits, text in re.findall(spans, found)]


def test_numbers_get_room_for_the_decimals_that_others_have() -> None:
    rows = table(cell("1,200"), cell("−25,000.5"), cell("7.25"), cell("1.2.5"))
    assert room(rows) == [("lacking whole", "1,200", 3 - 1), ("lacking", "25,000.5", 1), ("lacking", "1.2.5", 1)]  # fmt: skip


def test_each_language_has_its_sign() -> None:
    rows = table(cell("1.200"), cell("7,25"), cell("3\u00a0000"))
    assert room(rows, ",") == [("lacking whole", "1.200", 2), ("lacking whole", "3\u00a0000", 2)]


@pytest.mark.parametrize(
    "content",
    [
        '<span class="missing">not stated</span>',
        "VND 3.75 billion",
        "12 %",
        'content 5 <span class="year">(2025)</span>',
        "",
        '5<span class="note-refs"><a href="#n"><sup>1</sup></a></span>',
    ],
)
def test_what_does_not_end_in_a_number_has_no_part_in_it(content: str) -> None:
    assert room(table(cell(content), cell("1.25"))) == []
    assert room(table(cell(content), cell("7"))) == []


def test_a_number_may_have_a_word_before_it_and_a_remark_below() -> None:
    rows = table(
        cell('<span class="qualifier">nearly</span> <span class="number">40</span>'),
        cell('80<span class="remark">rate of 1.5</span>'),
        cell("1.5"),
    )
    assert [text for _, text, _ in room(rows)] == ["40", "80"]


def test_columns_are_counted_from_the_end_of_the_row() -> None:
    """Heads that span rows or columns stand before the numbers."""
    rows = table(
        cell("1", ' rowspan="2"') + cell("2") + cell("3.5"),
        cell("2.25") + cell("4"),
        f'<td colspan="2">Total</td>{cell("9")}',
    )
    assert room(rows) == [("lacking whole", "2", 2), ("lacking whole", "4", 1), ("lacking whole", "9", 1)]  # fmt: skip


def test_columns_of_whole_numbers_and_other_tables_are_as_they_were() -> None:
    rows = table(cell("1"), cell("2")) + "<table><tr><td>1</td><td>1.5</td></tr></table>"
    assert with_aligned_decimals(rows, ".") == rows


def test_very_many_decimals_push_no_column_aside() -> None:
    assert room(table(cell("1"), cell("0.123456789"))) == []
