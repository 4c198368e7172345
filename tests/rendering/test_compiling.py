"""Templates that Jinja or Python would fail at by their size or depth are told as mistakes."""

from __future__ import annotations

import pytest
from jinja2 import TemplateSyntaxError

from reportgen.rendering import compiling
from tests.small import Brief

TOO_DEEP = "stand inside one another more than 60 levels deep"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("\n{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", 2, TOO_DEEP),
        ("\n{{ " + "[" * 100 + "]" * 100 + " }}", 2, TOO_DEEP),
        ("{{ 1" + " + 1" * 20_000 + " }}", 1, TOO_DEEP),
        ("{{ a" + ".b" * 20_000 + " }}", 1, TOO_DEEP),
        ("{% if 1 %}" * 70 + "{% endif %}" * 70, 1, TOO_DEEP),
        ("{% for i in [1] %}" * 25 + "{% endfor %}" * 25, 1, "too many statically nested blocks"),
        ("\n{{ " + "9" * 5000 + " }}", 2, "Exceeds the limit"),
        ("{{ 10 ** 100000 }}", 1, "Exceeds the limit"),
        ("x" * (compiling.LARGEST + 1), 1, "at most 1,048,576 characters"),
        ("\n" + "{{ a }}{{ b }}" * 60_000, 2, "at most 100,000 tags, names and pieces"),
    ],
)
def test_a_template_that_is_too_much_is_told_with_its_line(
    text: str, line: int, message: str
) -> None:
    with pytest.raises(TemplateSyntaxError, match=message) as caught:
        Brief().environment.from_string(text)
    assert caught.value.lineno == line


@pytest.mark.parametrize(
    "text",
    [
        "{{ " + "(" * 20 + "1" + ")" * 20 + " }}",
        "{% if 1 %}" * 40 + "{% endif %}" * 40,
        "{% if 1 %}" + "{% elif 2 %}" * 500 + "{% endif %}",
        "x" * compiling.LARGEST,
        "{{ 1 }}" * 40_000,
    ],
)
def test_a_large_template_is_read(text: str) -> None:
    Brief().environment.from_string(text)
