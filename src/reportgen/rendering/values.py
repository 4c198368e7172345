"""Single values as templates see them: strings that know their language, their date or their code.

All are plain `str` underneath, so comparing, sorting and joining work as people expect; the
environment prints each in its own way.
"""

from __future__ import annotations

import re
from typing import Self

from markupsafe import Markup, escape

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "dv", "yi"})
"""Languages whose script runs from right to left."""

_LONG_WORD = re.compile(r"(\S{31,})")
_PIECE = 10  # letters between two places where a long word may be broken


def direction(language: str) -> str:
    """`ltr` or `rtl`, as HTML writes it."""
    return "rtl" if language.split("-", maxsplit=1)[0] in RIGHT_TO_LEFT else "ltr"


def breakable(text: str) -> Markup:
    """The escaped text, with places to break in words that are too long for a column.

    Without them such a word makes a table wider than its page.
    """
    parts = _LONG_WORD.split(text)
    if len(parts) == 1:
        return escape(text)
    for at in range(1, len(parts), 2):
        word = parts[at]
        pieces = (word[i : i + _PIECE] for i in range(0, len(word), _PIECE))
        parts[at] = Markup("<wbr>").join(pieces)
    return Markup("").join(parts)


class LocalText(str):
    """A text in the brief's language, or in another one, marked, where that is missing.

    Attributes:
        language: the language that the text is really in; None where it belongs to none.
        fallback: True where it stands in for a missing translation.
        mark: what a reader is told of it: `(in English)`; said in the brief's language.
    """

    __slots__ = ("fallback", "language", "mark")

    language: str | None
    fallback: bool
    mark: str

    def __new__(
        cls, text: str, language: str | None, *, fallback: bool = False, mark: str = ""
    ) -> Self:
        """A text in `language`."""
        value = super().__new__(cls, text)
        value.language = language
        value.fallback = fallback
        value.mark = mark
        return value

    def __html__(self) -> Markup:
        """The escaped text; where it is a fallback in a span, with its mark behind it."""
        if not self.fallback:
            return breakable(str.__str__(self))
        text = Markup('<span{} class="fallback">{}</span>').format(
            spoken(self.language or ""), breakable(str.__str__(self))
        )
        return text + fallback_mark(self.mark) if self.mark else text


def spoken(language: str) -> Markup:
    """The attributes of an element whose text is in this language."""
    turned = Markup(' dir="rtl"') if direction(language) == "rtl" else ""
    return Markup(' lang="{}"{}').format(language, turned)


def fallback_mark(mark: str) -> Markup:
    """The words that tell which language a fallback is in, behind it."""
    return Markup(' <span class="fallback-mark">{}</span>').format(mark)


class Dated(str):
    """EDTF text, printed as a date of the brief's language."""

    __slots__ = ()


class Code(str):
    """A word of a code list, printed as its label in the brief's language.

    Attributes:
        list: the name of its list.
    """

    __slots__ = ("list",)

    list: str

    def __new__(cls, word: str, list_: str) -> Self:
        """A word of the list of this name."""
        value = super().__new__(cls, word)
        value.list = list_
        return value
