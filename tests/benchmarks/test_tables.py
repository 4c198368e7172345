from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks.outcome import COUNT, TIMES, Goal, Line, Outcome, Run
from benchmarks.picture import DARK, alternative, picture
from benchmarks.tables import BEGIN, END, generated, put

RUN = Run(
    [("date", "2026-01-01"), ("weasyprint", "0")],
    [
        Outcome(
            "full",
            "a full build",
            3,
            [
                Line("ours", [1.0, 2.0, 3.0], "s"),
                Line("loop / ours", [2.0, 2.2, 2.4], TIMES, Goal("≥", 2.1, 2.8)),
                Line("ours / other", [9.0, 9.0, 9.0], TIMES, Goal("≤", 8)),
                Line("laid out", [1, 1, 1], COUNT, Goal("=", 1)),
            ],
            "A note.",
        )
    ],
)


def test_goals_come_first_and_a_missed_one_is_said_plainly() -> None:
    text = generated(RUN, "x.svg", "Words")
    assert "![Words](x.svg)" in text
    assert "2 of 3 goals are met by the median; 1 is **missed**." in text
    assert text.count("**missed** |") == 2  # once among the goals, once in its own table
    assert "| loop / ours | 2.2 | 2 – 2.4 | ≥ 2.1, aim 2.8 | met; kept in 2 of 3 rounds |" in text
    assert "| ours | 2 s | 1 – 3 |  |  |" in text
    assert "| laid out | 1 |  | = 1 | met |" in text
    assert "A full build; 3 rounds." in text
    assert "| weasyprint | 0 |" in text
    assert text.index("| weasyprint") > text.index("A note.")


def test_only_what_stands_between_the_markers_is_written(tmp_path: Path) -> None:
    path = tmp_path / "performance.md"
    path.write_text(f"# Head\n\n{BEGIN}\nold\n{END}\n\n## By hand\n", "utf-8")
    put(path, "new")
    put(path, "newer")
    assert path.read_text("utf-8") == f"# Head\n\n{BEGIN}\n\nnewer\n\n{END}\n\n## By hand\n"


@pytest.mark.parametrize("text", ["# Head\n", f"# Head\n{BEGIN}\n", f"{END}\n"])
def test_a_document_without_markers_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "performance.md"
    path.write_text(text, "utf-8")
    with pytest.raises(ValueError, match="lacks the lines"):
        put(path, "new")
    assert path.read_text("utf-8") == text


def test_our_own_document_has_the_markers() -> None:
    text = (Path(__file__).parents[2] / "docs" / "performance.md").read_text("utf-8")
    assert text.count(BEGIN) == text.count(END) == 1
    assert text.index(BEGIN) < text.index(END)


def test_the_picture_says_in_words_what_it_shows() -> None:
    svg = picture(RUN.outcomes)
    root = ET.fromstring(svg)
    title, desc = root[0], root[1]
    assert title.tag.endswith("title")
    assert desc.text == alternative(RUN.outcomes)
    assert "1 of 2 are where they should be; missed: full: ours / other." in str(desc.text)
    words = ["".join(part.itertext()) for part in root.iter() if part.tag.endswith("text")]
    assert "9, asked ≤ 8, missed" in words
    assert "2.2, asked ≥ 2.1" in words
    assert "full: laid out" not in words  # a count is never far or near


def _light(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_picture_can_be_read_on_light_and_on_dark_pages() -> None:
    svg = picture(RUN.outcomes)
    drawn = svg.split("</style>")[1]
    used = set(re.findall(r'(?:fill|stroke)="(#[0-9a-fA-F]{6})"', drawn))
    assert used <= set(DARK), "a colour without a dark counterpart"
    assert "#ffffff" in used, "no ground of its own"
    assert "prefers-color-scheme: dark" in svg
    letters = set(re.findall(r'<text[^>]* fill="(#[0-9a-fA-F]{6})"', drawn))
    assert letters
    for ground, colours in (("#ffffff", letters), (DARK["#ffffff"], {DARK[c] for c in letters})):
        for colour in colours:
            low, high = sorted((_light(ground), _light(colour)))
            assert (high + 0.05) / (low + 0.05) >= 4.5, colour
