"""Single values as templates see them: strings that know their language, their date or their code.

All are plain `str` underneath, so comparing, sorting and joining work as people expect; the
environment prints each in its own way.
"""

from __future__ import annotations

from typing import Self

from markupsafe import Markup, escape


class LocalText(str):
    """A text in the brief's language, or in another one, marked, where that is missing.

    Attributes:
        language: the language that the text is really in; None where it belongs to none.
        fallback: True where it stands in for a missing translation.
    """

    __slots__ = ("fallback", "language")

    language: str | None
    fallback: bool

    def __new__(cls, text: str, language: str | None, *, fallback: bool = False) -> Self:
        """A text in `language`."""
        value = super().__new__(cls, text)
        value.language = language
        value.fallback = fallback
        return value

    def __html__(self) -> Markup:
        """The escaped text, in a marked span where it is a fallback."""
        if not self.fallback:
            return escape(str.__str__(self))
        return Markup('<span lang="{}" class="fallback">{}</span>').format(
            self.language, str.__str__(self)
        )


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
