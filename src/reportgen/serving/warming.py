"""What pages need and libraries put off until it is asked for, done before anything is forked.

Each change forks a process anew, which would do it each time: half of the time of a page.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator

from babel.core import Locale, UnknownLocaleError

from reportgen.building.renderer import warm
from reportgen.model.base import Noun
from reportgen.model.fields import fields_of

_LATER = ("reportgen.rendering.charting", "reportgen.rendering.prose")
"""Modules that a page loads when it comes to a chart or a text."""


def warm_up(languages: Iterable[str]) -> None:
    """Load libraries, models and the words of languages; nothing is drawn, so that one may fork."""
    warm(pdfs=True)
    for name in _LATER:
        importlib.import_module(name)
    for noun in _nouns(Noun):
        noun.model_rebuild()
        fields_of(noun)
    for language in languages:
        try:
            _ = Locale.parse(language, sep="-").languages  # asking loads all of the language
        except (UnknownLocaleError, ValueError):
            continue  # reading tells of it


def _nouns(noun: type[Noun]) -> Iterator[type[Noun]]:
    yield noun
    for inner in noun.__subclasses__():
        yield from _nouns(inner)
