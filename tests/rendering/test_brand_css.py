"""A brand as a style sheet: what it states is there as stated, and all of it can be read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportgen.model.brand import Brand
from reportgen.model.colours import Colour, contrast, read_colour
from reportgen.rendering.brand_css import brand_css, palettes
from reportgen.rendering.custom_properties import Properties, custom_properties
from reportgen.shipped import templates_root

SHIPPED = (templates_root() / "styles" / "tokens.css").read_text("utf-8")
BELOW = custom_properties(SHIPPED)
USES = ("foreground", "background", "primary", "secondary", "tertiary", "warning", "link")
HEX = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
SHADES = st.one_of(HEX, st.fixed_dictionaries({"light": HEX}, optional={"dark": HEX}))
PAIRS = (
    *((text, "--paper") for text in ("--ink", "--muted", "--accent", "--heading", "--link")),
    ("--warn", "--warn-tint"),
    ("--on-cover", "--cover"),
    ("--on-cover-muted", "--cover"),
)


def brand(color: dict[str, Any] | None = None, **rest: Any) -> Brand:
    return Brand.model_validate({"color": color or {}, **rest})


def made(given: Brand) -> Properties:
    return custom_properties(SHIPPED + brand_css(given, SHIPPED))


def colour(written: str) -> Colour:
    found = read_colour(written)
    assert found is not None, written
    return found


def test_the_shipped_properties_are_read_for_both_modes() -> None:
    assert BELOW.light["--paper"] == "#ffffff"
    assert BELOW.dark["--paper"] == "#10191e"
    assert "--space-1" not in BELOW.dark


@pytest.mark.parametrize(
    ("use", "name"),
    [
        ("background", "--paper"),
        ("foreground", "--ink"),
        ("primary", "--accent"),
        ("secondary", "--muted"),
        ("tertiary", "--accent-light"),
        ("warning", "--warn"),
        ("link", "--link"),
    ],
)
def test_what_is_stated_is_taken_as_it_is(use: str, name: str) -> None:
    found = made(brand({use: {"light": "#123456", "dark": "#abcdef"}}))
    assert (found.light[name], found.dark[name]) == ("#123456", "#abcdef")


def test_a_brand_without_colours_leaves_them_alone() -> None:
    found = brand_css(brand(typography={"base": {"weight": "medium"}}), SHIPPED)
    assert found == ":root {\n  --weight-text: 500;\n}\n"
    assert brand_css(brand(), SHIPPED) == ""


def test_one_colour_leaves_those_that_do_not_hang_on_it() -> None:
    found = made(brand({"warning": "#8a1a08"}))
    for name in ("--paper", "--ink", "--accent", "--accent-mid", "--cover", "--muted"):
        assert found.light[name] == BELOW.light[name], name
    assert found.light["--warn"] == "#8a1a08"


def test_the_palette_has_names_of_its_own() -> None:
    colours = {"palette": {"lava": "#ff7557", "red": "lava", "odd name": "#000000"}, "info": "red"}
    found = made(brand(colours)).light
    assert (found["--brand-lava"], found["--brand-red"]) == ("#ff7557", "#ff7557")
    assert found["--brand-info"] == "#ff7557"
    assert not any("odd" in name for name in found)


def test_type_is_set_as_the_brand_says() -> None:
    typography = {
        "base": {"family": 'A "B"', "size": "20px", "line-height": "1.7"},
        "headings": {"family": "Heads", "weight": "bold", "style": "italic", "line-height": "110%"},
        "monospace": "Mono",
    }
    found = made(brand(typography=typography)).light
    assert found["--font-text"].startswith(r'"A \"B\"", "Inter"')
    assert found["--font-heading"] == '"Heads", var(--font-text)'
    assert found["--font-mono"] == '"Mono", monospace'
    assert (found["--weight-heading"], found["--style-heading"]) == ("700", "italic")
    assert (found["--leading"], found["--leading-tight"]) == ("1.7", "1.1")
    assert (found["--text-base"], found["--text-sm"]) == ("1.25rem", "1.15rem")


def test_charts_follow_on_dark_pages() -> None:
    css = brand_css(brand({"primary": "#5b2a6e"}), SHIPPED)
    assert '.chart-drawing [fill="#5b2a6e"] { fill: var(--accent); }' in css


def test_only_a_coloured_ground_is_printed() -> None:
    assert "@page" not in brand_css(brand({"background": "white"}), SHIPPED)
    assert "@page { background: var(--paper); }" in brand_css(
        brand({"background": "#eee"}), SHIPPED
    )


def test_a_brand_that_is_dark_anyway_stays_so() -> None:
    found = made(brand({"background": "#101010", "foreground": "#fafafa", "primary": "#ffd400"}))
    assert found.dark["--paper"] == found.light["--paper"] == "#101010"
    assert found.dark["--accent"] == "#ffd400"


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from((*USES, "light", "dark")), SHADES, min_size=1))
@example(
    {
        "background": "#000346",
        "primary": "#00004d",
        "foreground": {"light": "#000000", "dark": "#007fd2"},
    }
)
def test_all_that_is_worked_out_can_be_read(color: dict[str, Any]) -> None:
    given_brand = brand(color)
    found = palettes(given_brand, BELOW)
    assert found is not None
    light, dark = found
    # A brand that is dark anyway keeps for dark pages what it states for all.
    kept = light.stated if light["--paper"] == dark["--paper"] else {}
    for palette, stated in ((light, light.stated), (dark, {**kept, **dark.stated})):
        for text, ground in PAIRS:
            if text in stated:
                continue  # as stated; `checking/brand.py` tells where it cannot be read
            if text in ("--heading", "--link") and "--accent" in stated:
                continue  # they are the stated accent
            assert contrast(palette[text], palette[ground]) >= 4.5, (text, ground)
        readable = [t for t, g in PAIRS[:5] if contrast(palette[t], palette["--paper"]) >= 4.5]
        for text in readable:
            assert contrast(palette[text], palette["--tint"]) >= 4.5, text


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(USES), SHADES, min_size=1))
def test_the_style_sheet_says_what_the_palette_holds(color: dict[str, Any]) -> None:
    given_brand = brand(color)
    light, dark = palettes(given_brand, BELOW) or pytest.fail("no colours")
    found = made(given_brand)
    assert {name: colour(found.light[name]) for name in light.colours} == light.colours
    assert {name: colour(found.dark[name]) for name in dark.colours} == dark.colours
