from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from weasyprint.css import InitialStyle
from weasyprint.css.properties import Dimension
from weasyprint.text import line_break

from reportgen.rendering import weasy, weasy_fonts, weasy_text
from reportgen.rendering.fonts import FontFace
from reportgen.rendering.weasy_files import ProjectFiles

# What earlier examples left is meant to be there for the next: that it changes nothing is the test.
OVER_ALL_EXAMPLES = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])

NOTHING = ProjectFiles(lambda _: None)

# As they are without shortcuts, which stand in their place while a style is there.
SPLIT, STRUT = line_break.split_first_line, line_break.strut

WORDS = ("labour", "skills", "hợp", "tác", "a/b", "12,5 %", "unquestionably", "漢字", "x")
ODD = ("  ", "\n", "\t", "\u00a0", "\xad", "\u2060", "\u200b", "–", "(", "-", "\u0301")
texts = st.lists(st.sampled_from((*WORDS, *[" "] * 9, *ODD)), min_size=1, max_size=7).map("".join)

looks = st.fixed_dictionaries(
    {},
    optional={
        "white_space": st.sampled_from(["normal", "nowrap", "pre", "pre-wrap", "pre-line"]),
        "overflow_wrap": st.sampled_from(["normal", "anywhere", "break-word"]),
        "word_break": st.sampled_from(["normal", "break-all"]),
        "hyphens": st.sampled_from(["none", "manual", "auto"]),
        "letter_spacing": st.sampled_from(["normal", 1, -20]),
        "word_spacing": st.sampled_from([0, 3]),
        "font_size": st.sampled_from([7.5, 12, 12]),
        "font_weight": st.sampled_from([400, 700]),
        "lang": st.sampled_from(["en", "vi", None]),
        "line_height": st.sampled_from(
            ["normal", 1.0, 1.5, Dimension(1, "px"), Dimension(9, "px")]
        ),
    },
)
rooms = st.sampled_from([None, 0, 0, 0.0, 9, 20, 40, 100, 1000, float("inf")])
questions = st.tuples(
    texts, looks, rooms, st.sampled_from([0, 0, 2.5]), st.booleans(), st.booleans()
)


@pytest.fixture
def style(faces: tuple[FontFace, ...]) -> Iterator[Any]:
    """What text looks like where nothing is said of it."""
    weasy_fonts.READY.clear()
    with weasy._at_work(NOTHING, faces) as (fonts, _):
        yield lambda own: styled(fonts, own)


def styled(fonts: Any, own: dict[str, Any]) -> Any:
    style = InitialStyle(fonts)
    style.update({"font_family": ("Inter",), "font_size": 12, "lang": "en", **own})
    return style


def told(answer: tuple[Any, ...], minimum: bool) -> tuple[Any, ...]:
    """All that somebody may ask of a line; of one that is measured only, not what draws it."""
    layout, *rest = answer
    if minimum:
        return tuple(rest)
    return (*rest, layout.text, layout.max_width, layout.justification_spacing)


@OVER_ALL_EXAMPLES
@given(asked=st.lists(questions, min_size=1, max_size=6))
def test_a_line_is_as_pango_makes_it_whatever_was_asked_before(
    style: Any, asked: list[tuple[Any, ...]]
) -> None:
    context = SimpleNamespace(dictionaries={})
    for text, own, room, spacing, starts, minimum in asked * 2:
        # The same text in another room, too: that is where something is known of it.
        for width in (None, room, 60):
            given_ = (text, style(own), context, width, spacing, starts, minimum)
            known = told(weasy_text.split_first_line(*given_), minimum)
            assert known == told(SPLIT(*given_), minimum)


@OVER_ALL_EXAMPLES
@given(asked=st.lists(looks, min_size=1, max_size=6))
def test_the_height_of_a_line_is_as_weasyprint_finds_it(
    style: Any, asked: list[dict[str, Any]]
) -> None:
    for own in asked:
        assert weasy_text.strut(style(own)) == STRUT(style(own))


def test_a_word_is_measured_once_wherever_it_stands(style: Any, measured: list[str]) -> None:
    plain, context = style({}), SimpleNamespace(dictionaries={})
    for text in ("labour skills", "labour safety", "labour"):
        found = weasy_text.split_first_line(text, plain, context, 0, 0, minimum=True)
    assert measured == ["labour s", "labour"]
    assert found[2] is None


def test_a_text_that_fits_is_measured_once_for_every_room(style: Any, measured: list[str]) -> None:
    plain, context = style({}), SimpleNamespace(dictionaries={})
    for room in (None, 500, 400, float("inf")):
        layout, *_ = weasy_text.split_first_line("not stated", plain, context, room, 0)
        assert layout.max_width == room
    assert measured == ["not stated"]
