"""Colours: what CSS writes, contrast as WCAG defines it, the nearest that can be read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.colours import (
    BLACK,
    WHITE,
    Colour,
    contrast,
    mixed,
    read_colour,
    readable,
    shown_contrast,
)

COLOURS = st.builds(Colour, *[st.integers(0, 255)] * 3)


@pytest.mark.parametrize(
    ("written", "colour"),
    [
        ("#447099", "#447099"),
        (" #ABC ", "#aabbcc"),
        ("teal", "#008080"),
        ("rgb(68, 112, 153)", "#447099"),
        ("hsl(120, 50%, 50%)", "#40bf40"),
        ("rgba(1, 2, 3, 1)", "#010203"),
    ],
)
def test_a_colour_of_css_is_read(written: str, colour: str) -> None:
    assert str(read_colour(written)) == colour


@pytest.mark.parametrize(
    "written", ["", "blu", "#12345", "#ff000080", "transparent", "currentColor", "var(--ink)", "1"]
)
def test_what_is_no_opaque_colour_is_refused(written: str) -> None:
    assert read_colour(written) is None


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        # As other checkers give them, but cut off, not rounded.
        ("#000000", "#ffffff", "21:1"),
        ("#777777", "#ffffff", "4.4:1"),
        ("#767676", "#ffffff", "4.5:1"),
        ("#ff0000", "#ffffff", "3.9:1"),
        ("#0f5b6b", "#ffffff", "7.6:1"),
        ("#ffffff", "#ffffff", "1:1"),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: str) -> None:
    colours = [read_colour(one), read_colour(other)]
    assert all(colours)
    assert shown_contrast(contrast(colours[0] or BLACK, colours[1] or BLACK)) == ratio


def test_a_contrast_is_never_shown_rounded_up() -> None:
    assert shown_contrast(4.499) == "4.4:1"


@given(COLOURS, COLOURS)
def test_contrast_looks_both_ways(one: Colour, other: Colour) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21


@given(COLOURS, COLOURS)
def test_what_is_made_readable_is_readable(colour: Colour, ground: Colour) -> None:
    found = readable(colour, ground)
    assert contrast(found, ground) >= 4.5
    if contrast(colour, ground) >= 4.5:
        assert found == colour


@given(COLOURS)
def test_a_mixture_lies_between(colour: Colour) -> None:
    assert mixed(colour, BLACK, 1) == colour
    assert mixed(colour, WHITE, 0) == WHITE
    assert mixed(colour, WHITE, 0.5).luminance >= colour.luminance - 1e-9
