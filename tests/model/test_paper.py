"""Paper: sizes and ways round, and which of report, project and template decides."""

from __future__ import annotations

import pytest

from reportgen.model.paper import SIZES, Paper, paper_for, read_paper


@pytest.mark.parametrize(
    ("text", "paper"),
    [
        ("A4", Paper("A4")),
        ("a4 Landscape", Paper("A4", landscape=True)),
        ("landscape letter", Paper("Letter", landscape=True)),
        ("landscape", Paper(landscape=True)),
        ("A5 portrait", Paper("A5", landscape=False)),
    ],
)
def test_paper_is_read(text: str, paper: Paper) -> None:
    assert read_paper(text) == paper


@pytest.mark.parametrize(
    "text", ["", " ", "A7", "A4 A5", "landscape portrait", "A4, landscape", "21cm"]
)
def test_what_is_no_paper_is_refused(text: str) -> None:
    assert read_paper(text) is None


@pytest.mark.parametrize(
    ("report", "project", "template", "found"),
    [
        (None, None, None, "A4"),
        (None, None, "A4 landscape", "A4 landscape"),
        (None, "Letter", "A4", "Letter"),
        (None, "Letter", "A4 landscape", "Letter landscape"),
        (None, "Letter portrait", "A4 landscape", "Letter"),
        (None, "landscape", "A4", "A4 landscape"),
        ("landscape", "Letter", "A4", "Letter landscape"),
        ("A5", "Letter landscape", "A4 landscape", "A5"),
        ("portrait", None, "A4 landscape", "A4"),
        (None, None, "no paper", "A4"),
    ],
)
def test_who_decides(
    report: str | None, project: str | None, template: str | None, found: str
) -> None:
    assert str(paper_for(report, project, template)) == found


def test_paper_on_its_side_is_as_wide_as_it_was_high() -> None:
    for name, (width, height) in SIZES.items():
        assert width < height
        assert Paper(name).millimetres == (width, height)
        assert Paper(name, landscape=True).millimetres == (height, width)
